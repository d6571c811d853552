//! One round: where it stands, what is missing, what can be done now.

use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::{ballot_form, casefile, interest, rounds, seal};
use crate::acts;
use crate::acts::round::SealState;
use crate::domain::account::Permission;
use crate::domain::auditor::Auditor;
use crate::domain::grant::{Grant, total};
use crate::domain::id::RoundId;
use crate::domain::proposal::Proposal;
use crate::domain::round::{Change, Condition, Origin, Phase, Publish, Round, Step};
use crate::domain::voting_code::CodeKey;
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::scope::Of;
use crate::web::parts::choice;
use crate::web::parts::form;
use crate::web::parts::{amount, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows a round. How many voted and what they chose is not on it: nobody sees that before it is public.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, &id).await?;
    let plans = store::proposal::list(&mut conn, &round.id).await?;
    let register = store::register::find(&mut conn, &round.id).await?;
    let letters = register.filter(|register| register.accepted.is_some()).map(|register| register.letters);
    let conditions = conditions(&visit, &mut conn, &round).await?;
    let seal = seal::state(&mut conn, &round).await?;
    let auditors = match round.rules {
        Some(_) => acts::round::rules(&mut conn, &round.id).await?.auditors,
        None => Vec::new(),
    };
    let opening = seal::is_done(&mut conn, &round).await?;
    let grants = if round.phase.shows_outcome() {
        store::certificate::grants(&mut conn, &round.id).await?
    } else {
        Vec::new()
    };
    let checked = interest::sections(&visit, &mut conn, &round, &plans).await?;
    let content = html! {
        div.sr-split.sr-split--start {
            div.sr-stack.sr-stack--mid {
                (now(&visit, &round, seal.as_ref()))
                @if round.phase <= Phase::Ready { (checklist(&visit, &round, &conditions)) }
                @if !grants.is_empty() { (granted(&visit, &round, &plans, &grants)) }
                (about(&visit, &round, plans.len(), letters))
                (checked)
                @if !auditors.is_empty() { (audited(&visit, &round, &auditors, opening)) }
                @if round.phase.shows_outcome() { (casefile::section(&visit, paths::ROUND_CASE, round.id.as_str())) }
            }
            nav aria-label=(visit.say("timeline-title")) { (timeline(&visit, &round)) }
        }
    };
    let above = vec![(visit.say("office-menu-rounds"), visit.to(paths::ROUNDS, &[]))];
    let frame = Frame { menu: paths::ROUNDS, title: round.plan.title.clone(), above, mark: html! {} };
    Ok(frame.show_headed(&visit, heading(&visit, &round), content))
}

/// Each condition for opening and whether it is met.
pub async fn conditions(
    visit: &Visit,
    conn: &mut store::Conn,
    round: &Round,
) -> Answer<Vec<(Condition, bool)>> {
    let codes = code_key(visit, round)?;
    Ok(acts::round::conditions(conn, round, codes.as_ref(), visit.now).await?)
}

/// The key of the round's codes, if it is on this server.
pub fn code_key(visit: &Visit, round: &Round) -> Answer<Option<CodeKey>> {
    visit.app.keys.codes(&round.id).map_err(|error| {
        tracing::error!("{error}");
        Refusal(crate::web::error::Kind::IntegrityFailed)
    })
}

fn heading(visit: &Visit, round: &Round) -> Markup {
    html! {
        div.sr-ends {
            h1.utrecht-heading-1 { (round.plan.title) }
            p.sr-amount.sr-amount--huge { bdi dir="ltr" { (visit.text.euros(round.plan.ceiling)) } }
        }
        p {
            (round_parts::badge(visit.text, round, visit.now))
            @if let Some(line) = round_parts::now_line(visit.text, round, visit.now) { " " (line) }
        }
        (round_parts::fingerprint(visit, round))
    }
}

/// The steps of the road, with the dates that are planned.
fn timeline(visit: &Visit, round: &Round) -> Markup {
    const ROAD: [Phase; 10] = [
        Phase::Draft,
        Phase::Propose,
        Phase::Check,
        Phase::Ready,
        Phase::Open,
        Phase::Closed,
        Phase::Sealed,
        Phase::Counted,
        Phase::Proposed,
        Phase::Certified,
    ];
    let is_cancelled = round.phase == Phase::Cancelled;
    html! {
        ol.sr-timeline {
            @for phase in ROAD {
                @let is_done = !is_cancelled && (phase < round.phase || round.phase.shows_outcome());
                li.sr-done[is_done] aria-current=[(phase == round.phase && !is_done).then_some("step")] {
                    h2.utrecht-heading-3 { (visit.say(&format!("phase-{}", phase.name()))) }
                    @if let Some(line) = phase_line(visit, round, phase) { p.sr-small { (line) } }
                }
            }
            @if is_cancelled {
                li aria-current="step" { h2.utrecht-heading-3 { (visit.say("state-cancelled")) } }
            }
        }
    }
}

