//! One's own account: what one signs in with, and where one is signed in.

pub mod code;
pub mod keys;
pub mod password;

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use crate::acts;
use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
use crate::domain::passkey::Owner;
use crate::store::passkey::Passkey;
use crate::store::session::Session;
use crate::store::{self};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::session::Staff;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::passkey::Section;
use crate::web::paths;
use crate::web::visit::Visit;

/// Whoever is signed in: every route of this room asks for that.
pub fn signed_in(visit: &Visit) -> Answer<&Staff> {
    visit.staff.as_ref().ok_or(Refusal(Kind::LoginRequired))
}

/// Shows everything.
pub async fn show(visit: Visit) -> Answer {
    with(&visit, &Form::default(), None).await
}

/// Ends a session, or all but this one.
pub async fn end_sessions(visit: Visit, form: Form) -> Answer {
    let token = &signed_in(&visit)?.token;
    let which = match form.get("session") {
        "" => None,
        one => Some(Digest::parse(one).ok_or(Refusal::NOT_FOUND)?),
    };
    acts::session::end_own(&visit.context(), which.as_ref(), token).await?;
    Ok(back(&visit))
}

/// Back to the own account.
pub fn back(visit: &Visit) -> Response {
    Redirect::to(&visit.to(paths::OWN, &[])).into_response()
}

/// What the page tells.
struct Told {
    sessions: Vec<(Digest, Session)>,
    keys: Vec<Passkey>,
    /// Codes on paper that are left.
    papers: u64,
}

async fn told(visit: &Visit, id: &AccountId) -> Answer<Told> {
    let mut conn = visit.app.store.read().await?;
    let now = visit.now;
    let mut sessions = store::session::of(&mut conn, id).await?;
    sessions.retain(|(_, session)| acts::session::stands(session, now));
    let keys = store::passkey::of(&mut conn, &Owner::Staff(id.clone())).await?;
    Ok(Told { sessions, keys, papers: store::factor::recovery_left(&mut conn, id).await? })
}

/// The page, with a form that comes back if one does.
pub async fn with(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Answer {
    let staff = signed_in(visit)?;
    let account = &staff.account;
    let told = told(visit, &account.id).await?;
    let filled = Filled::new(visit.text, form, refused);
    let missing = staff.factors.is_missing(visit.app.settings.second_factor);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (filled.notice())
            @if missing {
                (form::alert("warning", &visit.say("signin-missing"), html! { p { (visit.say("signin-missing-line")) } }))
            }
            (facts(&[
                (visit.say("field-login"), html! { (account.login) }),
                (visit.say("field-function"), html! { (account.function) }),
                (visit.say("field-role"), html! { (visit.say(&format!("role-{}", account.role.name()))) }),
            ]))
            (Section { add: paths::OWN_KEYS, end: paths::OWN_KEY_END, keys: &told.keys, may_change: true }.show(visit, &filled, html! {
                p.utrecht-paragraph { (visit.say("signin-keys-line")) }
            }))
            (code_section(visit, staff, told.papers))
            (password_section(visit, &filled))
            (sessions_section(visit, staff, &told.sessions))
        }
    };
    Ok(answer(refused, Frame::menu(paths::OWN, visit.say("signin-own-title")).show(visit, content)))
}

fn code_section(visit: &Visit, staff: &Staff, papers: u64) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("signin-app")) }
            @if staff.factors.has_code {
                p.utrecht-paragraph { (visit.text.with("signin-app-on", &[("papers", crate::text::number(papers))])) }
                form method="post" action=(visit.to(paths::OWN_CODE_END, &[])) {
                    button.utrecht-button type="submit" { (visit.say("signin-app-end")) }
                }
            } @else {
                p.utrecht-paragraph { (visit.say("signin-app-line")) }
                form method="post" action=(visit.to(paths::OWN_CODE, &[])) {
                    button.utrecht-button type="submit" { (visit.say("signin-app-add")) }
                }
            }
        }
    }
}

fn password_section(visit: &Visit, filled: &Filled<'_>) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("signin-password")) }
            form.sr-stack method="post" action=(visit.to(paths::OWN_PASSWORD, &[])) {
                (filled.field(&Field { autocomplete: "current-password", ..Field::of("password", "old_password", "field-old_password") }))
                (filled.field(&Field { autocomplete: "new-password", ..Field::of("password", "new_password", "field-new_password") }))
                (form::submit(&visit.say("signin-password-do")))
            }
        }
    }
}

fn sessions_section(visit: &Visit, staff: &Staff, sessions: &[(Digest, Session)]) -> Markup {
    let own = acts::session::key(&staff.token);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("signin-sessions")) }
            ul.sr-stack {
                @for (id, session) in sessions {
                    li {
                        strong {
                            @if session.device.is_empty() { (visit.say("signin-device-unknown")) } @else { (session.device) }
                        }
                        " " (visit.text.with("signin-session", &[
                            ("from", visit.text.moment(session.created_at).into()),
                            ("seen", visit.text.moment(session.seen_at).into()),
                        ]))
                        @if *id == own { " " (visit.say("signin-session-this")) } @else {
                            form method="post" action=(visit.to(paths::OWN_SESSIONS, &[])) {
                                button.utrecht-button type="submit" name="session" value=(id) { (visit.say("signin-session-end")) }
                            }
                        }
                    }
                }
            }
            @if sessions.len() > 1 {
                form method="post" action=(visit.to(paths::OWN_SESSIONS, &[])) {
                    button.utrecht-button type="submit" { (visit.say("signin-sessions-end")) }
                }
            }
        }
    }
}
