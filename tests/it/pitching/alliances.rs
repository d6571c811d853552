//! Alliances (S17, S40): shares that add up, a yes of each member itself, and no money to a social broker by that way.

use axum::http::StatusCode;
use schuifruimte::acts::grant::checks;
use schuifruimte::acts::pitch::alliance::{self, Answerer};
use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::acts::recipient::Wanted;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::check::{CheckKind, Member, MissingCheck};
use schuifruimte::domain::id::{PitchId, RecipientId, RoundId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::mail::Address;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pitch::State;
use schuifruimte::domain::pitch::ally::{Ally, AllyRole, Asked, Reply};
use schuifruimte::domain::pitch::content::{Content, Form, Named, Step};
use schuifruimte::domain::recipient::{ProviderClass, RecipientKind};
use schuifruimte::store;

use super::rules::register;
use super::{admit, decider, fill, found, kitchen, own, refusal, someone, soup, state, today, written};
use crate::post::links;
use crate::support::checked::{foundation, kvk};
use crate::support::people::JORIS;
use crate::support::town::{plan, plans};
use crate::support::{Browser, Place, Site, Town, days, on_both};

fn ally(name: &str, task: &str, euros: u32) -> Ally {
    Ally {
        name: name.to_string(),
        kind: Named(RecipientKind::Group),
        class: Some(Named(ProviderClass::Resident)),
        kvk: String::new(),
        role: Named(AllyRole::Partner),
        task: task.to_string(),
        share: Cents::euros(euros),
    }
}

fn fund(name: &str) -> Ally {
    let number = kvk(name).as_str().to_string();
    let kind = Named(RecipientKind::Foundation);
    Ally { kind, kvk: number, role: Named(AllyRole::Fund), ..ally(name, "Betaalt de oven", 0) }
}

/// A plan with these members, not sent in.
async fn with_allies(town: &Town, round: &RoundId, email: &str, allies: Vec<Ally>) -> (Initiator, PitchId) {
    let (who, id) = written(town, round, email, &kitchen()).await;
    change(town, &who, &id, allies).await;
    (who, id)
}

async fn change(town: &Town, who: &Initiator, id: &PitchId, allies: Vec<Ally>) {
    let ctx = own(&town.place, who, today());
    let seen = found(&town.place.store, id).await.content.mark(Step::Allies);
    let answers = Content { allies, ..Content::default() };
    let author = Author::Member(&who.id);
    acts::pitch::write(&ctx, author, id, (Step::Allies, &seen), answers).await.expect("written");
}

async fn ask(place: &Place, who: &Initiator, id: &PitchId, (ally, email): (&Ally, Option<&str>)) {
    let email = email.map(|email| Address::parse(email).expect("an address"));
    let mark = ally.mark(id);
    let mut ctx = own(place, who, today());
    let author = Author::Member(&who.id);
    alliance::ask(&mut ctx, author, id, (&mark, email.as_ref())).await.expect("asked");
}

async fn submit(place: &Place, who: &Initiator, id: &PitchId) -> Result<(), ActError> {
    acts::pitch::submit(&own(place, who, today()), Author::Member(&who.id), id).await
}

async fn asked(place: &Place, id: &PitchId) -> Vec<Asked> {
    let mut conn = place.store.read().await.expect("a connection");
    store::pitch::ally::of_pitch(&mut conn, id).await.expect("readable")
}

/// A plan of which a member was asked, for who looks at what is kept.
pub async fn asked_once(town: &Town, round: &RoundId) {
    let choir = ally("Buurtkoor", "Zingen", 100);
    let (who, id) = with_allies(town, round, "kees@buurt.example", vec![choir.clone()]).await;
    ask(&town.place, &who, &id, (&choir, None)).await;
}

/// S40: each member says yes itself, by the link in a mail, from the own account, or on paper; another share asks anew; as long
/// as one is silent nothing is sent in.
#[test]
fn s40_a_plan_is_sent_in_once_each_member_said_yes_to_its_task_and_share() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (choir, school, paid) =
            (ally("Buurtkoor", "Zingen", 1_000), ally("De School", "Ruimte", 500), fund("Fonds Zuilen"));
        let all = vec![choir.clone(), school.clone(), paid.clone()];
        let (henk, id) = with_allies(&town, &round, "henk@buurt.example", all).await;
        assert_eq!(found(&place.store, &id).await.content.lead_share(), Some(Cents::euros(6_500)));
        assert_eq!(refusal(submit(&place, &henk, &id).await), "pt_submit: ally-silent");
        // The choir has an account and says yes there; the school answers a mail; the fund signs a paper.
        let ans = someone(&place, "ans@koor.example", today()).await;
        ask(&place, &henk, &id, (&choir, Some("ans@koor.example"))).await;
        ask(&place, &henk, &id, (&school, Some("post@school.example"))).await;
        ask(&place, &henk, &id, (&paid, None)).await;
        let (mark, address) = (choir.mark(&id), Address::parse("henk@buurt.example").expect("an address"));
        let mut ctx = own(&place, &henk, today());
        let to_oneself =
            alliance::ask(&mut ctx, Author::Member(&henk.id), &id, (&mark, Some(&address))).await;
        assert_eq!(refusal(to_oneself), "ally_email: ally-own", "nobody says yes for another");
        let nobody = town.nobody_at(today());
        let link = links(&place, "post@school.example").await.pop().expect("a mail");
        alliance::answer(&nobody, Answerer::Link(&link), Reply::Yes).await.expect("kept");
        let wrong = alliance::answer(&nobody, Answerer::Link("0123"), Reply::Yes).await;
        assert!(matches!(wrong, Err(ActError::LinkExpired)), "{wrong:?}");
        let ctx = own(&place, &henk, today());
        let own_yes = alliance::answer(&ctx, Answerer::Account(&henk, &choir.mark(&id)), Reply::Yes).await;
        assert!(matches!(own_yes, Err(ActError::NotFound)), "the lead says no yes for another: {own_yes:?}");
        let ctx = own(&place, &ans, today());
        alliance::answer(&ctx, Answerer::Account(&ans, &choir.mark(&id)), Reply::Yes).await.expect("kept");
        assert_eq!(refusal(submit(&place, &henk, &id).await), "pt_submit: ally-silent", "the fund did not");
        let code =
            asked(&place, &id).await.iter().find(|one| one.mark == paid.mark(&id)).expect("asked").code();
        let joris = town.joris_at(today());
        alliance::answer(&joris, Answerer::Desk(&code), Reply::No).await.expect("kept");
        assert_eq!(refusal(submit(&place, &henk, &id).await), "pt_submit: ally-silent", "a no is no yes");
        alliance::answer(&joris, Answerer::Desk(&code), Reply::Yes).await.expect("kept");
        // Less for the choir: it is asked anew, the others are not.
        let less = ally("Buurtkoor", "Zingen", 900);
        change(&town, &henk, &id, vec![less.clone(), school, paid]).await;
        assert_eq!(refusal(submit(&place, &henk, &id).await), "pt_submit: ally-silent");
        ask(&place, &henk, &id, (&less, Some("ans@koor.example"))).await;
        alliance::answer(&ctx, Answerer::Account(&ans, &less.mark(&id)), Reply::Yes).await.expect("kept");
        let told = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE kind = 'consented' AND address = 'henk@buurt.example'";
        assert_eq!(place.number(told).await, 5, "the lead hears of every yes and no");
        submit(&place, &henk, &id).await.expect("all said yes");
        let late = alliance::answer(&nobody, Answerer::Link(&link), Reply::No).await;
        assert!(matches!(late, Err(ActError::LinkExpired)), "what was sent in rests on it: {late:?}");
        let kept = "SELECT CAST(COUNT(*) AS BIGINT) FROM ally_consent WHERE email <> ''";
        assert_eq!(place.number(kept.to_string()).await, 0, "no address is kept");
        admit(&town.joris_at(today()), &round, &id).await.expect("admitted");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// S17: whoever takes part does so as what it is: a partner that may get a share beside the group that leads, or a fund, a housing
/// corporation, an insurer or a municipality that pays along and gets nothing. Everyone reads who is what.
#[test]
fn s17_who_takes_part_does_so_as_what_it_is() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let mut conn = place.store.read().await.expect("a connection");
        let held = store::round::find(&mut conn, &round).await.expect("readable").expect("there");
        drop(conn);
        let mut all = Vec::new();
        for (number, (role, _)) in AllyRole::NAMES.into_iter().enumerate() {
            let member = Ally { role: Named(role), ..ally(&format!("Deelnemer {number}"), "Doet mee", 100) };
            let content = Content { allies: vec![member.clone()], ..kitchen() };
            let mut conn = place.store.read().await.expect("a connection");
            let missing = acts::pitch::missing(&mut conn, &held, (&content, "Soepgroep"), today()).await;
            let names: Vec<&str> = missing.expect("readable").0.iter().map(|fault| fault.name).collect();
            let expected: &[&str] = if role == AllyRole::Partner { &[] } else { &["ally-payer"] };
            assert_eq!(names, expected, "{role:?} with a share");
            let share = if role.pays() { Cents::ZERO } else { member.share };
            all.push(Ally { share, ..member });
        }
        let (henk, id) = with_allies(&town, &round, "henk@buurt.example", all.clone()).await;
        for member in &all {
            yes(&town, &henk, &id, member).await;
        }
        submit(&place, &henk, &id).await.expect("sent in");
        let site = Site::of(&town, today());
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{id}")).await;
        for told in ["Soepgroep", "€ 7.900", "Deelnemer 4", "€ 100"] {
            assert!(page.says(told), "{told}: {}", page.body);
        }
        let text = schuifruimte::text::Text { lang: schuifruimte::text::Lang::Nl };
        for (_, name) in AllyRole::NAMES {
            let role = text.get(&format!("pt-ally-is-{name}"));
            assert!(page.says(&role), "{role}: {}", page.body);
        }
    });
}

