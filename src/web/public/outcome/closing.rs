//! The end of the page: who voted, who signed, how to count again, and what comes next.

use maud::{Markup, html};

use super::Told;
use crate::domain::round::Origin;
use crate::text::number;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::round as round_parts;
use crate::web::paths;

impl Told<'_> {
    pub(super) fn turnout(&self) -> Markup {
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

    pub(super) fn certificate(&self) -> Markup {
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
                    @if let Some(trace) = &self.outcome.trace {
                        p.sr-small { (text.get("trace-mark")) br; span.sr-mono { (round_parts::short(trace)) } }
                    }
                    (round_parts::fingerprint(self.visit, &self.round))
                }
            }
        }
    }

    /// Who dropped out after the vote and who moved up, with every certificate to read.
    pub(super) fn succession(&self) -> Markup {
        let (visit, text, id) = (self.visit, self.visit.text, self.round.id.as_str());
        let title = |plan| self.plan(plan).title.as_str();
        html! {
            @if self.chain.len() > 1 {
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("succession-title")) }
                    p.utrecht-paragraph { (text.get("succession-line")) }
                    ol.sr-timeline {
                        @for (record, document) in &self.chain {
                            li.sr-done {
                                h3.utrecht-heading-3 {
                                    a.utrecht-link href=(visit.to(paths::OLD_CERTIFICATE, &[id, &record.number.to_string()])) {
                                        (text.with("succession-certificate", &[("number", number(record.number))]))
                                    }
                                    @if let Some((_, at)) = &record.approved { ", " (text.date(*at)) }
                                }
                                @if let Some(succession) = &document.succession {
                                    ul {
                                        @for out in &succession.dropped {
                                            li { (text.with("succession-out", &[
                                                ("plan", title(&out.proposal).into()),
                                                ("why", text.get(&format!("grant-is-{}", out.why.state().name())).into()),
                                            ])) }
                                        }
                                        @for up in &succession.moved_up {
                                            li { (text.with("succession-up", &[("plan", title(up).into())])) }
                                        }
                                        @for over in &succession.skipped {
                                            li { (text.with("lot-passed", &[
                                                ("plan", title(&over.proposal).into()),
                                                ("why", text.get(&format!("lot-skip-{}", over.why.name())).into()),
                                            ])) }
                                        }
                                        @if succession.moved_up.is_empty() { li { (text.get("succession-nobody")) } }
                                    }
                                } @else { p.sr-small { (text.get("succession-first")) } }
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn recount(&self) -> Markup {
        let (text, id) = (self.visit.text, self.round.id.as_str());
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("recount-title")) }
                p.utrecht-paragraph { (text.get("recount-lead")) }
                pre tabindex="0" aria-label=(text.get("recount-command")) { code { "schuifruimte verify " (id) ".tar" } }
                p.utrecht-button-group {
                    a.utrecht-button href=(self.visit.to(paths::RECOUNT, &[id])) { (text.get("recount-action")) }
                    @if self.outcome.trace.is_some() {
                        a.utrecht-link href=(self.visit.to(paths::TRACE, &[id])) { (text.get("trace-read")) }
                    }
                    a.utrecht-link href=(self.visit.to(paths::LOG, &[id])) { (text.get("log-title")) }
                }
                p.utrecht-paragraph { (text.get("recount-proves")) }
            }
        }
    }

    pub(super) fn next(&self) -> Markup {
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

    pub(super) fn objection(&self) -> Markup {
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
