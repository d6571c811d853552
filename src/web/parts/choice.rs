//! What a voter does with the plans, on the pages: the control of each plan, the rules of the ballot in words, what was
//! chosen, and what is wrong with it.

use maud::{Markup, html};

use super::bar::{Bar, Look};
use super::{amount, plan as plan_parts};
use crate::domain::ballot::{BallotFault, BallotForm, Choice, Mark, Marking, Points, Spend};
use crate::domain::money::Cents;
use crate::domain::proposal::Proposal;
use crate::domain::round::Round;
use crate::text::{Text, number};
use crate::web::marks::{Marks, WrongMark, place_field, points_field};
use crate::web::visit::Visit;

/// The id of the list of plans: where to look for what is wrong with a ballot as a whole.
pub const LIST: &str = "plannen";

/// The rules of a ballot, a sentence each.
pub fn rules(text: Text, form: &BallotForm, ceiling: Cents) -> Vec<String> {
    let range = [("min", number(form.min)), ("max", number(form.max))];
    let mut told = match form.marking {
        Marking::Approval => vec![text.with("rules-ballot", &range)],
        Marking::Knapsack => vec![
            text.with("rules-ballot", &range),
            text.with("form-rules-knapsack", &[("amount", text.euros(ceiling).into())]),
        ],
        Marking::OneChoice => vec![text.with("form-rules-one", &range)],
        Marking::Points(points) => points_rules(text, &points, &range),
        Marking::Ranking => vec![text.with("form-rules-ranking", &range)],
    };
    told.extend(form.per_theme.map(|most| text.with("form-rules-theme", &[("most", number(most))])));
    told
}

