//! The reserve list of a round: who dropped out, who moves up, under which new certificate, and the end of the list.

pub mod out;

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::rounds;
use crate::acts;
use crate::acts::succession::{self, Footing};
use crate::acts::{ActError, publication};
use crate::domain::account::Permission;
use crate::domain::certificate::Certificate;
use crate::domain::digest::Digest;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::ledger::AccountKind;
use crate::domain::money::Cents;
use crate::domain::outcome::Other;
use crate::domain::round::{Origin, Round};
use crate::domain::succession::{Dropped, reserve_list};
use crate::store::certificate::Stored;
use crate::store::reserve_list::{Ended, Out};
use crate::store::{self};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::{amount, round as round_parts, support};
use crate::web::paths;
use crate::web::visit::Visit;

/// What the page tells of.
struct Told<'a> {
    visit: &'a Visit,
    round: Round,
    footing: Footing,
    /// The certificate that waits for a second person.
    waiting: Option<(Stored, Certificate)>,
    ended: Option<Ended>,
    /// The plans that are not moved up, and why in full.
    outs: Vec<Out>,
    /// What the round has left, and what it holds for objections.
    held: (Cents, Cents),
    /// What it still needs of that for objections.
    needed: Cents,
}

/// Which form of the page comes back, with what was typed.
enum Back<'a> {
    Nothing,
    Proposal(&'a Form, &'a Refused),
    Refusal(&'a Form, &'a Refused),
    End(&'a Form, &'a Refused),
    Out(&'a Form, &'a Refused),
}

/// Shows the reserve list.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    Ok(find(&visit, &id).await?.page(&Back::Nothing).into_response())
}

/// Puts a new certificate forward.
pub async fn propose(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    match succession::propose(&visit.context(), &told.round.id, form.get("incidents")).await {
        Ok(_) => Ok(told.again()),
        Err(error) => {
            let refused = Refused::of(error, "incidents")?;
            Ok(answer(Some(&refused), told.page(&Back::Proposal(&form, &refused))))
        }
    }
}

/// Agrees, as second person, with the certificate that was seen.
pub async fn approve(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    succession::approve(&visit.context(), &told.round.id, &seen(&form)?).await?;
    Ok(told.again())
}

/// Refuses the certificate that was seen, with a reason.
pub async fn refuse(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    match succession::refuse(&visit.context(), &told.round.id, &seen(&form)?, form.get("reason")).await {
        Ok(()) => Ok(told.again()),
        Err(error @ ActError::Fields(_)) => {
            let refused = Refused::of(error, "reason")?;
            Ok(answer(Some(&refused), told.page(&Back::Refusal(&form, &refused))))
        }
        Err(error) => Err(error.into()),
    }
}

/// Ends the list: what is left goes back to the area.
pub async fn end(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    let done = succession::release(&visit.context(), &told.round.id, form.get("reason")).await;
    told.ended_with(done, &form)
}

/// Gives back what was held for objections.
pub async fn release_objections(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    let done = succession::release_objections(&visit.context(), &told.round.id, form.get("reason")).await;
    told.ended_with(done, &form)
}

fn seen(form: &Form) -> Answer<Digest> {
    Digest::parse(form.get("hash").trim()).ok_or(Refusal(Kind::DraftChanged))
}

async fn find<'a>(visit: &'a Visit, id: &RoundId) -> Answer<Told<'a>> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    if !round.phase.shows_outcome() || round.origin != Origin::Vote {
        return Err(Refusal(Kind::WrongState));
    }
    let newest = publication::certificate(&mut conn, &round.id).await?;
    let accounts = store::ledger::accounts_of_round(&mut conn, &round.id).await?;
    let held = |kind| {
        let own = accounts.iter().filter(|one| one.key.kind == kind).map(|one| one.balance());
        Cents::sum(own).unwrap_or(Cents::MAX)
    };
    Ok(Told {
        visit,
        footing: succession::footing(&mut conn, &round.id).await?,
        waiting: newest.filter(|(record, _)| record.approved.is_none() && record.refused.is_none()),
        ended: store::reserve_list::ended(&mut conn, &round.id).await?,
        outs: store::reserve_list::outs(&mut conn, &round.id).await?,
        held: (held(AccountKind::Round), held(AccountKind::Objection)),
        needed: acts::objection::still_needed(&mut conn, &round.id, visit.now.local().date()).await?,
        round,
    })
}

