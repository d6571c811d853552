//! What becomes of a plan after the vote: milestones, reports with pictures, requests to change something, on one public page.

use axum::http::StatusCode;
use jiff::civil::date;
use schuifruimte::acts::progress::{self, change, milestone, report};
use schuifruimte::acts::{self, ActError};
use schuifruimte::documents::picture::make;
use schuifruimte::domain::id::InitiativeId;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::progress::{ChangeKind, Ruling, Turn};
use schuifruimte::store;

use crate::acts::payments::{Granted, granted, settle};
use crate::post::groups::named;
use crate::support::people::{JORIS, MARIJKE};
use crate::support::picture::png;
use crate::support::{Browser, Place, Site, days, on_both, on_both_tampered};

/// The plan of the grant of [`granted`], and the pages of its group.
const PLAN: &str = "/rondes/zuilen/plannen/01";

/// Sanne in a group that carries out the grant: the browser and the way to its page.
async fn carried(place: &Place, site: &Site, life: &Granted) -> (Browser, String) {
    let mut sanne = named(place, site, "sanne@buurt.example", "Sanne Planted").await;
    let page = sanne.post(site, "/initiatief/groepen", &[("post_group", "Buurttuin Zuilen")]).await;
    let way = page.header("location").to_string();
    let group = InitiativeId::new(way.rsplit('/').next().expect("a group"));
    progress::set_group(&life.town.joris_at(days(22)), &life.grant, &group).await.expect("their plan");
    (sanne, format!("{way}/subsidies/{}", life.grant))
}

fn wanted(kind: ChangeKind, until: Option<jiff::civil::Date>) -> change::Wanted {
    let (what, why) = ("Een week later.".to_string(), "Het regende.".to_string());
    change::Wanted { kind, what, why, until }
}

#[test]
fn a_group_plans_milestones_and_everyone_sees_what_became_of_each() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let site = Site::of(&life.town, days(22));
        let (mut sanne, way) = carried(&place, &site, &life).await;
        let page = sanne
            .post(
                &site,
                &format!("{way}/mijlpalen"),
                &[("milestone", "De plek is klaar"), ("planned_on", "2027-05-01")],
            )
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let refused = sanne
            .post(&site, &format!("{way}/mijlpalen"), &[("milestone", ""), ("planned_on", "2027-05-01")])
            .await;
        assert_eq!(
            (refused.status, refused.kind()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("field_invalid"))
        );
        assert!(refused.body.contains("2027-05-01"), "what was typed comes back: {}", refused.body);
        let moved = [("turn", "moved"), ("turn_day", "2027-06-01"), ("turn_why", "De grond was nat.")];
        let page = sanne.post(&site, &format!("{way}/mijlpalen/1"), &moved).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let silent = [("turn", "moved"), ("turn_day", "2027-07-01"), ("turn_why", "")];
        let page = sanne.post(&site, &format!("{way}/mijlpalen/1"), &silent).await;
        assert_eq!(page.kind(), Some("field_invalid"), "whoever waits for it wants to know why");
        let page = Browser::default().get(&site, PLAN).await;
        assert!(page.says("De grond was nat.") && page.says("Gepland op 1 juni 2027"), "{}", page.body);
    });
}

/// Words and a photo of the group, on every page that shows them, until the office takes them off.
#[test]
fn what_a_group_tells_is_on_the_page_of_the_plan_until_it_may_not_be_public() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let site = Site::of(&life.town, days(22));
        let (mut sanne, way) = carried(&place, &site, &life).await;
        let story = [
            ("report_title", "De eerste schep"),
            ("report_story", "Wij groeven met **twaalf** buren.<script>x</script>"),
            ("words_alt", "Een kuil met een schep"),
        ];
        let page = sanne
            .upload_bytes(&site, &format!("{way}/berichten"), &story, ("kuil.png", &png(400, 300)))
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let unsaid = [("report_title", "Nog een"), ("report_story", "Foto."), ("words_alt", "")];
        let page =
            sanne.upload_bytes(&site, &format!("{way}/berichten"), &unsaid, ("b.png", &png(400, 300))).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a picture needs its words");
        let page = sanne.upload_bytes(&site, &format!("{way}/berichten"), &story, ("b.png", b"GIF89a")).await;
        assert_eq!(page.kind(), Some("unsupported_type"));

        life.pay(100_000, days(24)).await;
        let page = Browser::default().get(&site, PLAN).await;
        for said in [
            "De stemming is begonnen.",
            "De uitslag is vastgesteld.",
            "Dit plan is gekozen",
            "De gemeente geeft subsidie",
            "De eerste schep",
            "twaalf",
            "Er is € 1.000 betaald.",
        ] {
            assert!(page.says(said) || page.body.contains(said), "{said}: {}", page.body);
        }
        assert!(!page.body.contains("<script>x"), "words are no marks");
        assert!(!page.says("Sanne"), "nobody is named");
        let picture =
            page.body.split("/fotos/").nth(1).and_then(|rest| rest.split('"').next()).expect("a picture");
        let file = Browser::default().get(&site, &format!("/fotos/{picture}")).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "image/jpeg"));
        let feed = Browser::default().get(&site, &format!("{PLAN}/nieuws.atom")).await;
        assert!(feed.body.contains("Bericht: De eerste schep"), "{}", feed.body);
        assert_eq!(place.fsck().await, Vec::<String>::new());

        taken_off(&life, &site, (&mut sanne, &way), picture).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// A neighbour reports it, the office takes it off with a ground and a reason, the group asks for a second look, and another officer
