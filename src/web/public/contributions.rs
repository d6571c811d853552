//! What was written about plans under an address, for its owner, who comes from a mail: saying yes, saying that it was
//! somebody else, taking it back, asking for a second look. Looking changes nothing; buttons do.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use crate::acts::ActError;
use crate::acts::moderation::{self, Writer};
use crate::acts::support;
use crate::acts::talk as acts;
use crate::domain::digest::Digest;
use crate::domain::id::{CommentId, ContributionId, PitchId};
use crate::domain::moderation::{Withholding, Written};
use crate::domain::talk::Comment;
use crate::domain::talk::contribution::{CONFIRM_MINUTES, Contribution, LINK_DAYS, What};
use crate::domain::time::Moment;
use crate::store;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::token;
use crate::web::parts::form::{Back, Refused, answer, filled};
use crate::web::parts::layout::{framed, private};
use crate::web::parts::moderation::{appealing, course};
use crate::web::parts::talk as parts;
use crate::web::parts::written::{Below, written};
use crate::web::paths;
use crate::web::visit::Visit;

/// What an address has.
struct Own {
    token: String,
    /// Whether the link still says yes.
    is_fresh: bool,
    waiting: Vec<(Contribution, String)>,
    comments: Vec<(Comment, Vec<Withholding>)>,
    supported: Vec<(PitchId, String)>,
}

async fn find(visit: &Visit, text: &str) -> Answer<(Digest, Own)> {
    let (mark, at) = read(visit, text)?;
    let mut conn = visit.app.store.read().await?;
    let mut comments = Vec::new();
    for one in store::talk::of_mark(&mut conn, &mark).await?.into_iter().filter(|one| one.gone.is_none()) {
        let taken = store::moderation::of(&mut conn, &Written::Comment(one.id.clone())).await?;
        comments.push((one, taken));
    }
    let waiting = acts::waiting(&mut conn, &mark, visit.now).await?;
    let supported = acts::supported(&mut conn, &mark).await?;
    Ok((
        mark,
        Own { token: text.to_string(), is_fresh: is_fresh(at, visit.now), waiting, comments, supported },
    ))
}

fn read(visit: &Visit, text: &str) -> Answer<(Digest, Moment)> {
    let (mark, at) = token::contributor(&visit.app.form_key, text).ok_or(Refusal::NOT_FOUND)?;
    // Who finds an old mail has nothing of it.
    if at.plus_minutes(LINK_DAYS * 24 * 60) < visit.now {
        return Err(Refusal(Kind::LinkExpired));
    }
    Ok((mark, at))
}

/// Whether a link still says yes to what waits: after that a newer mail does.
fn is_fresh(at: Moment, now: Moment) -> bool {
    now < at.plus_minutes(CONFIRM_MINUTES)
}

/// Shows it.
pub async fn show(Path(text): Path<String>, visit: Visit) -> Answer {
    let (_, own) = find(&visit, &text).await?;
    Ok(private(page(&visit, &own, None)))
}

/// Does what a button says.
pub async fn choose(Path(text): Path<String>, visit: Visit, form: Form) -> Answer {
    let (mark, at) = read(&visit, &text)?;
    let one = form.get("one").to_string();
    let done = match form.get("do") {
        "yes" if !is_fresh(at, visit.now) => Err(ActError::LinkExpired),
        "yes" => acts::confirm(&mut visit.context(), &mark, &ContributionId::new(&one)).await.map(|_| ()),
        "no" => acts::refuse(&visit.context(), &mark, &ContributionId::new(&one)).await,
        "end" => support::withdraw(&visit.context(), &mark, &PitchId::new(&one)).await,
        "back" => acts::take_back(&visit.context(), Writer::Address(&mark), &CommentId::new(&one)).await,
        "appeal" => {
            let said = Written::Comment(CommentId::new(&one));
            moderation::appeal(&visit.context(), Writer::Address(&mark), &said, form.get("talk_appeal")).await
        }
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::CONTRIBUTIONS, &[&text])).into_response()),
        Err(ActError::LinkExpired) => Ok(expired(&visit)),
        Err(error) => {
            let refused = Refused::of(error, "talk_appeal")?;
            let (_, own) = find(&visit, &text).await?;
            let shown =
                page(&visit, &own, Some(&Back { which: one.as_str(), form: &form, refused: &refused }));
            Ok(private(answer(Some(&refused), shown)))
        }
    }
}

