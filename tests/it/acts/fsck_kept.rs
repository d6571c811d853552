//! What the staff log tells of rows is what the tables say, whoever had the database in hands.

use schuifruimte::acts;
use schuifruimte::acts::grant::checks;
use schuifruimte::acts::smo::{Organisation, TypedAccount};
use schuifruimte::documents::picture::make;
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::bid::condition::{Answer, Condition};
use schuifruimte::domain::budget::{Ground, Terms as BudgetTerms};
use schuifruimte::domain::check::Onward;
use schuifruimte::domain::deadline::PaperRule;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::interest::Feasible;
use schuifruimte::domain::log::kept::Kept;
use schuifruimte::domain::mail::Address;
use schuifruimte::domain::moderation::{Ground as Reason, Written};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::paper::{Entry, HandedIn, Mark};
use schuifruimte::domain::passkey::Owner;
use schuifruimte::domain::pitch::Terms;
use schuifruimte::domain::pot::{CityLimit, Pot};
use schuifruimte::domain::round::{Dates, Plan};
use schuifruimte::store;
use schuifruimte::store::passkey::Passkey;

use super::budget::{decided, six_years};
use super::fsck_grants::{Change, slip_each};
use super::paper::posted;
use super::payments::granted;
use crate::pitching::bids;
use crate::post::newest_link;
use crate::support::checked::kvk;
use crate::support::people::Staff;
use crate::support::picture::png;
use crate::support::town::{plan, plans};
use crate::support::{Town, days, now, on_both_tampered};

/// One row of each kind at least, by the acts that write them.
async fn rows_of_each_kind(town: &Town) {
    let joris = town.joris_at(days(25));
    let mut conn = town.place.store.read().await.expect("a connection");
    let grants = store::grant::list(&mut conn).await.expect("grants");
    drop(conn);
    let onward = Onward {
        name: "Drukkerij De Pers".to_string(),
        kvk: None,
        amount: Cents::euros(10),
        purpose: "drukwerk".to_string(),
    };
    checks::set_onward(&joris, &grants[1].id, &[onward]).await.expect("paid on");
    let day = jiff::civil::date(2027, 9, 1);
    acts::progress::milestone::plan(&joris, &grants[0].id, "Plek", day).await.expect("planned");
    let draft = town.draft_round("overvecht").await;
    let plan = ProposalId::new("01");
    acts::interest::check_plan(&joris, &draft, &plan, Feasible::Yes, "Kan.").await.expect("checked");
    let files = make(&png(120, 120)).expect("a picture");
    acts::picture::add(&joris, &draft, &plan, &files, "Een bank").await.expect("a picture");
    let share = |points| BasisPoints::new(points).expect("a share");
    checks::set_year_terms(&joris, 2031, share(2_000), "Raadsbesluit.").await.expect("terms of a year");
    let limit = CityLimit { pot: Pot::Renewal, least: share(1_000), most: share(8_000) };
    acts::pot::decide_city(&joris, limit, "Proef.").await.expect("a pot");
    let smo = Organisation {
        name: "Stichting Het Makelpunt".to_string(),
        kvk: Some(kvk("Stichting Het Makelpunt")),
        account: TypedAccount::Unknown,
        from: days(24),
        until: None,
        affiliates: Vec::new(),
    };
    acts::smo::enter(&joris, 0, &smo, "aanbesteding").await.expect("a register");
    acts::smo::tell_apart(&joris, "Makelpunt", &kvk("koor"), "Een koor.").await.expect("a namesake");
    let (budget, _) = decided(town, &six_years()).await;
    let mut conn = town.place.store.read().await.expect("a connection");
    let was =
        BudgetTerms::of(&store::budget::budget(&mut conn, &budget).await.expect("readable").expect("there"));
    drop(conn);
    let other = BudgetTerms { warning: share(6_100), ..was };
    let ground = Ground::named("Raadsbesluit herijking");
    acts::budget::change_terms(&town.joris_at(now()), &budget, other, ground, "Later.")
        .await
        .expect("changed");
}

