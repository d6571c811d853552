//! Bids (S25): residents who take over a task of the municipality, from the idea to the end of the agreement.

use jiff::civil::{Date, date};
use schuifruimte::acts::bid::{Wanted, task};
use schuifruimte::acts::pitch::{Author, review};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::bid::condition::{Answer, Condition};
use schuifruimte::domain::bid::takeover::{Agreement, Legal, Says, Takeover, state as taken};
use schuifruimte::domain::bid::task::{Compared, CostStatus, Facts};
use schuifruimte::domain::id::{AccountId, PitchId, RoundId, TaskId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::limits::{Bound, PotLimit, RoundLimits};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::pitch::content::{Content, Form};
use schuifruimte::domain::pitch::offer::Offer;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::recipient::RecipientKind;
use schuifruimte::domain::round::Plan;
use schuifruimte::domain::time::Moment;
use schuifruimte::store::{self, StoreError};

use super::{admit, decider, fill, kitchen, line, own, refusal, sent, someone, today, written};
use crate::support::checked::kvk;
use crate::support::town::{plan, plans};
use crate::support::{Place, Town, days, on_both};

/// What the city says of the hall.
pub fn hall() -> Facts {
    Facts {
        name: "Beheer van de sporthal".to_string(),
        about: "Openen, sluiten, schoonmaken en verhuren.".to_string(),
        place: "Zuilen".to_string(),
        executor: "Sportbedrijf Zuilen".to_string(),
        contract_until: "2029-12-31".to_string(),
        cost: Some(Cents::euros(120_000)),
        status: CostStatus::Confirmed,
        source: "Begroting 2027, post sport".to_string(),
        is_open: true,
    }
}

/// Puts the hall in the list.
pub async fn listed(town: &Town) -> TaskId {
    task::add(&mut town.joris_at(days(-40)), hall()).await.expect("a task")
}

/// A bid of two clubs for the hall, to which nothing is missing. It asks 2,400 euro to develop it.
pub fn clubs(task: &TaskId) -> Content {
    let text = str::to_string;
    let mut made = kitchen();
    made.form = Form::Bid;
    made.title = text("De sporthal van de clubs");
    made.budget.costs = vec![line("Onderzoek naar het gebouw", 1_800), line("Notaris", 1_100)];
    made.budget.funding = Vec::new();
    made.board = text("De voorzitters van de twee clubs samen");
    made.offer = Offer {
        task: task.to_string(),
        part: text("Alleen de hal, niet de kantine"),
        once: Some(Cents::euros(9_000)),
        yearly: Some(Cents::euros(104_500)),
        hours: Some(3_000),
        hour_value: Some(Cents::euros(15)),
        quality_now: text("40 uur per week open"),
        quality_offered: text("70 uur per week open"),
        whom: text("Sporters en scholen in de wijk"),
        people: Some(1_400),
        reached: text("Via de twee clubs en drie scholen"),
        support: text("312 handtekeningen en een avond met 80 mensen"),
        backups: text("Twee beheerders per club"),
        risks: text("Ziekte van de beheerder"),
        fallback: text("De gemeente neemt het beheer terug binnen een maand"),
        staff: Some(true),
        staff_text: text("De beheerder kan mee"),
        privacy: Some(false),
        privacy_text: String::new(),
        permits: text("Geen"),
        insurance: text("Aansprakelijkheid"),
        start: text("2030-01-01"),
        years: Some(4),
        break_clause: text("Een half jaar vooraf, door beide"),
        told_whom: text("Leden, scholen en omwonenden"),
        told_often: text("Elk jaar op een avond"),
        evaluate_on: text("2032-12-01"),
        measures: text("Uren open, gebruikers, kosten"),
    };
    made
}

async fn missing(town: &Town, content: &Content) -> Vec<&'static str> {
    let mut conn = town.place.store.read().await.expect("a connection");
    let round = store::round::list(&mut conn).await.expect("readable").remove(0);
    let done = acts::pitch::missing(&mut conn, &round, (content, "Sportclubs Zuilen"), today()).await;
    done.expect("looked up").0.into_iter().map(|fault| fault.name).collect()
}

