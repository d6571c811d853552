//! Everything that the checks of one grant rest on, and what is computed from it. Exact, in whole cents.

use std::collections::BTreeMap;

use jiff::ToSpan as _;

use super::agreed::Agreed;
use super::{CheckKind, MissingCheck, Terms};
use crate::domain::digest::Digest;
use crate::domain::grant::years::divide;
use crate::domain::grant::{GrantRecord, Slice, Whole};
use crate::domain::id::{LineId, RecipientId, RoundId};
use crate::domain::money::Cents;
use crate::domain::recipient::{Aid, PayBy, Recipient, RecipientKind, name_key};
use crate::domain::registration::Kvk;
use crate::domain::smo::{Exclusion, Reach, SmoRegister};
use crate::domain::time::Moment;

/// The most aid that one enterprise may have in any period of three years (Regulation (EU) 2023/2831, art. 3(2)).
pub const MOST_AID: Cents = Cents::euros(300_000);

/// A member of an alliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub recipient: RecipientId,
    /// What it gets of the sum of all years.
    pub share: Cents,
    /// The day on which it consented.
    pub consented: Option<String>,
}

/// What the recipient declared to pay on to someone else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onward {
    /// To whom.
    pub name: String,
    /// Its number in the trade register.
    pub kvk: Option<Kvk>,
    /// How much.
    pub amount: Cents,
    /// For what.
    pub purpose: String,
}

/// What someone has already: a year of another grant that was awarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Of which round.
    pub round: RoundId,
    /// Of which year.
    pub year: i64,
    /// Of which line: the year of one budget.
    pub line: LineId,
    /// How much of it.
    pub amount: Cents,
    /// When it was awarded.
    pub at: Moment,
}

/// One of those who share the sum: the recipient alone, or each member of the alliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Who.
    pub recipient: Recipient,
    /// What it gets in all years.
    pub share: Cents,
    /// What it and everyone who counts as one with it have already.
    pub earlier: Vec<Earlier>,
    /// The aid they declared.
    pub aid: Vec<Aid>,
}

/// Everything that the checks of a grant rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// The grant.
    pub grant: GrantRecord,
    /// What it gets in all its years.
    pub whole: Whole,
    /// How many answers there were when these years were agreed on.
    pub answers_before: usize,
    /// Whom it is made out to.
    pub recipient: Recipient,
    /// How often its file changed: whom it is made out to, its alliance, what is paid on.
    pub file: u64,
    /// The alliance; empty when there is none.
    pub members: Vec<Member>,
    /// The shares that the members of its plan said yes to; nothing where its plan has none.
    pub agreed: Option<Agreed>,
    /// What is paid on.
    pub onward: Vec<Onward>,
    /// Those who share the sum.
    pub parts: Vec<Part>,
    /// Whom the money may reach.
    pub reach: Reach,
    /// The register of social-brokerage organisations in force.
    pub register: SmoRegister,
    /// What holds in its round and year.
    pub terms: Terms,
    /// What is set aside for its first year. Later years are taken from their own reserved shares by the award.
    pub set_aside: Cents,
    /// The ceiling of its round.
    pub round_ceiling: Cents,
    /// The most that one recipient may have of the reserved share of each of its years, in their order.
    pub most_of_years: Vec<Cents>,
}

/// A sum beside the most it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// The sum.
    pub sum: Cents,
    /// The most it may be.
    pub most: Cents,
}

/// What a computation says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Whether the check holds.
    pub holds: bool,
    /// The figures behind it, where it is about a sum.
    pub figures: Option<Figures>,
}

impl Finding {
    fn of(holds: bool) -> Finding {
        Finding { holds, figures: None }
    }

    fn within(sum: Cents, most: Cents) -> Finding {
        Finding { holds: sum <= most, figures: Some(Figures { sum, most }) }
    }
}

fn total(sums: impl IntoIterator<Item = Cents>) -> Cents {
    Cents::sum(sums).unwrap_or(Cents::MAX)
}

impl Dossier {
    /// Whether an enterprise gets a part of the money.
    pub fn has_enterprise(&self) -> bool {
        self.parts.iter().any(|part| part.recipient.is_enterprise)
    }

