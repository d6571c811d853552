//! Gathering what a letter is made of, at the moment of the decision.

use crate::acts::{ActError, publication, round::rules};
use crate::domain::decision::facts::{Adoption, Certified, FORMAT, Facts, Plan, Result as Vote, Round, Year};
use crate::domain::grant::{GrantRecord, Slice, Source};
use crate::domain::id::{AllocationId, ProposalId, RoundId};
use crate::domain::outcome::OutcomeDocument;
use crate::domain::proposal::Proposal;
use crate::domain::rules::Rules;
use crate::domain::standing::{QuickRequest, StandingRound};
use crate::domain::time::Moment;
use crate::store::{Tx, budget, certificate, decision, municipality, round, slice, standing};

/// A round after its vote: everything that letters about its plans share.
pub(super) struct Voted {
    rules: Rules,
    outcome: OutcomeDocument,
    facts: Round,
    municipality: String,
    desk: [String; 3],
}

impl Voted {
    /// Reads a round that was certified.
    pub(super) async fn read(tx: &mut Tx, id: &RoundId) -> Result<Voted, ActError> {
        let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
        let rules = rules(tx, id).await?;
        let outcome = publication::outcome(tx, id).await?.ok_or(ActError::NotFound)?;
        let certified =
            certificate::list(tx, id).await?.into_iter().rev().find_map(|one| {
                one.approved.map(|(_, at)| Certified { number: one.number, hash: one.hash, at })
            });
        let (line, year) = line(tx, &found.allocation).await?;
        let facts = Round {
            id: id.clone(),
            title: rules.title.clone(),
            area: found.area_name,
            line,
            year,
            regulation: Some(rules.regulation.clone()),
            ceiling: rules.spendable(),
            asked_until: found.plan.dates.propose_until,
            certificate: certified,
        };
        let (municipality, desk) = town(tx).await?;
        Ok(Voted { rules, outcome, facts, municipality, desk })
    }

    /// The plans on the ballot.
    pub(super) fn plans(&self) -> &[Proposal] {
        &self.rules.proposals
    }

    /// The facts of a decision about one of its plans.
    pub(super) fn facts(&self, plan: &ProposalId) -> Result<Facts, ActError> {
        let found = self.plans().iter().find(|one| &one.id == plan).ok_or(ActError::NotFound)?;
        let title = |id: &ProposalId| {
            self.plans().iter().find(|one| &one.id == id).map_or_else(String::new, |one| one.title.clone())
        };
        Ok(Facts {
            format: FORMAT.to_string(),
            municipality: self.municipality.clone(),
            desk: self.desk.clone(),
            plan: Plan {
                number: found.id.to_string(),
                title: found.title.clone(),
                applicant: found.applicant.clone(),
                summary: found.summary.clone(),
                asked: found.amount,
                received: None,
            },
            round: self.facts.clone(),
            result: Vote::of(&self.outcome, plan, title),
            mandate: Default::default(),
            years: Vec::new(),
            changed: None,
            earlier: None,
        })
    }
}

/// The facts of a decision about a grant.
pub(super) async fn of_grant(tx: &mut Tx, grant: &GrantRecord) -> Result<Facts, ActError> {
    let round = match &grant.source {
        Source::Vote { round, proposal, .. } => return Voted::read(tx, round).await?.facts(proposal),
        Source::Standing { round } => round,
    };
    let asked = standing::requests(tx, round).await?;
    let found = asked.iter().find(|one| one.grant(round) == grant.id);
    let plan = Plan {
        number: String::new(),
        title: grant.title.clone(),
        applicant: grant.applicant.clone(),
        summary: String::new(),
        // After an objection a grant can be less than the request: the letter says what was asked.
        asked: found.map_or(grant.amount, |one| one.asked.amount),
        received: found.map(|one| one.asked.received_at),
    };
    of_standing(tx, (round, &grant.allocation), plan).await
}

/// The facts of a decision about a request to a standing round.
pub(super) async fn of_request(
    tx: &mut Tx,
    round: &StandingRound,
    request: &QuickRequest,
) -> Result<Facts, ActError> {
    let asked = &request.asked;
    let plan = Plan {
        number: String::new(),
        title: asked.title.clone(),
        applicant: asked.applicant.clone(),
        summary: String::new(),
        asked: asked.amount,
        received: Some(asked.received_at),
    };
    of_standing(tx, (&round.id, &round.allocation), plan).await
}

/// The facts of a decision about what was asked from a standing round.
async fn of_standing(
    tx: &mut Tx,
    (round, allocation): (&RoundId, &AllocationId),
    plan: Plan,
) -> Result<Facts, ActError> {
    let standing = decision::standing(tx, round).await?.ok_or(ActError::NotFound)?;
    let part = budget::allocation(tx, allocation).await?.ok_or(ActError::NotFound)?;
    let (line, year) = line(tx, allocation).await?;
    let (municipality, desk) = town(tx).await?;
    Ok(Facts {
        format: FORMAT.to_string(),
        municipality,
        desk,
        plan,
        round: Round { area: part.area_name, line, year, ..standing },
        result: None,
        mandate: Default::default(),
        years: Vec::new(),
        changed: None,
        earlier: None,
    })
}

/// What a grant gives in each of its years, and which of them wait for a budget.
pub(super) async fn years(tx: &mut Tx, grant: &GrantRecord, at: Moment) -> Result<Vec<Year>, ActError> {
    let whole = slice::whole(tx, grant).await?;
    let year = |slice: &Slice| {
        let budget = Adoption::of(slice.year, at);
        Year { year: slice.year, sum: slice.amount, budget }
    };
    Ok(whole.slices().iter().map(year).collect())
}

async fn line(tx: &mut Tx, allocation: &AllocationId) -> Result<(String, i64), ActError> {
    let part = budget::allocation(tx, allocation).await?.ok_or(ActError::NotFound)?;
    let line = budget::line(tx, &part.line).await?.ok_or(ActError::NotFound)?;
    Ok((line.name, line.year))
}

async fn town(tx: &mut Tx) -> Result<(String, [String; 3]), ActError> {
    let town = municipality::find(tx).await?.ok_or(ActError::NotFound)?;
    Ok((town.name, [town.desk_place, town.desk_hours, town.desk_phone]))
}
