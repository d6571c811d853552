//! Support for plans before they are looked at, and organisations that support one.

use axum::http::StatusCode;
use schuifruimte::acts::pitch::review;
use schuifruimte::acts::support as acts;
use schuifruimte::acts::talk::endorsement::{self, Answer};
use schuifruimte::acts::{self as all_acts, ActError};
use schuifruimte::domain::digest::hex;
use schuifruimte::domain::id::{CommentId, PitchId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::pitch::State;
use schuifruimte::domain::smo::{Identity, Reach};
use schuifruimte::domain::support::{Support, Threshold};
use schuifruimte::domain::talk::contribution::What;
use schuifruimte::domain::talk::{Comment, Entry};
use schuifruimte::store;
use schuifruimte::store::StoreError;

use super::{address, ask, mails, say_yes, visitor};
use crate::pitching::{admit, all_well, assess, decider, refusal, sent, soup, state, today};
use crate::support::people::JORIS;
use crate::support::{Browser, Place, Site, Town, days, on_both};

async fn of_plan(place: &Place, plan: &PitchId) -> Support {
    let mut conn = place.store.read().await.expect("a connection");
    store::support::of_plan(&mut conn, plan).await.expect("readable")
}

async fn supported(place: &Place, plan: &PitchId, who: &[&str]) {
    for email in who {
        ask(place, today(), email, plan, What::Support).await.expect("asked");
        say_yes(place, today(), email).await;
    }
}

fn three() -> Threshold {
    Threshold { supporters: 3, ..Threshold::default() }
}

/// A threshold, a list and an organisation that was looked at: a row of each kind.
pub async fn of_each_kind(town: &Town, round: &RoundId, plan: &PitchId) {
    let joris = town.joris_at(today());
    acts::set_threshold(&joris, round, &three()).await.expect("set");
    acts::enter_list(&joris, round, plan, (4, "B 7")).await.expect("entered");
    endorsed(&town.place, plan, "post@koor.example", "Koor Zuilen").await.expect("asked");
    let id = waiting(&town.place, round, "Koor Zuilen").await;
    endorsement::check(&mut town.joris_at(today()), round, &id, (Answer::Shown, "")).await.expect("shown");
}

/// S22, S61: a round can ask for support, on screen or on paper alike; one address counts once, and a plan below the
/// threshold does not come on the ballot, by the act and by the database.
#[test]
fn a_plan_below_the_threshold_is_not_admitted_and_paper_counts_the_same() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        assess(&joris, &round, &plan, &all_well()).await.expect("looked at");
        acts::set_threshold(&joris, &round, &three()).await.expect("set");
        supported(&place, &plan, &["kees@buurt.example", "kees@buurt.example"]).await;
        assert_eq!(of_plan(&place, &plan).await, Support { by_mail: 1, on_paper: 0 }, "once");
        assert_eq!(refusal(review::admit(&joris, &round, &plan).await), "pt_admit: support-few");
        let past = place
            .sql(format!("UPDATE pitch SET state = 'admissible', proposal_id = '01' WHERE id = '{plan}'"))
            .await;
        assert!(matches!(past, Err(StoreError::Refused(_))), "{past:?}");
        assert_eq!(
            refusal(acts::enter_list(&joris, &round, &plan, (0, "A 1")).await),
            "support_people: support-people"
        );
        acts::enter_list(&joris, &round, &plan, (2, "A 1")).await.expect("entered");
        let twice = acts::enter_list(&joris, &round, &plan, (2, "A 1")).await;
        assert_eq!(refusal(twice), "support_archive: support-twice");
        assert_eq!(of_plan(&place, &plan).await.total(), 3);
        acts::strike(&joris, &round, (&plan, 1), "Verkeerd plan").await.expect("struck out");
        assert_eq!(refusal(review::admit(&joris, &round, &plan).await), "pt_admit: support-few");
        acts::enter_list(&joris, &round, &plan, (2, "A 1")).await.expect("entered anew");
        // Nobody makes a threshold alone.
        assert_eq!(refusal(review::admit(&joris, &round, &plan).await), "pt_admit: support-own-list");
        review::admit(&decider(&place).await, &round, &plan).await.expect("admitted");
        assert_eq!(state(&town, &plan).await, State::Admissible);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// Who supports a plan takes that back by the link in the mail; when the round is over nobody knows any more who it was, and
/// how many they were stays.
#[test]
fn support_is_taken_back_and_erased_after_the_round() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        supported(&place, &plan, &["kees@buurt.example", "ans@buurt.example", "mo@buurt.example"]).await;
        let mark = address("kees@buurt.example").mark();
        acts::withdraw(&visitor(&place, today()), &mark, &plan).await.expect("taken back");
        assert_eq!(of_plan(&place, &plan).await.by_mail, 2);
        let kept = place.dump().await;
        assert!(
            !kept.iter().any(|row| row.starts_with("support") && row.contains('@')),
            "no address beside it"
        );
        admit(&decider(&place).await, &round, &plan).await.expect("decided");
        town.certify_draft(round).await;
        let run =
            async || all_acts::erasure::run(&place.context(Actor::Service, days(30))).await.expect("it runs");
        assert_eq!(run().await.emptied.supporters, 2);
        assert_eq!(run().await.emptied.supporters, 0, "once");
        assert_eq!(of_plan(&place, &plan).await.by_mail, 2, "how many stays");
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM support").await, 0);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// Under what a paper list is in the archive may name people: it stands in no log, and two years after the round it is gone, with
/// why a list was struck out and why an organisation was not let in.
#[test]
fn the_words_about_support_are_erased_after_their_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        for archive in ["lijst mevrouw De Vries", "lijst twee De Vries"] {
            acts::enter_list(&joris, &round, &plan, (3, archive)).await.expect("entered");
        }
        acts::strike(&joris, &round, (&plan, 1), "De Vries telde dubbel.").await.expect("struck");
        endorsed(&place, &plan, "bestuur@koor.example", "Buurtkoor").await.expect("asked");
        let one = waiting(&place, &round, "Buurtkoor").await;
        let no = (Answer::Refused, "De Vries is niet van het koor.");
        endorsement::check(&mut town.joris_at(today()), &round, &one, no).await.expect("refused");
        let with = async |table: &str| {
            let all = place.dump().await.into_iter();
            all.filter(|row| row.starts_with(table) && row.contains("De Vries")).count()
        };
        assert_eq!((with("support_list").await, with("endorsement_check").await), (2, 1));
        let name = hex(b"De Vries");
        let mut log = place.dump().await.into_iter().filter(|row| row.starts_with("staff_log"));
        assert!(!log.any(|row| row.to_lowercase().contains(&name)), "the log is for ever");
        admit(&decider(&place).await, &round, &plan).await.expect("decided");
        town.certify_draft(round).await;
        all_acts::erasure::run(&place.context(Actor::Service, days(800))).await.expect("it runs");
        assert_eq!((with("support_list").await, with("endorsement_check").await), (0, 0));
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// What a round asks is fixed with its rules.
#[test]
fn a_threshold_is_sound_and_frozen_with_the_rules() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let joris = town.joris_at(today());
        let unsound = Threshold { supporters: 25, per: 5_000, residents: 0 };
        let done = acts::set_threshold(&joris, &round, &unsound).await;
        assert_eq!(refusal(done), "support_supporters: support-number");
        let scaled = Threshold { supporters: 25, per: 5_000, residents: 997 };
        acts::set_threshold(&joris, &round, &scaled).await.expect("set");
        let needed = "SELECT needed FROM support_terms";
        assert_eq!(place.number(needed).await, 5, "scaled to who may vote");
        let open = town.open_drafted(round).await;
        let done = acts::set_threshold(&town.joris_at(days(1)), &open.id, &three()).await;
        assert!(done.is_err(), "{done:?}");
        assert!(place.sql("UPDATE support_terms SET needed = 1").await.is_err(), "by the database as well");
    });
}

