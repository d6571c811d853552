//! Checking what is stored against the invariants of the house (design section 5). It reads only.

mod anchors;
mod areas;
mod ballots;
mod bids;
mod books;
mod bounds;
mod budget;
mod decisions;
mod erasure;
mod evidence;
mod grants;
mod grounds;
mod growth;
mod kept;
pub mod keys;
mod ledger;
mod logs;
mod money;
mod payees;
mod payments;
mod pictures;
mod pitches;
mod pots;
mod recipients;
mod regroups;
mod reports;
mod results;
mod seal;
mod settlements;
mod talk;
pub mod vault;
mod ways;
mod years;

use std::fmt;

use self::books::{Books, Paid};
use super::{ActError, round::rules};
use crate::domain::ballot_key::BallotKey;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::log::entry::{self, Entry};
use crate::domain::round::{Phase, Round};
use crate::domain::rules::Rules;
use crate::store::{self, Conn, Store, StoreError};

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which invariant: `I1` to `I11`.
    pub invariant: &'static str,
    /// Where, and what was found.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.invariant, self.what)
    }
}

/// What a check looks at: one round, its rules and its log.
struct Subject {
    round: Round,
    rules: Option<Rules>,
    entries: Vec<Entry>,
}

/// Collects findings.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, invariant: &'static str, what: impl Into<String>) {
        self.0.push(Finding { invariant, what: what.into() });
    }

    fn unless(&mut self, holds: bool, invariant: &'static str, what: impl FnOnce() -> String) {
        if !holds {
            self.add(invariant, what());
        }
    }

    /// A value that this program cannot have written is a finding, not the end of the check.
    fn read_or_told<T>(
        &mut self,
        done: Result<T, ActError>,
        invariant: &'static str,
        place: impl fmt::Display,
    ) -> Result<Option<T>, ActError> {
        match done {
            Ok(value) => Ok(Some(value)),
            Err(ActError::Store(StoreError::Corrupt(what))) => {
                self.add(invariant, format!("{place}: the database holds something unexpected: {what}"));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// Checks everything; an empty list means that it holds. Counting every counted round again is part of it.
/// `key` gives the key of a round's ballots while there is one.
pub async fn check(
    store: &Store,
    key: impl Fn(&RoundId) -> Option<BallotKey>,
) -> Result<Vec<Finding>, ActError> {
    // Votes that come in meanwhile must not look like ballots without a leaf.
    let mut conn = store.snapshot().await?;
    let mut findings = Findings::default();
    for guard in store::schema::missing_guards(store, &mut conn).await? {
        findings.add("I5", format!("the guard {guard} of the database is gone"));
    }
    let done = logs::staff(&mut conn, &mut findings).await;
    findings.read_or_told(done, "I5", "staff log")?;
    let done = anchors::check(&mut conn, &mut findings).await;
    findings.read_or_told(done, "I5", "log of the office")?;
    let done = kept::check(&mut conn, &mut findings).await;
    findings.read_or_told(done, "I5", "rows that the staff log tells of")?;
    let books = whole(&mut conn, &mut findings).await?;
    let rounds = store::round::list(&mut conn).await.map_err(ActError::from);
    for round in findings.read_or_told(rounds, "I6", "rounds")?.unwrap_or_default() {
        let id = round.id.clone();
        let done = subject(&mut conn, round, &mut findings).await;
        let Some(subject) = findings.read_or_told(done, "I6", &id)?.flatten() else { continue };
        let done = logs::round(&mut conn, &subject, &mut findings).await;
        findings.read_or_told(done, "I5", &id)?;
        let key = key(&id);
        key_of_ballots(&subject, key.as_ref(), &mut findings);
        let done = seal::check(&mut conn, &subject, key.is_some(), &mut findings).await;
        findings.read_or_told(done, "I3", &id)?;
        let done = ballots::check(&mut conn, &subject, key, &mut findings).await;
        findings.read_or_told(done, "I3", &id)?;
        let done = results::check(&mut conn, &subject, books.as_ref(), &mut findings).await;
        findings.read_or_told(done, "I9", &id)?;
        let done = pots::of_round(&mut conn, &subject, &mut findings).await;
        findings.read_or_told(done, "I8", &id)?;
    }
    Ok(findings.0)
}

/// What is about no single round; the books, when they can be read.
async fn whole(conn: &mut Conn, findings: &mut Findings) -> Result<Option<Books>, ActError> {
    let done = Books::read(conn).await;
    let books = findings.read_or_told(done, "I8", "ledger, grants and decisions")?;
    if let Some(books) = &books {
        let done = ledger::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "ledger")?;
        let done = money::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "money")?;
        let done = grants::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "grants")?;
        let done = years::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "years of grants")?;
        let done = payments::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "payments")?;
        let done = Paid::read(conn).await;
        if let Some(paid) = findings.read_or_told(done, "I8", "who is paid")? {
            payees::check(&paid, findings);
            let done = recipients::check(conn, (books, &paid), findings).await;
            findings.read_or_told(done, "I11", "recipients")?;
        }
        let done = areas::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "areas")?;
        let done = budget::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "budgets")?;
        let done = grounds::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "what postings rest on")?;
        let done = evidence::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "checks and counters")?;
        let done = decisions::check(conn, books, findings).await;
        findings.read_or_told(done, "I9", "decisions")?;
        let done = settlements::check(conn, books, findings).await;
        findings.read_or_told(done, "I8", "settlements")?;
        let done = growth::check(conn, books, findings).await;
        findings.read_or_told(done, "I9", "growth of plans")?;
    }
    let done = reports::check(conn, findings).await;
    findings.read_or_told(done, "I8", "periods")?;
    let done = pots::check(conn, findings).await;
    findings.read_or_told(done, "I8", "pots")?;
    let done = pictures::check(conn, findings).await;
    findings.read_or_told(done, "I5", "pictures")?;
    let done = talk::check(conn, findings).await;
    findings.read_or_told(done, "I5", "talk about plans")?;
    let done = pitches::check(conn, findings).await;
    findings.read_or_told(done, "I5", "plans of groups")?;
    let done = regroups::check(conn, findings).await;
    findings.read_or_told(done, "I5", "plans that go on as one or as two")?;
    let done = bids::check(conn, findings).await;
    findings.read_or_told(done, "I5", "bids")?;
    let done = erasure::check(conn, findings).await;
    findings.read_or_told(done, "I10", "what was erased")?;
    Ok(books)
}

