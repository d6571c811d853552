//! The certificate of a round: what the count gave, who put it forward, who agrees or refuses.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::{interest, round as round_page, rounds};
use crate::acts::{self, ActError, publication};
use crate::domain::account::{Account, Permission, Role};
use crate::domain::certificate::Certificate;
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, RoundId};
use crate::domain::interest::Interest;
use crate::domain::outcome::OutcomeDocument;
use crate::domain::proposal::Proposal;
use crate::domain::round::{Origin, Phase, Round};
use crate::store::{self, certificate::Stored};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::{amount, large_amount, round as round_parts, support};
use crate::web::paths;
use crate::web::visit::Visit;

/// What the page tells of.
struct Told<'a> {
    visit: &'a Visit,
    round: Round,
    plans: Vec<Proposal>,
    outcome: OutcomeDocument,
    /// Every certificate put forward so far.
    records: Vec<Stored>,
    /// The newest of them with its document.
    newest: Option<(Stored, Certificate)>,
    accounts: Vec<Account>,
    /// What these stated about an own interest.
    stated: Vec<Interest>,
}

/// Which form of the page comes back, with what was typed.
enum Back<'a> {
    Nothing,
    Proposal(&'a Form, &'a Refused),
    Approval(&'a Form, &'a Refused),
    Refusal(&'a Form, &'a Refused),
}

/// Shows the outcome and its certificate to staff, from the count on.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    Ok(find(&visit, &id).await?.page(&Back::Nothing).into_response())
}

/// Puts a certificate forward.
pub async fn propose(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    match acts::certificate::propose(&visit.context(), &told.round.id, form.get("incidents")).await {
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
    let seen = seen(&form)?;
    if told.waiting().is_some_and(|(record, _)| visit.is(&record.proposed_by)) {
        return Err(Refusal(Kind::FourEyesRequired));
    }
    if !visit.is_word("approve-word", form.get("word")) {
        let refused = Refused::field("word", "word");
        return Ok(answer(Some(&refused), told.page(&Back::Approval(&form, &refused))));
    }
    acts::certificate::approve(&visit.context(), &told.round.id, &seen).await?;
    Ok(told.again())
}

/// Refuses the certificate that was seen, with a reason.
pub async fn refuse(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    let seen = seen(&form)?;
    match acts::certificate::refuse(&visit.context(), &told.round.id, &seen, form.get("reason")).await {
        Ok(()) => Ok(told.again()),
        Err(error @ ActError::Fields(_)) => {
            let refused = Refused::of(error, "reason")?;
            Ok(answer(Some(&refused), told.page(&Back::Refusal(&form, &refused))))
        }
        Err(error) => Err(error.into()),
    }
}

/// The hash that stood on the page.
fn seen(form: &Form) -> Answer<Digest> {
    Digest::parse(form.get("hash").trim()).ok_or(Refusal(Kind::DraftChanged))
}

async fn find<'a>(visit: &'a Visit, id: &RoundId) -> Answer<Told<'a>> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    if !matches!(round.phase, Phase::Counted | Phase::Proposed | Phase::Certified | Phase::Final) {
        return Err(Refusal(Kind::WrongState));
    }
    let rules = acts::round::rules(&mut conn, &round.id).await?;
    Ok(Told {
        visit,
        plans: rules.proposals,
        outcome: publication::outcome(&mut conn, &round.id).await?.ok_or(Refusal::NOT_FOUND)?,
        records: store::certificate::list(&mut conn, &round.id).await?,
        newest: if round.phase.shows_outcome() {
            publication::chain(&mut conn, &round.id).await?.pop()
        } else {
            publication::certificate(&mut conn, &round.id).await?
        },
        accounts: store::account::list(&mut conn).await?,
        stated: store::interest::list(&mut conn, &round.id).await?,
        round,
    })
}

