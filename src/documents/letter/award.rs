//! The letter about an award (Dutch: verleningsbeschikking, Awb art. 4:29 to 4:37).

use super::Draft;
use crate::domain::calendar::day_of;
use crate::domain::decision::terms::Papers;
use crate::domain::letter::Block;

/// What it says.
pub(super) fn blocks(draft: &Draft<'_>) -> Vec<Block> {
    let mut blocks = vec![draft.greeting()];
    blocks.extend(draft.granted());
    blocks.push(draft.heading("letter-what-title"));
    blocks.extend(draft.plan());
    blocks.push(draft.period());
    blocks.extend(draft.payment());
    blocks.extend(draft.duties());
    blocks.extend(draft.account());
    blocks.extend(draft.why());
    blocks.extend(draft.rules("letter-law-award"));
    blocks.extend(draft.reserve());
    blocks.extend(draft.ending());
    blocks
}

impl Draft<'_> {
    fn granted(&self) -> Vec<Block> {
        let (sum, asked) = (self.decision.sum, self.decision.facts.plan.asked);
        let (sum_words, asked_words) = (self.text.euros(sum), self.text.euros(asked));
        let key = if sum < asked { "letter-award-partly" } else { "letter-award-whole" };
        vec![
            Block::Decision(self.say("letter-award-decision", &[("sum", &sum_words)])),
            self.paragraph(key, &[("sum", &sum_words), ("asked", &asked_words)]),
        ]
    }

    fn period(&self) -> Block {
        let (from, until) = (self.day(self.terms.from), self.day(self.terms.until));
        self.paragraph("letter-period", &[("from", &from), ("until", &until)])
    }

    fn payment(&self) -> Vec<Block> {
        let account = match &self.recipient.account_end {
            Some(end) => self.paragraph("letter-pay-account", &[("end", end)]),
            None => self.paragraph("letter-pay-own-account", &[]),
        };
        let sum = self.text.euros(self.decision.sum);
        let mut blocks = vec![self.heading("letter-pay-title")];
        if self.terms.advances.is_empty() {
            blocks.push(self.paragraph("letter-pay-when", &[("sum", &sum)]));
        } else {
            blocks.push(self.paragraph("letter-pay-parts", &[]));
            blocks
                .push(Block::List(self.terms.advances.iter().map(|advance| self.advance(advance)).collect()));
        }
        blocks.push(account);
        blocks
    }

    fn advance(&self, (day, sum): &(jiff::civil::Date, crate::domain::money::Cents)) -> String {
        let (day, sum) = (self.day(*day), self.text.euros(*sum));
        self.say("letter-pay-part", &[("date", &day), ("sum", &sum)])
    }

    fn duties(&self) -> Vec<Block> {
        let facts = &self.decision.facts;
        let until = self.day(self.terms.until);
        let values =
            [("until", until.as_str()), ("municipality", &facts.municipality), ("place", &facts.desk[0])];
        let duties = [
            "letter-duty-ready",
            "letter-duty-change",
            "letter-duty-keep",
            "letter-duty-name",
            "letter-duty-everyone",
            "letter-duty-onward",
        ];
        let list = duties.iter().map(|key| self.say(key, &values)).collect();
        vec![self.heading("letter-duties-title"), Block::List(list)]
    }

    fn account(&self) -> Vec<Block> {
        let key = match self.terms.papers {
            Papers::None => "letter-account-none",
            Papers::Activities => "letter-account-activities",
            Papers::Finances => "letter-account-finances",
            Papers::Auditor => "letter-account-auditor",
        };
        let day = self.day(self.terms.account_by);
        let mut blocks = vec![self.heading("letter-account-title"), self.paragraph(key, &[("date", &day)])];
        if self.terms.papers != Papers::None {
            blocks.push(self.paragraph("letter-account-nothing", &[]));
        }
        blocks.push(self.paragraph("letter-account-settle", &[("date", &day)]));
        blocks
    }

    /// Whether the money is in a budget that still has to be voted (Awb art. 4:34).
    fn reserve(&self) -> Vec<Block> {
        let year = self.decision.facts.round.year;
        let voted = year <= i64::from(day_of(self.decision.at).year());
        let key = if voted { "letter-reserve-none" } else { "letter-reserve-council" };
        let values = [("year", year.to_string()), ("line", self.decision.facts.round.line.clone())];
        let values = [("year", values[0].1.as_str()), ("line", values[1].1.as_str())];
        vec![self.heading("letter-reserve-title"), self.paragraph(key, &values)]
    }
}