fn expired(visit: &Visit) -> Response {
    let name = Kind::LinkExpired.name();
    let content = html! {
        h1.utrecht-heading-1 { (visit.say(&format!("kind-{name}"))) }
        p.utrecht-paragraph.utrecht-paragraph--lead data-kind=(name) { (visit.say("talk-expired")) }
    };
    with_kind(Kind::LinkExpired, framed(visit, visit.say(&format!("kind-{name}")), content))
}

fn page(visit: &Visit, own: &Own, back: Option<&Back<'_, &str>>) -> Markup {
    let title = visit.say("talk-own-title");
    let empty = own.waiting.is_empty() && own.comments.is_empty() && own.supported.is_empty();
    let content = html! {
        h1.utrecht-heading-1 { (title) }
        @if let Some(back) = back {
            @let fields = filled(visit.text, Some(back), back.which, back.form).0;
            (fields.notice())
        }
        @if empty { p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("talk-own-none")) } }
        @if !own.waiting.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("talk-own-waiting")) }
                p.utrecht-paragraph { (visit.say(if own.is_fresh { "talk-own-waiting-line" } else { "talk-expired" })) }
                ol.sr-rows.sr-rows--plain { @for one in &own.waiting { li { (waiting(visit, own, one)) } } }
            }
        }
        @if !own.comments.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("talk-own-placed")) }
                ol.sr-rows.sr-rows--plain { @for one in &own.comments { li { (placed(visit, own, one, back)) } } }
            }
        }
        @if !own.supported.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("support-own")) }
                ol.sr-rows.sr-rows--plain {
                    @for (id, title) in &own.supported {
                        li.sr-stack.sr-stack--tight {
                            p { strong { (title) } }
                            form method="post" action=(visit.to(paths::CONTRIBUTIONS, &[&own.token])) {
                                input type="hidden" name="one" value=(id);
                                p { button.utrecht-button type="submit" name="do" value="end" { (visit.say("support-end")) span.sr-hidden { ": " (title) } } }
                            }
                        }
                    }
                }
            }
        }
        p.sr-small { (visit.say("talk-kept")) }
    };
    framed(visit, title, content)
}

fn waiting(visit: &Visit, own: &Own, (one, title): &(Contribution, String)) -> Markup {
    let action = visit.to(paths::CONTRIBUTIONS, &[&own.token]);
    let sort = one.what.sort().name();
    html! {
        div.sr-stack.sr-stack--tight {
            p { strong { (title) } }
            @match &one.what {
                What::Comment { kind, name, words } => {
                    p { (visit.say(&format!("talk-kind-{kind}"))) ", " bdi { (name) } }
                    (written(words, Below::H3))
                }
                What::Support => p { (visit.say("support-self-what")) },
                What::Endorsement { organisation, words } => {
                    p { (visit.say("talk-kind-endorsement")) ", " bdi { (organisation) } }
                    p { (words) }
                }
            }
            @if own.is_fresh { p { (visit.say(&format!("talk-waits-{sort}"))) } }
            form.utrecht-button-group method="post" action=(action) {
                input type="hidden" name="one" value=(one.id);
                @if own.is_fresh {
                    button.utrecht-button.utrecht-button--primary-action type="submit" name="do" value="yes" { (visit.say(&format!("talk-yes-{sort}"))) }
                }
                button.utrecht-button type="submit" name="do" value="no" { (visit.say("talk-own-no")) }
            }
        }
    }
}

fn placed(
    visit: &Visit,
    own: &Own,
    (one, taken): &(Comment, Vec<Withholding>),
    back: Option<&Back<'_, &str>>,
) -> Markup {
    let action = visit.to(paths::CONTRIBUTIONS, &[&own.token]);
    html! {
        div.sr-stack.sr-stack--tight {
            (parts::head(visit, one))
            (written(&one.words, Below::H3))
            @if let Some(line) = parts::entry(visit, one) { p { (line) } }
            @for taken in taken { (course(visit, taken)) }
            (owning(visit, &action, (one, taken), back))
        }
    }
}

/// What whoever wrote a comment can do about it.
pub fn owning(
    visit: &Visit,
    action: &str,
    (one, taken): (&Comment, &[Withholding]),
    back: Option<&Back<'_, &str>>,
) -> Markup {
    let waits = taken.iter().any(|taken| taken.stands() && taken.waits());
    html! {
        @if one.gone.is_none() {
            @if !waits {
                form method="post" action=(action) {
                    input type="hidden" name="one" value=(one.id);
                    p { button.utrecht-button type="submit" name="do" value="back" { (visit.say("talk-own-back")) } }
                }
            }
            (appealing(visit, action, ("bericht", one.id.as_str()), taken, back))
        }
    }
}
