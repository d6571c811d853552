//! Nothing leaks before it may (trust A54, invariant I12), and looking changes nothing (trust A25): every way to
//! look at the service is gone by, before and after.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, Request};
use schuifruimte::acts;
use schuifruimte::acts::account::NewAccount;
use schuifruimte::acts::letter::Wanted;
use schuifruimte::domain::account::Role;
use schuifruimte::domain::id::RevocationId;
use schuifruimte::domain::moderation::Written;
use schuifruimte::domain::revocation::Reason;
use schuifruimte::domain::round::Step;
use schuifruimte::web::{self, assets};

use super::changing::{choose, code, filled, form, open, post, receipt, review, send, slip};
use super::known::Known;
use crate::support::people::{JORIS, MARIJKE, Staff, auditor_keys, stored_password};
use crate::support::{Browser, OpenRound, Page, Place, Site, Town, days, now, on_both};

/// The auditor, who may look at everything in the office.
const ELS: Staff = Staff { login: "els", name: "Els Vos", function: "Rekenkamer", role: Role::Auditor };
/// The programme manager.
const FATMA: Staff =
    Staff { login: "fatma", name: "Fatma Demir", function: "Programmamanager", role: Role::ProgrammeManager };

/// Someone who looks: a resident, or a member of staff.
pub(super) struct Looker {
    /// Under which login; `anyone` for a resident.
    pub name: &'static str,
    /// With which cookies.
    pub browser: Browser,
}

/// What was seen: by whom, how and where; what came back.
pub type Seen = BTreeMap<(String, String), Answer>;

/// One answer: the status, every header, the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Everyone who may look.
pub(super) async fn lookers(town: &Town, site: &Site) -> Vec<Looker> {
    for who in [ELS, FATMA] {
        let new = NewAccount {
            login: who.login.to_string(),
            name: who.name.to_string(),
            function: who.function.to_string(),
            role: who.role,
            scope: schuifruimte::domain::account::Scope::City,
            password: stored_password().to_string(),
        };
        acts::account::create(&mut town.nobody_at(now()), new).await.expect("an account");
    }
    let mut all = vec![Looker { name: "anyone", browser: Browser::default() }];
    for who in [JORIS, MARIJKE, ELS, FATMA] {
        all.push(Looker { name: who.login, browser: Browser::of(site, who).await });
    }
    all
}

/// Every address of the service with each of its parts filled in by everything that there is; what nobody named
/// here is an address of a new kind, and must be named.
pub(super) fn addresses(town: &Town, rounds: &[&str], request: &RevocationId, known: &Known) -> Vec<String> {
    let named = |all: &[&str]| all.iter().map(|one| one.to_string()).collect::<Vec<_>>();
    let steps = named(&Step::NAMES.map(|(_, name)| name));
    let style = assets::STYLE.address().rsplit('/').next().expect("a name").to_string();
    let mut all = Vec::new();
    for route in web::table() {
        let mut filled_in = vec![route.path.to_string()];
        while let Some(part) =
            filled_in[0].split_once('{').map(|(_, rest)| rest.split('}').next().unwrap_or(""))
        {
            let part = part.to_string();
            let values = match part.as_str() {
                "round" => named(rounds),
                "plan" => named(&["01", "06"]),
                "step" => steps.clone(),
                "line" => vec![town.line.to_string()],
                "area" => named(&["WK034402"]),
                "number" | "mandate" | "change" => named(&["1"]),
                "year" => named(&["2027"]),
                "check" => named(&["permit"]),
                "kind" => named(&Written::KINDS.map(|(_, word)| word)),
                "account" => vec![town.joris.to_string()],
                "request" => vec![request.to_string()],
                // Papers have tests of their own.
                "stack" => named(&["nergens"]),
                "key" => vec![auditor_keys().1.clone()],
                "name" => vec![style.clone()],
                // Who pitches is tried in `post` and `web::pitching`.
                "pitch" | "mark" | "task" | "written" | "mail" | "token" | "group" | "member"
                | "invitation" | "session" | "initiator" | "call" => named(&["nergens"]),
                other if known.has(other) => known.get(other),
                other => panic!("what is {other} in {}?", route.path),
            };
            let one = |path: &String| {
                let path = path.clone();
                let fill = |value: &String| path.replacen(&format!("{{{part}}}"), value, 1);
                values.iter().map(fill).collect::<Vec<_>>()
            };
            filled_in = filled_in.iter().flat_map(one).collect();
        }
        all.extend(filled_in);
    }
    for round in rounds {
        for query in ["page=1", "page=2", "number=00000000"] {
            all.push(format!("/rondes/{round}/logboek?{query}"));
        }
        all.extend(
            ["", "/logboek", "/stemmen", "/stemmen?volgorde=x", "/uitslag"]
                .map(|end| format!("/en/rondes/{round}{end}")),
        );
    }
    all.sort();
    all.dedup();
    all
}

