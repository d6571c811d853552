//! One comment, for the office: what readers reported, taking it off, leaving it, and the second look.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::super::frame::Frame;
use super::super::rounds;
use crate::acts::ActError;
use crate::acts::talk::endorsement::{self, Answer as Found};
use crate::acts::talk::moderation;
use crate::domain::account::Permission;
use crate::domain::id::{CommentId, RoundId};
use crate::domain::round::Round;
use crate::domain::talk::withholding::{Ground, Report, Ruling, Withholding};
use crate::domain::talk::{Comment, Entry};
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Back, Field, Refused, answer, filled, submit};
use crate::web::parts::talk as parts;
use crate::web::parts::written::{Below, written};
use crate::web::paths;
use crate::web::visit::Visit;

/// One of the forms of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Off,
    Kept,
    Ruling,
    Check,
}

struct Whole {
    round: Round,
    comment: Comment,
    title: String,
    reports: Vec<Report>,
    taken: Vec<Withholding>,
}

async fn find(visit: &Visit, round: &RoundId, id: &CommentId) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, round).await?;
    let comment = store::talk::find(&mut conn, id).await?.ok_or(Refusal::NOT_FOUND)?;
    let about = store::pitch::find(&mut conn, &comment.pitch).await?;
    about.filter(|about| about.round == round.id).ok_or(Refusal::NOT_FOUND)?;
    let sent = store::pitch::life::newest_of(&mut conn, &comment.pitch).await?;
    Ok(Whole {
        title: sent.map_or_else(|| visit.say("pt-unnamed"), |sent| sent.title),
        reports: store::talk::withholding::reports(&mut conn, id).await?,
        taken: store::talk::withholding::of_comment(&mut conn, id).await?,
        round,
        comment,
    })
}

/// Shows it.
pub async fn show(Of((round, id), _): Of<(RoundId, CommentId)>, visit: Visit) -> Answer {
    let whole = find(&visit, &round, &id).await?;
    Ok(answer(None, page(&visit, &whole, None)))
}

/// Takes it off.
pub async fn withhold(Of((round, id), _): Of<(RoundId, CommentId)>, visit: Visit, form: Form) -> Answer {
    let done = match Ground::named(form.get("talk_ground")) {
        None => Err(ActError::field("talk_ground", "choose")),
        Some(ground) => {
            let why = (ground, form.get("talk_reason"));
            moderation::withhold(&mut visit.context(), &round, &id, why).await
        }
    };
    told(&visit, (&round, &id), (Which::Off, &form), done).await
}

/// Leaves it where it is.
pub async fn keep(Of((round, id), _): Of<(RoundId, CommentId)>, visit: Visit, form: Form) -> Answer {
    let done = moderation::keep(&visit.context(), &round, &id).await;
    told(&visit, (&round, &id), (Which::Kept, &form), done).await
}

/// Rules on the second look.
pub async fn rule(Of((round, id), _): Of<(RoundId, CommentId)>, visit: Visit, form: Form) -> Answer {
    let done = match Ruling::named(form.get("talk_ruling")) {
        None => Err(ActError::field("talk_ruling", "choose")),
        Some(ruling) => {
            let why = (ruling, form.get("talk_ruling_reason"));
            moderation::rule(&mut visit.context(), &round, &id, why).await
        }
    };
    told(&visit, (&round, &id), (Which::Ruling, &form), done).await
}

/// Says whether it is that organisation.
pub async fn check(Of((round, id), _): Of<(RoundId, CommentId)>, visit: Visit, form: Form) -> Answer {
    let done = match Found::named(form.get("support_answer")) {
        None => Err(ActError::field("support_answer", "choose")),
        Some(found) => {
            let why = (found, form.get("talk_reason"));
            endorsement::check(&mut visit.context(), &round, &id, why).await
        }
    };
    told(&visit, (&round, &id), (Which::Check, &form), done).await
}

async fn told(
    visit: &Visit,
    (round, id): (&RoundId, &CommentId),
    (which, form): (Which, &Form),
    done: Result<(), ActError>,
) -> Answer {
    if let Err(error) = done {
        let refused = Refused::of(error, "talk_reason")?;
        let whole = find(visit, round, id).await?;
        let shown = page(visit, &whole, Some(&Back { which, form, refused: &refused }));
        return Ok(answer(Some(&refused), shown));
    }
    Ok(Redirect::to(&visit.to(paths::ROUND_COMMENT, &[round.as_str(), id.as_str()])).into_response())
}

