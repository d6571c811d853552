//! Taking a picture off a plan of a group, for the office.

use maud::{Markup, html};

use super::pitch::{Which, Whole, parts_of, told};
use crate::acts::ActError;
use crate::acts::pitch::picture as acts;
use crate::domain::id::{PitchId, RoundId};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Back, Field, choosing, filled};
use crate::web::paths;
use crate::web::visit::Visit;

/// Takes one off.
pub async fn take_off(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let done = match form.get("pt_picture").parse() {
        Err(_) => Err(ActError::field("pt_picture", "choose")),
        Ok(number) => {
            let what = (number, form.get("pt_picture_why"));
            acts::take_off(&visit.context(), &id, &pitch, what).await
        }
    };
    told(&visit, (&id, &pitch), (Which::Picture, &form), done).await
}

/// The form, while there is a picture.
pub(super) fn taking_off(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Picture, &first);
    let shots = whole.pictures.iter().map(|shot| {
        let words = format!("{}. {}", shot.number, shot.alt);
        (shot.number.to_string(), words)
    });
    let shots = choosing(visit.text, shots);
    html! {
        @if !whole.pictures.is_empty() {
            details open[is_back] {
                summary { (visit.say("pt-picture-off")) }
                div.sr-stack {
                    p.utrecht-paragraph { (visit.say("pt-picture-off-line")) }
                    (fields.notice())
                    form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_PICTURES, &parts_of(whole))) {
                        (fields.choice("pt_picture", "field-pt_picture", &shots))
                        (fields.field(&Field::of("area", "pt_picture_why", "field-pt_picture_why")))
                        p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("pt-picture-off")) } }
                    }
                }
            }
        }
    }
}
