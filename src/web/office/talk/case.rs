//! Something that somebody wrote with a plan, for the office: what readers reported, taking it off, leaving it, and the second look. Of an
//! organisation that supports a plan also whether it is that organisation.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::super::frame::Frame;
use super::super::rounds;
use crate::acts::ActError;
use crate::acts::moderation::{self as acts, About, Found, What, written};
use crate::acts::talk::endorsement::{self, Answer as Checked};
use crate::domain::account::Permission;
use crate::domain::id::RoundId;
use crate::domain::moderation::{Ground, Report, Ruling, Written};
use crate::domain::progress::Shot;
use crate::domain::round::Round;
use crate::domain::talk::{Comment, Entry};
use crate::store;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Back, Field, Refused, answer, choosing, filled, submit};
use crate::web::parts::moderation as parts;
use crate::web::parts::talk;
use crate::web::paths;
use crate::web::public::picture::jpeg;
use crate::web::visit::Visit;

struct Whole {
    round: Round,
    one: Written,
    found: Found,
    reports: Vec<Report>,
}

async fn find(visit: &Visit, round: &RoundId, one: Written) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, round).await?;
    let found = written::of_round(&mut conn, &round.id, &one).await?;
    let reports = store::moderation::reports(&mut conn, &one).await?;
    Ok(Whole { round, one, found, reports })
}

/// Shows it.
pub async fn show(Of((round, kind, id), _): Of<(RoundId, String, String)>, visit: Visit) -> Answer {
    let one = Written::worded(&kind, &id).ok_or(Refusal::NOT_FOUND)?;
    Ok(answer(None, page(&visit, &find(&visit, &round, one).await?, None)))
}

/// Gives a picture of it, also where everyone does not see it any more.
pub async fn picture(
    Of((round, kind, id, number), _): Of<(RoundId, String, String, u64)>,
    visit: Visit,
) -> Answer {
    let one = Written::worded(&kind, &id).ok_or(Refusal::NOT_FOUND)?;
    let mut conn = visit.app.store.read().await?;
    written::of_round(&mut conn, &round, &one).await?;
    let bytes = match &one {
        Written::Picture(pitch, own) if *own == number => {
            store::pitch::picture::large(&mut conn, pitch, number).await?
        }
        Written::Progress(grant, report) => {
            store::progress::report::large(&mut conn, (grant, *report), number).await?
        }
        Written::Picture(..)
        | Written::Comment(_)
        | Written::Meeting(_)
        | Written::Account(..)
        | Written::Merge(_)
        | Written::Said(..)
        | Written::Plan(..) => None,
    };
    bytes.map(jpeg).ok_or(Refusal::NOT_FOUND)
}

/// Does what one of its forms says.
pub async fn decide(
    Of((round, kind, id), _): Of<(RoundId, String, String)>,
    visit: Visit,
    form: Form,
) -> Answer {
    let one = Written::worded(&kind, &id).ok_or(Refusal::NOT_FOUND)?;
    let done = act(&visit, (&round, &one), &form).await?;
    if let Err(error) = done {
        let refused = Refused::of(error, "talk_reason")?;
        let back = Back { which: form.get("do"), form: &form, refused: &refused };
        let shown = page(&visit, &find(&visit, &round, one).await?, Some(&back));
        return Ok(answer(Some(&refused), shown));
    }
    Ok(Redirect::to(&parts::case(&visit, &round, &one)).into_response())
}

async fn act(visit: &Visit, (round, one): (&RoundId, &Written), form: &Form) -> Answer<Result<(), ActError>> {
    let (mut ctx, reason) = (visit.context(), form.get("talk_reason"));
    Ok(match (form.get("do"), one) {
        ("off", _) => match Ground::named(form.get("talk_ground")) {
            None => Err(ActError::field("talk_ground", "choose")),
            Some(ground) => acts::withhold(&mut ctx, (round, one), (ground, reason)).await,
        },
        ("keep", _) => acts::keep(&ctx, (round, one)).await,
        ("rule", _) => match Ruling::named(form.get("talk_ruling")) {
            None => Err(ActError::field("talk_ruling", "choose")),
            Some(ruling) => {
                acts::rule(&mut ctx, (round, one), (ruling, form.get("talk_ruling_reason"))).await
            }
        },
        ("check", Written::Comment(id)) => match Checked::named(form.get("support_answer")) {
            None => Err(ActError::field("support_answer", "choose")),
            Some(found) => endorsement::check(&mut ctx, round, id, (found, reason)).await,
        },
        _ => return Err(Refusal(Kind::BadRequest)),
    })
}

