//! Where the own account is signed in: a section of the page of the account.

use maud::{Markup, html};

use crate::store::initiator::session::Session;
use crate::web::guard::initiator::SignedIn;
use crate::web::parts::form;
use crate::web::paths;
use crate::web::visit::Visit;

/// The sign-ins, the present one marked, each with a way to end it.
pub(super) fn section(visit: &Visit, signed_in: &SignedIn, open: &[Session]) -> Markup {
    let text = visit.text;
    let title = text.get("post-sessions-title");
    html! {
        section.sr-stack #aanmeldingen {
            h2.utrecht-heading-2 { (title) }
            p.utrecht-paragraph { (text.get("post-sessions-line")) }
            (form::table(&title, html! {
                table.utrecht-table {
                    caption.sr-hidden { (title) }
                    thead {
                        tr {
                            th scope="col" { (text.get("post-session-since")) }
                            th scope="col" { (text.get("post-session-seen")) }
                            th scope="col" { (text.get("post-change")) }
                        }
                    }
                    tbody {
                        @for session in open {
                            tr {
                                th scope="row" { (text.moment(session.created)) }
                                td { (text.moment(session.seen)) }
                                td {
                                    @if session.handle == signed_in.handle { (text.get("post-session-this")) } @else {
                                        form method="post" action=(visit.to(paths::INITIATOR_SESSION, &[&session.handle])) {
                                            button.sr-link-button.utrecht-link type="submit" {
                                                (text.get("post-session-end"))
                                                span.sr-hidden { ": " (text.moment(session.created)) }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }))
            @if open.len() > 1 {
                form method="post" action=(visit.to(paths::INITIATOR_OTHERS, &[])) {
                    p { button.utrecht-button type="submit" { (text.get("post-sessions-end")) } }
                }
            }
        }
    }
}
