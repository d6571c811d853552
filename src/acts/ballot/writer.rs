//! The writer: one task that takes all votes waiting and stores them in one transaction. No timer: while one
//! transaction is made durable, the next votes gather.

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::batch::{self, CastResult};
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
    answer: oneshot::Sender<CastResult>,
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
    let mut waiting: Vec<Job> = Vec::with_capacity(BATCH);
    while gather(&mut jobs, &mut waiting).await {
        let (mut sendings, answers): (Vec<Sending>, Vec<_>) =
            waiting.drain(..).map(|job| (job.sending, job.answer)).unzip();
        let outcomes = batch::turn(&store, &mut sendings).await;
        let told: Vec<&CastResult> = outcomes.iter().flatten().collect();
        // Once for all that waited: each of them sees a page, whoever watches over the service sees this.
        if let Some(Err(error)) = told.iter().find(|outcome| is_outage(outcome)) {
            tracing::error!("votes are not stored: {error}");
        }
        let disk_failed = told.iter().any(|outcome| is_failed_disk(outcome));
        if disk_failed {
            jobs.close();
        }
        if disk_failed || told.iter().any(|outcome| is_busy(outcome)) {
            turn_away(&mut jobs);
        }
        for ((sending, answer), outcome) in sendings.into_iter().zip(answers).zip(outcomes) {
            match outcome {
                // A voter who went away does not wait for the answer; the ballot stands all the same.
                Some(outcome) => drop(answer.send(outcome)),
                None => waiting.push(Job { sending, answer }),
            }
        }
        if disk_failed {
            return;
        }
    }
}

/// Fills up what waits with what was handed in meanwhile; `false` when nothing waits and nothing will come.
async fn gather(jobs: &mut mpsc::Receiver<Job>, waiting: &mut Vec<Job>) -> bool {
    if waiting.is_empty() {
        return jobs.recv_many(waiting, BATCH).await > 0;
    }
    while waiting.len() < BATCH {
        let Ok(job) = jobs.try_recv() else { break };
        waiting.push(job);
    }
    true
}

fn is_busy(outcome: &CastResult) -> bool {
    matches!(outcome, Err(ActError::Store(StoreError::Busy(_))))
}

fn is_outage(outcome: &CastResult) -> bool {
    matches!(outcome, Err(ActError::Store(StoreError::Busy(_) | StoreError::Unavailable(_))))
}

fn is_failed_disk(outcome: &CastResult) -> bool {
    matches!(outcome, Err(ActError::Store(StoreError::Unavailable(Outage::Disk(_)))))
}

/// Whoever waited behind a database that did not answer has waited long enough.
fn turn_away(jobs: &mut mpsc::Receiver<Job>) {
    while let Ok(job) = jobs.try_recv() {
        let _gone = job.answer.send(Err(ActError::Store(StoreError::Busy(Wait::Long))));
    }
}