/// The city says of a task what it costs with a status and a source; what it said before stays, and nobody writes over it.
#[test]
fn s25_a_task_has_a_cost_with_a_status_and_its_history_stays() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut joris = town.joris_at(days(-40));
        let guess = Facts { status: CostStatus::Estimated, source: String::new(), ..hall() };
        let done = task::add(&mut joris, guess).await;
        assert_eq!(refusal(done), "task_source: empty");
        let unknown = Facts { cost: None, status: CostStatus::Unknown, source: String::new(), ..hall() };
        let id = task::add(&mut joris, unknown.clone()).await.expect("a task");
        task::change(&town.joris_at(days(-30)), &id, 1, hall()).await.expect("looked up");
        let late = task::change(&town.marijke_at(days(-29)), &id, 1, unknown.clone()).await;
        assert!(matches!(late, Err(ActError::DraftChanged)), "{late:?}");
        let mut conn = place.store.read().await.expect("a connection");
        let history = store::bid::task::history(&mut conn, &id).await.expect("readable");
        let facts: Vec<&Facts> = history.iter().map(|one| &one.facts).collect();
        assert_eq!(facts, [&hall(), &unknown]);
        let offered = Cents::euros(104_500);
        assert_eq!(Compared::of(&unknown, offered), Compared::Unknown);
        assert_eq!(Compared::of(&hall(), offered), Compared::Saves(Cents::euros(15_500)));
    });
}

/// The two-stage rule (S25, S27): a bid asks money to develop it, up to a sum of the round, from the pot for that; it is for a
/// task of the list; a plan does not turn into a bid on the way.
#[test]
fn s27_a_bid_asks_money_to_develop_it_and_no_more() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = pots_round(&town).await;
        let bid = clubs(&listed(&town).await);
        assert_eq!(missing(&town, &bid).await, [""; 0]);
        let mut dear = bid.clone();
        dear.budget.costs = vec![line("Alles", 5_501)];
        assert_eq!(missing(&town, &dear).await, ["bid-too-much"], "5,001 after their own 500");
        let strange =
            Content { offer: Offer { task: "vuurwerk".to_string(), ..bid.offer.clone() }, ..bid.clone() };
        assert_eq!(missing(&town, &strange).await, ["bid-task"]);
        let terms = {
            let mut conn = place.store.read().await.expect("a connection");
            let found = store::round::find(&mut conn, &round).await.expect("readable").expect("there");
            acts::pitch::terms(&mut conn, &found).await.expect("terms")
        };
        assert_eq!(terms.bid, Cents::euros(5_000), "unless the round says otherwise");
        let less = schuifruimte::domain::pitch::Terms { bid: Cents::euros(2_000), ..terms };
        review::set_terms(&town.joris_at(today()), &round, &less).await.expect("set");
        assert_eq!(missing(&town, &bid).await, ["bid-too-much"]);
        let more = schuifruimte::domain::pitch::Terms { bid: Cents::euros(2_400), ..less };
        review::set_terms(&town.joris_at(today()), &round, &more).await.expect("set");
        let (who, id) = written(&town, &round, "henk@buurt.example", &bid).await;
        let ctx = own(&place, &who, today());
        let author = Author::Member(&who.id);
        let turned = acts::pitch::set_form(&ctx, author, &id, Form::Light).await;
        assert_eq!(refusal(turned), "pt_size: choose");
        acts::pitch::submit(&ctx, author, &id).await.expect("sent in");
        admit(&town.joris_at(today()), &round, &id).await.expect("admitted");
        let mut conn = place.store.read().await.expect("a connection");
        let on = store::proposal::list(&mut conn, &round).await.expect("readable").pop().expect("a plan");
        assert_eq!((on.amount, on.pot), (Cents::euros(2_400), Pot::Development));
    });
}

pub(super) async fn pots_round(town: &Town) -> RoundId {
    let share = |percent: i64| Bound::Share(BasisPoints::new(percent * 100).expect("a share"));
    let pot = |pot, least, most| PotLimit { pot, least: share(least), most: share(most) };
    let pots = vec![pot(Pot::Continuity, 20, 60), pot(Pot::Renewal, 30, 70), pot(Pot::Development, 0, 10)];
    let limits = RoundLimits { pots, ..RoundLimits::default() };
    let mut proposals = plans();
    proposals.iter_mut().for_each(|one| one.pot = Pot::Renewal);
    town.draft_round_with(
        "zuilen",
        &Plan { limits, ceiling: Cents::euros(40_000), ..plan("Zuilen") },
        &proposals,
    )
    .await
}

/// Says yes to all conditions but those of `but`.
pub(super) async fn judged(town: &Town, (round, id): (&RoundId, &PitchId), but: &[Condition]) {
    judged_at(town, (round, id), but, days(18)).await;
}

