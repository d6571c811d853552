//! The first question: whose plan, for which round, about how much money. And the plans that are there.

use maud::{Markup, html};

use super::{Seat, named, to};
use crate::acts::pitch::{self as acts, Start};
use crate::domain::id::{InitiativeId, RoundId};
use crate::domain::initiator::{Initiative, MemberRole};
use crate::domain::pitch::{Form as Questions, Pitch, Terms};
use crate::domain::round::Round;
use crate::store;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::parts::pitch::badge;
use crate::web::paths;
use crate::web::visit::Visit;

/// The part of an address that names the task with which a bid begins.
pub const TASK: &str = "taak";
/// The kinds of plan; a bid stands last, as it needs a task.
const SIZES: [Questions; 3] = [Questions::Light, Questions::Full, Questions::Bid];

/// Shows the plans that are there, and the question with which a new one begins.
pub async fn show(visit: &Visit, seat: &Seat) -> Answer {
    Ok(answer(None, page(visit, seat, &Form::default(), None).await?))
}

/// Begins a plan.
pub async fn begin(visit: &Visit, seat: &Seat, form: &Form) -> Answer {
    let group = Some(form.get("pt_group")).filter(|group| !group.is_empty()).map(InitiativeId::new);
    let begun = match Questions::named(form.get("pt_size")) {
        None => Err(Refused::field("pt_size", "choose")),
        Some(questions) => {
            let (round, task) = (RoundId::new(form.get("pt_round")), form.get("bid_task"));
            let start = Start { round, group, name: form.get("pt_group_name"), form: questions, task };
            match acts::start(&mut visit.context(), seat.author(), &start).await {
                Ok(id) => Ok(id),
                Err(error) => Err(Refused::of(error, "pt_round")?),
            }
        }
    };
    match begun {
        Err(refused) => Ok(answer(Some(&refused), page(visit, seat, form, Some(&refused)).await?)),
        Ok(id) => {
            let first = crate::domain::pitch::content::Step::Idea;
            Ok(to(&seat.to_step(visit, &id, first)))
        }
    }
}

async fn page(visit: &Visit, seat: &Seat, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let groups = store::initiative::of(&mut conn, &seat.who).await?;
    let groups: Vec<Initiative> =
        groups.into_iter().filter(|(_, role)| *role <= MemberRole::Editor).map(|(group, _)| group).collect();
    let own = store::pitch::of_person(&mut conn, &seat.who).await?;
    let mut rounds = Vec::new();
    for round in store::round::list(&mut conn).await? {
        if acts::takes_plans(&round, visit.now) {
            let terms = acts::terms(&mut conn, &round).await?;
            rounds.push((round, terms));
        }
    }
    let tasks = acts::open_tasks(&mut conn).await?;
    drop(conn);
    let mut first = Form::default();
    first.set("pt_group", groups.first().map(|group| group.id.to_string()).unwrap_or_default());
    let wanted = Form::parse(visit.query.as_bytes());
    if let Some(task) = tasks.iter().find(|task| task.as_str() == wanted.get(TASK)) {
        first.set("bid_task", task.to_string());
        first.set("pt_size", Questions::Bid.name());
    }
    let sizes = match tasks.is_empty() {
        true => SIZES[..2].to_vec(),
        false => SIZES.to_vec(),
    };
    let form = if refused.is_some() { form } else { &first };
    let filled = Filled::new(visit.text, form, refused);
    let title = visit.say(match (seat.is_desk(), own.is_empty()) {
        (true, _) => "pt-desk-title",
        (false, true) => "pt-start-title",
        (false, false) => "pt-own",
    });
    let content = html! {
        @if !own.is_empty() { (plans(visit, seat, &own)) }
        @if rounds.is_empty() { p.utrecht-paragraph { (visit.say("pt-no-round")) } } @else {
            section.sr-stack {
                @if !own.is_empty() { h2.utrecht-heading-2 { (visit.say("pt-start-new")) } }
                p.utrecht-paragraph { (visit.say(if seat.is_desk() { "pt-desk-lead" } else { "pt-start-lead" })) }
                (filled.notice())
                (questions(visit, seat, (&filled, form), (&groups, &rounds, &sizes)))
            }
        }
    };
    Ok(seat.page(visit, title, None, content))
}

fn plans(visit: &Visit, seat: &Seat, own: &[Pitch]) -> Markup {
    html! {
        ul.sr-rows.sr-rows--plain {
            @for one in own {
                li {
                    div {
                        p { a.utrecht-link href=(seat.to_pitch(visit, &one.id)) { (named(visit, one)) } }
                        p { (badge(visit, one.state)) }
                    }
                }
            }
        }
    }
}

fn questions(
    visit: &Visit,
    seat: &Seat,
    (filled, form): (&Filled<'_>, &Form),
    (groups, rounds, sizes): (&[Initiative], &[(Round, Terms)], &[Questions]),
) -> Markup {
    let own = groups.iter().map(|group| (group.id.to_string(), group.name.clone()));
    let groups: Vec<(String, String)> = own.chain([(String::new(), visit.say("pt-group-other"))]).collect();
    let places: Vec<(String, String)> =
        rounds.iter().map(|(round, _)| (round.id.to_string(), round.plan.title.clone())).collect();
    let light = rounds.iter().map(|(_, terms)| terms.light).min().unwrap_or_default();
    let bid = rounds.iter().map(|(_, terms)| terms.bid).min().unwrap_or_default();
    let sizes: Vec<(String, String)> = sizes
        .iter()
        .map(|one| {
            let most = match one {
                Questions::Light | Questions::Full => light,
                Questions::Bid => bid,
            };
            let sum = visit.text.euros(most);
            let words = visit.text.with(&format!("pt-size-{}", one.name()), &[("sum", sum.as_str().into())]);
            (one.name().to_string(), words)
        })
        .collect();
    html! {
        form.sr-stack method="post" action=(seat.to_start(visit)) {
            @if rounds.len() == 1 { input type="hidden" name="pt_round" value=(places[0].0); }
            @else { (filled.choice("pt_round", "field-pt_round", &places)) }
            @if groups.len() > 1 { (filled.choice("pt_group", "field-pt_group", &groups)) }
            (filled.field(&Field::text("pt_group_name", if groups.len() > 1 { "field-pt_group_new" } else { "field-pt_group_name" })))
            (filled.choice("pt_size", "field-pt_size", &sizes))
            p.sr-small { a.utrecht-link href=(visit.to(paths::TASKS, &[])) { (visit.say("pt-start-tasks")) } }
            @if !form.get("bid_task").is_empty() { input type="hidden" name="bid_task" value=(form.get("bid_task")); }
            (submit(&visit.say("pt-start-do")))
        }
    }
}
