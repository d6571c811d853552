//! Plans that are passed over: which, why, and the form that takes a plan from the list.

use maud::{Markup, html};

use super::{Back, Told, find};
use crate::acts::reserve_list::strike as act;
use crate::domain::account::Permission;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::succession::{Skip, reserve_list};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Takes a plan from the list.
pub async fn strike(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    let plan = ProposalId::new(form.get("lot_out_plan"));
    let done = match Skip::given(form.get("lot_out_why")) {
        None => Err(Refused::field("lot_out_why", "choose")),
        Some(why) => match act(&visit.context(), &told.round.id, &plan, why, form.get("reason")).await {
            Ok(()) => Ok(()),
            Err(error) => Err(Refused::of(error, "reason")?),
        },
    };
    match done {
        Ok(()) => Ok(told.again()),
        Err(refused) => Ok(answer(Some(&refused), told.page(&Back::Out(&form, &refused)))),
    }
}

impl Told<'_> {
    /// Who is passed over, and the form for another one.
    pub(super) fn out(&self, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let empty = Form::default();
        let (form, refused) = match back {
            Back::Out(form, refused) => (*form, Some(*refused)),
            Back::Nothing | Back::Proposal(..) | Back::Refusal(..) | Back::End(..) => (&empty, None),
        };
        let filled = Filled::new(visit.text, form, refused).within("over-");
        let footing = &self.footing;
        let had_turn = footing.chain.iter().flat_map(|(_, one)| &one.grants).map(|one| one.proposal.clone());
        let skipped = footing.skipped.iter().map(|one| one.proposal.clone());
        let left = reserve_list(&footing.rules, &footing.outcome, &had_turn.chain(skipped).collect());
        let plans: Vec<(String, String)> = left.iter().map(|id| (id.to_string(), self.name(id))).collect();
        let whys = Skip::GIVEN.map(|(_, name)| (name.to_string(), visit.say(&format!("lot-skip-{name}"))));
        let may = visit.may(Permission::DecideGrants) && self.ended.is_none() && !plans.is_empty();
        html! {
            @if !self.outs.is_empty() {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("lot-out-title")) }
                    ul.sr-rows.sr-rows--plain {
                        @for out in &self.outs {
                            li {
                                strong { (self.name(&out.proposal)) } ": " (visit.say(&format!("lot-skip-{}", out.why.name())))
                                p { (out.reason) }
                                p.sr-small { (visit.text.day(out.at)) }
                            }
                        }
                    }
                }
            }
            @if may {
                details open[refused.is_some()] {
                    summary { (visit.say("lot-out")) }
                    (filled.notice())
                    p.utrecht-paragraph { (visit.say("lot-out-line")) }
                    form.sr-stack method="post" action=(visit.to(paths::RESERVE_LIST_OUT, &[self.round.id.as_str()])) {
                        (filled.choice("lot_out_plan", "field-lot_out_plan", &plans))
                        (filled.choice("lot_out_why", "field-lot_out_why", &whys))
                        (filled.field(&Field::of("area", "reason", "field-grant-reason")))
                        (form::submit(&visit.say("lot-out")))
                    }
                }
            }
        }
    }
}
