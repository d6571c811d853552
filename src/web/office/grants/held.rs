//! Money that may not leave: for each grant the plain reasons, and what can be done now.

use axum::response::Response;
use maud::{Markup, html};

use crate::acts::grant::checks::{Held, held_back};
use crate::domain::id::GrantId;
use crate::domain::smo::Exclusion;
use crate::store::Conn;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::office::frame::Frame;
use crate::web::parts::form;
use crate::web::paths;
use crate::web::visit::Visit;

/// The answer to an act that was refused because money would reach a social-brokerage organisation.
pub async fn refused(visit: &Visit, conn: &mut Conn, grants: &[GrantId]) -> Answer<Response> {
    let held = held_back(conn, grants, visit.now).await?;
    if held.is_empty() {
        return Err(Refusal(Kind::ExcludedRecipient));
    }
    let title = visit.say("kind-excluded_recipient");
    let above = vec![(visit.say("grants-list-title"), visit.to(paths::GRANTS, &[]))];
    let frame = Frame { menu: paths::GRANTS, title, above, mark: html! {} };
    let content = html! {
        div.sr-stack role="alert" data-kind=(Kind::ExcludedRecipient.name()) {
            @for one in &held {
                h2.utrecht-heading-3 {
                    a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[one.grant.id.as_str()])) { (one.grant.title) }
                }
                (reasons(visit, &one.reasons))
            }
            p.utrecht-paragraph { (visit.say("chk-held-next")) }
        }
    };
    Ok(with_kind(Kind::ExcludedRecipient, frame.show(visit, content)))
}

/// A notice above orders of which some may not go.
pub fn notice(visit: &Visit, held: &[Held]) -> Markup {
    html! {
        @if !held.is_empty() {
            (form::alert("error", &visit.say("kind-excluded_recipient"), html! {
                @for one in held {
                    p {
                        a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[one.grant.id.as_str()])) { (one.grant.title) }
                    }
                    (reasons(visit, &one.reasons))
                }
                p { (visit.say("chk-held-next")) }
            }))
        }
    }
}

/// Each reason as its own sentence.
pub fn reasons(visit: &Visit, reasons: &[Exclusion]) -> Markup {
    html! {
        ul {
            @for reason in reasons {
                li { (visit.text.with(&format!("excluded-{}", reason.name()), &[("party", reason.party.clone().into())])) }
            }
        }
    }
}
