//! What a recipient must hand in about money received (Dutch: verantwoording), and when.
//!
//! Counted per recipient and calendar year, as Utrecht does, and not per grant: ten small grants are one large one. A
//! grant that is settled at once does not count, because nothing has to be handed in for it. The bounds are a
//! table per regulation and year ([`Thresholds`]).
//!
//! A grant of several years has one account, after its last year, in the class of the year that asks most. Its settlement
//! is one decision about all years (Awb art. 4:42), and what the account rests on is asked for each year by no rule that
//! is known here. Who wants to see a report each year makes it the condition of the advance of the next year: an officer
//! orders that only when the condition is met.

use jiff::civil::Date;

use super::calendar::weeks_after;
use super::money::{BasisPoints, Cents};

/// How much a recipient must hand in, from nothing to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Nothing: settled at once, or ex officio after the end; a spot check looks at some.
    Direct,
    /// What was done.
    Report,
    /// What was done, and what it cost.
    Financial,
    /// The same, with an auditor's statement.
    Audited,
    /// The same, for who lives by grants of the municipality: the whole of their yearly accounts.
    Full,
}

/// Something that must be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    /// What was done.
    Activities,
    /// What it cost, and who else paid.
    Finances,
    /// The statement of an auditor.
    Statement,
    /// The yearly accounts of the whole organisation.
    YearlyAccounts,
}

impl Class {
    /// Every class with its name in the database and in texts.
    pub const NAMES: [(Class, &'static str); 5] = [
        (Class::Direct, "direct"),
        (Class::Report, "report"),
        (Class::Financial, "financial"),
        (Class::Audited, "audited"),
        (Class::Full, "full"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Class::NAMES.iter().find(|(class, _)| *class == self).expect("every class has a name").1
    }

    /// The class of this name.
    pub fn named(name: &str) -> Option<Class> {
        Class::NAMES.iter().find(|(_, known)| *known == name).map(|(class, _)| *class)
    }

    /// What must be handed in.
    pub fn papers(self) -> &'static [Paper] {
        const ALL: [Paper; 4] = [Paper::Activities, Paper::Finances, Paper::Statement, Paper::YearlyAccounts];
        match self {
            Class::Direct => &ALL[..0],
            Class::Report => &ALL[..1],
            Class::Financial => &ALL[..2],
            Class::Audited => &ALL[..3],
            Class::Full => &ALL,
        }
    }

    /// Whether the account must say what was spent.
    pub fn asks_spending(self) -> bool {
        self.papers().contains(&Paper::Finances)
    }
}

impl Paper {
    /// Its name in texts.
    pub fn name(self) -> &'static str {
        match self {
            Paper::Activities => "activities",
            Paper::Finances => "finances",
            Paper::Statement => "statement",
            Paper::YearlyAccounts => "yearly-accounts",
        }
    }
}

/// The bounds of a regulation in a year. Each bound is the highest sum of the class below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds {
    /// Title of the regulation; empty for every regulation without a row of its own.
    pub regulation: String,
    /// From which calendar year on.
    pub year: i64,
    /// Up to this nothing is handed in.
    pub direct: Cents,
    /// Up to this a report of activities is enough.
    pub report: Cents,
    /// Up to this an account of money is enough; above it an auditor looks.
    pub financial: Cents,
    /// Above this, and above [`Thresholds::income`], all is handed in.
    pub audited: Cents,
    /// Above this share of the recipient's income.
    pub income: BasisPoints,
    /// Within so many weeks after the end of the activities: the recipient accounts, or the municipality settles ex
    /// officio.
    pub weeks: i64,
    /// After a reminder the recipient has so many weeks more.
    pub reminder_weeks: i64,
}

impl Thresholds {
    /// What stands in the by-law and its protocol where a regulation says nothing else (domain.md, section 5).
    pub fn usual() -> Thresholds {
        Thresholds {
            regulation: String::new(),
            year: 0,
            direct: Cents::euros(5_000),
            report: Cents::euros(20_000),
            financial: Cents::euros(100_000),
            audited: Cents::euros(500_000),
            income: BasisPoints::new(5_000).expect("half is a share"),
            weeks: 13,
            reminder_weeks: 4,
        }
    }

