//! The terms around plans that go on as one or as two: who is late loses no plan in which nothing was missing, wins no time, and
//! nobody decides before a group could take its plan in hand.

use schuifruimte::acts;
use schuifruimte::acts::pitch::regroup::{self, By, Merge};
use schuifruimte::acts::pitch::{Author, assessment, review, waiting};
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::id::{PitchId, RoundId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::pitch::ally::Reply;
use schuifruimte::domain::pitch::assessment::{Answer, Question};
use schuifruimte::domain::pitch::{Content, Ground, State};
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use super::regroups::{ask, mails, plan, say, standing};
use super::review::with;
use super::{admit, all_well, assess, fill, found, hear, own, refusal, refuse, soup, state, today};
use crate::post::entering::enter;
use crate::support::people::JORIS;
use crate::support::{Browser, DAY, Place, Site, Town, on_both};

const HENK: &str = "henk@buurt.example";
const TRUUS: &str = "truus@buurt.example";
const LATE: (Ground, &str) = (Ground::Incomplete, "Niet op tijd.");

fn at(days: i64) -> Moment {
    today().plus_minutes(days * DAY)
}

/// Two plans that went on as one: who has the carrier, the carrier, and the other one.
async fn merged(town: &Town, round: &RoundId) -> (Initiator, PitchId, PitchId) {
    let (henk, one) = plan(town, round, HENK, "Soep").await;
    let (truus, other) = plan(town, round, TRUUS, "Brood").await;
    ask(&town.place, (&henk, &one), round, (&one, std::slice::from_ref(&other))).await.expect("proposed");
    let seen = standing(&town.place, &one, today()).await;
    say(&town.place, (&truus, &other), &seen, Reply::Yes).await.expect("as one");
    (henk, one, other)
}

/// The last day on which the office decides about a plan, if it waits for the office.
async fn due(place: &Place, round: &RoundId, id: &PitchId, now: Moment) -> Option<String> {
    let mut conn = place.store.read().await.expect("a connection");
    let round = store::round::find(&mut conn, round).await.expect("readable").expect("there");
    let sent = waiting::of_round(&mut conn, &round, now).await.expect("readable");
    let one = sent.into_iter().find(|one| &one.pitch.id == id).expect("sent in");
    one.due.map(|due| day_of(due).to_string())
}

/// Awb 4:5: who takes a plan in hand after a merge and forgets to send it in again loses no good plan by it. The office decides
/// about what was sent in last, and not on the ground that something was missing.
#[test]
fn a_plan_that_was_taken_in_hand_and_forgotten_is_decided_about_as_it_was_sent_in() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, one, _) = merged(&town, &round).await;
        regroup::reopen(&own(&place, &henk, today()), Author::Member(&henk.id), &one).await.expect("in hand");
        let joris = town.joris_at(today());
        assessment::assign(&joris, &round, &one, &town.joris).await.expect("given");
        let early = assess(&town.joris_at(at(14)), &round, &one, &all_well()).await;
        assert!(early.is_err(), "its time runs: {early:?}");
        assert_eq!(due(&place, &round, &one, at(14)).await, None, "it waits for its group");
        // Eight weeks after it was sent in, and the two weeks in which its group had it in hand.
        let last = day_of(at(56 + 14)).to_string();
        assert_eq!(due(&place, &round, &one, at(15)).await, Some(last));
        let site = Site::of(&town, at(15));
        let mut office = Browser::of(&site, JORIS).await;
        let page = office.get(&site, "/bureau").await;
        assert!(page.says("niet op tijd opnieuw in: Soep"), "{}", page.body);
        let page = office.get(&site, &format!("/bureau/rondes/{round}/ingestuurd/{one}")).await;
        assert!(page.says("Beslis nu over wat de groep het laatst instuurde."), "{}", page.body);
        let mut mine = enter(&place, &site, HENK).await;
        let page = mine.get(&site, &format!("/initiatief/plannen/{one}")).await;
        for words in ["is voorbij", "Het wijkbureau beslist nu over wat u het laatst instuurde."] {
            assert!(page.says(words), "{words}: {}", page.body);
        }
        let late = town.joris_at(at(15));
        let done = review::not_admit(&late, &round, &one, LATE).await;
        assert_eq!(refusal(done), "pt_ground: pt-not-asked", "nobody said that anything was missing");
        admit(&late, &round, &one).await.expect("on the list as it was sent in");
        assert_eq!(state(&town, &one).await, State::Admissible);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// What its group wrote and never sent in is not what was decided about: it reads and hears of what stands on the list.
