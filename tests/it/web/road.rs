//! The whole road through the office, from an empty database to a certificate, as staff walk it.

use schuifruimte::acts::account::{self, NewAccount};
use schuifruimte::cli::registrar;
use schuifruimte::domain::account::Role;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::register::groups;
use schuifruimte::domain::seed::Seed;

use crate::support::people::{JORIS, MARIJKE, Staff, auditor_keys, stored_password};
use crate::support::{Browser, Page, Place, Site, days, now, on_both};

/// The programme manager, who exists in this test only.
const FATMA: Staff = Staff {
    login: "fatma",
    name: "Fatma Yılmaz",
    function: "Programmamanager",
    role: Role::ProgrammeManager,
};

/// A second certifier, so that what Marijke proposes can be looked at.
const ANNEKE: Staff =
    Staff { login: "anneke", name: "Anneke Visser", function: "Adviseur subsidies", role: Role::Certifier };

const ORIGIN: &str = "https://schuif.example";

async fn employ(place: &Place, who: Staff) {
    let new = NewAccount {
        login: who.login.to_string(),
        name: who.name.to_string(),
        function: who.function.to_string(),
        role: who.role,
        scope: schuifruimte::domain::account::Scope::City,
        password: stored_password().to_string(),
    };
    account::create(&mut place.context(Actor::Operator, days(-90)), new).await.expect("an account");
}

/// The form of a round of 20,000.00 that votes for fourteen days from now.
fn plan<'a>(allocation: &'a str, ceiling: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("id", "zuilen"),
        ("title", "Zuilen"),
        ("allocation", allocation),
        ("ceiling", ceiling),
        ("objection_reserve", "1.000"),
        ("propose_until", "2027-02-20T20:00"),
        ("vote_from", "2027-03-01T09:00"),
        ("vote_until", "2027-03-15T20:00"),
        ("outcome_at", "2027-03-20T10:00"),
        ("ballot_min", "1"),
        ("ballot_max", "3"),
        ("rule", "greedy"),
        ("change", "allowed"),
        ("publish", "ballots"),
        ("lot_order", "lot"),
        ("lot_source", "de trekking van de loterij, de getallen van laag naar hoog"),
        ("lot_at", "2027-03-18T12:00"),
        ("regulation_title", "Nadere regel schuifruimte"),
        ("regulation_place", "Gemeenteblad"),
        ("regulation_date", "2026-12-01"),
    ]
}

/// The address of a step.
fn step(step: &str) -> String {
    format!("/bureau/rondes/zuilen/stap/{step}")
}

fn moved(page: &Page) {
    assert_eq!(page.status, 303, "{:?} {}", page.kind(), page.body);
}

fn refused(page: &Page, status: u16, kind: &str) {
    assert_eq!((page.status.as_u16(), page.kind()), (status, Some(kind)), "{}", page.body);
}

/// Municipality, areas and money: the address of the line.
async fn found_town(site: &Site, fatma: &mut Browser) -> String {
    assert!(fatma.get(site, "/bureau").await.says("Vul de gegevens van de gemeente in"));
    refused(&fatma.post(site, "/bureau/gemeente", &[("name", "Utrecht")]).await, 422, "field_invalid");
    let desk = [
        ("name", "Utrecht"),
        ("desk_place", "wijkbureau"),
        ("desk_hours", "elke dag"),
        ("desk_phone", "14 030"),
    ];
    moved(&fatma.post(site, "/bureau/gemeente", &desk).await);
    moved(&fatma.post(site, "/bureau/gebieden", &[("set", "utrecht")]).await);
    let auditor =
        [("auditor_name", "Truus de Wit, bewonersjury"), ("auditor_key", auditor_keys().1.as_str())];
    moved(&fatma.post(site, "/bureau/controleurs", &auditor).await);
    let line = [
        ("name", "Sociaal makelen"),
        ("year", "2027"),
        ("years", "1"),
        ("totals", "7.000.000"),
        ("shares", "30%"),
        ("warning", "50"),
        ("base", "het hele bedrag"),
        ("ground", "raadsbesluit"),
    ];
    moved(&fatma.post(site, "/bureau/geld", &line).await);
    let money = fatma.get(site, "/bureau/geld").await;
    let years = money.body.split("sr-years").nth(1).expect("its years");
    let line = years.split("href=\"/bureau/geld/").nth(1).expect("a line").split('"').next().expect("its id");
    format!("/bureau/geld/{line}")
}

