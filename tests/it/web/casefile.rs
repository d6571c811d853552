//! The case file of a grant and of a round: whole, checkable, the same each time, and only for who handles grants.

use std::collections::BTreeMap;
use std::io::Read as _;

use schuifruimte::acts::casefile;
use schuifruimte::acts::standing::{self, Decision};
use schuifruimte::domain::bundle::{Bundle, verify};
use schuifruimte::domain::casefile::{Body, CaseFile};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{GrantId, RoundId};
use schuifruimte::domain::pot::Pot;
use schuifruimte::store;
use serde_json::Value;

use crate::acts::pots::set_apart;
use crate::acts::standing::{snel, table};
use crate::support::announced::{FATMA, employ};
use crate::support::checked::iban;
use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Page, Place, Site, Town, days, now, on_both};

/// The files of an archive by name, and its list, which comes first and names each of them with its fingerprint.
pub fn opened(bytes: &[u8]) -> (Value, BTreeMap<String, Vec<u8>>) {
    let mut archive = tar::Archive::new(bytes);
    let mut files = Vec::new();
    for entry in archive.entries().expect("an archive") {
        let mut entry = entry.expect("an entry");
        let name = entry.path().expect("a path").display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("a file");
        files.push((name, bytes));
    }
    let (first, list) = files.remove(0);
    assert_eq!(first, "inhoud.json");
    let list: Value = serde_json::from_slice(&list).expect("the list is JSON");
    let listed: Vec<(String, String)> = list["files"]
        .as_array()
        .expect("files")
        .iter()
        .map(|file| {
            (
                file["name"].as_str().expect("a name").to_string(),
                file["sha256"].as_str().expect("a hash").to_string(),
            )
        })
        .collect();
    let found: Vec<(String, String)> =
        files.iter().map(|(name, bytes)| (name.clone(), Digest::of(bytes).to_string())).collect();
    assert_eq!(listed, found, "every file is listed with its fingerprint");
    (list, files.into_iter().collect())
}

fn json(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    let bytes = files.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", files.keys()));
    serde_json::from_slice(bytes).expect("JSON")
}

async fn take(site: &Site, who: &mut Browser, address: &str) -> Page {
    let page = who.post(site, address, &[]).await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    assert_eq!(
        (page.header("content-type"), page.header("cache-control")),
        ("application/x-tar", "no-store")
    );
    page
}

/// How often the staff log tells of an archive with this fingerprint.
async fn noted(place: &Place, bytes: &[u8]) -> usize {
    let mut conn = place.store.read().await.expect("a connection");
    let log = store::log::staff(&mut conn).await.expect("a log");
    let hash = Digest::of(bytes).to_string();
    let tells = |entry: &[u8]| {
        let text = String::from_utf8_lossy(entry).into_owned();
        text.contains("casefile.make") && text.contains(&hash)
    };
    log.iter().filter(|stored| tells(&stored.entry)).count()
}

/// The archive of a grant that was announced: every kind of file, and no whole account number.
fn holds_everything(bytes: &[u8], grant: &GrantId) {
    let (list, files) = opened(bytes);
    assert_eq!(list["format"], "schuifruimte-casefile/1");
    assert_eq!(list["identification"]["id"], grant.as_str());
    assert_eq!((list["coverage"]["until"].is_null(), &list["retention"][0]["years"]), (true, &7.into()));
    let applicant = json(&files, "subsidie.json")["applicant"].as_str().expect("a name").to_string();
    let account = iban(&applicant);
    let recipient = &json(&files, "ontvanger.json")["recipient"];
    assert_eq!(recipient["street"], "Elinkwijkstraat 12");
    assert!(account.whole().ends_with(recipient["account_last"].as_str().expect("four signs")));
    let whole = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(account.whole());
    assert!(!files.values().any(whole), "no whole account number");
    assert!(json(&files, "toetsen.json").as_array().expect("checks").len() > 5);
    let steps = json(&files, "verloop.json");
    assert_eq!(steps.as_array().expect("steps").last().expect("one")["step"], "announce");
    let kinds: Vec<Value> = json(&files, "boekingen.json")
        .as_array()
        .expect("postings")
        .iter()
        .map(|one| one["kind"].clone())
        .collect();
    assert!(kinds.contains(&"award".into()), "{kinds:?}");
    let table = String::from_utf8(files["boekingen.csv"].clone()).expect("text");
    assert_eq!(table.lines().count(), kinds.len() + 1);
    let decision = &json(&files, "besluiten.json")[0];
    let letter = format!("brieven/{}.json", decision["number"].as_str().expect("a number"));
    assert_eq!(
        decision["sending"]["letter_sha256"],
        Digest::of(&files[&letter]).to_string().as_str(),
        "the letter is the one that was sent"
    );
    assert!(files.contains_key(&letter.replace(".json", ".html")));
}

