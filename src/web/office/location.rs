//! Where a plan lies, as a field of the form for a plan.

use maud::{Markup, html};

use crate::acts;
use crate::domain::id::{NeighbourhoodId, ProposalId, RoundId};
use crate::domain::neighbourhood::Neighbourhood;
use crate::domain::round::Round;
use crate::store;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Filled, Refused};
use crate::web::visit::Visit;

const FIELD: &str = "neighbourhood";

/// What a form says of where a plan lies.
pub(super) enum Where {
    /// It did not ask.
    NotAsked,
    /// In this neighbourhood; in no single one without.
    In(Option<NeighbourhoodId>),
}

/// The neighbourhoods to choose from.
pub(super) async fn places(visit: &Visit, round: &Round) -> Answer<Vec<Neighbourhood>> {
    Ok(acts::location::places(&mut *visit.app.store.read().await?, round).await?)
}

/// What was chosen of them.
pub(super) fn chosen(form: &Form, places: &[Neighbourhood]) -> Result<Where, Refused> {
    match form.get(FIELD) {
        _ if !form.has(FIELD) => Ok(Where::NotAsked),
        "" => Ok(Where::In(None)),
        code => match places.iter().find(|one| one.code.as_str() == code) {
            Some(place) => Ok(Where::In(Some(place.code.clone()))),
            None => Err(Refused::field(FIELD, "choose")),
        },
    }
}

/// Writes it down.
pub(super) async fn set(visit: &Visit, round: &Round, plan: &ProposalId, place: Where) -> Answer<()> {
    match place {
        Where::NotAsked => Ok(()),
        Where::In(code) => Ok(acts::location::set(&visit.context(), &round.id, plan, code.as_ref()).await?),
    }
}

/// Puts what is known in a form.
pub(super) async fn known(
    visit: &Visit,
    (round, plan): (&RoundId, &ProposalId),
    form: &mut Form,
) -> Answer<()> {
    let places = store::location::list(&mut *visit.app.store.read().await?, round).await?;
    form.set(FIELD, places.get(plan).map(ToString::to_string).unwrap_or_default());
    Ok(())
}

/// The field, where there is something to choose.
pub(super) fn field(visit: &Visit, filled: &Filled<'_>, places: &[Neighbourhood]) -> Markup {
    let whole = (String::new(), visit.say("plan-whole-area"));
    let places = places.iter().map(|one| (one.code.to_string(), one.name.clone()));
    let options: Vec<(String, String)> = std::iter::once(whole).chain(places).collect();
    html! {
        @if options.len() > 1 { (filled.choice(FIELD, "field-plan-neighbourhood", &options)) }
    }
}
