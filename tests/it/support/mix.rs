//! The mix statement without which no round opens.

use schuifruimte::acts;
use schuifruimte::acts::mix::NewMix;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::mix::{Basis, Planned, Provider};
use schuifruimte::domain::money::BasisPoints;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::time::Moment;

use super::Town;

impl Town {
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
