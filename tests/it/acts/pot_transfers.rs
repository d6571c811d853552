//! Money that shifts between the pots of an area: never more than a pot holds, by the act and by the database.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::budget::CeilingExceeded;
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::ledger::AccountKey;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::transfer::{Place as Stand, ProposedTransfer};
use schuifruimte::store::{self, Guard, StoreError};

use crate::support::town::NOORDWEST;
use crate::support::{Town, days, now, on_both};

/// So many euros from one pot of Noordwest to another.
fn between(town: &Town, [from, to]: [Pot; 2], euros: u32) -> ProposedTransfer {
    let stand = |pot| Stand { line: town.line.clone(), area: Some(AreaId::new(NOORDWEST)), pot };
    let reason = "Er kwamen meer plannen voor vernieuwing.".to_string();
    ProposedTransfer { from: stand(from), to: stand(to), amount: Cents::euros(euros), reason }
}

async fn propose(town: &Town, pots: [Pot; 2], euros: u32) -> Result<u64, ActError> {
    acts::transfer::propose(&town.joris_at(now()), &between(town, pots, euros)).await
}

async fn confirm(town: &Town, number: u64) -> Result<(), ActError> {
    acts::transfer::confirm(&mut town.marijke_at(days(1)), number).await
}

fn key(town: &Town, pot: Pot) -> AccountKey {
    AccountKey::area(&town.line, &town.noordwest).in_pot(pot)
}

/// What stands in no pot and in each pot, in whole euros.
async fn held(town: &Town) -> [i64; 5] {
    let mut conn = town.place.store.read().await.expect("a connection");
    let mut held = [0; 5];
    let pots = [Pot::None, Pot::Continuity, Pot::Renewal, Pot::Development, Pot::Quick];
    for (held, pot) in held.iter_mut().zip(pots) {
        let balance = store::ledger::balance(&mut conn, &key(town, pot)).await.expect("a balance");
        *held = balance.get() / 100;
    }
    held
}

fn room(done: Result<impl std::fmt::Debug, ActError>) -> Cents {
    match done {
        Err(ActError::Ceiling(CeilingExceeded { room })) => room,
        other => panic!("not refused for its sum: {other:?}"),
    }
}

#[test]
fn money_shifts_between_pots_and_never_more_than_a_pot_holds() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let empty = propose(&town, [Pot::Renewal, Pot::Continuity], 1).await;
        assert_eq!(room(empty), Cents::ZERO, "nothing was set apart yet");
        let apart = propose(&town, [Pot::None, Pot::Renewal], 30_000).await.expect("proposed");
        assert_eq!(held(&town).await, [100_000, 0, 0, 0, 0], "a proposal moves nothing");
        confirm(&town, apart).await.expect("confirmed");
        let on = propose(&town, [Pot::Renewal, Pot::Continuity], 10_000).await.expect("proposed");
        confirm(&town, on).await.expect("confirmed");
        assert_eq!(held(&town).await, [70_000, 10_000, 20_000, 0, 0]);

        let too_much = propose(&town, [Pot::Renewal, Pot::Development], 20_001).await;
        assert_eq!(room(too_much), Cents::euros(20_000), "what other pots hold is not free");
        let same = propose(&town, [Pot::Renewal, Pot::Renewal], 1).await;
        assert!(matches!(same, Err(ActError::Fields(faults)) if faults[0].fault == "same-place"));
        let first = propose(&town, [Pot::Renewal, Pot::Development], 20_000).await.expect("proposed");
        let second = propose(&town, [Pot::Renewal, Pot::Quick], 20_000).await.expect("proposed");
        confirm(&town, second).await.expect("confirmed");
        assert_eq!(room(confirm(&town, first).await), Cents::ZERO, "the same euro does not shift twice");
        assert_eq!(held(&town).await, [70_000, 10_000, 0, 0, 20_000]);
        assert_eq!(town.allocated().await, 10_000_000, "the area has what it had");

        // The part of the area does not become less than its pots hold, and not less at all without a second person.
        let part = async |euros| {
            let area = AreaId::new(NOORDWEST);
            crate::support::allocate(&mut town.nobody_at(now()), &town.line, &area, Cents::euros(euros)).await
        };
        let less = part(29_999).await;
        assert!(matches!(less, Err(ActError::Fields(faults)) if faults[0].fault == "below-rounds"));
        let less = part(99_999).await;
        assert!(matches!(less, Err(ActError::Fields(faults)) if faults[0].fault == "qck-lower"));
        assert_eq!(held(&town).await, [70_000, 10_000, 0, 0, 20_000]);

        // The database refuses a cent more than the pot holds as well.
        let (from, to) = (key(&town, Pot::Continuity).id(), key(&town, Pot::None).id());
        let by_hand = format!(
            "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
             SELECT COUNT(*) + 1, 'transfer', '{from}', '{to}', 1000001, 0, 'test', '', '' FROM posting"
        );
        let refused = place.sql(by_hand).await;
        assert!(matches!(refused, Err(StoreError::Refused(Guard::Check))), "{refused:?}");
    });
}
