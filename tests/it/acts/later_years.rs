//! Later years of a grant give no more than was certified for a year, and ask for the checks of the sum anew.

use schuifruimte::acts::{self, ActError, FieldFault};
use schuifruimte::domain::check::{CheckKind, MissingCheck};
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::money::Cents;
use schuifruimte::store;

use super::whole_grant::{YEARLY, agreed, certified};
use crate::support::{Place, days, on_both};

async fn whole(place: &Place, grant: &GrantId) -> Cents {
    let mut conn = place.store.read().await.expect("a connection");
    let record = store::grant::find(&mut conn, grant).await.expect("it reads").expect("a grant");
    store::slice::whole(&mut conn, &record).await.expect("it reads").sum()
}

#[test]
fn no_later_year_gives_more_than_was_certified_for_the_first() {
    on_both(|place| async move {
        let (town, lines, grant) = certified(&place, [Cents::euros(300_000); 3]).await;
        let cent_more = YEARLY.plus(Cents::new(1).unwrap()).unwrap();
        for years in [vec![Cents::euros(94_000)], vec![YEARLY, cent_more]] {
            let refused = acts::grant::set_years(&town.joris_at(days(18)), &grant, &years).await;
            let told = vec![FieldFault { field: "years", fault: "qck-year-more" }];
            assert!(matches!(&refused, Err(ActError::Fields(faults)) if faults == &told), "{refused:?}");
            assert_eq!(whole(&place, &grant).await, YEARLY, "nothing was agreed");
        }
        let row = format!("INSERT INTO grant_slice VALUES ('{grant}', '{}', 3000001)", lines[0]);
        assert!(place.sql(row).await.is_err(), "the database says so too");
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &[YEARLY; 3]).await.unwrap();
        assert_eq!(whole(&place, &grant).await, Cents::euros(120_000));
    });
}

#[test]
fn other_years_ask_for_the_checks_of_the_sum_anew_and_the_same_years_do_not() {
    on_both(|place| async move {
        let (town, _, grant) = agreed(&place, &[YEARLY]).await;
        let joris = town.joris_at(days(18));
        acts::grant::set_years(&joris, &grant, &[YEARLY, YEARLY]).await.unwrap();
        let award =
            async || acts::grant::award(&town.marijke_at(days(20)), &grant, "Gekozen door de buurt.").await;
        let Err(ActError::Unchecked(missing)) = award().await else { panic!("checked for another sum") };
        let of_sum = [CheckKind::RecipientRound, CheckKind::RecipientYear, CheckKind::DoubleFunding];
        for kind in of_sum {
            assert!(missing.contains(&MissingCheck::Check(kind)), "{kind:?} is about the sum: {missing:?}");
        }
        assert!(!missing.contains(&MissingCheck::Check(CheckKind::LegalForm)), "who it is stays who it is");
        town.do_checks(&grant).await;
        acts::grant::set_years(&joris, &grant, &[YEARLY, YEARLY]).await.unwrap();
        award().await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