/// When a phase ends, or what it is for while it is not behind us.
fn phase_line(visit: &Visit, round: &Round, phase: Phase) -> Option<String> {
    let dates = round.plan.dates;
    let planned = match phase {
        Phase::Propose => dates.propose_until.map(|at| ("step-until", at)),
        Phase::Ready => dates.vote_from.map(|at| ("step-until", at)),
        Phase::Open => round.vote_until().map(|at| ("step-until", at)),
        Phase::Certified => dates.outcome_at.map(|at| ("step-at", at)),
        Phase::Draft
        | Phase::Check
        | Phase::Closed
        | Phase::Sealed
        | Phase::Counted
        | Phase::Proposed
        | Phase::Final
        | Phase::Cancelled => None,
    };
    match planned {
        Some((key, at)) => Some(visit.text.with(key, &[("moment", visit.text.moment(at).into())])),
        None if phase < round.phase => None,
        None => Some(visit.say(&format!("phase-{}-line", phase.name()))),
    }
}

/// What can be done now: the next step first, then what is rarely wanted.
fn now(visit: &Visit, round: &Round, seal: Option<&SealState>) -> Markup {
    let is_stopped = seal == Some(&SealState::Sealed);
    let can = |step: &Step| match step {
        Step::Seal if is_stopped => true,
        Step::Seal if matches!(seal, Some(SealState::Asked(by)) if visit.is(by)) => false,
        Step::Count if is_stopped => false,
        other => round.phase.after(*other).is_ok(),
    };
    let line = match seal {
        Some(SealState::Sealed) => "seal-stopped".to_string(),
        Some(SealState::Asked(by)) if visit.is(by) => "seal-own".to_string(),
        Some(SealState::Asked(_)) => "round-now-seal-asked".to_string(),
        Some(SealState::Unasked | SealState::Done) | None => format!("round-now-{}", round.phase.name()),
    };
    let forward = [Step::Announce, Step::Check, Step::Fix, Step::Open, Step::Close, Step::Seal, Step::Count];
    let to_step = |step: Step| visit.to(paths::ROUND_STEP, &[round.id.as_str(), step.name()]);
    let words = |step: Step| match (step, seal) {
        (Step::Seal, Some(SealState::Sealed)) => visit.say("seal-finish"),
        (Step::Seal, Some(SealState::Unasked)) => visit.say("seal-ask"),
        (other, _) => visit.say(&format!("do-{}", other.name())),
    };
    let certificate = visit.to(paths::CERTIFICATE, &[round.id.as_str()]);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("round-now")) }
            p.utrecht-paragraph { (visit.say(&line)) }
            @if matches!(round.phase, Phase::Counted | Phase::Proposed) {
                p { a.utrecht-button.utrecht-button--primary-action href=(certificate) { (visit.say("to-certificate")) } }
            }
            @let is_for_lot = round.phase == Phase::Sealed && matches!(seal, Some(SealState::Done)) || round.phase.shows_outcome();
            @if is_for_lot && round.plan.count.leaves_ties_open() {
                p { a.utrecht-link href=(visit.to(paths::ROUND_LOT, &[round.id.as_str()])) { (visit.say("lot-to")) } }
            }
            @if round.phase.shows_outcome() && round.origin == Origin::Vote {
                p { a.utrecht-link href=(visit.to(paths::RESERVE_LIST, &[round.id.as_str()])) { (visit.say("to-reserve-list")) } }
            }
            @if visit.may(Permission::RunRounds) {
                div.utrecht-button-group {
                    @for step in forward.into_iter().filter(can) {
                        a.utrecht-button.utrecht-button--primary-action href=(to_step(step)) { (words(step)) }
                    }
                    @for step in [Step::Back, Step::Cancel].into_iter().filter(can) {
                        a.utrecht-link href=(to_step(step)) { (words(step)) }
                    }
                }
            }
        }
    }
}

