//! The mix that was planned beside the mix that came about (S49), as rows: of all money by type of provider, of the
//! flexible money by pot.

use super::Cell;
use crate::domain::mix::{Compared, Comparison, MixStatement, Provider};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::pot::Pot;

/// Names of the columns. `difference` is what came about less what was planned.
pub const COLUMNS: [&str; 9] =
    ["area", "area_name", "statement", "part", "type", "planned", "amount", "realised", "difference"];

/// A statement and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Realised {
    /// What was signed.
    pub statement: MixStatement,
    /// What came about.
    pub comparison: Comparison,
}

impl Realised {
    /// Its rows.
    pub fn rows(&self) -> Vec<Vec<Cell>> {
        let Comparison { providers, pots, untyped, no_pot } = &self.comparison;
        let mut rows: Vec<Vec<Cell>> =
            providers.iter().map(|one| self.row("mix_all", provider(one.of), one)).collect();
        if *untyped > Cents::ZERO {
            rows.push(self.rest("mix_all", "unknown_type", *untyped));
        }
        rows.extend(pots.iter().map(|one| self.row("mix_flexible", pot(one.of), one)));
        if *no_pot > Cents::ZERO {
            rows.push(self.rest("mix_flexible", pot(Pot::None), *no_pot));
        }
        rows
    }

    fn about(&self, part: &'static str, kind: &'static str) -> Vec<Cell> {
        vec![
            Cell::Text(self.statement.area.to_string()),
            Cell::Text(self.statement.area_name.clone()),
            Cell::Count(self.statement.number),
            Cell::Word(part),
            Cell::Word(kind),
        ]
    }

    fn row<T>(&self, part: &'static str, kind: &'static str, one: &Compared<T>) -> Vec<Cell> {
        let mut cells = self.about(part, kind);
        let known = |found: Option<BasisPoints>| found.map_or(Cell::Nothing, Cell::Share);
        let difference = one.realised.map(|realised| realised.get() - one.planned.get());
        // Without the fixed part the amount of nothing would be a guess.
        let blind = kind == provider(Provider::Smo) && one.realised.is_none() && one.amount == Cents::ZERO;
        cells.extend([
            Cell::Share(one.planned),
            if blind { Cell::Nothing } else { Cell::Money(one.amount) },
            known(one.realised),
            difference.map_or(Cell::Nothing, Cell::Shift),
        ]);
        cells
    }

    /// What no part of the statement names.
    fn rest(&self, part: &'static str, kind: &'static str, amount: Cents) -> Vec<Cell> {
        let mut cells = self.about(part, kind);
        cells.extend([Cell::Nothing, Cell::Money(amount), Cell::Nothing, Cell::Nothing]);
        cells
    }

    /// The largest distance between planned and realised of a type of provider; `None` where nothing can be told.
    pub fn distance(&self) -> Option<BasisPoints> {
        let each = self.comparison.providers.iter();
        let each = each.filter_map(|one| Some((one.realised?.get() - one.planned.get()).abs())).max()?;
        BasisPoints::new(each).ok()
    }
}

/// The fixed part of an area: that of the whole municipality, by the number of its residents, rounded down.
pub fn fixed_of(fixed: Cents, inhabitants: Option<u64>, everyone: Option<u64>) -> Option<Cents> {
    let (own, all) = (u128::from(inhabitants?), u128::from(everyone?));
    let cents = (u128::from(fixed.unsigned()) * own).checked_div(all)?;
    Cents::from_unsigned(u64::try_from(cents).ok()?).ok()
}

fn provider(provider: Provider) -> &'static str {
    match provider {
        Provider::Smo => "smo",
        Provider::Residents => "residents",
        Provider::Professionals => "professionals",
        Provider::Other => "other_type",
    }
}

fn pot(pot: Pot) -> &'static str {
    match pot {
        Pot::None => "pot_none",
        Pot::Continuity => "pot_continuity",
        Pot::Renewal => "pot_renewal",
        Pot::Development => "pot_development",
        Pot::Quick => "pot_quick",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_has_its_part_of_the_fixed_money_by_its_residents() {
        let fixed = Cents::euros(4_900_000);
        assert_eq!(fixed_of(fixed, Some(1), Some(3)).map(Cents::get), Some(163_333_333));
        assert_eq!((fixed_of(fixed, None, Some(3)), fixed_of(fixed, Some(0), Some(0))), (None, None));
    }
}
