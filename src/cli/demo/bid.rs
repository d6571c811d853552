//! A bid in the invented year: the tasks that can be taken over, and a plan of the group for one of them, with what the office
//! finds of it so far.

use super::pitched::lines;
use super::year::Maker;
use crate::acts;
use crate::acts::pitch::{Author, assessment, review};
use crate::cli::Failure;
use crate::domain::bid::condition::{Answer, Condition};
use crate::domain::bid::task::{CostStatus, Facts};
use crate::domain::id::{InitiativeId, RoundId, TaskId};
use crate::domain::initiator::Initiator;
use crate::domain::money::Cents;
use crate::domain::pitch::Form;
use crate::domain::pitch::assessment::{Answer as Found, Criterion, Question, Typed, Weight};
use crate::domain::pitch::budget::Budget;
use crate::domain::pitch::content::Content;
use crate::domain::pitch::offer::Offer;

/// Days from today on which the tasks were listed, the bid was sent in, and the office looked at it.
const DAYS: [i64; 3] = [-40, -10, -5];

/// What the office finds of some of the conditions.
const VERDICTS: [(Condition, Answer, &str); 3] = [
    (
        Condition::Task,
        Answer::Yes,
        "Het beheer van het badhuis is een taak van de gemeente. Het past bij haar doelen voor de wijk.",
    ),
    (Condition::Cost, Answer::Unknown, "Wij zoeken uit wat de schoonmaak nu kost."),
    (Condition::Cost, Answer::Yes, "Met de schoonmaak erbij kost het bod minder dan nu."),
];

/// What the office finds of the plan to work the bid out, as of every plan.
fn found() -> Typed {
    let weight = |criterion: Criterion| match criterion {
        Criterion::Cohesion => (Weight::Much, "Het badhuis wordt weer een plek van de buurt."),
        Criterion::Inclusion => (Weight::Much, "Ook wie weinig geld heeft, kan er terecht."),
        Criterion::Basis => (Weight::Some, "De wijkverpleging houdt er spreekuur."),
        Criterion::Strength => (Weight::Some, "De groep heeft nog niet eerder een gebouw beheerd."),
        Criterion::Roots => (Weight::Much, "Iedereen van de groep woont in deze straten."),
    };
    Typed {
        answers: Question::ALL.iter().map(|(one, ..)| (*one, Some(Found::Yes), String::new())).collect(),
        weights: Criterion::ALL
            .iter()
            .map(|(one, ..)| (*one, Some(weight(*one).0), weight(*one).1.to_string()))
            .collect(),
        consideration: "Met dit geld kan de groep uitzoeken of het bod klopt.".to_string(),
    }
}

impl Maker<'_> {
    /// Makes them, in the round that takes plans.
    pub(super) async fn bid(&self, owner: &Initiator, group: &InitiativeId) -> Result<(), Failure> {
        let round = RoundId::new("ondiep");
        let mut bath = None;
        for facts in self.tasks() {
            let made = acts::bid::task::add(&mut self.ctx("joris", DAYS[0]), facts).await?;
            bath.get_or_insert(made);
        }
        let Some(bath) = bath else { return Ok(()) };
        let id = self.begun(owner, (&round, group), &self.offer(&bath)).await?;
        acts::pitch::submit(&self.as_one(owner, DAYS[1]), Author::Member(&owner.id), &id).await?;
        let joris = self.ctx("joris", DAYS[2]);
        assessment::assess(&joris, &round, &id, (0, &found())).await?;
        review::admit(&joris, &round, &id).await?;
        for (condition, answer, reason) in VERDICTS {
            acts::bid::judge(&joris, (&round, &id), (condition, answer), reason).await?;
        }
        Ok(())
    }

    fn tasks(&self) -> [Facts; 3] {
        let year = self.ctx("", 0).now.local().year();
        let task = |name: &str, place: &str, executor: &str| Facts {
            name: name.to_string(),
            place: place.to_string(),
            executor: executor.to_string(),
            is_open: true,
            ..Facts::default()
        };
        [
            Facts {
                about: "Openen en sluiten, schoonmaken, verhuren en klein onderhoud.".to_string(),
                cost: Some(Cents::euros(86_000)),
                status: CostStatus::Confirmed,
                source: format!("Begroting {year}, beheer gebouwen"),
                ..task("Beheer van het oude badhuis", "Ondiep", "Vastgoed van de gemeente")
            },
            Facts {
                about: "Maaien, snoeien en vuil rapen.".to_string(),
                contract_until: format!("{}-12-31", year + 2),
                cost: Some(Cents::euros(31_000)),
                status: CostStatus::Estimated,
                source: "Contract van de aannemer, deel van de wijk".to_string(),
                ..task("Groen in de parken", "Zuilen", "Groenwerk BV")
            },
            Facts {
                contract_until: format!("{}-06-30", year + 5),
                ..task("Vervoer van leerlingen", "Hele stad", "Busbedrijf De Rit")
            },
        ]
    }

    fn offer(&self, task: &TaskId) -> Content {
        let year = self.ctx("", 0).now.local().year();
        let text = str::to_string;
        let mut made = Content {
            form: Form::Bid,
            title: text("Het badhuis wordt van de buurt"),
            summary: text("Buren nemen het beheer van het oude badhuis over."),
            text: text(
                "Het badhuis staat de helft van de week leeg. Wij willen het zelf beheren, met een koffiehoek en een \
                 werkplaats. Met dit geld zoeken wij uit wat het gebouw nodig heeft en richten wij een stichting op.",
            ),
            category: text("Zelfbeheer van een gebouw"),
            budget: Budget {
                costs: lines(&[
                    ("Onderzoek van het gebouw", 2_200),
                    ("Notaris en stichting", 900),
                    ("Avonden", 400),
                ]),
                own: Some(Cents::euros(250)),
                ..Budget::default()
            },
            board: text("De voorzitter en de penningmeester samen"),
            offer: Offer {
                task: task.to_string(),
                once: Some(Cents::euros(6_000)),
                yearly: Some(Cents::euros(74_500)),
                hours: Some(2_400),
                hour_value: Some(Cents::euros(16)),
                quality_now: text("24 uur per week open, 90 bezoekers per week"),
                quality_offered: text("56 uur per week open, 250 bezoekers per week"),
                whom: text("Alle bewoners van Ondiep"),
                people: Some(5_200),
                reached: text("Huis aan huis, en via de school en de kerk"),
                support: text("412 handtekeningen en drie avonden met samen 140 buren"),
                backups: text("Vier buren kennen het gebouw en vervangen elkaar"),
                risks: text("Een dure reparatie in het eerste jaar"),
                fallback: text("De gemeente neemt het beheer binnen een maand terug"),
                staff: Some(false),
                privacy: Some(false),
                permits: text("Geen"),
                insurance: text("Aansprakelijkheid en inboedel"),
                start: format!("{}-01-01", year + 2),
                years: Some(4),
                break_clause: text("Beide kunnen stoppen, een half jaar vooraf"),
                told_whom: text("Bezoekers, buren en de school"),
                told_often: text("Elk jaar op een avond in het badhuis"),
                evaluate_on: format!("{}-10-01", year + 4),
                measures: text("Uren open, bezoekers en kosten per bezoek"),
                ..Offer::default()
            },
            ..self.of_group()
        };
        made.criteria[0] = text("Buren treffen elkaar in een huis dat van hen is.");
        made
    }
}
