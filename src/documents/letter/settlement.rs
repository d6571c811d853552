//! Letters about what comes after an award: taking it back, settling it, paying back, or not paying back any more.

use super::Draft;
use crate::domain::decision::DecisionKind;
use crate::domain::letter::Block;
use crate::domain::settlement::pay_back_until;

/// Keys of a letter: what is decided, what it means, and the law behind it.
fn keys(kind: DecisionKind) -> [&'static str; 3] {
    match kind {
        DecisionKind::Settlement => {
            ["letter-settlement-decision", "letter-settlement-next", "letter-law-settlement"]
        }
        DecisionKind::Reclaim => ["letter-reclaim-decision", "wrd-reclaim-next", "letter-law-reclaim"],
        DecisionKind::WriteOff => ["yrs-write-off-decision", "yrs-write-off-next", "yrs-law-write-off"],
        // A transfer goes out without a letter; the others have files of their own.
        DecisionKind::Revocation
        | DecisionKind::Award
        | DecisionKind::Refusal
        | DecisionKind::Objection
        | DecisionKind::Transfer => {
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
    if draft.decision.kind == DecisionKind::Reclaim {
        blocks.extend(draft.changed());
        blocks.push(draft.pay_back());
    }
    for year in draft.decision.facts.years.iter().filter(|_| draft.is_on_condition()) {
        blocks.push(draft.paragraph("yrs-called", &[("year", &year.year.to_string())]));
    }
    blocks.extend(draft.plan());
    blocks.push(draft.heading("letter-why-title"));
    blocks.extend(draft.reason());
    blocks.extend(draft.rules(match &draft.decision.facts.changed {
        Some(_) => "ans-law-changed",
        None if draft.is_on_condition() => "yrs-law-condition",
        None => law,
    }));
    blocks.extend(draft.ending());
    blocks
}

impl Draft<'_> {
    /// Which settlement is changed, and what the recipient keeps now (Awb art. 4:49).
    fn changed(&self) -> Option<Block> {
        let changed = self.decision.facts.changed.as_ref()?;
        let (day, keeps) = (self.written_day(&changed.on), self.text.euros(changed.keeps));
        let values = [("date", day.as_str()), ("number", &changed.number), ("keeps", &keeps)];
        Some(self.paragraph("ans-changed", &values))
    }

    /// Until when, and to which account: six weeks from the day on which the decision is made known (Awb art. 4:87).
    fn pay_back(&self) -> Block {
        let (day, number) = (self.day(pay_back_until(self.on)), self.decision.number.to_string());
        match &self.terms.payer {
            Some(payer) => {
                let values = [
                    ("day", day.as_str()),
                    ("iban", &payer.iban),
                    ("name", &payer.name),
                    ("number", &number),
                ];
                self.paragraph("wrd-reclaim-pay", &values)
            }
            None => self.paragraph("wrd-reclaim-ask", &[("day", &day), ("number", &number)]),
        }
    }

    /// Whether it takes back only years whose budget holds too little (Awb art. 4:34).
    fn is_on_condition(&self) -> bool {
        self.decision.kind == DecisionKind::Revocation && !self.decision.facts.years.is_empty()
    }
}
