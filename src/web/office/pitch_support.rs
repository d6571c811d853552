//! Who stands behind a plan that was sent in, for the office: support so far and needed, organisations, how much is said about it;
//! and telling the group that too few people support it.

use maud::{Markup, html};

use super::pitch::{Which, Whole, parts_of};
use crate::acts::pitch::hearing::is_lost_since;
use crate::domain::pitch::{Course, Pitch, State};
use crate::domain::talk::{Counts, Open};
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Back, Field, filled, submit};
use crate::web::paths;
use crate::web::public::support::{Told, standing};
use crate::web::visit::Visit;

/// What there is beside the plan.
pub(super) struct Beside {
    told: Told,
    counts: Counts,
    open: Option<Open>,
    /// Whether what the group was told says nothing any more.
    is_lost: bool,
}

impl Beside {
    /// Reads it.
    pub(super) async fn find(conn: &mut Conn, pitch: &Pitch, course: &Course<'_>) -> Answer<Beside> {
        let round = store::round::find(conn, &pitch.round).await?;
        let open = match &round {
            Some(round) => crate::acts::talk::open::of_plan(conn, round, pitch).await?,
            None => None,
        };
        let told = Told::find(conn, pitch).await?;
        let is_lost = is_lost_since(conn, pitch, course).await?;
        Ok(Beside { told, counts: store::talk::counts(conn, &pitch.id).await?, open, is_lost })
    }

    /// Whether too little support can be a ground, as far as that stands here: some is missing, and its group was told of that.
    pub(super) fn may_refuse(&self) -> bool {
        self.told.missing() > 0 && !self.is_lost
    }
}

/// What there is, with the way to the talk.
pub(super) fn section(visit: &Visit, whole: &Whole) -> Markup {
    let Beside { told, counts, open, .. } = &whole.beside;
    let kinds = crate::domain::talk::CommentKind::TYPED;
    html! {
        @if open.is_some() {
            section.sr-stack #steun {
                h2.utrecht-heading-2 { (visit.say("pt-behind")) }
                (standing(visit, &whole.round, told))
                ul.sr-plain {
                    @for kind in kinds {
                        li { (visit.text.with(&format!("talk-count-{}", kind.name()), &[("count", number(counts.of(kind)))])) }
                    }
                }
                p { a.utrecht-link href=(visit.to(paths::TALK, &parts_of(whole))) { (visit.say("pt-to-talk")) } }
            }
        }
    }
}

/// Telling the group how much support is missing; again once the term of the last time is over, or what was told then says nothing any
/// more because support was lost since.
pub(super) fn telling(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let missing = whole.beside.told.missing();
    let waits = matches!(whole.pitch.state, State::Submitted | State::Incomplete);
    let told = whole.review.known.course().short();
    let runs = told.and_then(|told| told.until).is_some_and(|until| visit.now <= until);
    if missing == 0 || !waits || (runs && !whole.beside.is_lost) {
        return html! {};
    }
    let mut first = Form::default();
    let (so_far, needed) = whole.beside.told.sums();
    let values = [("missing", number(missing)), ("so_far", number(so_far)), ("needed", number(needed))];
    first.set("pt_short", visit.text.with("pt-short-words", &values));
    let (fields, is_back) = filled(visit.text, back, Which::Short, &first);
    let days = number(whole.repair_days.unsigned_abs());
    html! {
        details open[is_back] #pt_short_form {
            summary { (visit.say("pt-short")) }
            div.sr-stack {
                @if whole.beside.is_lost {
                    p.utrecht-paragraph { strong { (visit.text.with("pt-short-again", &[("days", days.clone())])) } }
                }
                p.utrecht-paragraph { (visit.text.with("pt-short-line", &[("days", days)])) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_SHOWING, &parts_of(whole))) {
                    input type="hidden" name="do" value="short";
                    (fields.field(&Field::of("area", "pt_short", "field-pt_short")))
                    (submit(&visit.say("pt-short-do")))
                }
            }
        }
    }
}
