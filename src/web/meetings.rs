//! Meetings of a round and its plans: the page on which the office calls them, the one on which a group does about its own plan,
//! and the list that everyone sees.

use std::collections::BTreeMap;

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::office::frame::Frame;
use super::office::rounds;
use crate::acts::ActError;
use crate::acts::meeting::{self as acts, Host, Wanted};
use crate::acts::talk::open;
use crate::domain::account::Permission;
use crate::domain::id::{MeetingId, PitchId, RoundId};
use crate::domain::meeting::Meeting;
use crate::domain::moderation::{Withholding, Written};
use crate::domain::pitch::Pitch;
use crate::domain::round::Round;
use crate::domain::talk::Open;
use crate::domain::time::Moment;
use crate::store::{self, Conn, moderation};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts;
use crate::web::parts::form::{Back, Field, Refused, answer, filled, submit};
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::Seat;

/// The form to call one, among those of the meetings that are there.
const NEW: &str = "";

/// A page on which meetings are called.
struct Desk {
    round: Round,
    /// The plan of the group for which somebody looks; nothing for the office.
    own: Option<(Seat, Pitch)>,
    action: String,
    /// The plans that a meeting can be about, for the office.
    plans: Vec<(String, String)>,
    all: Vec<Meeting>,
    /// What the office took off.
    taken: BTreeMap<MeetingId, Withholding>,
    may_call: bool,
    /// Whether what was called can be called off, or told of.
    may_change: bool,
}

async fn of_office(visit: &Visit, id: &RoundId) -> Answer<Desk> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let sent = store::pitch::titles::of_round(&mut conn, id).await?;
    let own = sent.into_iter().map(|one| (one.id.to_string(), one.title));
    let plans = std::iter::once((String::new(), visit.say("meet-of-round"))).chain(own).collect();
    Ok(Desk {
        action: visit.to(paths::ROUND_MEETINGS, &[id.as_str()]),
        all: store::meeting::of_round(&mut conn, id).await?,
        taken: moderation::meetings_off(&mut conn, id).await?,
        may_call: visit.may(Permission::RunRounds),
        may_change: visit.may(Permission::RunRounds),
        own: None,
        plans,
        round,
    })
}

async fn of_group(visit: &Visit, seat: &Seat, id: &PitchId) -> Answer<Desk> {
    let mut conn = visit.app.store.read().await?;
    let pitch = store::pitch::find(&mut conn, id).await?.ok_or(Refusal::NOT_FOUND)?;
    let round = store::round::find(&mut conn, &pitch.round).await?.ok_or(Refusal::NOT_FOUND)?;
    let mut all = store::meeting::of_round(&mut conn, &round.id).await?;
    all.retain(|one| one.pitch.as_ref() == Some(id));
    let open = open::of_plan(&mut conn, &round, &pitch).await?;
    Ok(Desk {
        action: seat.to_meetings(visit, id),
        may_call: open.is_some_and(Open::takes_words),
        may_change: open.is_some(),
        own: Some((seat.clone(), pitch)),
        plans: Vec::new(),
        taken: moderation::meetings_off(&mut conn, &round.id).await?,
        all,
        round,
    })
}

/// Shows the page of the office.
pub async fn show_office(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let desk = of_office(&visit, &id).await?;
    Ok(answer(None, page(&visit, &desk, None)))
}

/// Does what a form of it says.
pub async fn do_office(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let about = Some(form.get("meet_plan")).filter(|plan| !plan.is_empty()).map(PitchId::new);
    let done = act(&visit, Host::Office, (&id, about.as_ref()), &form).await;
    let desk = of_office(&visit, &id).await?;
    told(&visit, &desk, &form, done)
}

/// Shows the page of a group.
pub async fn show_seat(visit: &Visit, seat: &Seat, pitch: &PitchId) -> Answer {
    let desk = of_group(visit, seat, pitch).await?;
    Ok(answer(None, page(visit, &desk, None)))
}

/// Does what a form of it says.
pub async fn do_seat(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    let desk = of_group(visit, seat, pitch).await?;
    let done = act(visit, Host::Group(seat.author()), (&desk.round.id, Some(pitch)), form).await;
    let desk = of_group(visit, seat, pitch).await?;
    told(visit, &desk, form, done)
}

async fn act(
    visit: &Visit,
    host: Host<'_>,
    (round, about): (&RoundId, Option<&PitchId>),
    form: &Form,
) -> Answer<Result<(), ActError>> {
    let id = MeetingId::new(form.get("one"));
    Ok(match form.get("do") {
        "call" => match Moment::parse_local(form.get("meet_at")) {
            None => Err(ActError::field("meet_at", "moment")),
            Some(at) => {
                let wanted = Wanted {
                    title: form.get("meet_title"),
                    at,
                    place: form.get("meet_place"),
                    access: form.get("meet_access"),
                    about: form.get("meet_about"),
                };
                acts::call(&mut visit.context(), host, (round, about), &wanted).await.map(|_| ())
            }
        },
        "cancel" => acts::cancel(&visit.context(), host, (round, &id), form.get("meet_reason")).await,
        "report" => acts::report(&visit.context(), host, (round, &id), form.get("meet_report")).await,
        _ => return Err(Refusal(Kind::BadRequest)),
    })
}

fn told(visit: &Visit, desk: &Desk, form: &Form, done: Answer<Result<(), ActError>>) -> Answer {
    match done? {
        Ok(()) => Ok(Redirect::to(&desk.action).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "meet_title")?;
            let back = Back { which: form.get("one"), form, refused: &refused };
            Ok(answer(Some(&refused), page(visit, desk, Some(&back))))
        }
    }
}