impl Told<'_> {
    fn again(&self) -> axum::response::Response {
        Redirect::to(&self.visit.to(paths::RESERVE_LIST, &[self.round.id.as_str()])).into_response()
    }

    fn ended_with(&self, done: Result<(), ActError>, form: &Form) -> Answer {
        match done {
            Ok(()) => Ok(self.again()),
            Err(error) => {
                let refused = Refused::of(error, "reason")?;
                Ok(answer(Some(&refused), self.page(&Back::End(form, &refused))))
            }
        }
    }

    fn name(&self, id: &ProposalId) -> String {
        let plan = self.footing.rules.proposal(id);
        plan.map_or_else(|| id.to_string(), |plan| format!("{id} {}", plan.title))
    }

    /// The certificate that would follow now.
    fn next(&self) -> Option<Certificate> {
        let last = &self.footing.chain.last()?.1;
        self.footing.follows((last.log_size, last.log_root), "")?.ok()
    }

    fn page(&self, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let next = self.waiting.as_ref().map(|(_, document)| document.clone()).or_else(|| self.next());
        let up = next.as_ref().and_then(|one| one.succession.as_ref()).map_or(&[][..], |one| &one.moved_up);
        let content = html! {
            div.sr-stack.sr-stack--mid {
                @if let Some(ended) = &self.ended {
                    (form::alert("ok", &visit.say("reserve-ended"), html! {
                        p { (visit.text.date(ended.at)) ": " (ended.reason) }
                    }))
                }
                (self.dropped())
                (self.list(up))
                (self.out(back))
                @if let Some((record, document)) = &self.waiting { (self.decision(record, document, back)) }
                @else if self.ended.is_none() && !self.footing.dropped.is_empty() { (self.proposal(back)) }
                (self.end(back))
            }
        };
        Frame::below_round(visit, &self.round, visit.say("reserve-title")).show(visit, content)
    }

    fn dropped(&self) -> Markup {
        let (visit, dropped) = (self.visit, &self.footing.dropped);
        let why = |one: &Dropped| visit.say(&format!("grant-state-{}", one.why.state().name()));
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("reserve-dropped")) }
                @if dropped.is_empty() { p { (visit.say("reserve-dropped-none")) } } @else {
                    ul { @for one in dropped { li { (self.name(&one.proposal)) ": " (why(one)) } } }
                }
                p { (visit.text.with("reserve-room", &[("room", visit.text.euros(self.held.0).into())])) }
            }
        }
    }

    fn list(&self, up: &[ProposalId]) -> Markup {
        let (visit, footing) = (self.visit, &self.footing);
        let had_turn =
            footing.chain.iter().flat_map(|(_, one)| &one.grants).map(|grant| grant.proposal.clone());
        let order = reserve_list(&footing.rules, &footing.outcome, &had_turn.collect());
        let told = |id: &ProposalId| footing.outcome.others.iter().find(|other| &other.id == id);
        let counted = support::head(&footing.outcome.count);
        let rows: Vec<&Other> = order.iter().filter_map(told).collect();
        let title = visit.say("reserve-list");
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (title) }
                p.utrecht-paragraph { (visit.say("reserve-rule")) }
                @if rows.is_empty() { p { (visit.say("reserve-none")) } } @else {
                    (form::table(&title, html! {
                        table.utrecht-table {
                            caption.sr-hidden { (title) }
                            thead { tr {
                                th scope="col" { (visit.say("plan")) } th.sr-number scope="col" { (visit.say(counted)) }
                                th.sr-number scope="col" { (visit.say("amount")) } th scope="col" { (visit.say("reserve-moves")) }
                            } }
                            tbody {
                                @for other in rows {
                                    tr {
                                        th scope="row" { (self.name(&other.id)) }
                                        td.sr-number { (visit.text.number(other.score.unwrap_or(other.votes))) }
                                        td.sr-number { (amount(visit.text, other.amount)) }
                                        td {
                                            @match footing.skipped.iter().find(|one| one.proposal == other.id) {
                                                Some(one) => (visit.say(&format!("lot-skip-{}", one.why.name()))),
                                                None => (visit.say(if up.contains(&other.id) { "reserve-yes" } else { "reserve-no" })),
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }))
                }
            }
        }
    }

    fn proposal(&self, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let empty = Form::default();
        let (form, refused) = match back {
            Back::Proposal(form, refused) => (*form, Some(*refused)),
            Back::Nothing | Back::Refusal(..) | Back::End(..) | Back::Out(..) => (&empty, None),
        };
        let filled = Filled::new(visit.text, form, refused);
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("reserve-propose")) }
                p.utrecht-paragraph { (visit.say("reserve-propose-line")) }
                @if visit.may(Permission::RunRounds) {
                    (filled.notice())
                    form.sr-stack method="post" action=(visit.to(paths::RESERVE_LIST, &[self.round.id.as_str()])) {
                        (filled.field(&Field::of("area", "incidents", "field-incidents")))
                        (form::submit(&visit.say("reserve-propose")))
                    }
                }
            }
        }
    }

    fn decision(&self, record: &Stored, document: &Certificate, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let empty = Form::default();
        let (form, refused) = match back {
            Back::Refusal(form, refused) => (*form, Some(*refused)),
            Back::Nothing | Back::Proposal(..) | Back::End(..) | Back::Out(..) => (&empty, None),
        };
        let filled = Filled::new(visit.text, form, refused);
        let id = self.round.id.as_str();
        let plans = &self.footing.rules.proposals;
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("reserve-waits")) }
                (super::round::grants_table(visit, plans, &document.grants))
                (facts(&[
                    (visit.say("certificate-hash"), html! { span.sr-key { (round_parts::short(&record.hash)) } }),
                    (visit.say("certificate-full"), html! { span.sr-hash { (record.hash) } }),
                    (visit.say("proposed-at"), html! { (visit.text.moment(record.proposed_at)) }),
                    (visit.say("step-what"), html! { (visit.say("reserve-approve-what")) }),
                    (visit.say("step-after"), html! { (visit.say("reserve-approve-after")) }),
                ]))
                @if visit.may(Permission::Certify) && !visit.is(&record.proposed_by) {
                    form method="post" action=(visit.to(paths::RESERVE_LIST_APPROVAL, &[id])) {
                        input type="hidden" name="hash" value=(record.hash);
                        (form::submit(&visit.say("approve-action")))
                    }
                    details open[refused.is_some()] {
                        summary { (visit.say("refuse-title")) }
                        (filled.notice())
                        form.sr-stack method="post" action=(visit.to(paths::RESERVE_LIST_REFUSAL, &[id])) {
                            input type="hidden" name="hash" value=(record.hash);
                            (filled.field(&Field::of("area", "reason", "field-reason")))
                            p { button.utrecht-button type="submit" { (visit.say("refuse-action")) } }
                        }
                    }
                } @else { p { (visit.say("reserve-second")) } }
            }
        }
    }

    /// The end of the list, and then of what is held for objections.
    fn end(&self, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let empty = Form::default();
        let (form, refused) = match back {
            Back::End(form, refused) => (*form, Some(*refused)),
            Back::Nothing | Back::Proposal(..) | Back::Refusal(..) | Back::Out(..) => (&empty, None),
        };
        let filled = Filled::new(visit.text, form, refused).within("einde-");
        let (path, title, line, held) = match &self.ended {
            None => (paths::RESERVE_LIST_END, "reserve-end", "reserve-end-line", self.held.0),
            Some(_) => {
                let free = self.held.1.minus(self.needed).unwrap_or(Cents::ZERO);
                (paths::OBJECTION_RELEASE, "reserve-objections", "reserve-objections-line", free)
            }
        };
        let done = self.ended.is_some() && held == Cents::ZERO && refused.is_none();
        let stays = self.held.1.min(self.needed);
        html! {
            @if self.ended.is_some() && stays > Cents::ZERO {
                p.utrecht-paragraph { (visit.text.with("yrs-stays", &[("sum", visit.text.euros(stays).into())])) }
            }
            @if !done && self.waiting.is_none() && visit.may(Permission::DecideGrants) {
                section.sr-danger.sr-stack {
                    h2.utrecht-heading-2 { (visit.say(title)) }
                    p.utrecht-paragraph { (visit.text.with(line, &[("sum", visit.text.euros(held).into())])) }
                    (filled.notice())
                    form.sr-stack method="post" action=(visit.to(path, &[self.round.id.as_str()])) {
                        (filled.field(&Field::of("area", "reason", "field-grant-reason")))
                        p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say(title)) } }
                    }
                }
            }
        }
    }
}