/// leaves it off: words and picture are gone from the page, the feed and then from the database.
async fn taken_off(life: &Granted, site: &Site, (sanne, way): (&mut Browser, &str), picture: &str) {
    let mut anyone = Browser::default();
    let report = format!("/rondes/zuilen/melden/voortgang/{}.1", life.grant);
    assert!(anyone.get(site, PLAN).await.body.contains(&report));
    assert!(anyone.get(site, &report).await.says("De eerste schep"));
    let told = [("talk_ground", "personal"), ("talk_report", "Dat is mijn kind.")];
    assert!(anyone.post(site, &report, &told).await.says("Dank u wel"));
    let case = format!("/bureau/rondes/zuilen/gesprek/voortgang/{}.1", life.grant);
    let mut joris = Browser::of(site, JORIS).await;
    assert!(joris.get(site, "/bureau/rondes/zuilen/gesprek").await.body.contains(&case));
    let off = [("do", "off"), ("talk_ground", "personal"), ("talk_reason", "Er staat een kind op.")];
    let page = joris.post(site, &case, &off).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = anyone.get(site, PLAN).await;
    assert!(
        page.says("Er staat een kind op.") && !page.says("twaalf") && !page.body.contains(&report),
        "{}",
        page.body
    );
    let file = format!("/fotos/{picture}");
    assert_eq!(anyone.get(site, &file).await.status, StatusCode::NOT_FOUND);
    assert_eq!(anyone.get(site, &report).await.status, StatusCode::NOT_FOUND);
    assert!(!anyone.get(site, &format!("{PLAN}/nieuws.atom")).await.body.contains("De eerste schep"));
    let seen = joris.get(site, &format!("{case}/fotos/1")).await;
    assert_eq!(seen.header("content-type"), "image/jpeg", "who looks again sees what it is about");
    let stranger = anyone.get(site, &format!("{case}/fotos/1")).await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER, "to the page to sign in");
    assert_eq!(crate::talk::mails(&life.town.place, "withheld").await, 1, "the group is told");
    let page = sanne.get(site, way).await;
    assert!(page.says("Er staat een kind op.") && page.says("Bent u het niet eens?"), "{}", page.body);
    let page = sanne.post(site, &format!("{way}/berichten/1/weggehaald"), &[("talk_appeal", " ")]).await;
    assert_eq!((page.status, page.kind()), (StatusCode::UNPROCESSABLE_ENTITY, Some("field_invalid")));
    let asked = [("talk_appeal", "De ouders vinden het goed.")];
    let for_it = format!("/bureau/subsidies/{}/voortgang/berichten/1/weggehaald", life.grant);
    let page = joris.post(site, &for_it, &asked).await;
    assert_eq!(page.kind(), Some("four_eyes_required"), "who took it off does not ask in place of the group");
    let page = Browser::of(site, MARIJKE).await.post(site, &for_it, &asked).await;
    assert!(page.says("Zij vraagt dit zelf"), "nor does anybody where the group has e-mail: {}", page.body);
    let page = sanne.post(site, &format!("{way}/berichten/1/weggehaald"), &asked).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let rule = [("do", "rule"), ("talk_ruling", "upheld"), ("talk_ruling_reason", "De ouders zeggen nee.")];
    let page = joris.post(site, &case, &rule).await;
    assert_eq!((page.status, page.kind()), (StatusCode::CONFLICT, Some("four_eyes_required")));
    let page = Browser::of(site, MARIJKE).await.post(site, &case, &rule).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert_eq!(crate::talk::mails(&life.town.place, "withheld").await, 2, "and of the second look");
    let place = &life.town.place;
    assert!(place.dump().await.iter().any(|row| row.contains("twaalf")), "until it is final");
    acts::erasure::run(&place.context(Actor::Service, days(23))).await.expect("it runs");
    let left = place
        .number("SELECT CAST(COUNT(*) AS BIGINT) FROM grant_report_picture WHERE large_file IS NOT NULL");
    assert_eq!(left.await, 0);
    assert!(!place.dump().await.iter().any(|row| row.contains("twaalf")), "the words are gone");
}