fn page(visit: &Visit, desk: &Desk, back: Option<&Back<'_, &str>>) -> Markup {
    let title = visit.say("meet-title");
    let content = html! {
        div.sr-stack.sr-stack--mid {
            @if desk.all.is_empty() { p { (visit.say("meet-none")) } }
            @if !desk.all.is_empty() { h2.utrecht-heading-2 { (visit.say("meet-all")) } }
            ol.sr-rows.sr-rows--plain {
                @for one in desk.all.iter().rev().filter(|one| !one.is_gone()) {
                    li.sr-stack.sr-stack--tight {
                        (parts::meeting::shown(visit, one, about(desk, one)))
                        @if desk.may_change { (changing(visit, desk, one, back)) }
                        (beside(visit, desk, one))
                    }
                }
            }
            @if desk.may_call { (calling(visit, desk, back)) }
        }
    };
    match &desk.own {
        None => Frame::below_round(visit, &desk.round, title).show(visit, content),
        Some((seat, pitch)) => seat.page(visit, title, Some(pitch), content),
    }
}

/// That it was taken off, and where the office decides about it or the group asks for a second look.
fn beside(visit: &Visit, desk: &Desk, one: &Meeting) -> Markup {
    let own = Written::Meeting(one.id.clone());
    let taken = desk.taken.get(&one.id);
    html! {
        @if let Some(taken) = taken { (parts::moderation::course(visit, taken)) }
        @match &desk.own {
            None => @if one.is_of_group() {
                p.sr-small { a.utrecht-link href=(parts::moderation::case(visit, &desk.round.id, &own)) { (visit.say("moderation-case")) } }
            },
            Some((seat, pitch)) => @if taken.is_some() {
                p { a.utrecht-link href=(seat.to_off(visit, &pitch.id)) { (visit.say("talk-appeal")) } }
            },
        }
    }
}

/// The name of the plan that a meeting is about.
fn about<'a>(desk: &'a Desk, one: &Meeting) -> Option<&'a str> {
    let id = one.pitch.as_ref()?;
    desk.plans.iter().find(|(known, _)| known == id.as_str()).map(|(_, title)| title.as_str())
}

fn calling(visit: &Visit, desk: &Desk, back: Option<&Back<'_, &str>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, NEW, &first);
    html! {
        section.sr-stack #nieuw {
            h2.utrecht-heading-2 { (visit.say("meet-call")) }
            (fields.notice())
            form.sr-stack method="post" action=(desk.action) {
                input type="hidden" name="do" value="call";
                @if desk.own.is_none() { (fields.choice("meet_plan", "field-meet_plan", &desk.plans)) }
                (fields.field(&Field::text("meet_title", "field-meet_title")))
                (fields.field(&Field::of("datetime-local", "meet_at", "field-meet_at")))
                (fields.field(&Field::text("meet_place", "field-meet_place")))
                (fields.field(&Field::of("area", "meet_access", "field-meet_access")))
                (fields.field(&Field::of("area", "meet_about", "field-meet_about")))
                (submit(&visit.say("meet-call")))
            }
        }
    }
}

/// Calling one off that comes, or telling of one that was.
fn changing(visit: &Visit, desk: &Desk, one: &Meeting, back: Option<&Back<'_, &str>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, one.id.as_str(), &first);
    let fields = fields.within(one.id.as_str());
    let (act, key, field) = match (one.comes(visit.now), one.takes_report(visit.now)) {
        (true, _) => ("cancel", "meet-cancel", Field::text("meet_reason", "field-meet_reason")),
        (_, true) => ("report", "meet-report", Field::of("area", "meet_report", "field-meet_report")),
        (false, false) => return html! {},
    };
    html! {
        details open[is_back] {
            summary { (visit.say(key)) }
            (fields.notice())
            form.sr-stack method="post" action=(desk.action) {
                input type="hidden" name="do" value=(act);
                input type="hidden" name="one" value=(one.id);
                (fields.field(&field))
                (submit(&visit.say(key)))
            }
        }
    }
}

/// The meetings of a round, or of one of its plans, for everyone: those that come first, and then what was reported.
pub async fn section(
    visit: &Visit,
    conn: &mut Conn,
    round: &RoundId,
    plan: Option<&PitchId>,
) -> Answer<Markup> {
    let mut all = store::meeting::of_round(conn, round).await?;
    let taken = moderation::meetings_off(conn, round).await?;
    all.retain(|one| plan.is_none() || one.pitch.as_ref() == plan);
    let (coming, past): (Vec<Meeting>, Vec<Meeting>) = all.into_iter().partition(|one| visit.now < one.at);
    let past: Vec<Meeting> =
        past.into_iter().rev().filter(|one| one.report.is_some() && !one.is_gone()).collect();
    Ok(html! {
        @if !coming.is_empty() || !past.is_empty() {
            section.sr-stack #bijeenkomsten {
                h2.utrecht-heading-2 { (visit.say("meet-title")) }
                ul.sr-rows.sr-rows--plain {
                    @for one in coming.iter().chain(&past) { li.sr-stack.sr-stack--tight { (shown(visit, one, &taken)) } }
                }
            }
        }
    })
}

/// One for everyone: of what the office took off only that it did, and why; of what a group called the way to report it.
fn shown(visit: &Visit, one: &Meeting, taken: &BTreeMap<MeetingId, Withholding>) -> Markup {
    let own = Written::Meeting(one.id.clone());
    match taken.get(&one.id) {
        Some(taken) => html! {
            p { strong { (visit.say("meet-withheld")) } " " (visit.text.moment(one.at)) }
            (parts::moderation::off(visit, taken.ground, &taken.taken.reason))
        },
        None => html! {
            (parts::meeting::shown(visit, one, None))
            @if one.is_of_group() { (parts::moderation::reporting(visit, &one.round, &own, &one.title)) }
        },
    }
}