/// Joris asks to revoke a letter, and nobody has decided yet: whether it voted is for nobody to see.
pub(super) async fn ask_to_revoke(town: &Town, round: &OpenRound, letter: usize) -> RevocationId {
    let control = round.letters.printed[letter].1;
    let wanted = Wanted { control, by: None, reason: Reason::Lost };
    acts::letter::ask(&mut town.joris_at(days(1)), &round.id, &wanted).await.expect("a request")
}

/// Looks everywhere.
async fn look(site: &Site, lookers: &mut [Looker], method: &Method, addresses: &[String]) -> Seen {
    let mut seen = Seen::new();
    for Looker { name, browser } in lookers {
        for address in addresses {
            let page = browser.ask(site, method, address).await;
            assert!(!page.headers.contains_key("set-cookie"), "looking at {address} sets no cookie");
            seen.insert((name.to_string(), address.clone()), Answer::of(&page));
        }
    }
    seen
}

impl Answer {
    /// An answer as it is, but for one thing. Whoever comes to the list of plans without an order is sent on to one that is
    /// drawn for each request from fresh randomness, without any look at the ballots: the name of that order is left out.
    fn of(page: &Page) -> Answer {
        let body = String::from_utf8_lossy(&page.bytes).into_owned();
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let drawn = "?volgorde=";
        let shown = |value: String| match value.split_once(drawn) {
            Some((before, order)) if order.len() == 8 => format!("{before}{drawn}"),
            _ => value,
        };
        let headers = page.headers.iter();
        let headers = headers.map(|(name, value)| (name.to_string(), shown(text(value.as_bytes()))));
        Answer { status: page.status.as_u16(), headers: headers.collect(), body }
    }
}

/// Fails with the first place where two looks differ, and shows where.
fn same(before: &Seen, after: &Seen, what: &str) {
    assert_eq!(before.len(), after.len());
    for (place, old) in before {
        let new = &after[place];
        assert_eq!((old.status, &old.headers), (new.status, &new.headers), "{what}: {place:?}");
        let differs = old.body.bytes().zip(new.body.bytes()).position(|(a, b)| a != b);
        let around = |text: &str| {
            let from = differs.unwrap_or(0).saturating_sub(80);
            text.chars().skip(from).take(200).collect::<String>()
        };
        assert!(old.body == new.body, "{what}: {place:?}\n{}\n{}", around(&old.body), around(&new.body));
    }
}

#[test]
fn no_page_and_no_header_of_anyone_tells_whether_or_how_often_was_voted() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let mut lookers = lookers(&town, &site).await;
        let known = Known::of(&town).await;
        let request = ask_to_revoke(&town, &round, 0).await;
        let addresses = addresses(&town, &["zuilen"], &request, &known);
        // That somebody of the staff was refused something is noted once a minute; after this it stands in the log.
        look(&site, &mut lookers, &Method::GET, &addresses).await;
        let mut empty = look(&site, &mut lookers, &Method::GET, &addresses).await;
        known.is_opened(&empty);
        assert!(empty.values().filter(|answer| answer.status == 200).count() > 60, "there is much to see");

        let first = receipt(&site, &round, 0).await;
        let own = format!("/rondes/zuilen/logboek?number={}", slip(&first)[0].replace(' ', ""));
        let one = look(&site, &mut lookers, &Method::GET, &addresses).await;
        same(&empty, &one, "one vote");
        let log = Browser::default().get(&site, &own).await;
        assert!(log.says("Na het sluiten van de stemming staat elke stem hier."), "{}", log.body);
        assert!(!log.says("Een stem<") && !log.says(&slip(&first)[1]), "no ballot in the log: {}", log.body);

        let list = post(&site, "/rondes/zuilen/stemmen", &form(&first, "/rondes/zuilen/stemmen")).await;
        let changed = send(&site, &choose(&site, &list, "02").await, "", "").await;
        assert_ne!(slip(&changed)[1], slip(&first)[1]);
        let after = look(&site, &mut lookers, &Method::GET, &addresses).await;
        same(&one, &after, "one change");

        for letter in 1..40 {
            assert_eq!(slip(&receipt(&site, &round, letter).await).len(), 3);
        }
        let refused = send(&site, &review(&site, "03").await, &code(&round, 0), "AAA AAA").await;
        assert_eq!(refused.kind(), Some("code_not_accepted"));
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 40);
        let many = look(&site, &mut lookers, &Method::GET, &addresses).await;
        same(&empty, &many, "forty votes and a change: any count would show");
        // A copy that starts now knows no more.
        let second = town.second().await;
        let other = Site::of(&second, days(1));
        other.add_keys(&round);
        let mut fresh = look(&other, &mut lookers, &Method::GET, &addresses).await;
        // It notes its own refusals once.
        for seen in [&mut empty, &mut fresh] {
            seen.retain(|(_, address), _| !address.starts_with("/bureau/logboek"));
        }
        same(&empty, &fresh, "another copy");
        second.place.store.close().await;
    });
}

