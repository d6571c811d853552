//! The talk about a plan, for everyone: what was asked and answered, what speaks for it and against it, in the order that the
//! reader chooses (S47); and the form to say something, which a link in a mail confirms.

pub mod report;
pub mod rules;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::visible_round;
use crate::acts::{self, ActError};
use crate::domain::id::PitchId;
use crate::domain::mail::Address;
use crate::domain::moderation::Written;
use crate::domain::pitch::{Content, Pitch};
use crate::domain::round::Round;
use crate::domain::talk::contribution::What;
use crate::domain::talk::{Comment, CommentKind, Counts, Open, Order, PER_PAGE, is_on};
use crate::store::talk::{self as stored, Wanted};
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::parts::layout::framed;
use crate::web::parts::moderation::reporting;
use crate::web::parts::pages::turning;
use crate::web::parts::talk as parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// What is asked for in the address.
struct Asked {
    kind: Option<CommentKind>,
    order: Order,
    page: u64,
}

impl Asked {
    fn of(query: &str) -> Asked {
        let form = Form::parse(query.as_bytes());
        Asked {
            kind: CommentKind::typed(form.get("soort")),
            order: Order::named(form.get("orde")),
            page: form.get("blad").parse().ok().filter(|page| (1..=10_000).contains(page)).unwrap_or(1),
        }
    }

    fn address(&self, base: &str) -> String {
        let kind = self.kind.map_or("", CommentKind::name);
        format!("{base}?soort={kind}&orde={}&blad={}#gesprek", self.order.name(), self.page)
    }
}

/// A plan that was sent in, with what everyone sees of it.
pub(super) struct Plan {
    pub(super) round: Round,
    pub(super) pitch: Pitch,
    pub(super) sent: Content,
    /// How far people talk about it.
    pub(super) open: Open,
}

pub(super) async fn plan(conn: &mut Conn, round: &str, id: &str) -> Answer<Plan> {
    let round = visible_round(conn, round).await?;
    let pitch = store::pitch::find(conn, &PitchId::new(id)).await?;
    let pitch = pitch.filter(|one| one.round == round.id).ok_or(Refusal::NOT_FOUND)?;
    let open = acts::talk::open::of_plan(conn, &round, &pitch).await?.ok_or(Refusal::NOT_FOUND)?;
    let sent = store::pitch::life::newest_of(conn, &pitch.id).await?.ok_or(Refusal::NOT_FOUND)?;
    Ok(Plan { round, pitch, sent, open })
}

/// Shows the talk.
pub async fn show(Path((round, id)): Path<(String, String)>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let plan = plan(&mut conn, &round, &id).await?;
    let mut first = Form::default();
    first.set("talk_kind", CommentKind::Question.name());
    Ok(page(&visit, &mut conn, &plan, (&first, None)).await?.into_response())
}

/// Keeps what was typed until the owner of the address says yes.
pub async fn ask(Path((round, id)): Path<(String, String)>, visit: Visit, form: Form) -> Answer {
    let plan = plan(&mut *visit.app.store.read().await?, &round, &id).await?;
    let kind = CommentKind::typed(form.get("talk_kind"));
    let asked = match (kind, Address::parse(form.get("post_email"))) {
        (None, _) => Err(ActError::field("talk_kind", "choose")),
        (_, Err(_)) => Err(ActError::field("post_email", "post-email")),
        (Some(kind), Ok(email)) => {
            let to = (&email, visit.text.lang.tag());
            let what = What::comment(kind, form.get("talk_name").trim(), form.get("talk_words").trim());
            acts::talk::ask(&mut visit.context(), &visit.client.name(), to, &plan.pitch.id, what).await
        }
    };
    if let Err(error) = asked {
        let refused = Refused::of(error, "talk_words")?;
        let mut conn = visit.app.store.read().await?;
        let shown = page(&visit, &mut conn, &plan, (&form, Some(&refused))).await?;
        return Ok(answer(Some(&refused), shown));
    }
    Ok((StatusCode::ACCEPTED, asked_page(&visit, &plan.round, &plan.pitch)).into_response())
}

