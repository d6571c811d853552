//! What a check rests on: the grant's own budget, the file as it is now, everyone who shares the sum, and what recipients
//! kept of grants that ended early.

use schuifruimte::acts;
use schuifruimte::acts::ActError;
use schuifruimte::acts::disclosure::Wanted as Wish;
use schuifruimte::acts::grant::{PaidPart, checks};
use schuifruimte::acts::recipient::Wanted;
use schuifruimte::domain::check::{
    Answer, CheckKind, ClassLimits, Dossier, Member, MissingCheck, Need, Onward, Terms,
};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::disclosure::Help;
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::import::ImportedElection;
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::recipient::{ProviderClass, RecipientKind};
use schuifruimte::store;
use schuifruimte::tally::{Rule, pb};

use super::payments::granted;
use crate::support::checked::foundation;
use crate::support::{Town, days, on_both};

/// An election of the year of the town with a budget beside which all other money is small.
const LARGE: &str = "META\nkey;value\ndescription;Voorbeeld\ncountry;Netherlands\nunit;Assen\ninstance;2027\n\
    num_projects;1\nnum_votes;1\nbudget;900000000\nvote_type;approval\nrule;greedy\ndate_begin;01.03.2027\n\
    PROJECTS\nproject_id;cost;name\n1;600;Bankje\nVOTES\nvoter_id;vote\n1;1\n";

async fn dossier(town: &Town, grant: &GrantId) -> Dossier {
    let mut conn = town.place.store.read().await.expect("a connection");
    let record = store::grant::find(&mut conn, grant).await.expect("it reads").expect("a grant");
    checks::dossier(&mut conn, &record).await.expect("it reads").expect("a recipient")
}

#[test]
fn the_money_of_an_imported_election_is_nobodys_and_raises_no_ceiling() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let grant = town.checked_grant("zuilen").await;
        let before = dossier(&town, &grant).await.most_of_years;
        let (election, rule) = (pb::read(LARGE.as_bytes()).unwrap(), CountRule(Rule::greedy()));
        let imported = ImportedElection::new(&election, "Assen_2027.pb", LARGE.as_bytes(), rule).unwrap();
        acts::election::import(&mut town.nobody_at(days(1)), &imported).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let lines = store::budget::lines(&mut conn).await.unwrap();
        drop(conn);
        let example = lines.iter().find(|line| line.is_example).expect("the line of the election");
        let own = lines.iter().filter(|line| !line.is_example && line.year == example.year).count();
        assert_eq!(own, 1, "the year has money of its own beside it");
        assert_eq!(dossier(&town, &grant).await.most_of_years, before);
        assert!(place.sql("UPDATE budget_line SET is_example = 1 - is_example").await.is_err());
    });
}

#[test]
fn an_answer_is_about_the_file_as_it_was() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let grant = town.checked_grant("zuilen").await;
        let (joris, marijke) = (town.joris_at(days(17)), town.marijke_at(days(18)));
        let lead = dossier(&town, &grant).await.recipient.id;
        let double = MissingCheck::Check(CheckKind::DoubleFunding);
        let missing = async || match acts::grant::award(&marijke, &grant, "uitslag").await {
            Err(ActError::Unchecked(missing)) => missing,
            other => panic!("not refused: {other:?}"),
        };
        let onward = Onward {
            name: "Drukkerij De Pers".to_string(),
            kvk: None,
            amount: Cents::euros(1),
            purpose: "posters".to_string(),
        };
        checks::set_onward(&joris, &grant, &[onward]).await.unwrap();
        assert!(missing().await.contains(&double), "it was answered before anything was paid on");
        town.do_checks(&grant).await;
        let wanted = Wanted { kind: RecipientKind::Group, kvk: None, ..foundation("Straat vol stoelen") };
        let friend = town.recipient(&wanted).await;
        let amount = dossier(&town, &grant).await.whole.sum();
        let share = Cents::euros(1);
        let member =
            |recipient, share| Member { recipient, share, consented: Some("2027-03-01".to_string()) };
        let members = [member(lead, amount.minus(share).unwrap()), member(friend.clone(), share)];
        checks::set_members(&joris, &grant, &members).await.unwrap();
        let with_friend = missing().await;
        assert!(with_friend.contains(&double));
        assert!(with_friend.contains(&MissingCheck::Check(CheckKind::Age)), "the group in it binds people");
        town.do_checks(&grant).await;
        let changed = Wanted { name: "Straat vol banken".to_string(), ..wanted };
        acts::recipient::change(&mut town.joris_at(days(17)), &friend, 1, &changed).await.unwrap();
        assert!(missing().await.contains(&double), "a member is another than it was");
        town.do_checks(&grant).await;
        assert_eq!(CheckKind::Age.need(&dossier(&town, &grant).await), Need::Must);
        let no = checks::answer(&joris, &grant, CheckKind::Age, Answer::No, "te jong").await;
        no.unwrap();
        assert_eq!(missing().await, [MissingCheck::Check(CheckKind::Age)]);
        checks::answer(&joris, &grant, CheckKind::Age, Answer::Yes, "gezien").await.unwrap();
        acts::grant::award(&marijke, &grant, "uitslag").await.unwrap();
    });
}