/// S42, S45: a social-brokerage organisation or its affiliate gets no share as a member, which is refused with a reason of its
/// own, when a plan is sent in and when it is admitted. S10: without money it is a welcome partner.
#[test]
fn s45_a_social_broker_gets_no_share_and_is_welcome_without_one() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let early = ally("Het Makelpunt", "Lokaal", 100);
        let (truus, before) = with_allies(&town, &round, "truus@buurt.example", vec![early.clone()]).await;
        yes(&town, &truus, &before, &early).await;
        submit(&place, &truus, &before).await.expect("the register knows nobody yet");
        register(&town).await;
        let done = admit(&town.joris_at(today()), &round, &before).await;
        assert!(matches!(done, Err(ActError::Excluded(_))), "{done:?}");
        let cases = [("Stichting Het Makelpunt", "member"), ("Makelpunt Vastgoed", "member-affiliate")];
        for (number, (name, way)) in cases.into_iter().enumerate() {
            let member = ally(name, "Lokaal", 100);
            let email = format!("p{number}@buurt.example");
            let (who, id) = with_allies(&town, &round, &email, vec![member.clone()]).await;
            yes(&town, &who, &id, &member).await;
            let Err(ActError::Excluded(found)) = submit(&place, &who, &id).await else { panic!("{way}") };
            assert_eq!(found.iter().map(|one| one.name()).collect::<Vec<_>>(), [way]);
            assert_eq!(state(&town, &id).await, State::Draft);
            let free = ally(name, "Lokaal", 0);
            change(&town, &who, &id, vec![free.clone()]).await;
            yes(&town, &who, &id, &free).await;
            submit(&place, &who, &id).await.expect("S10: a partner without money");
        }
    });
}

