//! The plans of a round: the list, entering one, changing one, taking one off.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::{disclosure, interest, location, picture, rounds};
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::money::Cents;
use crate::domain::neighbourhood::Neighbourhood;
use crate::domain::plain::kept;
use crate::domain::pot::Pot;
use crate::domain::proposal::Proposal;
use crate::domain::round::Round;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, typed_amount};
use crate::web::parts::written::{Below, written};
use crate::web::parts::{amount, pot};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the plans.
pub async fn list(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let round = rounds::find(&mut *visit.app.store.read().await?, &id).await?;
    Ok(list_page(&visit, &round, &Form::default(), None).await?.into_response())
}

/// Enters a plan.
pub async fn add(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let round = rounds::find(&mut *visit.app.store.read().await?, &id).await?;
    let places = location::places(&visit, &round).await?;
    let done = match read(&form, ProposalId::new(""))
        .and_then(|plan| Ok((plan, location::chosen(&form, &places)?)))
    {
        Err(refused) => Err(refused),
        Ok((wanted, place)) => match acts::proposal::add(&visit.context(), &round.id, wanted).await {
            Ok(plan) => Ok(location::set(&visit, &round, &plan, place).await?),
            Err(error) => Err(Refused::of(error, "amount")?),
        },
    };
    match done {
        Ok(()) => Ok(to_list(&visit, &round)),
        Err(refused) => Ok(answer(Some(&refused), list_page(&visit, &round, &form, Some(&refused)).await?)),
    }
}

/// Shows one plan as a form.
pub async fn show(Of((id, plan), _): Of<(RoundId, ProposalId)>, visit: Visit) -> Answer {
    let (round, plan) = find(&visit, &id, &plan).await?;
    Ok(with_pictures(&visit, &round, &plan, &picture::Back::default()).await?.into_response())
}

/// One plan as a form, with what came back of the form for a picture.
pub async fn with_pictures(
    visit: &Visit,
    round: &Round,
    plan: &Proposal,
    back: &picture::Back,
) -> Answer<Markup> {
    plan_page(visit, (round, plan), (&known(visit, round, plan).await?, None), back).await
}

/// Changes a plan.
pub async fn change(Of((id, plan), _): Of<(RoundId, ProposalId)>, visit: Visit, form: Form) -> Answer {
    let (round, plan) = find(&visit, &id, &plan).await?;
    let places = location::places(&visit, &round).await?;
    let done =
        match read(&form, plan.id.clone()).and_then(|plan| Ok((plan, location::chosen(&form, &places)?))) {
            Err(refused) => Err(refused),
            Ok((wanted, place)) => match acts::proposal::change(&visit.context(), &round.id, &wanted).await {
                Ok(()) => Ok(location::set(&visit, &round, &plan.id, place).await?),
                Err(error) => Err(Refused::of(error, "amount")?),
            },
        };
    match done {
        Ok(()) => Ok(to_list(&visit, &round)),
        Err(refused) => {
            let back = picture::Back::default();
            let page = plan_page(&visit, (&round, &plan), (&form, Some(&refused)), &back).await?;
            Ok(answer(Some(&refused), page))
        }
    }
}

/// Takes a plan off the ballot; the typed word says that it is meant.
pub async fn withdraw(Of((id, plan), _): Of<(RoundId, ProposalId)>, visit: Visit, form: Form) -> Answer {
    let (round, plan) = find(&visit, &id, &plan).await?;
    if !visit.is_word("withdraw-word", form.get("word")) {
        let refused = Refused::field("word", "word");
        let (form, back) = (known(&visit, &round, &plan).await?, picture::Back::default());
        let page = plan_page(&visit, (&round, &plan), (&form, Some(&refused)), &back).await?;
        return Ok(answer(Some(&refused), page));
    }
    acts::proposal::withdraw(&visit.context(), &round.id, &plan.id).await?;
    Ok(to_list(&visit, &round))
}

fn to_list(visit: &Visit, round: &Round) -> axum::response::Response {
    Redirect::to(&visit.to(paths::ROUND_PROPOSALS, &[round.id.as_str()])).into_response()
}

