//! Paper ballots in the round that takes votes: two people entered a stack, a third one decided about a paper that is hard
//! to read, one paper waits for such a third one, and one waits for anybody.

use std::sync::Arc;

use super::year::Maker;
use crate::acts;
use crate::acts::ballot::Writer;
use crate::acts::paper::{Which, cast, enter, resolve};
use crate::cli::Failure;
use crate::cli::registrar::Letters;
use crate::cli::service::refused;
use crate::domain::ballot_box::BallotBox;
use crate::domain::id::RoundId;
use crate::domain::paper::{Dispute, Entry, HandedIn, Mark, State};

/// The day on which all of it was done.
const DAY: i64 = -1;

/// What two people read on each paper that both entered, as numbers of plans, and what a third one read where they differ.
type Read = (&'static [u64], &'static [u64], Option<&'static [u64]>);

/// The papers in order.
const PAPERS: [Read; 4] = [
    (&[1, 4], &[1, 4], None),
    (&[2, 3, 5], &[2, 3, 5], None),
    (&[1, 7], &[1, 2], Some(&[1, 7])),
    (&[3, 8], &[3, 6], None),
];

impl Maker<'_> {
    /// Enters the stack, with the last letters of the round: the first ones are for visitors.
    pub(super) async fn papers(&self, id: &RoundId, letters: &Letters) -> Result<(), Failure> {
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let rules = acts::round::rules(&mut conn, id).await?;
        drop(conn);
        let key = self.service.keys.ballots(id).map_err(refused)?;
        let key = key.ok_or_else(|| Failure::refused("the key of the ballots is missing"))?;
        let ballots = Arc::new(BallotBox::new(rules, key));
        let writer = Writer::start(self.service.store.clone());
        let batch = acts::paper::receive(&mut self.ctx("joris", DAY), id, 6, HandedIn::InTime).await?;
        let which = |number| Which { round: id.clone(), batch: batch.clone(), number };
        for ((number, (first, second, third)), (code, _)) in
            (1..).zip(PAPERS).zip(letters.printed.iter().rev())
        {
            let code = letters.key.mac(id, code);
            let entry = |numbers: &[u64]| Entry::Ballot { code, numbers: numbers.to_vec() };
            let paper = which(number);
            enter(&mut self.ctx("joris", DAY), &ballots, &paper, &entry(first)).await?;
            let mut state = enter(&mut self.ctx("marijke", DAY), &ballots, &paper, &entry(second)).await?;
            if let Some(third) = third {
                let read = (&entry(third), Dispute::Handwriting);
                state = resolve(&mut self.ctx("anneke", DAY), &ballots, &paper, read).await?;
            }
            if state == State::Equal {
                cast(&writer, &mut self.ctx("marijke", DAY), &ballots, &paper).await?;
            }
        }
        for who in ["joris", "marijke"] {
            let unreadable = Entry::Mark(Mark::Unreadable);
            enter(&mut self.ctx(who, DAY), &ballots, &which(5), &unreadable).await?;
        }
        Ok(())
    }
}
