//! Taking back a later year for which its budget holds too little.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::page;
use crate::acts;
use crate::domain::calendar::parse_day;
use crate::domain::grant::{GrantRecord, Slice};
use crate::domain::id::GrantId;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::Frame;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the form.
pub async fn show(Of(id, _): Of<GrantId>, visit: Visit) -> Answer {
    let (grant, years) = found(&visit, &id).await?;
    Ok(page_of(&visit, (&grant, &years), &Form::default(), None).into_response())
}

/// Takes the year back.
pub async fn take(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let (grant, years) = found(&visit, &id).await?;
    let refused = match (form.get("year").parse(), parse_day(form.get("adopted_on"))) {
        (Ok(year), Some(adopted_on)) => {
            let about = (year, adopted_on);
            match acts::grant::call_on_condition(&visit.context(), &grant.id, about, form.get("reason")).await
            {
                Ok(()) => {
                    return Ok(Redirect::to(&visit.to(paths::OFFICE_GRANT, &[id.as_str()])).into_response());
                }
                Err(error) => Refused::of(error, "year")?,
            }
        }
        (Err(_), _) => Refused::field("year", "choose"),
        (Ok(_), None) => Refused::field("adopted_on", "date"),
    };
    Ok(answer(Some(&refused), page_of(&visit, (&grant, &years), &form, Some(&refused))))
}

async fn found(visit: &Visit, id: &GrantId) -> Answer<(GrantRecord, Vec<Slice>)> {
    let mut conn = visit.app.store.read().await?;
    let grant = page::find(&mut conn, id).await?;
    let years = acts::grant::conditional_years(&mut conn, &grant).await?;
    if years.is_empty() {
        return Err(Refusal(Kind::WrongState));
    }
    Ok((grant, years))
}

fn page_of(
    visit: &Visit,
    (grant, years): (&GrantRecord, &[Slice]),
    form: &Form,
    refused: Option<&Refused>,
) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let choices: Vec<(String, String)> = years
        .iter()
        .map(|slice| (slice.year.to_string(), format!("{}: {}", slice.year, visit.text.euros(slice.amount))))
        .collect();
    let content = html! {
        (filled.notice())
        section.sr-stack.sr-danger {
            h2.utrecht-heading-2 { (grant.title) }
            p.utrecht-paragraph { (visit.say("yrs-condition-line")) }
            form.sr-stack method="post" action=(visit.to(paths::GRANT_CONDITION, &[grant.id.as_str()])) {
                (filled.choice("year", "field-year", &choices))
                (filled.field(&Field::of("date", "adopted_on", "field-adopted_on")))
                (filled.field(&Field::of("area", "reason", "field-grant-reason")))
                (form::submit(&visit.say("yrs-condition")))
            }
        }
        p { a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[grant.id.as_str()])) { (visit.say("step-stop")) } }
    };
    let above = vec![
        (visit.say("grants-list-title"), visit.to(paths::GRANTS, &[])),
        (grant.title.clone(), visit.to(paths::OFFICE_GRANT, &[grant.id.as_str()])),
    ];
    let title = visit.say("yrs-condition");
    Frame { menu: paths::GRANTS, title, above, mark: html! {} }.show(visit, content)
}
