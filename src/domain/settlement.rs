//! The settlement of a grant (Dutch: vaststelling; Awb art. 4:42 to 4:47): what the recipient keeps. It is never more
//! than what was granted; what was not needed goes back to the area, what was paid too much is paid back
//! (Awb art. 4:57) and returns to its year.

use jiff::Span;
use jiff::civil::Date;

use super::accountability::{Class, Waiting};
use super::calendar::weeks_after;
use super::id::LineId;
use super::money::Cents;

/// How far the activities were carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Done {
    /// As planned.
    All,
    /// In part.
    Part,
    /// Not at all.
    None,
}

impl Done {
    /// Every answer with its name in the database and in texts.
    pub const NAMES: [(Done, &'static str); 3] =
        [(Done::All, "all"), (Done::Part, "part"), (Done::None, "none")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Done::NAMES.iter().find(|(done, _)| *done == self).expect("every answer has a name").1
    }

    /// The answer of this name.
    pub fn named(name: &str) -> Option<Done> {
        Done::NAMES.iter().find(|(_, known)| *known == name).map(|(done, _)| *done)
    }
}

/// What becomes of the plan after the grant (S37).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Growth {
    /// It ends.
    Ends,
    /// It goes on as it is.
    GoesOn,
    /// It grows.
    Grows,
}

impl Growth {
    /// Every answer with its name in the database and in texts.
    pub const NAMES: [(Growth, &'static str); 3] =
        [(Growth::Ends, "ends"), (Growth::GoesOn, "goes-on"), (Growth::Grows, "grows")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Growth::NAMES.iter().find(|(growth, _)| *growth == self).expect("every answer has a name").1
    }

    /// The answer of this name.
    pub fn named(name: &str) -> Option<Growth> {
        Growth::NAMES.iter().find(|(_, known)| *known == name).map(|(growth, _)| *growth)
    }
}

/// The account of a recipient (Dutch: verantwoording).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// When it came.
    pub received_on: Date,
    /// What had to be handed in.
    pub class: Class,
    /// What was spent, where that was asked or told.
    pub spent: Option<Cents>,
    /// How far the activities were carried out.
    pub done: Done,
    /// What was done, in words.
    pub activities: String,
    /// How many people it reached.
    pub reached: u64,
    /// What it did for cohesion (K1), taking part (K2), and formal and informal care (K3), in words.
    pub results: [String; 3],
    /// What becomes of it.
    pub growth: Growth,
    /// Whether it came after its day.
    pub is_late: bool,
}

/// By which way a grant is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// After the account of the recipient.
    Account,
    /// At once: so small that no account is asked.
    Direct,
    /// By the municipality itself, because nothing came (Dutch: ambtshalve).
    ExOfficio,
}

impl Way {
    /// Every way with its name in the database and in texts.
    pub const NAMES: [(Way, &'static str); 3] =
        [(Way::Account, "account"), (Way::Direct, "direct"), (Way::ExOfficio, "ex-officio")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Way::NAMES.iter().find(|(way, _)| *way == self).expect("every way has a name").1
    }

    /// The way of this name.
    pub fn named(name: &str) -> Option<Way> {
        Way::NAMES.iter().find(|(_, known)| *known == name).map(|(way, _)| *way)
    }

    /// The way that is open: by the account once it came, at once where none is asked, ex officio after a reminder
    /// that nothing followed.
    pub fn open(account: Option<&Account>, class: Class, waiting: Option<Waiting>) -> Option<Way> {
        match (account, class, waiting) {
            (Some(_), _, _) => Some(Way::Account),
            (None, Class::Direct, _) => Some(Way::Direct),
            (None, _, Some(Waiting::ExOfficio(_))) => Some(Way::ExOfficio),
            (None, _, _) => None,
        }
    }
}

/// The most that may be settled: what was granted, and what was spent where that is known.
pub fn most(granted: Cents, account: Option<&Account>) -> Cents {
    let spent = account.and_then(|account| account.spent).unwrap_or(granted);
    granted.min(spent)
}

/// What stands on the accounts of a grant in one of its years, with no order open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The year.
    pub line: LineId,
    /// Awarded and not ordered.
    pub committed: Cents,
    /// Paid.
    pub paid: Cents,
    /// Paid and accounted for.
    pub accounted: Cents,
}

impl Held {
    /// All of it: what is granted for that year.
    pub fn granted(&self) -> Cents {
        Cents::sum([self.committed, self.paid, self.accounted]).unwrap_or(Cents::MAX)
    }
}

/// What a settlement does in one year. All sums together are what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearSettled {
    /// The year.
    pub line: LineId,
    /// Kept, out of what was accounted for.
    pub keep_accounted: Cents,
    /// Kept, out of what was paid.
    pub keep_paid: Cents,
    /// Still to be paid.
    pub rest: Cents,
    /// Not needed: back to the area.
    pub release: Cents,
    /// To be paid back, out of what was accounted for.
    pub reclaim_accounted: Cents,
    /// To be paid back, out of what was paid.
    pub reclaim_paid: Cents,
}

impl YearSettled {
    /// What is to be paid back.
    pub fn reclaim(&self) -> Cents {
        self.reclaim_accounted.plus(self.reclaim_paid).unwrap_or(Cents::MAX)
    }
}

/// More than was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch {
    /// What was granted.
    pub granted: Cents,
}

