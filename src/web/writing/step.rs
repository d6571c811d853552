//! One page of a plan: shown with what was typed last, kept when one goes on.

use axum::http::header;
use axum::response::Response;
use maud::{Markup, html};

use super::fields::{self, Choices};
use super::{Seat, to};
use crate::acts::ActError;
use crate::acts::location::places;
use crate::acts::pitch as acts;
use crate::domain::bid::task::sort;
use crate::domain::id::PitchId;
use crate::domain::pitch::content::Step;
use crate::domain::pitch::{Form as Questions, Pitch};
use crate::store::{self, Conn};
use crate::web::assets;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::headers;
use crate::web::parts::form::{Filled, Refused, answer};
use crate::web::visit::Visit;

/// Shows a page.
pub async fn show(visit: &Visit, seat: &Seat, (pitch, step): (&PitchId, &str)) -> Answer {
    let (pitch, step, choices) = find(visit, pitch, step).await?;
    if !pitch.is_written_at(visit.now) || !seat.writes() {
        return Ok(to(&seat.to_pitch(visit, &pitch.id)));
    }
    let form = fields::known(&pitch.content);
    Ok(sending(answer(None, page(visit, seat, (&pitch, step, &choices), (&form, None), false))))
}

/// Keeps what was typed, and goes on to the next page.
pub async fn save(visit: &Visit, seat: &Seat, (pitch, step): (&PitchId, &str), form: &Form) -> Answer {
    let (pitch, step, choices) = find(visit, pitch, step).await?;
    let seen = form.get("pt_seen");
    let done = match fields::read(form, step, &choices) {
        Err(refused) => Err(refused),
        Ok(answers) => {
            let ctx = visit.context();
            match acts::write(&ctx, seat.author(), &pitch.id, (step, seen), answers).await {
                Ok(_) => Ok(()),
                Err(ActError::DraftChanged) => {
                    let now = store::pitch::find(&mut *visit.app.store.read().await?, &pitch.id).await?;
                    let now = now.ok_or(Refusal::NOT_FOUND)?;
                    let shown = page(visit, seat, (&now, step, &choices), (form, None), true);
                    return Ok(sending(with_kind(Kind::DraftChanged, shown)));
                }
                Err(error) => Err(Refused::of(error, "pt_costs")?),
            }
        }
    };
    match done {
        Err(refused) => {
            let shown = page(visit, seat, (&pitch, step, &choices), (form, Some(&refused)), false);
            Ok(sending(answer(Some(&refused), shown)))
        }
        Ok(()) => Ok(to(&next(visit, seat, &pitch, step, form.get("pt_next")))),
    }
}

/// An answer whose script may send the page to us, to keep what is typed.
fn sending(mut page: Response) -> Response {
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, headers::SENDING);
    page
}

/// Where one goes from a page.
fn next(visit: &Visit, seat: &Seat, pitch: &Pitch, step: Step, wish: &str) -> String {
    let steps = pitch.content.form.steps();
    let place = steps.iter().position(|one| *one == step);
    let after = place.and_then(|place| steps.get(place + 1));
    let before = place.and_then(|place| place.checked_sub(1)).and_then(|before| steps.get(before));
    match (wish, after) {
        ("back", _) => {
            before.map_or(seat.to_pitch(visit, &pitch.id), |step| seat.to_step(visit, &pitch.id, *step))
        }
        ("more", _) => seat.to_step(visit, &pitch.id, step),
        ("stop", _) | (_, None) => seat.to_pitch(visit, &pitch.id),
        (_, Some(after)) => seat.to_step(visit, &pitch.id, *after),
    }
}

async fn find(visit: &Visit, pitch: &PitchId, step: &str) -> Answer<(Pitch, Step, Choices)> {
    let mut conn = visit.app.store.read().await?;
    let pitch = store::pitch::find(&mut conn, pitch).await?.ok_or(Refusal::NOT_FOUND)?;
    let is_of = |step: &Step| *step == Step::Allies || pitch.content.form.steps().contains(step);
    let step = Step::named(step).filter(is_of);
    let step = step.ok_or(Refusal::NOT_FOUND)?;
    let choices = choices(&mut conn, &pitch).await?;
    Ok((pitch, step, choices))
}