/// S44: the group writes about its own plan, and nobody else in its place but the office, which says so.
#[test]
fn s44_only_writers_of_the_group_and_the_office_for_it_write_about_a_plan() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let site = Site::of(&life.town, days(22));
        let (mut sanne, way) = carried(&place, &site, &life).await;
        let mut kees = named(&place, &site, "kees@elders.example", "Kees").await;
        let said = [("milestone", "Van Kees"), ("planned_on", "2027-05-01")];
        assert_eq!(kees.get(&site, &way).await.status, StatusCode::NOT_FOUND);
        assert_eq!(kees.post(&site, &format!("{way}/mijlpalen"), &said).await.status, StatusCode::NOT_FOUND);
        let other = kees.post(&site, "/initiatief/groepen", &[("post_group", "Van Kees")]).await;
        let other = format!("{}/subsidies/{}", other.header("location"), life.grant);
        assert_eq!(
            kees.get(&site, &other).await.status,
            StatusCode::NOT_FOUND,
            "not by way of a group of his own"
        );
        let nobody = place.context(Actor::Visitor, days(22));
        let refused = milestone::plan(&nobody, &life.grant, "Niemand", date(2027, 5, 1)).await;
        assert!(matches!(refused, Err(ActError::FourEyes)), "{refused:?}");
        report::tell(&life.town.joris_at(days(23)), &life.grant, ("Van de balie", "Truus belde."), &[])
            .await
            .expect("told");
        let page = sanne.get(&site, &way).await;
        assert!(page.says("Bericht van de gemeente, voor de groep"), "{}", page.body);
        assert_eq!(
            sanne.post(&site, &format!("{way}/wijzigingen/1"), &[("ruling", "agreed")]).await.status,
            StatusCode::NOT_FOUND,
            "a group decides nothing"
        );
    });
}

