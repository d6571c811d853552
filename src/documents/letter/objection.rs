//! The letter about the decision on an objection (Dutch: beslissing op bezwaar, Awb art. 7:11 and 7:12): against it
//! stands appeal to the court, no second objection.

use super::Draft;
use crate::domain::decision::facts::Earlier;
use crate::domain::letter::Block;
use crate::domain::objection::Outcome;

/// What it says.
pub(super) fn blocks(draft: &Draft<'_>) -> Vec<Block> {
    let earlier = draft.decision.facts.earlier.as_ref();
    let outcome = earlier.and_then(|earlier| Outcome::named(&earlier.outcome));
    let key = match outcome {
        Some(Outcome::Founded) => "letter-objected-founded",
        Some(Outcome::Unfounded) => "letter-objected-unfounded",
        Some(Outcome::Inadmissible) | Some(Outcome::Withdrawn) | None => "letter-objected-inadmissible",
    };
    let next = if outcome == Some(Outcome::Founded) {
        "letter-objected-founded-next"
    } else {
        "letter-objected-stays"
    };
    let mut blocks = vec![draft.greeting()];
    blocks.extend(earlier.map(|earlier| draft.against(earlier)));
    blocks.push(Block::Decision(draft.say(key, &[])));
    blocks.push(draft.paragraph(next, &[]));
    blocks.extend(draft.plan());
    blocks.push(draft.heading("letter-why-title"));
    blocks.extend(draft.reason());
    blocks.extend(draft.rules("letter-law-objection"));
    blocks.push(draft.heading("letter-appeal-title"));
    blocks.push(draft.paragraph("letter-appeal-until", &[("until", &draft.until())]));
    blocks.push(draft.paragraph("letter-appeal-how", &[]));
    blocks.extend(draft.questions());
    blocks.push(draft.signature());
    blocks
}

impl Draft<'_> {
    fn against(&self, earlier: &Earlier) -> Block {
        let day = self.text.day(earlier.at);
        let values = [("number", earlier.number.as_str()), ("date", &day), ("objection", &earlier.objection)];
        self.paragraph("letter-objected-against", &values)
    }
}
