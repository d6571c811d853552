//! Letting plans go on as one, or one as two, for the office: it proposes, and the groups decide.

use maud::{Markup, html};

use super::joining;
use super::pitch::{Which, Whole, parts_of, told};
use crate::acts::pitch::regroup::{self as acts, By, Standing};
use crate::domain::id::{PitchId, RegroupId, RoundId};
use crate::domain::pitch::State;
use crate::domain::pitch::regroup::Proposer;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Back, Field, filled, submit};
use crate::web::parts::regroup as parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// Does what one of the buttons says.
pub async fn act(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let mut ctx = visit.context();
    let (which, done) = match form.get("pm_do") {
        "propose" => return joining::propose(&visit, (&id, &pitch), &form).await,
        "find" => return joining::look_for(&visit, (&id, &pitch), &form).await,
        "split" => {
            let names = [form.get("pm_stays"), form.get("pm_goes")];
            let done = acts::ask_split(&mut ctx, (&id, &pitch), form.get("pm_split_reason"), names).await;
            (Which::Split, done.map(|_| ()))
        }
        "back" => {
            (Which::Merge, acts::take_back(&ctx, By::Office, &RegroupId::new(form.get("pm_which"))).await)
        }
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    told(&visit, (&id, &pitch), (which, &form), done).await
}

/// What was proposed about the plan, the way to the form for a merge, and the form for a split.
pub(super) fn section(
    visit: &Visit,
    whole: &Whole,
    all: &[Standing],
    back: Option<&Back<'_, Which>>,
) -> Markup {
    let may = visit.may(crate::domain::account::Permission::RunRounds);
    let can = may && acts::takes_proposal(&whole.round, &whole.pitch, all, visit.now);
    html! {
        @if !all.is_empty() {
            section.sr-stack #samen-of-apart {
                h2.utrecht-heading-2 { (visit.say("pm-title")) }
                (filled(visit.text, back, Which::Merge, &Form::default()).0.notice())
                @for one in all {
                    div.sr-stack.sr-stack--tight {
                        (parts::proposal(visit, one))
                        @if may && one.is_open && matches!(one.one.by, Proposer::Office(_)) {
                            form method="post" action=(visit.to(paths::ROUND_PITCH_REGROUP, &parts_of(whole))) {
                                input type="hidden" name="pm_which" value=(one.one.id);
                                p { button.utrecht-button type="submit" name="pm_do" value="back" { (visit.say("pm-back")) } }
                            }
                        }
                    }
                }
            }
        }
        @if can {
            p { a.utrecht-link href=(visit.to(paths::ROUND_PITCH_REGROUP, &parts_of(whole))) { (visit.say("pm-office-propose")) } }
            @if whole.pitch.state == State::Submitted { (splitting(visit, whole, back)) }
        }
    }
}

fn splitting(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Split, &first);
    html! {
        details open[is_back] {
            summary { (visit.say("pm-split")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("pm-split-line")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_REGROUP, &parts_of(whole))) {
                    input type="hidden" name="pm_do" value="split";
                    (fields.field(&Field::text("pm_stays", "field-pm_stays")))
                    (fields.field(&Field::text("pm_goes", "field-pm_goes")))
                    (fields.field(&Field::of("area", "pm_split_reason", "field-pm_split_reason")))
                    (submit(&visit.say("pm-split-do")))
                }
            }
        }
    }
}