impl Told<'_> {
    fn again(&self) -> axum::response::Response {
        Redirect::to(&self.visit.to(paths::CERTIFICATE, &[self.round.id.as_str()])).into_response()
    }

    /// The certificate that waits for a second person.
    fn waiting(&self) -> Option<&(Stored, Certificate)> {
        self.newest.as_ref().filter(|_| self.round.phase == Phase::Proposed)
    }

    /// Name and function of an account.
    fn who(&self, id: &AccountId) -> String {
        let found = self.accounts.iter().find(|account| &account.id == id);
        found.map_or_else(|| id.to_string(), |account| format!("{}, {}", account.name, account.function))
    }

    /// What a signer stated about an own interest.
    fn interest(&self, id: &AccountId) -> Markup {
        interest::stated_by(self.visit, &self.stated, id)
    }

    fn page(&self, back: &Back<'_>) -> Markup {
        let in_force = self.newest.as_ref().filter(|_| self.round.phase.shows_outcome());
        let content = html! {
            div.sr-stack.sr-stack--mid {
                (self.outcome())
                @if let Some((record, document)) = self.waiting().or(in_force) {
                    (self.certificate(record, document))
                    @if self.waiting().is_some() { (self.decision(record, back)) }
                }
                @if self.round.phase == Phase::Counted { (self.proposal(back)) }
                (self.refused_before())
            }
        };
        let title = self.visit.say("certificate-title");
        Frame::below_round(self.visit, &self.round, title).show(self.visit, content)
    }

    fn outcome(&self) -> Markup {
        let (text, outcome) = (self.visit.text, &self.outcome);
        let bar = outcome
            .winners
            .iter()
            .fold(Bar::of(outcome.budget), |bar, winner| bar.money(Look::Main, winner.amount))
            .room();
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("certificate-outcome")) }
                @if !self.round.phase.shows_outcome() {
                    (form::alert("warning", &text.get("certificate-secret"), html! { p { (text.get("certificate-secret-line")) } }))
                }
                div.sr-bar { (bar.draw()) }
                p {
                    (large_amount(text, outcome.cost)) " " (text.get("of")) " " (amount(text, outcome.budget)) ". "
                    (text.get("left-over")) " " (amount(text, outcome.left)) "."
                }
                (facts(&[
                    (text.get("certificate-ballots"), html! { (text.number(outcome.ballots)) }),
                    (text.get("certificate-blank"), html! { (text.number(outcome.blank)) }),
                ]))
                @if self.round.phase == Phase::Counted { (self.winners()) } @else {
                    details { summary { (text.get("certificate-order")) } (self.winners()) }
                }
            }
        }
    }

    fn winners(&self) -> Markup {
        let text = self.visit.text;
        let title = |id: &crate::domain::id::ProposalId| {
            self.plans.iter().find(|plan| &plan.id == id).map_or("", |plan| plan.title.as_str())
        };
        form::table(
            &text.get("winners-title"),
            html! {
                table.utrecht-table {
                    caption { (text.get("outcome-table")) }
                    thead {
                        tr {
                            th scope="col" { (text.get("plan")) }
                            th.sr-number scope="col" { (text.get(support::head(&self.outcome.count))) }
                            th.sr-number scope="col" { (text.get("amount")) }
                        }
                    }
                    tbody {
                        @for (rank, winner) in (1_u64..).zip(&self.outcome.winners) {
                            tr {
                                th scope="row" { span.sr-rank { (rank) } " " (title(&winner.id)) }
                                td.sr-number { (text.number(winner.score.unwrap_or(winner.votes))) }
                                td.sr-number { (amount(text, winner.amount)) }
                            }
                        }
                    }
                    tfoot {
                        tr {
                            th scope="row" { (text.get("together")) }
                            td {}
                            td.sr-number { (amount(text, self.outcome.cost)) }
                        }
                    }
                }
            },
        )
    }

    fn certificate(&self, record: &Stored, document: &Certificate) -> Markup {
        let text = self.visit.text;
        let incidents = if document.incidents.is_empty() {
            text.get("incidents-none")
        } else {
            document.incidents.clone()
        };
        let mut list = vec![
            (text.get("certificate-hash"), html! { span.sr-key { (round_parts::short(&record.hash)) } }),
            (text.get("certificate-full"), html! { span.sr-hash { (record.hash) } }),
            (
                text.get("proposed-by"),
                html! { (self.who(&record.proposed_by)) (self.interest(&record.proposed_by)) },
            ),
            (text.get("proposed-at"), html! { (text.moment(record.proposed_at)) }),
        ];
        if let Some((by, at)) = &record.approved {
            list.push((text.get("approved-by"), html! { (self.who(by)) (self.interest(by)) }));
            list.push((text.get("approved-at"), html! { (text.moment(*at)) }));
        }
        list.push((text.get("field-incidents"), html! { (incidents) }));
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get(if self.round.phase.shows_outcome() { "grants-title" } else { "certificate-grants" })) }
                @if self.round.origin == Origin::Import { p.utrecht-paragraph { (text.get("imported-line")) } }
                (round_page::grants_table(self.visit, &self.plans, &document.grants))
                p {
                    (text.get("certificate-room")) " " (amount(text, document.granted)) " " (text.get("of")) " "
                    (amount(text, document.spendable)) "."
                }
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("certificate-record")) }
                (facts(&list))
            }
        }
    }

    fn decision(&self, record: &Stored, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        if visit.may(Permission::Certify) && !visit.is(&record.proposed_by) {
            return html! { (self.approval(record, back)) (self.refusal(record, back)) };
        }
        let may = |account: &&Account| {
            account.enabled && account.role.may(Permission::Certify) && account.id != record.proposed_by
        };
        let others: Vec<&Account> = self.accounts.iter().filter(may).collect();
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("second-title")) }
                p.utrecht-paragraph { (visit.say("second-line")) }
                @if others.is_empty() {
                    (form::alert("warning", &visit.say("second-none"), html! {
                        p { (visit.text.with("second-none-line", &[("role", visit.say(&format!("role-{}", Role::Certifier.name())).into())])) }
                    }))
                } @else {
                    ul.sr-rows.sr-rows--plain { @for account in others { li { (account.name) ", " (account.function) } } }
                }
            }
        }
    }

    fn approval(&self, record: &Stored, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let empty = Form::default();
        let (form, refused) = match back {
            Back::Approval(form, refused) => (*form, Some(*refused)),
            Back::Nothing | Back::Proposal(..) | Back::Refusal(..) => (&empty, None),
        };
        let filled = Filled::new(visit.text, form, refused).saying("word", visit.say("approve-word"));
        html! {
            section.sr-danger.sr-stack {
                h2.utrecht-heading-2 { (visit.say("approve-title")) }
                p.utrecht-paragraph { (visit.say("approve-check")) }
                (filled.notice())
                (facts(&[
                    (visit.say("step-what"), html! { (visit.say("approve-what")) }),
                    (visit.say("step-lasts"), html! { (visit.say("approve-lasts")) }),
                    (visit.say("step-after"), html! { (visit.say("approve-after")) }),
                ]))
                form.sr-stack method="post" action=(visit.to(paths::CERTIFICATE_APPROVAL, &[self.round.id.as_str()])) {
                    input type="hidden" name="hash" value=(record.hash);
                    (filled.field(&Field::text("word", "field-word")))
                    p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("approve-action")) } }
                }
            }
        }
    }

    fn refusal(&self, record: &Stored, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let empty = Form::default();
        let (form, refused) = match back {
            Back::Refusal(form, refused) => (*form, Some(*refused)),
            Back::Nothing | Back::Proposal(..) | Back::Approval(..) => (&empty, None),
        };
        let filled = Filled::new(visit.text, form, refused);
        html! {
            details open[refused.is_some()] {
                summary { (visit.say("refuse-title")) }
                (filled.notice())
                form.sr-stack method="post" action=(visit.to(paths::CERTIFICATE_REFUSAL, &[self.round.id.as_str()])) {
                    input type="hidden" name="hash" value=(record.hash);
                    (filled.field(&Field::of("area", "reason", "field-reason")))
                    p { button.utrecht-button type="submit" { (visit.say("refuse-action")) } }
                }
            }
        }
    }

    fn proposal(&self, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let empty = Form::default();
        let (form, refused) = match back {
            Back::Proposal(form, refused) => (*form, Some(*refused)),
            Back::Nothing | Back::Approval(..) | Back::Refusal(..) => (&empty, None),
        };
        let filled = Filled::new(visit.text, form, refused);
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("propose-title")) }
                p.utrecht-paragraph { (visit.say("propose-line")) }
                @if visit.may(Permission::RunRounds) {
                    (filled.notice())
                    form.sr-stack method="post" action=(visit.to(paths::CERTIFICATE, &[self.round.id.as_str()])) {
                        (filled.field(&Field::of("area", "incidents", "field-incidents")))
                        (form::submit(&visit.say("propose-action")))
                    }
                }
            }
        }
    }

    fn refused_before(&self) -> Markup {
        let text = self.visit.text;
        let refused: Vec<_> = self
            .records
            .iter()
            .filter_map(|one| one.refused.as_ref().map(|refused| (one, refused)))
            .collect();
        html! {
            @if !refused.is_empty() {
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("refused-title")) }
                    ul.sr-rows.sr-rows--plain {
                        @for (record, (by, at, reason)) in refused {
                            li {
                                p { span.sr-mono { (round_parts::short(&record.hash)) } " · " (self.who(by)) " · " (text.moment(*at)) }
                                p { (reason) }
                            }
                        }
                    }
                }
            }
        }
    }
}