/// The same at a moment.
pub(super) async fn judged_at(town: &Town, (round, id): (&RoundId, &PitchId), but: &[Condition], at: Moment) {
    let joris = town.joris_at(at);
    for (condition, _) in Condition::NAMES {
        if !but.contains(&condition) {
            let what = (condition, Answer::Yes);
            acts::bid::judge(&joris, (round, id), what, "Nagezien.").await.expect("judged");
        }
    }
}

pub(super) fn agree(kind: RecipientKind) -> Says {
    let kvk = kvk("sporthal");
    Says::Agree("2027-118".to_string(), Legal { kind, name: "Stichting De Hal".to_string(), kvk })
}

pub(super) fn wanted(says: Says, on: Date) -> Wanted<'static> {
    Wanted { says, on, reason: "Zie het besluit." }
}

/// The money of the round and of the city, to the cent.
async fn ledger(place: &Place) -> (i64, i64, i64) {
    let postings = place.number("SELECT COUNT(*) FROM posting".to_string()).await;
    let sums = "SELECT CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT) FROM posting".to_string();
    let granted = "SELECT CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT) FROM grant_record".to_string();
    (postings, place.number(sums).await, place.number(granted).await)
}

/// The bid of the example (issue 8, must-show 3): two clubs and a hall. Its development grant passes the count and is awarded;
/// its takeover, worth forty times as much, is a decision of its own of which no count and no posting knows.
#[test]
fn s25_a_bid_goes_from_idea_to_agreement_and_its_takeover_never_passes_the_count() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = pots_round(&town).await;
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &clubs(&listed(&town).await)).await;
        let number = admit(&decider(&place).await, &round, &id).await.expect("admitted");
        let open = town.open_draft(round.clone(), 60).await;
        for letter in 0..20 {
            town.cast(&open, letter, &[number.as_str()]).await.expect("cast");
        }
        for letter in 20..40 {
            town.cast(&open, letter, &["01", "02", "03"]).await.expect("cast");
        }
        town.close_and_seal(&round).await;
        let hash = town.count_and_propose(&round).await;
        early(&town, (&round, &id)).await;
        acts::certificate::approve(&town.marijke_at(days(17)), &round, &hash).await.expect("certified");
        let grants = town.grants(&round).await;
        let grant = grants.iter().find(|grant| grant.as_str().ends_with(number.as_str())).expect("funded");
        let later = acts::grant::set_years(&town.joris_at(days(17)), grant, &[Cents::euros(100)]).await;
        assert_eq!(refusal(later), "years: years-unproven", "S20: more years are for proven groups");
        town.announce_grant(grant).await;
        let before = ledger(&place).await;
        judged(&town, (&round, &id), &[]).await;
        takes_over(&town, (&round, &id), &henk).await;
        assert_eq!(ledger(&place).await, before, "the takeover moved no cent and made no grant");
        let mut conn = place.store.read().await.expect("a connection");
        let record = store::grant::find(&mut conn, grant).await.expect("readable").expect("there");
        assert_eq!((record.amount, record.pot), (Cents::euros(2_400), Pot::Development));
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// Before the certificate nobody judges the support, and nothing keeps the office from deciding but that.
async fn early(town: &Town, (round, id): (&RoundId, &PitchId)) {
    judged_at(town, (round, id), &[Condition::Support], days(16)).await;
    let support = (Condition::Support, Answer::Yes);
    let done = acts::bid::judge(&town.joris_at(days(16)), (round, id), support, "Iedereen is voor.").await;
    assert_eq!(refusal(done), "bid_condition: bid-support", "nobody knows the support before the result");
    let mut conn = town.place.store.read().await.expect("a connection");
    let found = store::pitch::find(&mut conn, id).await.expect("readable").expect("there");
    let not_ready = acts::bid::not_ready(&mut conn, &found).await.expect("looked up");
    assert_eq!((not_ready.conditions, not_ready.uncertified), (vec![Condition::Support], true));
    drop(conn);
    let no = Says::Refuse("2027-117".to_string());
    for says in [agree(RecipientKind::Foundation), no] {
        let done = wanted(says, date(2027, 3, 1));
        let done = acts::bid::decide(&town.marijke_at(days(16)), (round, id), done).await;
        assert_eq!(refusal(done), "to_decision: bid-uncertified", "no end before the vote");
    }
    let past = past(id, &town.marijke, "refuse");
    let done = town.place.sql(past).await;
    assert!(matches!(done, Err(StoreError::Refused(_))), "nor past the act: {done:?}");
}

