//! Letters about what comes after an award: taking it back, settling it, paying back.

use super::Draft;
use crate::domain::decision::DecisionKind;
use crate::domain::letter::Block;

/// Keys of a letter: what is decided, what it means, and the law behind it.
fn keys(kind: DecisionKind) -> [&'static str; 3] {
    match kind {
        DecisionKind::Settlement => {
            ["letter-settlement-decision", "letter-settlement-next", "letter-law-settlement"]
        }
        DecisionKind::Reclaim => ["letter-reclaim-decision", "letter-reclaim-next", "letter-law-reclaim"],
        DecisionKind::Transfer => ["letter-transfer-decision", "letter-transfer-next", "letter-law-award"],
        DecisionKind::Revocation | DecisionKind::Award | DecisionKind::Refusal | DecisionKind::Objection => {
            ["letter-revocation-decision", "letter-revocation-next", "letter-law-revocation"]
        }
    }
}

/// What it says.
pub(super) fn blocks(draft: &Draft<'_>) -> Vec<Block> {
    let [decision, next, law] = keys(draft.decision.kind);
    let (sum, number) = (draft.text.euros(draft.decision.sum), draft.decision.number.to_string());
    let mut blocks = vec![
        draft.greeting(),
        Block::Decision(draft.say(decision, &[("sum", &sum)])),
        draft.paragraph(next, &[("sum", &sum), ("number", &number)]),
    ];
    blocks.extend(draft.plan());
    blocks.push(draft.heading("letter-why-title"));
    blocks.extend(draft.reason());
    blocks.extend(draft.rules(law));
    blocks.extend(draft.ending());
    blocks
}
