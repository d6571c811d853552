//! Names and texts on pages (trust.md A40, A42): escaped wherever they stand, and refused where nobody could read them.

use std::collections::{BTreeSet, VecDeque};

use schuifruimte::acts;
use schuifruimte::documents::picture::make;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::proposal::Proposal;

use crate::support::people::JORIS;
use crate::support::picture::png;
use crate::support::process::{Start, fields};
use crate::support::town::{plan, plans};
use crate::support::{Browser, Page, Site, Town, days, now, on_both, on_embedded};

const SCRIPT: &str = "<script>alert(1)</script>";
const IMAGE: &str = "Tuin\"><img src=x onerror=alert(1)>";
const TEXT: &str = "# Waarom\n\n*Groen* is [goed](javascript:alert(1)) <img src=x onerror=alert(1)>\n\n- [bron](https://utrecht.nl)";

/// Every address that a page leads to.
fn addresses(body: &str) -> Vec<String> {
    let all = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.map(|one| one.split('#').next().unwrap_or("").replace("&amp;", "&"))
        .filter(|one| one.starts_with('/'))
        .collect()
}

/// Everything that someone who is signed in can look at from here.
pub async fn walk(site: &Site, browser: &mut Browser, from: &[&str]) -> Vec<(String, Page)> {
    let mut waiting: VecDeque<String> = from.iter().map(|one| (*one).to_string()).collect();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut seen = Vec::new();
    while let Some(address) = waiting.pop_front() {
        let page = browser.get(site, &address).await;
        assert!(page.status.as_u16() < 500, "{address}: {}", page.body);
        let is_page = page.header("content-type").starts_with("text/html");
        for next in addresses(&page.body).into_iter().filter(|_| is_page) {
            // English says the same, and each day of a report as well.
            if !next.starts_with("/en") && !next.contains('?') && known.insert(next.clone()) {
                waiting.push_back(next);
            }
        }
        seen.push((address, page));
    }
    seen
}

fn hostile() -> Vec<Proposal> {
    let mut all = plans();
    all[0] = Proposal {
        title: SCRIPT.to_string(),
        summary: IMAGE.to_string(),
        text: TEXT.to_string(),
        applicant: IMAGE.to_string(),
        place: SCRIPT.to_string(),
        category: IMAGE.to_string(),
        ..all[0].clone()
    };
    all
}

/// A40, A41: on every page, in the title of a page, beside a picture, and in every file that a page leads to.
#[test]
fn a_hostile_name_is_a_name_on_every_page_and_in_every_file() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round_with("zuilen", &plan("zuilen"), &hostile()).await;
        let first = ProposalId::new("01");
        let files = make(&png(200, 200)).expect("a picture");
        acts::picture::add(&town.joris_at(days(-30)), &id, &first, &files, IMAGE).await.expect("added");
        let site = Site::of(&town, days(18));
        let mut joris = Browser::of(&site, JORIS).await;
        let round = town.certify_draft(id).await;
        let open = town.draft_round_with("ondiep", &plan("ondiep"), &hostile()).await;
        let seen = walk(&site, &mut joris, &["/", "/rondes", "/geld", "/bureau", "/bureau/rondes"]).await;
        let (mut named, mut titled, mut files) = (0, 0, 0);
        for (address, page) in &seen {
            let kind = page.header("content-type");
            if kind.starts_with("text/html") {
                for active in ["<script", "<img src=x", "onerror=alert(1)>", "=\"javascript:"] {
                    assert!(!page.says(active), "{active} on {address}: {}", page.body);
                }
                named += usize::from(page.says("&lt;script&gt;alert(1)"));
                titled += usize::from(page.says("<title>&lt;script&gt;"));
            } else if kind == "application/json" {
                serde_json::from_slice::<serde_json::Value>(&page.bytes).expect("JSON");
                files += usize::from(page.says(SCRIPT));
            } else {
                assert!(
                    kind != "text/html" && page.header("x-content-type-options") == "nosniff",
                    "{address}"
                );
            }
        }
        assert!(
            seen.len() > 40 && named >= 6 && titled >= 1 && files >= 1,
            "{} {named} {titled} {files}",
            seen.len()
        );
        let page = Browser::default().get(&site, &format!("/rondes/{round}/plannen/01")).await;
        assert!(page.says("alt=\"Tuin&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\""), "{}", page.body);
        assert!(
            page.says("<h2 class=\"utrecht-heading-2\">Waarom</h2>") && page.says("<em>Groen</em> is goed")
        );
        assert!(page.says("href=\"https://utrecht.nl\" rel=\"nofollow ugc noopener\""), "{}", page.body);
        let office = joris.get(&site, &format!("/bureau/rondes/{open}/plannen/01")).await;
        assert!(office.says("[goed](javascript:alert(1))"), "in its form a text stands as it was typed");
    });
}