/// The mix of the area, which has to be signed and public before a round there can open.
async fn sign_mix(site: &Site, joris: &mut Browser) {
    let digest = "ab".repeat(32);
    let parts = [("smo", "60"), ("residents", "25"), ("professionals", "12,5"), ("other", "2,5")];
    let pots = [("continuity", "40"), ("renewal", "45"), ("development", "10"), ("quick", "5")];
    let mut form: Vec<(String, &str)> =
        parts.iter().chain(&pots).map(|(of, share)| (format!("mix_{of}"), *share)).collect();
    form.extend(
        parts.iter().chain(&pots).map(|(of, _)| (format!("mix_{of}_reason"), "Dat vraagt de buurt.")),
    );
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(field, value)| (field.as_str(), *value)).collect();
    fields.extend([("area", "WK034402"), ("year", "2027"), ("basis_name", "Sociale wijkanalyse")]);
    fields.extend([("basis_year", "2026"), ("basis_digest", digest.as_str())]);
    moved(&joris.post(site, "/bureau/mix", &fields).await);
}

/// Joris brings the letters of the registrar, Marijke compares them with paper.
async fn bring_letters(site: &Site, joris: &mut Browser) -> registrar::Letters {
    let id = RoundId::new("zuilen");
    let letters = registrar::make_with_spares(&id, 60, 2, Seed::new([61; 32]));
    let (address, file) = ("/bureau/rondes/zuilen/brieven", letters.register.write());
    assert!(joris.get(site, address).await.says("Er is nog geen lijst"));
    moved(&joris.upload(site, address, "file", &file).await);
    refused(&joris.post(site, &step("open"), &[("word", "openen")]).await, 409, "wrong_state");
    let mut marijke = Browser::of(site, MARIJKE).await;
    let page = marijke.get(site, address).await;
    let typed = page.open_groups(&groups(&Digest::of(file.as_bytes())));
    let fields = [("seen", page.field("seen")), ("group_a", typed[0].clone()), ("group_b", typed[1].clone())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    moved(&marijke.post(site, &format!("{address}/akkoord"), &fields).await);
    assert!(site.app.keys.add_codes(&id, &letters.key).expect("a key file"));
    letters
}

/// One vote through the pages.
async fn vote(site: &Site, code: &str, plans: [&str; 2]) {
    let mut voter = Browser::default();
    let fields = [("plan", plans[0]), ("plan", plans[1]), ("order", "x"), ("next", "review")];
    let review = voter.post(site, "/rondes/zuilen/stemmen", &fields).await;
    let (cast, until, token) = (review.field("cast"), review.field("until"), review.field("token"));
    let fields = [
        ("plan", plans[0]),
        ("plan", plans[1]),
        ("cast", &cast),
        ("until", &until),
        ("token", &token),
        ("code", code),
    ];
    let order = review.body.find(&format!("value=\"{}\"", plans[0]))
        < review.body.find(&format!("value=\"{}\"", plans[1]));
    let fields =
        if order { fields } else { [fields[1], fields[0], fields[2], fields[3], fields[4], fields[5]] };
    let receipt = voter.post(site, "/rondes/zuilen/stem", &fields).await;
    assert!(receipt.says("Uw stem telt mee"), "{:?}", receipt.kind());
}

/// Plans on the list, and the phases up to the opening, which is refused while things are missing.
async fn prepare(site: &Site, joris: &mut Browser) {
    for (title, amount) in
        [("Een bankje", "8.000"), ("Een boom", "4.000"), ("Een feest", "6.000"), ("Een weg", "15.000")]
    {
        let fields = [
            ("title", title),
            ("summary", "Kort."),
            ("text", "Lang."),
            ("applicant", "Henk"),
            ("amount", amount),
        ];
        moved(&joris.post(site, "/bureau/rondes/zuilen/plannen", &fields).await);
    }
    for one in ["announce", "check", "fix"] {
        moved(&joris.post(site, &step(one), &[]).await);
    }
    refused(&joris.post(site, &step("open"), &[("word", "openen")]).await, 409, "wrong_state");
}

/// The form that gives Noordwest a sum.
fn to_noordwest(ceiling: &str) -> [(&'static str, &str); 3] {
    [("area", "WK034402"), ("ceiling", ceiling), ("why", "Besluit van het college")]
}

#[test]
fn from_an_empty_database_to_a_certificate() {
    on_both(|place| async move {
        for who in [FATMA, JORIS, MARIJKE, ANNEKE] {
            employ(&place, who).await;
        }
        let site = Site::on(&place, ORIGIN, days(-30));
        let mut fatma = Browser::of(&site, FATMA).await;
        let line = found_town(&site, &mut fatma).await;

        // 30% of 7,000,000.00 is 2,100,000.00, and not a cent more.
        let areas = format!("{line}/gebieden");
        let too_much = fatma.post(&site, &areas, &to_noordwest("2.100.000,01")).await;
        refused(&too_much, 409, "ceiling_exceeded");
        assert!(
            too_much.says("€ 2.100.000") && too_much.says("2.100.000,01"),
            "the room, and what was typed"
        );
        moved(&fatma.post(&site, &areas, &to_noordwest("2.100.000")).await);

        let mut joris = Browser::of(&site, JORIS).await;
        let form = joris.get(&site, "/bureau/rondes").await;
        let options =
            form.body.split("<select").find(|part| part.contains("name=\"allocation\"")).expect("a choice");
        let allocation =
            options.split("option value=\"").nth(1).expect("an area").split('"').next().expect("its id");
        refused(
            &joris.post(&site, "/bureau/rondes", &plan(allocation, "2.100.000,01")).await,
            409,
            "ceiling_exceeded",
        );
        moved(&joris.post(&site, "/bureau/rondes", &plan(allocation, "20.000")).await);
        prepare(&site, &mut joris).await;
        let letters = bring_letters(&site, &mut joris).await;
        site.clock.set(now());
        let mut joris = Browser::of(&site, JORIS).await;
        refused(&joris.post(&site, &step("open"), &[("word", "openen")]).await, 409, "wrong_state");
        sign_mix(&site, &mut joris).await;
        refused(&joris.post(&site, &step("open"), &[("word", "open")]).await, 422, "field_invalid");
        moved(&joris.post(&site, &step("open"), &[("word", "openen")]).await);
        refused(
            &joris.post(&site, "/bureau/rondes/zuilen/opzet", &plan(allocation, "30.000")).await,
            409,
            "round_frozen",
        );
        for (code, _) in letters.printed.iter().take(5) {
            vote(&site, &code.for_the_letter(), ["01", "02"]).await;
        }
        refused(&joris.post(&site, &step("close"), &[("word", "sluiten")]).await, 409, "wrong_state");
        certify(&site).await;
        let outcome = Browser::default().get(&site, "/rondes/zuilen/uitslag").await;
        assert!(outcome.says("plannen krijgen geld"), "{}", outcome.body);
        let granted = place.number("SELECT CAST(SUM(amount_cents) AS BIGINT) FROM round_grant").await;
        assert!(granted > 0 && granted <= 1_900_000, "{granted} of 19,000.00");
    });
}

/// From the end of the vote to the certificate, by two people.
async fn certify(site: &Site) {
    site.clock.set(days(15));
    let mut joris = Browser::of(site, JORIS).await;
    moved(&joris.post(site, &step("close"), &[("word", "sluiten")]).await);
    moved(&joris.post(site, &step("seal"), &[]).await);
    let alone = joris.post(site, &step("seal"), &[("word", "losmaken")]).await;
    refused(&alone, 409, "four_eyes_required");
    let mut marijke = Browser::of(site, MARIJKE).await;
    moved(&marijke.post(site, &step("seal"), &[("word", "losmaken")]).await);
    moved(&joris.post(site, &step("count"), &[]).await);
    let address = "/bureau/rondes/zuilen/vaststelling";
    refused(&marijke.post(site, address, &[("incidents", "")]).await, 409, "interest_required");
    let mut anneke = Browser::of(site, ANNEKE).await;
    for officer in [&mut joris, &mut marijke, &mut anneke] {
        assert!(officer.get(site, "/bureau").await.says("Zeg of u een eigen belang hebt"));
        moved(&officer.post(site, "/bureau/rondes/zuilen/belang", &[("interest_plan", "")]).await);
        assert!(!officer.get(site, "/bureau").await.says("Zeg of u een eigen belang hebt"));
    }
    let (approval, refusal) = (format!("{address}/akkoord"), format!("{address}/afwijzing"));
    moved(&marijke.post(site, address, &[("incidents", "De balie was een uur dicht.")]).await);
    let own = marijke.get(site, address).await;
    let hash =
        own.body.split("sr-hash\">").nth(1).and_then(|rest| rest.get(..64)).expect("the hash").to_string();
    let alone = marijke.post(site, &approval, &[("hash", &hash), ("word", "akkoord")]).await;
    refused(&alone, 409, "four_eyes_required");
    assert_eq!(joris.post(site, &approval, &[("hash", &hash), ("word", "akkoord")]).await.status, 404);

    let reason = [("hash", hash.as_str()), ("reason", "Het incident duurde een dag.")];
    refused(&marijke.post(site, &refusal, &reason).await, 409, "four_eyes_required");
    refused(&anneke.post(site, &refusal, &[("hash", &hash), ("reason", "")]).await, 422, "reason_required");
    moved(&anneke.post(site, &refusal, &reason).await);
    moved(&joris.post(site, address, &[("incidents", "De balie was een dag dicht.")]).await);
    let page = marijke.get(site, address).await;
    refused(
        &marijke.post(site, &approval, &[("hash", &hash), ("word", "akkoord")]).await,
        409,
        "draft_changed",
    );
    moved(&marijke.post(site, &approval, &[("hash", &page.field("hash")), ("word", "akkoord")]).await);
}
