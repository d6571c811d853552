//! What staff write about an applicant reaches no page, no CSV and no JSON that everyone can read.

use std::collections::{BTreeSet, VecDeque};

use schuifruimte::acts;
use schuifruimte::acts::grant::{PaidPart, lapse, refuse, revoke, withdraw};
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::ledger::PostingKind;
use schuifruimte::domain::money::Cents;

use crate::acts::retention_words::{NAME, asked, lived, words};
use crate::acts::transfer::shift;
use crate::support::town::NOORDWEST;
use crate::support::{Browser, Site, Town, days, on_both};

/// Every address that a page leads to, with those of forms that only choose what is shown.
fn addresses(body: &str) -> Vec<String> {
    let all = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.map(|one| one.split('#').next().unwrap_or("").replace("&amp;", "&"))
        .filter(|one| one.starts_with('/'))
        .collect()
}

/// All that everyone can open, from the front page on, in both languages: its address and what it says.
async fn walk(site: &Site) -> Vec<(String, String)> {
    let mut waiting = VecDeque::from(["/".to_string(), "/en".to_string(), "/geld/boekingen".to_string()]);
    waiting.extend(PostingKind::NAMES.map(|(_, name)| format!("/geld/boekingen?soort={name}")));
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut told = Vec::new();
    while let Some(address) = waiting.pop_front() {
        let page = Browser::default().get(site, &address).await;
        assert!(page.status.as_u16() < 500, "{address}: {}", page.body);
        for next in addresses(&page.body) {
            if !next.contains("/bureau") && known.insert(next.clone()) {
                waiting.push_back(next);
            }
        }
        told.push((address, page.body));
    }
    told
}

/// The other ways in which a grant can end, each with the name in its reason.
async fn ended(town: &Town, grants: &[GrantId; 4]) {
    let marijke = town.marijke_at(days(30));
    let [first, second, third, fourth] = grants;
    refuse(&marijke, first, &words("past niet")).await.expect("refused");
    withdraw(&marijke, second, &words("stopt ermee")).await.expect("withdrawn");
    lapse(&marijke, third, &words("is verhuisd")).await.expect("lapsed");
    town.check_grant(fourth).await;
    acts::grant::award(&town.marijke_at(days(20)), fourth, &words("wint")).await.expect("awarded");
    town.send_award(fourth, days(20)).await.expect("sent");
    revoke(&marijke, fourth, &words("deed niets"), PaidPart::Reclaim).await.expect("taken back");
}

#[test]
fn no_page_for_everyone_prints_what_was_written_about_an_applicant() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut grants = Vec::new();
        for name in ["zuilen", "ondiep"] {
            let round = town.certified_round(name).await;
            grants.extend(town.grants(&round.id).await);
        }
        let four: [GrantId; 4] = grants[..4].to_vec().try_into().expect("four");
        ended(&town, &four).await;
        for name in ["zuilen", "ondiep"] {
            let id = schuifruimte::domain::id::RoundId::new(name);
            let others = acts::decision::others(&mut place.store.read().await.unwrap(), &id).await.unwrap();
            if let Some(plan) = others.waiting.first() {
                let plan = plan.id.clone();
                let marijke = town.marijke_at(days(31));
                acts::decision::refuse_plan(&marijke, &id, &plan, &words("te weinig stemmen")).await.unwrap();
            }
            acts::succession::release(&town.joris_at(days(40)), &id, &words("lijst is uit")).await.unwrap();
            let marijke = town.marijke_at(days(200));
            let _later = acts::succession::release_objections(&marijke, &id, &words("klaar")).await;
        }
        let why = "Zuilen-Noord begint eerder.";
        let proposal = schuifruimte::domain::transfer::ProposedTransfer {
            reason: why.to_string(),
            amount: Cents::euros(7),
            ..shift((&town.line, NOORDWEST), (&town.line, ""), 7)
        };
        let number = acts::transfer::propose(&town.joris_at(days(41)), &proposal).await.unwrap();
        acts::transfer::confirm(&mut town.marijke_at(days(42)), number).await.unwrap();
        let (_, grant) = asked(&town).await;
        let life = lived(town, grant).await;
        let held: Vec<String> = place.dump().await.into_iter().filter(|row| row.contains(NAME)).collect();
        assert!(held.len() > 40, "it stands in {} rows", held.len());
        let site = Site::of(&life.town, days(261));
        let told = walk(&site).await;
        for (address, body) in &told {
            // Why a quick request was granted or refused is for everyone: its form says so.
            let is_quick = address.contains("/snel/");
            for secret in [NAME, "BK SR-", "NL91"].into_iter().skip(usize::from(is_quick)) {
                assert!(!body.contains(secret), "{secret} stands on {address}: {body}");
            }
        }
        for wanted in ["/geld/boekingen", "/en/geld/boekingen", ".csv", ".json", "/geld/subsidies/"] {
            assert!(told.iter().any(|(address, _)| address.contains(wanted)), "{wanted} was not opened");
        }
    });
}
