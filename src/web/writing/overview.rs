//! A plan as a whole for its group: what it says, what is missing, which plans look like it, and sending it in.

use maud::{Markup, html};

use super::{Seat, accounting, allies, answering, helping, named, off, pictures, regroup, to};
use crate::acts::ActError;
use crate::acts::moderation::Found;
use crate::acts::pitch as acts;
use crate::domain::bid::takeover::Step as TakeoverStep;
use crate::domain::id::PitchId;
use crate::domain::moderation::Written;
use crate::domain::picture::MOST;
use crate::domain::pitch::ally::{Asked, silent};
use crate::domain::pitch::help::{Help, Why};
use crate::domain::pitch::similar;
use crate::domain::pitch::wish::Answered;
use crate::domain::pitch::{Event, EventKind, Fault, Form as Questions, Pitch, State, Version};
use crate::domain::progress::Shot;
use crate::domain::round::Round;
use crate::domain::smo::Exclusion;
use crate::domain::time::Moment;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::parts::{alliance, moderation, pitch as parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// What the page shows.
struct Whole {
    pitch: Pitch,
    round: Round,
    faults: Vec<Fault>,
    excluded: Vec<Exclusion>,
    /// Why the page comes back, if its money is why.
    kind: Option<Kind>,
    similar: Vec<(String, String)>,
    events: Vec<Event>,
    versions: Vec<Version>,
    places: Vec<(String, String)>,
    pictures: Vec<Shot>,
    open: answering::Open,
    /// Who was asked to take part, and what they said.
    asked: Vec<Asked>,
    help: Vec<Help>,
    /// What the office answered to the wishes for help that is no money.
    wishes: Vec<Answered>,
    /// The steps of the takeover, of a bid.
    takeover: Vec<TakeoverStep>,
    shared: regroup::Shared,
    /// What was taken off of what the group wrote with it.
    taken: Vec<(Written, Found)>,
    /// What groups wrote beside it.
    beside: moderation::Beside,
}

impl Whole {
    /// Whether it can be sent in.
    fn is_ready(&self) -> bool {
        self.faults.is_empty() && self.excluded.is_empty()
    }
}

/// Shows a plan.
pub async fn show(visit: &Visit, seat: &Seat, pitch: &PitchId) -> Answer {
    let whole = find(visit, pitch).await?;
    Ok(answer(None, page(visit, seat, &whole, (&Form::default(), None))))
}

/// Sends it in.
pub async fn send(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    match acts::submit(&visit.context(), seat.author(), pitch).await {
        Ok(()) => Ok(to(&seat.to_pitch(visit, pitch))),
        // The page says which of the ways it is.
        Err(ActError::Excluded(_)) => {
            let kind = Some(Kind::ExcludedRecipient);
            let whole = Whole { kind, ..find(visit, pitch).await? };
            Ok(with_kind(Kind::ExcludedRecipient, page(visit, seat, &whole, (form, None))))
        }
        Err(error) => refused(visit, seat, pitch, (form, error)).await,
    }
}

/// Asks a member of the alliance whether it takes part.
pub async fn ask(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    match allies::ask(visit, seat, pitch, form).await? {
        Ok(()) => Ok(to(&seat.to_pitch(visit, pitch))),
        Err(refused) => {
            let whole = find(visit, pitch).await?;
            Ok(answer(Some(&refused), page(visit, seat, &whole, (form, Some(&refused)))))
        }
    }
}

/// Asks all questions about it, or fewer.
pub async fn set_form(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    let Some(wanted) = Questions::named(form.get("pt_size")) else { return Err(Refusal(Kind::BadRequest)) };
    acts::set_form(&visit.context(), seat.author(), pitch, wanted).await?;
    Ok(to(&seat.to_pitch(visit, pitch)))
}

/// Takes it back; a draft is thrown away. The typed word says that it is meant.
pub async fn end(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    let found = store::pitch::find(&mut *visit.app.store.read().await?, pitch).await?;
    let found = found.ok_or(Refusal::NOT_FOUND)?;
    if !visit.is_word("pt-end-word", form.get("word")) {
        return refused(visit, seat, pitch, (form, ActError::field("word", "word"))).await;
    }
    let (ctx, author) = (visit.context(), seat.author());
    if found.state == State::Draft {
        acts::drop_draft(&ctx, author, pitch, Why::said(form.get("pt_drop_why"))).await?;
        return Ok(to(&seat.to_start(visit)));
    }
    acts::withdraw(&ctx, author, pitch).await?;
    Ok(to(&seat.to_pitch(visit, pitch)))
}

pub(super) async fn refused(
    visit: &Visit,
    seat: &Seat,
    pitch: &PitchId,
    (form, error): (&Form, ActError),
) -> Answer {
    let refused = Refused::of(error, "pt_submit")?;
    came_back(visit, seat, pitch, (form, &refused)).await
}

/// Shows a plan with a form that came back.
pub async fn came_back(
    visit: &Visit,
    seat: &Seat,
    pitch: &PitchId,
    (form, refused): (&Form, &Refused),
) -> Answer {
    let whole = find(visit, pitch).await?;
    Ok(answer(Some(refused), page(visit, seat, &whole, (form, Some(refused)))))
}

async fn find(visit: &Visit, pitch: &PitchId) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let pitch = store::pitch::find(&mut conn, pitch).await?.ok_or(Refusal::NOT_FOUND)?;
    let round = store::round::find(&mut conn, &pitch.round).await?.ok_or(Refusal::NOT_FOUND)?;
    let open = answering::find(&mut conn, &round, &pitch).await?;
    let versions = store::pitch::life::versions(&mut conn, &pitch.id).await?;
    let is_written = is_written(&open, pitch.state, visit.now);
    // After that it says what was sent in last: that is what was decided about.
    let sent = versions.last().and_then(|last| last.content.clone()).filter(|_| !is_written);
    let pitch = Pitch { content: sent.unwrap_or_else(|| pitch.content.clone()), ..pitch };
    let (mut faults, excluded) = match is_written {
        true => acts::missing(&mut conn, &round, (&pitch.content, &pitch.applicant), visit.now).await?,
        false => (Vec::new(), Vec::new()),
    };
    let asked = store::pitch::ally::of_pitch(&mut conn, &pitch.id).await?;
    if is_written && !silent(&pitch.content, &pitch.id, &asked).is_empty() {
        faults.push(allies::silent_fault());
    }
    let similar = match is_written {
        true => alike(&mut conn, &pitch, visit).await?,
        false => Vec::new(),
    };
    Ok(Whole {
        faults,
        excluded,
        kind: None,
        similar,
        events: store::pitch::life::events(&mut conn, &pitch.id).await?,
        versions,
        places: parts::places(&mut conn).await?,
        pictures: match is_written {
            true => store::pitch::picture::of(&mut conn, &pitch.id).await?,
            false => store::pitch::picture::sent(&mut conn, &pitch.id).await?,
        },
        open,
        asked,
        help: store::pitch::help::of(&mut conn, &pitch.id).await?,
        wishes: store::pitch::wish::of(&mut conn, &pitch.id).await?,
        takeover: store::bid::steps(&mut conn, &pitch.id).await?,
        shared: regroup::find(&mut conn, &round, &pitch, visit).await?,
        taken: off::find(&mut conn, &pitch.id).await?,
        beside: moderation::beside(&mut conn, &pitch).await?,
        pitch,
        round,
    })
}