/// I3: until the seal there is the key that the log names; without it no ballot can ever be counted.
fn key_of_ballots(subject: &Subject, key: Option<&BallotKey>, findings: &mut Findings) {
    let (id, phase) = (&subject.round.id, subject.round.phase);
    let named = entry::ballot_key(&subject.entries);
    let Some(named) = named.filter(|_| matches!(phase, Phase::Open | Phase::Closed)) else { return };
    findings.unless(key.is_some_and(|key| key.mark() == named), "I3", || {
        format!("{id}: the key of the ballots is missing or another one; bring back the copy from the safe")
    });
}

/// The round with its rules and log; `None` when they cannot even be read, which is a finding.
async fn subject(
    conn: &mut Conn,
    round: Round,
    findings: &mut Findings,
) -> Result<Option<Subject>, ActError> {
    let id = round.id.clone();
    let entries = match super::log::entries(conn, &id).await {
        Ok(entries) => entries,
        Err(ActError::Integrity(what)) => {
            findings.add("I5", what);
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    if round.rules.is_none() {
        findings.unless(entries.is_empty(), "I5", || format!("{id} has a log before it opened"));
        return Ok(Some(Subject { round, rules: None, entries }));
    }
    match rules(conn, &id).await {
        Ok(rules) => {
            frozen(conn, &round, &rules, findings).await?;
            Ok(Some(Subject { round, rules: Some(rules), entries }))
        }
        Err(ActError::Integrity(what)) => {
            findings.add("I6", what);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// I6: what was frozen is what the tables still say.
async fn frozen(
    conn: &mut Conn,
    round: &Round,
    rules: &Rules,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let (id, plan) = (&round.id, &round.plan);
    let same = plan.title == rules.title
        && plan.ceiling == rules.ceiling
        && plan.objection_reserve == rules.objection_reserve
        && plan.ballot == rules.ballot
        && plan.count == rules.count
        && plan.lot == rules.lot
        && plan.limits == rules.limits
        && plan.publish == rules.publish
        && plan.change == rules.change
        && plan.deadline == rules.deadline
        && plan.regulation.as_ref() == Some(&rules.regulation)
        && plan.dates.vote_from == rules.vote_from
        && plan.dates.vote_until == rules.vote_until;
    findings.unless(same, "I6", || format!("{id}: the plan of the round differs from its frozen rules"));
    let proposals = store::proposal::list(conn, id).await?;
    findings.unless(proposals == rules.proposals, "I6", || {
        format!("{id}: the plans differ from its frozen rules")
    });
    for document in store::document::list(conn, id).await? {
        let intact = Digest::of(&document.body) == document.hash;
        findings.unless(intact, "I6", || format!("{id}: the document {} was changed", document.name));
    }
    Ok(())
}
