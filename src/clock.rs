//! The clock: read by the web and the command line once per request, handed down as a moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::time::Moment;

/// A clock; copies of a fixed one stand together.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The clock of this machine.
    pub fn system() -> Clock {
        Clock(Source::System)
    }

    /// A clock that stands still until it is set.
    pub fn fixed(at: Moment) -> Clock {
        Clock(Source::Fixed(Arc::new(AtomicI64::new(at.micros()))))
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        match &self.0 {
            Source::Fixed(micros) => Moment::from_micros(micros.load(Ordering::SeqCst)),
            Source::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
                Moment::from_micros(i64::try_from(since).unwrap_or(i64::MAX))
            }
        }
    }

    /// Sets a fixed clock; the clock of the machine is not touched.
    pub fn set(&self, at: Moment) {
        if let Source::Fixed(micros) = &self.0 {
            micros.store(at.micros(), Ordering::SeqCst);
        }
    }
}