/// A first decision, written past the acts.
pub(super) fn past(id: &PitchId, by: &AccountId, step: &str) -> String {
    let (to, legal) = match step {
        "agree" => ("agreed", "'foundation', 'De Hal', '12345678'"),
        _ => ("refused", "'', '', ''"),
    };
    format!(
        "INSERT INTO takeover_step (pitch_id, number, step, from_state, to_state, on_day, reason, reference, legal_kind, \
         legal_name, kvk, from_day, until_day, break_clause, by_account, by_function, at) VALUES ('{id}', 1, '{step}', \
         'none', '{to}', '2027-06-01', 'Zo.', '1', {legal}, '', '', '', '{by}', '', 1)"
    )
}

/// From the decision to the end, each step on its day.
async fn takes_over(town: &Town, (round, id): (&RoundId, &PitchId), henk: &Initiator) {
    let on = date(2027, 6, 1);
    let at = days(500);
    let foundation = || agree(RecipientKind::Foundation);
    let group = wanted(agree(RecipientKind::Group), on);
    let group = acts::bid::decide(&town.marijke_at(at), (round, id), group).await;
    assert_eq!(refusal(group), "to_legal_kind: choose", "a legal form is compulsory");
    let own = acts::bid::decide(&town.joris_at(at), (round, id), wanted(foundation(), on)).await;
    assert!(matches!(own, Err(ActError::FourEyes)), "who judged does not decide: {own:?}");
    let sneaked = acts::bid::follow(&town.joris_at(at), (round, id), wanted(foundation(), on)).await;
    assert!(matches!(sneaked, Err(ActError::NoMandate)), "{sneaked:?}");
    acts::bid::decide(&town.marijke_at(at), (round, id), wanted(foundation(), on)).await.expect("agreed");
    let late =
        acts::bid::judge(&town.joris_at(at), (round, id), (Condition::Cost, Answer::No), "Toch niet.").await;
    assert!(matches!(late, Err(ActError::StillNeeded)), "the decision rests on what it saw: {late:?}");
    let early = acts::bid::follow(&town.joris_at(at), (round, id), wanted(Says::Start, on)).await;
    assert!(matches!(early, Err(ActError::StillNeeded)), "no start without an agreement: {early:?}");
    let sign = |yearly| {
        let (from, until) = (date(2030, 1, 1), date(2033, 12, 31));
        let break_clause = "Een half jaar vooraf.".to_string();
        Says::Sign(Agreement { from, until, yearly: Cents::euros(yearly), break_clause })
    };
    let dear = wanted(sign(120_001), date(2027, 7, 1));
    let dear = acts::bid::follow(&town.joris_at(days(600)), (round, id), dear).await;
    assert_eq!(refusal(dear), "to_yearly: bid-dear", "not dearer than now");
    let (joris, marijke) = (town.joris_at(days(3_000)), town.marijke_at(days(3_000)));
    let step = |says, on| wanted(says, on);
    let early = acts::bid::follow(&joris, (round, id), step(sign(104_500), date(2027, 7, 1))).await;
    early.expect("signed");
    let early = acts::bid::follow(&joris, (round, id), step(Says::Start, date(2029, 12, 31))).await;
    assert_eq!(refusal(early), "to_on: bid-start");
    acts::bid::follow(&joris, (round, id), step(Says::Start, date(2030, 1, 1))).await.expect("begun");
    let untold = acts::bid::follow(&joris, (round, id), step(Says::Evaluate, date(2031, 1, 1))).await;
    assert_eq!(refusal(untold), "to_on: bid-untold");
    told(town, id, henk).await;
    for says in [Says::Extend(date(2037, 12, 31)), Says::Stop] {
        let alone = acts::bid::follow(&joris, (round, id), step(says, date(2033, 2, 1))).await;
        assert!(matches!(alone, Err(ActError::NoMandate)), "going on and stopping are decisions: {alone:?}");
    }
    acts::bid::follow(&joris, (round, id), step(Says::Evaluate, date(2033, 1, 10))).await.expect("evaluated");
    let extend = || step(Says::Extend(date(2037, 12, 31)), date(2033, 2, 1));
    let own = acts::bid::decide(&joris, (round, id), extend()).await;
    assert!(matches!(own, Err(ActError::FourEyes)), "who looked back does not decide: {own:?}");
    acts::bid::decide(&marijke, (round, id), extend()).await.expect("extended");
    acts::bid::decide(&marijke, (round, id), step(Says::Stop, date(2034, 3, 1))).await.expect("stopped");
    let mut conn = town.place.store.read().await.expect("a connection");
    let steps = store::bid::steps(&mut conn, id).await.expect("readable");
    assert_eq!(taken(&steps), Takeover::Stopped);
}

