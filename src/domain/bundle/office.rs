//! What the office adds: the certificate and the signatures under it.

use super::log::PublicLog;
use super::{Broken, Bundle, CERTIFICATE, LOG, SIGNATURES};
use crate::domain::certificate::{Certificate, Grounds, Signatures};
use crate::domain::digest::Digest;
use crate::domain::log::entry::Entry;
use crate::domain::outcome::OutcomeDocument;
use crate::domain::rules::Rules;

/// The certificate, made again from the rules, the log and the outcome.
pub(super) fn certificate(
    bundle: &Bundle,
    log: &PublicLog,
    rules: &Rules,
    outcome: &OutcomeDocument,
) -> Result<Certificate, Broken> {
    let bytes = bundle.need(CERTIFICATE)?;
    let found =
        Certificate::parse(bytes).ok_or_else(|| Broken::whole(CERTIFICATE, "this is not a certificate"))?;
    let (size, root) = log.root_before_certificate();
    let grounds = Grounds {
        rules,
        log: (u64::try_from(size).unwrap_or(u64::MAX), root),
        outcome,
        // The log of a round has one certificate, so there is none that this one could replace.
        previous: None,
        incidents: &found.incidents,
    };
    let again = Certificate::new(&grounds)
        .map_err(|_| Broken::whole(CERTIFICATE, "the grants do not fit in what the round may spend"))?;
    // A refused certificate takes a number too, and another version of the program may have counted.
    let again = Certificate { number: found.number, engine: found.engine.clone(), ..again };
    if found.number == 0 || again.write() != bytes {
        let what = "it does not say what follows from the rules, the log and the outcome";
        return Err(Broken::differs(CERTIFICATE, bytes, &again.write(), what));
    }
    let (entry, hash, _) = logged(log)?;
    if Digest::of(bytes) != hash {
        let what = format!("its SHA-256 is not the one in entry {entry} of the log");
        return Err(Broken::whole(CERTIFICATE, what));
    }
    Ok(found)
}

/// The signatures, of two persons over this certificate.
pub(super) fn signatures(bundle: &Bundle, log: &PublicLog) -> Result<(), Broken> {
    let bytes = bundle.need(SIGNATURES)?;
    let (entry, certificate, hash) = logged(log)?;
    if Digest::of(bytes) != hash {
        let what = format!("its SHA-256 is not the one in entry {entry} of the log");
        return Err(Broken::whole(SIGNATURES, what));
    }
    let found = Signatures::parse(bytes)
        .ok_or_else(|| Broken::whole(SIGNATURES, "this is not a file of signatures"))?;
    if found.certificate != certificate {
        return Err(Broken::whole(SIGNATURES, "they are under another certificate"));
    }
    if !found.are_of_two_persons() {
        return Err(Broken::whole(SIGNATURES, "they are not of one who proposed and another who approved"));
    }
    Ok(())
}

fn logged(log: &PublicLog) -> Result<(usize, Digest, Digest), Broken> {
    match log.entries.last() {
        Some(Entry::Certificate { certificate, signatures, .. }) => {
            Ok((log.entries.len(), *certificate, *signatures))
        }
        _ => Err(Broken::whole(LOG, "it does not end with a certificate")),
    }
}

/// The sentence of a report.
pub(super) fn told(certificate: &Certificate) -> String {
    let ours = env!("CARGO_PKG_VERSION");
    let by = match certificate.engine.as_str() {
        same if same == ours => format!("version {ours}"),
        other => format!("version {other}, checked with version {ours}"),
    };
    format!(
        "certificate {} by {by} follows from the rules, the log and the outcome: {} grants, together {}",
        certificate.number,
        certificate.grants.len(),
        certificate.granted
    )
}
