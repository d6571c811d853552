//! A winner drops out and the reserve list moves up: the bundle holds both certificates, and no other list will do.

use schuifruimte::domain::bundle::{self, Bundle, earlier_certificate};
use schuifruimte::domain::certificate::Certificate;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant::{Grant, total};
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::outcome::OutcomeDocument;
use schuifruimte::domain::succession::Why;
use schuifruimte::tally::Rule;
use schuifruimte::tally::rule::{Method, NoFit};

use super::command::{Folder, oracle};
use super::made::{Made, Recipe};
use super::{broken, ends, totals};

fn certificate(made: &Made) -> Certificate {
    Certificate::parse(&made.files[bundle::CERTIFICATE]).unwrap()
}

fn plans(grants: &[Grant]) -> Vec<&str> {
    grants.iter().map(|grant| grant.proposal.as_str()).collect()
}

fn first_winner(made: &Made) -> String {
    certificate(made).grants[0].proposal.to_string()
}

/// The round of a recipe after its first winner dropped out.
fn succeeded(recipe: &Recipe) -> Made {
    let mut made = recipe.make();
    let out = first_winner(&made);
    made.succeed(&[(&out, Why::Withdrawn)]);
    made
}

#[test]
fn both_certificates_stay_and_the_second_follows_from_the_first() {
    for rule in [Rule::greedy(), Rule::round_default(), Rule::equal_shares()] {
        for recipe in [Recipe { rule: rule.clone(), ..Recipe::vote() }, Recipe { rule, ..totals() }] {
            let first = certificate(&recipe.make());
            let made = succeeded(&recipe);
            ends(&made);
            let second = certificate(&made);
            assert_eq!(second.supersedes, Some(Digest::of(&first.write())));
            assert_eq!(made.files[&earlier_certificate(1)], first.write(), "the old one stays as it was");
            let up = &second.succession.as_ref().unwrap().moved_up;
            assert!(!up.is_empty(), "what was given back is enough for someone");
            assert!(!second.grants.iter().any(|grant| grant.proposal == first.grants[0].proposal));
            assert_eq!(plans(&second.grants)[..first.grants.len() - 1], plans(&first.grants)[1..]);
            assert!(total(&second.grants) <= made.rules.spendable());
        }
    }
}

#[test]
fn a_bundle_of_one_certificate_keeps_its_bytes() {
    let text = String::from_utf8(Recipe::vote().make().files[bundle::CERTIFICATE].clone()).unwrap();
    assert!(!text.contains("succession"), "{text}");
}

#[test]
fn who_moved_up_may_drop_out_as_well_and_nobody_gets_a_second_turn() {
    let mut made = succeeded(&Recipe::vote());
    let gone = certificate(&Recipe::vote().make()).grants[0].proposal.clone();
    let up = certificate(&made).succession.unwrap().moved_up[0].to_string();
    made.succeed(&[(&up, Why::Refused)]);
    ends(&made);
    let third = certificate(&made);
    assert_eq!(third.number, 3);
    assert!(third.grants.iter().all(|grant| grant.proposal != gone && grant.proposal.as_str() != up));
}

#[test]
fn the_list_is_by_votes_and_goes_on_below_what_does_not_fit_unless_the_rule_stops_there() {
    let greedy = |no_fit| {
        let mut rule = Rule::greedy();
        if let Method::Greedy(greedy) = &mut rule.method {
            greedy.no_fit = no_fit;
        }
        Recipe { rule, ..Recipe::vote() }
    };
    for no_fit in [NoFit::Skip, NoFit::Stop] {
        let made = succeeded(&greedy(no_fit));
        ends(&made);
        let outcome = OutcomeDocument::parse(&made.files[bundle::OUTCOME]).unwrap();
        let second = certificate(&made);
        let kept = total(&second.grants[..outcome.winners.len() - 1]);
        let mut left = made.rules.spendable().minus(kept).unwrap();
        let mut wanted = Vec::new();
        for other in &outcome.others {
            match left.minus(other.amount) {
                Ok(rest) => (left, _) = (rest, wanted.push(other.id.clone())),
                Err(_) if no_fit == NoFit::Stop => break,
                Err(_) => {}
            }
        }
        assert_eq!(second.succession.unwrap().moved_up, wanted, "{no_fit:?}");
    }
}