    /// Whether each bound is above the one before it, and the terms are terms.
    pub fn are_in_order(&self) -> bool {
        self.direct <= self.report
            && self.report <= self.financial
            && self.financial <= self.audited
            && (1..=52).contains(&self.weeks)
            && (1..=52).contains(&self.reminder_weeks)
    }

    /// The row for a regulation in a year: its own newest one, else the newest one for all; the usual one when there
    /// is none.
    pub fn of(rows: &[Thresholds], regulation: &str, year: i64) -> Thresholds {
        let newest = |title: &str| {
            let own = rows.iter().filter(|row| row.regulation == title && row.year <= year);
            own.max_by_key(|row| row.year).cloned()
        };
        newest(regulation).or_else(|| newest("")).unwrap_or_else(Thresholds::usual)
    }

    /// The class of a recipient that got so much in a calendar year. `income`: which share of all its income that is,
    /// where it is known.
    pub fn class(&self, yearly: Cents, income: Option<BasisPoints>) -> Class {
        if yearly <= self.direct {
            Class::Direct
        } else if yearly <= self.report {
            Class::Report
        } else if yearly <= self.financial {
            Class::Financial
        } else if yearly > self.audited && income.is_some_and(|share| share > self.income) {
            Class::Full
        } else {
            Class::Audited
        }
    }

    /// The last day for the account, and for a settlement ex officio where none is asked.
    pub fn due(&self, ends_on: Date) -> Date {
        weeks_after(ends_on, self.weeks)
    }

    /// The last day after a reminder that was sent on a day.
    pub fn due_after(&self, reminded_on: Date) -> Date {
        weeks_after(reminded_on, self.reminder_weeks)
    }
}

/// What a grant counts for in a calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Calendar year.
    pub year: i64,
    /// What was granted for that year.
    pub granted: Cents,
    /// Whether it was settled at once.
    pub settled_at_once: bool,
}

/// What counts for a recipient in a year: all its grants but those that were settled at once.
pub fn yearly(grants: &[Counted], year: i64) -> Cents {
    let own = grants.iter().filter(|grant| grant.year == year && !grant.settled_at_once);
    Cents::sum(own.map(|grant| grant.granted)).unwrap_or(Cents::MAX)
}

/// What is to be done about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Nothing is asked and nothing late: the municipality settles by this day.
    ForSettlement(Date),
    /// The recipient has until this day.
    ForAccount(Date),
    /// The day has passed: remind.
    Late(Date),
    /// Reminded; the recipient has until this day.
    Reminded(Date),
    /// Nothing came after the reminder: the municipality settles ex officio.
    ExOfficio(Date),
}

impl Waiting {
    /// What is to be done today about activities that end, or ended, on a day.
    pub fn at(
        thresholds: &Thresholds,
        class: Class,
        ends_on: Date,
        reminded_on: Option<Date>,
        today: Date,
    ) -> Waiting {
        let due = thresholds.due(ends_on);
        match (class, reminded_on.map(|day| thresholds.due_after(day))) {
            (Class::Direct, _) => Waiting::ForSettlement(due),
            (_, None) if today <= due => Waiting::ForAccount(due),
            (_, None) => Waiting::Late(due),
            (_, Some(last)) if today <= last => Waiting::Reminded(last),
            (_, Some(last)) => Waiting::ExOfficio(last),
        }
    }

