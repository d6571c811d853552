//! The picture of the room meter: a bar for each area and year, with its six figures in words.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Books;
use crate::domain::budget::Allocation;
use crate::domain::money::Cents;
use crate::domain::report::{Meter, Room};
use crate::web::parts::amount;
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::paths;
use crate::web::visit::Visit;

/// The bar: paid, promised, in rounds, the grip, free.
fn bar(room: &Room) -> Bar {
    let less = |one: Cents, other: Cents| one.minus(other).unwrap_or(Cents::ZERO);
    Bar::of(room.reserved)
        .thin()
        .money(Look::Main, room.paid)
        .money(Look::Mid, less(room.granted, room.paid))
        .money(Look::Dots, less(room.allocated, room.granted))
        .grip()
        .money(Look::Room, room.free)
}

/// All areas by name, each with its years, and under them all areas together beside the fixed part.
pub fn picture(visit: &Visit, books: &Books) -> Markup {
    let text = visit.text;
    let mut areas: BTreeMap<&str, Vec<&Allocation>> = BTreeMap::new();
    for part in &books.allocations {
        areas.entry(&part.area_name).or_default().push(part);
    }
    let mut lines: Vec<_> = books.lines.iter().collect();
    lines.sort_by_key(|line| line.year);
    let looks = [
        (Look::Main, "column-paid"),
        (Look::Mid, "meter-promised"),
        (Look::Dots, "meter-rounds"),
        (Look::Room, "column-free"),
    ];
    html! {
        (legend(&looks.map(|(look, key)| (look, text.get(key)))))
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("word-together")) }
            ul.sr-rows.sr-rows--plain { @for line in lines {
                @let meter = Meter::of_line(&books.controls, &line.id);
                li.sr-bar.sr-bar--thin {
                    p.sr-between {
                        a.utrecht-link href=(visit.to(paths::PUBLIC_LINE, &[line.id.as_str()])) { (super::line_name(line)) } " "
                        (amount(text, meter.reserved()))
                    }
                    (figures(visit, &Room::of(&meter)))
                    p.sr-small { (text.with("rep-room-fixed", &[("amount", text.euros(line.fixed()).into())])) }
                }
            } }
        }
        @for (name, mut parts) in areas {
            @let years = { parts.sort_by_key(|part| part.year); parts };
            section.sr-stack {
                h2.utrecht-heading-3 { (name) }
                ul.sr-rows.sr-rows--plain { @for part in years { (area(visit, books, part)) } }
            }
        }
    }
}

fn area(visit: &Visit, books: &Books, part: &Allocation) -> Markup {
    let room = Room::of(&Meter::of_allocation(&books.controls, &part.id));
    let address = visit.to(paths::PUBLIC_AREA, &[part.line.as_str(), part.area.as_str()]);
    html! {
        @if room.reserved > Cents::ZERO {
            li.sr-bar.sr-bar--thin {
                p.sr-between { a.utrecht-link href=(address) { (part.year) } " " (amount(visit.text, room.reserved)) }
                (figures(visit, &room))
            }
        }
    }
}

/// The bar and what it says.
fn figures(visit: &Visit, room: &Room) -> Markup {
    let text = visit.text;
    let values = [
        ("allocated", room.allocated),
        ("granted", room.granted),
        ("paid", room.paid),
        ("settled", room.settled),
        ("free", room.free),
    ];
    html! {
        (bar(room).draw())
        p.sr-small { (text.with("rep-room-line", &values.map(|(name, amount)| (name, text.euros(amount).into())))) }
    }
}
