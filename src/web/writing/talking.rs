//! The talk about a plan, for its group: answering, and taking an answer back.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::Seat;
use crate::acts::moderation::Writer;
use crate::acts::talk as acts;
use crate::domain::id::{CommentId, PitchId};
use crate::domain::moderation::{Withholding, Written};
use crate::domain::pitch::Pitch;
use crate::domain::round::Round;
use crate::domain::talk::{Comment, Open, Order, PER_PAGE, is_on};
use crate::store;
use crate::store::talk::Wanted;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Back, Field, Refused, answer, filled, submit};
use crate::web::parts::moderation::course;
use crate::web::parts::pages::turning;
use crate::web::parts::talk as parts;
use crate::web::parts::written::{Below, written};
use crate::web::public::talk::closed;
use crate::web::visit::Visit;

struct Whole {
    round: Round,
    pitch: Pitch,
    page: u64,
    listed: u64,
    comments: Vec<Comment>,
    /// How far people talk about the plan; nothing of one that was never sent in or taken back.
    open: Option<Open>,
    /// Answers, each with what was taken off of it.
    answers: Vec<(Comment, Vec<Withholding>)>,
}

/// The page that is asked for, from 1.
fn asked(visit: &Visit) -> u64 {
    let asked = Form::parse(visit.query.as_bytes()).get("blad").parse().ok();
    asked.filter(|page| (1..=10_000).contains(page)).unwrap_or(1)
}

fn at(visit: &Visit, seat: &Seat, (pitch, page): (&PitchId, u64)) -> String {
    let base = seat.to_talk(visit, pitch);
    if page > 1 { format!("{base}?blad={page}") } else { base }
}

/// A page of it. `held` is on it also when it moved to another page meanwhile.
async fn find(visit: &Visit, id: &PitchId, held: Option<&CommentId>) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let pitch = store::pitch::find(&mut conn, id).await?.ok_or(Refusal::NOT_FOUND)?;
    let round = store::round::find(&mut conn, &pitch.round).await?.ok_or(Refusal::NOT_FOUND)?;
    let page = asked(visit);
    let wanted =
        Wanted { pitch: id, kind: None, order: Order::Newest, skip: (page - 1) * PER_PAGE, most: PER_PAGE };
    let mut comments = store::talk::of_plan(&mut conn, &wanted).await?;
    if let Some(held) = held.filter(|held| comments.iter().all(|one| &one.id != *held)) {
        let moved = store::talk::find(&mut conn, held).await?;
        comments.extend(moved.filter(|one| &one.pitch == id && one.parent.is_none() && one.is_shown()));
    }
    let mut answers = Vec::new();
    for one in store::talk::answers(&mut conn, &comments).await? {
        let taken = store::moderation::of(&mut conn, &Written::Comment(one.id.clone())).await?;
        answers.push((one, taken));
    }
    let listed = store::talk::listed(&mut conn, id, None).await?;
    let open = acts::open::of_plan(&mut conn, &round, &pitch).await?;
    Ok(Whole { round, pitch, page, listed, comments, open, answers })
}

/// Shows it.
pub async fn show(visit: &Visit, seat: &Seat, pitch: &PitchId) -> Answer {
    let whole = find(visit, pitch, None).await?;
    Ok(page(visit, seat, &whole, None).into_response())
}

/// Answers, or takes an answer back.
pub async fn choose(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    let (one, author) = (form.get("one"), seat.author());
    let comment = CommentId::new(one);
    let done = match form.get("do") {
        "answer" => {
            let words = form.get("talk_answer");
            acts::answer(&mut visit.context(), author, &comment, words).await.map(|_| ())
        }
        "back" => acts::take_back(&visit.context(), Writer::Group(author), &comment).await,
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    if let Err(error) = done {
        let refused = Refused::of(error, "talk_answer")?;
        let back = Back { which: one, form, refused: &refused };
        let whole = find(visit, pitch, Some(&comment)).await?;
        return Ok(answer(Some(&refused), page(visit, seat, &whole, Some(&back))));
    }
    Ok(Redirect::to(&at(visit, seat, (pitch, asked(visit)))).into_response())
}

fn page(visit: &Visit, seat: &Seat, whole: &Whole, back: Option<&Back<'_, &str>>) -> Markup {
    let page = whole.page;
    let at = |page: u64| at(visit, seat, (&whole.pitch.id, page));
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say(line(whole))) }
        @if let Some(back) = back { (filled(visit.text, Some(back), back.which, back.form).0.within(back.which).notice()) }
        @if whole.comments.is_empty() { p { (visit.say("talk-none")) } }
        ol.sr-rows.sr-rows--plain { @for one in &whole.comments { li { (thread(visit, seat, (whole, one), back)) } } }
        (turning(visit, [(page > 1).then(|| at(page - 1)), (page * PER_PAGE < whole.listed).then(|| at(page + 1))]))
    };
    seat.page(visit, visit.say("talk-group-title"), Some(&whole.pitch), content)
}

fn takes_answers(whole: &Whole) -> bool {
    is_on(&whole.round) && whole.open.is_some_and(Open::takes_support)
}

fn line(whole: &Whole) -> &'static str {
    match whole.open.map(|open| closed(&whole.round, open)) {
        Some(None) => "talk-group-line",
        Some(Some(why)) => why,
        None => "talk-over",
    }
}

fn thread(
    visit: &Visit,
    seat: &Seat,
    (whole, one): (&Whole, &Comment),
    back: Option<&Back<'_, &str>>,
) -> Markup {
    let off = seat.to_off(visit, &whole.pitch.id);
    let action = at(visit, seat, (&whole.pitch.id, whole.page));
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, one.id.as_str(), &first);
    let fields = fields.within(one.id.as_str());
    let own = whole.answers.iter().filter(|(answer, _)| answer.parent.as_ref() == Some(&one.id));
    html! {
        div.sr-stack.sr-stack--tight {
            (parts::comment(visit, one, &html! {}))
            ul.sr-answers {
                @for (answer, taken) in own {
                    li.sr-stack.sr-stack--tight {
                        (parts::head(visit, answer))
                        @if answer.gone.is_some() { (parts::words(visit, answer)) } @else { (written(&answer.words, Below::H3)) }
                        @for taken in taken { (course(visit, taken)) }
                        @if taken.iter().any(Withholding::stands) { p { a.utrecht-link href=(off) { (visit.say("talk-appeal")) } } }
                        @if answer.gone.is_none() && !taken.iter().any(|taken| taken.stands() && taken.waits()) {
                            form method="post" action=(action) {
                                input type="hidden" name="one" value=(answer.id);
                                p { button.utrecht-button type="submit" name="do" value="back" { (visit.say("talk-own-back")) } }
                            }
                        }
                    }
                }
            }
            @if takes_answers(whole) && one.is_shown() {
                details open[is_back] {
                    summary { (visit.say("talk-answer")) }
                    form.sr-stack method="post" action=(action) {
                        input type="hidden" name="one" value=(one.id);
                        input type="hidden" name="do" value="answer";
                        (fields.field(&Field::of("area", "talk_answer", "field-talk_answer")))
                        (submit(&visit.say("talk-answer-do")))
                    }
                }
            }
        }
    }
}
