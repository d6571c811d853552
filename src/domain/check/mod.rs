//! Checks before an award (Dutch: toets voor verlening): which there are, who answers them, and what is still missing.
//!
//! Some are computed from what is stored, and computed once more while the award is made. Others a person answers, with
//! a reason. Which of them are asked follows from the recipient and the sum. A public-benefit status (Dutch: ANBI) is
//! never asked for.

pub mod agreed;
#[cfg(test)]
mod ceilings;
pub mod dossier;
mod terms;

pub use dossier::{Dossier, Earlier, Figures, Finding, Member, Onward, Part};
pub use terms::{ClassLimits, RecipientTerms, Terms};

use super::id::{AccountId, RecipientId};
use super::recipient::{PayBy, Recipient, RecipientKind};
use super::time::Moment;

/// A check that has to be done, or was done with another answer than yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingCheck {
    /// The recipient is not known yet.
    Recipient,
    /// This one does not hold or was not answered yes.
    Check(CheckKind),
}

impl MissingCheck {
    /// The ending of the key of its words.
    pub fn name(self) -> &'static str {
        match self {
            MissingCheck::Recipient => "recipient",
            MissingCheck::Check(kind) => kind.name(),
        }
    }
}

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckKind {
    /// The money is set aside.
    Ceiling,
    /// The recipient and who belongs with it stay under their share of the round (S13).
    RecipientRound,
    /// The same for the year.
    RecipientYear,
    /// The sum stays under the limit of the class of its recipient (S41).
    ClassSize,
    /// No money reaches a social-brokerage organisation by any way (S45).
    Smo,
    /// The shares of an alliance add up and each member consents (S40).
    Alliance,
    /// Not more is paid on to others than the round allows (S42).
    Onward,
    /// There is an account, and it is the recipient's own.
    Account,
    /// An enterprise stays under the sum of Regulation (EU) 2023/2831.
    DeMinimis,
    /// The recipient is the applicant; under another name a person says why.
    Applicant,
    /// No other scheme pays for the same.
    DoubleFunding,
    /// A statement of the bank shows the account and its holder.
    Statement,
    /// The statutes were seen, and who signs may sign.
    LegalForm,
    /// The numbers are those of the registers.
    Registration,
    /// Someone of age or a legal person takes the grant.
    Age,
    /// The enterprise declared what aid it had.
    Aid,
    /// Permits are there, or none is needed.
    Permit,
    /// Integrity (Dutch: Bibob), above a set sum only.
    Integrity,
}

/// Who answers a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckedBy {
    /// It follows from what is stored.
    Computed,
    /// A person looks and answers.
    Person,
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It is in order.
    Yes,
    /// It is not.
    No,
    /// It does not matter for this plan.
    NotApplicable,
}

/// Whether a check is asked for a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be answered yes.
    Must,
    /// It must be answered; that it does not matter is an answer.
    MayNotMatter,
    /// It is not asked.
    NotAsked,
}

/// An answer as it stands in the file of a grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What was checked.
    pub kind: CheckKind,
    /// With which answer.
    pub answer: Answer,
    /// About which recipient, and which revision of it.
    pub about: (RecipientId, u64),
    /// About which file: [`Dossier::mark`] of then for this check.
    pub file: String,
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
}

