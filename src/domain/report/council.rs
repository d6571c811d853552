//! The yearly report for the council: creative, democratic, valuable and yielding (S57), the fixed and the flexible
//! part of the money side by side (S10, S24). What this service cannot know is left open, never guessed.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::mix::Realised;
use super::{Awarded, Cell, Meter, Part, Report, concentration, each, mean, share};
use crate::domain::calendar::start_of;
use crate::domain::ledger::{AccountKind, Control};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::pitch::form::Wish;
use crate::domain::pitch::wish::Counted;
use crate::domain::pot::Pot;
use crate::domain::time::Moment;

/// A round that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its name in addresses.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Name of its area.
    pub area_name: String,
    /// Letters that were sent.
    pub letters: u64,
    /// Ballots that were counted.
    pub ballots: u64,
    /// Plans that were ever sent in.
    pub pitched: u64,
    /// Plans on the ballot.
    pub admitted: u64,
    /// Plans of groups that were proven: they build on an earlier grant.
    pub building: u64,
}

/// Who sent in plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applicants {
    /// How many groups and persons.
    pub all: u64,
    /// How many of them also did in an earlier year.
    pub returning: u64,
}

/// How much of their income groups have by way of social-brokerage organisations, as they say themselves (S43).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dependency {
    /// How many groups with a plan on a ballot said so.
    pub stated: u64,
    /// Of them: with half of it or more.
    pub half: u64,
    /// All their shares together, in percent.
    pub together: u64,
}

/// Fewest groups of which something is told together: of fewer, one could read off what one of them said.
const FEWEST: u64 = 5;

impl Dependency {
    /// Of these shares, in percent, each of one group.
    pub fn of(shares: impl IntoIterator<Item = u8>) -> Dependency {
        let mut all = Dependency::default();
        for share in shares {
            all.stated += 1;
            all.half += u64::from(share >= 50);
            all.together += u64::from(share);
        }
        all
    }

    /// The mean share and how many have half or more; nothing where few said it.
    fn cells(self) -> [Cell; 2] {
        if self.stated < FEWEST {
            return [Cell::Nothing, Cell::Nothing];
        }
        let mean =
            (self.together * 100).checked_div(self.stated).and_then(|points| i64::try_from(points).ok());
        let mean = mean.and_then(|points| BasisPoints::new(points).ok());
        [mean.map_or(Cell::Nothing, Cell::Share), Cell::Count(self.half)]
    }
}

/// How many grants came so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grants {
    /// Set aside by a certificate.
    pub certified: u64,
    /// Awarded.
    pub awarded: u64,
    /// Settled.
    pub settled: u64,
    /// Stopped, refused, taken back or lapsed.
    pub ended: u64,
}

/// All that a report of a year is made from.
pub struct Council<'a> {
    /// The year.
    pub year: i64,
    /// The control accounts of the lines of the year.
    pub controls: &'a [Control],
    /// Its decided rounds.
    pub rounds: &'a [Decided],
    /// Who sent in plans in them.
    pub applicants: Applicants,
    /// How far those that were decided within the year depend on social-brokerage organisations.
    pub dependency: Dependency,
    /// What help other than money plans asked for, by form (S12).
    pub wishes: &'a [Counted],
    /// Its grants.
    pub grants: Grants,
    /// What each recipient was awarded of money of the year.
    pub received: &'a [Awarded],
    /// The mix of each area with a statement.
    pub mixes: &'a [Realised],
    /// How many people live where money can shift; where that is known.
    pub inhabitants: Option<u64>,
    /// The moment before which things count.
    pub before: Moment,
    /// How many postings that were.
    pub postings: u64,
}

/// The moment at which a year is over; nothing where there is no such year.
pub fn end_of(year: i64) -> Option<Moment> {
    let next = i16::try_from(year.checked_add(1)?).ok()?;
    Date::new(next, 1, 1).ok().map(start_of)
}

