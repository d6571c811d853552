//! The pictures of a plan, on its page: showing them, adding one, taking one off.

use axum::response::Response;
use maud::{Markup, html};

use super::{Seat, to};
use crate::acts::pitch::picture as acts;
use crate::domain::id::PitchId;
use crate::domain::picture::MOST;
use crate::domain::pitch::Pitch;
use crate::domain::progress::Shot;
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::upload::PictureForm;
use crate::web::office::picture::taken;
use crate::web::parts::form::{Field, Filled, Refused, submit};
use crate::web::public::picture::jpeg;
use crate::web::visit::Visit;

/// Adds a picture.
pub async fn add(visit: &Visit, seat: &Seat, pitch: &PitchId, sent: PictureForm) -> Answer {
    let PictureForm { file, name, form } = sent;
    let alt = form.get("words_alt").to_string();
    let done = match taken(visit, (file, &name), &alt).await? {
        Err(refused) => Err(refused),
        Ok(files) => match acts::add(&visit.context(), seat.author(), pitch, (&files, &alt)).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Refused::of(error, "file")?),
        },
    };
    match done {
        Ok(()) => Ok(again(visit, seat, pitch)),
        Err(refused) => super::overview::came_back(visit, seat, pitch, (&form, &refused)).await,
    }
}

/// Takes one off.
pub async fn remove(visit: &Visit, seat: &Seat, pitch: &PitchId, number: u64) -> Answer {
    acts::remove(&visit.context(), seat.author(), pitch, number).await?;
    Ok(again(visit, seat, pitch))
}

/// Gives the small file, also before the plan was sent in.
pub async fn small(visit: &Visit, pitch: &PitchId, number: u64) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let found = store::pitch::picture::small(&mut conn, pitch, number).await?;
    found.map(jpeg).ok_or(Refusal::NOT_FOUND)
}

fn again(visit: &Visit, seat: &Seat, pitch: &PitchId) -> Response {
    to(&format!("{}#fotos", seat.to_pitch(visit, pitch)))
}

/// The pictures of a plan with what its group can do about them. `form` came back when a picture was not taken in.
pub fn section(visit: &Visit, seat: &Seat, (pitch, own): (&Pitch, &[Shot]), form: &Filled<'_>) -> Markup {
    let may = seat.writes() && pitch.is_written_at(visit.now);
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    html! {
        @if may || !own.is_empty() {
            section.sr-stack #fotos {
                h2.utrecht-heading-2 { (visit.say("words-pictures")) }
                @if own.is_empty() { p { (visit.say("words-pictures-none")) } }
                @for one in own {
                    figure.sr-stack.sr-stack--tight {
                        img.sr-picture.sr-picture--listed src=(seat.to_picture(visit, &pitch.id, one.number)) width="168" height="126" alt=(one.alt) loading="lazy";
                        figcaption.sr-small { (one.alt) }
                        @if may {
                            form method="post" action=(seat.to_picture_end(visit, &pitch.id, one.number)) {
                                button.utrecht-button type="submit" { (visit.say("words-picture-remove")) span.sr-hidden { ": " (one.alt) } }
                            }
                        }
                    }
                }
                @if may && own.len() < MOST {
                    details open[form.is_refused_at("file") || form.is_refused_at("words_alt")] {
                        summary { (visit.say("words-picture-add")) }
                        p.utrecht-paragraph { (visit.text.with("words-picture-line", &[("most", number(most))])) }
                        form.sr-stack method="post" enctype="multipart/form-data" action=(seat.to_pictures(visit, &pitch.id)) {
                            (form.field(&Field::of("file", "file", "words-picture-file")))
                            (form.field(&Field::text("words_alt", "field-words_alt")))
                            (submit(&visit.say("words-picture-add")))
                        }
                    }
                }
            }
        }
    }
}
