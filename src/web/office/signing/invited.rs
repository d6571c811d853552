//! Coming in by a link for the first time: the person chooses a password that nobody else ever knew.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::html;

use super::{chosen, page, stored};
use crate::acts;
use crate::acts::session::Way;
use crate::domain::account::Account;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::guard::session::cookie;
use crate::web::parts::form::{Field, Filled, Refused, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows for whom the link is. Looking leaves it good: programs that scan mail look as well.
pub async fn show(Of(token, _): Of<String>, visit: Visit) -> Answer {
    let who = acts::invitation::whose(&visit.context(), &token).await?;
    Ok(form_page(&visit, &token, &who, None))
}

/// Takes the password; the link is worth nothing then.
pub async fn accept(Of(token, _): Of<String>, visit: Visit, form: Form) -> Answer {
    if !visit.app.limits.allows_sign_in(visit.client) {
        return Err(Refusal(Kind::RateLimited));
    }
    let mut context = visit.context();
    let who = acts::invitation::whose(&context, &token).await?;
    let password = match chosen(&visit, &who, "", form.get("new_password")).await {
        Ok(password) => password,
        Err(error) => {
            let refused = Refused::of(error, "new_password")?;
            return Ok(form_page(&visit, &token, &who, Some(&refused)));
        }
    };
    let stored = stored(&visit, password).await?;
    let who = acts::invitation::accept(&mut context, &token, &stored).await?;
    let session = acts::session::start(&mut context, &who.id, Way::Link(&stored), &visit.browser()).await?;
    let answer = Redirect::to(&visit.to(paths::OWN, &[]));
    let cookie = cookie(visit.app.settings.is_https(), &session);
    Ok(([(header::SET_COOKIE, cookie)], answer).into_response())
}

fn form_page(visit: &Visit, token: &str, who: &Account, refused: Option<&Refused>) -> Response {
    let form = Form::default();
    let fields = Filled::new(visit.text, &form, refused);
    let content = html! {
        (fields.notice())
        p.utrecht-paragraph { (visit.text.with("signin-invited-line", &[("name", who.name.as_str().into())])) }
        form.sr-stack method="post" action=(visit.to(paths::INVITATION, &[token])) {
            div.sr-stack.sr-stack--tight {
                h2.utrecht-heading-3 { (visit.say("field-login")) }
                p.sr-key { (who.login) }
            }
            (fields.field(&Field { autocomplete: "new-password", ..Field::of("password", "new_password", "field-new_password") }))
            (submit(&visit.say("signin-invited-do")))
        }
    };
    let mut response = page(visit, visit.say("signin-invited-title"), None, content);
    // The way in of one person: it is kept nowhere.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match refused {
        None => response,
        Some(refused) => with_kind(refused.kind, response),
    }
}
