//! A mix statement as a picture: planned parts with their reasons, for everyone and in the office.

use maud::{Markup, html};

use super::bar::{Bar, Look, legend};
use super::{form, pot};
use crate::domain::mix::{MixStatement, Planned, Provider};
use crate::store::mix::Stored;
use crate::text::Text;
use crate::web::paths;
use crate::web::visit::Visit;

/// The name of a type of provider.
pub fn provider(text: Text, provider: Provider) -> String {
    text.get(match provider {
        Provider::Smo => "mix-smo",
        Provider::Residents => "mix-residents",
        Provider::Professionals => "mix-professionals",
        Provider::Other => "mix-other",
    })
}

/// What the two bars of a part are.
pub fn planned_and_came(visit: &Visit) -> Markup {
    legend(&[(Look::Room, visit.say("column-planned")), (Look::Main, visit.say("column-realised"))])
}

const LOOKS: [Look; 4] = [Look::Fixed, Look::Main, Look::Mid, Look::Room];

/// The statement with its pictures.
pub fn show(visit: &Visit, stored: &Stored) -> Markup {
    let (text, said) = (visit.text, &stored.statement);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("mix-providers")) }
            (parts(text, &text.get("mix-providers"), &said.providers, |one| provider(text, *one)))
        }
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("mix-pots")) }
            (parts(text, &text.get("mix-pots"), &said.pots, |one| pot::name(text, *one)))
        }
        (signed(visit, stored))
    }
}

fn parts<T>(text: Text, title: &str, parts: &[Planned<T>], name: impl Fn(&T) -> String) -> Markup {
    let looks = || LOOKS.into_iter().zip(parts);
    let size = |part: &Planned<T>| u64::try_from(part.share.get()).unwrap_or(0);
    // Words can be read on a full colour only; the table has them all.
    let bar = looks().fold(Bar::new(10_000), |bar, (look, part)| match look {
        Look::Main | Look::Mid => bar.labelled(look, size(part), text.percent(part.share)),
        Look::Fixed | Look::Own | Look::Room | Look::Dots | Look::Empty => bar.part(look, size(part)),
    });
    let items: Vec<(Look, String)> = looks().map(|(look, part)| (look, name(&part.of))).collect();
    html! {
        div.sr-bar { (bar.draw()) (legend(&items)) }
        (form::table(title, html! {
            table.utrecht-table {
                caption.sr-hidden { (title) }
                thead { tr {
                    th scope="col" { (text.get("mix-who")) }
                    th.sr-number scope="col" { (text.get("mix-share")) }
                    th scope="col" { (text.get("mix-why")) }
                } }
                tbody {
                    @for part in parts {
                        tr {
                            th scope="row" { (name(&part.of)) }
                            td.sr-number { (text.percent(part.share)) }
                            td { (part.reason) }
                        }
                    }
                }
            }
        }))
    }
}

/// Who signed it when, on which wijkanalyse, and its fingerprint.
fn signed(visit: &Visit, stored: &Stored) -> Markup {
    let (text, said) = (visit.text, &stored.statement);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("mix-signed")) }
            p.utrecht-paragraph {
                (text.with("mix-signed-line", &[("function", said.function.as_str().into()), ("moment", text.moment(said.signed).into())]))
            }
            p.utrecht-paragraph {
                (text.with("mix-basis-line", &[("name", said.basis.name.as_str().into()), ("year", said.basis.year.to_string().into())]))
            }
            p.sr-hash { (said.basis.digest) }
            p.utrecht-paragraph { (text.get("mix-proof")) }
            p.sr-hash { (stored.hash) }
            p { a.utrecht-link href=(file(visit, said)) { (text.get("mix-file")) } }
        }
    }
}

fn file(visit: &Visit, said: &MixStatement) -> String {
    let (year, number) = (said.year.to_string(), said.number.to_string());
    visit.to(paths::MIX_FILE, &[said.area.as_str(), &year, &number])
}