async fn yes(town: &Town, who: &Initiator, id: &PitchId, member: &Ally) {
    ask(&town.place, who, id, (member, None)).await;
    let code = member.mark(id).to_string()[..12].to_string();
    alliance::answer(&town.joris_at(today()), Answerer::Desk(&code), Reply::Yes).await.expect("kept");
}

/// S40: by the pages: the lead fills in and asks, the member opens the mail and says yes, everyone sees who gets what.
#[test]
fn s40_asked_answered_and_shown_by_the_pages() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let choir = ally("Buurtkoor", "Zingen", 1_000);
        let (henk, id) = with_allies(&town, &round, "henk@buurt.example", vec![choir.clone()]).await;
        ask(&place, &henk, &id, (&choir, Some("ans@koor.example"))).await;
        let site = Site::of(&town, today());
        let link = links(&place, "ans@koor.example").await.pop().expect("a mail");
        let mut ans = Browser::default();
        let address = format!("/alliantie/{link}");
        let page = ans.get(&site, &address).await;
        assert!(page.says("Een buurtkeuken") && page.says("Zingen") && page.says("€ 1.000"), "{}", page.body);
        assert!(asked(&place, &id).await[0].consent.is_none(), "looking says nothing");
        let page = ans.post(&site, &address, &[("ally_answer", "yes")]).await;
        assert!(page.says("U zegt ja"), "{}", page.body);
        submit(&place, &henk, &id).await.expect("sent in");
        assert_eq!(ans.get(&site, &address).await.status, StatusCode::GONE);
        let page = ans.get(&site, &format!("/rondes/{round}/ingestuurd/{id}")).await;
        assert!(page.says("Buurtkoor") && page.says("€ 1.000") && page.says("€ 7.000"), "{}", page.body);
        let mut joris = Browser::of(&site, JORIS).await;
        let page = joris.get(&site, "/bureau/alliantie?ally_code=000000000000").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

