//! The frame of every page.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::domain::account::Permission;
use crate::text::{Lang, Text};
use crate::web::assets;
use crate::web::kiosk;
use crate::web::paths;
use crate::web::visit::Visit;

/// Where a page stands, which decides the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The rounds.
    Rounds,
    /// Another public page.
    Public,
    /// Where people vote: no menu, nothing that distracts.
    Booth,
    /// The office, by the address of the menu item.
    Office(&'static str),
}

/// What the frame needs to know.
pub struct Head {
    /// Title of the page.
    pub title: String,
    /// Where it stands.
    pub place: Place,
}

/// A whole page.
pub fn page(visit: &Visit, head: &Head, content: Markup) -> Markup {
    let text = visit.text;
    html! {
        (DOCTYPE)
        html lang=(text.lang.tag()) dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (head.title) " – Schuifruimte" }
                link rel="stylesheet" href=(assets::STYLE.address());
                link rel="icon" href=(assets::ICON.address()) type="image/svg+xml";
                @if head.place == Place::Booth || matches!(head.place, Place::Office(_)) {
                    meta name="robots" content="noindex";
                }
            }
            body {
                a.utrecht-skip-link href="#inhoud" { (text.get("skip")) }
                (hatch())
                (header(visit, head.place))
                main #inhoud { (content) }
                (footer(visit, head.place))
            }
        }
    }
}

/// A page about rounds whose content has a heading of its own.
pub fn framed(visit: &Visit, title: String, content: Markup) -> Markup {
    let body = html! {
        div.utrecht-page-body { div.sr-page.sr-stack { (content) } }
    };
    page(visit, &Head { title, place: Place::Rounds }, body)
}

/// A page that is for one person alone: nothing keeps it.
pub fn private(page: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], page).into_response()
}

/// The hatching of room and the dots of what is in a round, for every bar on the page.
fn hatch() -> Markup {
    html! {
        svg.sr-hidden aria-hidden="true" focusable="false" {
            defs {
                pattern #sr-hatch width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    path d="M0 0v8" stroke="#7a848a" stroke-width="2" {}
                }
                pattern #sr-dots width="8" height="8" patternUnits="userSpaceOnUse" {
                    circle.sr-f-main cx="4" cy="4" r="2" {}
                }
            }
        }
    }
}

fn header(visit: &Visit, place: Place) -> Markup {
    let text = visit.text;
    html! {
        header.utrecht-page-header {
            div.sr-page {
                a.sr-logo href=(visit.to(paths::HOME, &[])) {
                    svg width="40" height="32" aria-hidden="true" focusable="false" {
                        path d="M0 10h21v16H0z" fill="currentColor" opacity=".35" {}
                        path d="M27 4h13v16H27z" fill="currentColor" {}
                        path.sr-bar__grip d="M22 0h4v32h-4z" {}
                    }
                    div {
                        "Schuifruimte"
                        @if let Some(town) = &visit.town {
                            span.sr-small { (text.with("municipality-of", &[("name", town.name.as_str().into())])) }
                        }
                    }
                }
                @if visit.kiosk.is_some() { (kiosk::way_out(visit)) }
                @match place {
                    _ if visit.kiosk.is_some() => {},
                    Place::Booth => {},
                    Place::Rounds | Place::Public => (public_menu(visit, place)),
                    Place::Office(current) => (office_menu(visit, current)),
                }
            }
        }
    }
}

fn public_menu(visit: &Visit, place: Place) -> Markup {
    let text = visit.text;
    let rounds = format!("{}#rondes", visit.to(paths::HOME, &[]));
    html! {
        nav.utrecht-nav-bar aria-label=(text.get("menu")) {
            ul {
                li { a href=(rounds) aria-current=[(place == Place::Rounds).then_some("page")] { (text.get("menu-rounds")) } }
                li { a href=(visit.to(paths::PUBLIC_MONEY, &[])) { (text.get("walk-top")) } }
                li { a href=(visit.to(paths::METHOD, &[])) { (text.get("menu-method")) } }
                li { a href="#hulp" { (text.get("menu-help")) } }
                li { (other_language(visit, "")) }
            }
        }
    }
}

