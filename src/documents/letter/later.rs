//! Letters about what comes after an award: taking it back, settling it, paying back, or not paying back any more.

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
        DecisionKind::WriteOff => ["yrs-write-off-decision", "yrs-write-off-next", "yrs-law-write-off"],
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
    for year in draft.decision.facts.years.iter().filter(|_| draft.is_on_condition()) {
        blocks.push(draft.paragraph("yrs-called", &[("year", &year.year.to_string())]));
    }
    blocks.extend(draft.plan());
    blocks.push(draft.heading("letter-why-title"));
    blocks.extend(draft.reason());
    let condition = "yrs-law-condition";
    blocks.extend(draft.rules(if draft.is_on_condition() { condition } else { law }));
    blocks.extend(draft.ending());
    blocks
}

impl Draft<'_> {
    /// Whether it takes back only years whose budget holds too little (Awb art. 4:34).
    fn is_on_condition(&self) -> bool {
        self.decision.kind == DecisionKind::Revocation && !self.decision.facts.years.is_empty()
    }
}