#[test]
fn the_case_file_of_a_grant_holds_everything_and_the_log_knows_who_took_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        town.announce_grant(&grant).await;
        employ(&place, FATMA).await;
        let site = Site::of(&town, days(21));
        let mut joris = Browser::of(&site, JORIS).await;
        let (own, address) =
            (format!("/bureau/subsidies/{grant}"), format!("/bureau/subsidies/{grant}/dossier.tar"));
        assert!(joris.get(&site, &own).await.says("Dossier downloaden"));
        let page = take(&site, &mut joris, &address).await;
        assert!(page.header("content-disposition").contains(&format!("dossier-{grant}.tar")));
        assert_eq!(noted(&place, &page.bytes).await, 1);
        assert_eq!(
            take(&site, &mut joris, &address).await.bytes,
            page.bytes,
            "the same content, the same bytes"
        );

        holds_everything(&page.bytes, &grant);
        let mut fatma = Browser::of(&site, FATMA).await;
        assert!(!fatma.get(&site, &own).await.says("Dossier downloaden"));
        assert_eq!(fatma.post(&site, &address, &[]).await.status.as_u16(), 404, "it does not exist for her");
        let nobody = Browser::default().post(&site, &address, &[]).await;
        assert_ne!(nobody.status.as_u16(), 200);
        assert_eq!(noted(&place, &page.bytes).await, 2, "who was refused took nothing");
    });
}

#[test]
fn the_case_file_of_a_round_holds_its_bundle_and_the_files_of_its_grants() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let running = town.open_round("ondiep").await;
        let grants = town.grants(&round.id).await;
        town.announce_grant(&grants[0]).await;
        let site = Site::of(&town, days(21));
        let mut marijke = Browser::of(&site, MARIJKE).await;
        assert!(marijke.get(&site, "/bureau/rondes/zuilen").await.says("Dossier downloaden"));
        let page = take(&site, &mut marijke, "/bureau/rondes/zuilen/dossier.tar").await;
        assert_eq!(noted(&place, &page.bytes).await, 1);
        let (_, files) = opened(&page.bytes);
        for grant in &grants {
            assert_eq!(json(&files, &format!("subsidies/{grant}/subsidie.json"))["id"], grant.as_str());
        }
        let of_bundle = |(name, bytes): (&String, &Vec<u8>)| {
            name.strip_prefix("bundel/").map(|name| (name.to_string(), bytes.clone()))
        };
        let bundle = Bundle::new(files.iter().filter_map(of_bundle).collect());
        assert!(verify(&bundle, &Default::default()).end.is_ok(), "the bundle in it verifies");
        assert_eq!(json(&files, "vaststellingen.json")[0]["number"], 1);

        let address = format!("/bureau/rondes/{}/dossier.tar", running.id);
        let early = marijke.post(&site, &address, &[]).await;
        assert!(early.status.is_client_error(), "not before it is certified: {}", early.status);
        assert!(!marijke.get(&site, "/bureau/rondes/ondiep").await.says("Dossier downloaden"));
    });
}

