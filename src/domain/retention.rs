//! How long what names people is kept (Dutch: bewaartermijnen), as one table, and when its time has come.
//!
//! The terms are defaults: the selection list of the municipality (Dutch: selectielijst, Archiefwet art. 5) decides,
//! and the archivist checks this table against it. What is published or proves a sum or a result is kept.

use jiff::Span;
use jiff::civil::Date;

use super::calendar::{day_of, days_after, start_of};
use super::time::Moment;

/// What stands where a name was.
pub const ERASED: &str = "(gewist)";

/// A kind of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Account number, address and names of a recipient of a grant that was awarded, and the letters to it.
    Recipient,
    /// The same of an applicant whose plan got no award, and the letters to it.
    Applicant,
    /// A recipient of no grant at all.
    Unused,
    /// The words of checks, and who is paid on to.
    File,
    /// What staff and the recipient wrote about a grant, beside its letters.
    Words,
    /// Who pitches: name, address, place in groups.
    Initiator,
    /// Who follows a round or a plan by mail.
    Follower,
    /// Who asked for quick response and got none.
    Request,
    /// What staff wrote about the plans and the certificates of a round.
    RoundWords,
    /// Pictures of plans and the words beside them.
    Picture,
    /// Plans of groups that came on no ballot, and what was said about them.
    Pitch,
    /// What people said about plans, and under which name.
    Talk,
    /// The address of who said it.
    Speaker,
    /// Pictures of groups, and what they told of how their plans go, that were taken off for good.
    Withheld,
    /// The mark of the address of who supported a plan.
    Supporter,
    /// Aid that an enterprise declared.
    Aid,
    /// What staff stated of their own interest.
    Interest,
    /// Decisions, sums, postings, certificates, both logs.
    Money,
    /// Archives of everything of a grant or a round.
    CaseFile,
}

/// What happens when the term has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is erased.
    Erase,
    /// It stays, and goes to the municipal archive.
    Archive,
    /// The service never has it longer than it takes to hand it out.
    HandOver,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Of what.
    pub kind: Kind,
    /// What it is, in words.
    pub what: &'static str,
    /// How many years; nothing where no term runs.
    pub years: Option<i16>,
    /// From when they count.
    pub from: &'static str,
    /// What happens then.
    pub action: Action,
    /// On which ground.
    pub ground: &'static str,
}