#[test]
fn a_group_reads_and_hears_of_what_was_decided_about_and_not_of_what_it_never_sent_in() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, one, _) = merged(&town, &round).await;
        let (ctx, author) = (own(&place, &henk, today()), Author::Member(&henk.id));
        regroup::reopen(&ctx, author, &one).await.expect("in hand");
        let unsent = Content { title: "Erwtensoep".to_string(), ..soup() };
        fill(&ctx, author, &one, &unsent).await.expect("written");
        let page_at = async |day: i64| {
            let site = Site::of(&town, at(day));
            enter(&place, &site, HENK).await.get(&site, &format!("/initiatief/plannen/{one}")).await
        };
        assert!(page_at(14).await.says("Erwtensoep"), "it is writing");
        let says_what_was_sent = |body: &str| body.contains("Soep") && !body.contains("Erwtensoep");
        let page = page_at(15).await;
        assert!(says_what_was_sent(&page.body), "its time has passed: {}", page.body);
        let late = fill(&own(&place, &henk, at(15)), author, &one, &soup()).await;
        assert!(
            matches!(late, Err(acts::ActError::StillNeeded)),
            "nobody decides about it any more: {late:?}"
        );
        admit(&town.joris_at(at(15)), &round, &one).await.expect("on the list as it was sent in");
        let page = page_at(16).await;
        assert!(says_what_was_sent(&page.body), "that is on the list: {}", page.body);
        assert_eq!(mails(&place, HENK, "admit").await, 1);
        let mails = place.dump().await;
        let unsent = mails.iter().find(|row| row.starts_with("outbox: ") && row.contains("Erwtensoep"));
        assert_eq!(unsent, None, "no mail about what nobody decided about");
    });
}

/// Awb 4:13: the days in which nobody may decide after a merge are not taken off the term to decide, and everyone reads the same.
#[test]
fn the_wait_after_a_merge_is_not_taken_off_the_term_to_decide() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, one, _) = merged(&town, &round).await;
        let last = day_of(at(56 + 7)).to_string();
        assert_eq!(due(&place, &round, &one, at(1)).await, Some(last));
        // Who takes it in hand on the third day and sends it in on the tenth takes ten days.
        let author = Author::Member(&henk.id);
        regroup::reopen(&own(&place, &henk, at(3)), author, &one).await.expect("in hand");
        acts::pitch::submit(&own(&place, &henk, at(10)), author, &one).await.expect("sent in");
        let last = day_of(at(56 + 10)).to_string();
        assert_eq!(due(&place, &round, &one, at(11)).await, Some(last));
    });
}

/// The same of a plan of which a part goes on apart: it can be admitted, mended or, once its group was heard, refused.
#[test]
fn s54_a_split_plan_that_was_forgotten_is_refused_only_on_answers() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, one) = plan(&town, &round, HENK, "Soep en muziek").await;
        let names = ["Soep", "Muziek"];
        regroup::ask_split(&mut town.joris_at(today()), (&round, &one), "Twee dingen.", names)
            .await
            .expect("asked");
        let seen = standing(&place, &one, today()).await;
        say(&place, (&henk, &one), &seen, Reply::Yes).await.expect("as two");
        let late = town.joris_at(at(15));
        assert_eq!(refusal(review::not_admit(&late, &round, &one, LATE).await), "pt_ground: pt-not-asked");
        let unheard = review::not_admit(&late, &round, &one, (Ground::Unfeasible, "Nee.")).await;
        assert_eq!(refusal(unheard), "pt_reason: pt-unanswered");
        hear(&place, &late, &round, &one).await;
        review::not_admit(&late, &round, &one, (Ground::Unfeasible, "Nee.")).await.expect("heard");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// What the office asked to mend and was not mended in time gets no new term by a yes to an old proposal.