/// Two accounts of one human, another role for someone that nobody confirmed yet, and what someone signs in with.
async fn accounts(town: &Town) {
    let staff = |login| Staff { login, name: login, function: "nieuw", role: Role::Officer };
    let noor = town.place.employ(staff("noor"), Scope::City).await;
    let other = town.place.employ(staff("noor2"), Scope::City).await;
    let joris = town.joris_at(days(25));
    acts::account::join(&joris, &noor, &other).await.expect("one human");
    acts::account::set_role(&joris, &noor, Role::Certifier, &Scope::City).await.expect("proposed");
    acts::invitation::ask_reset(&joris, &noor).await.expect("asked");
    acts::factor::begin_code(&mut town.joris_at(days(25))).await.expect("a secret");
    let key = Passkey {
        id: "0a0b".to_string(),
        owner: Owner::Staff(town.joris.clone()),
        name: "laptop".to_string(),
        credential: "{\"kept\":1}".to_string(),
        counter: 0,
        made_at: days(25),
        used_at: None,
    };
    acts::passkey::add(&mut town.joris_at(days(25)), key).await.expect("a passkey");
}

/// Someone who pitches, with a group.
async fn group(town: &Town) {
    let mut ctx = town.nobody_at(days(25));
    let email = Address::parse("henk@buurt.example").expect("an address");
    acts::initiator::ask(&mut ctx, "a", &email, "nl").await.expect("a link");
    let link = newest_link(&town.place, "henk@buurt.example").await;
    acts::initiator::open(&mut ctx, &link, None).await.expect("in");
    let mut conn = town.place.store.read().await.expect("a connection");
    let henk = store::initiator::find_email(&mut conn, &email).await.expect("readable").expect("there");
    drop(conn);
    acts::initiative::make(&mut ctx, &henk, "Buurttuin").await.expect("a group");
}

/// A round that takes paper, with a stack of which one was entered, and a request to lengthen its vote.
async fn open_with_paper(town: &Town) {
    let wanted = Plan { deadline: Some(posted(PaperRule::HandedIn)), ..plan("Ondiep") };
    let round = town.open_round_with("ondiep", &wanted, &plans()).await;
    let mut joris = town.joris_at(days(1));
    let stack = acts::paper::receive(&mut joris, &round.id, 1, HandedIn::InTime).await.expect("a stack");
    let which = acts::paper::Which { round: round.id.clone(), batch: stack, number: 1 };
    let entry = Entry::Mark(Mark::Unreadable);
    acts::paper::enter(&mut joris, &round.ballots, &which, &entry).await.expect("entered");
    acts::extension::ask(&joris, &round.id, days(16), "Storing").await.expect("asked");
}

/// One of the two kinds whose change takes more words.
const INTERESTS: (&str, &str) = (
    "interest",
    "UPDATE interest SET proposal_id = '03' WHERE number = 1 \
         AND round_id = (SELECT MIN(round_id) FROM proposal WHERE id = '03')",
);

/// The other one.
const PAYEES: (&str, &str) = (
    "recipient_payee",
    "UPDATE recipient_payee SET changed_by = 'iemand' \
         WHERE recipient_id = (SELECT MIN(recipient_id) FROM recipient_payee)",
);

/// A plan that a group sent in, in a round with its own terms.
async fn pitch(town: &Town) {
    let dates = Dates { propose_until: None, ..plan("zuilen-zuid").dates };
    let plan = Plan { dates, ..plan("zuilen-zuid") };
    let round = town.draft_round_with("zuilen-zuid", &plan, &[]).await;
    let terms = Terms { repair_days: 7, ..Terms::usual(&[]) };
    acts::pitch::review::set_terms(&town.joris_at(days(25)), &round, &terms).await.expect("set");
    let soup = crate::pitching::soup();
    let (_, id) = crate::pitching::sent(town, &round, "truus@buurt.example", &soup).await;
    crate::pitching::assess(&town.joris_at(days(25)), &round, &id, &crate::pitching::all_well())
        .await
        .expect("kept");
    let bid = bids::clubs(&bids::listed(town).await);
    let (_, id) = crate::pitching::sent(town, &round, "ans@buurt.example", &bid).await;
    let (joris, what) = (town.joris_at(days(25)), (Condition::Cost, Answer::Unknown));
    acts::bid::judge(&joris, (&round, &id), what, "Wordt uitgezocht.").await.expect("judged");
    crate::pitching::wishes::answered(town, &round).await;
    let comment = crate::talk::said(town, &id).await;
    let why = (Reason::OffTopic, "Over iets anders.");
    crate::pitching::alliances::asked_once(town, &round).await;
    let mut joris = town.joris_at(days(25));
    acts::moderation::withhold(&mut joris, (&round, &Written::Comment(comment)), why).await.expect("off");
    crate::talk::meetings::called(town, &round).await;
    crate::talk::support::of_each_kind(town, &round, &id).await;
    crate::pitching::regroups::proposed(town, &round).await;
}

