//! A round in which residents divide points: the other way to vote, open beside the one in which they choose plans.

use super::town::{self, PlanText};
use super::year::{Maker, Planned};
use crate::cli::{Failure, registrar};
use crate::domain::ballot::{BallotForm, Marking, Points, Spend};
use crate::domain::count_rule::CountRule;
use crate::domain::deadline::{Deadline, PaperRule};
use crate::domain::id::RoundId;
use crate::domain::round::Plan;
use crate::domain::seed::Seed;

/// Its plans.
const PLANS: [PlanText; 5] = [
    (
        "Muziek in de speeltuin",
        "Zes zomeravonden met muzikanten uit de wijk.",
        "Bandje De Schommel",
        "Votulast",
        "Ontmoeten",
        2_400,
    ),
    (
        "Geveltuinen in zes straten",
        "Tegels eruit, planten erin, samen met de buren.",
        "Groengroep Tegel Eruit",
        "Votulast",
        "Groen",
        3_100,
    ),
    (
        "Taalcafé in de bibliotheek",
        "Elke dinsdag samen Nederlands praten.",
        "Taalgroep Koffie en Woorden",
        "Tuinwijk",
        "Samen leren",
        2_800,
    ),
    (
        "Nestkasten voor gierzwaluwen",
        "Veertig kasten, gemaakt door leerlingen.",
        "Vogelgroep Hoog en Droog",
        "Tuinwijk",
        "Groen",
        1_200,
    ),
    (
        "Bakfiets om te lenen",
        "Een bakfiets voor wie iets groots moet vervoeren.",
        "Buren van de Bakfiets",
        "Lauwerecht",
        "Straat",
        4_600,
    ),
];

/// Letters of the round.
const LETTERS: usize = 60;

impl Maker<'_> {
    /// Opens the round; its name and the codes of some letters.
    pub(super) async fn by_points(&self, seed: &mut Seed) -> Result<(RoundId, Vec<String>), Failure> {
        let id = RoundId::new("votulast");
        let letters = registrar::make(&id, LETTERS, Seed::new(seed.bytes()));
        let marking = Marking::Points(Points { total: 10, each: 6, spend: Spend::UpTo });
        let count =
            CountRule::named("equal-shares-points").ok_or_else(|| Failure::refused("a rule of points"))?;
        let whole = self.plan("Votulast", 8_000, [-40, -6, 15, 24]);
        // Points are given on the own device or at the desk.
        let deadline = whole.deadline.map(|deadline| Deadline { paper: PaperRule::None, ..deadline });
        let plan = Plan {
            ballot: BallotForm { marking, per_theme: Some(2), ..BallotForm::approval(1, 5) },
            count: CountRule(count),
            deadline,
            ..whole
        };
        let plans = PLANS.iter().map(town::proposal).collect();
        self.opened(&Planned { id: &id, plan, plans, letters: &letters, opens: -6 }).await?;
        let shown = letters.printed.iter().take(2);
        let shown = shown.map(|(code, control)| format!("{}  {control}", code.for_the_letter())).collect();
        Ok((id, shown))
    }
}
