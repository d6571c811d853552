//! I7 and I9: the outcome follows from the sealed ballots, and two persons signed for it.

use super::super::{ActError, publication, round::OUTCOME};
use super::books::Books;
use super::{Findings, Subject, grants};
use crate::domain::bundle::TRACE;
use crate::domain::certificate::{Certificate, Grounds, Signatures};
use crate::domain::digest::Digest;
use crate::domain::outcome::OutcomeDocument;
use crate::domain::round::{Origin, Phase};
use crate::domain::rules::Rules;
use crate::domain::succession::Changes;
use crate::store::{Conn, certificate, document};

/// The outcome and the certificates of one round.
pub async fn check(
    conn: &mut Conn,
    subject: &Subject,
    books: Option<&Books>,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let Some(rules) = &subject.rules else { return Ok(()) };
    if let Some(bytes) = document::find(conn, &rules.round, OUTCOME).await? {
        recount(conn, rules, bytes, findings).await?;
    }
    signed(conn, subject, books, findings).await
}

async fn recount(
    conn: &mut Conn,
    rules: &Rules,
    bytes: Vec<u8>,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let id = &rules.round;
    let sealed = match publication::sealed(conn, rules).await {
        Ok(sealed) => sealed,
        Err(ActError::Integrity(what)) => {
            findings.add("I7", what);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let draw = match publication::draw(conn, id).await {
        Ok(draw) => draw,
        Err(ActError::Integrity(what)) => {
            findings.add("I7", what);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    if let Some(what) = draw.as_ref().and_then(|draw| draw.contradiction(rules, &sealed.digest())) {
        findings.add("I7", format!("{id}: the lot: {what}"));
    }
    let owned = rules.clone();
    let told = OutcomeDocument::parse(&bytes);
    let again = tokio::task::spawn_blocking(move || {
        OutcomeDocument::again(told.as_ref(), &owned, draw.as_ref(), &sealed)
    })
    .await;
    let Ok(Ok(again)) = again else {
        findings.add("I7", format!("{id}: it cannot be counted again"));
        return Ok(());
    };
    findings.unless(again.outcome.write() == bytes, "I7", || {
        format!("{id}: counting again gives another outcome")
    });
    let trace = document::find(conn, id, TRACE).await?;
    findings.unless(again.trace.map(String::into_bytes) == trace, "I7", || {
        format!("{id}: counting again gives another trace")
    });
    Ok(())
}

async fn signed(
    conn: &mut Conn,
    subject: &Subject,
    books: Option<&Books>,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let id = &subject.round.id;
    for record in certificate::list(conn, id).await? {
        let number = record.number;
        let body = document::find(conn, id, &publication::certificate_name(number)).await?;
        let intact = body.is_some_and(|body| Digest::of(&body) == record.hash);
        findings
            .unless(intact, "I9", || format!("{id}: certificate {number} is not the one that was proposed"));
        let Some((by, _)) = &record.approved else { continue };
        findings.unless(by != &record.proposed_by, "I9", || {
            format!("{id}: one person signed certificate {number} twice")
        });
        let signatures = document::find(conn, id, &publication::signatures_name(number)).await?;
        let signatures = signatures.and_then(|bytes| Signatures::parse(&bytes));
        let good = signatures.is_some_and(|s| s.certificate == record.hash && s.are_of_two_persons());
        findings
            .unless(good, "I9", || format!("{id}: the signatures under certificate {number} do not hold"));
    }
    if subject.round.phase >= Phase::Certified && subject.round.phase != Phase::Cancelled {
        granted(conn, subject, books, findings).await?;
    }
    Ok(())
}

/// The grants on record are those of the certificate; an imported round has none.
async fn granted(
    conn: &mut Conn,
    subject: &Subject,
    books: Option<&Books>,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let id = &subject.round.id;
    let chain = match publication::chain(conn, id).await {
        Ok(chain) => chain,
        Err(ActError::Integrity(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    follows(conn, subject, &chain, findings).await?;
    if let Some(books) = books {
        grants::certified(subject, &chain, books, findings);
    }
    let mut wanted = chain.last().map(|(_, document)| document.grants.clone()).unwrap_or_default();
    wanted.sort_by(|a, b| a.proposal.cmp(&b.proposal));
    if subject.round.origin == Origin::Import {
        wanted.clear();
    }
    let mut found = certificate::grants(conn, id).await?;
    found.sort_by(|a, b| a.proposal.cmp(&b.proposal));
    findings
        .unless(found == wanted, "I9", || format!("{id}: the grants are not the ones that were certified"));
    Ok(())
}

/// Each certificate after the first follows from the one before it and from who dropped out.
async fn follows(
    conn: &mut Conn,
    subject: &Subject,
    chain: &[(certificate::Stored, Certificate)],
    findings: &mut Findings,
) -> Result<(), ActError> {
    let (id, Some(rules)) = (&subject.round.id, &subject.rules) else { return Ok(()) };
    let Some(outcome) = document::find(conn, id, OUTCOME).await?.and_then(|it| OutcomeDocument::parse(&it))
    else {
        return Ok(());
    };
    let documents: Vec<Certificate> = chain.iter().map(|(_, document)| document.clone()).collect();
    for (place, (record, document)) in chain.iter().enumerate().skip(1) {
        let before = &chain[place - 1].0;
        let grounds = Grounds {
            rules,
            log: (document.log_size, document.log_root),
            outcome: &outcome,
            previous: Some((before.number, before.hash)),
            incidents: &document.incidents,
        };
        let again = document.succession.as_ref().and_then(|one| {
            let changes = Changes { dropped: &one.dropped, skipped: &one.skipped };
            Certificate::after(&documents[..place], changes, &grounds)?.ok()
        });
        let again =
            again.map(|it| Certificate { number: document.number, engine: document.engine.clone(), ..it });
        findings.unless(again.as_ref() == Some(document), "I9", || {
            format!("{id}: certificate {} does not follow from the one before it", record.number)
        });
    }
    Ok(())
}