/// The same of who pitches and what belongs to it.
fn slip_of_group(kept: Kept) -> (&'static str, &'static str) {
    match kept {
        Kept::Initiator => {
            ("initiator", "UPDATE initiator SET email = 'x@y.example' WHERE email LIKE 'henk%'")
        }
        Kept::Members => (
            "initiative_member",
            "UPDATE initiative_member SET role = 'reader' \
             WHERE initiative_id = (SELECT MIN(initiative_id) FROM initiative_member)",
        ),
        Kept::Tasks => ("municipal_task_facts", "UPDATE municipal_task_facts SET cost_cents = 1"),
        Kept::Alliance => ("ally_consent", "UPDATE ally_consent SET asked_at = asked_at + 1"),
        Kept::Asked => ("pitch_asked", "UPDATE pitch_asked SET wish = 'contacts'"),
        Kept::Wishes => ("pitch_wish", "UPDATE pitch_wish SET met = 'unmet'"),
        Kept::Regroup => ("regroup", "UPDATE regroup SET until_at = until_at + 1"),
        Kept::Bid => ("bid_verdict", "UPDATE bid_verdict SET verdict = 'yes'"),
        Kept::Assessment => ("pitch_assessment", "UPDATE pitch_assessment SET at = at + 1"),
        Kept::Withholdings => ("withholding", "UPDATE withholding SET at = at + 1"),
        Kept::Meetings => ("meeting", "UPDATE meeting SET place = 'Elders'"),
        Kept::SupportTerms => ("support_terms", "UPDATE support_terms SET needed = needed - 1"),
        Kept::SupportLists => ("support_list", "UPDATE support_list SET people = people + 1"),
        Kept::Endorsements => ("endorsement_check", "UPDATE endorsement_check SET partner = 1"),
        Kept::PitchTerms => ("pitch_terms", "UPDATE pitch_terms SET repair_days = repair_days + 1"),
        _ => (
            "pitch_event",
            "UPDATE pitch_event SET at = at + 1 WHERE pitch_id = (SELECT MIN(pitch_id) FROM pitch_event)",
        ),
    }
}