/// The group tells the neighbourhood itself how its first year went; nobody else does so for it.
async fn told(town: &Town, id: &PitchId, henk: &Initiator) {
    let at = days(1_450);
    let stranger = someone(&town.place, "kees@elders.example", at).await;
    let ctx = own(&town.place, &stranger, at);
    let done = acts::bid::tell(&ctx, Author::Member(&stranger.id), id, (2030, "Goed.")).await;
    assert!(matches!(done, Err(ActError::NotFound)), "{done:?}");
    let ctx = own(&town.place, henk, at);
    let author = Author::Member(&henk.id);
    let silent = acts::bid::tell(&ctx, author, id, (2030, " ")).await;
    assert_eq!(refusal(silent), "to_reason: empty");
    let other = acts::bid::tell(&ctx, author, id, (2029, "Goed.")).await;
    assert_eq!(refusal(other), "to_year: bid-year");
    acts::bid::tell(&ctx, author, id, (2030, "De hal was 70 uur per week open.")).await.expect("told");
    let again = acts::bid::tell(&ctx, author, id, (2030, "Nog eens.")).await;
    assert_eq!(refusal(again), "to_year: bid-year", "once a year");
}

/// Each of the seven conditions keeps the municipality from saying yes, in the act and in the database; a new verdict stands
/// beside the old one.
#[test]
fn s25_seven_conditions_hold_or_the_task_stays() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = pots_round(&town).await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &clubs(&listed(&town).await)).await;
        admit(&decider(&place).await, &round, &id).await.expect("admitted");
        town.certify_draft(round.clone()).await;
        judged(&town, (&round, &id), &[Condition::Cost]).await;
        let (joris, marijke) = (town.joris_at(days(19)), town.marijke_at(days(500)));
        let yes = || wanted(agree(RecipientKind::Foundation), date(2027, 6, 1));
        for answer in [None, Some(Answer::Unknown), Some(Answer::No)] {
            if let Some(answer) = answer {
                let what = (Condition::Cost, answer);
                acts::bid::judge(&joris, (&round, &id), what, "Duurder dan nu.").await.expect("judged");
            }
            let done = acts::bid::decide(&marijke, (&round, &id), yes()).await;
            assert_eq!(refusal(done), "to_decision: bid-not-ready", "{answer:?}");
        }
        let done = place.sql(past(&id, &town.marijke, "agree")).await;
        assert!(matches!(done, Err(StoreError::Refused(_))), "nor past the act: {done:?}");
        let silent = acts::bid::judge(&joris, (&round, &id), (Condition::Cost, Answer::Yes), " ").await;
        assert_eq!(refusal(silent), "bid_reason: empty", "a verdict has its reason");
        let mut conn = place.store.read().await.expect("a connection");
        let all = store::bid::verdicts(&mut conn, &id).await.expect("readable");
        assert_eq!(all.len(), 8, "six times yes, and two verdicts on the cost beside each other");
        drop(conn);
        let no = wanted(Says::Refuse("2027-119".to_string()), date(2027, 6, 1));
        acts::bid::decide(&marijke, (&round, &id), no).await.expect("a no needs no condition");
        let again = acts::bid::decide(&marijke, (&round, &id), yes()).await;
        assert!(again.is_err(), "{again:?}");
    });
}

/// An initiative has no conditions and no takeover.
#[test]
fn s25_an_initiative_is_no_bid() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &kitchen()).await;
        let what = (Condition::Task, Answer::Yes);
        let done = acts::bid::judge(&town.joris_at(today()), (&round, &id), what, "Ja.").await;
        assert!(matches!(done, Err(ActError::NotFound)), "{done:?}");
        let (who, draft) = written(&town, &round, "truus@buurt.example", &kitchen()).await;
        let ctx = own(&place, &who, today());
        assert!(fill(&ctx, Author::Member(&who.id), &draft, &kitchen()).await.is_ok());
    });
}
