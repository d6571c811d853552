//! The lot that decided, and how anyone draws it again.

use maud::{Markup, html};

use super::Told;
use crate::domain::digest::Digest;
use crate::domain::id::ProposalId;
use crate::domain::lot::{DrawWay, ticket};
use crate::web::paths;

impl Told<'_> {
    /// What was read, the ticket of each plan that stood equal, and the steps to find the same.
    pub(super) fn lot(&self) -> Markup {
        let Some(draw) = &self.draw else { return html! {} };
        let (visit, text) = (self.visit, self.visit.text);
        let mut tickets: Vec<(Digest, &ProposalId)> =
            draw.tied.iter().map(|plan| (ticket(&draw.seed, plan), plan)).collect();
        tickets.sort();
        let example = tickets.first().map_or("", |(_, plan)| plan.as_str());
        let key = match draw.way {
            DrawWay::Published => "lot-published",
            DrawWay::Instead => "lot-was-instead",
        };
        let values = [("source", draw.source.as_str().into()), ("moment", text.moment(draw.at).into())];
        html! {
            section.sr-stack #lot {
                h2.utrecht-heading-2 { (text.get("lot-decided")) }
                p.utrecht-paragraph { (text.with(key, &values)) }
                @if !draw.why.is_empty() { p.utrecht-paragraph { (text.with("lot-why", &[("why", draw.why.as_str().into())])) } }
                p.utrecht-paragraph { (text.get("lot-two")) " " strong.sr-mono { (draw.drawn) } }
                ol.sr-counted {
                    @for (hash, plan) in &tickets {
                        li { strong { (plan) } " " (self.plan(plan).title) br; span.sr-hash { (hash) } }
                    }
                }
                details {
                    summary { (text.get("lot-again")) }
                    ol.sr-counted {
                        li { (text.get("lot-again-1")) br; span.sr-hash { (draw.seed) } }
                        li {
                            (text.get("lot-again-2"))
                            pre tabindex="0" aria-label=(text.get("lot-command")) {
                                code { "printf '%s\\n%s' '" (draw.seed) "' '" (example) "' | sha256sum" }
                            }
                        }
                        li { (text.get("lot-again-3")) }
                        li { (text.get("lot-again-4")) " " a.utrecht-link href=(visit.to(paths::RECOUNT, &[self.round.id.as_str()])) { (text.get("recount-action")) } }
                    }
                }
                ul.sr-small { @for one in &draw.signatures { li { (one.function) ", " (text.date(one.at)) } } }
            }
        }
    }
}
