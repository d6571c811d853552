//! Letting plans go on as one, or one as two, for the office: it proposes, and the groups decide.

use maud::{Markup, html};

use super::pitch::{Which, Whole, parts_of, told};
use crate::acts::ActError;
use crate::acts::pitch::regroup::{self as acts, By, Merge, Standing};
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
        "propose" => (Which::Merge, propose(&visit, (&id, &pitch), &form).await),
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

async fn propose(visit: &Visit, (id, pitch): (&RoundId, &PitchId), form: &Form) -> Result<(), ActError> {
    let named = parts::typed(form.get("pm_plans"));
    let (carrier, others) = match (form.get("pm_carrier"), named.split_first()) {
        ("other", Some((first, rest))) => {
            (first.clone(), rest.iter().chain([pitch]).cloned().collect::<Vec<_>>())
        }
        _ => (pitch.clone(), named),
    };
    let merge = Merge { round: id, carrier: &carrier, others: &others, reason: form.get("pm_reason") };
    acts::propose(&mut visit.context(), By::Office, &merge).await.map(|_| ())
}

/// What was proposed about the plan, and the two forms.
pub(super) fn section(
    visit: &Visit,
    whole: &Whole,
    all: &[Standing],
    back: Option<&Back<'_, Which>>,
) -> Markup {
    let may = visit.may(crate::domain::account::Permission::RunRounds);
    let can = may && whole.pitch.can_regroup(visit.now) && !all.iter().any(|one| one.is_open);
    html! {
        @if !all.is_empty() {
            section.sr-stack #samen-of-apart {
                h2.utrecht-heading-2 { (visit.say("pm-title")) }
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
            (proposing(visit, whole, back))
            @if whole.pitch.state == State::Submitted { (splitting(visit, whole, back)) }
        }
    }
}

fn proposing(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Merge, &first);
    let options =
        ["own", "other"].map(|name| (name.to_string(), visit.say(&format!("pm-office-carrier-{name}"))));
    html! {
        details open[is_back] {
            summary { (visit.say("pm-office-propose")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("pm-office-line")) }
                p.utrecht-paragraph { (visit.say("pm-support")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_REGROUP, &parts_of(whole))) {
                    input type="hidden" name="pm_do" value="propose";
                    (fields.field(&Field::of("area", "pm_plans", "field-pm_plans")))
                    (fields.choice("pm_carrier", "field-pm_carrier", &options))
                    (fields.field(&Field::of("area", "pm_reason", "field-pm_reason")))
                    (submit(&visit.say("pm-propose-do")))
                }
            }
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
