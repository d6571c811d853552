//! What may be mailed to an address: its owner comes here from a mail. Looking changes nothing; the button does.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect};
use maud::html;

use super::page;
use crate::acts::initiator::mailbox;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::token;
use crate::web::parts::form::submit;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows what may be mailed, and the button to change that.
pub async fn show(Path(token): Path<String>, visit: Visit) -> Answer {
    let mark = token::mailbox(&visit.app.form_key, &token).ok_or(Refusal::NOT_FOUND)?;
    let is_stopped = store::mail_stop::has(&mut *visit.app.store.read().await?, &mark).await?;
    let (line, wish, button) = match is_stopped {
        true => ("post-no-mail-stopped", "allow", "post-no-mail-allow"),
        false => ("post-no-mail-lead", "stop", "post-no-mail-stop"),
    };
    let content = html! {
        div.sr-stack {
            p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say(line)) }
            p.utrecht-paragraph { (visit.say("post-no-mail-account")) }
            form method="post" action=(visit.to(paths::NO_MAIL, &[&token])) {
                input type="hidden" name="wish" value=(wish);
                (submit(&visit.say(button)))
            }
        }
    };
    let shown = page(&visit, visit.say("post-no-mail-title"), None, content);
    // The address is for one person only.
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], shown).into_response())
}

/// Takes what the owner of the address says.
pub async fn say(Path(token): Path<String>, visit: Visit, form: Form) -> Answer {
    let mark = token::mailbox(&visit.app.form_key, &token).ok_or(Refusal::NOT_FOUND)?;
    match form.get("wish") {
        "allow" => mailbox::allow(&visit.context(), &mark).await?,
        _ => mailbox::stop(&visit.context(), &mark).await?,
    }
    Ok(Redirect::to(&visit.to(paths::NO_MAIL, &[&token])).into_response())
}
