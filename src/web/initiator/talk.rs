//! The talk about a plan, for its group: answering, taking an answer back, asking for a second look.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use crate::acts::talk::{self as acts, Owner, moderation};
use crate::domain::id::{CommentId, PitchId};
use crate::domain::pitch::Pitch;
use crate::domain::round::Round;
use crate::domain::talk::withholding::Withholding;
use crate::domain::talk::{Comment, Open, Order, PER_PAGE, is_on};
use crate::store;
use crate::store::talk::Wanted;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::initiator::{InGroup, SignedIn};
use crate::web::parts::form::{Back, Field, Refused, answer, filled, submit};
use crate::web::parts::talk as parts;
use crate::web::parts::written::{Below, written};
use crate::web::paths;
use crate::web::public::contributions::owning;
use crate::web::public::talk::{closed, framed};
use crate::web::visit::Visit;
use crate::web::writing::named;

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

async fn find(visit: &Visit, group: InGroup) -> Answer<Whole> {
    let id = group.pitch.ok_or(Refusal(Kind::IntegrityFailed))?;
    let mut conn = visit.app.store.read().await?;
    let pitch = store::pitch::find(&mut conn, &id).await?.ok_or(Refusal::NOT_FOUND)?;
    let round = store::round::find(&mut conn, &pitch.round).await?.ok_or(Refusal::NOT_FOUND)?;
    let asked = Form::parse(visit.query.as_bytes()).get("blad").parse().ok();
    let page: u64 = asked.filter(|page| (1..=10_000).contains(page)).unwrap_or(1);
    let wanted =
        Wanted { pitch: &id, kind: None, order: Order::Newest, skip: (page - 1) * PER_PAGE, most: PER_PAGE };
    let comments = store::talk::of_plan(&mut conn, &wanted).await?;
    let mut answers = Vec::new();
    for one in store::talk::answers(&mut conn, &comments).await? {
        let taken = store::talk::withholding::of_comment(&mut conn, &one.id).await?;
        answers.push((one, taken));
    }
    let listed = store::talk::listed(&mut conn, &id, None).await?;
    let open = acts::open::of_plan(&mut conn, &round, &pitch).await?;
    Ok(Whole { round, pitch, page, listed, comments, open, answers })
}

/// Shows it.
pub async fn show(_: SignedIn, group: InGroup, visit: Visit) -> Answer {
    let whole = find(&visit, group).await?;
    Ok(page(&visit, &whole, None).into_response())
}

/// Answers, takes back, or asks for a second look.
pub async fn choose(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let who = signed_in.who.id;
    let one = form.get("one").to_string();
    let comment = CommentId::new(&one);
    let done = match form.get("do") {
        "answer" => {
            acts::answer(&mut visit.context(), &who, &comment, form.get("talk_answer")).await.map(|_| ())
        }
        "back" => acts::take_back(&visit.context(), Owner::Writer(&who), &comment).await,
        "appeal" => {
            let words = form.get("talk_appeal");
            moderation::appeal(&visit.context(), Owner::Writer(&who), &comment, words).await
        }
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    let whole = find(&visit, group).await?;
    if let Err(error) = done {
        let refused = Refused::of(error, "talk_answer")?;
        let back = Back { which: one.as_str(), form: &form, refused: &refused };
        return Ok(answer(Some(&refused), page(&visit, &whole, Some(&back))));
    }
    Ok(Redirect::to(&address(&visit, &whole.pitch.id)).into_response())
}

fn address(visit: &Visit, pitch: &PitchId) -> String {
    visit.to(paths::PITCH_TALK, &[pitch.as_str()])
}

fn page(visit: &Visit, whole: &Whole, back: Option<&Back<'_, &str>>) -> Markup {
    let (title, base) = (visit.say("talk-group-title"), address(visit, &whole.pitch.id));
    let at = |page: u64| format!("{base}?blad={page}");
    let content = html! {
        nav.sr-small aria-label=(visit.say("breadcrumb")) {
            a.utrecht-link href=(visit.to(paths::PITCH, &[whole.pitch.id.as_str()])) { (named(visit, &whole.pitch)) } " / " (title)
        }
        h1.utrecht-heading-1 { (title) }
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say(line(whole))) }
        @if let Some(back) = back { (filled(visit.text, Some(back), back.which, back.form).0.within(back.which).notice()) }
        @if whole.comments.is_empty() { p { (visit.say("talk-none")) } }
        ol.sr-rows.sr-rows--plain { @for one in &whole.comments { li { (thread(visit, whole, one, back)) } } }
        @if whole.page > 1 || whole.listed > PER_PAGE {
            p.utrecht-button-group {
                @if whole.page > 1 { a.utrecht-link href=(at(whole.page - 1)) rel="prev" { (visit.say("page-before")) } }
                @if whole.page * PER_PAGE < whole.listed { a.utrecht-link href=(at(whole.page + 1)) rel="next" { (visit.say("page-after")) } }
            }
        }
    };
    framed(visit, title, content)
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

fn thread(visit: &Visit, whole: &Whole, one: &Comment, back: Option<&Back<'_, &str>>) -> Markup {
    let base = address(visit, &whole.pitch.id);
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
                        @for taken in taken { (parts::withholding(visit, taken)) }
                        (owning(visit, &base, (answer, taken), back))
                    }
                }
            }
            @if takes_answers(whole) && one.is_shown() {
                details open[is_back] {
                    summary { (visit.say("talk-answer")) }
                    form.sr-stack method="post" action=(base) {
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
