//! Support that was enough and is lost again, and lists on paper that two people stand for.

use axum::http::StatusCode;
use schuifruimte::acts::ActError;
use schuifruimte::acts::pitch::{Author, review, short};
use schuifruimte::acts::support as acts;
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::id::{PitchId, ProposalId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::pitch::{Ground, State};
use schuifruimte::domain::support::Threshold;
use schuifruimte::domain::talk::contribution::What;
use schuifruimte::domain::time::Moment;

use super::{address, ask, say_yes, visitor};
use crate::pitching::{all_well, assess, decider, own, refusal, sent, soup, state, today};
use crate::support::people::{JORIS, Staff};
use crate::support::{Browser, DAY, Place, Site, Town, on_both};

const FEW: (Ground, &str) = (Ground::Support, "Er is te weinig steun.");

fn at(days: i64) -> Moment {
    today().plus_minutes(days * DAY)
}

fn asks(supporters: u64) -> Threshold {
    Threshold { supporters, ..Threshold::default() }
}

async fn supports(place: &Place, plan: &PitchId, email: &str, now: Moment) {
    ask(place, now, email, plan, What::Support).await.expect("asked");
    say_yes(place, now, email).await;
}

async fn no(town: &Town, round: &RoundId, plan: &PitchId, day: i64) -> Result<(), ActError> {
    review::not_admit(&town.joris_at(at(day)), round, plan, FEW).await
}

/// S54: a term that was met is over. Who loses support after that hears anew how much is missing, and has its time anew.
#[test]
fn s54_support_that_was_enough_and_is_lost_is_told_anew_with_a_new_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        acts::set_threshold(&town.joris_at(today()), &round, &asks(2)).await.expect("set");
        short::tell(&town.joris_at(at(0)), &round, &plan, "U mist er 2.").await.expect("told");
        for email in ["kees@buurt.example", "mo@buurt.example"] {
            supports(&place, &plan, email, at(2)).await;
        }
        assert_eq!(refusal(no(&town, &round, &plan, 16).await), "pt_ground: support-has-enough");
        let mark = address("kees@buurt.example").mark();
        acts::withdraw(&visitor(&place, at(17)), &mark, &plan).await.expect("taken back");
        assert_eq!(refusal(no(&town, &round, &plan, 18).await), "pt_ground: support-untold", "it had enough");
        let site = Site::of(&town, at(18));
        let mut office = Browser::of(&site, JORIS).await;
        let page = office.get(&site, &format!("/bureau/rondes/{round}/ingestuurd/{plan}")).await;
        assert!(page.says("Vertel de groep opnieuw hoeveel steun er mist."), "{}", page.body);
        short::tell(&town.joris_at(at(18)), &round, &plan, "U mist er nu 1.").await.expect("told anew");
        assert_eq!(refusal(no(&town, &round, &plan, 32).await), "pt_ground: support-untold", "a new term");
        no(&town, &round, &plan, 33).await.expect("its new term has passed");
        assert_eq!(state(&town, &plan).await, State::NotAdmitted);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S54: support that is lost gives a new term once. Whoever gives and takes back again and again does not keep the round from opening.
#[test]
fn s54_a_third_loss_gives_no_third_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        acts::set_threshold(&town.joris_at(today()), &round, &asks(2)).await.expect("set");
        short::tell(&town.joris_at(at(0)), &round, &plan, "U mist er 2.").await.expect("told");
        supports(&place, &plan, "mo@buurt.example", at(1)).await;
        let mark = address("kees@buurt.example").mark();
        let back_and_forth = async |day| {
            supports(&place, &plan, "kees@buurt.example", at(day)).await;
            acts::withdraw(&visitor(&place, at(day)), &mark, &plan).await.expect("taken back");
        };
        back_and_forth(13).await;
        assert_eq!(refusal(no(&town, &round, &plan, 15).await), "pt_ground: support-untold", "it had enough");
        short::tell(&town.joris_at(at(15)), &round, &plan, "U mist er 1.").await.expect("told anew");
        for day in [20, 28] {
            back_and_forth(day).await;
        }
        let third = short::tell(&town.joris_at(at(28)), &round, &plan, "U mist er 1.").await;
        assert!(matches!(third, Err(ActError::StillNeeded)), "the second term runs: {third:?}");
        assert_eq!(refusal(no(&town, &round, &plan, 29).await), "pt_ground: support-untold", "until its end");
        no(&town, &round, &plan, 30).await.expect("and no longer");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// A list that was struck out within the term is told anew, and the page of the office offers just what the act takes; also when
/// support was lost before.
#[test]
fn a_list_that_was_struck_out_is_told_anew_on_the_page_as_well() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        acts::set_threshold(&joris, &round, &asks(25)).await.expect("set");
        acts::enter_list(&joris, &round, &plan, (20, "A 1")).await.expect("entered");
        short::tell(&town.joris_at(at(0)), &round, &plan, "U mist er 5.").await.expect("told");
        acts::strike(&town.joris_at(at(3)), &round, (&plan, 1), "Verkeerd plan").await.expect("struck out");
        assert_eq!(refusal(no(&town, &round, &plan, 16).await), "pt_ground: support-untold");
        let site = Site::of(&town, at(16));
        let mut office = Browser::of(&site, JORIS).await;
        let address = format!("/bureau/rondes/{round}/ingestuurd/{plan}");
        let page = office.get(&site, &address).await;
        assert!(!page.body.contains("value=\"support\""), "no ground that the act refuses: {}", page.body);
        assert!(page.says("De groep krijgt dan opnieuw 14 dagen."), "{}", page.body);
        let told = [("do", "short"), ("pt_short", "U mist er 25.")];
        let done = office.post(&site, &format!("{address}/inzage"), &told).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let site = Site::of(&town, at(31));
        let page = Browser::of(&site, JORIS).await.get(&site, &address).await;
        assert!(page.body.contains("value=\"support\""), "its term has passed: {}", page.body);
        no(&town, &round, &plan, 31).await.expect("as the page says");
    });
}