impl CheckKind {
    /// Every check with its name in the database and in forms, in the order of the page.
    pub const NAMES: [(CheckKind, &'static str); 18] = [
        (CheckKind::Ceiling, "ceiling"),
        (CheckKind::RecipientRound, "recipient-round"),
        (CheckKind::RecipientYear, "recipient-year"),
        (CheckKind::ClassSize, "class-size"),
        (CheckKind::Smo, "smo"),
        (CheckKind::Alliance, "alliance"),
        (CheckKind::Onward, "onward"),
        (CheckKind::Account, "account"),
        (CheckKind::DeMinimis, "de-minimis"),
        (CheckKind::Applicant, "applicant"),
        (CheckKind::DoubleFunding, "double-funding"),
        (CheckKind::Statement, "statement"),
        (CheckKind::LegalForm, "legal-form"),
        (CheckKind::Registration, "registration"),
        (CheckKind::Age, "age"),
        (CheckKind::Aid, "aid"),
        (CheckKind::Permit, "permit"),
        (CheckKind::Integrity, "integrity"),
    ];

    /// Every check, in the order of the page.
    pub fn all() -> impl Iterator<Item = CheckKind> {
        CheckKind::NAMES.into_iter().map(|(kind, _)| kind)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        CheckKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every check has a name").1
    }

    /// The check of this name.
    pub fn named(name: &str) -> Option<CheckKind> {
        CheckKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Who answers it.
    pub fn checked_by(self) -> CheckedBy {
        match self {
            CheckKind::Ceiling
            | CheckKind::RecipientRound
            | CheckKind::RecipientYear
            | CheckKind::ClassSize
            | CheckKind::Smo
            | CheckKind::Alliance
            | CheckKind::Onward
            | CheckKind::Account
            | CheckKind::DeMinimis => CheckedBy::Computed,
            CheckKind::Applicant
            | CheckKind::DoubleFunding
            | CheckKind::Statement
            | CheckKind::LegalForm
            | CheckKind::Registration
            | CheckKind::Age
            | CheckKind::Aid
            | CheckKind::Permit
            | CheckKind::Integrity => CheckedBy::Person,
        }
    }

    /// Whether its answer is about the sum of all years: with another sum it is to be answered anew.
    pub fn rests_on_sum(self) -> bool {
        match self {
            CheckKind::RecipientRound
            | CheckKind::RecipientYear
            | CheckKind::ClassSize
            | CheckKind::Alliance
            | CheckKind::Onward
            | CheckKind::DeMinimis
            | CheckKind::DoubleFunding
            | CheckKind::Integrity => true,
            CheckKind::Ceiling
            | CheckKind::Smo
            | CheckKind::Account
            | CheckKind::Applicant
            | CheckKind::Statement
            | CheckKind::LegalForm
            | CheckKind::Registration
            | CheckKind::Age
            | CheckKind::Aid
            | CheckKind::Permit => false,
        }
    }

    /// Whether it is asked for this grant. What is asked of a recipient is asked of each who shares the sum; the account
    /// is that of the recipient alone, which alone is paid.
    pub fn need(self, dossier: &Dossier) -> Need {
        let recipient = &dossier.recipient;
        let must = |is_asked: bool| if is_asked { Need::Must } else { Need::NotAsked };
        let any =
            |is_so: fn(&Recipient) -> bool| must(dossier.parts.iter().any(|part| is_so(&part.recipient)));
        match self {
            CheckKind::Ceiling | CheckKind::RecipientRound | CheckKind::RecipientYear | CheckKind::Smo => {
                Need::Must
            }
            CheckKind::ClassSize => must(dossier.terms.class_most.of(recipient.class).is_some()),
            CheckKind::Alliance => must(!dossier.members.is_empty() || dossier.agreed.is_some()),
            CheckKind::Onward => must(!dossier.onward.is_empty()),
            CheckKind::Account | CheckKind::DoubleFunding => Need::Must,
            // The same name is the same one: nobody need say so.
            CheckKind::Applicant => must(!dossier.is_of_applicant()),
            CheckKind::DeMinimis | CheckKind::Aid => must(dossier.has_enterprise()),
            CheckKind::Statement => must(recipient.pay_by == PayBy::Account),
            CheckKind::LegalForm => any(|one| one.kind != RecipientKind::Person),
            CheckKind::Registration => any(|one| one.kind.is_registered()),
            CheckKind::Age => any(|one| one.kind.binds_people()),
            CheckKind::Permit => Need::MayNotMatter,
            CheckKind::Integrity => must(dossier.whole.sum() >= dossier.terms.integrity),
        }
    }
}

impl Answer {
    /// Its name in the database and in forms.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::NotApplicable => "not-applicable",
        }
    }

    /// The answer of this name.
    pub fn named(name: &str) -> Option<Answer> {
        [Answer::Yes, Answer::No, Answer::NotApplicable].into_iter().find(|one| one.name() == name)
    }
}

impl Need {
    /// Whether an answer will do.
    pub fn is_met_by(self, answer: Answer) -> bool {
        match (self, answer) {
            (Need::NotAsked, _) | (_, Answer::Yes) | (Need::MayNotMatter, Answer::NotApplicable) => true,
            (Need::Must, Answer::NotApplicable) | (Need::Must | Need::MayNotMatter, Answer::No) => false,
        }
    }
}

/// The last answer about the recipient, the file and the sum as they are now, out of all answers in order. An answer
/// about another one, or about what it was before, is none.
pub fn last<'a>(answers: &'a [Answered], dossier: &Dossier, kind: CheckKind) -> Option<&'a Answered> {
    let recipient = &dossier.recipient;
    let (place, answer) = answers.iter().enumerate().rev().find(|(_, one)| one.kind == kind)?;
    let is_of_sum = !kind.rests_on_sum() || place >= dossier.answers_before;
    let same = answer.about.0 == recipient.id && answer.about.1 == recipient.revision;
    (is_of_sum && same && answer.file == dossier.mark(kind)).then_some(answer)
}

/// What still stands in the way of an award at a moment: each check that is asked has the answer it needs, and what is
/// computed holds now as well.
pub fn missing(dossier: &Dossier, answers: &[Answered], now: Moment) -> Vec<MissingCheck> {
    let holds = |kind: CheckKind| match kind.checked_by() {
        CheckedBy::Computed => dossier.compute(kind, now).holds,
        CheckedBy::Person => true,
    };
    let stands = |kind: CheckKind| {
        let need = kind.need(dossier);
        let answered = last(answers, dossier, kind).is_some_and(|one| need.is_met_by(one.answer));
        need == Need::NotAsked || (answered && holds(kind))
    };
    CheckKind::all().filter(|kind| !stands(*kind)).map(MissingCheck::Check).collect()
}