/// Whether its group writes in it: a draft, and what it has in hand while its time runs.
fn is_written(open: &answering::Open, state: State, now: Moment) -> bool {
    state.is_written() && !answering::is_late(open, state, now)
}

/// The plans that look like it, each with its address.
async fn alike(conn: &mut Conn, pitch: &Pitch, visit: &Visit) -> Answer<Vec<(String, String)>> {
    let shared =
        store::search::alike(conn, (&pitch.round, &pitch.id), &similar::words(&pitch.content)).await?;
    let mut all = Vec::new();
    for id in similar::ranked(shared).into_iter().take(similar::MOST) {
        let title = store::pitch::life::title(conn, &pitch.round, &id).await?;
        let address = visit.to(paths::SENT_IN_ONE, &[pitch.round.as_str(), id.as_str()]);
        all.extend(title.map(|title| (title, address)));
    }
    Ok(all)
}

fn page(visit: &Visit, seat: &Seat, whole: &Whole, (form, refused): (&Form, Option<&Refused>)) -> Markup {
    let filled = Filled::new(visit.text, form, refused)
        .saying("word", visit.say("pt-end-word"))
        .saying("most", number(MOST.try_into().unwrap_or(u64::MAX)));
    let pitch = &whole.pitch;
    let may_write = seat.writes() && is_written(&whole.open, pitch.state, visit.now);
    let content = html! {
        p { (parts::badge(visit, pitch.state)) " " bdi { (pitch.applicant) } ", " (whole.round.plan.title) }
        (filled.notice())
        (standing(visit, seat, whole))
        (off::link(visit, seat, pitch, &whole.taken))
        (answering::deadline(visit, &whole.open, pitch.state))
        @if may_write {
            (missing(visit, seat, whole))
            (allies::asking(visit, seat, (pitch, &whole.asked), (form, refused)))
            @if !whole.similar.is_empty() { (beside(visit, whole)) }
            @if whole.is_ready() { p { a.utrecht-link href="#pt_submit" { (visit.say("pt-ready")) } } }
        }
        (regroup::section(visit, seat, (pitch, &whole.shared)))
        (answering::section(visit, seat, (pitch, &whole.open), &filled))
        (helping::wishes(visit, &whole.versions, &whole.wishes))
        (accounting::section(visit, seat, (pitch, &whole.takeover), &filled))
        @if helping::has_answer(&whole.help) { (helping::section(visit, seat, (pitch, &whole.round, &whole.help), &filled)) }
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("pt-says")) }
            (parts::steps(visit, (&pitch.content, parts::Eyes::Group), &whole.places, |step| may_write.then(|| seat.to_step(visit, &pitch.id, step))))
        }
        (alliance::shares(visit, &pitch.content, &pitch.applicant))
        (pictures::section(visit, seat, (pitch, &whole.pictures), &filled))
        @if may_write && whole.is_ready() { (sending_in(visit, seat, pitch)) }
        @if !helping::has_answer(&whole.help) { (helping::section(visit, seat, (pitch, &whole.round, &whole.help), &filled)) }
        @if !whole.events.is_empty() { (parts::life(visit, (pitch.state, &whole.beside), (&whole.events, &whole.versions), parts::Eyes::Group)) }
        @if seat.owns() && (pitch.state == State::Draft || pitch.state.can_be_withdrawn()) {
            (ending(visit, seat, pitch, &filled))
        }
    };
    seat.page(visit, named(visit, pitch), None, content)
}