#[test]
fn what_the_forms_answer_before_a_code_tells_nothing_either() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let sum = [("plan", "01"), ("plan", "03"), ("order", "x"), ("next", "sum")];
        let fields: Vec<_> = sum.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let list = async || post(&site, "/rondes/zuilen/stemmen", &fields).await;
        let unknown = schuifruimte::domain::voting_code::VotingCode::from_values([3; 15]).for_the_letter();
        let open = form(&review(&site, "01").await, "/rondes/zuilen/stem");
        let wrong = filled(open, &[("code", &unknown)]);
        let guess = async || post(&site, "/rondes/zuilen/stem", &wrong).await;
        let before = [list().await, guess().await].map(|page| (page.headers, page.bytes));
        assert_eq!(slip(&receipt(&site, &round, 0).await).len(), 3);
        let after = [list().await, guess().await].map(|page| (page.headers, page.bytes));
        assert!(before == after, "the list counted up, and a code that no letter has");
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
    });
}

/// The lines of a dump that are not in another.
fn new_lines(before: &[String], after: &[String]) -> Vec<String> {
    after.iter().filter(|line| !before.contains(line)).cloned().collect()
}

async fn unchanged(place: &Place, before: &[String], what: &str) {
    let after = place.dump().await;
    assert_eq!(new_lines(before, &after), Vec::<String>::new(), "{what}");
    assert_eq!(before.len(), after.len(), "{what}");
}

#[test]
fn looking_at_any_address_in_any_way_changes_nothing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let certified = town.certified_round("pijlsweerd").await;
        let (round, site) = open(&town).await;
        assert_eq!(slip(&receipt(&site, &round, 0).await).len(), 3);
        let draft = town.draft_round("ondiep").await;
        let mut lookers = lookers(&town, &site).await;
        let rounds = [certified.id.as_str(), round.id.as_str(), draft.as_str()];
        let known = Known::of(&town).await;
        let addresses = addresses(&town, &rounds, &ask_to_revoke(&town, &round, 0).await, &known);
        // That somebody of the staff was refused something is noted once a minute; after this it stands in the log.
        look(&site, &mut lookers, &Method::GET, &addresses).await;
        let before = place.dump().await;
        assert!(before.iter().any(|line| line.starts_with("ballot: ")), "the dump sees ballots");
        for method in [Method::GET, Method::HEAD] {
            let seen = look(&site, &mut lookers, &method, &addresses).await;
            assert!(seen.values().all(|answer| answer.status < 500), "no address fails");
            unchanged(&place, &before, method.as_str()).await;
        }
        // Later all that is noted is that a member of staff is still there, and was refused something.
        site.clock.set(days(1).plus_minutes(2));
        look(&site, &mut lookers, &Method::GET, &addresses).await;
        let after = place.dump().await;
        let (log, new): (Vec<String>, Vec<String>) = new_lines(&before, &after)
            .into_iter()
            .partition(|line| line.starts_with("staff_log: ") || line.starts_with("log_head: "));
        assert!(new.iter().all(|line| line.starts_with("staff_session: ")) && new.len() == 4, "{new:#?}");
        let refusals = log.iter().filter(|line| line.starts_with("staff_log: ")).count();
        assert!((1..=4).contains(&refusals), "one for each of the staff at most: {log:#?}");
        assert_eq!(before.len() + refusals, after.len());
    });
}

#[test]
fn a_browser_that_fetches_ahead_neither_votes_nor_signs_out() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let vote =
            filled(form(&review(&site, "01").await, "/rondes/zuilen/stem"), &[("code", &code(&round, 0))]);
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&vote).finish();
        let mut joris = Browser::of(&site, JORIS).await;
        let before = place.dump().await;
        for address in [format!("/rondes/zuilen/stem?{query}"), "/bureau/afmelden".to_string()] {
            for purpose in ["prefetch", "prefetch;prerender"] {
                let request = Request::builder().uri(&address).header("sec-purpose", purpose);
                let page = site.send(request.body(Body::empty()).expect("a request")).await;
                assert_eq!(
                    (page.status.as_u16(), page.kind()),
                    (405, Some("method_not_allowed")),
                    "{address}"
                );
            }
            assert_eq!(joris.get(&site, &address).await.status, 405);
        }
        unchanged(&place, &before, "fetching ahead").await;
        assert_eq!(joris.get(&site, "/bureau").await.status, 200, "still signed in");
        assert_eq!(
            slip(&post(&site, "/rondes/zuilen/stem", &vote).await).len(),
            3,
            "the form itself is good"
        );
    });
}
