//! The schuifruimte in small: free money that shifts between areas, years and pots.

use schuifruimte::domain::pot::Pot;

use super::law::{Model, Said};

/// Where money stands free: for no area in this year or the next, or for an area in no pot or in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    Reserve,
    Later,
    Area(usize, Pot),
}

impl Spot {
    /// All of them.
    pub const ALL: [Spot; 8] = [
        Spot::Reserve,
        Spot::Later,
        Spot::Area(0, Pot::None),
        Spot::Area(1, Pot::None),
        Spot::Area(0, Pot::Renewal),
        Spot::Area(1, Pot::Renewal),
        Spot::Area(0, Pot::Quick),
        Spot::Area(1, Pot::Quick),
    ];
}

/// Money set apart in pots.
#[derive(Debug, Default)]
pub struct Apart([[i64; 2]; 2]);

impl Apart {
    /// What an area has in pots.
    pub fn of(&self, area: usize) -> i64 {
        self.0[area].iter().sum()
    }

    /// Each of them by the name that it is held under.
    pub fn held(&self) -> impl Iterator<Item = (String, i64)> {
        self.0.iter().enumerate().flat_map(|(area, own)| {
            let named = [Pot::Renewal, Pot::Quick].into_iter().zip(own);
            named.map(move |(pot, amount)| (format!("area area {area} {}", pot.name()), *amount))
        })
    }

    fn in_pot(&mut self, area: usize, pot: Pot) -> &mut i64 {
        &mut self.0[area][usize::from(pot == Pot::Quick)]
    }
}

impl Model {
    fn free(&mut self, spot: Spot) -> &mut i64 {
        match spot {
            Spot::Reserve => &mut self.reserve,
            Spot::Later => &mut self.later,
            Spot::Area(area, Pot::None) => &mut self.areas[area],
            Spot::Area(area, pot) => self.apart.in_pot(area, pot),
        }
    }

    /// One proposes and another one confirms. Nothing goes back to a year that is over.
    pub fn shift(&mut self, from: Spot, to: Spot, amount: i64) -> Said {
        let goes_back = self.is_next_year && from == Spot::Later && to != Spot::Later;
        if amount == 0 || from == to || goes_back {
            return Said::Fields;
        }
        if *self.free(from) < amount {
            return Said::Ceiling;
        }
        *self.free(from) -= amount;
        *self.free(to) += amount;
        Said::Done
    }
}
