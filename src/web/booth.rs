//! The voting booth (Dutch: stemhokje): what taking a vote in a round needs, kept at hand while it is open. Rules
//! are frozen and keys do not change, so one look at the database and the key files is enough for many voters.
//! Whether the round is still open is decided by the writer of ballots, in the transaction of each vote.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::{Answer, Kind, Refusal};
use super::public::short;
use super::state::App;
use crate::acts;
use crate::domain::ballot_box::BallotBox;
use crate::domain::id::RoundId;
use crate::domain::log::entry;
use crate::domain::municipality::Municipality;
use crate::domain::round::{Phase, Round, Voting};
use crate::domain::time::Moment;
use crate::domain::voting_code::CodeKey;
use crate::keys::KeyError;
use crate::store::{self, Conn};

/// For how long what was read is used, in seconds.
const FRESH_SECONDS: i64 = 10;

/// What taking a vote needs.
pub struct Booth {
    /// The round as it was when it was read.
    pub round: Round,
    /// The municipality, for the pages.
    pub town: Option<Municipality>,
    /// The frozen rules and the key of the ballots.
    pub ballots: Arc<BallotBox>,
    /// The key of the codes.
    pub codes: CodeKey,
    /// The provider that names residents, if the letters were made for one.
    pub issuer: Option<String>,
    /// The other rounds for which who may vote in this one may vote too.
    pub also: Vec<Round>,
    read_at: Moment,
}

/// The booths of the rounds that are open.
#[derive(Default)]
pub struct Booths(Mutex<BTreeMap<RoundId, Arc<Booth>>>);

impl Booths {
    fn find(&self, id: &RoundId, now: Moment) -> Option<Arc<Booth>> {
        let booths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh =
            |booth: &&Arc<Booth>| (booth.read_at..booth.read_at.plus_seconds(FRESH_SECONDS)).contains(&now);
        booths.get(id).filter(is_fresh).cloned()
    }

    fn keep(&self, booth: Arc<Booth>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(booth.round.id.clone(), booth);
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
pub async fn enter(app: &App, id: &RoundId, now: Moment) -> Answer<Arc<Booth>> {
    if let Some(booth) = app.booths.find(id, now) {
        is_open(app, &booth.round, now)?;
        return Ok(booth);
    }
    let mut conn = app.store.read().await?;
    let round = store::round::find(&mut conn, id).await?;
    let round = round.filter(|round| round.phase.is_public()).ok_or(Refusal::NOT_FOUND)?;
    is_open(app, &round, now)?;
    furnish(app, &mut conn, round, now).await
}

/// The booth of a round whose paper is entered: up to the close, whatever the clock says.
pub async fn for_paper(app: &App, id: &RoundId, now: Moment) -> Answer<Arc<Booth>> {
    if let Some(booth) = app.booths.find(id, now) {
        return Ok(booth);
    }
    let mut conn = app.store.read().await?;
    let round = store::round::find(&mut conn, id).await?.ok_or(Refusal::NOT_FOUND)?;
    if round.phase != Phase::Open {
        return Err(Refusal(Kind::WrongState));
    }
    furnish(app, &mut conn, round, now).await
}

async fn furnish(app: &App, conn: &mut Conn, round: Round, now: Moment) -> Answer<Arc<Booth>> {
    let id = &round.id;
    let unusable = |error: KeyError| {
        tracing::error!("{error}");
        Refusal(Kind::StorageUnavailable)
    };
    let missing = || {
        tracing::error!(round = id.as_str(), "a key of this round is missing");
        Refusal(Kind::StorageUnavailable)
    };
    let codes = app.keys.codes(id).map_err(unusable)?.ok_or_else(missing)?;
    let key = app.keys.ballots(id).map_err(unusable)?.ok_or_else(missing)?;
    let entries = acts::log::entries(conn, id).await?;
    if entry::ballot_key(&entries) != Some(key.mark()) {
        tracing::error!(round = id.as_str(), "the key of the ballots is not the one in the log");
        return Err(Refusal(Kind::IntegrityFailed));
    }
    let rules = acts::round::rules(conn, id).await?;
    let issuer = store::register::find(conn, id).await?.and_then(|register| register.issuer);
    let town = store::municipality::find(conn).await?;
    let open = short::open(conn, now).await?;
    let also = open.beside(id).into_iter().cloned().collect();
    let ballots = Arc::new(BallotBox::new(rules, key).with_until(round.vote_until()));
    let booth = Arc::new(Booth { round, town, ballots, codes, issuer, also, read_at: now });
    app.booths.keep(booth.clone());
    Ok(booth)
}
