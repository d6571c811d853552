//! A small round of the invented year in which two plans stood equal: a lot decided. The plan that won it was taken back
//! by its group, and the other one moved up under a new certificate.

use std::sync::Arc;

use super::town;
use super::year::{Maker, Planned};
use crate::acts;
use crate::acts::lot::Entered;
use crate::cli::Failure;
use crate::cli::registrar;
use crate::cli::service::refused;
use crate::domain::ballot::BallotForm;
use crate::domain::ballot_box::BallotBox;
use crate::domain::count_rule::CountRule;
use crate::domain::deadline::Deadline;
use crate::domain::grant::GrantRecord;
use crate::domain::id::RoundId;
use crate::domain::lot::LotSource;
use crate::domain::proposal::Proposal;
use crate::domain::round::Plan;
use crate::domain::seed::Seed;
use crate::sealing;
use crate::store;
use crate::tally::Rule;
use crate::tally::ties::TieRule;

/// What the source said on its day.
const DRAWN: &str = "4 11 17 28 35 41";

impl Maker<'_> {
    /// Takes the round from its opening to its second certificate.
    pub(super) async fn by_lot(&self, seed: &mut Seed) -> Result<(), Failure> {
        let id = RoundId::new("driehoek");
        let votes = town::DRIEHOEK_VOTES;
        let letters = registrar::make(&id, votes.iter().sum(), Seed::new(seed.bytes()));
        let source = "de trekking van de loterij (voorbeeld), de zes getallen van laag naar hoog".to_string();
        let at = self.evening(-17).ok_or_else(|| Failure::refused("an evening of the demonstration"))?;
        let whole = self.plan("De Driehoek", 8_000, [-70, -40, -19, -10]);
        // Its lot is read on the evening after the vote, so the vote cannot be extended past it.
        let deadline = whole.deadline.map(|deadline| Deadline { extend_until: None, ..deadline });
        let plan = Plan {
            ballot: BallotForm::approval(1, 2),
            count: CountRule(Rule {
                ties: vec![TieRule::MostVotes, TieRule::LowestCost],
                ..Rule::round_greedy()
            }),
            lot: Some(LotSource { source, at }),
            deadline,
            ..whole
        };
        let plans: Vec<Proposal> = town::DRIEHOEK.iter().map(town::proposal).collect();
        self.opened(&Planned { id: &id, plan, plans, letters: &letters, opens: -40 }).await?;
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let rules = acts::round::rules(&mut conn, &id).await?;
        drop(conn);
        let key = self.service.keys.ballots(&id).map_err(refused)?;
        let key = key.ok_or_else(|| Failure::refused("the key of the ballots is missing"))?;
        let ballots = Arc::new(BallotBox::new(rules.clone(), key));
        let chosen =
            rules.proposals.iter().zip(votes).flat_map(|(plan, count)| std::iter::repeat_n(&plan.id, count));
        for ((code, _), plan) in letters.printed.iter().zip(chosen) {
            self.vote(&ballots, letters.key.mac(&id, code), vec![plan.clone()], seed).await?;
        }
        acts::round::close(&mut self.ctx("marijke", -18), &id).await?;
        acts::round::ask_seal(&self.ctx("joris", -18), &id).await?;
        sealing::seal(&mut self.ctx("marijke", -18), &self.service.keys, &id).await?;
        self.drawn(&id).await
    }

    /// Joris read the source, Marijke read it again; then the round was counted and certified, twice.
    async fn drawn(&self, id: &RoundId) -> Result<(), Failure> {
        let read = Entered::Published { drawn: DRAWN.to_string() };
        let number = acts::lot::enter(&self.ctx("joris", -16), id, read).await?;
        acts::lot::confirm(&self.ctx("marijke", -16), id, number, DRAWN).await?;
        acts::round::count(&self.ctx("joris", -16), id).await?;
        let hash = acts::certificate::propose(&self.ctx("marijke", -15), id, "").await?;
        acts::certificate::approve(&self.ctx("anneke", -14), id, &hash).await?;
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let grants = store::grant::of_round(&mut conn, id).await.map_err(refused)?;
        let rules = acts::round::rules(&mut conn, id).await?;
        drop(conn);
        let first = rules.proposals.first().map(|plan| GrantRecord::id_of(id, &plan.id));
        let won = grants.iter().find(|one| Some(&one.id) != first.as_ref());
        let won = won.ok_or_else(|| Failure::refused("the lot chose a plan"))?;
        let reason = "De groep heeft het plan teruggenomen: de trekker is verhuisd.";
        acts::grant::withdraw(&self.ctx("joris", -7), &won.id, reason).await?;
        let words = "Een groep nam haar plan terug. Het plan dat na de loting overbleef, schuift op.";
        let next = acts::succession::propose(&self.ctx("marijke", -6), id, words).await?;
        acts::succession::approve(&self.ctx("anneke", -5), id, &next).await?;
        Ok(())
    }
}
