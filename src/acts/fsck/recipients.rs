//! I11: no money went to a social-brokerage organisation by any of the four ways. I9: nobody signed who had an interest.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::ActError;
use super::super::round::recipients;
use super::Findings;
use super::books::{Books, Paid};
use crate::domain::check::{Member, Onward, Terms};
use crate::domain::decision::DecisionKind;
use crate::domain::grant::GrantRecord;
use crate::domain::id::{RecipientId, RoundId};
use crate::domain::money::Cents;
use crate::domain::payment::OrderState;
use crate::domain::recipient::{
    Affiliation, Numbered, Recipient, account_number, families, linked, linked_while,
};
use crate::domain::round::Round;
use crate::domain::smo::{Exclusion, Reach};
use crate::domain::time::Moment;
use crate::domain::vault::LockedIban;
use crate::store::pitch::life;
use crate::store::{self, Conn, certificate, interest, recipient, smo};

/// Every recipient, every award, every certificate.
pub async fn check(
    conn: &mut Conn,
    (books, paid): (&Books, &Paid),
    findings: &mut Findings,
) -> Result<(), ActError> {
    let links = recipient::affiliations(conn).await?;
    let today = linked(links.clone(), &paid.recipients);
    let newest = families(&today, Moment::from_micros(i64::MAX));
    for one in &paid.recipients {
        findings.unless(&one.family == newest.get(&one.id).unwrap_or(&one.id), "I11", || {
            format!("recipient {}: it counts as one with others than those it belongs with", one.id)
        });
    }
    let changed = recipient::changed(conn).await?;
    let links = linked_while(links, numbers(paid, &changed));
    let known = Known { paid, links, newest, changed };
    for record in &books.grants {
        of_grant(conn, record, (books, &known), findings).await?;
    }
    for round in store::round::list(conn).await? {
        of_certificates(conn, &round.id, findings).await?;
        of_terms(conn, &round, findings).await?;
    }
    Ok(())
}

/// Every recipient as it is now, and what it was before.
struct Known<'a> {
    paid: &'a Paid,
    /// Who belonged with whom when.
    links: Vec<Affiliation>,
    newest: BTreeMap<RecipientId, RecipientId>,
    /// When each was last changed.
    changed: BTreeMap<RecipientId, Moment>,
}

/// The numbers that recipients had and when. Of a number in a register only the newest revision is known; what it was
/// before nobody can tell, and it proves nothing.
fn numbers(paid: &Paid, changed: &BTreeMap<RecipientId, Moment>) -> Vec<Numbered> {
    let mut found = Vec::new();
    for one in &paid.recipients {
        let known = paid.payees_of(&one.id);
        let ends = known.iter().skip(1).map(|next| Some(next.changed_at)).chain([None]);
        for (payee, until) in known.iter().zip(ends) {
            let number = payee.account.as_ref().map(|account| account_number(&account.mark));
            found.extend(number.map(|number| Numbered {
                recipient: one.id.clone(),
                number,
                since: payee.changed_at,
                until,
            }));
        }
        let Some(since) = changed.get(&one.id).copied() else { continue };
        let registered = Recipient { iban: None, ..one.clone() };
        found.extend(registered.numbers().map(|number| Numbered {
            recipient: one.id.clone(),
            number,
            since,
            until: None,
        }));
    }
    found
}

impl Known<'_> {
    /// Every recipient with the family and the account that it had at a moment.
    fn at(&self, moment: Moment) -> Cow<'_, [Recipient]> {
        let (everyone, then) = (&self.paid.recipients, families(&self.links, moment));
        let is_newer = |one: &Recipient| self.changed.get(&one.id).is_some_and(|at| *at > moment);
        if then == self.newest && !everyone.iter().any(is_newer) {
            return Cow::Borrowed(everyone);
        }
        let was = |one: &Recipient| {
            let iban = if is_newer(one) { self.account_at(one, moment) } else { one.iban.clone() };
            Recipient { family: then.get(&one.id).unwrap_or(&one.id).clone(), iban, ..one.clone() }
        };
        Cow::Owned(everyone.iter().map(was).collect())
    }

    /// The account that a recipient had at a moment, as far as it is known, without its number.
    fn account_at(&self, one: &Recipient, moment: Moment) -> Option<LockedIban> {
        let known = self.paid.payees_of(&one.id).iter().rfind(|payee| payee.changed_at <= moment)?;
        let account = known.account.as_ref()?;
        Some(LockedIban { bytes: Vec::new(), last_four: account.last_four.clone(), mark: account.mark })
    }
}

/// A grant that was awarded: to whom, under the register and with the affiliations of that moment.
async fn of_grant(
    conn: &mut Conn,
    record: &GrantRecord,
    (books, all): (&Books, &Known<'_>),
    findings: &mut Findings,
) -> Result<(), ActError> {
    // Whoever takes the step out of the history leaves the decision, or the state: both are told elsewhere.
    let step = books.award(&record.id).map(|event| (event.at, event.by.as_str()));
    let decided = books.decisions_of(&record.id, DecisionKind::Award).next();
    let Some((at, by)) = step.or(decided.map(|taken| (taken.at, taken.by.as_str()))) else { return Ok(()) };
    let Some(own) = all.paid.made_out(&record.id) else {
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
    let reached = (own.clone(), members, onward);
    for (what, at) in leaving(all.paid, record, at) {
        let reasons = reasons(conn, &reached, all, at).await?;
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
fn leaving(paid: &Paid, record: &GrantRecord, awarded: Moment) -> Vec<(String, Moment)> {
    let mut moments = vec![("its money".to_string(), awarded)];
    let sent = paid.orders_of(&record.id).filter(|order| order.state != OrderState::Gathered);
    moments.extend(sent.filter_map(|order| Some((format!("order {}", order.number), paid.left(order)?))));
    moments
}

/// Why money may not go where it went at a moment, under the register and with the affiliations of then.
async fn reasons(
    conn: &mut Conn,
    (own, members, onward): &(RecipientId, Vec<Member>, Vec<Onward>),
    all: &Known<'_>,
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
    let checks = interest::plan_checks(conn, round).await?.into_iter().map(|check| (check.by, check.at));
    let checked: Vec<_> = checks.chain(life::deciders(conn, round).await?).collect();
    for one in certificate::list(conn, round).await? {
        let proposed = (&one.proposed_by, one.proposed_at);
        let signed = one.approved.as_ref().map(|(by, at)| (by, *at));
        for (by, at) in std::iter::once(proposed).chain(signed) {
            let interested = stated.iter().any(|said| &said.by == by && said.plan.is_some() && said.at <= at);
            let judged = checked.iter().any(|(who, when)| who == by && *when <= at);
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