async fn choices(conn: &mut Conn, pitch: &Pitch) -> Answer<Choices> {
    let round = store::round::find(conn, &pitch.round).await?.ok_or(Refusal::NOT_FOUND)?;
    let terms = acts::terms(conn, &round).await?;
    let neighbourhoods = places(conn, &round).await?;
    let mut tasks = match pitch.content.form {
        Questions::Bid => store::bid::task::list(conn).await?,
        Questions::Light | Questions::Full => Vec::new(),
    };
    // What was chosen stays a choice when no more bids are taken for it.
    tasks.retain(|one| one.facts.is_open || one.id.as_str() == pitch.content.offer.task);
    sort(&mut tasks);
    Ok(Choices { categories: terms.categories, neighbourhoods, tasks })
}

/// All pages of a plan, so that one can go to any of them.
fn whole(visit: &Visit, seat: &Seat, pitch: &Pitch, here: Step) -> Markup {
    html! {
        ol {
            @for step in pitch.content.form.steps() {
                li {
                    @let name = visit.say(&format!("pt-step-{}", step.name()));
                    @if *step == here { strong aria-current="step" { (name) } }
                    @else { a.utrecht-link href=(seat.to_step(visit, &pitch.id, *step)) { (name) } }
                }
            }
        }
    }
}

fn page(
    visit: &Visit,
    seat: &Seat,
    (pitch, step, choices): (&Pitch, Step, &Choices),
    (form, refused): (&Form, Option<&Refused>),
    has_changed: bool,
) -> Markup {
    let steps = pitch.content.form.steps();
    let number = steps.iter().position(|one| *one == step).map_or(1, |place| place + 1);
    let filled = Filled::new(visit.text, form, refused);
    let told = visit.text.with(
        "pt-step-of",
        &[("number", number.to_string().into()), ("count", steps.len().to_string().into())],
    );
    // Who comes back with a page still has seen what they saw then: what somebody else wrote since is not written over.
    let seen = match (refused, form.get("pt_seen")) {
        (Some(_), seen) if !seen.is_empty() => seen.to_string(),
        (Some(_) | None, _) => pitch.content.mark(step),
    };
    let content = html! {
        div.sr-stack {
            @if step != Step::Allies {
                details.sr-small {
                    summary { (told) }
                    (whole(visit, seat, pitch, step))
                }
            }
            p.utrecht-paragraph { (visit.say(&format!("pt-step-{}-line", step.name()))) }
        }
        @if has_changed {
            div.utrecht-alert.utrecht-alert--warning.sr-stack.sr-stack--tight role="status" data-kind=(Kind::DraftChanged.name()) {
                h2.utrecht-heading-3 { (visit.say("pt-changed")) }
                p { (visit.say("pt-changed-line")) }
            }
        }
        (filled.notice())
        form.sr-stack method="post" action=(seat.to_step(visit, &pitch.id, step)) data-kept=(visit.say("pt-kept")) data-open=(visit.say("pt-kept-not")) {
            input type="hidden" name="pt_seen" value=(seen);
            (fields::show(visit, (step, &pitch.content), (&filled, form, refused), choices))
            @if step == Step::Costs { (fields::sums(visit, &pitch.content.budget)) }
            p.sr-small #pt_kept role="status" {}
            p.utrecht-button-group {
                button.utrecht-button.utrecht-button--primary-action type="submit" name="pt_next" value="go" { (visit.say("pt-next")) }
                @if number > 1 { button.utrecht-button type="submit" name="pt_next" value="back" { (visit.say("pt-back")) } }
                button.utrecht-button type="submit" name="pt_next" value="stop" { (visit.say("pt-stop")) }
            }
        }
        script src=(assets::DRAFT.address()) defer {}
    };
    seat.page(visit, visit.say(&format!("pt-step-{}", step.name())), Some(pitch), content)
}