/// What must be there before the round can open.
pub fn checklist(visit: &Visit, round: &Round, conditions: &[(Condition, bool)]) -> Markup {
    let met = conditions.iter().filter(|(_, met)| *met).count();
    let count = |count: usize| number(u64::try_from(count).unwrap_or(u64::MAX));
    let title = visit.text.with("ready-title", &[("met", count(met)), ("all", count(conditions.len()))]);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (title) }
            ul.sr-checks {
                @for (condition, met) in conditions {
                    @let (key, mend) = condition_words(*condition);
                    li.sr-ok[*met] {
                        span {
                            @if !met { strong { (visit.say("ready-missing")) } " " }
                            (visit.say(key))
                        }
                        @if !met {
                            span.sr-small {
                                @match mend.filter(|path| *path == paths::MUNICIPALITY || visit.may(Permission::RunRounds)) {
                                    Some(paths::MUNICIPALITY) => a.utrecht-link href={ (visit.to(paths::MUNICIPALITY, &[])) "#controleurs" } { (visit.say(&format!("{key}-help"))) },
                                    Some(path) => a.utrecht-link href=(visit.to(path, &[round.id.as_str()])) { (visit.say(&format!("{key}-help"))) },
                                    None => (visit.say(&format!("{key}-help"))),
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The key of the words for a condition, and the page on which it is met, if there is one.
fn condition_words(condition: Condition) -> (&'static str, Option<&'static str>) {
    match condition {
        Condition::Regulation => ("ready-regulation", Some(paths::ROUND_PLAN)),
        Condition::Dates => ("ready-dates", Some(paths::ROUND_PLAN)),
        Condition::Proposals => ("ready-proposals", Some(paths::ROUND_PROPOSALS)),
        Condition::Lot => ("ready-lot", Some(paths::ROUND_PLAN)),
        Condition::Amounts => ("ready-amounts", Some(paths::ROUND_PROPOSALS)),
        Condition::Register => ("ready-register", Some(paths::REGISTER)),
        Condition::CodeKey => ("ready-code-key", None),
        Condition::OtherCodeKey => ("ready-other-key", None),
        Condition::Auditors => ("ready-auditors", Some(paths::MUNICIPALITY)),
        Condition::Mix => ("ready-mix", Some(paths::OFFICE_MIX)),
        Condition::Pitches => ("ready-pitches", Some(paths::ROUND_PITCHES)),
        Condition::Pots => ("ready-pots", Some(paths::ROUND_PROPOSALS)),
        Condition::Proven => ("ready-proven", Some(paths::ROUND_PROPOSALS)),
    }
}

/// Who can open every commitment after the seal, and the file for them once it is there.
fn audited(visit: &Visit, round: &Round, auditors: &[Auditor], opening: bool) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("auditors-title")) }
            p.utrecht-paragraph { (visit.say("auditors-round")) }
            ul.sr-rows.sr-rows--plain { @for auditor in auditors { li { (auditor.name) " " span.sr-hash { (auditor.key) } } } }
            @if opening && visit.may(Permission::ViewLetters) {
                p.utrecht-paragraph { (visit.say("opening-line")) }
                p { a.utrecht-link href=(visit.to(paths::OPENING, &[round.id.as_str()])) download="opening.age" { (visit.say("opening-download")) } }
            }
        }
    }
}

fn granted(visit: &Visit, round: &Round, plans: &[Proposal], grants: &[Grant]) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("grants-title")) }
            (grants_table(visit, plans, grants))
            p { a.utrecht-link href=(visit.to(paths::OUTCOME, &[round.id.as_str()])) { (visit.say("row-outcome")) } }
        }
    }
}

/// Grants with their sum.
pub fn grants_table(visit: &Visit, plans: &[Proposal], grants: &[Grant]) -> Markup {
    let text = visit.text;
    let title =
        |grant: &Grant| plans.iter().find(|plan| plan.id == grant.proposal).map(|plan| plan.title.as_str());
    form::table(
        &text.get("grants-title"),
        html! {
            table.utrecht-table {
                caption.sr-hidden { (text.get("grants-title")) }
                thead { tr { th scope="col" { (text.get("plan")) } th.sr-number scope="col" { (text.get("amount")) } } }
                tbody {
                    @for grant in grants {
                        tr {
                            th scope="row" { (grant.proposal) " " (title(grant).unwrap_or("")) }
                            td.sr-number { (amount(text, grant.amount)) }
                        }
                    }
                }
                tfoot { tr { th scope="row" { (text.get("together")) } td.sr-number { (amount(text, total(grants))) } } }
            }
        },
    )
}

