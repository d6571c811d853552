//! What a town is given: mandates and plans.

use schuifruimte::acts;
use schuifruimte::domain::decision::DecisionKind;
use schuifruimte::domain::id::{AccountId, ProposalId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::time::Moment;

use super::people::{HENK, STREETS};

/// A mandate for every decision up to a million, from a moment on; in the town Marijke has it and Joris has none.
pub fn mandate(account: &AccountId, from: Moment) -> acts::mandate::Wanted {
    acts::mandate::Wanted {
        account: account.clone(),
        kinds: DecisionKind::NAMES.map(|(kind, _)| kind).to_vec(),
        up_to: Cents::euros(1_000_000),
        from,
        until: None,
        ground: "Mandaatbesluit schuifruimte".to_string(),
        ground_date: "2026-11-01".to_string(),
    }
}

/// Six plans, numbered `01` to `06` once they are entered; the first is Henk's.
pub fn plans() -> Vec<Proposal> {
    let plan = |(street, euros): (&str, u32)| Proposal {
        id: ProposalId::new(""),
        title: format!("Een bankje in de {street}"),
        summary: "Een plek om te zitten.".to_string(),
        text: "Wij zetten het bankje zelf neer.".to_string(),
        applicant: if street == STREETS[0] { HENK.to_string() } else { format!("Buren van de {street}") },
        place: street.to_string(),
        category: "Straat".to_string(),
        amount: Cents::euros(euros),
        pot: Pot::None,
    };
    STREETS.into_iter().zip([8_000, 4_000, 2_500, 6_000, 5_500, 12_000]).map(plan).collect()
}