#[test]
fn a_late_group_wins_no_time_by_a_split_or_a_merge() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, one) = plan(&town, &round, HENK, "Soep").await;
        let (_, other) = plan(&town, &round, TRUUS, "Brood").await;
        let joris = town.joris_at(today());
        regroup::ask_split(&mut town.joris_at(today()), (&round, &one), "Twee dingen.", ["Soep", "Muziek"])
            .await
            .expect("asked");
        let seen = standing(&place, &one, today()).await;
        review::ask_repair(&joris, &round, &one, ("Hoeveel?", at(5))).await.expect("asked");
        let (mut ctx, mark) = (own(&place, &henk, at(6)), seen.mark.to_string());
        let author = Author::Member(&henk.id);
        let done = regroup::answer(&mut ctx, author, &one, (&seen.one.id, &mark, Reply::Yes)).await;
        assert_eq!(refusal(done), "pm_answer: pm-past");
        assert!(!standing(&place, &one, at(6)).await.is_open);
        regroup::take_back(&town.joris_at(at(6)), By::Office, &seen.one.id).await.expect("taken back");
        for carrier in [&one, &other] {
            let others = [if carrier == &one { other.clone() } else { one.clone() }];
            let merge = Merge { round: &round, carrier, others: &others, reason: "Samen." };
            let done = regroup::propose(&mut town.joris_at(at(6)), By::Office, &merge).await;
            assert_eq!(refusal(done), "pm_plans: pm-state");
        }
        review::not_admit(&town.joris_at(at(6)), &round, &one, LATE).await.expect("it was asked");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// A group in whose plan another one goes on has the time to take it in hand before anybody decides.
#[test]
fn nobody_decides_about_a_merged_plan_before_its_group_could_take_it_in_hand() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, one, _) = merged(&town, &round).await;
        let joris = town.joris_at(today());
        assess(&joris, &round, &one, &all_well()).await.expect("it can be looked at");
        assert_eq!(refusal(review::admit(&joris, &round, &one).await), "pt_admit: pm-wait");
        let no = with(Question::Place, Answer::No, "Er komt een speeltuin.");
        let done = review::not_admit(&town.joris_at(at(7)), &round, &one, (Ground::Unfeasible, "Nee.")).await;
        assert_eq!(refusal(done), "pt_reason: pm-wait");
        let site = Site::of(&town, today());
        let mut office = Browser::of(&site, JORIS).await;
        let page = office.get(&site, &format!("/bureau/rondes/{round}/ingestuurd/{one}")).await;
        assert!(
            page.says("de groep mag het plan eerst aanpassen.") && page.says("U beslist na"),
            "{}",
            page.body
        );
        let mut mine = enter(&place, &site, HENK).await;
        let page = mine.get(&site, &format!("/initiatief/plannen/{one}")).await;
        assert!(page.says("neemt het wijkbureau geen besluit over uw plan"), "{}", page.body);
        // Another plan that goes on in it later keeps nobody waiting longer.
        let (truus, more) = plan(&town, &round, TRUUS, "Thee").await;
        let merge =
            Merge { round: &round, carrier: &one, others: std::slice::from_ref(&more), reason: "Ook thee." };
        let by = By::Group(Author::Member(&henk.id), &one);
        regroup::propose(&mut own(&place, &henk, at(6)), by, &merge).await.expect("proposed");
        let seen = standing(&place, &one, at(6)).await;
        let (mut ctx, mark) = (own(&place, &truus, at(6)), seen.mark.to_string());
        let author = Author::Member(&truus.id);
        regroup::answer(&mut ctx, author, &more, (&seen.one.id, &mark, Reply::Yes)).await.expect("as one");
        let after = town.joris_at(at(8));
        assess(&after, &round, &one, &no).await.expect("kept");
        assess(&after, &round, &one, &all_well()).await.expect("kept");
        review::admit(&after, &round, &one).await.expect("its group had its time");
    });
}