pub(super) async fn find(visit: &Visit, id: &RoundId, plan: &ProposalId) -> Answer<(Round, Proposal)> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let mut plans = store::proposal::list(&mut conn, &round.id).await?.into_iter();
    let plan = plans.find(|one| &one.id == plan).ok_or(Refusal::NOT_FOUND)?;
    Ok((round, plan))
}

fn read(form: &Form, id: ProposalId) -> Result<Proposal, Refused> {
    let amount = Cents::parse_typed(form.get("amount")).map_err(|_| Refused::field("amount", "amount"))?;
    // A round without pots does not ask.
    let pot = match form.get("pot") {
        "" => Pot::None,
        name => Pot::named(name).ok_or_else(|| Refused::field("pot", "choose"))?,
    };
    let field = |name| kept(form.get(name));
    Ok(Proposal {
        id,
        title: field("title"),
        summary: field("summary"),
        text: field("text"),
        applicant: field("applicant"),
        place: field("place"),
        category: field("category"),
        amount,
        pot,
    })
}

async fn known(visit: &Visit, round: &Round, plan: &Proposal) -> Answer<Form> {
    let mut form = Form::default();
    location::known(visit, (&round.id, &plan.id), &mut form).await?;
    form.set("title", &plan.title);
    form.set("summary", &plan.summary);
    form.set("text", &plan.text);
    form.set("applicant", &plan.applicant);
    form.set("place", &plan.place);
    form.set("category", &plan.category);
    form.set("amount", typed_amount(plan.amount));
    form.set("pot", plan.pot.name());
    Ok(form)
}

/// Whether who looks may change plans of this round now.
pub(super) fn may_change(visit: &Visit, round: &Round) -> bool {
    visit.may(Permission::RunRounds) && round.phase.is_editable() && round.rules.is_none()
}

async fn list_page(visit: &Visit, round: &Round, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let plans = store::proposal::list(&mut *visit.app.store.read().await?, &round.id).await?;
    let most = visit.text.euros(round.plan.spendable());
    let filled = Filled::new(visit.text, form, refused).saying("most", most);
    let action = visit.to(paths::ROUND_PROPOSALS, &[round.id.as_str()]);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            @if plans.is_empty() { p { (visit.say("plans-none")) } } @else { (table(visit, round, &plans)) }
            @if may_change(visit, round) {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("plan-add")) }
                    (plan_form(visit, (round, &location::places(visit, round).await?), &filled, &action, "plan-add"))
                }
            } @else {
                p.utrecht-paragraph { (visit.say("plans-fixed")) }
            }
        }
    };
    Ok(Frame::below_round(visit, round, visit.say("plans-title")).show(visit, content))
}

fn table(visit: &Visit, round: &Round, plans: &[Proposal]) -> Markup {
    let text = visit.text;
    let has_pots = !round.plan.limits.pots.is_empty();
    let sum = Cents::sum(plans.iter().map(|plan| plan.amount)).unwrap_or(Cents::MAX);
    form::table(
        &text.get("plans-title"),
        html! {
            table.utrecht-table {
                caption.sr-hidden { (text.get("plans-title")) }
                thead {
                    tr {
                        th scope="col" { (text.get("rank")) }
                        th scope="col" { (text.get("plan")) }
                        th scope="col" { (text.get("field-applicant")) }
                        @if has_pots { th scope="col" { (text.get("field-pot")) } }
                        th.sr-number scope="col" { (text.get("field-amount")) }
                    }
                }
                tbody {
                    @for plan in plans {
                        tr {
                            td { (plan.id) }
                            th scope="row" {
                                a.utrecht-link href=(visit.to(paths::ROUND_PROPOSAL, &[round.id.as_str(), plan.id.as_str()])) { (plan.title) }
                            }
                            td { (plan.applicant) }
                            @if has_pots { td { (pot::name(text, plan.pot)) } }
                            td.sr-number { (amount(text, plan.amount)) }
                        }
                    }
                }
                tfoot { tr { td {} th scope="row" colspan=(if has_pots { "3" } else { "2" }) { (text.get("together")) } td.sr-number { (amount(text, sum)) } } }
            }
        },
    )
}

