//! Plans that go on as one, and a plan that goes on as two: nothing without a yes of every group to exactly these versions, and no
//! word or sum that anybody but its group changes.

use axum::http::StatusCode;
use futures_util::future::join_all;
use schuifruimte::acts::pitch::regroup::{self, By, Merge, Standing};
use schuifruimte::acts::pitch::{Author, Start, review};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::id::{PitchId, RegroupId, RoundId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::pitch::ally::Reply;
use schuifruimte::domain::pitch::content::{Content, Form};
use schuifruimte::domain::pitch::regroup::End;
use schuifruimte::domain::pitch::{Ground, State};
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use super::{admit, all_well, assess, fill, found, own, refusal, sent, soup, state, today, written};
use crate::post::entering::enter;
use crate::support::people::JORIS;
use crate::support::{Browser, DAY, Place, Site, Town, days, on_both};

const HENK: &str = "henk@buurt.example";
const TRUUS: &str = "truus@buurt.example";
const ANS: &str = "ans@buurt.example";

/// A plan of this name that was sent in.
pub async fn plan(town: &Town, round: &RoundId, email: &str, title: &str) -> (Initiator, PitchId) {
    sent(town, round, email, &Content { title: title.to_string(), ..soup() }).await
}

/// What was proposed last about a plan.
pub async fn standing(place: &Place, id: &PitchId, now: Moment) -> Standing {
    let mut conn = place.store.read().await.expect("a connection");
    regroup::of_pitch(&mut conn, id, now).await.expect("readable").into_iter().next().expect("proposed")
}

pub async fn say(
    place: &Place,
    (who, id): (&Initiator, &PitchId),
    seen: &Standing,
    reply: Reply,
) -> Result<(), ActError> {
    let (mut ctx, mark) = (own(place, who, today()), seen.mark.to_string());
    regroup::answer(&mut ctx, Author::Member(&who.id), id, (&seen.one.id, &mark, reply)).await
}

/// The group of the first plan proposes that the others go on in it.
pub async fn ask(
    place: &Place,
    (who, id): (&Initiator, &PitchId),
    round: &RoundId,
    (carrier, others): (&PitchId, &[PitchId]),
) -> Result<RegroupId, ActError> {
    let merge = Merge { round, carrier, others, reason: "Wij koken op hetzelfde plein." };
    let mut ctx = own(place, who, today());
    regroup::propose(&mut ctx, By::Group(Author::Member(&who.id), id), &merge).await
}

/// A proposal that stands, for who looks at what is kept.
pub async fn proposed(town: &Town, round: &RoundId) {
    let (kees, one) = plan(town, round, "kees.soep@buurt.example", "Soep").await;
    let (_, other) = plan(town, round, "lies.soep@buurt.example", "Brood").await;
    ask(&town.place, (&kees, &one), round, (&one, std::slice::from_ref(&other))).await.expect("proposed");
}

pub async fn mails(place: &Place, email: &str, what: &str) -> usize {
    let told = format!("\"{what}\"");
    let rows = place.dump().await;
    let is_it = |row: &&String| {
        row.starts_with("outbox: ") && row.contains(email) && row.replace("\"\"", "\"").contains(&told)
    };
    rows.iter().filter(is_it).count()
}

/// S44: a yes is to exactly these versions: what is edited after it takes it away from everyone, and only the last yes does anything.
#[test]
fn plans_go_on_as_one_once_every_group_said_yes_to_the_same_versions() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, soup_plan) = plan(&town, &round, HENK, "Samen soep").await;
        let (truus, bread) = plan(&town, &round, TRUUS, "Samen brood").await;
        let (ans, tea) = plan(&town, &round, ANS, "Samen thee").await;
        let joris = town.joris_at(today());
        let mut office = town.joris_at(today());
        let others = [bread.clone(), tea.clone()];
        let merge = Merge { round: &round, carrier: &soup_plan, others: &others, reason: "Drie keer koken." };
        regroup::propose(&mut office, By::Office, &merge).await.expect("proposed");
        assert_eq!(mails(&place, TRUUS, "merge-asked").await, 1);
        let first = standing(&place, &soup_plan, today()).await;
        let (henks, truuses, anses) = ((&henk, &soup_plan), (&truus, &bread), (&ans, &tea));
        say(&place, henks, &first, Reply::Yes).await.expect("kept");
        say(&place, truuses, &first, Reply::Yes).await.expect("kept");
        let not_theirs = say(&place, (&henk, &tea), &first, Reply::Yes).await;
        assert!(matches!(not_theirs, Err(ActError::NotFound)), "nobody says yes for another: {not_theirs:?}");
        assert_eq!(state(&town, &bread).await, State::Submitted, "two of three is nothing");
        // The bread is changed by its group: what all of them said was about another text.
        let until = today().plus_minutes(14 * DAY);
        review::ask_repair(&joris, &round, &bread, ("Hoeveel?", until)).await.expect("asked");
        let ctx = own(&place, &truus, today());
        let changed = Content { title: "Veel brood".to_string(), ..soup() };
        fill(&ctx, Author::Member(&truus.id), &bread, &changed).await.expect("written");
        acts::pitch::submit(&ctx, Author::Member(&truus.id), &bread).await.expect("sent in");
        let stale = say(&place, anses, &first, Reply::Yes).await;
        assert!(matches!(stale, Err(ActError::DraftChanged)), "{stale:?}");
        let second = standing(&place, &soup_plan, today()).await;
        assert_ne!(first.mark, second.mark);
        say(&place, anses, &second, Reply::Yes).await.expect("kept");
        assert_eq!(state(&town, &tea).await, State::Submitted, "the others said yes to another text");
        let before = found(&place.store, &soup_plan).await;
        say(&place, henks, &second, Reply::Yes).await.expect("kept");
        say(&place, truuses, &second, Reply::Yes).await.expect("the last one");
        for other in [&bread, &tea] {
            let ended = found(&place.store, other).await;
            assert_eq!((ended.state, ended.merged_into.as_ref()), (State::Merged, Some(&soup_plan)));
        }
        let after = found(&place.store, &soup_plan).await;
        assert_eq!(
            (after.state, after.content, after.group),
            (State::Submitted, before.content, before.group)
        );
        assert_eq!(mails(&place, ANS, "merge").await, 1, "everyone hears it");
        ended(&town, &round, (&ans, &tea), &soup_plan).await;
        taken_in_hand(&town, &round, &henk, &soup_plan).await;
    });
}

