//! The voting booth (Dutch: stemhokje): what taking a vote in a round needs, kept at hand while it is open. Rules
//! are frozen and keys do not change, so one look at the database and the key files is enough for all voters.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::{Answer, Kind, Refusal};
use super::state::App;
use crate::acts;
use crate::domain::ballot_box::BallotBox;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::log::entry::Entry;
use crate::domain::round::{Phase, Round, Voting};
use crate::domain::time::Moment;
use crate::domain::voting_code::CodeKey;
use crate::keys::KeyError;
use crate::store::{self, Conn};

/// What taking a vote needs.
pub struct Booth {
    /// The frozen rules and the key of the ballots.
    pub ballots: Arc<BallotBox>,
    /// The key of the codes.
    pub codes: CodeKey,
    rules: Option<Digest>,
}

/// The booths of the rounds that are open.
#[derive(Default)]
pub struct Booths(Mutex<BTreeMap<RoundId, Arc<Booth>>>);

impl Booths {
    fn find(&self, round: &Round) -> Option<Arc<Booth>> {
        let booths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        booths.get(&round.id).filter(|booth| booth.rules == round.rules).cloned()
    }

    fn keep(&self, id: RoundId, booth: Arc<Booth>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, booth);
    }

    /// Lets go of a booth and of its keys.
    pub fn forget(&self, id: &RoundId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    /// The rounds of which a booth is kept.
    pub fn kept(&self) -> Vec<RoundId> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }
}

/// Whether votes are taken now; if not, why.
pub fn is_open(app: &App, round: &Round, now: Moment) -> Answer<()> {
    match round.voting(now) {
        Voting::NotYet => Err(Refusal(Kind::RoundNotOpen)),
        Voting::Open => Ok(()),
        Voting::Over => {
            app.booths.forget(&round.id);
            Err(Refusal(Kind::RoundClosed))
        }
    }
}

/// Lets go of the booths, and so of the keys, of rounds that are no longer open: another copy of the service may have
/// closed them.
pub async fn forget_closed(app: &App) -> Answer<()> {
    for id in app.booths.kept() {
        let round = store::round::find(&mut *app.store.read().await?, &id).await?;
        if round.is_none_or(|round| round.phase != Phase::Open) {
            app.booths.forget(&id);
        }
    }
    Ok(())
}

/// The booth of an open round. Refused when a key is missing or is not the one that the log names.
pub async fn of(app: &App, conn: &mut Conn, round: &Round, now: Moment) -> Answer<Arc<Booth>> {
    is_open(app, round, now)?;
    if let Some(booth) = app.booths.find(round) {
        return Ok(booth);
    }
    let unusable = |error: KeyError| {
        tracing::error!("{error}");
        Refusal(Kind::StorageUnavailable)
    };
    let missing = || {
        tracing::error!(round = round.id.as_str(), "a key of this round is missing");
        Refusal(Kind::StorageUnavailable)
    };
    let codes = app.keys.codes(&round.id).map_err(unusable)?.ok_or_else(missing)?;
    let key = app.keys.ballots(&round.id).map_err(unusable)?.ok_or_else(missing)?;
    let entries = acts::log::entries(conn, &round.id).await?;
    let is_named =
        |entry: &Entry| matches!(entry, Entry::Open { ballot_key, .. } if *ballot_key == key.mark());
    if !entries.iter().any(is_named) {
        tracing::error!(round = round.id.as_str(), "the key of the ballots is not the one in the log");
        return Err(Refusal(Kind::IntegrityFailed));
    }
    let rules = acts::round::rules(conn, &round.id).await?;
    let ballots = Arc::new(BallotBox::new(rules, key));
    let booth = Arc::new(Booth { ballots, codes, rules: round.rules });
    app.booths.keep(round.id.clone(), booth.clone());
    Ok(booth)
}
