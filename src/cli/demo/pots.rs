//! What stands beside the rounds of the invented year: the mix statement of Noordwest, and its quick pot.

use super::year::Maker;
use crate::acts;
use crate::acts::mix::NewMix;
use crate::acts::standing::Decision;
use crate::cli::Failure;
use crate::domain::digest::Digest;
use crate::domain::id::{AreaId, RoundId};
use crate::domain::limits::{Bound, PotLimit, RoundLimits};
use crate::domain::mix::{Basis, Planned, Provider};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::pot::Pot;
use crate::domain::round::Regulation;
use crate::domain::standing::{Asked, StandingPlan};

/// Percent and reason per type of provider.
const PROVIDERS: [(Provider, i64, &str); 4] = [
    (Provider::Smo, 70, "De sociaal makelaars zijn er elke dag. Dat blijft nodig."),
    (Provider::Residents, 18, "In Zuilen en Ondiep willen veel bewoners zelf iets doen."),
    (Provider::Professionals, 9, "Kleine bureaus kennen de jongeren in de Zeeheldenbuurt."),
    (Provider::Other, 3, "Voor de kerk en de school, die ruimte geven."),
];

/// Percent and reason per pot.
const POTS: [(Pot, i64, &str); 4] = [
    (Pot::Continuity, 40, "Wat goed loopt in zelfbeheer, moet kunnen doorgaan."),
    (Pot::Renewal, 45, "De wijkanalyse laat nieuwe vragen zien, zoals eenzaamheid."),
    (Pot::Development, 10, "Twee groepen denken aan een bod."),
    (Pot::Quick, 5, "Kleine vragen wachten niet op een stemming."),
];

/// What was asked of the quick pot: day, group, what for, where, euros, and what was decided with its reason.
type Request = (i64, &'static str, &'static str, &'static str, u32, Option<(i64, Decision, &'static str)>);

const REQUESTS: [Request; 4] = [
    (
        -19,
        "Straatcomité Amaliapark",
        "Lampjes voor het winterfeest",
        "Zuilen",
        240,
        Some((-16, Decision::Grant, "Het feest is voor de hele straat. Het bedrag past in de regel.")),
    ),
    (
        -12,
        "Leesclub De Boekenkast",
        "Boeken voor de ruilkast",
        "Ondiep",
        600,
        Some((
            -5,
            Decision::Refuse,
            "Er staat al een ruilkast op honderd meter. Wij brengen de groepen bij elkaar.",
        )),
    ),
    (-11, "Buren van de Ahornstraat", "Verf voor de schutting", "Ahornbuurt", 180, None),
    (-2, "Schaakclub Zuilen", "Twee buitenschaakborden", "Zuilen", 520, None),
];

fn planned<T: Copy>((of, percent, reason): &(T, i64, &str)) -> Planned<T> {
    let share = BasisPoints::new(percent * 100).expect("a percentage is a share");
    Planned { of: *of, share, reason: (*reason).to_string() }
}

impl Maker<'_> {
    /// Joris signs what the wijkbureau plans.
    pub(super) async fn mix(&self) -> Result<(), Failure> {
        let year = self.year();
        let basis = Basis {
            name: "Sociale wijkanalyse Noordwest (voorbeeld)".to_string(),
            year: year - 1,
            digest: Digest::of(b"voorbeeld van een sociale wijkanalyse"),
        };
        let providers = PROVIDERS.iter().map(planned).collect();
        let pots = POTS.iter().map(planned).collect();
        let new = NewMix { area: AreaId::new("WK034402"), year, basis, providers, pots };
        acts::mix::sign(&self.ctx("joris", -89), new).await?;
        Ok(())
    }

    /// A quick pot with requests that were decided and requests that wait, one of them for too long.
    pub(super) async fn quick(&self) -> Result<(), Failure> {
        let id = RoundId::new("snel-noordwest");
        let date = self.ctx("joris", -85).now.local().date().to_string();
        let plan = StandingPlan {
            title: "Snelle pot Noordwest".to_string(),
            ceiling: Cents::euros(4_000),
            most: Cents::euros(750),
            term_days: 10,
            regulation: Regulation {
                title: "Nadere regel snelle pot".to_string(),
                place: "Gemeenteblad (voorbeeld)".to_string(),
                date,
            },
        };
        acts::standing::open(&self.ctx("joris", -40), &id, &self.noordwest, &plan).await?;
        for officer in ["joris", "marijke"] {
            acts::interest::state_standing(&self.ctx(officer, -40), &id, None, "").await?;
        }
        for (day, applicant, title, place, euros, decided) in REQUESTS {
            let ctx = self.ctx("joris", day);
            let asked = Asked {
                applicant: applicant.to_string(),
                title: title.to_string(),
                place: place.to_string(),
                amount: Cents::euros(euros),
                received_at: ctx.now,
            };
            let number = acts::standing::ask(&ctx, &id, asked).await?;
            if let Some((day, decision, reason)) = decided {
                acts::standing::decide(&self.ctx("marijke", day), &id, number, decision, reason).await?;
            }
        }
        Ok(())
    }

    /// Pots within what the city wants, for a round that still collects plans.
    pub(super) fn in_pots() -> RoundLimits {
        let share =
            |percent: i64| Bound::Share(BasisPoints::new(percent * 100).expect("a percentage is a share"));
        let pot = |pot, least, most| PotLimit { pot, least: share(least), most: share(most) };
        let pots =
            vec![pot(Pot::Continuity, 20, 50), pot(Pot::Renewal, 30, 70), pot(Pot::Development, 0, 10)];
        RoundLimits { pots, ..RoundLimits::default() }
    }
}