/// Every kind of data with its term.
pub const TABLE: [Term; 19] = [
    Term {
        kind: Kind::Recipient,
        what: "account number, address and names of the recipient of a grant that was awarded, and the letters to it",
        years: Some(7),
        from: "the end of the grant, or of its last objection term or objection",
        action: Action::Erase,
        ground: "fiscal records (AWR art. 52); selection list of the municipality [L]",
    },
    Term {
        kind: Kind::Applicant,
        what: "the same of an applicant whose plan got no award",
        years: Some(2),
        from: "the end of the objection term, or of the request when no letter was sent",
        action: Action::Erase,
        ground: "objection and appeal (Awb art. 6:7); selection list of the municipality [L]",
    },
    Term {
        kind: Kind::Unused,
        what: "a recipient of no grant",
        years: Some(2),
        from: "its last change",
        action: Action::Erase,
        ground: "no longer needed (GDPR art. 5(1)(e)); selection list of the municipality [L]",
    },
    Term {
        kind: Kind::File,
        what: "the words of checks, and who the recipient pays on to",
        years: None,
        from: "with the recipient of the grant",
        action: Action::Erase,
        ground: "as the recipient or the applicant",
    },
    Term {
        kind: Kind::Words,
        what: "the reasons of steps, postings, decisions, objections, settlements and reclaims, the conditions of advances, \
               what the bank wrote beside a payment and why one came back, what the account tells, what was reported of the plan \
               and asked to change in it, and who asked for a quick grant and where",
        years: None,
        from: "with the recipient of the grant",
        action: Action::Erase,
        ground: "as the recipient or the applicant",
    },
    Term {
        kind: Kind::Initiator,
        what: "name, e-mail address and passkeys of who pitches, and the place in groups",
        years: Some(2),
        from: "the last use of the account, when nothing hangs on it",
        action: Action::Erase,
        ground: "no longer needed (GDPR art. 5(1)(e)); selection list of the municipality [L]",
    },
    Term {
        kind: Kind::Follower,
        what: "e-mail address of who follows a round or a plan, and what is followed",
        years: Some(2),
        from: "the last mail with news of it, or the yes to it; at once when its owner stops",
        action: Action::Erase,
        ground: "no longer needed (GDPR art. 5(1)(e)): consent, taken back by one button (art. 7(3))",
    },
    Term {
        kind: Kind::Request,
        what: "who asked for quick response and where, and why it was refused",
        years: Some(2),
        from: "the end of the objection term, or the refusal where no letter told of it",
        action: Action::Erase,
        ground: "objection and appeal (Awb art. 6:7); selection list of the municipality [L]",
    },
    Term {
        kind: Kind::RoundWords,
        what: "the words of feasibility checks, of a certificate that was refused, of the end of a reserve list, and of what a \
               round gave back",
        years: Some(7),
        from: "the day they were written, once the round is over",
        action: Action::Erase,
        ground: "with the file of the round; selection list of the municipality [L]",
    },
    Term {
        kind: Kind::Picture,
        what: "pictures of plans and of reports about them, and the words beside them; which files they were stays",
        years: Some(2),
        from: "the day they were added, once the round, or the grant, is over",
        action: Action::Erase,
        ground: "no longer needed (GDPR art. 5(1)(e)): they show people and places",
    },
    Term {
        kind: Kind::Pitch,
        what: "what a group wrote in a plan that came on no ballot or went off it again, its name beside it, the words of the office about it, and what was \
               asked and said of help with any plan, in money or not, and of going on as one or as two; a draft goes whole",
        years: Some(2),
        from: "the last change of the plan, once the round is over, and of a draft once its round takes no plans",
        action: Action::Erase,
        ground: "objection and appeal (Awb art. 6:7); selection list of the municipality [L]",
    },
    Term {
        kind: Kind::Talk,
        what: "what people said about a plan and under which name, what readers reported of it and why it was taken off, what was \
               written of meetings, what a group told of a year of a takeover or said to the office where that was taken off for good, and under what a \
               paper list of supporters is in the archive",
        years: Some(2),
        from: "the day it was said, reported or taken off, once the round is over",
        action: Action::Erase,
        ground: "no longer needed (GDPR art. 5(1)(e)); selection list of the municipality [L]",
    },
    Term {
        kind: Kind::Speaker,
        what: "e-mail address of who said something about a plan",
        years: None,
        from: "the end of the round, or of the second look at what was taken off; at once when nobody says yes to the mail",
        action: Action::Erase,
        ground: "no longer needed (GDPR art. 5(1)(e))",
    },
    Term {
        kind: Kind::Withheld,
        what: "pictures of groups, and what they told of how their plans go, that were taken off for good; which files they were stays",
        years: None,
        from: "the second look, or 90 days after it was taken off, or after the desk told the group, when nobody asked for one; on the ballot at the end of the round",
        action: Action::Erase,
        ground: "no longer needed (GDPR art. 5(1)(e)): they show what may not be shown",
    },
    Term {
        kind: Kind::Supporter,
        what: "fingerprint of the e-mail address of who supports a plan; how many there were stays",
        years: None,
        from: "the end of the round; at once when its owner takes it back",
        action: Action::Erase,
        ground: "no longer needed (GDPR art. 5(1)(e))",
    },
    Term {
        kind: Kind::Aid,
        what: "aid that an enterprise declared (de minimis)",
        years: Some(10),
        from: "the day of the aid",
        action: Action::Erase,
        ground: "Regulation (EU) 2023/2831 art. 6 [L]",
    },
    Term {
        kind: Kind::Interest,
        what: "the words of interests that staff declared; that they had one stays",
        years: Some(7),
        from: "the statement, once the round is over",
        action: Action::Erase,
        ground: "with the file of the round; selection list of the municipality [L]",
    },
    Term {
        kind: Kind::Money,
        what: "decisions, sums, postings, certificates, both logs",
        years: None,
        from: "no term runs",
        action: Action::Archive,
        ground: "accountability and trust in the result (Archiefwet) [L]",
    },
    Term {
        kind: Kind::CaseFile,
        what: "case files of grants and rounds",
        years: None,
        from: "they are handed out",
        action: Action::HandOver,
        ground: "the municipal archive keeps them by its own list; the staff log keeps the fingerprint",
    },
];