/// S41, S42: an alliance is no way around the limits of a round: the lead keeps a part, a member is held to the limit of its own
/// class, and what goes to members of another class counts as money that is paid on.
#[test]
fn s41_s42_an_alliance_is_no_way_around_the_limits_of_a_class_and_of_paying_on() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let mut conn = place.store.read().await.expect("a connection");
        let held = store::round::find(&mut conn, &round).await.expect("readable").expect("there");
        drop(conn);
        let class = Some(Named(ProviderClass::Other));
        let other = |euros| Ally { class, ..ally("Buurtwerk BV", "Bouwen", euros) };
        // Of 8,000 euros a fifth may be paid on.
        for (member, fault) in [
            (ally("Buurtkoor", "Zingen", 8_000), Some("ally-lead")),
            (Ally { class: None, ..ally("Buurtkoor", "Zingen", 100) }, Some("ally-class")),
            (other(1_601), Some("ally-onward")),
            (other(1_600), None),
            (ally("Buurtkoor", "Zingen", 4_000), None),
        ] {
            let content = Content { allies: vec![member], ..kitchen() };
            let mut conn = place.store.read().await.expect("a connection");
            let missing = acts::pitch::missing(&mut conn, &held, (&content, "Soepgroep"), today()).await;
            let names: Vec<&str> = missing.expect("readable").0.iter().map(|fault| fault.name).collect();
            assert_eq!(names, fault.into_iter().collect::<Vec<_>>());
        }
    });
}

/// Whoever typed the question for the lead at the desk types no answer of a member; a colleague does.
#[test]
fn s40_the_desk_types_no_answer_to_a_question_that_it_typed() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let mut joris = town.joris_at(today());
        let lies = acts::initiator::desk::open(&mut joris, "Lies", "nl").await.expect("opened");
        let author = Author::Desk(&lies);
        let start = Start { round: round.clone(), group: None, name: "Lies", form: Form::Light, task: "" };
        let id = acts::pitch::start(&mut joris, author, &start).await.expect("begun");
        let choir = ally("Buurtkoor", "Zingen", 100);
        fill(&joris, author, &id, &soup()).await.expect("typed");
        let seen = found(&place.store, &id).await.content.mark(Step::Allies);
        let answers = Content { allies: vec![choir.clone()], ..Content::default() };
        acts::pitch::write(&joris, author, &id, (Step::Allies, &seen), answers).await.expect("typed");
        alliance::ask(&mut joris, author, &id, (&choir.mark(&id), None)).await.expect("asked");
        let code = choir.mark(&id).to_string()[..12].to_string();
        let own_yes = alliance::answer(&joris, Answerer::Desk(&code), Reply::Yes).await;
        assert!(matches!(own_yes, Err(ActError::FourEyes)), "{own_yes:?}");
        alliance::answer(&town.marijke_at(today()), Answerer::Desk(&code), Reply::Yes).await.expect("kept");
    });
}

