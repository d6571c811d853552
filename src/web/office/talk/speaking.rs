//! What the contact of a social-brokerage organisation says about the plans of a round: it comments, under its own label, and
//! decides nothing (S10, S56).

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::super::frame::Frame;
use super::super::rounds;
use crate::acts::ActError;
use crate::acts::moderation::{self, Writer};
use crate::acts::talk as acts;
use crate::domain::id::{CommentId, PitchId, RoundId};
use crate::domain::moderation::{Withholding, Written};
use crate::domain::pitch::State;
use crate::domain::round::Round;
use crate::domain::talk::{Comment, CommentKind, is_on};
use crate::store;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Back, Field, Refused, answer, filled, submit};
use crate::web::parts::moderation::course;
use crate::web::parts::talk as parts;
use crate::web::parts::written::{Below, written};
use crate::web::paths;
use crate::web::public::contributions::owning;
use crate::web::visit::Visit;

/// The form to say something, among those of what was said.
const NEW: &str = "";

struct Whole {
    round: Round,
    plans: Vec<(String, String)>,
    own: Vec<(Comment, Vec<Withholding>)>,
}

async fn find(visit: &Visit, id: &RoundId) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let mut sent = store::pitch::titles::of_round(&mut conn, id).await?;
    sent.retain(|one| one.state != State::NotAdmitted);
    let plans = sent.into_iter().map(|one| (one.id.to_string(), one.title)).collect();
    let by = visit.context().actor.name();
    let mut own = Vec::new();
    for one in store::talk::of_actor(&mut conn, id, &by).await?.into_iter().filter(|one| one.gone.is_none()) {
        let taken = store::moderation::of(&mut conn, &Written::Comment(one.id.clone())).await?;
        own.push((one, taken));
    }
    Ok(Whole { round, plans, own })
}

/// Shows it.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let whole = find(&visit, &id).await?;
    Ok(answer(None, page(&visit, &whole, None)))
}

/// Says something, takes it back, or asks for a second look.
pub async fn say(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let one = form.get("one").to_string();
    let comment = CommentId::new(&one);
    let done = match form.get("do") {
        "say" => match CommentKind::typed(form.get("talk_kind")) {
            None => Err(ActError::field("talk_kind", "choose")),
            Some(kind) => {
                let (pitch, said) = (PitchId::new(form.get("talk_plan")), (kind, form.get("talk_words")));
                acts::speak(&mut visit.context(), &id, &pitch, said).await.map(|_| ())
            }
        },
        "back" => acts::take_back(&visit.context(), Writer::Staff, &comment).await,
        "appeal" => {
            let said = Written::Comment(comment);
            moderation::appeal(&visit.context(), Writer::Staff, &said, form.get("talk_appeal")).await
        }
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    if let Err(error) = done {
        let refused = Refused::of(error, "talk_words")?;
        let whole = find(&visit, &id).await?;
        let back = Back { which: one.as_str(), form: &form, refused: &refused };
        return Ok(answer(Some(&refused), page(&visit, &whole, Some(&back))));
    }
    Ok(Redirect::to(&visit.to(paths::ROUND_SPEAKING, &[id.as_str()])).into_response())
}

fn page(visit: &Visit, whole: &Whole, back: Option<&Back<'_, &str>>) -> Markup {
    let action = visit.to(paths::ROUND_SPEAKING, &[whole.round.id.as_str()]);
    let mut first = Form::default();
    first.set("talk_kind", CommentKind::Remark.name());
    let (fields, _) = filled(visit.text, back, NEW, &first);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("talk-smo-line")) }
            @if is_on(&whole.round) && !whole.plans.is_empty() {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("talk-say")) }
                    (fields.notice())
                    form.sr-stack method="post" action=(action) {
                        input type="hidden" name="do" value="say";
                        (fields.choice("talk_plan", "field-talk_plan", &whole.plans))
                        (fields.choice("talk_kind", "field-talk_kind", &parts::kinds(visit)))
                        (fields.field(&Field::of("area", "talk_words", "field-talk_words")))
                        (submit(&visit.say("talk-smo-do")))
                    }
                }
            } @else { p { (visit.say("talk-over")) } }
            @if !whole.own.is_empty() {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("talk-own-placed")) }
                    ol.sr-rows.sr-rows--plain {
                        @for (one, taken) in &whole.own {
                            li.sr-stack.sr-stack--tight {
                                (parts::head(visit, one))
                                (written(&one.words, Below::H3))
                                @for taken in taken { (course(visit, taken)) }
                                (owning(visit, &action, (one, taken), back))
                            }
                        }
                    }
                }
            }
        }
    };
    Frame::below_round(visit, &whole.round, visit.say("talk-smo-title")).show(visit, content)
}
