//! Taking in a published election as a round that stands sealed, ready to count and certify.

use serde_json::json;

use super::budget::add_one_year;
use super::log::{self, Note};
use super::round::{Held, freeze, hold};
use super::{ActError, Context, ledger};
use crate::domain::budget::{Base, Ground, Line};
use crate::domain::digest::Digest;
use crate::domain::id::{AllocationId, BudgetId, LineId};
use crate::domain::import::ImportedElection;
use crate::domain::ledger::{AccountKey, Draft, PostingKind};
use crate::domain::log::entry::Entry;
use crate::domain::log::kept::Kept;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::round::{Origin, Phase};
use crate::domain::sealed::SealedBallots;
use crate::store::{Tx, area, budget, proposal, round, sealed};

/// The share of the example line of an imported election.
const EXAMPLE_SHARE: i64 = 3_000;

/// Takes in an election: area, example line and allocation large enough, round, plans, sealed ballots.
pub async fn import(ctx: &mut Context<'_>, election: &ImportedElection) -> Result<(), ActError> {
    let id = &election.round;
    let mut tx = ctx.begin().await?;
    if round::find(&mut tx, id).await?.is_some() {
        return Err(ActError::Import(format!("there is a round {id} already")));
    }
    let allocation = example_money(ctx, &mut tx, election).await?;
    round::add(&mut tx, id, &allocation, Origin::Import, &election.plan).await?;
    for plan in &election.proposals {
        proposal::add(&mut tx, id, plan).await?;
    }
    let found = round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let rules = freeze(ctx, &mut tx, &found, election.area.name.clone()).await?;
    let ballots = election.sealed(&rules).map_err(ActError::Ballot)?;
    let list = SealedBallots::new(id.clone(), Digest::from_bytes(ctx.seed.bytes()), ballots);
    round::step(&mut tx, id, Phase::Draft, Phase::Closed).await?;
    sealed::add_salt(&mut tx, id, list.salt()).await?;
    sealed::add(&mut tx, id, &list.canonical()).await?;
    round::step(&mut tx, id, Phase::Closed, Phase::Sealed).await?;
    let at = ctx.now.whole_seconds();
    let entries = [
        Entry::Import { round: id.clone(), rules: rules.fingerprint(), file: election.file, at },
        Entry::Seal { at, ballots: list.count(), sealed: list.digest(), opening: None },
    ];
    log::append(ctx, &mut tx, id, &entries).await?;
    let detail = json!({ "file": election.file, "ballots": list.count() });
    ctx.finish(tx, Note::with("election.import", id, detail).of_rows(Kept::Budgets, "all")).await
}

async fn example_money(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    election: &ImportedElection,
) -> Result<AllocationId, ActError> {
    area::add(tx, &election.area).await?;
    let share = BasisPoints::new(EXAMPLE_SHARE).expect("thirty percent is a share");
    let id = ctx.seed.id();
    let line = Line {
        id: LineId::new(&id),
        budget: BudgetId::new(&id),
        year: election.year,
        name: format!("Import {}", election.round),
        total: election.line_total(share),
        share,
        base: Base::told("example"),
        ground: Ground::named("example"),
        decided_at: ctx.now,
        allocated: Cents::ZERO,
        free: Cents::ZERO,
        is_example: true,
    };
    add_one_year(ctx, tx, &line).await?;
    let allocation = AllocationId::new(ctx.seed.id());
    budget::add_allocation(tx, &allocation, &line.id, &election.area.id).await?;
    let (reserve, area) = (AccountKey::reserve(&line.id), AccountKey::area(&line.id, &allocation));
    let money = Draft::new(PostingKind::Allocate, reserve, area.clone(), election.plan.ceiling);
    ledger::post(ctx, tx, &[money]).await?;
    hold(ctx, tx, &election.round, &area, Held::of(&election.plan)).await?;
    Ok(allocation)
}