/// Divides a settled sum over the years of a grant, the first one first: over what was paid in all years, then over
/// what is still to be paid.
pub fn divide(held: &[Held], settled: Cents) -> Result<Vec<YearSettled>, TooMuch> {
    let granted = Cents::sum(held.iter().map(Held::granted)).unwrap_or(Cents::MAX);
    if settled > granted {
        return Err(TooMuch { granted });
    }
    let mut left = settled;
    let mut take = |from: Cents| {
        let part = from.min(left);
        left = less(left, part);
        part
    };
    // What was paid counts before what is still to be paid: nobody pays back what is paid out again.
    let kept: Vec<(Cents, Cents)> = held.iter().map(|year| (take(year.accounted), take(year.paid))).collect();
    let year = |(held, (keep_accounted, keep_paid)): (&Held, (Cents, Cents))| {
        let rest = take(held.committed);
        YearSettled {
            line: held.line.clone(),
            keep_accounted,
            keep_paid,
            rest,
            release: less(held.committed, rest),
            reclaim_accounted: less(held.accounted, keep_accounted),
            reclaim_paid: less(held.paid, keep_paid),
        }
    };
    Ok(held.iter().zip(kept).map(year).collect())
}

fn less(whole: Cents, part: Cents) -> Cents {
    whole.minus(part).expect("a part is never more than its whole")
}

/// Years in which the municipality may reclaim (Awb art. 4:57, fourth paragraph).
const RECLAIM_YEARS: i64 = 5;
/// Weeks in which money must be paid back (Awb art. 4:87).
const PAY_WEEKS: i64 = 6;

/// The last day on which what was paid too much may be reclaimed, after a settlement on a day.
pub fn reclaim_until(settled_on: Date) -> Date {
    settled_on.saturating_add(Span::new().years(RECLAIM_YEARS))
}

/// The last day to pay back, after a decision on a day.
pub fn pay_back_until(decided_on: Date) -> Date {
    weeks_after(decided_on, PAY_WEEKS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn held(line: &str, committed: u32, paid: u32, accounted: u32) -> Held {
        let (committed, paid) = (Cents::euros(committed), Cents::euros(paid));
        Held { line: LineId::new(line), committed, paid, accounted: Cents::euros(accounted) }
    }

    #[test]
    fn the_rest_is_paid_and_what_is_not_needed_returns() {
        let years = divide(&[held("2027", 2_000, 0, 8_000)], Cents::euros(9_000)).unwrap();
        let year = &years[0];
        assert_eq!((year.keep_accounted, year.rest), (Cents::euros(8_000), Cents::euros(1_000)));
        assert_eq!((year.release, year.reclaim()), (Cents::euros(1_000), Cents::ZERO));
    }

    #[test]
    fn what_was_paid_too_much_is_reclaimed_in_its_own_year() {
        let years =
            divide(&[held("2027", 0, 0, 6_000), held("2028", 500, 1_500, 4_000)], Cents::euros(7_000))
                .unwrap();
        assert_eq!(years[0].reclaim(), Cents::ZERO);
        assert_eq!((years[1].keep_accounted, years[1].keep_paid), (Cents::euros(1_000), Cents::ZERO));
        assert_eq!((years[1].reclaim(), years[1].release), (Cents::euros(4_500), Cents::euros(500)));
        let more = Cents::new(1_200_001).unwrap();
        assert_eq!(
            divide(&[held("2027", 0, 0, 6_000), held("2028", 500, 1_500, 4_000)], more),
            Err(TooMuch { granted: Cents::euros(12_000) })
        );
    }

    #[test]
    fn the_clock_of_a_reclaim_runs_five_years() {
        assert_eq!(reclaim_until(date(2028, 2, 29)), date(2033, 2, 28));
        assert_eq!(pay_back_until(date(2028, 1, 3)), date(2028, 2, 14));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_kept_twice(
            years in proptest::collection::vec((0_u32..9_000, 0_u32..9_000, 0_u32..9_000), 1..5),
            part in 0_i64..=100,
        ) {
            let years: Vec<Held> = years.into_iter().map(|(c, p, a)| held("x", c, p, a)).collect();
            let granted = Cents::sum(years.iter().map(Held::granted)).unwrap();
            let settled = Cents::new(granted.get() * part / 100).unwrap();
            let done = divide(&years, settled).unwrap();
            let kept = done.iter().flat_map(|year| [year.keep_accounted, year.keep_paid, year.rest]);
            prop_assert_eq!(Cents::sum(kept).unwrap(), settled);
            let sum = |part: fn(&YearSettled) -> Cents| Cents::sum(done.iter().map(part)).unwrap();
            let (rest, reclaim) = (sum(|year| year.rest), sum(YearSettled::reclaim));
            prop_assert!(rest == Cents::ZERO || reclaim == Cents::ZERO, "nobody pays back what is paid out again");
            for (before, after) in years.iter().zip(&done) {
                prop_assert_eq!(Cents::sum([after.rest, after.release]).unwrap(), before.committed);
                prop_assert_eq!(Cents::sum([after.keep_paid, after.reclaim_paid]).unwrap(), before.paid);
                prop_assert_eq!(Cents::sum([after.keep_accounted, after.reclaim_accounted]).unwrap(), before.accounted);
            }
        }
    }
}
