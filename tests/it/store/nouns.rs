//! What staff enter: municipality, areas, money, accounts, sessions, rounds, proposals, documents.

use schuifruimte::domain::account::{Account, Role, Scope};
use schuifruimte::domain::area::Area;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{AccountId, AllocationId, AreaId, LineId, ProposalId, RoundId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::municipality::Municipality;
use schuifruimte::domain::round::{Origin, Phase};
use schuifruimte::store::session::Session;
use schuifruimte::store::{
    self, Guard, StoreError, account, area, budget, document, municipality, proposal, round, session,
};

use crate::support::people::KEES;
use crate::support::town::{plan, plans};
use crate::support::{Town, days, now, on_both};

#[test]
fn municipality_is_one_row_that_is_replaced() {
    on_both(|place| async move {
        let mut tx = place.store.begin().await.unwrap();
        assert_eq!(municipality::find(&mut tx).await.unwrap(), None);
        for name in ["Utrecht", "Assen"] {
            let wanted = Municipality {
                name: name.to_string(),
                desk_place: "stadhuis".to_string(),
                desk_hours: "altijd".to_string(),
                desk_phone: "14 0592".to_string(),
            };
            municipality::set(&mut tx, &wanted, now()).await.unwrap();
            assert_eq!(municipality::find(&mut tx).await.unwrap(), Some(wanted));
        }
    });
}

#[test]
fn areas_come_by_name_and_keep_their_code() {
    on_both(|place| async move {
        let mut tx = place.store.begin().await.unwrap();
        let area = |id: &str, name: &str| Area::new(id, name);
        assert!(area::add(&mut tx, &area("B", "Zuid")).await.unwrap());
        assert!(area::add(&mut tx, &area("A", "Überkamp")).await.unwrap());
        assert!(!area::add(&mut tx, &area("B", "anders")).await.unwrap(), "what exists stays");
        assert_eq!(area::list(&mut tx).await.unwrap(), [area("B", "Zuid"), area("A", "Überkamp")]);
    });
}

#[test]
fn a_line_says_what_the_ledger_holds_and_nothing_else() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut tx = place.store.begin().await.unwrap();
        let mut line = budget::line(&mut tx, &town.line).await.unwrap().unwrap();
        assert_eq!((line.reserved(), line.allocated), (Cents::euros(2_100_000), Cents::euros(100_000)));
        assert_eq!((line.free, line.carried()), (Cents::euros(2_000_000), 0));
        assert_eq!(budget::lines(&mut tx).await.unwrap(), [line.clone()]);
        assert_eq!(budget::line(&mut tx, &LineId::new("x")).await.unwrap(), None);
        let (fresh, overvecht) = (AllocationId::new("fresh"), AreaId::new("WK034403"));
        budget::add_allocation(&mut tx, &fresh, &town.line, &overvecht).await.unwrap();
        let found = budget::allocation(&mut tx, &fresh).await.unwrap().unwrap();
        assert_eq!((found.ceiling, found.area_name.as_str(), found.year), (Cents::ZERO, "Overvecht", 2027));
        let names: Vec<String> =
            budget::allocations(&mut tx).await.unwrap().into_iter().map(|a| a.area_name).collect();
        assert_eq!(names, ["Noordwest", "Overvecht"]);
        line.total = Cents::euros(8_000_000);
        let refused = budget::decide_line(&mut tx, &line).await;
        assert!(matches!(refused, Err(StoreError::Refused(Guard::Check))), "{refused:?}");
    });
}

#[test]
fn accounts_are_found_by_id_and_by_login() {
    on_both(|place| async move {
        let mut tx = place.store.begin().await.unwrap();
        let kees = Account {
            id: AccountId::new("a1"),
            login: "kees".to_string(),
            name: KEES.to_string(),
            function: "Auditor".to_string(),
            role: Role::Auditor,
            scope: Scope::Districts([AreaId::new("WK034402"), AreaId::new("WK034403")].into()),
            enabled: true,
        };
        assert!(account::add(&mut tx, &kees, "stored", now()).await.unwrap());
        assert!(
            !account::add(&mut tx, &Account { id: AccountId::new("a2"), ..kees.clone() }, "x", now())
                .await
                .unwrap()
        );
        assert_eq!(account::find(&mut tx, &kees.id).await.unwrap(), Some(kees.clone()));
        assert_eq!(
            account::find_login(&mut tx, "kees").await.unwrap(),
            Some((kees.clone(), "stored".to_string()))
        );
        assert_eq!(account::find_login(&mut tx, "Kees").await.unwrap(), None);
        assert!(account::set_password(&mut tx, &kees.id, "new").await.unwrap());
        assert!(account::set_enabled(&mut tx, &kees.id, false).await.unwrap());
        assert!(!account::set_enabled(&mut tx, &AccountId::new("x"), false).await.unwrap());
        let (found, password) = account::find_login(&mut tx, "kees").await.unwrap().unwrap();
        assert_eq!((found.enabled, password.as_str()), (false, "new"));
        assert_eq!(account::list(&mut tx).await.unwrap(), [found]);
        assert!(account::set_role(&mut tx, &kees.id, Role::Desk, &Scope::City).await.unwrap());
        let found = account::find(&mut tx, &kees.id).await.unwrap().unwrap();
        assert_eq!((found.role, found.scope), (Role::Desk, Scope::City));
        let nowhere = Scope::Districts([].into());
        assert!(account::set_role(&mut tx, &kees.id, Role::Desk, &nowhere).await.unwrap());
        let found = account::find(&mut tx, &kees.id).await.unwrap().unwrap();
        assert_eq!(found.scope, nowhere, "without a row someone works nowhere, not everywhere");
    });
}