#[test]
fn what_is_kept_of_a_revoked_grant_counts_and_what_goes_back_does_not() {
    for (paid, kept) in [(PaidPart::Keep, 150_000), (PaidPart::Reclaim, 0)] {
        on_both(|place| async move {
            let life = granted(&place).await;
            life.pay(150_000, days(25)).await;
            let mut conn = place.store.read().await.unwrap();
            let recipient = store::recipient::of_grant(&mut conn, &life.grant).await.unwrap().unwrap();
            drop(conn);
            let earlier = async || {
                let mut conn = place.store.read().await.unwrap();
                let none = GrantId::new("none");
                let found = store::earlier::of_family(&mut conn, &recipient.family, &none).await.unwrap();
                found.iter().map(|one| one.amount.get()).sum::<i64>()
            };
            assert_eq!(earlier().await, life.amount.get());
            let marijke = life.town.marijke_at(days(40));
            acts::grant::revoke(&marijke, &life.grant, "niets gedaan", paid).await.unwrap();
            assert_eq!(earlier().await, kept);
        });
    }
}

#[test]
fn a_plan_asks_no_more_than_the_limit_of_its_class_of_applicants() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let joris = town.joris_at(days(-30));
        let most = Cents::euros(7_999);
        let class_most = ClassLimits { resident: Some(most), ..ClassLimits::default() };
        let of_round = BasisPoints::new(10_000).unwrap();
        let terms = Terms { of_round, class_most, ..Terms::default() };
        checks::set_round_terms(&joris, &id, &terms).await.unwrap();
        let stated = |class| Wish { class, help: Help::None, paid: String::new() };
        let mut conn = place.store.read().await.unwrap();
        let plans = store::proposal::list(&mut conn, &id).await.unwrap();
        drop(conn);
        let large = plans.iter().find(|plan| plan.amount == Cents::euros(8_000)).unwrap();
        let small = plans.iter().find(|plan| plan.amount == Cents::euros(4_000)).unwrap();
        let refused = |done: Result<_, ActError>, told: &str| match done {
            Err(ActError::Fields(faults)) => assert_eq!(faults[0].field, told),
            other => panic!("not refused: {other:?}"),
        };
        let resident = stated(ProviderClass::Resident);
        refused(acts::disclosure::state(&joris, &id, &large.id, &resident).await, "chk_class");
        acts::disclosure::state(&joris, &id, &large.id, &stated(ProviderClass::Other)).await.unwrap();
        acts::disclosure::state(&joris, &id, &small.id, &resident).await.unwrap();
        let raised = Proposal { amount: most.plus(Cents::new(1).unwrap()).unwrap(), ..small.clone() };
        refused(acts::proposal::change(&joris, &id, &raised).await, "amount");
        let round = town.certify_draft(id).await;
        let grant = town.grants(&round).await.remove(0);
        assert_eq!(dossier_sum(&town, &grant).await, Cents::euros(8_000));
        // Whoever the plan said it was: the recipient is an initiative of residents.
        town.check_grant(&grant).await;
        let award = acts::grant::award(&town.marijke_at(days(18)), &grant, "uitslag").await;
        let Err(ActError::Unchecked(missing)) = award else { panic!("not refused: {award:?}") };
        assert_eq!(missing, [MissingCheck::Check(CheckKind::ClassSize)]);
        let figures = dossier(&town, &grant).await.compute(CheckKind::ClassSize, days(18)).figures.unwrap();
        assert_eq!((figures.sum, figures.most), (Cents::euros(8_000), most));
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

async fn dossier_sum(town: &Town, grant: &GrantId) -> Cents {
    let mut conn = town.place.store.read().await.expect("a connection");
    store::grant::find(&mut conn, grant).await.expect("it reads").expect("a grant").amount
}