/// How a row of a kind is changed past the acts: in which table, and by what.
fn slip_of(kept: Kept) -> (&'static str, &'static str) {
    match kept {
        Kept::Account => ("account", "UPDATE account SET role = 'auditor' WHERE role = 'certifier'"),
        Kept::Scope => (
            "account_scope",
            "UPDATE account_scope SET place = 'overvecht' WHERE account_id = (SELECT MIN(account_id) FROM account_scope)",
        ),
        Kept::Change => ("account_change", "UPDATE account_change SET role = 'auditor'"),
        Kept::Person => {
            ("account_person", "UPDATE account_person SET person = 'x' WHERE account_id = person")
        }
        Kept::Password => ("account", "UPDATE account SET password = 'x' WHERE login = 'noor'"),
        Kept::Passkeys => ("passkey", "UPDATE passkey SET credential = '{}'"),
        Kept::Code => ("account_code", "UPDATE account_code SET secret = '00'"),
        Kept::Entry => ("account_reset", "UPDATE account_reset SET asked_at = asked_at + 1"),
        Kept::Mandate => (
            "mandate",
            "UPDATE mandate SET up_to_cents = up_to_cents + 1 WHERE number = (SELECT MAX(number) FROM mandate)",
        ),
        Kept::Recipient => (
            "recipient",
            "UPDATE recipient SET account_name = 'Iemand anders' WHERE id = (SELECT MIN(id) FROM recipient)",
        ),
        Kept::Payees => PAYEES,
        Kept::Checks => (
            "grant_check",
            "UPDATE grant_check SET answer = 'no' WHERE number = 1 AND grant_id = (SELECT MIN(grant_id) FROM grant_check)",
        ),
        Kept::MadeOut => (
            "grant_recipient",
            "UPDATE grant_recipient SET set_at = set_at + 1 WHERE grant_id = (SELECT MIN(grant_id) FROM grant_recipient)",
        ),
        Kept::Onward => ("grant_onward", "UPDATE grant_onward SET amount_cents = amount_cents + 1"),
        Kept::Interests => INTERESTS,
        Kept::PlanChecks => ("plan_check", "UPDATE plan_check SET answer = 'no'"),
        Kept::Smo => ("smo_party", "UPDATE smo_party SET name = 'Stichting Anders'"),
        Kept::Namesakes => ("smo_namesake", "UPDATE smo_namesake SET reason = 'Anders.'"),
        Kept::Budgets => ("budget_decision", "UPDATE budget_decision SET reason = 'Anders' WHERE number = 1"),
        Kept::BudgetTerms => ("budget_terms", "UPDATE budget_terms SET reason = 'Anders.'"),
        Kept::RoundTerms => (
            "round_terms",
            "UPDATE round_terms SET recipient_bp = recipient_bp - 1 WHERE round_id = (SELECT MIN(round_id) FROM round_terms)",
        ),
        Kept::YearTerms => ("year_terms", "UPDATE year_terms SET recipient_bp = recipient_bp - 1"),
        Kept::CityPot => ("city_pot", "UPDATE city_pot SET reason = 'Anders.' WHERE pot = 'renewal'"),
        Kept::Bounds => ("bounds_decision", "UPDATE bounds_decision SET reason = 'Anders.' WHERE number = 1"),
        Kept::Pictures => ("plan_picture", "UPDATE plan_picture SET alt = 'Iets anders'"),
        Kept::Progress => ("grant_milestone", "UPDATE grant_milestone SET planned_on = '2031-01-01'"),
        Kept::Sending => ("decision_sending", "UPDATE decision_sending SET at = at + 1"),
        Kept::Papers => ("paper_batch", "UPDATE paper_batch SET late = 1"),
        Kept::Extensions => ("extension", "UPDATE extension SET reason = 'Anders.'"),
        other => slip_of_group(other),
    }
}

#[test]
fn rows_of_each_kind_that_are_not_what_the_staff_log_tells_of_them() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        life.ends(days(200)).await;
        rows_of_each_kind(&life.town).await;
        accounts(&life.town).await;
        group(&life.town).await;
        open_with_paper(&life.town).await;
        pitch(&life.town).await;
        let told: Vec<String> = Kept::NAMES.iter().map(|(_, name)| format!("I5 {name} ")).collect();
        let slips = Kept::NAMES.iter().zip(&told).map(|((kept, _), told)| {
            let (table, statement) = slip_of(*kept);
            (table, statement, told.as_str())
        });
        let changes: Vec<Change<'_>> = slips.collect();
        slip_each(&place, &changes).await;
    });
}

/// A whole person with a mandate, entered past every act.
#[test]
fn rows_that_no_act_made() {
    on_both_tampered(|place| async move {
        granted(&place).await;
        let changes = [
            (
                "account",
                "INSERT INTO account (id, login, name, job, role, password, enabled, created_at) \
                 SELECT 'vreemd', 'vreemd', 'V', 'V', role, password, 1, 1 FROM account WHERE login = \
                 (SELECT MIN(login) FROM account)",
                "I5 account vreemd",
            ),
            (
                "mandate",
                "INSERT INTO mandate (number, account_id, kind, up_to_cents, from_at, until_at, ground, ground_date, \
                 entered_at, entered_by) SELECT (SELECT MAX(number) + 1 FROM mandate), 'vreemd', kind, up_to_cents, \
                 from_at, until_at, ground, ground_date, entered_at, entered_by FROM mandate WHERE number = 1",
                "I5 mandate vreemd",
            ),
        ];
        slip_each(&place, &changes).await;
    });
}
