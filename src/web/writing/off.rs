//! What the office took off of what a group wrote with its plan, for that group: why, and asking for a second look.

use maud::{Markup, html};

use super::{Seat, named, to};
use crate::acts::moderation::{self as acts, Found, What, Writer, written};
use crate::domain::id::PitchId;
use crate::domain::moderation::{With, Written};
use crate::domain::pitch::Pitch;
use crate::domain::progress::Shot;
use crate::domain::talk::Side;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Back, Refused, answer, filled};
use crate::web::parts::moderation as parts;
use crate::web::visit::Visit;

/// What was taken off of what the group of a plan wrote, each once, the newest first.
pub async fn find(conn: &mut Conn, pitch: &PitchId) -> Answer<Vec<(Written, Found)>> {
    let mut all: Vec<(Written, Found)> = Vec::new();
    for taken in store::moderation::of_pitch(conn, pitch).await? {
        if taken.with.plan() != Some(pitch) || all.iter().any(|(one, _)| one == &taken.of) {
            continue;
        }
        let found = written::find(conn, &taken.of).await?;
        let is_own = |found: &Found| !matches!(&found.what, What::Comment(said) if said.side != Side::Group);
        all.extend(found.filter(is_own).map(|found| (taken.of, found)));
    }
    Ok(all)
}

/// Shows it.
pub async fn show(visit: &Visit, seat: &Seat, pitch: &PitchId) -> Answer {
    render(visit, seat, pitch, None).await
}

/// Asks for a second look, or notes at the desk that the group was told.
pub async fn choose(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    let one = Written::worded(form.get("kind"), form.get("one")).ok_or(Refusal(Kind::BadRequest))?;
    let (ctx, author) = (visit.context(), seat.author());
    let done = match form.get("do") {
        "told" => acts::told(&ctx, Writer::Group(author), &one).await,
        _ => acts::appeal(&ctx, Writer::Group(author), &one, form.get("talk_appeal")).await,
    };
    match done {
        Ok(()) => Ok(to(&seat.to_off(visit, pitch))),
        Err(error) => {
            let refused = Refused::of(error, "talk_appeal")?;
            let back = Back { which: form.get("one"), form, refused: &refused };
            render(visit, seat, pitch, Some(&back)).await
        }
    }
}

async fn render(visit: &Visit, seat: &Seat, pitch: &PitchId, back: Option<&Back<'_, &str>>) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let found = store::pitch::find(&mut conn, pitch).await?.ok_or(Refusal::NOT_FOUND)?;
    let all = find(&mut conn, pitch).await?;
    let due = match seat.is_desk() {
        true => {
            let with = With::Plan(pitch.clone());
            store::moderation::waiting::to_tell(&mut conn, (&found.round, &with), visit.now).await?
        }
        false => Vec::new(),
    };
    drop(conn);
    let at = |shot: &Shot| seat.to_picture(visit, pitch, shot.number);
    let (action, title) = (seat.to_off(visit, pitch), visit.say("moderation-own"));
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("moderation-own-line")) }
        @if let Some(back) = back { (filled(visit.text, Some(back), back.which, back.form).0.within(back.which).notice()) }
        @if all.is_empty() { p { (visit.say("talk-office-nothing")) } }
        @for (one, found) in &all {
            section.sr-stack.sr-stack--tight {
                h2.utrecht-heading-2 { (visit.say(&format!("moderation-{}", one.kind()))) }
                blockquote.sr-stack.sr-stack--tight { (parts::written_as(visit, found, at)) }
                @for taken in &found.taken { (parts::course(visit, taken)) }
                (parts::telling(visit, &action, (one, &found.taken), &due))
                @if !found.is_gone() && seat.writes() {
                    (parts::appealing(visit, &action, (one.word(), &one.id()), &found.taken, back))
                }
            }
        }
    };
    Ok(answer(back.map(|back| back.refused), seat.page(visit, title, Some(&found), content)))
}

/// The way to it, on the page of the plan, where there is something.
pub fn link(visit: &Visit, seat: &Seat, pitch: &Pitch, all: &[(Written, Found)]) -> Markup {
    html! {
        @if !all.is_empty() {
            p { a.utrecht-link href=(seat.to_off(visit, &pitch.id)) { (visit.say("moderation-own")) span.sr-hidden { ": " (named(visit, pitch)) } } }
        }
    }
}
