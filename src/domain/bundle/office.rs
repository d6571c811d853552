//! What the office adds: the certificates, each in the place of the one before, and the signatures under them.

use super::log::PublicLog;
use super::{Broken, Bundle, CERTIFICATE, LOG, SIGNATURES, earlier_certificate, earlier_signatures};
use crate::domain::certificate::{Certificate, Grounds, Signatures};
use crate::domain::digest::Digest;
use crate::domain::log::entry::Entry;
use crate::domain::outcome::OutcomeDocument;
use crate::domain::rules::Rules;
use crate::domain::succession::{Changes, Succession};

/// A certificate of the log, and the files in which it stands.
struct Logged<'a> {
    /// Its entry, from 1.
    entry: usize,
    hash: Digest,
    signatures: Digest,
    file: String,
    signed: String,
    bytes: &'a [u8],
}

/// Every certificate, made again from the rules, the log, the outcome and the one before it.
pub(super) fn check(
    bundle: &Bundle,
    log: &PublicLog,
    rules: &Rules,
    outcome: &OutcomeDocument,
    steps: &mut Vec<String>,
) -> Result<(), Broken> {
    let logged = logged(bundle, log)?;
    let mut chain: Vec<Certificate> = Vec::new();
    let mut before: Option<Digest> = None;
    for one in &logged {
        let found = certificate(one, log, rules, outcome, (&chain, before))?;
        steps.push(told(&found));
        signatures(bundle, one)?;
        steps.push("two different officers signed for this certificate".to_string());
        chain.push(found);
        before = Some(one.hash);
    }
    Ok(())
}

/// The certificate of an entry, if it says what follows; `chain` holds the ones before it and the hash of the last.
fn certificate(
    one: &Logged<'_>,
    log: &PublicLog,
    rules: &Rules,
    outcome: &OutcomeDocument,
    (chain, before): (&[Certificate], Option<Digest>),
) -> Result<Certificate, Broken> {
    let found =
        Certificate::parse(one.bytes).ok_or_else(|| Broken::whole(&one.file, "this is not a certificate"))?;
    let size = one.entry - 1;
    let grounds = Grounds {
        rules,
        log: (u64::try_from(size).unwrap_or(u64::MAX), log.root_over(size)),
        outcome,
        previous: chain.last().map(|last| last.number).zip(before),
        incidents: &found.incidents,
    };
    let made = match &found.succession {
        None if chain.is_empty() => Some(Certificate::new(&grounds)),
        None => None,
        Some(Succession { dropped, skipped, .. }) => {
            Certificate::after(chain, Changes { dropped, skipped }, &grounds)
        }
    };
    let again = made
        .ok_or_else(|| {
            Broken::whole(
                &one.file,
                "it does not say which plans of the one before dropped out, or which were passed over",
            )
        })?
        .map_err(|_| Broken::whole(&one.file, "the grants do not fit in what the round may spend"))?;
    // A refused certificate takes a number too, and another version of the program may have counted.
    let again = Certificate { number: found.number, engine: found.engine.clone(), ..again };
    let follows = chain.last().map_or(0, |last| last.number) < found.number;
    if !follows || again.write() != one.bytes {
        let what = "it does not say what follows from the rules, the log and the outcome";
        return Err(Broken::differs(&one.file, one.bytes, &again.write(), what));
    }
    if Digest::of(one.bytes) != one.hash {
        let what = format!("its SHA-256 is not the one in entry {} of the log", one.entry);
        return Err(Broken::whole(&one.file, what));
    }
    Ok(found)
}

/// The signatures, of two persons over this certificate.
fn signatures(bundle: &Bundle, one: &Logged<'_>) -> Result<(), Broken> {
    let bytes = bundle.need(&one.signed)?;
    if Digest::of(bytes) != one.signatures {
        let what = format!("its SHA-256 is not the one in entry {} of the log", one.entry);
        return Err(Broken::whole(&one.signed, what));
    }
    let found = Signatures::parse(bytes)
        .ok_or_else(|| Broken::whole(&one.signed, "this is not a file of signatures"))?;
    if found.certificate != one.hash {
        return Err(Broken::whole(&one.signed, "they are under another certificate"));
    }
    if !found.are_of_two_persons() {
        let what = "they are not of one who proposed and another who approved";
        return Err(Broken::whole(&one.signed, what));
    }
    Ok(())
}

/// The certificates of the log in order. The last one is in force; the files of the others have their numbers.
fn logged<'a>(bundle: &'a Bundle, log: &PublicLog) -> Result<Vec<Logged<'a>>, Broken> {
    let entries = (1..).zip(&log.entries).filter_map(|(entry, found)| {
        let Entry::Certificate { certificate, signatures, .. } = found else { return None };
        Some((entry, *certificate, *signatures))
    });
    let entries: Vec<(usize, Digest, Digest)> = entries.collect();
    let Some(((entry, hash, signatures), earlier)) = entries.split_last() else {
        return Err(Broken::whole(LOG, "it does not end with a certificate"));
    };
    let mut found = Vec::new();
    for (entry, hash, signatures) in earlier {
        let (number, bytes) = earlier_of(bundle, hash)
            .ok_or_else(|| Broken::entry(*entry, "the certificate of this entry is not in the bundle"))?;
        let (file, signed) = (earlier_certificate(number), earlier_signatures(number));
        found.push(Logged { entry: *entry, hash: *hash, signatures: *signatures, file, signed, bytes });
    }
    let known = |name: &str| found.iter().any(|one| one.file == name || one.signed == name);
    let strange =
        bundle.files().map(|(name, _)| name).find(|name| !super::FILES.contains(name) && !known(name));
    if let Some(name) = strange {
        return Err(Broken::whole(name, "no entry of the log is about it"));
    }
    let bytes = bundle.need(CERTIFICATE)?;
    let (file, signed) = (CERTIFICATE.to_string(), SIGNATURES.to_string());
    found.push(Logged { entry: *entry, hash: *hash, signatures: *signatures, file, signed, bytes });
    Ok(found)
}

/// The certificate with this hash, under the name that its number gives.
fn earlier_of<'a>(bundle: &'a Bundle, hash: &Digest) -> Option<(u64, &'a [u8])> {
    let mut named = bundle.files().filter(|(name, _)| name.starts_with("certificate-"));
    let (name, bytes) = named.find(|(_, bytes)| Digest::of(bytes) == *hash)?;
    let number = Certificate::parse(bytes)?.number;
    (name == earlier_certificate(number)).then_some((number, bytes))
}

/// The sentence of a report.
fn told(certificate: &Certificate) -> String {
    let ours = env!("CARGO_PKG_VERSION");
    let by = match certificate.engine.as_str() {
        same if same == ours => format!("version {ours}"),
        other => format!("version {other}, checked with version {ours}"),
    };
    let succession = certificate.succession.as_ref().map(|one| {
        let (out, up) = (one.dropped.len(), one.moved_up.len());
        let over = match one.skipped.len() {
            0 => String::new(),
            over => format!(", {over} were passed over"),
        };
        format!("; in the place of the one before, {out} dropped out and {up} moved up{over}")
    });
    format!(
        "certificate {} by {by} follows from the rules, the log and the outcome: {} grants, together {}{}",
        certificate.number,
        certificate.grants.len(),
        certificate.granted,
        succession.unwrap_or_default()
    )
}
