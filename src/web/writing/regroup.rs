//! Going on as one with other plans, or as two, for the group of a plan: what is proposed, its yes or no, and proposing it.

use maud::{Markup, html};

use super::{Seat, joining, overview, to};
use crate::acts::pitch::assessment::Known;
use crate::acts::pitch::regroup::{self as acts, By, Standing};
use crate::domain::id::{PitchId, RegroupId};
use crate::domain::pitch::ally::Reply;
use crate::domain::pitch::regroup::{Kind, Proposer, Regroup};
use crate::domain::pitch::{Pitch, State};
use crate::domain::round::Round;
use crate::domain::time::Moment;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Kind as Fault, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::regroup::{self as parts, Links};
use crate::web::visit::Visit;

/// What there is of it.
pub struct Shared {
    all: Vec<Standing>,
    links: Links,
    /// The split from which this plan came.
    split: Option<Regroup>,
    /// Whether the list for the ballot is not fixed.
    is_open: bool,
    /// Until when nobody decides, where its group may take it back in hand after a merge.
    reopen_until: Option<Moment>,
}

/// Reads it.
pub async fn find(conn: &mut Conn, round: &Round, pitch: &Pitch, visit: &Visit) -> Answer<Shared> {
    let known = Known::of(conn, round, &pitch.id).await?;
    Ok(Shared {
        all: acts::of_pitch(conn, &pitch.id, visit.now).await?,
        links: parts::links(conn, pitch).await?,
        split: store::pitch::regroup::of_draft(conn, &pitch.id).await?,
        is_open: acts::is_open(round),
        reopen_until: known.course().merge_until().filter(|_| pitch.state == State::Submitted),
    })
}

/// Does what one of the buttons says.
pub async fn act(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    let (author, which) = (seat.author(), RegroupId::new(form.get("pm_which")));
    let mut ctx = visit.context();
    let done = match form.get("pm_do") {
        "propose" => return joining::propose(visit, seat, pitch, form).await,
        "find" => return joining::look_for(visit, seat, pitch, form).await,
        "back" => acts::take_back(&ctx, By::Group(author, pitch), &which).await,
        "reopen" => acts::reopen(&ctx, author, pitch).await,
        word => {
            let reply = Reply::named(word).ok_or(Refusal(Fault::BadRequest))?;
            acts::answer(&mut ctx, author, pitch, (&which, form.get("pm_seen"), reply)).await
        }
    };
    match done {
        Ok(()) => Ok(to(&seat.to_pitch(visit, pitch))),
        Err(error) => overview::refused(visit, seat, pitch, (form, error)).await,
    }
}

/// Where it came from and goes on, what is proposed, and what its group can do.
pub fn section(visit: &Visit, seat: &Seat, (pitch, shared): (&Pitch, &Shared)) -> Markup {
    let may = seat.owns() && shared.is_open && pitch.can_regroup(visit.now);
    let is_proposed = shared.all.iter().any(|one| one.is_open);
    html! {
        (parts::beside(visit, &shared.links))
        @if let (Some((_, until)), State::Draft) = (shared.split.as_ref().and_then(|one| one.draft.as_ref()), pitch.state) {
            p.utrecht-paragraph { strong { (visit.text.with("pm-draft-until", &[("when", visit.text.moment(*until).into())])) } }
        }
        @if !shared.all.is_empty() {
            section.sr-stack #pm_answer {
                h2.utrecht-heading-2 { (visit.say("pm-title")) }
                @for one in &shared.all {
                    div.sr-stack.sr-stack--tight {
                        (parts::proposal(visit, one))
                        @if let Some((draft, _)) = &one.one.draft {
                            p { a.utrecht-link href=(seat.to_pitch(visit, draft)) { (visit.say("pm-to-draft")) } }
                        }
                        @if may && one.is_open { (answering(visit, seat, pitch, one)) }
                    }
                }
            }
        }
        @if let Some(until) = shared.reopen_until.filter(|_| seat.owns() && shared.is_open) {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("pm-reopen")) }
                p.utrecht-paragraph { (visit.say("pm-reopen-line")) }
                @if visit.now <= until { p.utrecht-paragraph { (visit.text.with("pm-reopen-until", &[("when", visit.text.moment(until).into())])) } }
                form method="post" action=(seat.to_regroup(visit, &pitch.id)) {
                    p { button.utrecht-button type="submit" name="pm_do" value="reopen" { (visit.say("pm-reopen")) } }
                }
            }
        }
        @if may && !is_proposed { p { a.utrecht-link href=(seat.to_regroup(visit, &pitch.id)) { (visit.say("pm-propose")) } } }
    }
}

fn answering(visit: &Visit, seat: &Seat, pitch: &Pitch, standing: &Standing) -> Markup {
    let one = &standing.one;
    let is_own = matches!(&one.by, Proposer::Group(id) if id == &pitch.id);
    let line = match one.kind {
        Kind::Split => "pm-line-split",
        Kind::Merge if one.pitch == pitch.id => "pm-line-carrier",
        Kind::Merge => "pm-line-ends",
    };
    html! {
        p.utrecht-paragraph { (visit.say(line)) }
        @if one.kind == Kind::Merge { p.utrecht-paragraph { (visit.say("pm-support")) } }
        form.sr-stack method="post" action=(seat.to_regroup(visit, &pitch.id)) {
            input type="hidden" name="pm_which" value=(one.id);
            input type="hidden" name="pm_seen" value=(standing.mark);
            p.utrecht-button-group {
                @if one.said(&pitch.id, &standing.mark).is_none() {
                    button.utrecht-button.utrecht-button--primary-action type="submit" name="pm_do" value="yes" { (visit.say(if one.kind == Kind::Merge { "pm-yes-merge" } else { "pm-yes-split" })) }
                    button.utrecht-button type="submit" name="pm_do" value="no" { (visit.say("pm-no")) }
                } @else if !is_own {
                    button.utrecht-button type="submit" name="pm_do" value="no" { (visit.say("pm-no-after-all")) }
                }
                @if is_own { button.utrecht-button type="submit" name="pm_do" value="back" { (visit.say("pm-back")) } }
            }
        }
    }
}