    /// Its name in texts.
    pub fn name(self) -> &'static str {
        match self {
            Waiting::ForSettlement(_) => "for-settlement",
            Waiting::ForAccount(_) => "for-account",
            Waiting::Late(_) => "late",
            Waiting::Reminded(_) => "reminded",
            Waiting::ExOfficio(_) => "ex-officio",
        }
    }

    /// The day that it is about.
    pub fn day(self) -> Date {
        match self {
            Waiting::ForSettlement(day)
            | Waiting::ForAccount(day)
            | Waiting::Late(day)
            | Waiting::Reminded(day)
            | Waiting::ExOfficio(day) => day,
        }
    }

    /// Whether the recipient is too late.
    pub fn is_late(self) -> bool {
        match self {
            Waiting::Late(_) | Waiting::Reminded(_) | Waiting::ExOfficio(_) => true,
            Waiting::ForSettlement(_) | Waiting::ForAccount(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn cents(cents: i64) -> Cents {
        Cents::new(cents).unwrap()
    }

    fn share(points: i64) -> Option<BasisPoints> {
        Some(BasisPoints::new(points).unwrap())
    }

    #[test]
    fn a_cent_above_a_bound_is_the_next_class() {
        let usual = Thresholds::usual();
        for (sum, income, class) in [
            (0, None, Class::Direct),
            (500_000, None, Class::Direct),
            (500_001, None, Class::Report),
            (2_000_000, None, Class::Report),
            (2_000_001, None, Class::Financial),
            (10_000_000, None, Class::Financial),
            (10_000_001, None, Class::Audited),
            (50_000_000, share(10_000), Class::Audited),
            (50_000_001, share(5_000), Class::Audited),
            (50_000_001, share(5_001), Class::Full),
            (50_000_001, None, Class::Audited),
        ] {
            assert_eq!(usual.class(cents(sum), income), class, "{sum} {income:?}");
        }
        assert!(Class::Financial.asks_spending() && !Class::Report.asks_spending());
        assert_eq!(Class::Audited.papers(), [Paper::Activities, Paper::Finances, Paper::Statement]);
    }

    #[test]
    fn a_recipient_is_counted_per_calendar_year_and_not_per_grant() {
        let grant =
            |year, euros, settled_at_once| Counted { year, granted: Cents::euros(euros), settled_at_once };
        let grants = [
            grant(2027, 12_000, false),
            grant(2027, 8_000, false),
            grant(2027, 5_000, true),
            grant(2028, 9_000, false),
        ];
        let usual = Thresholds::usual();
        assert_eq!(yearly(&grants, 2027), Cents::euros(20_000), "what was settled at once does not count");
        assert_eq!(usual.class(yearly(&grants, 2027), None), Class::Report);
        assert_eq!(usual.class(yearly(&grants, 2028), None), Class::Report);
        let one_more =
            [grants.to_vec(), vec![Counted { granted: cents(1), ..grant(2027, 0, false) }]].concat();
        assert_eq!(usual.class(yearly(&one_more, 2027), None), Class::Financial);
    }

    #[test]
    fn a_regulation_has_its_own_row_from_its_year_on() {
        let row = |regulation: &str, year, euros| Thresholds {
            regulation: regulation.to_string(),
            year,
            report: Cents::euros(euros),
            ..Thresholds::usual()
        };
        let rows = [row("", 0, 20_000), row("", 2029, 25_000), row("Zelfbeheer", 2027, 50_000)];
        let report = |title, year| Thresholds::of(&rows, title, year).report;
        assert_eq!(report("Schuifruimte", 2027), Cents::euros(20_000));
        assert_eq!(report("Schuifruimte", 2030), Cents::euros(25_000));
        assert_eq!(report("Zelfbeheer", 2026), Cents::euros(20_000));
        assert_eq!(report("Zelfbeheer", 2031), Cents::euros(50_000));
        assert_eq!(Thresholds::of(&[], "Zelfbeheer", 2031), Thresholds::usual());
    }

    #[test]
    fn nothing_is_settled_ex_officio_before_a_reminder_and_its_term() {
        let (usual, end) = (Thresholds::usual(), date(2027, 12, 31));
        let at = |class, reminded, today| Waiting::at(&usual, class, end, reminded, today);
        let due = date(2028, 3, 31);
        assert_eq!(at(Class::Direct, None, date(2028, 6, 1)), Waiting::ForSettlement(due));
        assert_eq!(at(Class::Report, None, due), Waiting::ForAccount(due));
        assert_eq!(at(Class::Report, None, date(2028, 4, 1)), Waiting::Late(due));
        let (reminded, last) = (Some(date(2028, 4, 3)), date(2028, 5, 1));
        assert_eq!(at(Class::Report, reminded, last), Waiting::Reminded(last));
        assert_eq!(at(Class::Report, reminded, date(2028, 5, 2)), Waiting::ExOfficio(last));
    }
}