/// What ended does not come back, and its text stays for everyone, with the way to the other.
async fn ended(town: &Town, round: &RoundId, (ans, tea): (&Initiator, &PitchId), carrier: &PitchId) {
    let (place, joris) = (&town.place, town.joris_at(today()));
    let again = acts::pitch::withdraw(&own(place, ans, today()), Author::Member(&ans.id), tea).await;
    assert!(matches!(again, Err(ActError::StillNeeded)), "{again:?}");
    let refused = review::not_admit(&joris, round, tea, (Ground::Funded, "Nee.")).await;
    assert!(refused.is_err());
    let site = Site::of(town, today());
    let mut anyone = Browser::default();
    let page = anyone.get(&site, &format!("/rondes/{round}/ingestuurd/{tea}")).await;
    assert!(page.says("Dit plan is samengegaan met") && page.says("Samen soep"), "{}", page.body);
    assert!(page.says("Steun gaat niet mee"), "{}", page.body);
    let page = anyone.get(&site, &format!("/rondes/{round}/ingestuurd/{carrier}")).await;
    assert!(page.says("In dit plan gaan ook verder") && page.says("Veel brood"), "{}", page.body);
    assert_eq!(place.fsck().await, Vec::<String>::new());
}

/// Its group takes it back in hand once, writes what it wants, and it goes its way as any plan.
async fn taken_in_hand(town: &Town, round: &RoundId, henk: &Initiator, carrier: &PitchId) {
    let (place, joris) = (&town.place, town.joris_at(today()));
    let ctx = own(place, henk, today());
    regroup::reopen(&ctx, Author::Member(&henk.id), carrier).await.expect("in hand");
    let whole = Content { text: "Met brood en thee.".to_string(), ..soup() };
    fill(&ctx, Author::Member(&henk.id), carrier, &whole).await.expect("written");
    acts::pitch::submit(&ctx, Author::Member(&henk.id), carrier).await.expect("sent in");
    let twice = regroup::reopen(&ctx, Author::Member(&henk.id), carrier).await;
    assert!(matches!(twice, Err(ActError::StillNeeded)), "{twice:?}");
    admit(&joris, round, carrier).await.expect("admitted");
    assert_eq!(place.fsck().await, Vec::<String>::new());
}

