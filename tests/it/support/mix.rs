//! What stands around a round: the mix statement without which none opens, drafts taken to their opening, votes.

use schuifruimte::acts;
use schuifruimte::acts::mix::NewMix;
use schuifruimte::cli::registrar::Letters;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{AreaId, RoundId};
use schuifruimte::domain::mix::{Basis, Planned, Provider};
use schuifruimte::domain::money::BasisPoints;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::time::Moment;

use super::town::LETTERS;
use super::{OpenRound, Town};

impl Town {
    /// What areas have of the reserved share, wherever it stands by now, in cents.
    pub async fn allocated(&self) -> i64 {
        let held = "SELECT CAST(SUM(credit_cents - debit_cents) AS BIGINT) FROM ledger_account WHERE allocation_id IS NOT NULL";
        self.place.number(held).await
    }

    /// Twelve votes, for each plan at least one.
    pub async fn cast_twelve(&self, round: &OpenRound) {
        let ballots: [&[&str]; 4] = [&["01", "02", "03"], &["02", "04"], &["05"], &["01", "06"]];
        for letter in 0..12 {
            self.cast(round, letter, ballots[letter % 4]).await.expect("a receipt");
        }
    }

    /// Opens a draft with sixty letters.
    pub async fn open_drafted(&self, id: RoundId) -> OpenRound {
        self.open_draft(id, LETTERS).await
    }

    /// Fixes the list of a draft and brings its letters: ready to open, as far as letters go.
    pub async fn letters_for(&self, id: &RoundId) -> Letters {
        self.make_ready(id, LETTERS).await
    }

    /// Joris signs the mix statement of an area for 2027 at a moment: without one no round of it opens.
    pub async fn sign_mix(&self, area: &str, at: Moment) -> Digest {
        acts::mix::sign(&self.joris_at(at), mix(area)).await.expect("a signed statement")
    }
}

/// What a wijkbureau plans for 2027: every type of provider and every pot has a part and a reason.
pub fn mix(area: &str) -> NewMix {
    fn planned<T>((of, percent): (T, i64)) -> Planned<T> {
        let share = BasisPoints::new(percent * 100).expect("a share");
        Planned { of, share, reason: "Zo past het bij de buurt.".to_string() }
    }
    let providers = [70, 18, 9, 3];
    let pots = [40, 45, 10, 5];
    NewMix {
        area: AreaId::new(area),
        year: 2027,
        basis: Basis {
            name: "Sociale wijkanalyse".to_string(),
            year: 2026,
            digest: Digest::of(b"sociale wijkanalyse 2026"),
        },
        providers: Provider::NAMES.map(|(one, _)| one).into_iter().zip(providers).map(planned).collect(),
        pots: Pot::OF_AN_AREA.into_iter().zip(pots).map(planned).collect(),
    }
}
