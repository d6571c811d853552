//! Own interests of staff in a round, what the round holds recipients to, and who checked its plans.

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::rounds;
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::check::{ClassLimits, Terms};
use crate::domain::id::{AccountId, ProposalId, RoundId};
use crate::domain::interest::{Feasible, Interest, has_interest, has_stated};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::proposal::Proposal;
use crate::domain::recipient::ProviderClass;
use crate::domain::round::{Phase, Round};
use crate::store::{self, Conn};
use crate::web::error::{Answer, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::Frame;
use crate::web::parts::form::{self, Field, Filled, Refused, typed_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// States an own interest, or that there is none.
pub async fn state(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let round = rounds::find(&mut *visit.app.store.read().await?, &id).await?;
    let plan = Some(form.get("interest_plan")).filter(|plan| !plan.is_empty()).map(ProposalId::new);
    let done = acts::interest::state(&visit.context(), &round.id, plan.as_ref(), form.get("check_why")).await;
    match done {
        Ok(()) => Ok(to_round(&visit, &round)),
        Err(error) => {
            let refused = Refused::of(error, "check_why")?;
            let plans = store::proposal::list(&mut *visit.app.store.read().await?, &round.id).await?;
            let filled = Filled::new(visit.text, &form, Some(&refused));
            Ok(alone(
                &visit,
                &round,
                "interest-title",
                (&refused, interest_form(&visit, &round, &plans, &filled)),
            ))
        }
    }
}

/// Sets what the round holds recipients to.
pub async fn set_terms(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let round = rounds::find(&mut *visit.app.store.read().await?, &id).await?;
    let done = match read_terms(&form) {
        Err(refused) => Err(refused),
        Ok(terms) => match acts::grant::checks::set_round_terms(&visit.context(), &round.id, &terms).await {
            Ok(()) => Ok(()),
            Err(error) => Err(Refused::of(error, "integrity")?),
        },
    };
    match done {
        Ok(()) => Ok(to_round(&visit, &round)),
        Err(refused) => {
            let filled = Filled::new(visit.text, &form, Some(&refused));
            Ok(alone(&visit, &round, "terms-title", (&refused, terms_form(&visit, &round, &filled))))
        }
    }
}

/// What someone stated about an own interest in a round or a quick pot, beside their name where they sign.
pub async fn beside(visit: &Visit, conn: &mut Conn, round: &RoundId, who: &AccountId) -> Answer<Markup> {
    Ok(stated_by(visit, &store::interest::list(conn, round).await?, who))
}

/// The same of statements that were read.
pub fn stated_by(visit: &Visit, stated: &[Interest], who: &AccountId) -> Markup {
    let key = match (has_interest(stated, who), has_stated(stated, who)) {
        (true, _) => "role-signer-interest",
        (false, true) => "role-signer-free",
        (false, false) => return html! {},
    };
    html! { br; span.sr-small { (visit.say(key)) } }
}

/// Writes down whether a plan can be carried out and is allowed.
pub async fn check_plan(Of((id, plan), _): Of<(RoundId, ProposalId)>, visit: Visit, form: Form) -> Answer {
    let round = rounds::find(&mut *visit.app.store.read().await?, &id).await?;
    let done = match Feasible::named(form.get("answer")) {
        None => Err(Refused::field("answer", "choose")),
        Some(feasible) => {
            let why = form.get("check_why");
            match acts::interest::check_plan(&visit.context(), &round.id, &plan, feasible, why).await {
                Ok(()) => Ok(()),
                Err(error) => Err(Refused::of(error, "check_why")?),
            }
        }
    };
    match done {
        Ok(()) => {
            let parts = [round.id.as_str(), plan.as_str()];
            Ok(Redirect::to(&visit.to(paths::ROUND_PROPOSAL, &parts)).into_response())
        }
        Err(refused) => {
            let filled = Filled::new(visit.text, &form, Some(&refused));
            Ok(alone(&visit, &round, "plan-check", (&refused, plan_form(&visit, &round, &plan, &filled))))
        }
    }
}

fn to_round(visit: &Visit, round: &Round) -> Response {
    Redirect::to(&visit.to(paths::OFFICE_ROUND, &[round.id.as_str()])).into_response()
}

/// A form that comes back, on a page of its own.
fn alone(visit: &Visit, round: &Round, title: &str, (refused, form): (&Refused, Markup)) -> Response {
    with_kind(refused.kind, Frame::below_round(visit, round, visit.say(title)).show(visit, form))
}

fn read_terms(form: &Form) -> Result<Terms, Refused> {
    let share = |name: &'static str| {
        BasisPoints::parse_typed(form.get(name)).map_err(|_| Refused::field(name, "percent"))
    };
    let integrity =
        Cents::parse_typed(form.get("integrity")).map_err(|_| Refused::field("integrity", "amount"))?;
    let most = |class: ProviderClass| {
        let name = class_field(class);
        match form.get(name).trim() {
            "" => Ok(None),
            typed => Cents::parse_typed(typed).map(Some).map_err(|_| Refused::field(name, "amount")),
        }
    };
    let class_most = ClassLimits {
        resident: most(ProviderClass::Resident)?,
        professional: most(ProviderClass::Professional)?,
        other: most(ProviderClass::Other)?,
    };
    let (of_round, onward) = (share("of_round")?, share("onward_most")?);
    Ok(Terms { of_round, onward, integrity, class_most, ..Terms::default() })
}

/// The field for the limit of a class of applicants.
fn class_field(class: ProviderClass) -> &'static str {
    match class {
        ProviderClass::Resident => "resident_most",
        ProviderClass::Professional => "professional_most",
        ProviderClass::Other => "other_most",
    }
}