/// A line of the report: what is measured, in the fixed part, in the flexible part.
type Measure = (&'static str, Cell, Cell);

impl Council<'_> {
    /// The report.
    pub fn report(&self) -> Report {
        let headings: [(&'static str, Vec<Measure>); 4] = [
            ("creative", self.creative()),
            ("democratic", self.democratic()),
            ("valuable", self.valuable()),
            ("yielding", self.yielding()),
        ];
        let row = |heading: &'static str, (measure, fixed, flexible): Measure| {
            vec![Cell::Word(heading), Cell::Word(measure), fixed, flexible]
        };
        let rows = headings
            .into_iter()
            .flat_map(|(heading, measures)| measures.into_iter().map(move |measure| row(heading, measure)))
            .chain(self.wishes.iter().flat_map(wish_rows));
        Report {
            name: "council",
            version: 1,
            before: self.before,
            postings: self.postings,
            about: vec![("year", Cell::Number(self.year))],
            columns: vec!["heading", "measure", "fixed_part", "flexible_part"],
            rows: rows.collect(),
        }
    }

    fn meter(&self) -> Meter {
        Meter::of(self.controls)
    }

    fn sum(&self, of: impl Fn(&Decided) -> u64) -> u64 {
        self.rounds.iter().map(of).sum()
    }

    /// What an account of this kind took in, ever.
    fn came_in(&self, kind: AccountKind) -> Cents {
        let own = self.controls.iter().filter(|one| one.kind == kind);
        Cents::sum(own.map(|one| one.credit)).unwrap_or(Cents::MAX)
    }

    fn of_pot(&self, pot: Pot) -> Cents {
        Meter::of(self.controls.iter().filter(|one| one.pot == pot)).awarded()
    }

    /// New: how much there was to choose from, and from whom (S6, S29).
    fn creative(&self) -> Vec<Measure> {
        // Only rounds with a pot for continuity ask: where nobody was asked, nothing is known.
        let building = Some(self.sum(|round| round.building)).filter(|count| *count > 0);
        let new = self.applicants.all.saturating_sub(self.applicants.returning);
        vec![
            ("pitched", Cell::Nothing, Cell::Count(self.sum(|round| round.pitched))),
            ("admitted", Cell::Nothing, Cell::Count(self.sum(|round| round.admitted))),
            ("funded", Cell::Nothing, Cell::Count(self.grants.certified)),
            ("applicants", Cell::Nothing, Cell::Count(self.applicants.all)),
            ("first_time", Cell::Nothing, Cell::Count(new)),
            ("returning", Cell::Nothing, Cell::Count(self.applicants.returning)),
            ("for_renewal", Cell::Nothing, Cell::Money(self.of_pot(Pot::Renewal))),
            ("for_continuity", Cell::Nothing, Cell::Money(self.of_pot(Pot::Continuity))),
            ("builds_on_earlier", Cell::Nothing, building.map_or(Cell::Nothing, Cell::Count)),
        ]
    }

    /// Democratic: who could vote, who did, and how even that was over the city (S8, S51).
    fn democratic(&self) -> Vec<Measure> {
        let (letters, ballots) = (self.sum(|round| round.letters), self.sum(|round| round.ballots));
        let turnout = |letters: u64, ballots: u64| {
            let count = |number| Cents::from_unsigned(number).unwrap_or(Cents::MAX);
            share(count(ballots), count(letters))
        };
        let each_round = self.rounds.iter().filter_map(|round| turnout(round.letters, round.ballots));
        let each_round: Vec<_> = each_round.collect();
        let cell = |found: Option<BasisPoints>| found.map_or(Cell::Nothing, Cell::Share);
        let areas: BTreeSet<&str> = self.rounds.iter().map(|round| round.area_name.as_str()).collect();
        let spread = concentration(&each(self.received));
        // Only once the year is over, and then the same on each day: between two days of it one could read off what a single group said.
        let is_over = end_of(self.year).is_some_and(|end| end <= self.before);
        let [depends, half] = if is_over { self.dependency.cells() } else { [Cell::Nothing, Cell::Nothing] };
        vec![
            ("rounds", Cell::Nothing, Cell::Count(length(self.rounds.len()))),
            ("areas_with_rounds", Cell::Nothing, Cell::Count(length(areas.len()))),
            ("letters", Cell::Nothing, Cell::Count(letters)),
            ("ballots", Cell::Nothing, Cell::Count(ballots)),
            ("turnout", Cell::Nothing, cell(turnout(letters, ballots))),
            ("turnout_lowest", Cell::Nothing, cell(each_round.iter().min().copied())),
            ("turnout_highest", Cell::Nothing, cell(each_round.iter().max().copied())),
            ("largest_share", Cell::Nothing, cell(spread.map(|(largest, _)| largest))),
            ("concentration", Cell::Nothing, spread.map_or(Cell::Nothing, |(_, index)| Cell::Count(index))),
            ("mixes_signed", Cell::Nothing, Cell::Count(length(self.mixes.len()))),
            ("mix_distance", Cell::Nothing, cell(self.mixes.iter().filter_map(Realised::distance).max())),
            ("depends_on_smo", Cell::Nothing, depends),
            ("half_by_smo", Cell::Nothing, half),
            ("rated_by_people", Cell::Nothing, Cell::Nothing),
        ]
    }

    /// Valuable: what plans did. Outcomes that people can feel are told at the settlement, by a form that is not there
    /// yet (S37).
    fn valuable(&self) -> Vec<Measure> {
        vec![
            ("awarded_plans", Cell::Nothing, Cell::Count(self.grants.awarded)),
            ("finished_plans", Cell::Nothing, Cell::Count(self.grants.settled)),
            ("ended_plans", Cell::Nothing, Cell::Count(self.grants.ended)),
            ("cohesion", Cell::Nothing, Cell::Nothing),
            ("taking_part", Cell::Nothing, Cell::Nothing),
            ("care_linked", Cell::Nothing, Cell::Nothing),
        ]
    }

    /// Yielding: what it cost (S24, S25).
    fn yielding(&self) -> Vec<Measure> {
        let meter = self.meter();
        let (fixed, reserved) = (meter.held(AccountKind::Fixed), meter.reserved());
        let each = |amount, people: Option<u64>| {
            Cell::maybe(people.and_then(|people| super::per_resident(amount, people)))
        };
        let awarded = meter.awarded();
        // Of the same grants above and below the line: those that have money of the year, and that money.
        let granted = Cents::sum(self.received.iter().map(|one| one.amount)).unwrap_or(Cents::MAX);
        let mean = mean(granted, self.received.iter().map(|one| one.grants).sum());
        vec![
            ("money", Cell::Money(fixed), Cell::Money(reserved)),
            ("money_each", each(fixed, self.inhabitants), each(reserved, self.inhabitants)),
            ("promised_and_paid", Cell::Nothing, Cell::Money(awarded)),
            ("paid", Cell::Nothing, Cell::Money(meter.part(Part::Spent))),
            ("still_free", Cell::Nothing, Cell::Money(free(&meter))),
            ("mean_grant", Cell::Nothing, Cell::maybe(mean)),
            ("reclaimed", Cell::Nothing, Cell::Money(self.came_in(AccountKind::Receivable))),
            ("cost_of_running", Cell::Nothing, Cell::Nothing),
            ("results_for_money", Cell::Nothing, Cell::Nothing),
        ]
    }
}