fn page(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let (one, id) = (&whole.comment, whole.round.id.as_str());
    let may = visit.may(Permission::RunRounds);
    let standing = whole.taken.iter().find(|taken| taken.stands());
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p { (visit.say("talk-about")) " " a.utrecht-link href=(visit.to(paths::ROUND_PITCH, &[id, one.pitch.as_str()])) { (whole.title) } }
            blockquote.sr-stack.sr-stack--tight {
                (parts::head(visit, one))
                @if one.gone.is_some() { (parts::words(visit, one)) } @else { (written(&one.words, Below::H3)) }
            }
            @if !whole.reports.is_empty() { (reports(visit, whole, may)) }
            @if !whole.taken.is_empty() {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("talk-office-course")) }
                    @for taken in &whole.taken { (parts::withholding(visit, taken)) }
                }
            }
            @if let Some(line) = parts::entry(visit, one) { p { (line) } }
            @if one.entry == Entry::Waits && one.gone.is_none() && may { (checking(visit, whole, back)) }
            @match standing {
                Some(taken) if taken.waits() && may => (ruling(visit, whole, back)),
                None if one.is_shown() && may => (taking_off(visit, whole, back)),
                Some(_) | None => {},
            }
        }
    };
    let mut frame = Frame::below_round(visit, &whole.round, visit.say("talk-office-one"));
    frame.above.push((visit.say("talk-office-title"), visit.to(paths::ROUND_TALK, &[id])));
    frame.show(visit, content)
}

fn parts_of(whole: &Whole) -> [&str; 2] {
    [whole.round.id.as_str(), whole.comment.id.as_str()]
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
                form method="post" action=(visit.to(paths::ROUND_COMMENT_KEPT, &parts_of(whole))) {
                    p { button.utrecht-button type="submit" { (visit.say("talk-office-keep")) } }
                }
            }
        }
    }
}

fn checking(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, Which::Check, &first);
    let answers = Found::NAMES
        .iter()
        .map(|(_, name)| ((*name).to_string(), visit.say(&format!("support-answer-{name}"))));
    let answers: Vec<_> = std::iter::once((String::new(), visit.say("choose"))).chain(answers).collect();
    html! {
        section.sr-stack #controleren {
            h2.utrecht-heading-2 { (visit.say("support-check")) }
            p.utrecht-paragraph { (visit.say("support-check-line")) }
            (fields.notice())
            form.sr-stack method="post" action=(visit.to(paths::ROUND_COMMENT_CHECK, &parts_of(whole))) {
                (fields.choice("support_answer", "field-support_answer", &answers))
                (fields.field(&Field::of("area", "talk_reason", "field-support_why")))
                (submit(&visit.say("support-check-do")))
            }
        }
    }
}

fn taking_off(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, Which::Off, &first);
    html! {
        section.sr-stack #weghalen {
            h2.utrecht-heading-2 { (visit.say("talk-office-take")) }
            p.utrecht-paragraph { (visit.say("talk-office-take-line")) }
            (fields.notice())
            form.sr-stack method="post" action=(visit.to(paths::ROUND_COMMENT_OFF, &parts_of(whole))) {
                (fields.choice("talk_ground", "field-talk_ground", &parts::grounds(visit)))
                (fields.field(&Field::of("area", "talk_reason", "field-talk_reason")))
                p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("talk-office-take")) } }
            }
        }
    }
}

fn ruling(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, Which::Ruling, &first);
    let rulings = Ruling::NAMES
        .iter()
        .map(|(_, name)| ((*name).to_string(), visit.say(&format!("talk-ruling-{name}"))));
    let rulings: Vec<_> = std::iter::once((String::new(), visit.say("choose"))).chain(rulings).collect();
    html! {
        section.sr-stack #beslissen {
            h2.utrecht-heading-2 { (visit.say("talk-office-rule")) }
            p.utrecht-paragraph { (visit.say("talk-office-rule-line")) }
            (fields.notice())
            form.sr-stack method="post" action=(visit.to(paths::ROUND_COMMENT_RULING, &parts_of(whole))) {
                (fields.choice("talk_ruling", "field-talk_ruling", &rulings))
                (fields.field(&Field::of("area", "talk_ruling_reason", "field-talk_reason")))
                (submit(&visit.say("talk-office-rule-do")))
            }
        }
    }
}