#[test]
fn a_request_for_more_time_moves_the_last_day_by_a_decision_and_never_the_money() {
    on_both(|place| async move {
        let life = granted(&place).await;
        life.ends(days(60)).await;
        let (joris, marijke) = (life.town.joris_at(days(23)), life.town.marijke_at(days(24)));
        let day = |at| days(at).local().date();
        let early = change::ask(&joris, &life.grant, &wanted(ChangeKind::Time, Some(day(59)))).await;
        assert!(matches!(early, Err(ActError::Fields(_))), "not earlier: {early:?}");
        let past = change::ask(&joris, &life.grant, &wanted(ChangeKind::Time, Some(date(2060, 1, 1)))).await;
        assert!(matches!(past, Err(ActError::Fields(_))), "S14, not past the budget: {past:?}");
        let number =
            change::ask(&joris, &life.grant, &wanted(ChangeKind::Time, Some(day(90)))).await.expect("asked");
        let twice = change::ask(&joris, &life.grant, &wanted(ChangeKind::Use, None)).await;
        assert!(matches!(twice, Err(ActError::Fields(_))), "one waits at a time");
        let before = store::ledger::accounts_of_grant(&mut place.store.read().await.unwrap(), &life.grant)
            .await
            .unwrap();
        let silent = change::decide(&marijke, &life.grant, number, (Ruling::Agreed, " ")).await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "with a reason");
        change::decide(&marijke, &life.grant, number, (Ruling::Agreed, "Regen is overmacht."))
            .await
            .expect("decided");
        let again = change::decide(&marijke, &life.grant, number, (Ruling::Refused, "Toch niet.")).await;
        assert!(matches!(again, Err(ActError::DraftChanged)), "{again:?}");
        let mut conn = place.store.read().await.unwrap();
        let plan = store::payment::plan(&mut conn, &life.grant).await.unwrap().unwrap();
        assert_eq!(plan.ends_on, day(90));
        assert_eq!(
            store::ledger::accounts_of_grant(&mut conn, &life.grant).await.unwrap(),
            before,
            "no cent moved"
        );
        let asked = store::progress::change::of(&mut conn, &life.grant).await.unwrap();
        assert_eq!((asked[0].decide_by - day(23)).get_days() / 7, 8, "eight weeks, on a working day");
        drop(conn);
        let refused = change::ask(&joris, &life.grant, &wanted(ChangeKind::Use, None)).await.expect("asked");
        change::decide(&marijke, &life.grant, refused, (Ruling::Refused, "Past niet in het plan."))
            .await
            .expect("decided");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn nothing_is_planned_before_the_award_nor_after_the_account_and_what_was_reached_stays() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let joris = life.town.joris_at(days(23));
        let other = life.town.grants(&schuifruimte::domain::id::RoundId::new("zuilen")).await.remove(1);
        let early = milestone::plan(&joris, &other, "Te vroeg", date(2027, 5, 1)).await;
        assert!(matches!(early, Err(ActError::WrongState(_))), "{early:?}");
        let number = milestone::plan(&joris, &life.grant, "Plek", date(2027, 5, 1)).await.expect("planned");
        let future =
            milestone::turn(&joris, &life.grant, number, (Turn::Reached, date(2027, 5, 1), "")).await;
        assert!(matches!(future, Err(ActError::Fields(_))), "nobody reaches what is to come: {future:?}");
        milestone::turn(&joris, &life.grant, number, (Turn::Reached, days(23).local().date(), ""))
            .await
            .expect("reached");
        let back = milestone::turn(
            &joris,
            &life.grant,
            number,
            (Turn::Dropped, days(23).local().date(), "Toch niet."),
        )
        .await;
        assert!(matches!(back, Err(ActError::DraftChanged)), "{back:?}");
        life.pay(life.amount.get(), days(24)).await;
        life.ends(days(30)).await;
        acts::settlement::receive(
            &life.town.joris_at(days(31)),
            &life.grant,
            &crate::acts::payments::account(Some(life.amount.get()), days(31)),
        )
        .await
        .expect("accounted");
        let late =
            milestone::plan(&life.town.joris_at(days(32)), &life.grant, "Te laat", date(2027, 6, 1)).await;
        assert!(matches!(late, Err(ActError::WrongState(_))), "{late:?}");
        report::tell(&life.town.joris_at(days(32)), &life.grant, ("Slot", "Het was mooi."), &[])
            .await
            .expect("told");
        settle(&life.town.marijke_at(days(33)), &life.grant, life.amount.get()).await.expect("settled");
        acts::settlement::close(&life.town.joris_at(days(34)), &life.grant).await.expect("closed");
        let over =
            report::tell(&life.town.joris_at(days(35)), &life.grant, ("Na", "Na het slot."), &[]).await;
        assert!(matches!(over, Err(ActError::WrongState(_))), "{over:?}");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// Seven years after its end nothing of what people wrote about a plan is left; what was reached and decided is.
#[test]
fn words_and_pictures_of_a_plan_go_when_their_term_has_passed() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let (joris, marijke) = (life.town.joris_at(days(23)), life.town.marijke_at(days(24)));
        let files = make(&png(200, 150)).expect("a picture");
        report::tell(
            &joris,
            &life.grant,
            ("Planted titel", "Planted verhaal"),
            &[(files, "Planted foto".to_string())],
        )
        .await
        .expect("told");
        milestone::plan(&joris, &life.grant, "Plek", date(2027, 5, 1)).await.expect("planned");
        milestone::turn(&joris, &life.grant, 1, (Turn::Dropped, days(23).local().date(), "Planted reden"))
            .await
            .expect("dropped");
        let asked = change::Wanted {
            kind: ChangeKind::Use,
            what: "Planted wat".into(),
            why: "Planted waarom".into(),
            until: None,
        };
        change::ask(&joris, &life.grant, &asked).await.expect("asked");
        change::decide(&marijke, &life.grant, 1, (Ruling::Agreed, "Planted besluit")).await.expect("decided");
        acts::grant::revoke(&marijke, &life.grant, "Het ging niet door.", acts::grant::PaidPart::Keep)
            .await
            .expect("revoked");
        acts::erasure::run(&place.context(Actor::Service, days(25 + 366 * 2))).await.expect("it runs");
        let planted =
            async || place.dump().await.into_iter().filter(|row| row.contains("Planted")).collect::<Vec<_>>();
        assert!(!planted().await.iter().any(|row| row.contains("foto")), "pictures go after two years");
        assert_eq!(planted().await.len(), 3, "words go later: {:?}", planted().await);
        acts::erasure::run(&place.context(Actor::Service, days(25 + 366 * 8))).await.expect("it runs");
        assert_eq!(planted().await, Vec::<String>::new());
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn a_file_that_was_changed_and_a_day_that_was_moved_in_the_database_are_found() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        let joris = life.town.joris_at(days(23));
        let files = make(&png(200, 150)).expect("a picture");
        report::tell(&joris, &life.grant, ("Titel", "Verhaal"), &[(files, "Foto".to_string())])
            .await
            .expect("told");
        let other = "UPDATE grant_report_picture SET large_file = small_file";
        assert!(place.sql(other).await.is_err(), "the database keeps it");
        place.slip("grant_report_picture", other).await;
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("picture 1 of report 1")), "{found:?}");
    });
}
