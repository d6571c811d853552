//! The arithmetic of a division, line by line: before it is decided and after.

use std::collections::BTreeMap;

use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::key_form::{self, Ground};
use crate::acts::ActError;
use crate::acts::division::ProposedDivision;
use crate::domain::account::Account;
use crate::domain::division::Division;
use crate::domain::fraction::Fraction;
use crate::domain::id::{AreaId, NeighbourhoodId};
use crate::domain::key::{AreaLine, Bounds, Indicator, Line, Measure, Reckoning, Side};
use crate::domain::money::Cents;
use crate::store;
use crate::text::Text;
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::areas::figures;
use crate::web::office::frame::{Frame, facts};
use crate::web::parts::amount;
use crate::web::parts::form::{self, Field, Filled, Refused};
use crate::web::paths;
use crate::web::visit::Visit;

/// A division that is not decided yet.
pub struct Draft<'a> {
    /// What it would do.
    pub proposal: &'a ProposedDivision,
    /// What was typed.
    pub form: &'a Form,
    /// Why it comes back.
    pub refused: Option<&'a Refused>,
}

/// An arithmetic with what stands beside it.
pub struct Sum<'a> {
    reckoning: &'a Reckoning,
    before: BTreeMap<AreaId, Cents>,
    names: BTreeMap<NeighbourhoodId, String>,
}

/// The page on which a division is looked at and decided.
pub fn proposed(visit: &Visit, ground: &Ground, draft: &Draft<'_>) -> Markup {
    let proposal = draft.proposal;
    let sum = Sum {
        reckoning: &proposal.reckoning,
        before: proposal.changes.iter().map(|change| (change.area.clone(), change.before)).collect(),
        names: ground.names.clone(),
    };
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("division-check")) }
            (ground.facts(visit))
            (sum.show(visit))
            (decision(visit, ground, draft))
        }
    };
    let above = vec![(visit.say("division-title"), visit.to(paths::DIVISIONS, &[]))];
    let title = visit.say("division-proposal");
    Frame { menu: paths::MONEY, title, above, mark: html! {} }.show(visit, content)
}

fn decision(visit: &Visit, ground: &Ground, draft: &Draft<'_>) -> Markup {
    let text = visit.text;
    let filled = Filled::new(text, draft.form, draft.refused);
    let obstacle = draft.proposal.obstacle().map(|error| match error {
        ActError::Division(fault) => key_form::words(visit, &fault),
        _ => text.with("division-no-room", &[("room", text.euros(draft.proposal.room).into())]),
    });
    let kept = draft.form.fields().filter(|(name, _)| !matches!(*name, "seen" | "key_reason"));
    html! {
        @if let Some(words) = obstacle {
            (form::alert("warning", &visit.say("division-refused"), html! { p { (words) } }))
            p { a.utrecht-button href={ (visit.to(paths::DIVISION_KEY, &[])) "?line=" (ground.line.id) "&inside=" (ground.parent.as_ref().map_or("", |area| area.id.as_str())) "&set=" (ground.set.id) } { (visit.say("division-again")) } }
        } @else {
            section.sr-danger.sr-stack {
                h2.utrecht-heading-2 { (visit.say("division-decide-title")) }
                p.utrecht-paragraph { (visit.say("division-decide-line")) }
                (filled.notice())
                form.sr-stack method="post" action=(visit.to(paths::DIVISIONS, &[])) {
                    @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
                    input type="hidden" name="seen" value=(draft.proposal.digest);
                    (filled.field(&Field::text("key_reason", "field-key_reason")))
                    (form::submit(&visit.say("division-decide")))
                }
            }
        }
    }
}

/// Shows a division that was decided.
pub async fn show(Of(number, _): Of<u64>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let found = store::division::find(&mut conn, number).await?.ok_or(Refusal::NOT_FOUND)?;
    let set = store::indicator::find(&mut conn, &found.set).await?.ok_or(Refusal::NOT_FOUND)?;
    let homes = store::budget::allocations(&mut conn).await?;
    let accounts = store::account::list(&mut conn).await?;
    let pieces = store::neighbourhood::list(&mut conn).await?;
    let line = store::budget::line(&mut conn, &found.line).await?.ok_or(Refusal::NOT_FOUND)?;
    let before = found.parts.iter().filter_map(|part| {
        let home = homes.iter().find(|one| one.id == part.allocation)?;
        Some((home.area.clone(), part.before))
    });
    let sum = Sum {
        reckoning: &found.reckoning,
        before: before.collect(),
        names: pieces.into_iter().map(|piece| (piece.code, piece.name)).collect(),
    };
    let set_address = visit.to(paths::FIGURE_SET, &[set.id.as_str()]);
    let line_address = visit.to(paths::LINE, &[line.id.as_str()]);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (facts(&[
                (visit.say("face-line"), html! { a.utrecht-link href=(line_address) { (crate::web::office::money::name(&line)) } }),
                (visit.say("field-set"), html! { a.utrecht-link href=(set_address) { (figures::name(&visit, &set)) } }),
                (visit.say("field-key_reason"), html! { (found.reason) }),
                (visit.say("decided-at"), html! { (visit.text.moment(found.at)) }),
                (visit.say("division-by"), html! { (who(&visit, &accounts, &found)) }),
                (visit.say("division-mark"), html! { span.sr-hash { (found.digest) } }),
            ]))
            (sum.show(&visit))
        }
    };
    let above = vec![(visit.say("division-title"), visit.to(paths::DIVISIONS, &[]))];
    let title = visit.text.with("division-number", &[("number", crate::text::number(found.number))]);
    Ok(Frame { menu: paths::MONEY, title, above, mark: html! {} }.show(&visit, content).into_response())
}

