//! An app that shows codes.

use axum::response::{IntoResponse as _, Response};
use maud::html;

use super::super::frame::Frame;
use super::super::signing::refusal;
use super::{back, signed_in};
use crate::acts::{self, ActError};
use crate::domain::account::CodeSecret;
use crate::web::error::{Answer, Kind, with_kind};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, submit};
use crate::web::parts::qr;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the secret of a new app.
pub async fn begin(visit: Visit, _: Form) -> Answer {
    let secret = acts::factor::begin_code(&mut visit.context()).await?;
    secret_page(&visit, &secret, None)
}

/// Takes the first code of the app, and shows the codes for on paper.
pub async fn confirm(visit: Visit, form: Form) -> Answer {
    let mut context = visit.context();
    match acts::factor::confirm_code(&mut context, form.get("otp")).await {
        Ok(codes) => Ok(paper_page(&visit, &codes)),
        Err(ActError::OtpNotAccepted) => {
            let secret = acts::factor::begun_code(&context).await?;
            secret_page(&visit, &secret, Some(Kind::OtpNotAccepted))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes the app away.
pub async fn remove(visit: Visit, _: Form) -> Answer {
    acts::factor::remove_code(&visit.context()).await?;
    Ok(back(&visit))
}

fn secret_page(visit: &Visit, secret: &CodeSecret, refused: Option<Kind>) -> Answer {
    let login = &signed_in(visit)?.account.login;
    let town = visit.town.as_ref().map_or("", |town| town.name.as_str());
    let address = secret.address(format!("Schuifruimte {town}").trim(), login);
    let form = Form::default();
    let fields = Filled::new(visit.text, &form, None);
    let content = html! {
        (refusal(visit, refused))
        p.utrecht-paragraph { (visit.say("signin-app-scan")) }
        (qr::picture(&address, &visit.say("signin-app-picture")))
        p { (visit.say("signin-app-type")) }
        p.sr-key { (secret.typed()) }
        form.sr-stack method="post" action=(visit.to(paths::OWN_CODE_DONE, &[])) {
            (fields.field(&Field { autocomplete: "one-time-code", ..Field::text("otp", "field-otp") }))
            (submit(&visit.say("signin-app-confirm")))
        }
    };
    let page = framed(visit, "signin-app").show(visit, content);
    Ok(match refused {
        None => page.into_response(),
        Some(kind) => with_kind(kind, page),
    })
}

fn paper_page(visit: &Visit, codes: &[String]) -> Response {
    let content = html! {
        p.utrecht-paragraph { (visit.say("signin-papers-line")) }
        ul.sr-slip.sr-stack { @for code in codes { li.sr-key { (code) } } }
        p { a.utrecht-button href=(visit.to(paths::OWN, &[])) { (visit.say("signin-papers-done")) } }
    };
    framed(visit, "signin-papers").show(visit, content).into_response()
}

fn framed(visit: &Visit, title: &str) -> Frame {
    let above = vec![(visit.say("signin-own-title"), visit.to(paths::OWN, &[]))];
    Frame { above, ..Frame::menu(paths::OWN, visit.say(title)) }
}