#[test]
fn sessions_begin_are_touched_and_end() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut tx = place.store.begin().await.unwrap();
        let (first, second) = (Digest::of(b"1"), Digest::of(b"2"));
        let begun = Session {
            account: town.joris.clone(),
            created_at: now(),
            seen_at: now(),
            proved_at: now(),
            device: "Firefox Linux".to_string(),
        };
        session::add(&mut tx, &first, &begun).await.unwrap();
        session::add(&mut tx, &second, &begun).await.unwrap();
        session::touch(&mut tx, &first, days(1)).await.unwrap();
        session::touch(&mut tx, &first, now()).await.unwrap();
        assert_eq!(
            session::find(&mut tx, &first).await.unwrap().unwrap().seen_at,
            days(1),
            "time does not go back"
        );
        session::remove(&mut tx, &first).await.unwrap();
        assert_eq!(session::find(&mut tx, &first).await.unwrap(), None);
        assert_eq!(session::find(&mut tx, &second).await.unwrap(), Some(begun));
        session::remove_all(&mut tx, &town.joris).await.unwrap();
        assert_eq!(session::find(&mut tx, &second).await.unwrap(), None);
    });
}

#[test]
fn rounds_read_back_as_they_were_planned_and_move_by_guarded_steps() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut tx = place.store.begin().await.unwrap();
        // Without money: that comes by postings, which are an act.
        let free = |title| schuifruimte::domain::round::Plan {
            ceiling: Cents::ZERO,
            objection_reserve: Cents::ZERO,
            ..plan(title)
        };
        let (id, wanted) = (RoundId::new("zuilen"), free("Zuilen"));
        assert!(round::add(&mut tx, &id, &town.noordwest, Origin::Vote, &wanted).await.unwrap());
        assert!(!round::add(&mut tx, &id, &town.noordwest, Origin::Vote, &wanted).await.unwrap());
        let found = round::find(&mut tx, &id).await.unwrap().unwrap();
        assert_eq!(
            (found.plan, found.phase, found.granted, found.rules),
            (wanted, Phase::Draft, Cents::ZERO, None)
        );
        let bare =
            schuifruimte::domain::round::Plan { regulation: None, dates: Default::default(), ..free("Kaal") };
        assert!(round::set_plan(&mut tx, &id, &town.noordwest, &bare).await.unwrap());
        assert_eq!(round::find(&mut tx, &id).await.unwrap().unwrap().plan, bare);
        assert!(!round::step(&mut tx, &id, Phase::Ready, Phase::Open).await.unwrap(), "it was not there");
        assert!(round::step(&mut tx, &id, Phase::Draft, Phase::Open).await.unwrap());
        assert!(!round::claim(&mut tx, &id, Phase::Draft).await.unwrap());
        assert!(round::claim(&mut tx, &id, Phase::Open).await.unwrap());
        assert!(round::freeze(&mut tx, &id, &Digest::of(b"rules")).await.unwrap());
        assert!(!round::freeze(&mut tx, &id, &Digest::of(b"other")).await.unwrap());
        assert!(!round::set_plan(&mut tx, &id, &town.noordwest, &bare).await.unwrap());
        let list = round::list(&mut tx).await.unwrap();
        assert_eq!(list[0].rules, Some(Digest::of(b"rules")));
        assert_eq!(round::find(&mut tx, &RoundId::new("x")).await.unwrap(), None);
    });
}

#[test]
fn proposals_keep_their_number_when_others_leave() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let mut tx = place.store.begin().await.unwrap();
        let mut list = proposal::list(&mut tx, &id).await.unwrap();
        assert_eq!(
            list.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(),
            ["01", "02", "03", "04", "05", "06"]
        );
        assert!(!proposal::add(&mut tx, &id, &list[0]).await.unwrap());
        list[1].title = "Een boom".to_string();
        assert!(proposal::set(&mut tx, &id, &list[1]).await.unwrap());
        assert!(proposal::withdraw(&mut tx, &id, &list[0].id).await.unwrap());
        assert!(!proposal::withdraw(&mut tx, &id, &list[0].id).await.unwrap());
        assert!(!proposal::set(&mut tx, &id, &list[0]).await.unwrap());
        assert_eq!(proposal::list(&mut tx, &id).await.unwrap(), list[1..]);
        assert_eq!(proposal::count_all(&mut tx, &id).await.unwrap(), 6);
        let unknown =
            schuifruimte::domain::proposal::Proposal { id: ProposalId::new("99"), ..plans()[0].clone() };
        assert!(!proposal::set(&mut tx, &id, &unknown).await.unwrap());
    });
}

#[test]
fn documents_come_back_byte_for_byte() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let mut tx = place.store.begin().await.unwrap();
        let body = [0, 255, 13, 10, b'x'];
        document::add(&mut tx, &id, "b.bin", &body).await.unwrap();
        document::add(&mut tx, &id, "a.bin", b"").await.unwrap();
        store::commit(tx).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        assert_eq!(document::find(&mut conn, &id, "b.bin").await.unwrap(), Some(body.to_vec()));
        assert_eq!(document::find(&mut conn, &id, "c.bin").await.unwrap(), None);
        let list = document::list(&mut conn, &id).await.unwrap();
        assert_eq!(list.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["a.bin", "b.bin"]);
        assert_eq!(list[1].hash, Digest::of(&body));
    });
}
