//! The meter: the reserved share of a year, of an area or of a round as one bar, its legend, and the table behind it.

use maud::{Markup, html};

use super::bar::{Bar, Look, legend};
use super::{amount, form};
use crate::domain::ledger::AccountKind;
use crate::domain::money::Cents;
use crate::domain::report::{KINDS, Meter, Part};
use crate::web::visit::Visit;

/// How a part looks in a bar. Each can be told from its neighbours in one colour.
fn look(part: Part) -> Look {
    match part {
        Part::Spent => Look::Main,
        Part::Reclaim => Look::Empty,
        Part::Promised => Look::Mid,
        Part::Rounds => Look::Dots,
        Part::Free => Look::Room,
        Part::Undivided => Look::Empty,
    }
}

/// The bar of what can shift: what is spoken for, the grip, the room.
pub fn bar(meter: &Meter) -> Bar {
    bar_within(meter, meter.reserved())
}

/// The same bar on a scale: as long as its part of `whole`, so that it can be compared with others on a page.
pub fn bar_within(meter: &Meter, whole: Cents) -> Bar {
    let mut bar = Bar::of(whole);
    for (part, _) in Part::NAMES {
        if part == Part::Free {
            bar = bar.grip();
        }
        bar = bar.money(look(part), meter.part(part));
    }
    bar
}

/// The bar with its legend; each part of the legend with its amount, and with a link where the page gives one.
pub fn figure(visit: &Visit, meter: &Meter, link: impl Fn(Part) -> Option<String>) -> Markup {
    let text = visit.text;
    let shown = Part::NAMES.into_iter().filter(|(part, _)| meter.part(*part).get() > 0);
    html! {
        figure.sr-bar.sr-gap {
            (bar(meter).draw())
            figcaption {
                ul.sr-bar__legend {
                    @for (part, name) in shown {
                        li {
                            svg.sr-swatch aria-hidden="true" focusable="false" { rect class=(look(part).class()) width="16" height="16" {} }
                            span {
                                @match link(part) {
                                    Some(address) => a.utrecht-link href=(address) { (text.get(&format!("meter-{name}"))) },
                                    None => (text.get(&format!("meter-{name}"))),
                                }
                                " " (amount(text, meter.part(part)))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The same as a table: a row for each step on the way of the money.
pub fn table(visit: &Visit, meter: &Meter) -> Markup {
    let text = visit.text;
    html! {
        details {
            summary { (text.get("bar-as-table")) }
            (form::table(&text.get("meter-table"), html! {
                table.utrecht-table {
                    caption { (text.get("meter-table")) }
                    thead { tr { th scope="col" { (text.get("meter-step")) } th.sr-number scope="col" { (text.get("amount")) } } }
                    tbody {
                        @for kind in KINDS {
                            @if meter.held(kind).get() > 0 {
                                tr { th scope="row" { (account(visit, kind)) } td.sr-number { (amount(text, meter.held(kind))) } }
                            }
                        }
                    }
                    tfoot { tr { th scope="row" { (text.get("meter-sum")) } td.sr-number { (amount(text, meter.reserved())) } } }
                }
            }))
        }
    }
}

/// What a kind of account is called.
pub fn account(visit: &Visit, kind: AccountKind) -> String {
    visit.say(&format!("account-{}", kind.name()))
}

/// The line that says what the two colours of a line's bar are.
pub fn legend_of_line(visit: &Visit) -> Markup {
    legend(&[(Look::Fixed, visit.say("money-fixed")), (Look::Main, visit.say("walk-can-shift"))])
}