/// A link to the same page in the other language, with what stands behind its question mark.
pub fn other_language(visit: &Visit, query: &str) -> Markup {
    let other = if visit.text.lang == Lang::Nl { Lang::En } else { Lang::Nl };
    let language = paths::fill(other, paths::HOME, &[]);
    let kiosk = if visit.kiosk.is_some() { paths::KIOSK } else { "" };
    let address = format!("{}{kiosk}{}{query}", language.trim_end_matches('/'), visit.here);
    html! { a.utrecht-link href=(address) lang=(other.tag()) hreflang=(other.tag()) { (other.own_name()) } }
}

fn office_menu(visit: &Visit, current: &str) -> Markup {
    let items = [
        (paths::OFFICE, "office-menu-work", Permission::ViewOffice),
        (paths::ROUNDS, "office-menu-rounds", Permission::ViewRounds),
        (paths::GRANTS, "office-menu-grants", Permission::ViewGrants),
        (paths::DECISIONS, "office-menu-decisions", Permission::ViewGrants),
        (paths::MONEY, "office-menu-money", Permission::ViewMoney),
        (paths::MUNICIPALITY, "office-menu-municipality", Permission::ViewOffice),
        (paths::STAFF, "staff-title", Permission::ConfirmStaff),
        (paths::STAFF_LOG, "slog-title", Permission::ReadLog),
    ];
    html! {
        @if visit.staff.is_some() {
            nav.utrecht-nav-bar aria-label=(visit.say("menu")) {
                ul {
                    @for (path, key, _) in items.into_iter().filter(|item| visit.may(item.2) && (item.0 != paths::STAFF_LOG || visit.viewer().is_empty())) {
                        li { a href=(visit.to(path, &[])) aria-current=[(path == current).then_some("page")] { (visit.say(key)) } }
                    }
                    li {
                        a href=(visit.to(paths::OWN, &[])) aria-current=[(paths::OWN == current).then_some("page")] {
                            (visit.say("signin-own-title"))
                        }
                    }
                    li {
                        form method="post" action=(visit.to(paths::SIGN_OUT, &[])) {
                            button.sr-link-button type="submit" { (visit.say("sign-out")) }
                        }
                    }
                }
            }
        }
    }
}

fn footer(visit: &Visit, place: Place) -> Markup {
    let text = visit.text;
    html! {
        footer.utrecht-page-footer #hulp {
            div.sr-page {
                div.sr-stack.sr-stack--tight {
                    h2.utrecht-heading-3 { (text.get("help-title")) }
                    @match &visit.town {
                        Some(town) => p { (help(text, town)) },
                        None => p { (text.get("help-none")) },
                    }
                }
                @if visit.kiosk.is_none() { div.sr-stack.sr-stack--tight {
                    h2.utrecht-heading-3 { (text.get("about-title")) }
                    p {
                        a.utrecht-link href=(visit.to(paths::METHOD, &[])) { (text.get("menu-method")) } " · "
                        a.utrecht-link href=(visit.to(paths::PRIVACY, &[])) { (text.get("menu-privacy")) } " · "
                        a.utrecht-link href=(visit.to(paths::TRUST, &[])) { (text.get("menu-trust")) } " · "
                        a.utrecht-link href=(visit.to(paths::OFFICE_LOG, &[])) { (text.get("anch-title")) } " · "
                        a.utrecht-link href=(visit.to(paths::ACCESSIBILITY, &[])) { (text.get("menu-accessibility")) }
                        @if !matches!(place, Place::Booth | Place::Office(_)) {
                            " · " a.utrecht-link href=(visit.to(paths::INITIATOR, &[])) { (text.get("post-menu")) }
                            " · " a.utrecht-link href=(visit.to(paths::OFFICE, &[])) { (text.get("menu-office")) }
                        }
                    }
                    p.sr-small { (text.get(if visit.app.provider.is_some() { "oidc-cookies" } else { "no-cookies" })) }
                } }
            }
        }
    }
}

fn help(text: Text, town: &crate::domain::municipality::Municipality) -> String {
    text.with(
        "help-desk",
        &[
            ("place", town.desk_place.as_str().into()),
            ("hours", town.desk_hours.as_str().into()),
            ("phone", town.desk_phone.as_str().into()),
        ],
    )
}
