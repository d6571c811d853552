//! The outcome: what won, how the money was divided, why a plan did not win, and what comes next.

mod closing;
mod fair;
mod lot;
mod money;
pub mod why;

use axum::extract::Path;
use maud::{Markup, html};

use super::{decided_round, without_texts};
use crate::acts::{self, publication};
use crate::domain::certificate::{Certificate, Signatures};
use crate::domain::lot::Draw;
use crate::domain::outcome::{OutcomeDocument, Winner};
use crate::domain::proposal::Proposal;
use crate::domain::round::{Origin, Round};
use crate::domain::rules::Rules;
use crate::domain::worth::Worth;
use crate::store::{self, certificate, document, register};
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::picture::{self, Pictures};
use crate::web::parts::{amount, form, plan as plan_parts};
use crate::web::visit::Visit;

/// What the page tells of.
struct Told<'a> {
    visit: &'a Visit,
    round: Round,
    rules: Rules,
    outcome: OutcomeDocument,
    /// Letters that were sent; none for an imported election.
    letters: Option<u64>,
    /// The lot, if one was drawn.
    draw: Option<Draw>,
    signed: Option<(certificate::Stored, Signatures)>,
    pictures: Pictures,
    /// The plans of the list as everyone may read them.
    plans: Vec<Proposal>,
    /// The certificates that are or were in force, the first one first.
    chain: Vec<(certificate::Stored, Certificate)>,
}

/// Shows the outcome, from the certificate on.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let round = decided_round(&mut conn, &id).await?;
    let rules = acts::round::rules(&mut conn, &round.id).await?;
    let outcome = publication::outcome(&mut conn, &round.id).await?.ok_or(Refusal::NOT_FOUND)?;
    let letters = register::find(&mut conn, &round.id).await?.map(|register| register.letters);
    let approved =
        certificate::list(&mut conn, &round.id).await?.into_iter().rfind(|one| one.approved.is_some());
    let signed = match approved {
        None => None,
        Some(record) => {
            let name = publication::signatures_name(record.number);
            let bytes = document::find(&mut conn, &round.id, &name).await?;
            bytes.and_then(|bytes| Signatures::parse(&bytes)).map(|signatures| (record, signatures))
        }
    };
    let chain = publication::chain(&mut conn, &round.id).await?;
    let draw = publication::draw(&mut conn, &round.id).await?;
    let pictures = store::picture::list(&mut conn, &round.id).await?;
    let mut plans = rules.proposals.clone();
    without_texts(&mut conn, &round.id, &mut plans).await?;
    let told = Told { visit: &visit, round, rules, outcome, letters, draw, signed, pictures, plans, chain };
    let title = told.title();
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, told.page()))
}

impl Told<'_> {
    fn plan(&self, id: &crate::domain::id::ProposalId) -> &Proposal {
        self.plans.iter().find(|one| &one.id == id).expect("an outcome only names plans of its rules")
    }

    fn title(&self) -> String {
        let values = [
            ("title", self.rules.title.as_str().into()),
            ("count", number(count(self.outcome.winners.len()))),
        ];
        self.visit.text.with("outcome-title", &values)
    }

    fn page(&self) -> Markup {
        html! {
            div.sr-band { div.sr-page.sr-stack { (self.head()) } }
            div.utrecht-page-body {
                div.sr-page.sr-stack.sr-stack--wide {
                    (self.succession())
                    (self.winners())
                    (self.lot())
                    (self.purchases())
                    (self.others())
                    (self.comparison())
                    div.sr-split.sr-split--even { (self.turnout()) (self.certificate()) }
                    (self.recount())
                    div.sr-split.sr-split--even { (self.next()) (self.objection()) }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        let (text, outcome) = (self.visit.text, &self.outcome);
        let bar = (1_u64..).zip(&outcome.winners).fold(Bar::of(outcome.budget), |bar, (rank, winner)| {
            bar.labelled(Look::Main, winner.amount.unsigned(), rank.to_string())
        });
        html! {
            p.sr-step { (text.get("outcome")) @if let Some((record, _)) = &self.signed { @if let Some((_, at)) = &record.approved { ", " (text.date(*at)) } } }
            h1.utrecht-heading-1 { (self.title()) }
            p.utrecht-paragraph.utrecht-paragraph--lead {
                (text.with("outcome-lead", &[
                    ("cost", text.euros(outcome.cost).into()),
                    ("budget", text.euros(outcome.budget).into()),
                    ("ballots", number(outcome.ballots)),
                ]))
            }
            @if self.round.origin == Origin::Import { (form::alert("warning", &text.get("imported-title-one"), html! { p { (text.get("imported-line")) } })) }
            figure.sr-bar {
                (bar.room().draw())
                figcaption.sr-between {
                    span { (text.get("outcome-numbers")) }
                    span { (text.get("left-over")) " " (amount(text, outcome.left)) }
                }
            }
            details {
                summary { (text.get("bar-as-table")) }
                (form::table(&text.get("outcome-table"), self.table()))
            }
        }
    }

    fn table(&self) -> Markup {
        let text = self.visit.text;
        html! {
            table.utrecht-table {
                caption { (text.get("outcome-table")) }
                thead { tr {
                    th.sr-number scope="col" { (text.get("rank")) } th scope="col" { (text.get("plan")) }
                    th.sr-number scope="col" { (text.get("amount")) } th.sr-number scope="col" { (text.get("voters")) }
                } }
                tbody {
                    @for (rank, winner) in (1_u64..).zip(&self.outcome.winners) {
                        tr {
                            td.sr-number { (rank) } th scope="row" { (self.plan(&winner.id).title) }
                            td.sr-number { (text.euros(winner.amount)) } td.sr-number { (text.number(winner.votes)) }
                        }
                    }
                }
            }
        }
    }

    /// How many chose a winner, and the points that is where points are counted.
    fn voters(&self, winner: &Winner) -> String {
        let text = self.visit.text;
        match self.outcome.count.worth() {
            Worth::Votes => text.with("count-voters", &[("count", number(winner.votes))]),
            Worth::Points | Worth::Places => self.chosen(&winner.id),
        }
    }

    fn winners(&self) -> Markup {
        let text = self.visit.text;
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("winners-title")) }
                ol.sr-plan-list {
                    @for (rank, winner) in (1..).zip(&self.outcome.winners) {
                        @let ends = plan_parts::Ends {
                            picture: picture::first(&self.pictures, &winner.id),
                            act: html! { p.sr-small { (self.voters(winner)) } },
                            told: self.why_won(winner),
                            ..plan_parts::Ends::default()
                        };
                        (plan_parts::card(self.visit, &self.round.id, self.plan(&winner.id), Some(rank), &ends))
                    }
                }
            }
        }
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