/// A no, a withdrawal and a term that passed change nothing and block nothing.
#[test]
fn a_no_a_withdrawal_and_silence_have_no_consequences() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, one) = plan(&town, &round, HENK, "Soep").await;
        let (truus, other) = plan(&town, &round, TRUUS, "Brood").await;
        let pair = std::slice::from_ref(&other);
        let before = (found(&place.store, &one).await, found(&place.store, &other).await);
        ask(&place, (&henk, &one), &round, (&one, pair)).await.expect("proposed");
        let double = ask(&place, (&truus, &other), &round, (&other, std::slice::from_ref(&one))).await;
        assert_eq!(refusal(double), "pm_plans: pm-open", "one at a time");
        let seen = standing(&place, &one, today()).await;
        assert!(
            seen.one.said(&one, &seen.mark).is_some_and(|said| said.is_yes),
            "it says yes with proposing"
        );
        say(&place, (&truus, &other), &seen, Reply::No).await.expect("kept");
        assert_eq!(standing(&place, &one, today()).await.one.ended.map(|(end, _)| end), Some(End::Refused));
        assert_eq!(refusal(say(&place, (&truus, &other), &seen, Reply::Yes).await), "pm_answer: pm-past");
        // Taken back by who made it, and by nobody else.
        let which =
            ask(&place, (&henk, &one), &round, (&other, std::slice::from_ref(&one))).await.expect("proposed");
        let ctx = own(&place, &truus, today());
        let back = regroup::take_back(&ctx, By::Group(Author::Member(&truus.id), &other), &which).await;
        assert!(matches!(back, Err(ActError::NotFound)), "{back:?}");
        let back = regroup::take_back(&town.joris_at(today()), By::Office, &which).await;
        assert!(matches!(back, Err(ActError::NotFound)), "{back:?}");
        let ctx = own(&place, &henk, today());
        regroup::take_back(&ctx, By::Group(Author::Member(&henk.id), &one), &which).await.expect("back");
        // Silence: after two weeks it lapsed, and another proposal closes it.
        ask(&place, (&henk, &one), &round, (&one, pair)).await.expect("proposed");
        let seen = standing(&place, &one, today()).await;
        assert!(seen.is_open && standing(&place, &one, seen.one.until).await.is_open, "until the end of it");
        let late = seen.one.until.plus_seconds(1);
        assert!(!standing(&place, &one, late).await.is_open);
        let (mut ctx, mark) = (own(&place, &truus, late), seen.mark.to_string());
        let done =
            regroup::answer(&mut ctx, Author::Member(&truus.id), &other, (&seen.one.id, &mark, Reply::Yes))
                .await;
        assert_eq!(refusal(done), "pm_answer: pm-past");
        let merge = Merge { round: &round, carrier: &one, others: pair, reason: "Toch." };
        regroup::propose(&mut town.joris_at(late), By::Office, &merge).await.expect("room for another one");
        assert_eq!((found(&place.store, &one).await, found(&place.store, &other).await), before);
        // It holds nothing up: a decision meanwhile makes it of no use.
        admit(&town.joris_at(today()), &round, &other).await.expect("decided");
        let seen = standing(&place, &one, late).await;
        assert!(!seen.is_open);
        assert_eq!(refusal(say(&place, (&henk, &one), &seen, Reply::Yes).await), "pm_answer: pm-past");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// What may not: itself, twice, another round, what is decided about, a draft, a chain; and an office with an interest, or that
/// types the yes it wants.
#[test]
fn what_cannot_go_on_as_one() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, elsewhere) = (town.draft_round("zuilen").await, town.draft_round("ondiep").await);
        let (henk, one) = plan(&town, &round, HENK, "Soep").await;
        let (truus, other) = plan(&town, &round, TRUUS, "Brood").await;
        let (ans, third) = plan(&town, &round, ANS, "Thee").await;
        let (_, far) = plan(&town, &elsewhere, "ver@buurt.example", "Ver").await;
        let (_, draft) = written(&town, &round, "kees@buurt.example", &soup()).await;
        let henks = (&henk, &one);
        for (others, fault) in [
            (vec![one.clone()], "pm_plans: pm-plans"),
            (vec![], "pm_plans: pm-plans"),
            (vec![other.clone(), other.clone()], "pm_plans: pm-plans"),
            (vec![far], "pm_plans: pm-plans"),
            (vec![draft], "pm_plans: pm-plans"),
            (vec![PitchId::new("nergens")], "pm_plans: pm-plans"),
        ] {
            assert_eq!(refusal(ask(&place, henks, &round, (&one, &others)).await), fault, "{others:?}");
        }
        let strangers = ask(&place, henks, &round, (&other, std::slice::from_ref(&third))).await;
        assert!(matches!(strangers, Err(ActError::NotFound)), "nobody proposes for others: {strangers:?}");
        // Bread goes on in the soup; then the soup goes on in no third.
        ask(&place, henks, &round, (&one, std::slice::from_ref(&other))).await.expect("proposed");
        let seen = standing(&place, &one, today()).await;
        say(&place, (&truus, &other), &seen, Reply::Yes).await.expect("as one");
        let chain = ask(&place, (&ans, &third), &round, (&third, std::slice::from_ref(&one))).await;
        assert_eq!(refusal(chain), "pm_plans: pm-chain");
        let ended = ask(&place, (&ans, &third), &round, (&third, std::slice::from_ref(&other))).await;
        assert_eq!(refusal(ended), "pm_plans: pm-state");
        // Past every act it does not go either.
        let set = format!("UPDATE pitch SET merged_into = '{third}' WHERE id = '{one}'");
        assert!(matches!(place.sql(set).await, Err(store::StoreError::Refused(_))));
        let set = format!("UPDATE pitch SET merged_into = NULL WHERE id = '{other}'");
        assert!(matches!(place.sql(set).await, Err(store::StoreError::Refused(_))));
        handled_and_typed(&town, &round, henks, &third).await;
    });
}