fn points_rules(
    text: Text,
    points: &Points,
    range: &[(&str, fluent_bundle::FluentValue<'_>)],
) -> Vec<String> {
    let spend = match points.spend {
        Spend::All => "form-rules-points-all",
        Spend::UpTo => "form-rules-points-up-to",
    };
    let values = [("total", number(points.total)), ("each", number(points.each))];
    vec![
        text.with("form-rules-points", &values),
        text.get(spend),
        text.with("form-rules-points-plans", range),
    ]
}

/// What to do with the plans, in one line above the list.
pub fn lead(form: &BallotForm) -> &'static str {
    match form.marking {
        Marking::Approval | Marking::Knapsack => "choose-lead",
        Marking::OneChoice => "form-lead-one",
        Marking::Points(_) => "form-lead-points",
        Marking::Ranking => "form-lead-ranking",
    }
}

/// The control of one plan: a box, a button, a number of points, or a place. `wrong` is why the form came back.
pub fn control(
    visit: &Visit,
    round: &Round,
    plan: &Proposal,
    marks: &Marks,
    wrong: Option<&WrongMark>,
) -> Markup {
    // Who may choose so many of a theme has to see which plans are of it.
    let theme = plan.theme().filter(|_| round.plan.ballot.per_theme.is_some());
    html! {
        @if let Some(theme) = theme { p.sr-small { (theme) } }
        (asked(visit, round, plan, marks, wrong))
    }
}

fn asked(visit: &Visit, round: &Round, plan: &Proposal, marks: &Marks, wrong: Option<&WrongMark>) -> Markup {
    let fault = wrong.filter(|wrong| wrong.plan() == Some(&plan.id)).map(|wrong| sentence(visit, wrong));
    match round.plan.ballot.marking {
        Marking::Approval | Marking::Knapsack => pick(visit, plan, "checkbox", marks),
        Marking::OneChoice => pick(visit, plan, "radio", marks),
        Marking::Points(points) => {
            let id = points_field(&plan.id);
            let typed = marks.typed(&plan.id);
            let input = html! {
                input.utrecht-textbox.sr-short #(id) name=(id) type="number" inputmode="numeric" min="0" max=(points.each)
                    step="1" autocomplete="off" value=(typed) data-plan=(plan.id) data-amount=(plan.amount.unsigned()) aria-invalid=[fault.as_ref().map(|_| "true")]
                    aria-describedby=[fault.as_ref().map(|_| format!("{id}-fout"))];
            };
            framed(label(visit, "form-points", plan), &id, fault.as_deref(), input)
        }
        Marking::Ranking => {
            let id = place_field(&plan.id);
            let input = places(visit, (round, plan), &id, marks.typed(&plan.id), fault.is_some());
            framed(label(visit, "form-place", plan), &id, fault.as_deref(), input)
        }
    }
}

/// A button for no plan at all, where one plan is chosen and none may be: a chosen button cannot be taken back.
pub fn none(visit: &Visit, round: &Round, marks: &Marks) -> Markup {
    let form = round.plan.ballot;
    html! {
        @if form.marking == Marking::OneChoice && form.min == 0 {
            p {
                label.sr-choose {
                    input type="radio" name="plan" value="" checked[marks.choices().is_empty()];
                    (visit.say("form-none"))
                }
            }
        }
    }
}

fn pick(visit: &Visit, plan: &Proposal, kind: &str, marks: &Marks) -> Markup {
    // At the desk no bar stands beside the plans, so nothing says there what is too dear.
    let beside = visit.staff.is_none().then(|| format!("duur-{}", plan.id));
    html! {
        p {
            label.sr-choose {
                input type=(kind) name="plan" value=(plan.id) checked[marks.has(&plan.id)]
                    aria-describedby=[beside] data-plan=(plan.id) data-amount=(plan.amount.unsigned());
                span.sr-choose__off { (visit.say("choose")) }
                span.sr-choose__on { (visit.say("chosen")) }
                span.sr-hidden { ": " (plan.title) }
            }
        }
    }
}

/// The places one may give. What was typed and is none of them stays in the list, to be seen.
fn places(
    visit: &Visit,
    (round, plan): (&Round, &Proposal),
    id: &str,
    typed: &str,
    is_wrong: bool,
) -> Markup {
    let known: Vec<String> = (1..=round.plan.ballot.max).map(|place| place.to_string()).collect();
    let strange = !typed.is_empty() && !known.iter().any(|place| place == typed);
    html! {
        select.utrecht-select #(id) name=(id) data-plan=(plan.id) data-amount=(plan.amount.unsigned()) aria-invalid=[is_wrong.then_some("true")]
            aria-describedby=[is_wrong.then(|| format!("{id}-fout"))] {
            option value="" { (visit.say("form-no-place")) }
            @for place in &known { option value=(place) selected[place == typed] { (place) } }
            @if strange { option value=(typed) selected { (typed) } }
        }
    }
}

fn framed(label: Markup, id: &str, fault: Option<&str>, input: Markup) -> Markup {
    html! {
        div.utrecht-form-field.utrecht-form-field--invalid[fault.is_some()] {
            label.utrecht-form-label for=(id) { (label) }
            @if let Some(fault) = fault { p.utrecht-form-field-error-message #{ (id) "-fout" } { (fault) } }
            (input)
        }
    }
}

/// What a field asks of a plan.
fn label(visit: &Visit, key: &str, plan: &Proposal) -> Markup {
    html! { (visit.say(key)) span.sr-hidden { ": " (plan.title) } }
}

/// Why choices are no ballot, above the list, with the way to the field that is wrong.
pub fn notice(visit: &Visit, form: &BallotForm, wrong: &WrongMark) -> Markup {
    let field = match (wrong.plan(), form.marking) {
        (Some(plan), Marking::Points(_)) => points_field(plan),
        (Some(plan), Marking::Ranking) => place_field(plan),
        (Some(_), Marking::Approval | Marking::Knapsack | Marking::OneChoice) | (None, _) => LIST.to_string(),
    };
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind="ballot_invalid" data-field=(field) {
            h2.utrecht-heading-3 { (visit.say("not-sent")) }
            p { a.utrecht-link href={ "#" (field) } { (sentence(visit, wrong)) } }
            p { (visit.say("choice-kept")) }
        }
    }
}

fn sentence(visit: &Visit, wrong: &WrongMark) -> String {
    let text = visit.text;
    let fault = match wrong {
        WrongMark::Unreadable(_) => return text.get("form-unreadable"),
        WrongMark::Ballot(fault) => fault,
    };
    match fault {
        BallotFault::TooFew { min } => text.with("ballot-too-few", &[("min", number(*min))]),
        BallotFault::TooMany { max } => text.with("ballot-too-many", &[("max", number(*max))]),
        BallotFault::Unknown => text.get("ballot-unknown"),
        BallotFault::Twice => text.get("ballot-twice"),
        BallotFault::OtherForm(_) => text.get("form-other"),
        BallotFault::OverCeiling { by } => text.with("form-over", &[("by", text.euros(*by).into())]),
        BallotFault::Theme { theme, most } => {
            text.with("form-theme", &[("theme", theme.as_str().into()), ("most", number(*most))])
        }
        BallotFault::Each { most, .. } => text.with("form-each", &[("most", number(*most))]),
        BallotFault::TooManyPoints { given, total } => {
            let over = given.saturating_sub(*total);
            text.with("form-too-many-points", &[("over", number(over)), ("total", number(*total))])
        }
        BallotFault::PointsLeft { given, total } => {
            text.with("form-points-left", &[("left", number(total.saturating_sub(*given)))])
        }
        BallotFault::SamePlace { place, .. } => text.with("form-same-place", &[("place", number(*place))]),
        BallotFault::NoPlace { place, .. } => text.with("form-no-such-place", &[("place", number(*place))]),
    }
}

/// Whether what the chosen plans cost together says something to the voter.
pub fn is_about_money(form: &BallotForm) -> bool {
    match form.marking {
        Marking::Approval | Marking::Knapsack | Marking::OneChoice => true,
        Marking::Points(_) | Marking::Ranking => false,
    }
}

/// The bar that goes along, for a ballot that is not about money: `acts` are its buttons.
pub fn tray(visit: &Visit, form: &BallotForm, choices: &[Choice], acts: &Markup) -> Markup {
    let (name, total) = match form.marking {
        Marking::Points(points) => ("points", points.total),
        Marking::Approval | Marking::Knapsack | Marking::OneChoice | Marking::Ranking => ("places", form.max),
    };
    html! {
        div.sr-tray role="group" aria-label=(visit.say("your-choice")) data-tray=(name) data-over="tells"
            data-min=(form.min) data-max=(form.max) data-total=(total) {
            div.sr-stack.sr-stack--tight {
                (sum(visit, form, choices))
                div.utrecht-button-group { (acts) }
            }
        }
    }
}

/// What was chosen, in words and where it helps as a bar, for a ballot that is not about money. What its script needs to
/// say the same of other numbers stands in the attributes.
pub fn sum(visit: &Visit, form: &BallotForm, choices: &[Choice]) -> Markup {
    let text = visit.text;
    let count = u64::try_from(choices.len()).unwrap_or(u64::MAX);
    match form.marking {
        Marking::Points(points) => {
            let given = given(choices);
            let (left, over) = (points.total.saturating_sub(given), given.saturating_sub(points.total));
            let bar = Bar::new(points.total).thin().part(Look::Own, given.min(points.total)).room();
            let all =
                |given| text.with("form-sum-points", &[("given", given), ("total", number(points.total))]);
            html! {
                div.sr-bar.sr-bar--thin { (bar.draw()) }
                div aria-live="polite" {
                    p data-say="given" data-other=(all("{n}".into())) { (all(number(given))) }
                    (counted(text, "points-left", ("form-sum-points-left", "left"), left, given > points.total))
                    (counted(text, "points-over", ("form-sum-points-over", "over"), over, over == 0))
                }
            }
        }
        Marking::Ranking => counted(text, "count", ("form-sum-ranking", "count"), count, false),
        Marking::Approval | Marking::Knapsack | Marking::OneChoice => {
            html! { p { (text.with("sum-chosen", &[("count", number(count))])) } }
        }
    }
}

/// A sentence about a number, with what it says of none, of one and of others.
fn counted(
    text: Text,
    name: &'static str,
    (key, argument): (&str, &'static str),
    count: u64,
    is_hidden: bool,
) -> Markup {
    let said = |count: fluent_bundle::FluentValue<'static>| text.with(key, &[(argument, count)]);
    html! {
        p data-say=(name) hidden[is_hidden] data-zero=(said(number(0))) data-one=(said(number(1))) data-other=(said("{n}".into())) {
            (said(number(count)))
        }
    }
}

fn given(choices: &[Choice]) -> u64 {
    let points = |choice: &Choice| match choice.mark {
        Mark::Points(points) => points,
        Mark::Chosen | Mark::Place(_) => 0,
    };
    choices.iter().map(points).fold(0, u64::saturating_add)
}

/// Chosen plans as a table: with their amounts, with points, or in the order of their places.
pub fn table(visit: &Visit, form: &BallotForm, plans: &[&Proposal], choices: &[Choice]) -> Markup {
    let text = visit.text;
    let mark = |plan: &Proposal| {
        let found = choices.iter().find(|choice| choice.plan == plan.id);
        found.map_or(0, |choice| match choice.mark {
            Mark::Chosen => 0,
            Mark::Points(number) | Mark::Place(number) => number,
        })
    };
    let (key, has_sum) = match form.marking {
        Marking::Approval | Marking::Knapsack | Marking::OneChoice => return plan_parts::table(visit, plans),
        Marking::Points(_) => ("form-points", true),
        Marking::Ranking => ("form-place", false),
    };
    let mut rows: Vec<(u64, &Proposal)> = plans.iter().map(|plan| (mark(plan), *plan)).collect();
    if !has_sum {
        rows.sort_by_key(|(place, _)| *place);
    }
    html! {
        table.utrecht-table {
            caption.sr-hidden { (text.get("form-table")) }
            thead { tr {
                th scope="col" { (text.get("plan")) } th.sr-number scope="col" { (text.get(key)) }
                th.sr-number scope="col" { (text.get("amount")) }
            } }
            tbody {
                @for (mark, plan) in rows {
                    tr { th scope="row" { (plan.title) } td.sr-number { (text.number(mark)) } td.sr-number { (amount(text, plan.amount)) } }
                }
            }
            @if has_sum {
                tfoot { tr { th scope="row" { (text.get("together")) } td.sr-number { (text.number(given(choices))) } td {} } }
            }
        }
    }
}