/// A list asks for a second person only where it still changes anything: not of a plan that was taken back, or is on the list.
#[test]
fn a_list_waits_for_nobody_once_its_plan_needs_no_support() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, gone) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (_, listed) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        let (joris, bea) = (town.joris_at(today()), decider(&place).await);
        acts::set_threshold(&joris, &round, &asks(5)).await.expect("set");
        acts::enter_list(&bea, &round, &gone, (6, "A 1")).await.expect("entered");
        acts::enter_list(&bea, &round, &listed, (6, "A 2")).await.expect("entered");
        let site = Site::of(&town, today());
        let mut office = Browser::of(&site, JORIS).await;
        let lists = format!("/bureau/rondes/{round}/steun");
        assert!(office.get(&site, "/bureau").await.says("Controleer de 2 lijsten met steun"));
        assert_eq!(office.get(&site, &lists).await.body.matches("Deze lijst klopt").count(), 2);
        let ctx = own(&place, &henk, today());
        schuifruimte::acts::pitch::withdraw(&ctx, Author::Member(&henk.id), &gone).await.expect("taken back");
        assert!(office.get(&site, "/bureau").await.says("Controleer de lijst met steun"));
        assess(&joris, &round, &listed, &all_well()).await.expect("looked at");
        review::admit(&joris, &round, &listed).await.expect("on the list");
        let page = office.get(&site, "/bureau").await;
        assert!(!page.says("Controleer de"), "{}", page.body);
        let page = office.get(&site, &lists).await;
        assert!(!page.says("Deze lijst klopt") && !page.says("Kijk of het aantal klopt"), "{}", page.body);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S54: nobody is refused for a number that it was never told.