/// A42, at the form of a plan.
#[test]
fn a_text_that_nobody_can_read_comes_back_with_a_sentence_and_what_was_typed() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, now());
        let mut joris = Browser::of(&site, JORIS).await;
        let rows = place.dump().await;
        let marks = format!("Zuilen{}", "\u{301}".repeat(5_000));
        let long = "a".repeat(121);
        for (title, kind) in [
            ("Bank \u{202e}neorg", "text_invalid"),
            ("Bank\u{200b}je", "text_invalid"),
            ("Bank\u{200d}je", "text_invalid"),
            ("Bank\0", "text_invalid"),
            ("Bank\u{7}", "text_invalid"),
            ("Bank\u{2066}x", "text_invalid"),
            ("Bank\u{e0041}", "text_invalid"),
            (&marks, "text_invalid"),
            ("🎉🎉🎉", "text_invalid"),
            ("(gewist)", "text_invalid"),
            (&long, "field_invalid"),
            ("", "field_invalid"),
        ] {
            let form = [
                ("title", title),
                ("summary", "Een bank"),
                ("text", "Om op te *zitten*"),
                ("applicant", "Buren"),
                ("amount", "100"),
            ];
            let page = joris.post(&site, "/bureau/rondes/zuilen/plannen", &form).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some(kind)), "{title:?}");
            assert!(page.says("Om op te *zitten*"), "what was typed comes back");
        }
        assert_eq!(place.dump().await, rows);
    });
}

#[test]
fn each_field_of_a_plan_is_held_to_it_and_marks_are_kept_in_one_form() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, now());
        let mut joris = Browser::of(&site, JORIS).await;
        for (field, text) in [("summary", "a\u{202e}b"), ("text", "een\n\ntwee\u{200b}"), ("applicant", "👩‍👧")]
        {
            let mut form = vec![("title", "Bank"), ("amount", "100")];
            form.extend(
                [("summary", "x"), ("text", "x"), ("applicant", "Buren")]
                    .into_iter()
                    .filter(|(name, _)| *name != field),
            );
            form.push((field, text));
            let page = joris.post(&site, "/bureau/rondes/zuilen/plannen", &form).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some("text_invalid")), "{field}");
        }
        // Letters with marks are kept in the one form in which names are compared.
        let form = [
            ("title", "Cafe\u{301} Zuilen"),
            ("applicant", "Buren"),
            ("amount", "100"),
            ("text", "a\r\n\r\nb"),
        ];
        assert_eq!(joris.post(&site, "/bureau/rondes/zuilen/plannen", &form).await.status.as_u16(), 303);
        assert_eq!(
            place
                .number("SELECT COUNT(*) FROM proposal WHERE title = 'Café Zuilen' AND body = 'a\n\nb'")
                .await,
            1
        );
    });
}

/// A42: a title of a megabyte, sent to the program itself.
#[test]
fn a_title_of_a_megabyte_is_not_even_read() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::on(&place, "http://schuif.example", now());
        let process = Start::of(&site).serve();
        let cookie = super::limits::signed_in(&process, JORIS);
        let title = "a".repeat(1_000_000);
        let form = fields(&[("title", &title), ("applicant", "Buren"), ("amount", "100")]);
        let answer = process.post_as("/bureau/rondes/zuilen/plannen", 0, &cookie, &form).expect("an answer");
        assert_eq!(answer.told(), (413, "too_large"));
    });
}

/// A42: what others put in a file that is taken in is cleaned, since its fingerprint says which file it was.
#[test]
fn names_of_an_election_that_is_taken_in_are_cleaned() {
    use schuifruimte::domain::count_rule::CountRule;
    use schuifruimte::domain::import::ImportedElection;
    use schuifruimte::domain::plain::fault_of_line;
    use schuifruimte::tally::{Rule, pb};
    let marks = "\u{301}".repeat(5_000);
    let long = "a".repeat(1_000_000);
    let file = format!(
        "META\nkey;value\ndescription;Jaar\u{202e}7202\ncountry;NL\nunit;Utr\u{200b}echt\ninstance;2027\nnum_projects;3\nnum_votes;1\n\
         budget;100\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost;votes;name\n1;50;1;Tuin{marks}\n2;50;0;{long}\n\
         3;50;0;\u{200b}\nVOTES\nvoter_id;vote\n1;1\n"
    );
    let election = pb::read(file.as_bytes()).expect("an election");
    let count = CountRule(Rule::greedy());
    let made = ImportedElection::new(&election, "Utrecht_2027.pb", file.as_bytes(), count).expect("a round");
    assert_eq!((made.area.name.as_str(), made.plan.title.as_str()), ("Utrecht", "Utrecht 2027"));
    let lengths: Vec<usize> = made.proposals.iter().map(|one| one.title.chars().count()).collect();
    assert_eq!(lengths, [7, 300, 1], "the last one is named by its number");
    assert!(made.proposals.iter().all(|one| fault_of_line(&one.title).is_none()));
}