/// Below what it says and its pictures, so that one sends in what one saw.
fn sending_in(visit: &Visit, seat: &Seat, pitch: &Pitch) -> Markup {
    html! {
        section.sr-stack #pt_submit {
            h2.utrecht-heading-2 { (visit.say("pt-submit-title")) }
            p.utrecht-paragraph { (visit.say("pt-submit-line")) }
            form method="post" action=(seat.to_submit(visit, &pitch.id)) {
                (submit(&visit.say(if seat.is_desk() { "pt-submit-desk" } else { "pt-submit-do" })))
            }
        }
    }
}

/// That too few people support it, while its term runs.
fn short<'a>(visit: &Visit, whole: &'a Whole) -> Option<(&'a Event, Moment)> {
    let event = whole.events.iter().rfind(|one| one.kind == EventKind::Short)?;
    let until = event.until.filter(|until| visit.now <= *until && whole.pitch.state.is_undecided())?;
    Some((event, until))
}

/// Where it stands, and what happens next.
fn standing(visit: &Visit, seat: &Seat, whole: &Whole) -> Markup {
    let (pitch, text) = (&whole.pitch, visit.text);
    html! {
        @match pitch.state {
            State::Draft => @if let Some(until) = whole.round.plan.dates.propose_until {
                p.utrecht-paragraph { (text.with("pt-now-draft", &[("when", text.moment(until).into())])) }
            },
            State::Incomplete => (in_hand(visit, whole)),
            State::Submitted | State::Admissible | State::NotAdmitted | State::Withdrawn | State::Merged => {
                p.utrecht-paragraph.utrecht-paragraph--lead { (text.get(&format!("pt-now-{}", pitch.state.name()))) }
                @if pitch.state != State::Withdrawn {
                    p { a.utrecht-link href=(visit.to(paths::SENT_IN_ONE, &[pitch.round.as_str(), pitch.id.as_str()])) { (text.get("pt-to-public")) } }
                    @if seat.writes() {
                        p { a.utrecht-link href=(seat.to_talk(visit, &pitch.id)) { (text.get("talk-group-title")) } }
                        p { a.utrecht-link href=(seat.to_meetings(visit, &pitch.id)) { (text.get("meet-title")) } }
                    }
                }
            }
        }
        @if let Some((event, until)) = short(visit, whole) {
            (form::alert("warning", &text.get("told-short-subject"), html! {
                p.sr-prewrap { (event.reason) }
                p { (text.with("told-until-short", &[("when", text.moment(until).into())])) }
            }))
        }
    }
}

