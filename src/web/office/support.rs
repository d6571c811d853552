//! Support for the plans of a round, for the office: how many supporters a plan needs, and the lists that come on paper.

use std::collections::BTreeSet;

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::rounds;
use crate::acts::{self, ActError};
use crate::domain::account::Permission;
use crate::domain::id::{PitchId, RoundId};
use crate::domain::round::Round;
use crate::domain::support::{List, Threshold};
use crate::domain::talk::is_on;
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Back, Field, Refused, answer, filled, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// One of the forms of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Which {
    Threshold,
    Enter,
    /// Striking out the list of this plan with this number.
    Strike(String),
}

struct Whole {
    round: Round,
    threshold: Threshold,
    plans: Vec<(String, String)>,
    lists: Vec<(PitchId, List)>,
    /// The plans of which whoever looks can be the second person for a list.
    confirmable: BTreeSet<PitchId>,
}

impl Whole {
    /// Whether whoever looks is the second person that a list waits for.
    fn may_confirm(&self, visit: &Visit, (plan, list): &(PitchId, List)) -> bool {
        list.waits() && !visit.is(&list.by) && self.confirmable.contains(plan)
    }
}

async fn find(visit: &Visit, id: &RoundId) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let sent = store::pitch::titles::of_round(&mut conn, id).await?;
    let lists = store::support::lists(&mut conn, id).await?;
    let confirmable = match lists.iter().any(|(_, list)| list.waits()) {
        true => acts::support::confirmable(&visit.context(), &mut conn, &round).await?,
        false => BTreeSet::new(),
    };
    Ok(Whole {
        threshold: store::support::threshold(&mut conn, id).await?,
        plans: sent.into_iter().map(|one| (one.id.to_string(), one.title)).collect(),
        lists,
        confirmable,
        round,
    })
}

/// Shows it.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let whole = find(&visit, &id).await?;
    Ok(answer(None, page(&visit, &whole, None)))
}

/// Sets how many supporters a plan needs.
pub async fn set(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let typed = |name: &str| match form.get(name).trim() {
        "" => Some(0),
        text => text.replace('.', "").parse::<u64>().ok(),
    };
    let numbers = ["support_supporters", "support_per", "support_residents"].map(typed);
    let done = match numbers {
        [Some(supporters), Some(per), Some(residents)] => {
            let wanted = Threshold { supporters, per, residents };
            acts::support::set_threshold(&visit.context(), &id, &wanted).await
        }
        [_, _, _] => Err(ActError::field("support_supporters", "support-number")),
    };
    told(&visit, &id, (Which::Threshold, &form), done).await
}

/// Enters a list, says that it is right, or strikes it out.
pub async fn list(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let plan = PitchId::new(form.get("support_plan"));
    let which = form.get("support_list").to_string();
    if !which.is_empty() {
        let number = which.parse().map_err(|_| Refusal(Kind::BadRequest))?;
        if form.get("do") == "confirm" {
            let done = acts::support::confirm(&visit.context(), &id, (&plan, number)).await;
            return told(&visit, &id, (Which::Strike(format!("{plan}-{which}")), &form), done).await;
        }
        let reason = form.get("support_reason");
        let done = acts::support::strike(&visit.context(), &id, (&plan, number), reason).await;
        return told(&visit, &id, (Which::Strike(format!("{plan}-{which}")), &form), done).await;
    }
    let done = match form.get("support_people").trim().parse() {
        Err(_) => Err(ActError::field("support_people", "support-people")),
        Ok(people) => {
            let wanted = (people, form.get("support_archive"));
            acts::support::enter_list(&visit.context(), &id, &plan, wanted).await
        }
    };
    told(&visit, &id, (Which::Enter, &form), done).await
}

async fn told(
    visit: &Visit,
    id: &RoundId,
    (which, form): (Which, &Form),
    done: Result<(), ActError>,
) -> Answer {
    if let Err(error) = done {
        let refused = Refused::of(error, "support_people")?;
        let whole = find(visit, id).await?;
        let shown = page(visit, &whole, Some(&Back { which, form, refused: &refused }));
        return Ok(answer(Some(&refused), shown));
    }
    Ok(Redirect::to(&visit.to(paths::ROUND_SUPPORT, &[id.as_str()])).into_response())
}

