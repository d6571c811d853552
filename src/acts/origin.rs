//! Where money goes back to: to where it came from. What a round took out of a pot of its area goes back to that pot,
//! what a later year took of a year that no area had goes back to the reserve of that year, all else to the area.

use std::collections::BTreeMap;

use super::ActError;
use crate::domain::grant::GrantRecord;
use crate::domain::id::RoundId;
use crate::domain::ledger::{AccountKey, AccountKind, Posting};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::store::{Tx, ledger};

/// What still has to go back to places other than an area itself. Read while the ledger is held.
pub(super) struct Origin {
    owed: Vec<(AccountKey, Cents)>,
}

impl Origin {
    /// Of the money of a round: the pots of its area that it was filled from.
    pub(super) async fn of_round(tx: &mut Tx, round: &RoundId) -> Result<Origin, ActError> {
        let is_pot = |key: &AccountKey| key.kind == AccountKind::Area && key.pot != Pot::None;
        Ok(Origin { owed: owed(&ledger::postings_of_round(tx, round).await?, is_pot) })
    }

    /// Of the money of a grant: that of its round, and in later years the reserve that it drew on itself.
    pub(super) async fn of_grant(tx: &mut Tx, record: &GrantRecord) -> Result<Origin, ActError> {
        let mut origin = Origin::of_round(tx, record.source.round()).await?;
        let is_reserve = |key: &AccountKey| key.kind == AccountKind::Reserve;
        origin.owed.extend(owed(&ledger::postings_of_grant(tx, &record.id).await?, is_reserve));
        Ok(origin)
    }

    /// Where a sum on an account of a round or a grant goes back to, in its own year. What it says is used up.
    pub(super) fn back(&mut self, own: &AccountKey, amount: Cents) -> Vec<(AccountKey, Cents)> {
        let Some(allocation) = own.allocation.as_ref() else { return Vec::new() };
        let (mut left, mut back) = (amount, Vec::new());
        let here = |place: &AccountKey| {
            place.line == own.line && place.allocation.as_ref().is_none_or(|part| part == allocation)
        };
        for (place, owed) in self.owed.iter_mut().filter(|(place, _)| here(place)) {
            let part = left.min(*owed);
            left = left.minus(part).unwrap_or(Cents::ZERO);
            *owed = owed.minus(part).unwrap_or(Cents::ZERO);
            back.push((place.clone(), part));
        }
        back.push((AccountKey::area(&own.line, allocation), left));
        back.retain(|(_, part)| *part > Cents::ZERO);
        back
    }
}

/// What was taken from places of a kind and has not gone back there.
fn owed(postings: &[Posting], is_place: impl Fn(&AccountKey) -> bool) -> Vec<(AccountKey, Cents)> {
    let mut owed: BTreeMap<&AccountKey, Cents> = BTreeMap::new();
    for draft in postings.iter().map(|posting| &posting.draft) {
        if is_place(&draft.from) {
            let sum = owed.entry(&draft.from).or_default();
            *sum = sum.plus(draft.amount).unwrap_or(Cents::MAX);
        }
        if is_place(&draft.to) {
            let sum = owed.entry(&draft.to).or_default();
            *sum = sum.minus(draft.amount).unwrap_or(Cents::ZERO);
        }
    }
    owed.into_iter().map(|(place, sum)| (place.clone(), sum)).collect()
}
