//! What is kept of mail and of people who pitch, and for how long.

use schuifruimte::acts;
use schuifruimte::domain::initiator::{Initiator, MemberRole};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::store;

use super::{address, ask, count, newest_link, turn};
use crate::support::smtp::{MailServer, Manner};
use crate::support::{Place, days, now, on_both};

/// An account by way of a link.
async fn account(place: &Place, email: &str, day: i64) -> Initiator {
    ask(place, email, email, days(day)).await.expect("a link is asked for");
    let link = newest_link(place, email).await;
    acts::initiator::open(&mut place.context(Actor::Visitor, days(day)), &link, None)
        .await
        .expect("a session");
    let mut conn = place.store.read().await.expect("a connection");
    store::initiator::find_email(&mut conn, &address(email)).await.expect("a query").expect("an account")
}

async fn erase(place: &Place, day: i64) -> acts::erasure::Erased {
    acts::erasure::run(&place.context(Actor::Service, days(day))).await.expect("it runs")
}

#[test]
fn an_account_that_nobody_used_for_two_years_goes_with_all_that_names_its_owner() {
    on_both(|place| async move {
        let henk = account(&place, "henk.planted@buurt.example", 0).await;
        let ctx = || place.context(Actor::Initiator(henk.id.clone()), days(0));
        acts::initiator::account::rename(&ctx(), &henk.id, "Henk Planted", "nl").await.unwrap();
        let group = acts::initiative::make(&mut ctx(), &henk, "Buurttuin").await.unwrap();
        let alone = acts::initiative::make(&mut ctx(), &henk, "Alleen").await.unwrap();
        let truus = address("truus@buurt.example");
        acts::initiative::invite(&mut ctx(), &henk, &group, (&truus, MemberRole::Reader)).await.unwrap();
        let link = newest_link(&place, "truus@buurt.example").await;
        acts::initiator::open(&mut place.context(Actor::Visitor, days(1)), &link, None).await.unwrap();
        let truus = account(&place, "truus@buurt.example", 700).await;
        assert_eq!(erase(&place, 730).await.emptied.initiators, 0, "two years are not over");
        assert_eq!(erase(&place, 732).await.emptied.initiators, 1);
        assert_eq!(erase(&place, 733).await.emptied.initiators, 0, "done again it changes nothing");
        let rows = place.dump().await;
        let left: Vec<&String> = rows.iter().filter(|row| row.to_lowercase().contains("planted")).collect();
        assert!(left.is_empty(), "{left:?}");
        let mut conn = place.store.read().await.unwrap();
        let role = store::initiative::role_of(&mut conn, &group, &truus.id).await.unwrap();
        assert_eq!(role, Some(MemberRole::Owner), "the group goes on");
        assert!(store::initiative::find(&mut conn, &alone).await.unwrap().is_none());
    });
}

#[test]
fn mail_and_links_go_when_they_are_of_no_use() {
    on_both(|place| async move {
        let server =
            MailServer::start(|number| if number == 0 { Manner::Receiver(550) } else { Manner::Take }).await;
        ask(&place, "a", "henk.planted@buurt.example", now()).await.unwrap();
        ask(&place, "a", "truus.planted@buurt.example", now()).await.unwrap();
        turn(&place, &server, now()).await;
        ask(&place, "a", "kees.planted@buurt.example", now()).await.unwrap();
        assert_eq!((count(&place, "sent").await, count(&place, "failed").await), (1, 1));
        let planted = async |place: &Place| {
            place.dump().await.into_iter().filter(|row| row.contains("planted")).collect::<Vec<_>>()
        };
        assert_eq!(planted(&place).await.len(), 5, "three links, the mail that failed, the one that waits");
        erase(&place, 2).await;
        assert_eq!(planted(&place).await.len(), 2, "the links went");
        erase(&place, 8).await;
        assert_eq!(planted(&place).await.len(), 1, "what failed went");
        erase(&place, 15).await;
        assert_eq!(planted(&place).await, Vec::<String>::new());
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM pace").await, 0);
    });
}

/// Whoever changes who is in a group, or the address of an account, past the acts is found: the staff log tells of both.
#[test]
fn a_row_that_no_act_wrote_is_found() {
    crate::support::on_both_tampered(|place| async move {
        let henk = account(&place, "henk@buurt.example", 0).await;
        let group =
            acts::initiative::make(&mut place.context(Actor::Visitor, now()), &henk, "Tuin").await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        place.sql("UPDATE initiator SET email = 'kees@elders.example'").await.unwrap();
        place.sql("UPDATE initiative_member SET role = 'reader'").await.unwrap();
        let found = place.fsck().await;
        assert!(found.iter().any(|line| line.contains(henk.id.as_str())), "{found:?}");
        assert!(found.iter().any(|line| line.contains(group.as_str())), "{found:?}");
    });
}
