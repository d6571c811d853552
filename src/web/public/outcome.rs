//! The outcome: what won, how the money was divided, why a plan did not win, and what comes next.

use axum::extract::Path;
use maud::{Markup, html};

use super::decided_round;
use crate::acts::{self, publication};
use crate::domain::certificate::Signatures;
use crate::domain::outcome::{BoughtBy, Other, OutcomeDocument, Winner};
use crate::domain::proposal::Proposal;
use crate::domain::round::{Origin, Round};
use crate::domain::rules::Rules;
use crate::store::{certificate, document, register};
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, form, plan as plan_parts, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// What the page tells of.
struct Told<'a> {
    visit: &'a Visit,
    round: Round,
    rules: Rules,
    outcome: OutcomeDocument,
    /// Letters that were sent; none for an imported election.
    letters: Option<u64>,
    signed: Option<(certificate::Stored, Signatures)>,
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
    let told = Told { visit: &visit, round, rules, outcome, letters, signed };
    let title = told.title();
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, told.page()))
}

impl Told<'_> {
    fn plan(&self, id: &crate::domain::id::ProposalId) -> &Proposal {
        self.rules.proposal(id).expect("an outcome only names plans of its rules")
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
                    (self.winners())
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

    fn winners(&self) -> Markup {
        let text = self.visit.text;
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("winners-title")) }
                ol.sr-plan-list {
                    @for (rank, winner) in (1..).zip(&self.outcome.winners) {
                        @let ends = plan_parts::Ends { beside: html! {}, act: html! { p.sr-small { (voters(self.visit, winner.votes)) } } };
                        (plan_parts::card(self.visit, &self.round.id, self.plan(&winner.id), Some(rank), &ends))
                    }
                }
            }
        }
    }

    fn purchases(&self) -> Markup {
        let (text, outcome) = (self.visit.text, &self.outcome);
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("purchases-title")) }
                div.sr-split.sr-split--start {
                    div.sr-stack {
                        @if let Some(share) = &outcome.endowment {
                            p { (text.with("share-line", &[("amount", text.exact_euros(share).into())])) }
                            p { (text.get("share-how")) }
                            @if self.outcome.count.raises_shares() {
                                p { (text.get("share-why-line")) }
                            }
                        } @else {
                            p { (text.get("greedy-how")) }
                        }
                        (legend(&[(Look::Main, text.get("legend-cost")), (Look::Room, text.get("legend-left"))]))
                    }
                    ol.sr-purchases.sr-stack {
                        @for (rank, winner) in (1_u64..).zip(&outcome.winners) { (self.purchase(rank, winner)) }
                    }
                }
                @for tie in &outcome.ties {
                    @if tie.changes_outcome != Some(false) { p.sr-small { (text.with("tie-line", &[("rank", number(tie.purchase))])) } }
                }
            }
        }
    }

    fn purchase(&self, rank: u64, winner: &Winner) -> Markup {
        let text = self.visit.text;
        let bar = Bar::of(self.outcome.budget)
            .money(Look::Main, winner.amount)
            .money(Look::Room, winner.left_after);
        let paid = match (&winner.bought_by, winner.payers, &winner.highest_payment) {
            (BoughtBy::Shares, Some(payers), Some(most)) => text.with(
                "purchase-paid",
                &[("payers", number(payers)), ("most", text.exact_euros(most).into())],
            ),
            _ => text.with("purchase-votes", &[("votes", number(winner.votes))]),
        };
        html! {
            li {
                p { strong { (rank) ". " (self.plan(&winner.id).title) } " " (amount(text, winner.amount)) }
                (bar.draw())
                p.sr-small { span { (paid) } " " span { (text.get("left-after")) " " (text.euros(winner.left_after)) } }
            }
        }
    }

    fn others(&self) -> Markup {
        let text = self.visit.text;
        html! {
            @if !self.outcome.others.is_empty() {
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("others-title")) }
                    @if self.outcome.endowment.is_some() { p.utrecht-paragraph { (text.get("others-lead")) } }
                    ul.sr-rows.sr-rows--plain { @for other in &self.outcome.others { (self.other(other)) } }
                }
            }
        }
    }

    fn other(&self, other: &Other) -> Markup {
        let text = self.visit.text;
        let short =
            other.short_by.map(|short| text.with("other-short", &[("amount", text.euros(short).into())]));
        let key = if short.is_some() { "other-or-more" } else { "other-more" };
        let more = other.supporters_needed.map(|more| text.with(key, &[("count", number(more))]));
        html! {
            li.sr-bar.sr-bar--thin {
                p.sr-between { strong { (self.plan(&other.id).title) } " " (amount(text, other.amount)) }
                @if let Some(behind) = &other.behind {
                    (Bar::of(other.amount).thin().part(Look::Mid, behind.0.floor()).room().draw())
                }
                p {
                    @if let Some(short) = &short { (short) " " }
                    @if let Some(more) = &more { (more) " " }
                    span.sr-small {
                        (text.with("other-votes", &[("count", number(other.votes))]))
                        @if let Some(behind) = &other.behind {
                            " " (text.with("other-behind", &[("amount", text.exact_euros(behind).into())]))
                        }
                    }
                }
            }
        }
    }

    fn comparison(&self) -> Markup {
        let (text, outcome) = (self.visit.text, &self.outcome);
        let is_shares = outcome.count.is_equal_shares();
        let (this, that) =
            if is_shares { ("fair-shares", "fair-greedy") } else { ("fair-greedy", "fair-shares") };
        let other = &outcome.comparison;
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("fair-title")) }
                p.utrecht-paragraph { (text.get("fair-lead")) }
                div.sr-split.sr-split--even {
                    div.sr-stack.sr-stack--tight {
                        h3.utrecht-heading-3 { (text.get(this)) ": " (text.get("fair-this")) }
                        (self.without(outcome.without_winner, Look::Main))
                        p { (text.with("fair-plans", &[("count", number(count(outcome.winners.len()))), ("cost", text.euros(outcome.cost).into())])) }
                    }
                    div.sr-stack.sr-stack--tight {
                        h3.utrecht-heading-3 { (text.get(that)) ": " (text.get("fair-that")) }
                        (self.without(other.without_winner, Look::Mid))
                        p { (text.with("fair-plans", &[("count", number(count(other.winners.len()))), ("cost", text.euros(other.cost).into())])) }
                        (self.differences())
                    }
                }
                @if outcome.blank > 0 { p.sr-small { (text.with("fair-blank", &[("count", number(outcome.blank))])) } }
            }
        }
    }

    fn without(&self, voters: u64, look: Look) -> Markup {
        let text = self.visit.text;
        html! {
            p {
                span.sr-amount.sr-amount--huge { (text.number(voters)) } " "
                (text.with("of-voters", &[("count", number(self.outcome.ballots))]))
            }
            div.sr-bar.sr-bar--thin {
                (Bar::new(self.outcome.ballots).thin().part(look, voters).part(Look::Empty, self.outcome.ballots - voters).draw())
            }
        }
    }

    /// Which plans win under one rule only.
    fn differences(&self) -> Markup {
        let text = self.visit.text;
        let other = &self.outcome.comparison.winners;
        let names = |ids: Vec<&crate::domain::id::ProposalId>| -> String {
            ids.into_iter().map(|id| self.plan(id).title.as_str()).collect::<Vec<_>>().join(", ")
        };
        let gained =
            names(other.iter().filter(|id| !self.outcome.winners.iter().any(|w| &w.id == *id)).collect());
        let lost =
            names(self.outcome.winners.iter().map(|w| &w.id).filter(|id| !other.contains(id)).collect());
        html! {
            @if gained.is_empty() && lost.is_empty() { p { (text.get("fair-same")) } }
            @if !gained.is_empty() { p { (text.with("fair-gained", &[("plans", gained.into())])) } }
            @if !lost.is_empty() { p { (text.with("fair-lost", &[("plans", lost.into())])) } }
        }
    }

    fn turnout(&self) -> Markup {
        let (text, ballots) = (self.visit.text, self.outcome.ballots);
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("turnout-title")) }
                @match self.letters {
                    None => p { span.sr-amount.sr-amount--huge { (text.number(ballots)) } " " (text.get("turnout-imported")) },
                    Some(letters) => {
                        p {
                            span.sr-amount.sr-amount--huge { (text.number(ballots)) } " "
                            (text.with("turnout-of", &[("letters", number(letters))]))
                        }
                        div.sr-bar.sr-bar--thin { (Bar::new(letters).thin().part(Look::Main, ballots).part(Look::Fixed, letters.saturating_sub(ballots)).draw()) }
                    },
                }
            }
        }
    }

    fn certificate(&self) -> Markup {
        let text = self.visit.text;
        html! {
            @if let Some((record, signatures)) = &self.signed {
                section.sr-slip.sr-stack.sr-stack--tight {
                    h2.utrecht-heading-2 { (text.get("certified-title")) }
                    p { (text.get("certified-line")) }
                    ul.sr-stack.sr-stack--tight {
                        @for one in &signatures.signatures { li { strong { (one.function) } br; (text.date(one.at)) } }
                    }
                    p.sr-small { (text.get("certified-mark")) br; span.sr-mono { (round_parts::short(&record.hash)) } }
                    (round_parts::fingerprint(self.visit, &self.round))
                }
            }
        }
    }

    fn recount(&self) -> Markup {
        let (text, id) = (self.visit.text, self.round.id.as_str());
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("recount-title")) }
                p.utrecht-paragraph { (text.get("recount-lead")) }
                pre tabindex="0" aria-label=(text.get("recount-command")) { code { "schuifruimte verify " (id) ".tar" } }
                p.utrecht-button-group {
                    a.utrecht-button href=(self.visit.to(paths::RECOUNT, &[id])) { (text.get("recount-action")) }
                    a.utrecht-link href=(self.visit.to(paths::LOG, &[id])) { (text.get("log-title")) }
                }
                p.utrecht-paragraph { (text.get("recount-proves")) }
            }
        }
    }

    fn next(&self) -> Markup {
        let text = self.visit.text;
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("what-next")) }
                ol.sr-timeline {
                    li.sr-done aria-current="step" { h3.utrecht-heading-3 { (text.get("next-certified")) } p { (text.get("next-certified-line")) } }
                    @if self.round.origin == Origin::Vote {
                        li { h3.utrecht-heading-3 { (text.get("next-letter")) } p { (text.get("next-letter-line")) } }
                        li { h3.utrecht-heading-3 { (text.get("next-start")) } p { (text.get("next-start-line")) } }
                    }
                }
            }
        }
    }

    fn objection(&self) -> Markup {
        let text = self.visit.text;
        html! {
            @if self.round.origin == Origin::Vote {
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("objection-title")) }
                    p { (text.get("objection-line")) }
                    p { (text.get("objection-count")) }
                }
            }
        }
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn voters(visit: &Visit, votes: u64) -> String {
    visit.text.with("count-voters", &[("count", number(votes))])
}