/// Who handles one of the plans proposes, and not a colleague; the desk types a yes for who has no mail, and not who proposed it.
async fn handled_and_typed(town: &Town, round: &RoundId, henks: (&Initiator, &PitchId), third: &PitchId) {
    let (place, one) = (&town.place, henks.1);
    let joris = town.joris_at(today());
    assess(&joris, round, third, &all_well()).await.expect("kept");
    acts::pitch::assessment::assign(&joris, round, third, &town.joris).await.expect("assigned");
    let merge = Merge { round, carrier: one, others: std::slice::from_ref(third), reason: "Samen." };
    let colleague = regroup::propose(&mut town.marijke_at(today()), By::Office, &merge).await;
    assert_eq!(refusal(colleague), "pm_reason: pm-officer");
    // The desk types a yes for who has no mail; not whoever proposed it.
    let mut desk = town.marijke_at(today());
    let lies = acts::initiator::desk::open(&mut desk, "Lies", "nl").await.expect("opened");
    let author = Author::Desk(&lies);
    let start = Start { round: round.clone(), group: None, name: "Lies", form: Form::Light, task: "" };
    let paper = acts::pitch::start(&mut desk, author, &start).await.expect("begun");
    fill(&desk, author, &paper, &soup()).await.expect("typed");
    acts::pitch::submit(&desk, author, &paper).await.expect("sent in");
    let merge = Merge { round, carrier: one, others: std::slice::from_ref(&paper), reason: "Samen." };
    regroup::propose(&mut town.joris_at(today()), By::Office, &merge).await.expect("proposed");
    let seen = standing(place, &paper, today()).await;
    let (which, mark) = (seen.one.id.clone(), seen.mark.to_string());
    let mut proposer = town.joris_at(today());
    let own_yes = regroup::answer(&mut proposer, author, &paper, (&which, &mark, Reply::Yes)).await;
    assert!(matches!(own_yes, Err(ActError::FourEyes)), "{own_yes:?}");
    regroup::answer(&mut desk, author, &paper, (&which, &mark, Reply::Yes)).await.expect("typed");
    say(place, henks, &seen, Reply::Yes).await.expect("as one");
    assert_eq!(state(town, &paper).await, State::Merged);
    assert_eq!(place.fsck().await, Vec::<String>::new());
}

/// Two who say yes at the same moment: it takes effect once; and a plan that is sent in at that moment is either in the yes or
/// takes it away.
#[test]
fn of_two_who_say_yes_at_once_it_takes_effect_once() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        for turn in 0..4 {
            let (henk, one) = plan(&town, &round, &format!("a{turn}@buurt.example"), "Soep").await;
            let (truus, other) = plan(&town, &round, &format!("b{turn}@buurt.example"), "Brood").await;
            let others = [other.clone()];
            let merge = Merge { round: &round, carrier: &one, others: &others, reason: "Samen." };
            regroup::propose(&mut town.joris_at(today()), By::Office, &merge).await.expect("proposed");
            let until = today().plus_minutes(14 * DAY);
            review::ask_repair(&town.joris_at(today()), &round, &other, ("Meer", until))
                .await
                .expect("asked");
            let seen = standing(&place, &one, today()).await;
            let yes = [(&henk, &one), (&truus, &other)].map(|who| say(&place, who, &seen, Reply::Yes));
            let edit = async {
                let ctx = own(&place, &truus, today());
                acts::pitch::submit(&ctx, Author::Member(&truus.id), &other).await
            };
            let (said, edited) = futures_util::join!(join_all(yes), edit);
            let ended = found(&place.store, &other).await;
            let both = said.iter().all(Result::is_ok);
            match ended.state {
                State::Merged => assert!(both, "{said:?} {edited:?}"),
                _ => assert!(edited.is_ok(), "{said:?} {edited:?}"),
            }
            let count = format!(
                "SELECT CAST(COUNT(*) AS BIGINT) FROM pitch_event WHERE kind = 'merge' AND pitch_id IN ('{one}', '{other}')"
            );
            let wanted = if ended.state == State::Merged { 2 } else { 0 };
            assert_eq!(place.number(count).await, wanted, "once or not at all");
            assert_eq!(place.fsck().await, Vec::<String>::new());
        }
    });
}