/// What comes next after something was typed under an address.
pub fn asked_page(visit: &Visit, round: &Round, pitch: &Pitch) -> Markup {
    let to = visit.to(paths::SENT_IN_ONE, &[round.id.as_str(), pitch.id.as_str()]);
    let content = html! {
        h1.utrecht-heading-1 { (visit.say("talk-asked-title")) }
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("talk-asked")) }
        p.utrecht-paragraph { (visit.say("talk-asked-same")) }
        p.utrecht-paragraph { (visit.say("talk-asked-next")) }
        p { a.utrecht-link href=(to) { (visit.say("talk-to-plan")) } }
    };
    framed(visit, visit.say("talk-asked-title"), content)
}

async fn page(
    visit: &Visit,
    conn: &mut Conn,
    plan: &Plan,
    (form, refused): (&Form, Option<&Refused>),
) -> Answer<Markup> {
    let asked = Asked::of(&visit.query);
    let counts = stored::counts(conn, &plan.pitch.id).await?;
    let listed = stored::listed(conn, &plan.pitch.id, asked.kind).await?;
    let wanted = Wanted {
        pitch: &plan.pitch.id,
        kind: asked.kind,
        order: asked.order,
        skip: (asked.page - 1) * PER_PAGE,
        most: PER_PAGE,
    };
    let all = stored::of_plan(conn, &wanted).await?;
    let answers = stored::answers(conn, &all).await?;
    let (id, text) = (plan.round.id.as_str(), visit.text);
    let base = visit.to(paths::TALK, &[id, plan.pitch.id.as_str()]);
    let at = |page: u64| Asked { page, ..asked }.address(&base);
    let filled = Filled::new(text, form, refused);
    let title = text.with("talk-title", &[("title", plan.sent.title.as_str().into())]);
    let content = html! {
        nav.sr-small aria-label=(text.get("breadcrumb")) {
            a.utrecht-link href=(visit.to(paths::ROUND, &[id])) { (plan.round.plan.title) } " / "
            a.utrecht-link href=(visit.to(paths::SENT_IN_ONE, &[id, plan.pitch.id.as_str()])) { (plan.sent.title) } " / "
            (text.get("talk"))
        }
        h1.utrecht-heading-1 { (title) }
        @match closed(&plan.round, plan.open) {
            None => {
                p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("talk-lead")) }
                p { a.utrecht-link href="#zeggen" { (text.get("talk-say")) } }
            },
            Some(why) => p.utrecht-paragraph.utrecht-paragraph--lead { (text.get(why)) },
        }
        section.sr-stack #gesprek {
            h2.utrecht-heading-2 { (text.get("talk-said")) }
            (choosing(visit, &base, &asked, &counts))
            @if all.is_empty() { p { (text.get("talk-none")) } }
            ol.sr-rows.sr-rows--plain { @for one in &all { li { (thread(visit, &plan.round, one, &answers)) } } }
            (turning(visit, [(asked.page > 1).then(|| at(asked.page - 1)), (asked.page * PER_PAGE < listed).then(|| at(asked.page + 1))]))
        }
        @if closed(&plan.round, plan.open).is_none() { (saying(visit, &base, &filled)) }
        p { a.utrecht-link href=(visit.to(paths::TALK_RULES, &[id])) { (text.get("talk-rules-title")) } }
    };
    Ok(framed(visit, title, content))
}

/// Why nobody says something new about a plan; nothing where people do.
pub fn closed(round: &Round, open: Open) -> Option<&'static str> {
    match (is_on(round), open) {
        (true, Open::Full) => None,
        (true, Open::SecondLook) => Some("talk-second-look"),
        (true, Open::Read) => Some("talk-refused"),
        (true, Open::Merged) => Some("talk-merged"),
        (false, Open::Full | Open::SecondLook | Open::Read | Open::Merged) => Some("talk-over"),
    }
}