#[test]
fn a_quick_pot_has_a_case_file_with_every_request_and_the_files_of_its_grants() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (quick, grant) = quick_pot(&town).await;
        employ(&place, FATMA).await;
        let site = Site::of(&town, days(21));
        let (own, address) = (format!("/bureau/snel/{quick}"), format!("/bureau/snel/{quick}/dossier.tar"));
        let mut joris = Browser::of(&site, JORIS).await;
        assert!(joris.get(&site, &own).await.says("Dossier downloaden"));
        let page = take(&site, &mut joris, &address).await;
        assert_eq!(noted(&place, &page.bytes).await, 1);
        let (list, files) = opened(&page.bytes);
        assert_eq!(list["identification"]["kind"], "standing-round");
        assert!(list["coverage"]["until"].is_null(), "it goes on");
        assert_eq!(json(&files, "ronde.json")["most"], "750.00");
        let requests = json(&files, "aanvragen.json");
        assert_eq!(requests[0]["decided"]["grant"], grant.as_str());
        assert_eq!(requests[1]["decided"]["reason"], "Er staat al een tafel.");
        assert!(requests[1]["decided"]["grant"].is_null());
        let refused = json(&files, "zonder-subsidie/besluiten.json");
        assert_eq!(
            (&refused[0]["kind"], &refused[0]["request"]),
            (&"refusal".into(), &2.into()),
            "{refused}"
        );
        let stated = json(&files, "belangen.json");
        assert_eq!(stated.as_array().map(Vec::len), Some(2), "both said that they have none: {stated}");
        assert!(stated[0]["request"].is_null() && stated[0]["by"].is_string());
        assert_eq!(json(&files, &format!("subsidies/{grant}/subsidie.json"))["amount"], "400.00");
        let mut fatma = Browser::of(&site, FATMA).await;
        assert!(!fatma.get(&site, &own).await.says("Dossier downloaden"));
        assert_eq!(fatma.post(&site, &address, &[]).await.status.as_u16(), 404);
        let other = joris.post(&site, "/bureau/snel/nergens/dossier.tar", &[]).await;
        assert_eq!(other.status.as_u16(), 404);
    });
}

/// A quick pot with a grant and a refusal.
pub async fn quick_pot(town: &Town) -> (RoundId, GrantId) {
    let (id, plan) = snel();
    set_apart(town, (Pot::None, Pot::Quick), 1_500).await.expect("set apart");
    standing::open(&town.joris_at(days(-1)), &id, &town.noordwest, &plan).await.expect("open");
    town.no_interest_in_quick(&id).await;
    let first = standing::ask(&town.joris_at(now()), &id, table(400)).await.expect("asked");
    let other = standing::ask(&town.joris_at(now()), &id, table(300)).await.expect("asked");
    let marijke = town.marijke_at(days(2));
    let yes = standing::decide(&marijke, &id, first, Decision::Grant, "Past in de regel.").await;
    standing::decide(&marijke, &id, other, Decision::Refuse, "Er staat al een tafel.")
        .await
        .expect("decided");
    (id, yes.expect("decided").expect("a grant"))
}

#[test]
fn a_case_file_is_of_one_moment_whatever_is_written_meanwhile() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (quick, _) = quick_pot(&town).await;
        let second = town.second().await;
        let gathered = async || {
            let of = casefile::Of::Standing(quick.clone());
            casefile::gather(&place.store, &of).await.expect("a case file")
        };
        // On a busy machine the writer may be done before the reader is let in.
        let first = whole(&gathered().await);
        let writer = async {
            for number in 0..12 {
                let asked =
                    standing::ask(&second.joris_at(now()), &quick, table(10 + number)).await.expect("asked");
                standing::decide(&second.marijke_at(days(3)), &quick, asked, Decision::Grant, "Goed.")
                    .await
                    .expect("decided");
            }
        };
        let reader = async {
            let mut seen = vec![first];
            while seen.last() != Some(&13) {
                seen.push(whole(&gathered().await));
            }
            seen
        };
        let ((), seen) = tokio::join!(writer, reader);
        assert!(seen.len() > 1 && seen.is_sorted(), "{seen:?}");
    });
}

/// How many requests a case file says were granted: its postings and the files of its grants must say the same.
fn whole(case: &CaseFile) -> usize {
    let data = |name: &str| match case.parts.iter().find(|part| part.name == name).map(|part| &part.body) {
        Some(Body::Json(Value::Array(list))) => list.clone(),
        _ => panic!("no list {name}"),
    };
    let granted = data("aanvragen").iter().filter(|one| one["decided"]["grant"].is_string()).count();
    let selected = data("boekingen").iter().filter(|one| one["kind"] == "select").count();
    let files = case.parts.iter().filter(|part| part.name.ends_with("/subsidie")).count();
    assert_eq!((granted, granted), (selected, files), "one moment");
    granted
}
