//! Papers on which members of an alliance say that they take part: the desk types the code, sees what was asked, and writes down
//! what the paper says.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts::ActError;
use crate::acts::pitch::alliance::{self as acts, Answerer, Question};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::alliance as parts;
use crate::web::parts::form::{Field, Filled, Refused, answer as answered, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the question of a code, or the field for one.
pub async fn show(visit: Visit) -> Answer {
    let form = Form::parse(visit.query.as_bytes());
    let code = form.get("ally_code");
    let found = acts::of_desk(&visit.context(), &mut *visit.app.store.read().await?, code).await?;
    let refused = (!code.is_empty() && found.is_none()).then(|| Refused::field("ally_code", "ally-code"));
    Ok(answered(refused.as_ref(), page(&visit, &form, refused.as_ref(), found.as_ref())))
}

/// Writes down what a paper says.
pub async fn answer(visit: Visit, form: Form) -> Answer {
    let done = match parts::reply(&form) {
        None => Err(ActError::field("ally_code", "choose")),
        Some(reply) => acts::answer(&visit.context(), Answerer::Desk(form.get("ally_code")), reply).await,
    };
    match done {
        Ok(_) => Ok(Redirect::to(&visit.to(paths::DESK_ALLIANCE, &[])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "ally_code")?;
            Ok(answered(Some(&refused), page(&visit, &form, Some(&refused), None)))
        }
    }
}

fn page(visit: &Visit, form: &Form, refused: Option<&Refused>, found: Option<&Question>) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let to = visit.to(paths::DESK_ALLIANCE, &[]);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("ally-desk-line")) }
            (filled.notice())
            form.sr-stack method="get" action=(to) {
                (filled.field(&Field::text("ally_code", "field-ally_code")))
                (submit(&visit.say("ally-desk-look")))
            }
            @if let Some(found) = found {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("ally-desk-paper")) }
                    (parts::question(visit, found))
                    (parts::buttons(visit, &to, &html! { input type="hidden" name="ally_code" value=(form.get("ally_code")); }))
                }
            }
        }
    };
    let above = vec![(visit.say("post-desk-title"), visit.to(paths::DESK_ACCOUNTS, &[]))];
    Frame { above, ..Frame::menu(paths::OFFICE, visit.say("ally-desk-title")) }.show(visit, content)
}
