//! Parts that several letters have: the plan, the rules, objections, questions, the signature.

use super::{Draft, clean};
use crate::domain::letter::Block;

impl Draft<'_> {
    pub(super) fn greeting(&self) -> Block {
        match &self.recipient.organisation {
            Some(name) => self.paragraph("wrd-greeting", &[("name", name)]),
            None => self.paragraph("letter-greeting", &[("applicant", &self.decision.facts.plan.applicant)]),
        }
    }

    /// The plan in the words of the applicant.
    pub(super) fn plan(&self) -> Vec<Block> {
        let plan = &self.decision.facts.plan;
        // What was asked from a standing round stood on no list.
        if plan.number.is_empty() {
            return vec![self.paragraph("ans-letter-plan", &[("plan", &plan.title)])];
        }
        let summary = clean(&plan.summary);
        let words = if summary.is_empty() { clean(&plan.title) } else { summary };
        vec![self.paragraph("letter-plan", &[("plan", &plan.title)]), Block::Quote(words)]
    }

    /// What who decided wrote.
    pub(super) fn reason(&self) -> Option<Block> {
        let reason = clean(&self.decision.reason);
        (!reason.is_empty()).then_some(Block::Text(reason))
    }

    /// Which rules the decision rests on: the law by its key, the by-law, the regulation of the round, the ceiling.
    pub(super) fn rules(&self, law: &str) -> Vec<Block> {
        let facts = &self.decision.facts;
        let mut list =
            vec![self.say(law, &[]), self.say("letter-law-bylaw", &[("municipality", &facts.municipality)])];
        if let Some(regulation) = &facts.round.regulation {
            let date = self.written_day(&regulation.date);
            let values =
                [("title", regulation.title.as_str()), ("place", &regulation.place), ("date", &date)];
            list.push(self.say("letter-law-regulation", &values));
        }
        let ceiling = self.text.euros(facts.round.ceiling);
        list.push(self.say("letter-law-ceiling", &[("ceiling", &ceiling)]));
        vec![self.heading("letter-law-title"), Block::List(list)]
    }

    /// How to object (Awb art. 3:45, 6:4 to 6:8).
    pub(super) fn objection(&self) -> Vec<Block> {
        let facts = &self.decision.facts;
        let [place, _, phone] = &facts.desk;
        let needed = [
            "letter-objection-name",
            "letter-objection-day",
            "letter-objection-number",
            "letter-objection-why",
            "letter-objection-sign",
        ];
        let number = self.decision.number.to_string();
        vec![
            self.heading("letter-objection-title"),
            self.paragraph("letter-objection-talk", &[("phone", phone)]),
            self.paragraph("letter-objection-until", &[("until", &self.until())]),
            self.paragraph(
                "letter-objection-where",
                &[("municipality", &facts.municipality), ("place", place)],
            ),
            self.paragraph("letter-objection-must", &[]),
            Block::List(needed.iter().map(|key| self.say(key, &[("number", &number)])).collect()),
            self.paragraph("letter-objection-stays", &[]),
        ]
    }

    /// Whom to ask: an office, never a private person's name.
    pub(super) fn questions(&self) -> Vec<Block> {
        let [place, hours, phone] = &self.decision.facts.desk;
        let number = self.decision.number.to_string();
        let values = [("place", place.as_str()), ("hours", hours), ("phone", phone), ("number", &number)];
        vec![self.heading("letter-questions-title"), self.paragraph("letter-questions", &values)]
    }

    /// Who signs, on behalf of whom, under which mandate (Awb art. 10:10).
    pub(super) fn signature(&self) -> Block {
        let facts = &self.decision.facts;
        let [ground, date] = &facts.mandate;
        Block::Signature(vec![
            self.say("letter-sign-greeting", &[]),
            self.say("letter-sign-college", &[("municipality", &facts.municipality)]),
            clean(&self.decision.function),
            self.say("letter-sign-mandate", &[("ground", ground), ("date", &self.written_day(date))]),
        ])
    }

    /// The end of every letter against which one can object.
    pub(super) fn ending(&self) -> Vec<Block> {
        let mut blocks = self.objection();
        blocks.extend(self.questions());
        blocks.push(self.signature());
        blocks
    }
}
