//! Help that is no money (S12), for the office: each wish of a plan with two buttons, met or not, and the words that its group reads.

use maud::{Markup, html};

use super::pitch::{Which, Whole, parts_of, told};
use crate::acts::ActError;
use crate::acts::pitch::wish as acts;
use crate::domain::account::Permission;
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::form::Wish;
use crate::domain::pitch::wish::{FEWEST, Met, newest};
use crate::domain::round::Phase;
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Back, Field, filled};
use crate::web::parts::help as parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// Answers one wish.
pub async fn answer(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let wish = Wish::named(form.get("pt_wish")).ok_or(Refusal(Kind::BadRequest))?;
    let done = match Met::named(form.get("pt_met")) {
        None => Err(ActError::field("pt_wish_words", "choose")),
        Some(met) => {
            acts::answer(&visit.context(), (&id, &pitch), (wish, met), form.get("pt_wish_words")).await
        }
    };
    told(&visit, (&id, &pitch), (Which::Wish(wish), &form), done).await
}

/// What is asked beside money, and what became of it.
pub(super) fn section(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let Some(sent) = whole.sent.as_ref().filter(|sent| !sent.wishes.is_empty()) else { return html! {} };
    let may = visit.may(Permission::RunRounds)
        && acts::takes_answers(whole.pitch.state)
        && whole.round.phase != Phase::Cancelled;
    html! {
        section.sr-stack #wensen {
            h2.utrecht-heading-2 { (visit.say("pt-wishes")) }
            @if !sent.wish_text.is_empty() { p.sr-prewrap { (sent.wish_text) } }
            ul.sr-rows.sr-rows--plain {
                @for wish in &sent.wishes {
                    li {
                        div.sr-stack.sr-stack--tight {
                            (parts::wish(visit, *wish, &whole.wishes))
                            @if may { (answering(visit, whole, *wish, back)) }
                        }
                    }
                }
            }
        }
    }
}

fn answering(visit: &Visit, whole: &Whole, wish: Wish, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Wish(wish), &first);
    let prefix = format!("{}-", wish.name());
    let fields = fields.within(&prefix);
    let key = if newest(&whole.wishes, wish).is_some() { "pt-wish-again" } else { "pt-wish-answer" };
    html! {
        details open[is_back] {
            summary { (visit.say(key)) span.sr-hidden { ": " (visit.say(&format!("pt-wish-{}", wish.name()))) } }
            div.sr-stack {
                p.utrecht-paragraph { (visit.text.with("pt-wish-answer-line", &[("count", number(FEWEST))])) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_WISHES, &parts_of(whole))) {
                    input type="hidden" name="pt_wish" value=(wish.name());
                    (fields.field(&Field::of("area", "pt_wish_words", "field-pt_wish_words")))
                    p.utrecht-button-group {
                        button.utrecht-button.utrecht-button--primary-action type="submit" name="pt_met" value=(Met::Yes.name()) { (visit.say("pt-wish-do-met")) }
                        button.utrecht-button type="submit" name="pt_met" value=(Met::No.name()) { (visit.say("pt-wish-do-unmet")) }
                    }
                }
            }
        }
    }
}