/// The page of a plan: what it says, its pictures, what else is known of it, and last what takes it off the ballot.
async fn plan_page(
    visit: &Visit,
    (round, plan): (&Round, &Proposal),
    (form, refused): (&Form, Option<&Refused>),
    back: &picture::Back,
) -> Answer<Markup> {
    let parts = [round.id.as_str(), plan.id.as_str()];
    let most = visit.text.euros(round.plan.spendable());
    let filled = Filled::new(visit.text, form, refused)
        .saying("most", most)
        .saying("word", visit.say("withdraw-word"));
    let mut conn = visit.app.store.read().await?;
    // What a group wrote stays as the group wrote it (S44).
    let pitch = store::pitch::of_proposal(&mut conn, &round.id, &plan.id).await?;
    let may = may_change(visit, round) && pitch.is_none();
    let content = html! {
        div.sr-stack.sr-stack--mid {
            div.sr-stack {
                @if may {
                    (plan_form(visit, (round, &location::places(visit, round).await?), &filled, &visit.to(paths::ROUND_PROPOSAL, &parts), "save"))
                    @if plan.pot == Pot::Continuity {
                        p { a.utrecht-link href=(visit.to(paths::PROVEN, &parts)) { (visit.say("proven-title")) } }
                    }
                } @else {
                    @match &pitch {
                        Some(pitch) => p.utrecht-paragraph {
                            (visit.say("fault-pt-of-group")) " "
                            a.utrecht-link href=(visit.to(paths::ROUND_PITCH, &[round.id.as_str(), pitch.id.as_str()])) { (visit.say("pt-office-title")) }
                        },
                        None => p.utrecht-paragraph { (visit.say("plans-fixed")) },
                    }
                    p { (plan.summary) }
                    (written(&plan.text, Below::H1))
                    p { (crate::web::parts::plan::who(plan)) " · " (amount(visit.text, plan.amount)) }
                }
            }
            (picture::section(visit, &mut conn, (round, plan), back).await?)
            (disclosure::section(visit, &mut conn, round, &plan.id).await?)
            (interest::plan_section(visit, &mut conn, round, &plan.id).await?)
            @if may { (withdrawal(visit, &filled, &parts)) }
        }
    };
    let mut frame = Frame::below_round(visit, round, plan.title.clone());
    frame.above.push((visit.say("plans-title"), visit.to(paths::ROUND_PROPOSALS, &parts[..1])));
    Ok(frame.show(visit, content))
}

fn withdrawal(visit: &Visit, filled: &Filled<'_>, parts: &[&str]) -> Markup {
    html! {
        section.sr-danger.sr-stack {
            h2.utrecht-heading-2 { (visit.say("withdraw-title")) }
            p.utrecht-paragraph { (visit.say("withdraw-line")) }
            form.sr-stack method="post" action=(visit.to(paths::ROUND_WITHDRAWAL, parts)) {
                (filled.field(&Field::text("word", "field-word")))
                p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("withdraw-action")) } }
            }
        }
    }
}

fn plan_form(
    visit: &Visit,
    (round, places): (&Round, &[Neighbourhood]),
    filled: &Filled<'_>,
    action: &str,
    button: &str,
) -> Markup {
    let pots: Vec<(String, String)> = std::iter::once(Pot::None)
        .chain(round.plan.limits.pots.iter().map(|limit| limit.pot))
        .map(|one| (one.name().to_string(), pot::name(visit.text, one)))
        .collect();
    html! {
        (filled.notice())
        form.sr-stack method="post" action=(action) {
            (filled.field(&Field::text("title", "field-plan-title")))
            (filled.field(&Field::text("summary", "field-summary")))
            (filled.field(&Field::of("area", "text", "field-text")))
            (filled.field(&Field::text("applicant", "field-applicant")))
            (filled.field(&Field::text("place", "field-place")))
            (location::field(visit, filled, places))
            (filled.field(&Field::text("category", "field-category")))
            (filled.field(&Field::text("amount", "field-amount")))
            @if pots.len() > 1 { (filled.choice("pot", "field-pot", &pots)) }
            (form::submit(&visit.say(button)))
        }
    }
}
