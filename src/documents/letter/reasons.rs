//! Why: what the vote said of a plan, in words.

use super::{Draft, clean};
use crate::domain::decision::facts::{Fate, Result as Vote};
use crate::domain::letter::Block;
use crate::domain::money::Cents;
use crate::domain::outcome::Reason;
use crate::domain::pot::Pot;
use crate::domain::worth::Worth;
use crate::text::number;

impl Draft<'_> {
    /// The result of the vote, how it was counted, who certified it, and that this was no decision about money yet.
    pub(super) fn why(&self) -> Vec<Block> {
        let mut blocks = vec![self.heading("letter-why-title")];
        if let Some(vote) = &self.decision.facts.result {
            blocks.push(Block::Text(self.votes(vote)));
            blocks.extend(self.fate(vote).map(Block::Text));
            blocks.push(Block::Text(self.counted(vote)));
        }
        blocks.extend(self.reason());
        blocks
    }

    fn votes(&self, vote: &Vote) -> String {
        let area = clean(&self.decision.facts.round.area);
        let values = [
            ("area", area.as_str().into()),
            ("votes", number(vote.votes)),
            ("ballots", number(vote.ballots)),
            ("rank", number(vote.rank)),
            ("plans", number(vote.plans)),
        ];
        match vote.score {
            None => self.text.with("letter-why-votes", &values),
            Some(score) => {
                let values: Vec<_> = values.into_iter().chain([("score", number(score))]).collect();
                self.text.with("letter-why-points", &values)
            }
        }
    }

    fn fate(&self, vote: &Vote) -> Option<String> {
        match &vote.fate {
            Fate::Won { place } => {
                let values = [("place", number(*place)), ("winners", number(vote.winners))];
                Some(self.text.with("letter-why-won", &values))
            }
            Fate::Lost { reason, to, short_by, supporters_needed } => {
                let mut told: Vec<String> = Vec::new();
                told.extend(reason.as_ref().map(|reason| self.lacked(vote, reason, to.as_deref())));
                if let Some(short) = short_by {
                    told.push(self.say("other-short", &[("amount", &self.text.euros(*short))]));
                }
                if let Some(more) = supporters_needed {
                    let key = match (vote.count.worth(), short_by.is_some()) {
                        (Worth::Votes | Worth::Places, false) => "other-more",
                        (Worth::Votes | Worth::Places, true) => "other-or-more",
                        (Worth::Points, false) => "form-other-more",
                        (Worth::Points, true) => "form-other-or-more",
                    };
                    told.push(self.text.with(key, &[("count", number(*more))]));
                }
                (!told.is_empty()).then(|| told.join(" "))
            }
        }
    }

    /// What kept the plan out: the same sentence as on the page of the outcome.
    fn lacked(&self, vote: &Vote, reason: &Reason, to: Option<&str>) -> String {
        let euros = |amount: &Cents| self.text.euros(*amount);
        match reason {
            Reason::OverBudget { by } => self.say("why-not-over-budget", &[("by", &euros(by))]),
            Reason::NoSupport => self.say("why-not-support", &[]),
            Reason::TooFew { counted, least } => {
                let key = if vote.count.orders_by_votes() { "why-not-few" } else { "why-not-few-points" };
                self.text.with(key, &[("counted", number(*counted)), ("least", number(*least))])
            }
            Reason::Limits => self.say("why-not-limits", &[]),
            Reason::PotFull { pot, left } => {
                self.say("why-not-pot-full", &[("pot", &self.pots(&[*pot])), ("left", &euros(left))])
            }
            Reason::PotKept { pots, left } => {
                self.say("why-not-pot-kept", &[("pots", &self.pots(pots)), ("left", &euros(left))])
            }
            Reason::HeldTooLittle => self.say("why-not-held", &[]),
            Reason::NoRoom { left: Cents::ZERO, .. } => self.say("why-not-nothing", &[]),
            Reason::NoRoom { left, short } => {
                self.say("why-not-room", &[("left", &euros(left)), ("short", &euros(short))])
            }
            Reason::Ended { left } => self.say("why-not-ended", &[("left", &euros(left))]),
            Reason::LostTie { .. } => self.say("why-not-tie", &[("plan", to.unwrap_or_default())]),
            Reason::NotChosen => self.say("why-not-chosen", &[]),
        }
    }

    fn pots(&self, pots: &[Pot]) -> String {
        let names: Vec<String> =
            pots.iter().map(|pot| self.text.get(&format!("pot-{}", pot.name()))).collect();
        names.join(", ")
    }

    /// The rule of the count and the certificate, and that neither was a decision about money.
    fn counted(&self, vote: &Vote) -> String {
        let rule =
            if vote.count.is_equal_shares() { "letter-why-rule-shares" } else { "letter-why-rule-published" };
        let mut told = vec![self.say(rule, &[])];
        if let Some(certificate) = &self.decision.facts.round.certificate {
            let (number, day) = (certificate.number.to_string(), self.text.day(certificate.at));
            let hash = certificate.hash.short();
            let values = [("number", number.as_str()), ("date", &day), ("hash", &hash)];
            told.push(self.say("letter-why-certified", &values));
        }
        told.push(self.say("letter-why-not-yet", &[]));
        told.join(" ")
    }
}