/// That its group has it in hand: why, and until when; or that its time has passed, and what happens then.
fn in_hand(visit: &Visit, whole: &Whole) -> Markup {
    let (pitch, text) = (&whole.pitch, visit.text);
    let mending = [EventKind::Repair, EventKind::Split, EventKind::Reopen];
    let Some(event) = whole.events.iter().rfind(|one| mending.contains(&one.kind)) else { return html! {} };
    let name = event.kind.name();
    if answering::is_late(&whole.open, pitch.state, visit.now) {
        return form::alert(
            "warning",
            &text.get("pt-late-own"),
            html! { p { (text.get(&format!("pt-late-own-{name}"))) } },
        );
    }
    html! {
        @if let Some(until) = pitch.until {
            (form::alert("warning", &text.get(&format!("pt-now-incomplete-{name}")), html! {
                @if !event.reason.is_empty() { p.sr-prewrap { (event.reason) } }
                p { (text.with("pt-now-incomplete-until", &[("when", text.moment(until).into())])) }
            }))
        }
    }
}

/// What is missing, each with the page where it is mended.
fn missing(visit: &Visit, seat: &Seat, whole: &Whole) -> Markup {
    let pitch = &whole.pitch;
    html! {
        @if !whole.faults.is_empty() {
            (form::alert("info", &visit.say("pt-missing"), html! {
                ul {
                    @for fault in &whole.faults {
                        li {
                            a.utrecht-link href=(seat.to_step(visit, &pitch.id, fault.step)) { (visit.say(&format!("pt-fault-{}", fault.name))) }
                        }
                    }
                }
                @if whole.faults.iter().any(|fault| fault.name == "not-light") {
                    form method="post" action=(seat.to_form(visit, &pitch.id)) {
                        p { button.utrecht-button type="submit" name="pt_size" value="full" { (visit.say("pt-form-full")) } }
                    }
                }
            }))
        }
        (parts::excluded(visit, &whole.excluded, whole.kind))
    }
}

fn beside(visit: &Visit, whole: &Whole) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("pt-similar")) }
            p.utrecht-paragraph { (visit.say("pt-similar-line")) }
            ul { @for (title, address) in &whole.similar { li { a.utrecht-link href=(address) { (title) } } } }
        }
    }
}

fn ending(visit: &Visit, seat: &Seat, pitch: &Pitch, filled: &Filled<'_>) -> Markup {
    let key = if pitch.state == State::Draft { "pt-drop" } else { "pt-withdraw" };
    html! {
        details open[filled.is_refused_at("word")] {
            summary { (visit.say(key)) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say(&format!("{key}-line"))) }
                form.sr-stack method="post" action=(seat.to_end(visit, &pitch.id)) {
                    @if pitch.state == State::Draft { (helping::why(visit, filled)) }
                    (filled.field(&Field::text("word", "field-word")))
                    p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say(key)) } }
                }
            }
        }
    }
}