/// S44, a split: the group says yes and makes two plans of its own; what anybody asks or says before changes no word and no sum, and
/// the list waits for both parts.
#[test]
fn a_plan_goes_on_as_two_by_its_group_alone() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, whole) = plan(&town, &round, HENK, "Soep en muziek").await;
        let before = found(&place.store, &whole).await.content;
        let mut office = town.joris_at(today());
        let names = ["Samen soep", "Muziek op het plein"];
        let empty = regroup::ask_split(&mut office, (&round, &whole), " ", names).await;
        assert_eq!(refusal(empty), "pm_split_reason: empty");
        regroup::ask_split(&mut office, (&round, &whole), "Twee dingen.", names).await.expect("asked");
        let seen = standing(&place, &whole, today()).await;
        say(&place, (&henk, &whole), &seen, Reply::Yes).await.expect("as two");
        let (draft, until) = standing(&place, &whole, today()).await.one.draft.expect("a new draft");
        let (kept, made) = (found(&place.store, &whole).await, found(&place.store, &draft).await);
        assert_eq!((kept.state, &kept.content), (State::Incomplete, &before), "not a word of it changed");
        assert_eq!((made.state, &made.content.budget), (State::Draft, &before.budget), "nor a sum");
        assert_eq!((made.content.title.as_str(), made.group), ("Muziek op het plein", kept.group));
        // Its group sends both in, the new one also after plans are taken no more.
        let late = days(-8);
        assert!(late < until && late > days(-9));
        let ctx = own(&place, &henk, late);
        let author = Author::Member(&henk.id);
        acts::pitch::submit(&ctx, author, &draft).await.expect("the new part");
        acts::pitch::submit(&ctx, author, &whole).await.expect("the old part");
        let site = Site::of(&town, today());
        let mut anyone = Browser::default();
        let page = anyone.get(&site, &format!("/rondes/{round}/ingestuurd/{draft}")).await;
        assert!(page.says("Dit plan is een deel van"), "{}", page.body);
        let page = anyone.get(&site, &format!("/rondes/{round}/ingestuurd/{whole}")).await;
        assert!(page.says("Een deel van dit plan gaat apart verder"), "{}", page.body);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// By the pages: a group proposes, the other one reads what and says yes, everyone sees what came of it.
#[test]
fn by_the_pages_a_group_proposes_and_another_one_says_yes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, one) = plan(&town, &round, HENK, "Soep").await;
        let (_, other) = plan(&town, &round, TRUUS, "Brood").await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, HENK).await;
        let own_page = format!("/initiatief/plannen/{one}");
        let to = format!("{own_page}/samen-of-apart");
        let address = format!("https://schuif.example/rondes/{round}/ingestuurd/{other}/");
        let fields =
            [("pm_do", "propose"), ("pm_pasted", &address), ("pm_carrier", "other"), ("pm_reason", "")];
        let page = henk.post(&site, &to, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(&address), "nothing typed is lost: {}", page.body);
        let fields = [fields[0], fields[1], fields[2], ("pm_reason", "Samen eten.")];
        let page = henk.post(&site, &to, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let mut joris = Browser::of(&site, JORIS).await;
        let page = joris.get(&site, &format!("/bureau/rondes/{round}/ingestuurd/{one}")).await;
        assert!(page.says("Samen eten.") && page.says("De groep heeft nog niets gezegd."), "{}", page.body);
        let mut truus = enter(&place, &site, TRUUS).await;
        let page = truus.get(&site, &format!("/initiatief/plannen/{other}")).await;
        assert!(page.says("Aan uw tekst en uw bedrag verandert niets."), "{}", page.body);
        let (which, seen) = (page.field("pm_which"), page.field("pm_seen"));
        let to = format!("/initiatief/plannen/{other}/samen-of-apart");
        let fields = [("pm_do", "yes"), ("pm_which", which.as_str()), ("pm_seen", seen.as_str())];
        let page = truus.post(&site, &to, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert_eq!(state(&town, &one).await, State::Merged);
        let page = henk.get(&site, &own_page).await;
        assert!(page.says("Dit plan is samengegaan met"), "{}", page.body);
    });
}
