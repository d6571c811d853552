//! The writer: one task that takes all votes waiting and stores them in one transaction. No timer: while one
//! transaction is made durable, the next votes gather.

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::batch::{self, Outcome};
use super::{Cast, Sending};
use crate::acts::ActError;
use crate::store::{Outage, Store, StoreError, Wait};

/// The most votes that wait; more are sent away with the word busy, and can try again.
pub const QUEUE: usize = 2_048;
/// The most votes of one transaction.
const BATCH: usize = 512;

/// The way to the writer. When the last of these is dropped, the writer stores what waits and ends; a vote that
/// is cut off before its answer was not promised anything, and is whole or not there. When the disk fails, the
/// writer ends at once and takes nothing more: see [`Store::failed`].
#[derive(Debug, Clone)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
}

struct Job {
    sending: Sending,
    answer: oneshot::Sender<Outcome>,
}

impl Writer {
    /// Starts the writer of this process.
    pub fn start(store: Store) -> Writer {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(write(store, jobs));
        Writer { queue }
    }

    /// Hands in a vote and waits until it is durable or refused.
    pub async fn cast(&self, sending: Sending) -> Result<Cast, ActError> {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Job { sending, answer }).map_err(|refused| {
            ActError::Store(match refused {
                TrySendError::Full(_) => StoreError::Busy(Wait::Long),
                TrySendError::Closed(_) => gone(),
            })
        })?;
        // The writer only goes without an answer when the process ends: nothing was promised.
        answered.await.unwrap_or_else(|_| Err(ActError::Store(gone())))
    }

    /// Done when the writer takes no more votes: the disk failed, or the writer itself did.
    pub async fn ended(&self) {
        self.queue.closed().await;
    }

    /// Whether it takes no more votes.
    pub fn has_ended(&self) -> bool {
        self.queue.is_closed()
    }
}

fn gone() -> StoreError {
    StoreError::passing("this process takes no more votes")
}

async fn write(store: Store, mut jobs: mpsc::Receiver<Job>) {
    let mut waiting = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut waiting, BATCH).await > 0 {
        let (sendings, answers): (Vec<Sending>, Vec<_>) =
            waiting.drain(..).map(|job| (job.sending, job.answer)).unzip();
        let outcomes = batch::run(&store, sendings).await;
        // Once for all that waited: each of them sees a page, whoever watches over the service sees this.
        if let Some(Err(error)) = outcomes.iter().find(|outcome| is_outage(outcome)) {
            tracing::error!("votes are not stored: {error}");
        }
        let disk_failed = outcomes.iter().any(is_failed_disk);
        if disk_failed {
            jobs.close();
        }
        if disk_failed || outcomes.iter().any(is_busy) {
            turn_away(&mut jobs);
        }
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            // A voter who went away does not wait for the answer; the ballot stands all the same.
            let _gone = answer.send(outcome);
        }
        if disk_failed {
            return;
        }
    }
}

fn is_busy(outcome: &Outcome) -> bool {
    matches!(outcome, Err(ActError::Store(StoreError::Busy(_))))
}

fn is_outage(outcome: &Outcome) -> bool {
    matches!(outcome, Err(ActError::Store(StoreError::Busy(_) | StoreError::Unavailable(_))))
}

fn is_failed_disk(outcome: &Outcome) -> bool {
    matches!(outcome, Err(ActError::Store(StoreError::Unavailable(Outage::Disk(_)))))
}

/// Whoever waited behind a database that did not answer has waited long enough.
fn turn_away(jobs: &mut mpsc::Receiver<Job>) {
    while let Ok(job) = jobs.try_recv() {
        let _gone = job.answer.send(Err(ActError::Store(StoreError::Busy(Wait::Long))));
    }
}
