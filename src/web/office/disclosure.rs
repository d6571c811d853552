//! What an applicant states about a plan: a section and a form on the office page of the plan, and lines beside the plan
//! for everyone.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::rounds;
use crate::acts::disclosure::{Wanted, state};
use crate::domain::account::Permission;
use crate::domain::disclosure::{Disclosure, Help};
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::recipient::ProviderClass;
use crate::domain::round::Round;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Field, Filled, Refused, answer, choosing, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Writes down what the applicant states.
pub async fn set(Of((id, plan), _): Of<(RoundId, ProposalId)>, visit: Visit, form: Form) -> Answer {
    let round = rounds::find(&mut *visit.app.store.read().await?, &id).await?;
    let refused = match read(&form) {
        Err(refused) => refused,
        Ok(wanted) => match state(&visit.context(), &round.id, &plan, &wanted).await {
            Ok(()) => {
                let parts = [round.id.as_str(), plan.as_str()];
                return Ok(Redirect::to(&visit.to(paths::ROUND_PROPOSAL, &parts)).into_response());
            }
            Err(error) => Refused::of(error, "chk_paid")?,
        },
    };
    let filled = Filled::new(visit.text, &form, Some(&refused));
    let frame = Frame::below_round(&visit, &round, visit.say("chk-disclosure-title"));
    Ok(answer(Some(&refused), frame.show(&visit, asking(&visit, &round, &plan, &filled))))
}

fn read(form: &Form) -> Result<Wanted, Refused> {
    let class = ProviderClass::named(form.get("chk_class"));
    let class = class.ok_or_else(|| Refused::field("chk_class", "choose"))?;
    let help = Help::named(form.get("chk_help")).ok_or_else(|| Refused::field("chk_help", "choose"))?;
    Ok(Wanted { class, help, paid: form.get("chk_paid").to_string() })
}

/// The section of the office page of a plan.
pub async fn section(visit: &Visit, conn: &mut Conn, round: &Round, plan: &ProposalId) -> Answer<Markup> {
    let stated = store::disclosure::newest(conn, &round.id, plan).await?;
    // What a group stated itself is not for the office to state otherwise (S44).
    let is_of_group = store::pitch::of_proposal(conn, &round.id, plan).await?.is_some();
    let mut form = Form::default();
    if let Some(stated) = &stated {
        form.set("chk_class", stated.class.name());
        form.set("chk_help", stated.help.name());
        form.set("chk_paid", &stated.paid);
    }
    let filled = Filled::new(visit.text, &form, None);
    Ok(html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("chk-disclosure-title")) }
            p.utrecht-paragraph { (visit.say("chk-disclosure-line")) }
            @match &stated {
                Some(stated) => (facts(&told(visit, stated))),
                None => p { (visit.say("chk-disclosure-none")) },
            }
            @if visit.may(Permission::RunRounds) && round.rules.is_none() && !is_of_group {
                details {
                    summary { (visit.say("chk-disclosure-do")) }
                    (asking(visit, round, plan, &filled))
                }
            }
        }
    })
}

fn asking(visit: &Visit, round: &Round, plan: &ProposalId, filled: &Filled<'_>) -> Markup {
    let choices = |names: &[&str], key: &str| {
        choosing(visit.text, names.iter().map(|name| (*name, visit.say(&format!("{key}-{name}")))))
    };
    let classes = choices(&ProviderClass::NAMES.map(|(_, name)| name), "recipient-class");
    let helps = choices(&Help::NAMES.map(|(_, name)| name), "chk-help");
    let parts = [round.id.as_str(), plan.as_str()];
    html! {
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::DISCLOSURE, &parts)) {
            (filled.choice("chk_class", "field-chk_class", &classes))
            (filled.choice("chk_help", "field-chk_help", &helps))
            (filled.field(&Field::of("area", "chk_paid", "field-chk_paid")))
            (submit(&visit.say("save")))
        }
    }
}

/// What was stated, as words beside words: the same for the office and for everyone.
pub fn told(visit: &Visit, stated: &Disclosure) -> Vec<(String, Markup)> {
    let paid = if stated.paid.is_empty() { visit.say("chk-paid-nobody") } else { stated.paid.clone() };
    vec![
        (
            visit.say("field-chk_class"),
            html! { (visit.say(&format!("recipient-class-{}", stated.class.name()))) },
        ),
        (visit.say("field-chk_help"), html! { (visit.say(&format!("chk-help-{}", stated.help.name()))) }),
        (visit.say("field-chk_paid"), html! { (paid) }),
    ]
}
