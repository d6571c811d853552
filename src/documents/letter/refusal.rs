//! The letter about a refusal (Dutch: afwijzing): one for every applicant who got nothing.

use super::Draft;
use crate::domain::decision::facts::{Fate, Result as Vote};
use crate::domain::letter::Block;
use crate::domain::outcome::Reason;

/// What it says.
pub(super) fn blocks(draft: &Draft<'_>) -> Vec<Block> {
    let facts = &draft.decision.facts;
    let asked = draft.text.euros(facts.plan.asked);
    let ground = facts.result.as_ref().filter(|_| draft.decision.grant.is_none()).map(Ground::of);
    let mut blocks = vec![
        draft.greeting(),
        Block::Decision(draft.say("letter-refusal-decision", &[])),
        draft.paragraph("letter-refusal-asked", &[("asked", &asked)]),
    ];
    blocks.extend(draft.plan());
    blocks.extend(draft.why());
    blocks.extend(ground.as_ref().map(|ground| draft.ground(ground)));
    blocks.push(draft.heading("letter-refusal-next-title"));
    let is_request = draft.decision.request.is_some();
    let next = if is_request { "ans-refusal-next" } else { "letter-refusal-next" };
    blocks.push(draft.paragraph(next, &[("place", &facts.desk[0])]));
    blocks.extend(draft.rules(match ground {
        Some(Ground::Rule(_)) => "wrd-law-rule",
        // The rule of the pot says what it is for; the ceiling was not what kept it out.
        None if is_request => "wrd-law-rule",
        Some(Ground::Ceiling) | None => "letter-law-refusal",
    }));
    blocks.extend(draft.ending());
    blocks
}

/// On what the law refuses a plan that was not selected.
enum Ground {
    /// The money was out: more would pass the ceiling, and the law forbids that (Awb art. 4:25, second paragraph).
    Ceiling,
    /// A rule of the round kept it out, whatever money was left; with the key of that rule.
    Rule(&'static str),
}

impl Ground {
    fn of(vote: &Vote) -> Ground {
        let Fate::Lost { reason: Some(reason), .. } = &vote.fate else {
            return Ground::Rule("wrd-rule-chosen");
        };
        Ground::Rule(match reason {
            Reason::NoRoom { .. } | Reason::PotFull { .. } => return Ground::Ceiling,
            Reason::OverBudget { .. } => "wrd-rule-budget",
            Reason::NoSupport => "wrd-rule-support",
            Reason::TooFew { .. } => "wrd-rule-few",
            Reason::Limits => "wrd-rule-limits",
            Reason::PotKept { .. } => "wrd-rule-kept",
            Reason::HeldTooLittle => "wrd-rule-held",
            Reason::Ended { .. } => "wrd-rule-ended",
            Reason::LostTie { .. } => "wrd-rule-tie",
            Reason::NotChosen => "wrd-rule-chosen",
        })
    }
}

impl Draft<'_> {
    fn ground(&self, ground: &Ground) -> Block {
        match ground {
            Ground::Ceiling => {
                let ceiling = self.text.euros(self.decision.facts.round.ceiling);
                self.paragraph("letter-refusal-ceiling", &[("ceiling", &ceiling)])
            }
            Ground::Rule(rule) => self.paragraph("wrd-refusal-rule", &[("rule", &self.say(rule, &[]))]),
        }
    }
}
