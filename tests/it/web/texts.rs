//! Every sentence that the code asks for exists, and every sentence that exists is asked for.

use std::collections::BTreeSet;
use std::path::Path;

/// Beginnings of keys that code puts together from a name.
const MADE: &[&str] = &[
    "kind-",
    "weekday-",
    "month-",
    "state-",
    "entry-",
    "how-",
    "method-",
    "privacy-",
    "trust-",
    "access-",
    "task-",
    "fault-",
    "role-",
    "step-",
    "approve-",
    "do-",
    "phase-",
    "round-now-",
    "reason-",
    "call-about-",
    "revocation-",
    "field-mix_",
    "meter-",
    "account-",
    "posting-is-",
    "grant-is-",
    "walk-carried-",
    "report-",
    "column-",
    "word-",
    "council-",
    "grant-state-",
    "grant-do-",
    "grant-moves-",
    "grant-after-",
    "grant-place-",
    "grant-step-",
    "ledger-",
    "decision-kind-",
    "means-",
    "objection-",
    "mandate-",
    "excluded-",
    "file-check-",
    "recipient-kind-",
    "recipient-class-",
    "chk-help-",
    "lot-skip-",
    "post-may-",
    "post-kind-",
    "post-fault-",
    "post-role-",
    "post-you-",
    "post-do-",
    "paper-is-",
    "paper-why-",
    "paper-way-",
    "paper-cause-",
    "paper-differs-",
    "paper-rule-",
    "paper-extended-",
    "ways-paper-",
    "pt-",
    "ally-",
    "pm-is-",
    "pm-not-",
    "field-pm_",
    "pm-ended-",
    "pm-carrier-",
    "pm-office-carrier-",
    "bid-answer-",
    "bid-condition-",
    "takeover-",
    "field-pt_",
    "told-",
    "talk-",
    "moderation-",
    "field-talk_",
    "support-",
    "field-meet_",
    "field-support_",
];

fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push_str(&std::fs::read_to_string(&path).expect("a source file"));
        }
    }
}

#[test]
fn sentences_and_code_need_each_other() {
    let mut code = String::new();
    for room in ["src/web", "src/documents"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(room), &mut code);
    }
    let dutch = include_str!("../../../src/text/nl.ftl");
    let keys: BTreeSet<&str> = dutch
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .collect();
    let unused: Vec<_> = keys
        .iter()
        .filter(|key| !code.contains(&format!("\"{key}\"")))
        .filter(|key| !MADE.iter().any(|made| key.starts_with(made)) && !key.ends_with("-help"))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
    let mut unknown = BTreeSet::new();
    for call in [".say(\"", "text.get(\"", "text.with(\"", ".paragraph(\"", ".heading(\""] {
        for rest in code.split(call).skip(1) {
            let key = rest.split('"').next().expect("a closing quote");
            if !keys.contains(key) {
                unknown.insert(key);
            }
        }
    }
    assert!(unknown.is_empty(), "there is no sentence for {unknown:?}");
}

#[test]
fn every_kind_of_refusal_has_its_sentences() {
    use schuifruimte::text::{Lang, Text};
    for (lang, ..) in Lang::ALL {
        for (_, name, _) in schuifruimte::web::error::Kind::ALL {
            let text = Text { lang };
            assert!(text.has(&format!("kind-{name}")) && text.has(&format!("kind-{name}-help")), "{name}");
        }
    }
}