fn page(visit: &Visit, whole: &Whole, back: Option<&Back<'_, &str>>) -> Markup {
    let (found, id) = (&whole.found, whole.round.id.as_str());
    let may = visit.may(Permission::RunRounds);
    let plan = match &found.about {
        About::Plan(pitch) => visit.to(paths::ROUND_PITCH, &[id, pitch.id.as_str()]),
        About::Grant(grant, _) => visit.to(paths::GRANT_PROGRESS, &[grant.id.as_str()]),
    };
    let at = |shot: &Shot| {
        let number = shot.number.to_string();
        visit.to(paths::ROUND_WRITTEN_PICTURE, &[id, whole.one.word(), &whole.one.id(), &number])
    };
    let waiting = |comment: &&Comment| comment.entry == Entry::Waits && comment.gone.is_none();
    let comment = match &found.what {
        What::Comment(comment) => Some(comment),
        What::Meeting(_) | What::Words(..) | What::Picture(..) | What::Plan(..) | What::Progress(_) => None,
    };
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p { (visit.say("talk-about")) " " a.utrecht-link href=(plan) { (found.title) } }
            h2.utrecht-heading-2 { (visit.say("moderation-what")) }
            blockquote.sr-stack.sr-stack--tight { (parts::written_as(visit, found, at)) }
            @if !whole.reports.is_empty() { (reports(visit, whole, may)) }
            @if !found.taken.is_empty() {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("talk-office-course")) }
                    @for taken in &found.taken { (parts::course(visit, taken)) }
                }
            }
            @if let Some(line) = comment.and_then(|comment| talk::entry(visit, comment)) { p { (line) } }
            @if may && comment.as_ref().is_some_and(waiting) { (checking(visit, whole, back)) }
            @match found.standing() {
                Some(taken) if taken.waits() && may => (ruling(visit, whole, back)),
                None if found.is_shown() && may => (taking_off(visit, whole, back)),
                None if found.is_shown() => {
                    p { (visit.say("moderation-not-yours")) " " (parts::reporting(visit, found.about.round(), &whole.one, &found.title)) }
                }
                Some(_) | None => {},
            }
        }
    };
    let title = visit.say(&format!("moderation-{}", whole.one.kind()));
    let mut frame = Frame::below_round(visit, &whole.round, title);
    frame.above.push((visit.say("talk-office-title"), visit.to(paths::ROUND_TALK, &[id])));
    frame.show(visit, content)
}

fn form(visit: &Visit, whole: &Whole, act: &str, fields: Markup) -> Markup {
    html! {
        form.sr-stack method="post" action=(parts::case(visit, &whole.round.id, &whole.one)) {
            input type="hidden" name="do" value=(act);
            (fields)
        }
    }
}

fn reports(visit: &Visit, whole: &Whole, may: bool) -> Markup {
    let is_new = whole.reports.iter().any(|one| one.looked.is_none());
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("talk-office-reported")) }
            ul.sr-rows.sr-rows--plain {
                @for one in &whole.reports {
                    li {
                        div {
                            strong { (visit.say(&parts::ground_key(one.ground))) } " " span.sr-small { (visit.text.moment(one.at)) }
                            p.sr-prewrap { (one.words) }
                        }
                    }
                }
            }
            @if is_new && may {
                (form(visit, whole, "keep", html! { p { button.utrecht-button type="submit" { (visit.say("talk-office-keep")) } } }))
            }
        }
    }
}

fn checking(visit: &Visit, whole: &Whole, back: Option<&Back<'_, &str>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, "check", &first);
    let all = Checked::NAMES.iter();
    let answers =
        choosing(visit.text, all.map(|(_, name)| (*name, visit.say(&format!("support-answer-{name}")))));
    html! {
        section.sr-stack #controleren {
            h2.utrecht-heading-2 { (visit.say("support-check")) }
            p.utrecht-paragraph { (visit.say("support-check-line")) }
            (fields.notice())
            (form(visit, whole, "check", html! {
                (fields.choice("support_answer", "field-support_answer", &answers))
                (fields.field(&Field::of("area", "talk_reason", "field-support_why")))
                (submit(&visit.say("support-check-do")))
            }))
        }
    }
}

fn taking_off(visit: &Visit, whole: &Whole, back: Option<&Back<'_, &str>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, "off", &first);
    html! {
        section.sr-stack #weghalen {
            h2.utrecht-heading-2 { (visit.say("talk-office-take")) }
            p.utrecht-paragraph { (visit.say("talk-office-take-line")) }
            @if let What::Plan(..) = &whole.found.what { p.utrecht-paragraph { (visit.say("moderation-plan-line")) } }
            (fields.notice())
            (form(visit, whole, "off", html! {
                (fields.choice("talk_ground", "field-talk_ground", &parts::grounds(visit)))
                (fields.field(&Field::of("area", "talk_reason", "field-talk_reason")))
                p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("talk-office-take")) } }
            }))
        }
    }
}

fn ruling(visit: &Visit, whole: &Whole, back: Option<&Back<'_, &str>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, "rule", &first);
    html! {
        section.sr-stack #beslissen {
            h2.utrecht-heading-2 { (visit.say("talk-office-rule")) }
            p.utrecht-paragraph { (visit.say("talk-office-rule-line")) }
            (fields.notice())
            (form(visit, whole, "rule", html! {
                (fields.choice("talk_ruling", "field-talk_ruling", &parts::rulings(visit)))
                (fields.field(&Field::of("area", "talk_ruling_reason", "field-talk_ruling_reason")))
                (submit(&visit.say("talk-office-rule-do")))
            }))
        }
    }
}