/// How much was said about a plan, and the way to it: on the page of the plan.
pub fn summary(visit: &Visit, (round, open): (&Round, Open), pitch: &Pitch, counts: &Counts) -> Markup {
    let base = visit.to(paths::TALK, &[round.id.as_str(), pitch.id.as_str()]);
    html! {
        section.sr-stack #gesprek {
            h2.utrecht-heading-2 { (visit.say("talk")) }
            ul.sr-plain {
                @for kind in CommentKind::TYPED {
                    li {
                        a.utrecht-link href=(Asked { kind: Some(kind), order: Order::Newest, page: 1 }.address(&base)) {
                            (visit.text.with(&format!("talk-count-{}", kind.name()), &[("count", number(counts.of(kind)))]))
                        }
                    }
                }
            }
            @if closed(round, open).is_none() { p { a.utrecht-button href=(format!("{base}#zeggen")) { (visit.say("talk-say")) } } }
        }
    }
}

/// What the reader chooses: which kind, and the newest or the oldest first.
fn choosing(visit: &Visit, base: &str, asked: &Asked, counts: &Counts) -> Markup {
    let link = |kind: Option<CommentKind>, order: Order, words: String, is_on: bool| {
        let address = Asked { kind, order, page: 1 }.address(base);
        html! { a.utrecht-link href=(address) aria-current=[is_on.then_some("true")] { (words) } }
    };
    let named = |kind: CommentKind| {
        let values = [("count", number(counts.of(kind)))];
        visit.text.with(&format!("talk-count-{}", kind.name()), &values)
    };
    let all = visit.text.with("talk-count-all", &[("count", number(counts.all()))]);
    html! {
        nav.sr-stack.sr-stack--tight aria-label=(visit.say("talk-choose")) {
            p.utrecht-button-group {
                (link(None, asked.order, all, asked.kind.is_none()))
                @for kind in CommentKind::TYPED { (link(Some(kind), asked.order, named(kind), asked.kind == Some(kind))) }
            }
            p.utrecht-button-group.sr-small {
                @for (order, name) in Order::NAMES {
                    (link(asked.kind, order, visit.say(&format!("talk-order-{name}")), asked.order == order))
                }
            }
        }
    }
}

/// A comment with its answers.
fn thread(visit: &Visit, round: &Round, one: &Comment, answers: &[Comment]) -> Markup {
    let beside = |one: &Comment| {
        html! { @if one.is_shown() { (reporting(visit, &round.id, &Written::Comment(one.id.clone()), &one.name)) } }
    };
    let own: Vec<&Comment> =
        answers.iter().filter(|answer| answer.parent.as_ref() == Some(&one.id)).collect();
    html! {
        div.sr-stack.sr-stack--tight #{ "r-" (one.id) } {
            (parts::comment(visit, one, &beside(one)))
            @if !own.is_empty() {
                ul.sr-answers { @for answer in own { li.sr-stack.sr-stack--tight { (parts::comment(visit, answer, &beside(answer))) } } }
            }
        }
    }
}

fn saying(visit: &Visit, base: &str, filled: &Filled<'_>) -> Markup {
    html! {
        section.sr-stack #zeggen {
            h2.utrecht-heading-2 { (visit.say("talk-say")) }
            p.utrecht-paragraph { (visit.say("talk-say-line")) }
            (filled.notice())
            form.sr-stack method="post" action=(base) {
                (filled.choice("talk_kind", "field-talk_kind", &parts::kinds(visit)))
                (filled.field(&Field::of("area", "talk_words", "field-talk_words")))
                (filled.field(&Field::text("talk_name", "field-talk_name")))
                (filled.field(&Field { autocomplete: "email", ..Field::of("email", "post_email", "field-talk_email") }))
                (submit(&visit.say("talk-say-do")))
            }
            p.sr-small { (visit.say("talk-kept")) }
        }
    }
}