async fn endorsed(place: &Place, plan: &PitchId, email: &str, name: &str) -> Result<(), ActError> {
    let what = What::endorsement(name, "Dit brengt buren samen.");
    ask(place, today(), email, plan, what).await?;
    say_yes(place, today(), email).await;
    Ok(())
}

/// What an organisation of this name says, while it waits for an officer.
async fn waiting(place: &Place, round: &RoundId, name: &str) -> CommentId {
    let mut conn = place.store.read().await.expect("a connection");
    let all = store::talk::endorsement::waiting(&mut conn, round).await.expect("readable");
    all.into_iter().find(|one| one.name == name).expect("it waits").id
}

async fn shown(place: &Place, plan: &PitchId) -> Vec<Comment> {
    let mut conn = place.store.read().await.expect("a connection");
    store::talk::endorsement::of_plan(&mut conn, plan).await.expect("readable")
}

/// S59: organisations support a plan without a vote, apart from residents, and nobody reads it before an officer looked; S11:
/// nothing asks for it and nothing counts it; S55: a wijkbureau supports no plan.
#[test]
fn s59_an_organisation_supports_a_plan_apart_from_residents_and_votes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        acts::set_threshold(&joris, &round, &three()).await.expect("set");
        endorsed(&place, &plan, "post@koor.example", "Koor Zuilen").await.expect("asked");
        endorsed(&place, &plan, "info@school.example", "De Ahornschool").await.expect("asked");
        assert_eq!(shown(&place, &plan).await, [], "nobody reads it yet");
        let choir = waiting(&place, &round, "Koor Zuilen").await;
        let school = waiting(&place, &round, "De Ahornschool").await;
        for (id, answer, reason) in
            [(&choir, Answer::Shown, ""), (&school, Answer::Refused, "De school weet van niets.")]
        {
            let mut joris = town.joris_at(today());
            endorsement::check(&mut joris, &round, id, (answer, reason)).await.expect("looked at");
            let again = endorsement::check(&mut joris, &round, id, (answer, "Nog eens.")).await;
            assert!(matches!(again, Err(ActError::DraftChanged)), "{again:?}");
        }
        assert_eq!(mails(&place, "withheld").await, 1, "who is refused hears why");
        let names: Vec<String> = shown(&place, &plan).await.into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["Koor Zuilen"]);
        assert_eq!(of_plan(&place, &plan).await.total(), 0, "S59: counted apart");
        assess(&joris, &round, &plan, &all_well()).await.expect("looked at");
        assert_eq!(
            refusal(review::admit(&joris, &round, &plan).await),
            "pt_admit: support-few",
            "S11: it helps nothing"
        );
        for name in ["Wijkbureau  Noordwest", "UTRECHT", "Kóór zuilen"] {
            let done = refusal(endorsed(&place, &plan, "x@y.example", name).await);
            assert!(done.starts_with("support_organisation: support-"), "{name}: {done}");
        }
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S10: one in the register of social-brokerage organisations is welcome, and stands there as a partner.
#[test]
fn s10_a_social_broker_supports_a_plan_as_a_partner() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        crate::pitching::rules::register(&town).await;
        let mut conn = place.store.read().await.expect("a connection");
        let reach = Reach { applicant: vec![Identity::new("Het Makelpunt", None)], ..Reach::default() };
        let known = store::smo::newest(&mut conn).await.expect("readable").exclusions(&reach, today());
        drop(conn);
        assert_eq!(known.len(), 1, "by its name as people write it");
        endorsed(&place, &plan, "info@makelpunt.example", "Het Makelpunt").await.expect("asked");
        let id = waiting(&place, &round, "Het Makelpunt").await;
        endorsement::check(&mut town.joris_at(today()), &round, &id, (Answer::Shown, ""))
            .await
            .expect("shown");
        assert_eq!(shown(&place, &plan).await[0].entry, Entry::Partner);
        let page = Browser::default()
            .get(&Site::of(&town, today()), &format!("/rondes/{round}/ingestuurd/{plan}"))
            .await;
        assert!(page.says("partner: sociaal makelaar"), "{}", page.body);
    });
}