fn who(visit: &Visit, accounts: &[Account], found: &Division) -> String {
    let account = accounts.iter().find(|account| account.id.as_str() == found.by);
    account.map_or_else(|| visit.say("register-operator"), |account| account.name.clone())
}

fn shown(text: Text, fraction: &Fraction, decimals: u32) -> String {
    text.decimal(&fraction.rounded(decimals))
}

impl<'a> Sum<'a> {
    /// An arithmetic alone.
    pub fn of(reckoning: &'a Reckoning) -> Sum<'a> {
        Sum { reckoning, before: BTreeMap::new(), names: BTreeMap::new() }
    }

    /// The key in a sentence.
    pub fn key(&self, visit: &Visit) -> String {
        let text = visit.text;
        let key = &self.reckoning.key;
        let sentence = match &key.measure {
            Measure::Inhabitants => "sentence-inhabitants",
            Measure::Need { .. } => "sentence-need",
            Measure::Stacked { .. } => "sentence-stacked",
        };
        text.with(sentence, &[("equal", text.percent(key.equal).into())])
    }

    fn indicators(&self) -> &[Indicator] {
        match &self.reckoning.key.measure {
            Measure::Inhabitants => &[],
            Measure::Need { indicators, .. } | Measure::Stacked { indicators, .. } => indicators,
        }
    }

    fn held(&self) -> Option<Bounds> {
        match &self.reckoning.key.measure {
            Measure::Inhabitants => None,
            Measure::Need { bounds, .. } | Measure::Stacked { bounds, .. } => Some(*bounds),
        }
    }

    /// The whole of it.
    pub fn show(&self, visit: &Visit) -> Markup {
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("division-result")) }
                p.utrecht-paragraph { (self.key(visit)) }
                (self.areas(visit))
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("division-how")) }
                (self.rule(visit))
                details {
                    summary { (visit.text.with("division-lines", &[("count", number(u64::try_from(self.reckoning.lines.len()).unwrap_or(u64::MAX)))])) }
                    (self.lines(visit))
                }
            }
        }
    }

    fn areas(&self, visit: &Visit) -> Markup {
        let text = visit.text;
        let columns = [
            "areas-pieces",
            "division-people",
            "division-weight",
            "division-equal",
            "division-weighted",
            "division-amount",
            "division-before",
        ];
        html! {
            (form::table(&text.get("division-result"), html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (text.get("division-result")) }
                    thead {
                        tr {
                            th scope="col" { (text.get("area")) }
                            @for key in columns { th.sr-number scope="col" { (text.get(key)) } }
                        }
                    }
                    tbody { @for area in &self.reckoning.areas { (self.area(text, area)) } }
                    tfoot { (self.together(text)) }
                }
            }))
            p.sr-small { (text.get("division-rounding")) }
        }
    }

    fn area(&self, text: Text, area: &AreaLine) -> Markup {
        let hundred = Fraction::of(1, 100);
        html! {
            tr {
                th scope="row" { (area.name) }
                td.sr-number { (text.number(u64::try_from(area.members).unwrap_or(u64::MAX))) }
                td.sr-number { (text.decimal(&area.inhabitants.to_string())) }
                td.sr-number { (shown(text, &area.weight, 2)) }
                td.sr-number { "€ " (shown(text, &area.equal.times(&hundred), 4)) }
                td.sr-number { "€ " (shown(text, &area.weighted.times(&hundred), 4)) }
                td.sr-number { (amount(text, area.amount)) }
                td.sr-number { @if let Some(before) = self.before.get(&area.area) { (text.euros(*before)) } }
            }
        }
    }

    fn together(&self, text: Text) -> Markup {
        let areas = &self.reckoning.areas;
        let hundred = Fraction::of(1, 100);
        let (members, people) = (
            areas.iter().map(|area| area.members).sum::<usize>(),
            Fraction::sum(&areas.iter().map(|area| area.inhabitants.fraction()).collect::<Vec<_>>()),
        );
        let equal = Fraction::sum(areas.iter().map(|area| &area.equal)).times(&hundred);
        let weighted = Fraction::sum(areas.iter().map(|area| &area.weighted)).times(&hundred);
        let before = Cents::sum(self.before.values().copied()).unwrap_or(Cents::MAX);
        html! {
            tr {
                th scope="row" { (text.get("together")) }
                td.sr-number { (text.number(u64::try_from(members).unwrap_or(u64::MAX))) }
                td.sr-number { (shown(text, &people, 0)) }
                td.sr-number { (shown(text, &self.reckoning.weight, 2)) }
                td.sr-number { "€ " (shown(text, &equal, 2)) }
                td.sr-number { "€ " (shown(text, &weighted, 2)) }
                td.sr-number { (amount(text, self.reckoning.total)) }
                td.sr-number { (text.euros(before)) }
            }
        }
    }

    /// The rule of the key in sentences, with the means or edges that it used.
    fn rule(&self, visit: &Visit) -> Markup {
        let text = visit.text;
        let values: Vec<(&str, fluent_bundle::FluentValue<'_>)> = self.held().map_or_else(Vec::new, |held| {
            let said = |number: crate::domain::indicator::Number| text.decimal(&number.to_string());
            vec![("least", said(held.least).into()), ("most", said(held.most).into())]
        });
        let rule = match &self.reckoning.key.measure {
            Measure::Inhabitants => text.get("rule-inhabitants"),
            Measure::Need { .. } => text.with("rule-need", &values),
            Measure::Stacked { step, .. } => {
                let step = ("step", text.decimal(&step.to_string()).into());
                text.with("rule-stacked", &values.into_iter().chain([step]).collect::<Vec<_>>())
            }
        };
        html! {
            p.utrecht-paragraph { (rule) }
            @if !self.indicators().is_empty() { (self.bounds(visit)) }
        }
    }

    fn bounds(&self, visit: &Visit) -> Markup {
        let text = visit.text;
        let is_stacked = matches!(self.reckoning.key.measure, Measure::Stacked { .. });
        let value = if is_stacked { "division-edge" } else { "division-mean" };
        html! {
            (form::table(&text.get("field-indicators"), html! {
                table.utrecht-table {
                    caption.sr-hidden { (text.get("field-indicators")) }
                    thead {
                        tr {
                            th scope="col" { (text.get("figures-column")) }
                            th scope="col" { (text.get("indicator-side")) }
                            @if !is_stacked { th.sr-number scope="col" { (text.get("indicator-weight")) } }
                            th.sr-number scope="col" { (text.get(value)) }
                            th.sr-number scope="col" { (text.get("division-published")) }
                        }
                    }
                    tbody {
                        @for (indicator, bound) in self.indicators().iter().zip(&self.reckoning.bounds) {
                            tr {
                                th scope="row" { (indicator.column) }
                                td { (text.get(match indicator.need { Side::Low => "side-low", Side::High => "side-high" })) }
                                @if !is_stacked { td.sr-number { (text.decimal(&indicator.weight.to_string())) } }
                                td.sr-number { (shown(text, &bound.value, 4)) }
                                td.sr-number { (text.number(u64::try_from(bound.published).unwrap_or(u64::MAX))) }
                            }
                        }
                    }
                }
            }))
        }
    }

    /// One row a neighbourhood, with every factor.
    fn lines(&self, visit: &Visit) -> Markup {
        let text = visit.text;
        let is_stacked = matches!(self.reckoning.key.measure, Measure::Stacked { .. });
        let has_factor = !self.indicators().is_empty();
        html! {
            (form::table(&text.get("division-how"), html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (text.get("division-how")) }
                    thead {
                        tr {
                            th scope="col" { (text.get("areas-piece")) }
                            th scope="col" { (text.get("area")) }
                            th.sr-number scope="col" { (text.get("division-people")) }
                            @for indicator in self.indicators() { th.sr-number scope="col" { (indicator.column) } }
                            @if is_stacked { th.sr-number scope="col" { (text.get("division-count")) } }
                            @if has_factor {
                                th.sr-number scope="col" { (text.get("division-raw")) }
                                th.sr-number scope="col" { (text.get("division-factor")) }
                            }
                            th.sr-number scope="col" { (text.get("division-weight")) }
                        }
                    }
                    tbody { @for line in &self.reckoning.lines { (self.line(visit, line, has_factor)) } }
                }
            }))
        }
    }

    fn line(&self, visit: &Visit, line: &Line, has_factor: bool) -> Markup {
        let text = visit.text;
        let area = self.reckoning.areas.iter().find(|area| area.area == line.area);
        let name = self.names.get(&line.code).map_or(line.code.as_str(), String::as_str);
        html! {
            tr {
                th scope="row" { (name) }
                td { @if let Some(area) = area { (area.name) } }
                td.sr-number { (text.decimal(&line.inhabitants.to_string())) }
                @for figure in &line.figures { td.sr-number { (figures::said(visit, *figure)) } }
                @if let Some(count) = line.count { td.sr-number { (count) } }
                @if has_factor {
                    td.sr-number { (shown(text, &line.raw, 4)) }
                    td.sr-number { (shown(text, &line.factor, 4)) }
                }
                td.sr-number { (shown(text, &line.weight, 2)) }
            }
        }
    }
}