impl Term {
    /// The term of a kind of data.
    pub fn of(kind: Kind) -> &'static Term {
        TABLE.iter().find(|row| row.kind == kind).expect("every kind has a row")
    }

    /// The row as it stands in `docs/retention.md`.
    pub fn row(&self) -> String {
        let term = self.years.map_or_else(|| "-".to_string(), |years| format!("{years} years"));
        let action = match self.action {
            Action::Erase => "erased",
            Action::Archive => "kept, to the archive",
            Action::HandOver => "not kept by the service",
        };
        format!("| {} | {term} | {} | {action} | {} |", self.what, self.from, self.ground)
    }

    /// When the term that began on a day has passed: at the start of the day after its last one. `None` when none runs.
    fn over(&self, from: Date) -> Option<Moment> {
        let last = from.checked_add(Span::new().try_years(self.years?).ok()?).ok()?;
        Some(start_of(days_after(last, 1)))
    }
}

/// The last day before which what is `kind` has had its time; `None` when no term runs.
pub fn before(kind: Kind, now: Moment) -> Option<Date> {
    day_of(now).checked_sub(Span::new().try_years(Term::of(kind).years?).ok()?).ok()
}

/// How a grant came to its end, for the terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// When nothing more could happen to it.
    pub at: Moment,
    /// How often it was awarded: nought or one.
    pub awards: u64,
    /// The end of its last objection term, where a letter was sent.
    pub objection_until: Option<Date>,
    /// Objections that are not decided.
    pub objections: u64,
}

impl Ended {
    /// When what names people in its file has had its time; `None` as long as an objection runs.
    pub fn due(&self) -> Option<Moment> {
        if self.objections > 0 {
            return None;
        }
        let kind = if self.awards > 0 { Kind::Recipient } else { Kind::Applicant };
        let ended = day_of(self.at);
        Term::of(kind).over(self.objection_until.map_or(ended, |until| until.max(ended)))
    }
}

/// When a recipient has had its time: after the last of its grants (each with its own moment, `None` for one that goes
/// on), and not within the term of who has no grant.
pub fn recipient_due(changed: Moment, grants: &[Option<Moment>]) -> Option<Moment> {
    let mut due = Term::of(Kind::Unused).over(day_of(changed))?;
    for grant in grants {
        due = due.max((*grant)?);
    }
    Some(due)
}

/// When a request for quick response that was refused has had its time: after the term for objections, which there was
/// none of when a refusal was no decision.
pub fn request_due(refused: Moment, objection_until: Option<Date>) -> Option<Moment> {
    Term::of(Kind::Request).over(objection_until.unwrap_or(day_of(refused)))
}

/// When the letter to an applicant who never had a grant has had its time.
pub fn letter_due(objection_until: Date) -> Option<Moment> {
    Term::of(Kind::Applicant).over(objection_until)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a moment")
    }

    fn ended(awards: u64) -> Ended {
        let until = Some(Date::constant(2027, 5, 3));
        Ended { at: at("2027-03-01T12:00:00Z"), awards, objection_until: until, objections: 0 }
    }

    #[test]
    fn the_page_about_retention_says_what_the_program_does() {
        let page = include_str!("../../docs/retention.md");
        for row in TABLE {
            assert!(page.lines().any(|line| line == row.row()), "docs/retention.md lacks: {}", row.row());
        }
        let listed = page.lines().filter(|line| line.matches(" | ").count() == 4).count();
        assert_eq!(listed, TABLE.len() + 1, "and no other term");
    }

    #[test]
    fn a_term_runs_from_the_last_that_could_happen() {
        assert_eq!(ended(1).due(), Some(start_of(Date::constant(2034, 5, 4))), "seven years");
        assert_eq!(ended(0).due(), Some(start_of(Date::constant(2029, 5, 4))), "two years");
        assert_eq!(Ended { objections: 1, ..ended(0) }.due(), None, "an objection runs");
        let silent = Ended { objection_until: None, ..ended(0) };
        assert_eq!(silent.due(), Some(start_of(Date::constant(2029, 3, 2))));
    }

    #[test]
    fn a_recipient_stays_for_the_grant_that_needs_it_longest() {
        let changed = at("2027-03-01T12:00:00Z");
        assert_eq!(recipient_due(changed, &[]), Some(start_of(Date::constant(2029, 3, 2))));
        assert_eq!(recipient_due(changed, &[ended(0).due(), ended(1).due()]), ended(1).due());
        assert_eq!(recipient_due(changed, &[ended(1).due(), None]), None, "one goes on");
        assert_eq!(before(Kind::Aid, changed), Some(Date::constant(2017, 3, 1)));
        assert_eq!(before(Kind::Money, changed), None);
    }
}
