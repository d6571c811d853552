//! The fields of each page, and what they say.

use maud::{Markup, html};

use super::helping::wish_readers;
use super::rows::{Column, Rows, lines, sum, typed, typed_sum};
use super::{allies, bid};
use crate::domain::bid::Task;
use crate::domain::calendar::parse_day;
use crate::domain::disclosure::Help;
use crate::domain::money::Cents;
use crate::domain::neighbourhood::Neighbourhood;
use crate::domain::pitch::budget::{Budget, MAX_LINE, MAX_LINES};
use crate::domain::pitch::content::{Content, MAX_ONWARD, Named, Onward, Step, Wish};
use crate::domain::plain::kept;
use crate::domain::recipient::{ProviderClass, RecipientKind};
use crate::domain::registration::Kvk;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, Refused, choosing, typed_amount};
use crate::web::parts::pick::{self, Pick};
use crate::web::visit::Visit;

/// What a plan costs.
const COSTS: Rows = Rows {
    name: "pt_cost",
    field: "pt_costs",
    most: MAX_LINES,
    columns: &[Column::words("what", "pt-line-what"), Column::sum("sum", "pt-line-sum")],
};
/// Who pays along.
const FUNDING: Rows = Rows {
    name: "pt_fund",
    field: "pt_funding",
    most: MAX_LINES,
    columns: &[Column::words("who", "pt-line-who"), Column::sum("sum", "pt-line-sum")],
};
/// Who is paid on.
const ONWARD: Rows = Rows {
    name: "pt_on",
    field: "pt_onward",
    most: MAX_ONWARD,
    columns: &[
        Column::words("who", "pt-line-paid"),
        Column::words("kvk", "pt-line-kvk"),
        Column::words("why", "pt-line-why"),
        Column::sum("sum", "pt-line-sum"),
    ],
};

/// In which neighbourhood.
const NEIGHBOURHOOD: Pick =
    Pick { name: "pt_neighbourhood", label: "field-pt_neighbourhood", none: "pt-neighbourhood-all" };

/// What a page needs to know of its round.
pub struct Choices {
    /// The kinds of plan.
    pub categories: Vec<String>,
    /// The neighbourhoods of its area.
    pub neighbourhoods: Vec<Neighbourhood>,
    /// The tasks that a bid can be for.
    pub tasks: Vec<Task>,
}

/// Reads a page. What cannot be read at all comes back; what is missing does not matter yet.
pub fn read(form: &Form, step: Step, choices: &Choices) -> Result<Content, Refused> {
    let text = |name: &str| kept(form.get(name));
    let sums = |field: &'static str| match form.get(field).trim() {
        "" => Ok(None),
        typed => sum(typed, field).map(Some),
    };
    let empty = Content::default();
    Ok(match step {
        Step::Idea => Content {
            title: text("pt_title"),
            summary: text("pt_summary"),
            text: text("pt_text"),
            category: one_of(&choices.categories, text("pt_category"), "pt_category")?,
            ..empty
        },
        Step::Where => {
            let codes: Vec<String> = choices.neighbourhoods.iter().map(|one| one.code.to_string()).collect();
            Content {
                place: text("pt_place"),
                neighbourhood: one_of(&codes, text("pt_neighbourhood"), "pt_neighbourhood")?,
                from: day(form, "pt_from")?,
                until: day(form, "pt_until")?,
                ..empty
            }
        }
        Step::Goal => Content {
            criteria: ["pt_k1", "pt_k2", "pt_k3"].map(text),
            avoided: sums("pt_avoided")?,
            avoided_ground: text("pt_avoided_ground"),
            ..empty
        },
        Step::Costs => {
            let costs = lines(&COSTS.read(form), "pt_costs")?;
            let funding = lines(&FUNDING.read(form), "pt_funding")?;
            let budget = Budget { costs, own: sums("pt_own")?, funding };
            Content { budget, least: sums("pt_least")?, ..empty }
        }
        Step::Who => who(form)?,
        Step::Help => help(form)?,
        Step::Paid => paid(form)?,
        Step::Allies => Content { allies: allies::read(form)?, ..empty },
        Step::Task
        | Step::Offer
        | Step::Quality
        | Step::Reach
        | Step::Support
        | Step::Fallback
        | Step::Duties
        | Step::Term
        | Step::Account => Content { offer: bid::read(form, step, choices)?, ..empty },
    })
}