/// Through the front door: the form of a person, that of an organisation, and the pages of the office.
#[test]
fn support_is_given_and_checked_on_pages() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let site = Site::of(&town, today());
        let (mut anyone, way) = (Browser::default(), format!("/rondes/{round}/ingestuurd/{plan}/steun"));
        assert!(anyone.get(&site, &way).await.says("geen steun nodig"));
        let mut joris = Browser::of(&site, JORIS).await;
        let office = format!("/bureau/rondes/{round}/steun");
        let wrong = [("support_supporters", "25"), ("support_per", "5000"), ("support_residents", "")];
        assert_eq!(joris.post(&site, &office, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = [wrong[0], wrong[1], ("support_residents", "400")];
        assert_eq!(joris.post(&site, &office, &right).await.status, StatusCode::SEE_OTHER);
        let page = anyone.post(&site, &way, &[("as", "person"), ("post_email", "kees@buurt.example")]).await;
        assert_eq!(page.status, StatusCode::ACCEPTED, "{}", page.body);
        say_yes(&place, today(), "kees@buurt.example").await;
        let id = plan.to_string();
        let list = [("support_plan", id.as_str()), ("support_people", "2"), ("support_archive", "2027-14")];
        let page = joris.post(&site, &format!("{office}/lijsten"), &list).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = anyone.get(&site, &way).await;
        assert!(
            page.says("3 bewoners willen dat dit plan verder gaat. Van hen staan er 2 op papieren lijsten."),
            "{}",
            page.body
        );
        assert!(page.says("Dat is genoeg") && page.says("Zo komen wij op 2"), "{}", page.body);
    });
}

