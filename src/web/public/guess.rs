//! What stands before and after a look at a code, for who guesses. Right codes are free, and homes and libraries share
//! addresses, so what is refused is a code that begins like the many that failed. Only when these come from very many
//! places does that hold for the owner of such a letter too, for a while: the desk then gives a new one.

use std::time::Duration;

use crate::acts;
use crate::domain::guess::Guess;
use crate::domain::id::RoundId;
use crate::domain::voting_code::VotingCode;
use crate::web::error::{Answer, Kind};
use crate::web::visit::Visit;

/// How long a code waits in a round in which many failed.
const PAUSE: Duration = Duration::from_secs(1);

/// A code on its way to be looked at.
pub struct Try(Guess);

impl Try {
    /// Of a code that was typed.
    pub fn of(visit: &Visit, round: &RoundId, code: &VotingCode) -> Try {
        Try(Guess::of(&visit.app.form_key, round, code, &visit.client.bytes()))
    }

    /// Whether it is looked at. In a round in which many failed that takes a moment, for everyone.
    pub async fn is_let_through(&self, visit: &Visit) -> bool {
        let watched = &visit.app.limits.watched;
        if watched.is_empty() {
            return true;
        }
        if [&self.0.here, &self.0.start].into_iter().any(|what| watched.holds(what, visit.now)) {
            return false;
        }
        if watched.holds(&self.0.round, visit.now) {
            tokio::time::sleep(PAUSE).await;
        }
        true
    }

    /// No letter has it: counts it. The kind of answer.
    pub async fn failed(&self, visit: &Visit, round: &RoundId) -> Answer<Kind> {
        let counted = acts::guess::count(&visit.context(), round, &self.0).await?;
        for (what, until) in counted.watched {
            visit.app.limits.watched.watch(what, until);
        }
        let is_allowed = visit.app.limits.allows_wrong_code(visit.client);
        Ok(if is_allowed { Kind::CodeNotAccepted } else { Kind::RateLimited })
    }
}
