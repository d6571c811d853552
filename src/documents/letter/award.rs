//! The letter about an award (Dutch: verleningsbeschikking, Awb art. 4:29 to 4:37).

use super::Draft;
use crate::domain::decision::facts::{Adoption, Year};
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
        let (sum, facts) = (self.decision.sum, &self.decision.facts);
        let words = self.text.euros(sum);
        let mut blocks = vec![Block::Decision(self.say("letter-award-decision", &[("sum", &words)]))];
        match facts.years.as_slice() {
            [first, _, ..] => {
                let row = |one: &Year| [one.year.to_string(), self.text.euros(one.sum)];
                let (year, asked) = (first.year.to_string(), self.text.euros(facts.plan.asked));
                blocks.push(self.paragraph("yrs-letter-years", &[]));
                blocks.push(Block::Table(facts.years.iter().map(row).collect()));
                blocks.push(self.paragraph("yrs-letter-asked", &[("year", &year), ("asked", &asked)]));
            }
            [] | [_] => {
                let key = if sum < facts.plan.asked { "letter-award-partly" } else { "letter-award-whole" };
                let asked = self.text.euros(facts.plan.asked);
                blocks.push(self.paragraph(key, &[("sum", &words), ("asked", &asked)]));
            }
        }
        blocks
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
        // What is paid now is the first year; a later one is paid when it has come.
        let years = &self.decision.facts.years;
        let sum = self.text.euros(years.first().map_or(self.decision.sum, |first| first.sum));
        let mut blocks = vec![self.heading("letter-pay-title")];
        if self.terms.advances.is_empty() {
            blocks.push(self.paragraph("letter-pay-when", &[("sum", &sum)]));
            if years.len() > 1 {
                blocks.push(self.paragraph("yrs-letter-later", &[]));
            }
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

    /// Whether the money is in a budget that still has to be adopted, year by year (Awb art. 4:34).
    fn reserve(&self) -> Vec<Block> {
        let (facts, at) = (&self.decision.facts, self.decision.at);
        let round = Year {
            year: facts.round.year,
            sum: self.decision.sum,
            budget: Adoption::of(facts.round.year, at),
        };
        // Awards from before the years were noted have the year of their round.
        let years =
            if facts.years.is_empty() { std::slice::from_ref(&round) } else { facts.years.as_slice() };
        let of = |budget| {
            let years = years.iter().filter(|year| year.budget == budget);
            years.map(|year| year.year.to_string()).collect::<Vec<_>>().join(", ")
        };
        let (adopted, awaited) = (of(Adoption::Adopted), of(Adoption::Awaited));
        let mut blocks = vec![self.heading("letter-reserve-title")];
        if awaited.is_empty() {
            blocks.push(
                self.paragraph("letter-reserve-none", &[("year", &adopted), ("line", &facts.round.line)]),
            );
            return blocks;
        }
        if !adopted.is_empty() {
            blocks.push(self.paragraph("yrs-letter-adopted", &[("years", &adopted)]));
        }
        blocks.push(self.paragraph("letter-reserve-council", &[("year", &awaited)]));
        blocks.push(self.paragraph("yrs-letter-call", &[]));
        blocks
    }
}
