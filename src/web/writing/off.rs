//! What the office took off of what a group wrote with its plan, for that group: why, and asking for a second look.

use maud::{Markup, html};

use super::{Seat, named, to};
use crate::acts::moderation::{self as acts, Found, Owner, What, subject};
use crate::domain::id::PitchId;
use crate::domain::moderation::{APPEAL_DAYS, Subject};
use crate::domain::pitch::Pitch;
use crate::domain::talk::Side;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Back, Refused, answer, filled};
use crate::web::parts::moderation as parts;
use crate::web::visit::Visit;

/// What was taken off of what the group of a plan wrote, each once, the newest first.
pub async fn find(conn: &mut Conn, pitch: &PitchId) -> Answer<Vec<(Subject, Found)>> {
    let mut all: Vec<(Subject, Found)> = Vec::new();
    for taken in store::moderation::of_pitch(conn, pitch).await? {
        if &taken.pitch != pitch || all.iter().any(|(one, _)| one == &taken.of) {
            continue;
        }
        let found = subject::find(conn, &taken.of).await?;
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
    let one = Subject::named(form.get("sort"), form.get("one")).ok_or(Refusal(Kind::BadRequest))?;
    let (ctx, author) = (visit.context(), seat.author());
    let done = match form.get("do") {
        "told" => acts::told(&ctx, author, &one).await,
        _ => acts::appeal(&ctx, Owner::Group(author), &one, form.get("talk_appeal")).await,
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
    let is_told_here = seat.is_desk() && store::moderation::waiting::is_untold(&mut conn, &found).await?;
    drop(conn);
    let (action, title) = (seat.to_off(visit, pitch), visit.say("moderation-own"));
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("moderation-own-line")) }
        @if let Some(back) = back { (filled(visit.text, Some(back), back.which, back.form).0.within(back.which).notice()) }
        @if all.is_empty() { p { (visit.say("talk-office-nothing")) } }
        @for (one, found) in &all {
            section.sr-stack.sr-stack--tight {
                h2.utrecht-heading-2 { (visit.say(&format!("moderation-{}", one.kind()))) }
                blockquote.sr-stack.sr-stack--tight { (parts::written_as(visit, found)) }
                @for taken in &found.taken { (parts::course(visit, taken)) }
                @if is_told_here || was_told(found) { (telling(visit, &action, (one, found))) }
                @if !found.is_gone() && seat.writes() {
                    (parts::appealing(visit, &action, (one.kind(), &one.id()), &found.taken, back))
                }
            }
        }
    };
    Ok(answer(back.map(|back| back.refused), seat.page(visit, title, Some(&found), content)))
}

fn was_told(found: &Found) -> bool {
    found.standing().is_some_and(|taken| taken.told.is_some())
}

/// For the desk, of a group without e-mail: that it has to be told, and noting that it was.
fn telling(visit: &Visit, action: &str, (one, found): (&Subject, &Found)) -> Markup {
    html! {
        @match found.standing() {
            Some(taken) if taken.is_untold() => form.sr-stack method="post" action=(action) {
                p.utrecht-paragraph { (visit.text.with("moderation-untold", &[("days", number(APPEAL_DAYS.unsigned_abs()))])) }
                input type="hidden" name="sort" value=(one.kind());
                input type="hidden" name="one" value=(one.id());
                p { button.utrecht-button type="submit" name="do" value="told" { (visit.say("moderation-told-do")) } }
            },
            Some(taken) => @if let Some(at) = taken.told {
                p { (visit.text.with("moderation-told", &[("when", visit.text.moment(at).into())])) }
            },
            None => {},
        }
    }
}

/// The way to it, on the page of the plan, where there is something.
pub fn link(visit: &Visit, seat: &Seat, pitch: &Pitch, all: &[(Subject, Found)]) -> Markup {
    html! {
        @if !all.is_empty() {
            p { a.utrecht-link href=(seat.to_off(visit, &pitch.id)) { (visit.say("moderation-own")) span.sr-hidden { ": " (named(visit, pitch)) } } }
        }
    }
}