#[test]
fn s54_a_number_that_was_raised_is_told_anew() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        acts::set_threshold(&town.joris_at(today()), &round, &asks(2)).await.expect("set");
        short::tell(&town.joris_at(at(0)), &round, &plan, "U mist er 2.").await.expect("told");
        acts::set_threshold(&town.joris_at(at(3)), &round, &asks(9)).await.expect("raised");
        assert_eq!(refusal(no(&town, &round, &plan, 16).await), "pt_ground: support-untold");
        short::tell(&town.joris_at(at(4)), &round, &plan, "U mist er 9.").await.expect("while the term runs");
        let twice = short::tell(&town.joris_at(at(5)), &round, &plan, "U mist er 9.").await;
        assert!(matches!(twice, Err(ActError::StillNeeded)), "that term runs: {twice:?}");
        assert_eq!(refusal(no(&town, &round, &plan, 18).await), "pt_ground: support-untold");
        no(&town, &round, &plan, 19).await.expect("told, and its time has passed");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// Two officers who both entered a list that a plan needs do not lock it up: each looks at the list of the other.
#[test]
fn a_list_that_a_second_officer_saw_counts_for_whoever_decides() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (joris, bea) = (town.joris_at(today()), decider(&place).await);
        acts::set_threshold(&joris, &round, &asks(10)).await.expect("set");
        acts::enter_list(&joris, &round, &plan, (6, "A 1")).await.expect("entered");
        acts::enter_list(&bea, &round, &plan, (6, "A 2")).await.expect("entered");
        assess(&bea, &round, &plan, &all_well()).await.expect("looked at");
        for who in [&joris, &bea] {
            assert_eq!(refusal(review::admit(who, &round, &plan).await), "pt_admit: support-own-list");
        }
        let own = acts::confirm(&joris, &round, (&plan, 1)).await;
        assert!(
            matches!(own, Err(ActError::FourEyes)),
            "nobody is the second person of an own list: {own:?}"
        );
        let site = Site::of(&town, today());
        let mut office = Browser::of(&site, JORIS).await;
        let page = office.get(&site, "/bureau").await;
        assert!(page.says("Controleer de lijst met steun die een collega invoerde"), "{}", page.body);
        let page = office.get(&site, &format!("/bureau/rondes/{round}/steun")).await;
        assert_eq!(page.body.matches("Deze lijst klopt").count(), 1, "not of an own list: {}", page.body);
        let id = plan.to_string();
        let fields = [("do", "confirm"), ("support_plan", id.as_str()), ("support_list", "2")];
        let to = format!("/bureau/rondes/{round}/steun/lijsten");
        let page = office.post(&site, &to, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = office.get(&site, &format!("/bureau/rondes/{round}/steun")).await;
        assert!(page.says("Nagekeken door een tweede medewerker"), "{}", page.body);
        let twice = acts::confirm(&joris, &round, (&plan, 2)).await;
        assert!(matches!(twice, Err(ActError::DraftChanged)), "once: {twice:?}");
        let past = "UPDATE support_list SET confirmed_by = by_account, confirmed_at = 1 WHERE number = 1";
        assert!(place.sql(past).await.is_err(), "nor past the act");
        review::admit(&bea, &round, &plan).await.expect("her own list was seen by another");
        assert_eq!(state(&town, &plan).await, State::Admissible);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S55: who has an interest in the round is no second person, and of a list that was struck out there is none.
#[test]
fn s55_a_list_is_seen_by_nobody_with_an_interest() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        acts::enter_list(&joris, &round, &plan, (6, "A 1")).await.expect("entered");
        let noor = Staff { login: "noor", name: "Noor", function: "Wijkadviseur", role: Role::Officer };
        let noor = place.context(Actor::Staff(place.employ(noor, Scope::City).await), today());
        schuifruimte::acts::interest::state(&noor, &round, Some(&ProposalId::new("01")), "Mijn zus.")
            .await
            .expect("stated");
        let done = acts::confirm(&noor, &round, (&plan, 1)).await;
        assert!(matches!(done, Err(ActError::ConflictOfInterest)), "{done:?}");
        acts::strike(&joris, &round, (&plan, 1), "Verkeerd plan").await.expect("struck out");
        let done = acts::confirm(&decider(&place).await, &round, (&plan, 1)).await;
        assert!(matches!(done, Err(ActError::DraftChanged)), "{done:?}");
        let done = acts::confirm(&joris, &round, (&plan, 7)).await;
        assert!(matches!(done, Err(ActError::NotFound)), "{done:?}");
    });
}
