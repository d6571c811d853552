//! Mail to a group about what the office did with its plan.

use schuifruimte::acts;
use schuifruimte::acts::pitch::{Author, review};
use schuifruimte::domain::id::PitchId;
use schuifruimte::domain::initiator::{Initiator, MemberRole};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::mail::Address;
use schuifruimte::domain::pitch::{Ground, State};

use super::{fill, group_of, hear, own, sent, soup, state, today};
use crate::post::{newest_link, turn};
use crate::support::smtp::{MailServer, Manner, header};
use crate::support::{DAY, Place, Town, on_both};

const HENK: &str = "henk@buurt.example";
const TRUUS: &str = "truus@buurt.example";

/// What arrived at an address since the last look: subject and text.
async fn mails(place: &Place, server: &MailServer, seen: &mut usize) -> Vec<(String, String, String)> {
    turn(place, server, today().plus_minutes(1)).await;
    let all = server.arrived();
    let new = all[*seen..].iter().map(|mail| {
        let text = mail.split("text/html").next().unwrap_or(mail).replace("=\r\n", "");
        (header(mail, "To").to_string(), header(mail, "Subject").to_string(), text)
    });
    let mut new: Vec<_> = new.collect();
    *seen = all.len();
    new.sort();
    new
}

/// Truus reads along in the group of a plan.
async fn truus_joins(town: &Town, henk: &Initiator, id: &PitchId) {
    let (place, group) = (&town.place, group_of(town, id).await);
    let truus = Address::parse(TRUUS).expect("an address");
    acts::initiative::invite(&mut own(place, henk, today()), henk, &group, (&truus, MemberRole::Reader))
        .await
        .expect("asked");
    let link = newest_link(place, TRUUS).await;
    let mut ctx = place.context(Actor::Visitor, today());
    acts::initiator::open(&mut ctx, &link, None).await.expect("in the group");
}

#[test]
fn everyone_in_the_group_hears_what_was_decided_and_until_when() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, HENK, &soup()).await;
        let server = MailServer::start(|_| Manner::Take).await;
        let mut seen = 0;
        let first = mails(&place, &server, &mut seen).await;
        assert!(
            first.iter().any(|(to, subject, _)| to == HENK && subject == "Uw plan is ingestuurd"),
            "{first:?}"
        );
        truus_joins(&town, &henk, &id).await;
        mails(&place, &server, &mut seen).await;

        let joris = town.joris_at(today());
        let until = today().plus_minutes(14 * DAY);
        review::ask_repair(&joris, &round, &id, ("Wie heeft de sleutel?", until)).await.expect("asked");
        let both = mails(&place, &server, &mut seen).await;
        let subjects: Vec<(&str, &str)> =
            both.iter().map(|(to, subject, _)| (to.as_str(), subject.as_str())).collect();
        let subject = "Er ontbreekt iets in uw plan";
        assert_eq!(subjects, [(HENK, subject), (TRUUS, subject)]);
        let words = &both[0].2;
        for said in [
            "Samen soep",
            "Wie heeft de sleutel?",
            "U hebt de tijd tot en met",
            "omdat u meedoet in de groep",
        ] {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert!(words.contains(&format!("https://schuif.example/initiatief/plannen/{id}")), "{words}");

        let ctx = own(&place, &henk, today());
        fill(&ctx, Author::Member(&henk.id), &id, &soup()).await.expect("mended");
        acts::pitch::submit(&ctx, Author::Member(&henk.id), &id).await.expect("sent in");
        mails(&place, &server, &mut seen).await;
        hear(&place, &joris, &round, &id).await;
        mails(&place, &server, &mut seen).await;
        // An act that is refused tells nobody anything.
        let nothing = review::not_admit(&joris, &round, &id, (Ground::Unfeasible, " ")).await;
        assert!(nothing.is_err() && mails(&place, &server, &mut seen).await.is_empty());
        let reason = (Ground::Unfeasible, "Op het plein komt een speeltuin.");
        review::not_admit(&joris, &round, &id, reason).await.expect("decided");
        assert_eq!(state(&town, &id).await, State::NotAdmitted);
        let both = mails(&place, &server, &mut seen).await;
        assert_eq!(both.len(), 2);
        for said in ["Het plan kan niet worden uitgevoerd.", "Op het plein komt een speeltuin."] {
            assert!(both[1].2.contains(said), "{said}: {}", both[1].2);
        }
    });
}
