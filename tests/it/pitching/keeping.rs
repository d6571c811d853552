//! How long plans are kept that came on no ballot, and what stays of a group that ends.

use schuifruimte::acts;
use schuifruimte::acts::pitch::Author;
use schuifruimte::domain::pitch::{Ground, State};
use schuifruimte::store;

use super::{admit, decider, found, group_of, own, refuse, sent, soup, today, written};
use crate::support::{DAY, Town, days, on_both};

/// Drafts go with their group; what was sent in stays, and two years after the round nothing is left of its words but the
/// fingerprints.
#[test]
fn what_came_on_no_ballot_is_erased_after_its_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, draft) = written(&town, &round, "truus@buurt.example", &soup()).await;
        let (_, no) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (ans, yes) = sent(&town, &round, "ans@buurt.example", &soup()).await;
        let joris = decider(&place).await;
        let why = (Ground::Unfeasible, "Het plein gaat dicht.");
        refuse(&place, &joris, (&round, &no), why).await.expect("no");
        admit(&joris, &round, &yes).await.expect("yes");
        let group = group_of(&town, &yes).await;
        acts::initiative::leave(&own(&place, &ans, today()), &ans.id, &group).await.expect("ended");
        assert_eq!(found(&place.store, &yes).await.group, None);
        town.certify_draft(round).await;
        // S6: what was sent in counts, also what came on no ballot; a draft does not.
        let mut conn = place.store.read().await.expect("a connection");
        let decided =
            store::report_year::decided(&mut conn, 2027, days(900)).await.expect("readable").remove(0);
        drop(conn);
        assert_eq!(decided.pitched, decided.admitted + 1);
        let rows = async |sql: &str| place.number(sql.to_string()).await;
        let words = "SELECT CAST(COUNT(*) AS BIGINT) FROM pitch WHERE content <> ''";
        assert_eq!(rows(words).await, 3);
        acts::erasure::run(&place.context(schuifruimte::domain::log::chain::Actor::Service, days(900)))
            .await
            .expect("it runs");
        assert_eq!(rows(words).await, 1, "what was on a ballot stays");
        let drafts = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM pitch WHERE id = '{draft}'");
        assert_eq!(place.number(drafts).await, 0);
        assert_eq!(found(&place.store, &no).await.state, State::NotAdmitted);
        let left = place.dump().await;
        assert!(
            !left.iter().any(|row| row.starts_with("pitch_event") && row.contains("Het plein gaat dicht"))
        );
        assert_eq!(rows("SELECT CAST(COUNT(*) AS BIGINT) FROM pitch_version").await, 2, "the fingerprints");
    });
}

/// The last moment is the last moment.
#[test]
fn nothing_is_sent_in_after_the_last_moment() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = written(&town, &round, "henk@buurt.example", &soup()).await;
        let author = Author::Member(&henk.id);
        let late = own(&place, &henk, days(-10).plus_minutes(1));
        let done = acts::pitch::submit(&late, author, &id).await;
        assert_eq!(super::refusal(done), "pt_submit: pt-late");
        let in_time = own(&place, &henk, days(-10));
        acts::pitch::submit(&in_time, author, &id).await.expect("at the last moment");
        assert!(found(&place.store, &id).await.submitted < Some(today().plus_minutes(30 * DAY)));
    });
}