/// The same bundle with another file.
fn with(made: &Made, name: &str, bytes: Vec<u8>) -> Bundle {
    let mut files = made.files.clone();
    files.insert(name.to_string(), bytes);
    Bundle::new(files)
}

/// The office writes another second certificate, and signs for it properly.
fn rewritten(change: impl FnOnce(&mut Certificate)) -> Made {
    let mut made = succeeded(&Recipe::vote());
    let mut false_one = certificate(&made);
    let before = Digest::of(&made.files[bundle::CERTIFICATE]).to_string();
    change(&mut false_one);
    let bytes = false_one.write();
    let text = String::from_utf8(made.files[bundle::SIGNATURES].clone()).unwrap();
    let signed = text.replace(&before, &Digest::of(&bytes).to_string());
    made.set(bundle::CERTIFICATE, bytes.clone());
    made.set(bundle::SIGNATURES, signed.clone());
    made.lie(|entries| {
        let Some(Entry::Certificate { certificate, signatures, .. }) = entries.last_mut() else {
            panic!("certified")
        };
        (*certificate, *signatures) = (Digest::of(&bytes), Digest::of(signed.as_bytes()));
    });
    made
}

/// What the office writes instead.
type Lie = fn(&mut Certificate);

#[test]
fn a_second_certificate_that_does_not_follow_is_found_by_both_verifiers() {
    let lies: [(&str, Lie); 5] = [
        ("another plan moves up", |one| {
            let succession = one.succession.as_mut().unwrap();
            succession.moved_up.reverse();
            succession.moved_up.pop();
            one.grants.pop();
            one.granted = total(&one.grants);
        }),
        ("it names no certificate before it", |one| one.supersedes = None),
        ("nobody dropped out", |one| one.succession.as_mut().unwrap().dropped.clear()),
        ("a plan dropped out that had nothing", |one| {
            one.succession.as_mut().unwrap().dropped[0].proposal = ProposalId::new("nobody");
        }),
        ("a sum of its own", |one| one.granted = one.spendable),
    ];
    for (number, (what, lie)) in lies.into_iter().enumerate() {
        let made = rewritten(lie);
        assert_eq!(broken(&made.bundle()).file, bundle::CERTIFICATE, "{what}");
        let folder = Folder::of(&format!("succession-{number}"), &made);
        let Some(said) = oracle(&folder.0) else { continue };
        assert_eq!(said.status.code(), Some(1), "{what}: {}", String::from_utf8_lossy(&said.stdout));
    }
}

#[test]
fn the_first_certificate_cannot_be_left_out_nor_changed_nor_joined_by_another() {
    let good = succeeded(&Recipe::vote());
    let name = earlier_certificate(1);
    let mut without = succeeded(&Recipe::vote());
    without.files.remove(&name);
    assert_eq!(broken(&without.bundle()).file, bundle::LOG);
    let text = String::from_utf8(good.files[&name].clone()).unwrap();
    let other = with(&good, &name, text.replace("ten minutes", "two hours").into_bytes());
    assert_eq!(broken(&other).file, bundle::LOG);
    let third = with(&good, "certificate-7.json", b"{}\n".to_vec());
    assert_eq!(broken(&third).file, "certificate-7.json");
    let odd = with(&good, "certificate-01.json", b"{}\n".to_vec());
    assert!(broken(&odd).what.contains("does not belong"));
}

#[test]
fn the_second_verifier_agrees_about_a_chain_of_certificates() {
    for (number, rule) in [Rule::greedy(), Rule::round_default()].into_iter().enumerate() {
        let mut made = succeeded(&Recipe { rule, seed: 3, ..Recipe::vote() });
        for round in 0..2 {
            let folder = Folder::of(&format!("chain-{number}-{round}"), &made);
            let Some(said) = oracle(&folder.0) else { return };
            let told = String::from_utf8_lossy(&said.stdout);
            assert!(said.status.success(), "{told}{}", String::from_utf8_lossy(&said.stderr));
            assert!(told.contains("dropped out and"), "{told}");
            let out = first_winner(&made);
            made.succeed(&[(&out, Why::Lapsed)]);
        }
    }
}