    /// What tells this file from what it was before, as far as a check looks at it: how often it changed, the revision of
    /// each who shares the sum, and for who saw the declaration of aid what was declared. Empty for a file of before
    /// changes were counted.
    pub fn mark(&self, kind: CheckKind) -> String {
        let file = self.file_mark();
        if kind == CheckKind::Aid { file + &self.aid_mark() } else { file }
    }

    /// The aid that those who share the sum declared, as a fingerprint; empty of none.
    fn aid_mark(&self) -> String {
        let aid = self.parts.iter().flat_map(|part| &part.aid);
        let mut lines: Vec<String> =
            aid.map(|one| format!("{} {} {}\n", one.day, one.amount, one.giver)).collect();
        lines.sort();
        lines.dedup();
        if lines.is_empty() {
            String::new()
        } else {
            format!(" aid:{}", Digest::of(lines.concat().as_bytes()))
        }
    }

    fn file_mark(&self) -> String {
        if self.file == 0 && self.members.is_empty() {
            return String::new();
        }
        let parts =
            self.parts.iter().map(|part| format!(" {}:{}", part.recipient.id, part.recipient.revision));
        format!("{}{}", self.file, parts.collect::<String>())
    }

    /// Whether the grant is made out to who applied for it, by name.
    pub fn is_of_applicant(&self) -> bool {
        name_key(&self.grant.applicant) == name_key(&self.recipient.name)
    }

    /// Why the money may not go where it would go at a moment.
    pub fn exclusions(&self, now: Moment) -> Vec<Exclusion> {
        self.register.exclusions(&self.reach, now)
    }

    /// What a computed check says at a moment; a check that a person answers says nothing against it.
    pub fn compute(&self, kind: CheckKind, now: Moment) -> Finding {
        match kind {
            CheckKind::Ceiling => Finding {
                holds: self.grant.amount <= self.set_aside,
                figures: Some(Figures { sum: self.grant.amount, most: self.set_aside }),
            },
            CheckKind::RecipientRound => self.round_share(),
            CheckKind::RecipientYear => self.year_share(),
            CheckKind::ClassSize => {
                let most = self.terms.class_most.of(self.recipient.class);
                Finding::within(self.whole.sum(), most.unwrap_or(Cents::MAX))
            }
            CheckKind::Smo => Finding::of(self.exclusions(now).is_empty()),
            CheckKind::Alliance => self.alliance(),
            CheckKind::Onward => Finding::within(
                total(self.onward.iter().map(|one| one.amount)),
                self.terms.onward.of(self.whole.sum()),
            ),
            CheckKind::Account => Finding::of(has_own_account(&self.recipient)),
            CheckKind::DeMinimis => self.de_minimis(now),
            CheckKind::Applicant
            | CheckKind::DoubleFunding
            | CheckKind::Statement
            | CheckKind::LegalForm
            | CheckKind::Registration
            | CheckKind::Age
            | CheckKind::Aid
            | CheckKind::Permit
            | CheckKind::Integrity => Finding::of(true),
        }
    }

    /// The parts of those who count as one, together.
    fn families(&self) -> BTreeMap<&RecipientId, Vec<&Part>> {
        let mut families: BTreeMap<&RecipientId, Vec<&Part>> = BTreeMap::new();
        for part in &self.parts {
            families.entry(&part.recipient.family).or_default().push(part);
        }
        families
    }

    /// The share of the round: its ceiling is money of its first year, so what comes from later years does not count.
    fn round_share(&self) -> Finding {
        let (first, round) = (self.whole.first(), self.grant.source.round());
        let counts = |earlier: &Earlier| &earlier.round == round && earlier.year == first.year;
        self.most_of(first, self.terms.of_round.of(self.round_ceiling), counts)
    }