/// Whoever has a link changes its mind, and not without end.
#[test]
fn s40_a_link_answers_at_a_pace() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let choir = ally("Buurtkoor", "Zingen", 100);
        let (henk, id) = with_allies(&town, &round, "henk@buurt.example", vec![choir.clone()]).await;
        ask(&place, &henk, &id, (&choir, Some("ans@koor.example"))).await;
        let link = links(&place, "ans@koor.example").await.pop().expect("a mail");
        let nobody = town.nobody_at(today());
        let mut kept = 0;
        while alliance::answer(&nobody, Answerer::Link(&link), Reply::No).await.is_ok() {
            kept += 1;
            assert!(kept < 100, "without end");
        }
        assert!(kept >= 10, "a change of mind is not refused: {kept}");
        let late = alliance::answer(&nobody, Answerer::Link(&link), Reply::No).await;
        assert!(matches!(late, Err(ActError::TooOften)), "{late:?}");
    });
}

/// S17, S40: the grant goes to whom said yes, each with its share. A file that leaves a member out, or gives it less, is not awarded.
#[test]
fn s40_a_grant_is_shared_as_the_members_agreed() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round_with("zuilen", &plan("zuilen"), &[]).await;
        let choir = ally("Buurtkoor", "Zingen", 200);
        let (henk, id) = written(&town, &round, "henk@buurt.example", &soup()).await;
        change(&town, &henk, &id, vec![choir.clone()]).await;
        yes(&town, &henk, &id, &choir).await;
        submit(&place, &henk, &id).await.expect("sent in");
        let number = admit(&decider(&place).await, &round, &id).await.expect("admitted");
        for other in plans() {
            acts::proposal::add(&town.joris_at(days(-15)), &round, other).await.expect("a plan");
        }
        let round = town.certify_draft(round).await;
        let grants = town.grants(&round).await;
        let grant = grants.iter().find(|grant| grant.as_str().ends_with(number.as_str())).expect("funded");
        town.check_grant(grant).await;
        let marijke = town.marijke_at(days(18));
        let missing = async || match acts::grant::award(&marijke, grant, "Gekozen.").await {
            Err(ActError::Unchecked(missing)) => missing,
            other => panic!("not refused: {other:?}"),
        };
        assert_eq!(missing().await, [MissingCheck::Check(CheckKind::Alliance)], "the choir is left out");
        let mut conn = place.store.read().await.expect("a connection");
        let lead =
            store::recipient::of_grant(&mut conn, grant).await.expect("readable").expect("made out").id;
        drop(conn);
        let wanted = Wanted { kind: RecipientKind::Group, kvk: None, ..foundation("buurtkoor") };
        let friend = town.recipient(&wanted).await;
        let shared = async |own: Cents, other: Cents| {
            let member = |recipient: &RecipientId, share| {
                let consented = Some("2027-02-01".to_string());
                Member { recipient: recipient.clone(), share, consented }
            };
            let members = [member(&lead, own), member(&friend, other)];
            checks::set_members(&town.joris_at(days(17)), grant, &members).await.expect("written");
            town.do_checks(grant).await;
        };
        let whole = soup().budget.asked().expect("a sum");
        let least = whole.minus(Cents::euros(100)).expect("a part");
        shared(least, Cents::euros(100)).await;
        assert_eq!(missing().await, [MissingCheck::Check(CheckKind::Alliance)], "it said yes to more");
        shared(whole.minus(Cents::euros(200)).expect("a part"), Cents::euros(200)).await;
        town.award_and_send(grant).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
