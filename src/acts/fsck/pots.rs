//! I8, pots and quick response; I6, the mix statement that a round opened with.

use std::collections::BTreeSet;

use super::super::ActError;
use super::{Findings, Subject};
use crate::domain::digest::Digest;
use crate::domain::grant::Source;
use crate::domain::id::GrantId;
use crate::domain::ledger::AccountKey;
use crate::domain::log::entry::Entry;
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::rules::Rules;
use crate::domain::standing::StandingRound;
use crate::store::{self, Conn, certificate, decision, grant, ledger, mix, standing};

/// Every mix statement and every standing round.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    for stored in mix::list(conn).await? {
        let told = &stored.statement;
        let same = Digest::of(&stored.body) == stored.hash
            && told.number == stored.number
            && told.signed == stored.at.whole_seconds();
        findings.unless(same, "I6", || {
            format!("mix statement {} of {} {} was changed", stored.number, told.area, told.year)
        });
    }
    let before = store::kept::before(conn).await?;
    for round in standing::list(conn).await? {
        of_standing(conn, (&round, &before), findings).await?;
    }
    Ok(())
}

/// A round that opened: its pots, and the statement that its rules name.
pub async fn of_round(conn: &mut Conn, subject: &Subject, findings: &mut Findings) -> Result<(), ActError> {
    let Some(rules) = &subject.rules else { return Ok(()) };
    let id = &subject.round.id;
    if let Some(named) = rules.mix {
        let known = mix::of_area(conn, &rules.area, rules.year).await?;
        let opened = subject.entries.iter().find_map(|entry| match entry {
            Entry::Open { at, .. } => Some(*at),
            _ => None,
        });
        let before = |at| opened.is_none_or(|opened| at <= opened);
        let found = known.iter().any(|one| one.hash == named && before(one.statement.signed));
        findings.unless(found, "I6", || {
            format!("{id}: the mix statement in its rules was not public when it opened")
        });
    }
    let pots = store::pot::of_round(conn, id).await?;
    if rules.limits.pots.is_empty() {
        findings.unless(pots.is_empty(), "I8", || format!("{id} has pots that its rules do not have"));
        return Ok(());
    }
    let granted = granted(conn, rules).await?;
    let (mut sum, mut owed) = (Cents::ZERO, Cents::ZERO);
    for (pot, _) in Pot::NAMES {
        let part = |bound: crate::domain::limits::Bound| bound.of(rules.spendable());
        let wanted =
            rules.limits.pot(pot).map_or((Cents::ZERO, Cents::ZERO), |one| (part(one.least), part(one.most)));
        let of_pot = Cents::sum(granted.iter().filter(|(of, _)| *of == pot).map(|(_, amount)| *amount));
        let of_pot = of_pot.unwrap_or(Cents::MAX);
        let mut own = pots.iter().filter(|one| one.pot == pot);
        let same =
            own.next().is_some_and(|one| (one.least, one.most, one.granted) == (wanted.0, wanted.1, of_pot));
        findings.unless(same && of_pot <= wanted.1, "I8", || {
            format!(
                "{id}: the pot {} granted {of_pot}; noted is something else, or it is too much",
                pot.name()
            )
        });
        sum = sum.plus(of_pot).unwrap_or(Cents::MAX);
        owed = owed.plus(wanted.0.minus(of_pot).unwrap_or(Cents::ZERO)).unwrap_or(Cents::MAX);
    }
    let noted = store::pot::sums(conn, id).await?;
    let same = noted.is_some_and(|noted| (noted.granted, noted.owed) == (sum, owed));
    let fits = sum.plus(owed).is_ok_and(|all| all <= rules.spendable());
    findings.unless(same && fits, "I8", || {
        format!("{id}: its pots granted {sum} and {owed} is kept for others; noted is something else, or it is too much")
    });
    Ok(())
}

/// What was granted, by the pot of the plan.
async fn granted(conn: &mut Conn, rules: &Rules) -> Result<Vec<(Pot, Cents)>, ActError> {
    let grants = certificate::grants(conn, &rules.round).await?;
    let pot = |id| rules.proposal(id).map_or(Pot::None, |plan| plan.pot);
    Ok(grants.iter().map(|grant| (pot(&grant.proposal), grant.amount)).collect())
}

/// What a standing round granted is what was decided, within its rule, or what an objection brought; and whoever got nothing
/// has a decision that says so.
async fn of_standing(
    conn: &mut Conn,
    (round, before): (&StandingRound, &BTreeSet<(String, String)>),
    findings: &mut Findings,
) -> Result<(), ActError> {
    let id = &round.id;
    let requests = standing::requests(conn, id).await?;
    let grants = grant::of_round(conn, id).await?;
    let refusals: BTreeSet<u64> =
        decision::requests::refusals(conn, id).await?.iter().map(|one| one.request).collect();
    let upheld: BTreeSet<GrantId> = store::objection::granted(conn, id).await?.into_iter().collect();
    let mut decided = 0;
    for request in &requests {
        if request.decided.as_ref().is_some_and(|decided| decided.grant.is_none()) {
            let known = before.contains(&("quick_refusal".to_string(), request.grant(id).to_string()));
            findings.unless(known || refusals.contains(&request.number), "I9", || {
                format!("{id}: request {} was refused without a decision", request.number)
            });
            decided += usize::from(upheld.contains(&request.grant(id)));
        }
        let Some(of) = request.decided.as_ref().and_then(|decided| decided.grant.as_ref()) else { continue };
        decided += 1;
        let found = grants.iter().find(|grant| &grant.id == of);
        let asked = &request.asked;
        let same = found.is_some_and(|grant| {
            // What was granted and then refused can go on after an objection, with less.
            let fits = grant.amount == asked.amount || (upheld.contains(of) && grant.amount < asked.amount);
            grant.pot == Pot::Quick
                && matches!(&grant.source, Source::Standing { round } if round == id)
                && fits
                && grant.applicant == asked.applicant
        });
        findings.unless(same, "I8", || {
            format!("{id}: request {} has no grant of its own, of its sum", request.number)
        });
    }
    findings.unless(decided == grants.len(), "I8", || format!("{id}: a grant without a request"));
    let key = AccountKey::round(&round.line, &round.allocation, id);
    let held = ledger::balance(conn, &key).await?;
    let fits = held <= round.plan.ceiling && (round.ended_at.is_none() || held == Cents::ZERO);
    findings.unless(fits, "I8", || format!("{id}: the ledger holds {held} for it"));
    Ok(())
}
