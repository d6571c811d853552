//! The letter about a refusal (Dutch: afwijzing): one for every applicant who got nothing.

use super::Draft;
use crate::domain::letter::Block;

/// What it says.
pub(super) fn blocks(draft: &Draft<'_>) -> Vec<Block> {
    let facts = &draft.decision.facts;
    let (asked, ceiling) = (draft.text.euros(facts.plan.asked), draft.text.euros(facts.round.ceiling));
    let mut blocks = vec![
        draft.greeting(),
        Block::Decision(draft.say("letter-refusal-decision", &[])),
        draft.paragraph("letter-refusal-asked", &[("asked", &asked)]),
    ];
    blocks.extend(draft.plan());
    blocks.extend(draft.why());
    if facts.result.is_some() && draft.decision.grant.is_none() {
        blocks.push(draft.paragraph("letter-refusal-ceiling", &[("ceiling", &ceiling)]));
    }
    blocks.push(draft.heading("letter-refusal-next-title"));
    blocks.push(draft.paragraph("letter-refusal-next", &[("place", &facts.desk[0])]));
    blocks.extend(draft.rules("letter-law-refusal"));
    blocks.extend(draft.ending());
    blocks
}