/// What a plan may ask at most, for each class of applicants with a limit.
pub fn class_limits(visit: &Visit, limits: ClassLimits) -> Markup {
    html! {
        @for (class, name) in ProviderClass::NAMES {
            @if let Some(most) = limits.of(class) {
                li { (visit.text.with("smo2-class-most", &[("class", visit.say(&format!("recipient-class-{name}")).into()), ("most", visit.text.euros(most).into())])) }
            }
        }
    }
}

/// The sections of the page of a round: what it holds recipients to, and who has an interest.
pub async fn sections(visit: &Visit, conn: &mut Conn, round: &Round, plans: &[Proposal]) -> Answer<Markup> {
    let stated = store::interest::list(conn, &round.id).await?;
    let terms = match acts::round::recipients(conn, round).await? {
        Some(frozen) => frozen.terms(),
        None => store::check::terms(conn, &round.id, round.year).await?,
    };
    let names: Vec<(AccountId, String)> =
        store::account::list(conn).await?.into_iter().map(|one| (one.id, one.function)).collect();
    let function = |id: &AccountId| names.iter().find(|(known, _)| known == id).map_or("", |(_, name)| name);
    let title = |id: &ProposalId| {
        plans.iter().find(|plan| &plan.id == id).map_or(String::new(), |plan| plan.title.clone())
    };
    let (mut typed, empty) = (Form::default(), Form::default());
    typed.set("of_round", percent(terms.of_round));
    typed.set("onward_most", percent(terms.onward));
    typed.set("integrity", typed_amount(terms.integrity));
    for (class, _) in ProviderClass::NAMES {
        typed.set(class_field(class), terms.class_most.of(class).map_or(String::new(), typed_amount));
    }
    let may = visit.may(Permission::RunRounds);
    let values = [
        ("round", visit.text.percent(terms.of_round).into()),
        ("year", visit.text.percent(terms.of_year).into()),
        ("onward", visit.text.percent(terms.onward).into()),
        ("integrity", visit.text.euros(terms.integrity).into()),
    ];
    Ok(html! {
        section.sr-stack #belang {
            h2.utrecht-heading-2 { (visit.say("interest-title")) }
            p.utrecht-paragraph { (visit.say("interest-line")) }
            ul {
                @for one in &stated {
                    li {
                        (function(&one.by)) ", " (visit.text.day(one.at)) ": "
                        @match &one.plan {
                            Some(plan) => { (title(plan)) ". " (one.reason) },
                            None => (visit.say("interest-none")),
                        }
                    }
                }
            }
            @if may {
                details { summary { (visit.say("interest-state")) } (interest_form(visit, round, plans, &Filled::new(visit.text, &empty, None))) }
            }
        }
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("terms-title")) }
            p.utrecht-paragraph { (visit.text.with("terms-line", &values)) }
            @if !terms.class_most.is_empty() { ul { (class_limits(visit, terms.class_most)) } }
            @if may && round.phase < Phase::Open {
                details { summary { (visit.say("terms-change")) } (terms_form(visit, round, &Filled::new(visit.text, &typed, None))) }
            }
        }
    })
}