    /// The share of each year by the slice of that year: the year that leaves the least room speaks.
    fn year_share(&self) -> Finding {
        let years = self.whole.slices().iter().zip(&self.most_of_years);
        let outcomes =
            years.map(|(slice, most)| self.most_of(slice, *most, |earlier| earlier.line == slice.line));
        let room = |outcome: &Finding| outcome.figures.map_or(0, |of| of.most.get() - of.sum.get());
        outcomes.min_by_key(room).unwrap_or(Finding::of(false))
    }

    /// The largest sum of one family in one year of the grant, earlier grants that count included, beside the most it
    /// may be.
    fn most_of(&self, slice: &Slice, most: Cents, counts: impl Fn(&Earlier) -> bool) -> Finding {
        let shares: Vec<Cents> = self.parts.iter().map(|part| part.share).collect();
        let mut sums: BTreeMap<&RecipientId, Vec<Cents>> = BTreeMap::new();
        for (part, share) in self.parts.iter().zip(divide(slice.amount, &shares)) {
            sums.entry(&part.recipient.family).or_default().push(share);
        }
        let sum = |(family, shares): (&&RecipientId, &Vec<Cents>)| {
            // What a family has already is the same for each of its parts.
            let own = self.parts.iter().find(|part| &part.recipient.family == *family);
            let earlier = own.into_iter().flat_map(|part| &part.earlier).filter(|one| counts(one));
            total(shares.iter().copied().chain(earlier.map(|one| one.amount)))
        };
        let largest = sums.iter().map(sum).max().unwrap_or(Cents::ZERO);
        Finding::within(largest, most)
    }

    fn alliance(&self) -> Finding {
        let (sum, most) = (total(self.members.iter().map(|member| member.share)), self.whole.sum());
        let leads = self.members.iter().any(|member| member.recipient == self.recipient.id);
        let consent = self.members.iter().all(|member| member.consented.is_some());
        let agreed =
            self.agreed.as_ref().is_none_or(|agreed| agreed.is_kept(most, &self.recipient.id, &self.parts));
        let holds = agreed && (self.members.is_empty() || (leads && consent && sum == most));
        Finding { holds, figures: Some(Figures { sum, most }) }
    }

    /// Aid counts at the day of its award, in all its years together (Regulation (EU) 2023/2831, art. 3(3)).
    fn de_minimis(&self, now: Moment) -> Finding {
        let since = three_years_before(now);
        let sum = |parts: &Vec<&Part>| {
            let shares = parts.iter().map(|part| part.share);
            let first = parts.iter().take(1);
            let ours = first.clone().flat_map(|part| &part.earlier).filter(|one| day_of(one.at) > since);
            let others = first.flat_map(|part| &part.aid).filter(|aid| aid.day > since);
            total(shares.chain(ours.map(|one| one.amount)).chain(others.map(|aid| aid.amount)))
        };
        let enterprises = |parts: &&Vec<&Part>| parts.iter().any(|part| part.recipient.is_enterprise);
        let largest = self.families().values().filter(enterprises).map(sum).max().unwrap_or(Cents::ZERO);
        Finding::within(largest, MOST_AID)
    }
}

fn day_of(at: Moment) -> String {
    at.local().date().to_string()
}

/// The same day three years before, as `2024-02-28`: aid of that day no longer counts.
fn three_years_before(now: Moment) -> String {
    // A leap day counts back to 28 February.
    now.local().date().saturating_sub(3.years()).to_string()
}

/// Whether a recipient is paid on an account of its own: the holder is the recipient, or for a group without a form in
/// law one of those who sign and are liable. A card is made out by the municipality itself.
pub fn has_own_account(recipient: &Recipient) -> bool {
    let holder = name_key(&recipient.account_name);
    let signs = || recipient.signers.iter().any(|name| name_key(name) == holder);
    match recipient.pay_by {
        PayBy::Card => recipient.kind == RecipientKind::Person,
        PayBy::Account => {
            recipient.iban.is_some()
                && !holder.is_empty()
                && (holder == name_key(&recipient.name)
                    || (recipient.kind == RecipientKind::Group && signs()))
        }
    }
}

/// What stands in the way when nothing is known of the recipient.
pub fn without_recipient() -> Vec<MissingCheck> {
    vec![MissingCheck::Recipient]
}
