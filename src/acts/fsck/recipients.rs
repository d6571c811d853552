//! I11: no money went to a social-brokerage organisation by any of the four ways. I9: nobody signed who had an interest.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::ActError;
use super::super::round::recipients;
use super::Findings;
use super::books::Books;
use crate::domain::check::{Member, Onward, Terms};
use crate::domain::decision::DecisionKind;
use crate::domain::grant::GrantRecord;
use crate::domain::id::{RecipientId, RoundId};
use crate::domain::money::Cents;
use crate::domain::payment::OrderState;
use crate::domain::recipient::{Affiliation, Recipient, families, linked};
use crate::domain::round::Round;
use crate::domain::smo::{Exclusion, Reach};
use crate::domain::time::Moment;
use crate::store::{self, Conn, certificate, interest, payment, recipient, smo};

/// Every recipient, every award, every certificate.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let everyone = recipient::list(conn).await?;
    let links = linked(recipient::affiliations(conn).await?, &everyone);
    let newest = families(&links, Moment::from_micros(i64::MAX));
    for one in &everyone {
        findings.unless(&one.family == newest.get(&one.id).unwrap_or(&one.id), "I11", || {
            format!("recipient {}: it counts as one with others than those it belongs with", one.id)
        });
    }
    let known = Known { everyone, links, newest };
    for record in &books.grants {
        of_grant(conn, record, (books, &known), findings).await?;
    }
    for round in store::round::list(conn).await? {
        of_certificates(conn, &round.id, findings).await?;
        of_terms(conn, &round, findings).await?;
    }
    Ok(())
}

/// Every recipient as it is now, and who belonged with whom when.
struct Known {
    everyone: Vec<Recipient>,
    links: Vec<Affiliation>,
    newest: BTreeMap<RecipientId, RecipientId>,
}

impl Known {
    /// Every recipient with the family that it had at a moment.
    fn at(&self, moment: Moment) -> Cow<'_, [Recipient]> {
        let then = families(&self.links, moment);
        if then == self.newest {
            return Cow::Borrowed(&self.everyone);
        }
        let family = |one: &Recipient| then.get(&one.id).unwrap_or(&one.id).clone();
        Cow::Owned(self.everyone.iter().map(|one| Recipient { family: family(one), ..one.clone() }).collect())
    }
}

/// A grant that was awarded: to whom, under the register and with the affiliations of that moment.
async fn of_grant(
    conn: &mut Conn,
    record: &GrantRecord,
    (books, all): (&Books, &Known),
    findings: &mut Findings,
) -> Result<(), ActError> {
    // Whoever takes the step out of the history leaves the decision, or the state: both are told elsewhere.
    let step = books.award(&record.id).map(|event| (event.at, event.by.as_str()));
    let decided = books.decisions_of(&record.id, DecisionKind::Award).next();
    let Some((at, by)) = step.or(decided.map(|taken| (taken.at, taken.by.as_str()))) else { return Ok(()) };
    let Some(own) = recipient::of_grant(conn, &record.id).await? else {
        findings.add("I11", format!("grant {}: it was awarded to nobody", record.id));
        return Ok(());
    };
    let members = store::check::members(conn, &record.id).await?;
    let shares = Cents::sum(members.iter().map(|member| member.share)).unwrap_or(Cents::MAX);
    // Years that were taken back since were shared as well.
    findings.unless(members.is_empty() || shares == books.awarded(record), "I8", || {
        format!("grant {}: the shares of its alliance do not add up", record.id)
    });
    let onward = store::check::onward(conn, &record.id).await?;
    let paid = (own.id.clone(), members, onward);
    for (what, at) in leaving(conn, record, at).await? {
        let reasons = reasons(conn, &paid, all, at).await?;
        findings.unless(reasons.is_empty(), "I11", || {
            let ways: Vec<&str> = reasons.iter().map(Exclusion::name).collect();
            format!(
                "grant {}: {what} reaches an organisation that is shut out: {}",
                record.id,
                ways.join(", ")
            )
        });
    }
    let stated = interest::list(conn, record.source.round()).await?;
    let had_interest = stated.iter().any(|one| one.plan.is_some() && one.at <= at && one.by.as_str() == by);
    findings.unless(!had_interest, "I9", || {
        format!("grant {}: who awarded it had an interest in the round", record.id)
    });
    Ok(())
}

/// The moments at which money of a grant was promised or left: the award, and each batch that went to the bank.
async fn leaving(
    conn: &mut Conn,
    record: &GrantRecord,
    awarded: Moment,
) -> Result<Vec<(String, Moment)>, ActError> {
    let mut moments = vec![("its money".to_string(), awarded)];
    for order in payment::orders_of_grant(conn, &record.id).await? {
        let Some(batch) = order.batch.as_ref().filter(|_| order.state != OrderState::Gathered) else {
            continue;
        };
        let batch = payment::batch(conn, batch).await?;
        if let Some((_, at)) = batch.and_then(|batch| batch.exported) {
            moments.push((format!("order {}", order.number), at));
        }
    }
    Ok(moments)
}

/// Why money may not go where it went at a moment, under the register and with the affiliations of then.
async fn reasons(
    conn: &mut Conn,
    (own, members, onward): &(RecipientId, Vec<Member>, Vec<Onward>),
    all: &Known,
    at: Moment,
) -> Result<Vec<Exclusion>, ActError> {
    let everyone = all.at(at);
    let known = |id: &RecipientId| everyone.iter().find(|one| &one.id == id);
    let Some(own) = known(own) else { return Ok(Vec::new()) };
    let sharing: Vec<_> =
        members.iter().filter_map(|member| Some((known(&member.recipient)?, member.share))).collect();
    let register = smo::at(conn, at).await?;
    let reach = Reach::of(own, &sharing, onward, (&everyone, &register.namesakes));
    Ok(register.exclusions(&reach, at))
}

/// What stands for a round is what was frozen when it opened.
async fn of_terms(conn: &mut Conn, round: &Round, findings: &mut Findings) -> Result<(), ActError> {
    let (Some(_), Ok(Some(frozen))) = (&round.rules, recipients(conn, round).await) else { return Ok(()) };
    let (set, frozen) = (store::check::terms(conn, &round.id, round.year).await?, frozen.terms());
    let of = |terms: &Terms| (terms.of_round, terms.onward, terms.integrity, terms.class_most);
    let same = of(&set) == of(&frozen);
    findings
        .unless(same, "I6", || format!("{}: what it holds recipients to is not what was frozen", round.id));
    Ok(())
}

async fn of_certificates(conn: &mut Conn, round: &RoundId, findings: &mut Findings) -> Result<(), ActError> {
    let stated = interest::list(conn, round).await?;
    let checked = interest::plan_checks(conn, round).await?;
    for one in certificate::list(conn, round).await? {
        let proposed = (&one.proposed_by, one.proposed_at);
        let signed = one.approved.as_ref().map(|(by, at)| (by, *at));
        for (by, at) in std::iter::once(proposed).chain(signed) {
            let interested = stated.iter().any(|said| &said.by == by && said.plan.is_some() && said.at <= at);
            let judged = checked.iter().any(|check| &check.by == by && check.at <= at);
            findings.unless(!interested && !judged, "I9", || {
                format!(
                    "{round}: certificate {} is signed by who had an interest or checked a plan",
                    one.number
                )
            });
        }
    }
    Ok(())
}