/// The form of an organisation, and the page on which an officer looks at it.
#[test]
fn an_organisation_is_checked_on_a_page() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let site = Site::of(&town, today());
        let (mut anyone, way) = (Browser::default(), format!("/rondes/{round}/ingestuurd/{plan}/steun"));
        let mut joris = Browser::of(&site, JORIS).await;
        let typed = [
            ("as", "organisation"),
            ("support_organisation", "Koor Zuilen"),
            ("support_words", "Zingen maakt hongerig."),
            ("support_office_email", "nee"),
        ];
        let page = anyone.post(&site, &way, &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("Koor Zuilen"), "nothing typed is lost: {}", page.body);
        let typed = [typed[0], typed[1], typed[2], ("support_office_email", "post@koor.example")];
        assert_eq!(anyone.post(&site, &way, &typed).await.status, StatusCode::ACCEPTED);
        say_yes(&place, today(), "post@koor.example").await;
        assert!(!anyone.get(&site, &way).await.says("Koor Zuilen"), "an officer looks first");
        let page = joris.get(&site, &format!("/bureau/rondes/{round}/gesprek")).await;
        assert!(
            page.says("Organisaties die wachten op controle") && page.says("Bekijk dit"),
            "{}",
            page.body
        );
        let one = waiting(&place, &round, "Koor Zuilen").await;
        let check = format!("/bureau/rondes/{round}/gesprek/bericht/{one}");
        let page = joris
            .post(&site, &check, &[("do", "check"), ("support_answer", "refused"), ("talk_reason", "")])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a no has its reason: {}", page.body);
        assert_eq!(
            joris.post(&site, &check, &[("do", "check"), ("support_answer", "shown")]).await.status,
            StatusCode::SEE_OTHER
        );
        let page = anyone.get(&site, &format!("/rondes/{round}/ingestuurd/{plan}")).await;
        assert!(
            page.says("1 organisatie steunt dit plan") && page.says("Zingen maakt hongerig."),
            "{}",
            page.body
        );
    });
}
