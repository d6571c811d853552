//! Signing in and out.

use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::html;

use crate::acts;
use crate::domain::account::Password;
use crate::store;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::session::cookie;
use crate::web::parts::form::{Field, Filled, submit};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::visit::Visit;

/// What is checked when nobody has the login, so that both answers take the same time. It is the
/// argon2id text of a random password that nobody knows.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2NodWlmcnVpbXRlMDE$M2Y8Cn0h5U9qgk1pQb0m0Vx2a6vJc3m2m6t0s1n5x0A";

/// Shows the form.
pub async fn show(visit: Visit) -> Answer {
    Ok(sign_in_page(&visit, &Form::default(), None))
}

/// Signs in. A wrong login and a wrong password give the same answer in the same time.
pub async fn start(visit: Visit, form: Form) -> Answer {
    if !visit.app.limits.allows_sign_in(visit.client) {
        return Err(Refusal(Kind::RateLimited));
    }
    let found =
        store::account::find_login(&mut *visit.app.store.read().await?, form.get("login").trim()).await?;
    let place = visit.app.limits.hashes.acquire().await.map_err(|_| Refusal(Kind::Shedding))?;
    let stored = found.as_ref().map_or(NOBODY, |(_, stored)| stored).to_string();
    let typed = Password::typed(form.get("password"));
    let checked = tokio::task::spawn_blocking(move || typed.matches(&stored)).await;
    drop(place);
    let is_right = checked.is_ok_and(|right| right);
    let mut context = visit.context();
    match found {
        Some((account, _)) if is_right && account.enabled => {
            let token = acts::session::start(&mut context, &account).await?;
            let answer = Redirect::to(&visit.to(paths::OFFICE, &[]));
            Ok(([(header::SET_COOKIE, cookie(visit.app.settings.is_https(), &token))], answer)
                .into_response())
        }
        found => {
            acts::session::failed(&context, found.as_ref().map(|(account, _)| &account.id)).await?;
            Ok(sign_in_page(&visit, &form, Some(Kind::LoginFailed)))
        }
    }
}

/// Signs out.
pub async fn end(visit: Visit) -> Answer {
    if let Some(staff) = &visit.staff {
        acts::session::end(&visit.context(), &staff.token).await?;
    }
    let answer = Redirect::to(&visit.to(paths::SIGN_IN, &[]));
    Ok(([(header::SET_COOKIE, cookie(visit.app.settings.is_https(), ""))], answer).into_response())
}

fn sign_in_page(visit: &Visit, form: &Form, refused: Option<Kind>) -> Response {
    let text = visit.text;
    let title = text.get("sign-in-title");
    let fields = Filled::new(text, form, None);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                @if let Some(kind) = refused {
                    div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(kind.name()) {
                        h2.utrecht-heading-3 { (text.get(&format!("kind-{}", kind.name()))) }
                        p { (text.get(&format!("kind-{}-help", kind.name()))) }
                    }
                }
                h1.utrecht-heading-1 { (title) }
                p.utrecht-paragraph { (text.get("sign-in-lead")) }
                form.sr-stack method="post" action=(visit.to(paths::SIGN_IN, &[])) {
                    (fields.field(&Field { autocomplete: "username", ..Field::text("login", "field-login") }))
                    (fields.field(&Field { autocomplete: "current-password", ..Field::of("password", "password", "field-password") }))
                    (submit(&text.get("sign-in-action")))
                }
            }
        }
    };
    let page = layout::page(visit, &Head { title, place: Place::Office(paths::OFFICE) }, content);
    match refused {
        None => page.into_response(),
        Some(kind) => with_kind(kind, page),
    }
}