/// Who ended its plan for another one reads what became of that one, and nobody reads what another group took back.
#[test]
fn what_was_taken_back_has_no_name_and_what_went_on_in_it_says_so() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, first) = plan(&town, &round, "kees@buurt.example", "Thee").await;
        let (henk, one, other) = merged(&town, &round).await;
        let (lies, third) = plan(&town, &round, "lies@buurt.example", "Koffie").await;
        ask(&place, (&lies, &third), &round, (&third, std::slice::from_ref(&first))).await.expect("proposed");
        let page_of = async |id: &PitchId| {
            Browser::default()
                .get(&Site::of(&town, today()), &format!("/rondes/{round}/ingestuurd/{id}"))
                .await
        };
        assert!(page_of(&other).await.says("Dit plan is samengegaan met"));
        acts::pitch::withdraw(&own(&place, &henk, today()), Author::Member(&henk.id), &one)
            .await
            .expect("back");
        let page = page_of(&other).await;
        assert!(page.says("De groep van dat plan heeft het daarna ingetrokken."), "{}", page.body);
        // The plan that was to go on is taken back while the other group still reads the proposal.
        acts::pitch::withdraw(&own(&place, &lies, today()), Author::Member(&lies.id), &third)
            .await
            .expect("back");
        let site = Site::of(&town, today());
        let mut kees = enter(&place, &site, "kees@buurt.example").await;
        let page = kees.get(&site, &format!("/initiatief/plannen/{first}")).await;
        assert!(page.says("een plan dat is ingetrokken") && !page.says("Koffie"), "{}", page.body);
    });
}

/// The group of a plan that ended for another one reads that the other one was refused.
#[test]
fn who_went_on_in_a_plan_reads_that_it_was_refused() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, one, other) = merged(&town, &round).await;
        let late = town.joris_at(at(8));
        refuse(&place, &late, (&round, &one), (Ground::Unfeasible, "Nee.")).await.expect("refused");
        let page = Browser::default()
            .get(&Site::of(&town, at(8)), &format!("/rondes/{round}/ingestuurd/{other}"))
            .await;
        assert!(page.says("Dat plan komt niet op de lijst voor de stemming."), "{}", page.body);
        assert_eq!(found(&place.store, &other).await.state, State::Merged);
    });
}

/// A group is mailed once in a day by each group that asks it to go on as one, and by all of them together only so often; on its page
/// stands every one.
#[test]
fn a_group_is_mailed_once_in_a_day_by_each_group_that_asks_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, other) = plan(&town, &round, TRUUS, "Brood").await;
        let pair = std::slice::from_ref(&other);
        let asks = async |who: &Initiator, one: &PitchId| {
            let which = ask(&place, (who, one), &round, (one, pair)).await.expect("proposed");
            let by = By::Group(Author::Member(&who.id), one);
            regroup::take_back(&own(&place, who, today()), by, &which).await.expect("taken back");
        };
        let (henk, one) = plan(&town, &round, HENK, "Soep").await;
        for _ in 0..3 {
            asks(&henk, &one).await;
        }
        assert_eq!(mails(&place, TRUUS, "merge-asked").await, 1);
        for (number, heard) in [2, 3, 4, 5, 5].into_iter().enumerate() {
            let (who, one) = plan(&town, &round, &format!("groep{number}@buurt.example"), "Thee").await;
            asks(&who, &one).await;
            assert_eq!(
                mails(&place, TRUUS, "merge-asked").await,
                heard,
                "another group is heard, to a point"
            );
        }
        let others = [other.clone()];
        let merge = Merge { round: &round, carrier: &one, others: &others, reason: "Samen." };
        regroup::propose(&mut town.joris_at(today()), By::Office, &merge).await.expect("proposed");
        assert_eq!(mails(&place, TRUUS, "merge-asked").await, 6, "what the office asks always comes");
    });
}