/// The rows of one form of help other than money: how often it was asked, given and not given.
fn wish_rows(one: &Counted) -> [Vec<Cell>; 3] {
    let [asked, met, unmet] = match one.wish {
        Wish::Space => ["space_asked", "space_met", "space_unmet"],
        Wish::Advice => ["advice_asked", "advice_met", "advice_unmet"],
        Wish::Permit => ["permit_asked", "permit_met", "permit_unmet"],
        Wish::Materials => ["materials_asked", "materials_met", "materials_unmet"],
        Wish::Contacts => ["contacts_asked", "contacts_met", "contacts_unmet"],
    };
    let row = |measure, count| {
        vec![Cell::Word("other_help"), Cell::Word(measure), Cell::Nothing, Cell::Count(count)]
    };
    [row(asked, one.asked), row(met, one.met), row(unmet, one.unmet)]
}

fn free(meter: &Meter) -> Cents {
    meter.part(Part::Free).plus(meter.part(Part::Undivided)).unwrap_or(Cents::MAX)
}

fn length(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::AllocationId;

    /// A year with nothing in it.
    fn empty<'a>() -> Council<'a> {
        Council {
            year: 2027,
            controls: &[],
            rounds: &[],
            applicants: Applicants::default(),
            dependency: Dependency::default(),
            wishes: &[],
            grants: Grants::default(),
            received: &[],
            mixes: &[],
            inhabitants: None,
            before: Moment::from_micros(0),
            postings: 0,
        }
    }

    /// What stands in the flexible part of a measure.
    fn told(council: &Council<'_>, measure: &str) -> Cell {
        let rows = council.report().rows;
        let row = rows.iter().find(|row| matches!(row[1], Cell::Word(name) if name == measure));
        row.expect("it is measured")[3].clone()
    }

    #[test]
    fn the_mean_is_of_the_grants_that_have_money_of_the_year_and_of_that_money() {
        let one = |who: &str, grants, cents| Awarded {
            who: who.to_string(),
            class: None,
            allocation: AllocationId::new("a"),
            grants,
            amount: Cents::new(cents).expect("an amount"),
        };
        // Five awards, of which two were taken back: they have no money, and count for nothing in the mean.
        let grants = Grants { awarded: 5, ended: 2, ..Grants::default() };
        let received = [one("tuin", 2, 1_000), one("soep", 1, 1)];
        let council = Council { grants, received: &received, ..empty() };
        assert_eq!(told(&council, "mean_grant"), Cell::Money(Cents::new(334).expect("an amount")));
        assert_eq!(told(&council, "awarded_plans"), Cell::Count(5));
        assert_eq!(told(&Council { grants, ..empty() }, "mean_grant"), Cell::Nothing, "all were taken back");
    }

    /// S43: together and never apart, so that nobody reads off what one group said.
    #[test]
    fn s43_dependency_is_told_of_five_groups_or_more() {
        let over = end_of(2027).expect("a year");
        let of = |shares: &[u8]| {
            let dependency = Dependency::of(shares.iter().copied());
            Council { dependency, before: over, ..empty() }
        };
        assert_eq!(told(&of(&[0, 100, 100, 100]), "depends_on_smo"), Cell::Nothing);
        let five = of(&[0, 0, 50, 75, 100]);
        assert_eq!(told(&five, "depends_on_smo"), Cell::Share(BasisPoints::new(4_500).expect("a share")));
        assert_eq!(told(&five, "half_by_smo"), Cell::Count(3));
        let running = Council { before: over.plus_seconds(-1), ..five };
        for measure in ["depends_on_smo", "half_by_smo"] {
            assert_eq!(told(&running, measure), Cell::Nothing, "{measure}: the year is not over");
        }
    }

    #[test]
    fn a_year_without_anything_has_no_turnout_and_no_mean() {
        let nothing = empty();
        for measure in
            ["turnout", "turnout_lowest", "largest_share", "concentration", "mean_grant", "money_each"]
        {
            assert_eq!(told(&nothing, measure), Cell::Nothing, "{measure} of nothing is no nought");
        }
        assert_eq!(told(&nothing, "pitched"), Cell::Count(0));
        assert_eq!(told(&nothing, "money"), Cell::Money(Cents::ZERO));
    }
}