fn who(form: &Form) -> Result<Content, Refused> {
    let text = |name: &str| kept(form.get(name));
    let since = match form.get("pt_since").trim() {
        "" => None,
        typed => Some(year(typed).ok_or_else(|| Refused::field("pt_since", "year"))?),
    };
    let kvk = text("pt_kvk");
    Ok(Content {
        kind: chosen(form, "pt_kind", RecipientKind::named)?,
        class: chosen(form, "pt_class", ProviderClass::named)?,
        kvk: number(&kvk).ok_or_else(|| Refused::field("pt_kvk", "kvk"))?,
        board: text("pt_board"),
        roots: text("pt_roots"),
        since,
        via_smo: percent(form)?,
        earlier: text("pt_earlier"),
        reference: text("pt_reference"),
        ..Content::default()
    })
}

fn help(form: &Form) -> Result<Content, Refused> {
    let wishes = Wish::NAMES.iter().filter(|(_, name)| form.all("pt_wish").any(|typed| typed == *name));
    Ok(Content {
        help: chosen(form, "pt_help", Help::named)?,
        wishes: wishes.map(|(wish, _)| *wish).collect(),
        wish_text: kept(form.get("pt_wish_text")),
        ..Content::default()
    })
}

fn paid(form: &Form) -> Result<Content, Refused> {
    let onward = ONWARD
        .read(form)
        .into_iter()
        .map(|row| {
            if row.iter().any(|value| value.chars().count() > MAX_LINE) {
                return Err(Refused::field("pt_onward", "long"));
            }
            Ok(Onward {
                name: row[0].clone(),
                kvk: number(&row[1]).ok_or_else(|| Refused::field("pt_onward", "kvk"))?,
                purpose: row[2].clone(),
                amount: sum(&row[3], "pt_onward")?,
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Content { paid: kept(form.get("pt_paid")), onward, ..Content::default() })
}

/// A number of the trade register as it is kept; an empty one is none.
fn number(typed: &str) -> Option<String> {
    match typed {
        "" => Some(String::new()),
        typed => Kvk::parse(typed).ok().map(|kvk| kvk.as_str().to_string()),
    }
}

/// Which part of the income comes by way of a social-brokerage organisation: nothing where nothing was typed.
fn percent(form: &Form) -> Result<Option<u8>, Refused> {
    match form.get("pt_via_smo").trim().trim_end_matches('%').trim() {
        "" => Ok(None),
        typed => {
            let share = typed.parse().ok().filter(|share| *share <= 100);
            share.map(Some).ok_or_else(|| Refused::field("pt_via_smo", "pt-percent"))
        }
    }
}

fn year(typed: &str) -> Option<i64> {
    typed.parse().ok().filter(|year| (1_900..=9_999).contains(year))
}

fn chosen<T>(
    form: &Form,
    field: &'static str,
    named: fn(&str) -> Option<T>,
) -> Result<Option<Named<T>>, Refused> {
    match form.get(field) {
        "" => Ok(None),
        name => named(name).map(|one| Some(Named(one))).ok_or_else(|| Refused::field(field, "choose")),
    }
}

pub(super) fn one_of(known: &[String], typed: String, field: &'static str) -> Result<String, Refused> {
    if typed.is_empty() || known.contains(&typed) { Ok(typed) } else { Err(Refused::field(field, "choose")) }
}

pub(super) fn day(form: &Form, field: &'static str) -> Result<String, Refused> {
    match form.get(field).trim() {
        "" => Ok(String::new()),
        typed => parse_day(typed).map(|day| day.to_string()).ok_or_else(|| Refused::field(field, "pt-day")),
    }
}

/// The form of a page as it was typed last.
pub fn known(content: &Content) -> Form {
    let mut form = Form::default();
    for told in content.told() {
        form.set(told.field, told.text);
    }
    for (field, sum) in
        [("pt_own", content.budget.own), ("pt_least", content.least), ("pt_avoided", content.avoided)]
    {
        form.forget(field);
        form.set(field, sum.map(typed_amount).unwrap_or_default());
    }
    allies::fill(&mut form, &content.allies);
    bid::fill(&mut form, &content.offer);
    COSTS.fill(&mut form, &typed(&content.budget.costs));
    FUNDING.fill(&mut form, &typed(&content.budget.funding));
    let onward = content
        .onward
        .iter()
        .map(|one| vec![one.name.clone(), one.kvk.clone(), one.purpose.clone(), typed_sum(one.amount)]);
    ONWARD.fill(&mut form, &onward.collect::<Vec<_>>());
    content.wishes.iter().for_each(|wish| form.set("pt_wish", wish.name()));
    form
}

/// The fields of a page.
pub fn show(
    visit: &Visit,
    (step, content): (Step, &Content),
    (filled, form, refused): (&Filled<'_>, &Form, Option<&Refused>),
    choices: &Choices,
) -> Markup {
    let is_full = content.form.is_full();
    let line = |name: &'static str, label: &'static str| filled.field(&Field::text(name, label));
    let area = |name: &'static str, label: &'static str| filled.field(&Field::of("area", name, label));
    let fault = |field: &str| {
        refused.and_then(|refused| refused.faults.iter().find(|one| one.field == field)).map(|one| one.fault)
    };
    match step {
        Step::Idea => html! {
            (line("pt_title", "field-pt_title"))
            (line("pt_summary", "field-pt_summary"))
            (filled.choice("pt_category", "field-pt_category", &categories(visit, choices)))
            @if is_full { (area("pt_text", "field-pt_text")) } @else { (area("pt_text", "field-pt_text_light")) }
        },
        Step::Where => where_fields(visit, filled, (form, fault("pt_neighbourhood")), choices),
        Step::Goal => html! {
            (line("pt_k1", "field-pt_k1"))
            (line("pt_k2", "field-pt_k2"))
            (line("pt_k3", "field-pt_k3"))
            (line("pt_avoided", "field-pt_avoided"))
            (line("pt_avoided_ground", "field-pt_avoided_ground"))
        },
        Step::Costs => html! {
            (COSTS.show(visit, form, fault("pt_costs")))
            @if is_full { (payers(filled, FUNDING.show(visit, form, fault("pt_funding")))) }
        },
        Step::Who => who_fields(visit, content, filled),
        Step::Help => html! {
            (filled.choice("pt_help", "field-pt_help", &names(visit, &Help::NAMES.map(|(_, name)| name), "chk-help")))
            (wishes(visit, form))
            (line("pt_wish_text", "field-pt_wish_text"))
        },
        Step::Paid => html! {
            (area("pt_paid", "field-pt_paid"))
            (ONWARD.show(visit, form, fault("pt_onward")))
        },
        Step::Allies => allies::show(visit, form, fault("pt_allies")),
        Step::Task
        | Step::Offer
        | Step::Quality
        | Step::Reach
        | Step::Support
        | Step::Fallback
        | Step::Duties
        | Step::Term
        | Step::Account => bid::show(visit, step, filled, choices),
    }
}

fn where_fields(
    visit: &Visit,
    filled: &Filled<'_>,
    (form, fault): (&Form, Option<&str>),
    choices: &Choices,
) -> Markup {
    let all = &choices.neighbourhoods;
    html! {
        (filled.field(&Field::text("pt_place", "field-pt_place")))
        @if let Some(map) = pick::draw(visit, &NEIGHBOURHOOD, (form, fault), all) { (map) }
        @else if !all.is_empty() {
            (filled.choice("pt_neighbourhood", "field-pt_neighbourhood", &neighbourhoods(visit, choices)))
        }
        (filled.field(&Field::of("date", "pt_from", "field-pt_from")))
        (filled.field(&Field::of("date", "pt_until", "field-pt_until")))
    }
}

/// Who pays along: the group, others, and the least with which it can begin.
fn payers(filled: &Filled<'_>, others: Markup) -> Markup {
    html! {
        (filled.field(&Field::text("pt_own", "field-pt_own")))
        (others)
        (filled.field(&Field::text("pt_least", "field-pt_least")))
    }
}

fn who_fields(visit: &Visit, content: &Content, filled: &Filled<'_>) -> Markup {
    let is_full = content.form.is_full();
    let line = |name: &'static str, label: &'static str| filled.field(&Field::text(name, label));
    html! {
        (filled.choice("pt_kind", "field-pt_kind", &names(visit, &RecipientKind::NAMES.map(|(_, name)| name), "recipient-kind")))
        (filled.choice("pt_class", "field-pt_class", &names(visit, &ProviderClass::NAMES.map(|(_, name)| name), "recipient-class")))
        (line("pt_kvk", "field-pt_kvk"))
        @if is_full { (line("pt_board", "field-pt_board")) }
        (line("pt_roots", "field-pt_roots"))
        (line("pt_since", "field-pt_since"))
        @if is_full { (filled.field(&Field::of("percent", "pt_via_smo", "field-pt_via_smo"))) }
        (line("pt_earlier", "field-pt_earlier"))
        (line("pt_reference", "field-pt_reference"))
    }
}

/// What the budget comes to so far.
pub fn sums(visit: &Visit, budget: &Budget) -> Markup {
    let told = |sum: Option<Cents>| sum.map_or(String::new(), |sum| visit.text.euros(sum));
    html! {
        @if let (Some(cost), Some(asked)) = (budget.cost(), budget.asked()) {
            @if cost > Cents::ZERO {
                p.utrecht-paragraph {
                    (visit.text.with("pt-sums", &[("cost", told(Some(cost)).into()), ("covered", told(budget.covered()).into()), ("asked", told(Some(asked)).into())]))
                }
            }
        }
    }
}

fn wishes(visit: &Visit, form: &Form) -> Markup {
    html! {
        fieldset.sr-stack.sr-stack--tight #pt_wish aria-describedby="pt_wish-uitleg" {
            legend.utrecht-form-label { (visit.say("field-pt_wishes")) }
            p.utrecht-form-field-description #pt_wish-uitleg { (wish_readers(visit)) }
            ul.sr-ticks {
                @for (_, name) in Wish::NAMES {
                    li {
                        label {
                            input type="checkbox" name="pt_wish" value=(name) checked[form.all("pt_wish").any(|one| one == name)];
                            span { (visit.say(&format!("pt-wish-{name}"))) }
                        }
                    }
                }
            }
        }
    }
}

fn names(visit: &Visit, names: &[&str], key: &str) -> Vec<(String, String)> {
    choosing(visit.text, names.iter().map(|name| (*name, visit.say(&format!("{key}-{name}")))))
}

fn categories(visit: &Visit, choices: &Choices) -> Vec<(String, String)> {
    choosing(visit.text, choices.categories.iter().map(|one| (one.as_str(), one.clone())))
}

fn neighbourhoods(visit: &Visit, choices: &Choices) -> Vec<(String, String)> {
    let known = choices.neighbourhoods.iter().map(|one| (one.code.to_string(), one.name.clone()));
    std::iter::once((String::new(), visit.say("pt-neighbourhood-all"))).chain(known).collect()
}
