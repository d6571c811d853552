//! The picture above each report. The table below it says the same in numbers.

use maud::{Markup, html};

use crate::domain::money::Cents;
use crate::domain::report::{Cell, Report};
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::parts::map::{Level, Map, Piece};
use crate::web::public::money::people::People;
use crate::web::public::money::report::cell;
use crate::web::visit::Visit;

/// A part of a row's bar: the column it draws, how, and the key of its words.
type Drawn = (&'static str, Look, &'static str);

/// What is drawn of the meter.
const METER: [Drawn; 7] = [
    ("settled", Look::Main, "meter-spent"),
    ("paid", Look::Main, ""),
    ("accounted", Look::Main, ""),
    ("payable", Look::Main, ""),
    ("awarded_open", Look::Mid, "meter-promised"),
    ("set_aside", Look::Mid, ""),
    ("in_rounds", Look::Dots, "meter-rounds"),
];

/// What is drawn of the years ahead.
const AHEAD: [Drawn; 2] = [("bound", Look::Mid, "column-bound"), ("in_rounds", Look::Dots, "meter-rounds")];

/// The picture of a report.
pub fn of(visit: &Visit, name: &str, report: &Report) -> Markup {
    match name {
        "meter" => rows(visit, report, "area_name", "reserved", &METER),
        "vooruit" => rows(visit, report, "year", "reserved", &AHEAD),
        "ontvangers" => rows(visit, report, "type", "amount", &[("amount", Look::Main, "column-amount")]),
        "themas" => rows(visit, report, "theme", "asked", &[("awarded", Look::Main, "column-awarded")]),
        "bewoners" => rows(
            visit,
            report,
            "area_name",
            "reserved_each",
            &[("reserved_each", Look::Main, "column-reserved_each")],
        ),
        _ => html! {},
    }
}

/// What there is for each resident, by neighbourhood. More is denser; what is not known is dotted. Nothing when no
/// borders are known.
pub fn map(visit: &Visit, people: &People, report: &Report) -> Markup {
    let place = |wanted: &str| report.columns.iter().position(|column| *column == wanted);
    let (Some(code), Some(each)) = (place("neighbourhood"), place("reserved_each")) else { return html! {} };
    let most = report.rows.iter().map(|row| money(&row[each]).get()).max().unwrap_or_default();
    let edges = [1, 2, 3, 4].map(|step| (most * step).div_euclid(5) + 1);
    let level = |cell: &Cell| match cell {
        Cell::Nothing => Level::Missing,
        known => Level::among(&money(known).get(), &edges),
    };
    let text = visit.text;
    let told = |cell: &Cell| match cell {
        Cell::Nothing => text.get("council-unknown"),
        known => text.euros(money(known)),
    };
    let pieces = people.places.iter().filter_map(|place| {
        let shape = place.shape.as_ref()?;
        let row = report.rows.iter().find(|row| row[code] == Cell::Text(place.code.to_string()))?;
        let label = format!("{}: {}", place.name, told(&row[each]));
        Some(Piece { shape, label, level: level(&row[each]), link: None })
    });
    let title = text.get("report-buurten-map");
    let map = Map { id: "buurten", title, pieces: pieces.collect(), borders: Vec::new(), marks: Vec::new() };
    let from = |cents: i64| text.euros(Cents::new(cents).unwrap_or_default());
    let mut steps = vec![(Level::Missing, text.get("council-unknown"))];
    steps.push((Level::Step(0), text.with("report-map-below", &[("amount", from(edges[0]).into())])));
    steps.extend((1..=4).zip(edges).map(|(step, edge)| {
        (Level::Step(step), text.with("report-map-from", &[("amount", from(edge).into())]))
    }));
    html! {
        @if !map.pieces.is_empty() && most > 0 {
            figure.sr-bar { (map.draw()) figcaption { (map.legend(&steps)) } }
        }
    }
}

fn money(cell: &Cell) -> Cents {
    match cell {
        Cell::Money(amount) => *amount,
        Cell::Text(_)
        | Cell::Word(_)
        | Cell::Change(_)
        | Cell::Count(_)
        | Cell::Number(_)
        | Cell::Share(_)
        | Cell::Shift(_)
        | Cell::Nothing => Cents::ZERO,
    }
}

/// A thin bar for each row, all on one scale: its length is the column `whole`, its parts the drawn columns, and what
/// is left of it is room.
fn rows(visit: &Visit, report: &Report, name: &str, whole: &str, drawn: &[Drawn]) -> Markup {
    let place = |wanted: &str| report.columns.iter().position(|column| *column == wanted);
    let (Some(name), Some(whole)) = (place(name), place(whole)) else { return html! {} };
    // The row of all rows together would make the others invisible.
    let shown = || report.rows.iter().filter(|row| !row.contains(&Cell::Word("together")));
    let most = shown().map(|row| money(&row[whole])).max().unwrap_or_default();
    let looks =
        drawn.iter().filter(|(.., key)| !key.is_empty()).map(|(_, look, key)| (*look, visit.say(key)));
    let mut looks: Vec<(Look, String)> = looks.collect();
    let draw = |row: &[Cell]| {
        let mut bar = Bar::of(most).thin();
        let mut left = money(&row[whole]);
        for (column, look, _) in drawn {
            let Some(place) = place(column) else { continue };
            bar = bar.money(*look, money(&row[place]));
            left = left.minus(money(&row[place])).unwrap_or(Cents::ZERO);
        }
        if left.get() > 0 { bar.grip().money(Look::Room, left) } else { bar }
    };
    if drawn.iter().all(|(column, ..)| *column != report.columns[whole]) {
        looks.push((Look::Room, visit.say("report-rest")));
    }
    html! {
        @if most.get() > 0 {
            figure.sr-bar {
                (legend(&looks))
                ul.sr-stack {
                    @for row in shown() {
                        li.sr-bar.sr-bar--thin {
                            p.sr-between { span { (cell(visit, &row[name])) } " " (cell(visit, &row[whole])) }
                            (draw(row).draw())
                        }
                    }
                }
            }
        }
    }
}