fn about(visit: &Visit, round: &Round, plans: usize, letters: Option<u64>) -> Markup {
    let (text, plan) = (visit.text, &round.plan);
    let plans = number(u64::try_from(plans).unwrap_or(u64::MAX));
    let publish = match plan.publish {
        Publish::Ballots => "publish-ballots",
        Publish::Totals => "publish-totals",
    };
    let change = match plan.change {
        Change::Allowed => "change-allowed",
        Change::None => "change-none",
    };
    let letters = match letters {
        Some(letters) => text.number(letters),
        None if round.origin == Origin::Import => text.get("letters-imported"),
        None => text.get("letters-none"),
    };
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("round-facts")) }
            @if round.origin == Origin::Import { p.utrecht-paragraph { (text.get("imported-line")) } }
            (facts(&[
                (text.get("area"), html! { (round.area_name) " " (round.year) }),
                (text.get("field-ceiling"), amount(text, plan.ceiling)),
                (text.get("field-objection_reserve"), amount(text, plan.objection_reserve)),
                (text.get("plan-ballot"), html! { (choice::rules(text, &plan.ballot, plan.ceiling).join(" ")) }),
                (text.get("field-rule"), html! { (ballot_form::rule(visit, &plan.count)) }),
                (text.get("field-change"), html! { (text.get(change)) }),
                (text.get("field-publish"), html! { (text.get(publish)) }),
                (text.get("letters"), html! { (letters) }),
                (text.get("field-id"), html! { span.sr-mono { (round.id) } }),
            ]))
            (links(visit, round, &text.with("to-plans", &[("count", plans)])))
        }
    }
}

/// Where one goes from here.
fn links(visit: &Visit, round: &Round, plans: &str) -> Markup {
    let (text, id) = (visit.text, round.id.as_str());
    html! {
        ul.sr-links {
            li { a.utrecht-link href=(visit.to(paths::ROUND_PROPOSALS, &[id])) { (plans) } }
            @if visit.may(Permission::ViewGrants) && round.origin == Origin::Vote && round.phase > Phase::Draft {
                li { a.utrecht-link href=(visit.to(paths::ROUND_PITCHES, &[id])) { (text.get("pt-office-title")) } }
                li { a.utrecht-link href=(visit.to(paths::ROUND_TALK, &[id])) { (text.get("talk-office-title")) } }
            }
            @if round.origin == Origin::Vote && round.phase > Phase::Draft {
                li { a.utrecht-link href=(visit.to(paths::ROUND_SUPPORT, &[id])) { (text.get("support-office-title")) } }
                li { a.utrecht-link href=(visit.to(paths::ROUND_MEETINGS, &[id])) { (text.get("meet-title")) } }
            }
            @if round.origin == Origin::Vote && visit.may(Permission::Comment) && round.phase > Phase::Draft {
                li { a.utrecht-link href=(visit.to(paths::ROUND_SPEAKING, &[id])) { (text.get("talk-smo-title")) } }
            }
            @if round.origin == Origin::Vote && visit.may(Permission::ViewLetters) {
                li { a.utrecht-link href=(visit.to(paths::REGISTER, &[id])) { (text.get("register-title")) } }
            }
            @if round.rules.is_none() && visit.may(Permission::RunRounds) {
                li { a.utrecht-link href=(visit.to(paths::ROUND_PLAN, &[id])) { (text.get("to-plan")) } }
            }
            @if round.phase == Phase::Open && visit.may(Permission::ViewLetters) {
                li { a.utrecht-link href=(visit.to(paths::ROUND_LETTERS, &[id])) { (text.get("to-letters")) } }
            }
            @if round.phase == Phase::Open && visit.may(Permission::HelpVoters) {
                li { a.utrecht-link href=(visit.to(paths::HELPING, &[id])) { (text.get("paper-help-title")) } }
                li { a.utrecht-link href=(visit.to(paths::KIOSK_ROUND, &[id])) { (text.get("kiosk-to")) } }
            }
            @if round.rules.is_some() && round.origin == Origin::Vote && visit.may(Permission::ViewLetters) {
                li { a.utrecht-link href=(visit.to(paths::ROUND_PAPER, &[id])) { (text.get("paper-title")) } }
            }
            @if round.phase == Phase::Open {
                li { a.utrecht-link href=(visit.to(paths::EXTENSION, &[id])) { (text.get("paper-extend-title")) } }
            }
            @if round.phase.is_public() {
                li { a.utrecht-link href=(visit.to(paths::ROUND, &[id])) { (text.get("to-public")) } }
            }
            @if round.rules.is_some() {
                li { a.utrecht-link href=(visit.to(paths::LOG, &[id])) { (text.get("log-title")) } }
            }
            @if round.phase.shows_outcome() {
                li { a.utrecht-link href=(visit.to(paths::CERTIFICATE, &[id])) { (text.get("to-certificate")) } }
            }
        }
    }
}