fn page(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let may_set = visit.may(Permission::RunRounds) && whole.round.rules.is_none();
    let may_enter = visit.may(Permission::HelpInitiators) && is_on(&whole.round);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            section.sr-stack #drempel {
                h2.utrecht-heading-2 { (visit.say("support-terms")) }
                p.utrecht-paragraph { (visit.text.with("support-terms-now", &[("needed", number(whole.threshold.needed()))])) }
                @if may_set { (terms(visit, whole, back)) }
            }
            @if may_enter && !whole.plans.is_empty() { (entering(visit, whole, back)) }
            section.sr-stack #lijsten {
                h2.utrecht-heading-2 { (visit.say("support-lists")) }
                @if may_enter && whole.lists.iter().any(|one| whole.may_confirm(visit, one)) { p.utrecht-paragraph { (visit.say("support-confirm-line")) } }
                @if whole.lists.is_empty() { p { (visit.say("talk-office-nothing")) } }
                ul.sr-rows.sr-rows--plain { @for one in &whole.lists { li { (row(visit, whole, one, (may_enter, back))) } } }
            }
        }
    };
    Frame::below_round(visit, &whole.round, visit.say("support-office-title")).show(visit, content)
}

fn terms(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let mut first = Form::default();
    first.set("support_supporters", whole.threshold.supporters.to_string());
    first.set("support_per", whole.threshold.per.to_string());
    first.set("support_residents", whole.threshold.residents.to_string());
    let (fields, _) = filled(visit.text, back, Which::Threshold, &first);
    html! {
        p.utrecht-paragraph { (visit.say("support-terms-line")) }
        (fields.notice())
        form.sr-stack method="post" action=(visit.to(paths::ROUND_SUPPORT, &[whole.round.id.as_str()])) {
            (fields.field(&Field::of("number", "support_supporters", "field-support_supporters")))
            (fields.field(&Field::of("number", "support_per", "field-support_per")))
            (fields.field(&Field::of("number", "support_residents", "field-support_residents")))
            (submit(&visit.say("save")))
        }
    }
}

fn entering(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, Which::Enter, &first);
    html! {
        section.sr-stack #invoeren {
            h2.utrecht-heading-2 { (visit.say("support-enter")) }
            p.utrecht-paragraph { (visit.say("support-enter-line")) }
            (fields.notice())
            form.sr-stack method="post" action=(visit.to(paths::ROUND_SUPPORT_LISTS, &[whole.round.id.as_str()])) {
                (fields.choice("support_plan", "field-talk_plan", &whole.plans))
                (fields.field(&Field::of("number", "support_people", "field-support_people")))
                (fields.field(&Field::text("support_archive", "field-support_archive")))
                (submit(&visit.say("support-enter")))
            }
        }
    }
}

/// For who sees the same list as a colleague.
fn confirming(visit: &Visit, whole: &Whole, (plan, list): (&PitchId, &List)) -> Markup {
    html! {
        form method="post" action=(visit.to(paths::ROUND_SUPPORT_LISTS, &[whole.round.id.as_str()])) {
            input type="hidden" name="do" value="confirm";
            input type="hidden" name="support_plan" value=(plan);
            input type="hidden" name="support_list" value=(list.number);
            p { button.utrecht-button type="submit" { (visit.say("support-confirm")) } }
        }
    }
}

fn row(
    visit: &Visit,
    whole: &Whole,
    one: &(PitchId, List),
    (may_strike, back): (bool, Option<&Back<'_, Which>>),
) -> Markup {
    let (plan, list) = one;
    let title =
        whole.plans.iter().find(|(id, _)| id == plan.as_str()).map_or("", |(_, title)| title.as_str());
    let own = format!("{plan}-{}", list.number);
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Strike(own.clone()), &first);
    let fields = fields.within(&own);
    let values = [("people", number(list.people)), ("archive", list.archive.as_str().into())];
    html! {
        div.sr-stack.sr-stack--tight {
            p { strong { (title) } ": " (visit.text.with("support-list", &values)) }
            p.sr-small { (list.function) ", " (visit.text.moment(list.at)) }
            @if let Some((at, _)) = &list.confirmed { p.sr-small { (visit.say("support-confirmed")) ", " (visit.text.moment(*at)) } }
            @if may_strike && whole.may_confirm(visit, one) { (confirming(visit, whole, (plan, list))) }
            @if let Some((at, reason)) = &list.struck {
                p { (visit.say("support-struck")) ", " (visit.text.moment(*at)) ". " (reason) }
            } @else if may_strike {
                details open[is_back] {
                    summary { (visit.say("support-strike")) }
                    (fields.notice())
                    form.sr-stack method="post" action=(visit.to(paths::ROUND_SUPPORT_LISTS, &[whole.round.id.as_str()])) {
                        input type="hidden" name="support_plan" value=(plan);
                        input type="hidden" name="support_list" value=(list.number);
                        (fields.field(&Field::text("support_reason", "field-support_reason")))
                        p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("support-strike")) } }
                    }
                }
            }
        }
    }
}
