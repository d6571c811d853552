//! Scenarios that were counted once and are shown again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::id::RoundId;
use crate::domain::report::scenario::Scenario;

/// So many counted scenarios are kept.
const MOST_KEPT: usize = 1_000;

/// Scenarios that were counted: what is sealed does not change, so none is counted twice. By round, share and the
/// share there was.
#[derive(Default)]
pub struct Shelf(Mutex<BTreeMap<(RoundId, i64, i64), Arc<Scenario>>>);

impl Shelf {
    /// The scenario under a share, if it was counted.
    pub fn find(&self, key: &(RoundId, i64, i64)) -> Option<Arc<Scenario>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Keeps a scenario that was counted.
    pub fn keep(&self, key: (RoundId, i64, i64), scenario: Arc<Scenario>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, scenario);
    }
}