/// A share as it stands in a field.
fn percent(share: BasisPoints) -> String {
    format!("{},{:02}", share.get() / 100, share.get() % 100)
}

fn interest_form(visit: &Visit, round: &Round, plans: &[Proposal], filled: &Filled<'_>) -> Markup {
    let mut options = vec![(String::new(), visit.say("interest-none"))];
    options.extend(plans.iter().map(|plan| (plan.id.to_string(), plan.title.clone())));
    html! {
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::ROUND_INTEREST, &[round.id.as_str()])) {
            (filled.choice("interest_plan", "field-interest_plan", &options))
            (filled.field(&Field::text("check_why", "field-interest-why")))
            (form::submit(&visit.say("interest-state")))
        }
    }
}

fn terms_form(visit: &Visit, round: &Round, filled: &Filled<'_>) -> Markup {
    html! {
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::ROUND_TERMS, &[round.id.as_str()])) {
            (filled.field(&Field::of("percent", "of_round", "field-of_round")))
            (filled.field(&Field::text("onward_most", "field-onward_most")))
            (filled.field(&Field::text("integrity", "field-integrity")))
            (filled.field(&Field::text("resident_most", "field-resident_most")))
            (filled.field(&Field::text("professional_most", "field-professional_most")))
            (filled.field(&Field::text("other_most", "field-other_most")))
            (form::submit(&visit.say("save")))
        }
    }
}

/// The section of the page of a plan: who looked whether it can be carried out.
pub async fn plan_section(
    visit: &Visit,
    conn: &mut Conn,
    round: &Round,
    plan: &ProposalId,
) -> Answer<Markup> {
    let checks = store::interest::plan_checks(conn, &round.id).await?;
    let empty = Form::default();
    Ok(html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("plan-check")) }
            p.utrecht-paragraph { (visit.say("plan-check-line")) }
            ul {
                @for check in checks.iter().filter(|check| &check.plan == plan) {
                    li {
                        (visit.text.day(check.at)) ": "
                        (visit.say(if check.feasible == Feasible::Yes { "check-answer-yes" } else { "check-answer-no" }))
                        ". " (check.reason)
                    }
                }
            }
            @if visit.may(Permission::RunRounds) && round.phase < Phase::Ready {
                details { summary { (visit.say("plan-check-do")) } (plan_form(visit, round, plan, &Filled::new(visit.text, &empty, None))) }
            }
        }
    })
}

fn plan_form(visit: &Visit, round: &Round, plan: &ProposalId, filled: &Filled<'_>) -> Markup {
    let options = [
        (String::new(), visit.say("choose")),
        ("yes".to_string(), visit.say("check-answer-yes")),
        ("no".to_string(), visit.say("check-answer-no")),
    ];
    html! {
        (filled.notice())
        form.sr-stack method="post" action=(visit.to(paths::PLAN_CHECK, &[round.id.as_str(), plan.as_str()])) {
            (filled.choice("answer", "field-answer", &options))
            (filled.field(&Field::text("check_why", "field-check_why")))
            (form::submit(&visit.say("save")))
        }
    }
}
