//! A round with every way to a verified bundle, and one letter in every order of ways, racing.

use std::sync::Arc;

use schuifruimte::acts::ballot::Way;
use schuifruimte::acts::help::{ByTelephone, begin};
use schuifruimte::acts::paper::Ended;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::bundle::Expected;
use schuifruimte::domain::channel::Channel;
use schuifruimte::domain::deadline::PaperRule;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::paper::Rejection;
use schuifruimte::store;

use super::Hall;
use crate::support::{days, on_both};

const WAYS: [Channel; 5] =
    [Channel::Online, Channel::Paper, Channel::Desk, Channel::Telephone, Channel::Kiosk];

impl Hall {
    /// The holder of a letter votes in a way; whether that vote was the one that counted.
    async fn votes(&self, channel: Channel, letter: usize, paper: u64, stack: &str) -> bool {
        let vote = self.fresh(letter, &["01"], &format!("{}-{letter}", channel.name()));
        let helped = async |by| begin(&self.ctx(0, days(1)), &self.round.id, by).await.expect("done");
        let way = match channel {
            Channel::Paper => {
                let which = self.which(&schuifruimte::domain::id::PaperBatchId::new(stack), paper);
                return match self.by_two(&which, &self.paper(letter, &["01"])).await.expect("done") {
                    Ended::Cast => true,
                    Ended::Rejected(reason) => {
                        assert_eq!(reason, Rejection::Voted);
                        false
                    }
                };
            }
            Channel::Online => Way::Online,
            Channel::Kiosk => Way::Kiosk,
            Channel::Desk => helped(ByTelephone::No).await,
            Channel::Telephone => helped(ByTelephone::Yes).await,
        };
        match self.by(way, vote).await {
            Ok(_) => true,
            Err(ActError::AlreadyVoted) => false,
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn one_letter_counts_once_in_every_order_of_ways() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(20, days(1)).await;
        let mut letter = 0;
        let mut paper = 0;
        for first in WAYS {
            for second in WAYS.into_iter().filter(|second| *second != first) {
                let mut number = |channel| {
                    paper += u64::from(channel == Channel::Paper);
                    paper
                };
                let numbers = (number(first), number(second));
                assert!(hall.votes(first, letter, numbers.0, stack.as_str()).await, "{first:?}");
                assert!(!hall.votes(second, letter, numbers.1, stack.as_str()).await, "{first:?} {second:?}");
                letter += 1;
            }
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 20);
        for channel in WAYS {
            let counted = format!("SELECT ballots FROM ballot_channel WHERE channel = '{}'", channel.name());
            assert_eq!(place.number(counted).await, 4, "{channel:?}: those in which it came first");
        }
    });
}

#[test]
fn of_all_ways_that_race_for_one_letter_one_counts() {
    on_both(|place| async move {
        let hall = Arc::new(Hall::new(&place, PaperRule::HandedIn).await);
        let stack = hall.stack(8, days(1)).await;
        for letter in 0..8 {
            let number = u64::try_from(letter).unwrap() + 1;
            let tasks = WAYS.map(|channel| {
                let (hall, stack) = (hall.clone(), stack.clone());
                tokio::spawn(async move { hall.votes(channel, letter, number, stack.as_str()).await })
            });
            let mut won = 0;
            for task in tasks {
                won += u64::from(task.await.unwrap());
            }
            assert_eq!(won, 1, "letter {letter}");
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 8);
        assert_eq!(place.number("SELECT CAST(SUM(ballots) AS BIGINT) FROM ballot_channel").await, 8);
    });
}

#[test]
fn a_mixed_round_comes_to_a_bundle_that_anyone_can_check() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(13, days(1)).await;
        for letter in 0..30 {
            hall.town.cast(&hall.round, letter, &["01", "03"]).await.unwrap();
        }
        for (number, letter) in (1..=12).zip(30..) {
            assert!(hall.votes(Channel::Paper, letter, number, stack.as_str()).await);
        }
        for (channel, letter) in [Channel::Desk, Channel::Telephone, Channel::Kiosk].into_iter().zip(42..) {
            assert!(hall.votes(channel, letter, 0, stack.as_str()).await);
        }
        let early = acts::round::close(&mut hall.town.marijke_at(days(15)), &hall.round.id).await;
        assert!(matches!(early, Err(ActError::PapersWait(1))), "one paper waits");
        assert!(!hall.votes(Channel::Paper, 0, 13, stack.as_str()).await, "online was first");
        hall.town.close_and_seal(&hall.round.id).await;
        let hash = hall.town.count_and_propose(&hall.round.id).await;
        let marijke = hall.town.marijke_at(days(17));
        acts::certificate::approve(&marijke, &hall.round.id, &hash).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let bundle = acts::publication::bundle(&mut conn, &hall.round.id).await.unwrap();
        let report = schuifruimte::domain::bundle::verify(&bundle, &Expected::default());
        let broken = report.end.err().map(|broken| broken.to_string());
        assert_eq!(broken, None);
        let entries = acts::log::entries(&mut conn, &hall.round.id).await.unwrap();
        let told = entries.iter().find_map(|entry| match entry {
            Entry::Close { channels, .. } => Some(channels.clone()),
            _ => None,
        });
        let told: Vec<_> = told.unwrap().into_iter().map(|one| (one.ways, one.ballots)).collect();
        let small = vec![Channel::Paper, Channel::Desk, Channel::Telephone, Channel::Kiosk];
        assert_eq!(told, [(vec![Channel::Online], 30), (small, 15)], "three and twelve would tell three");
        let helped = store::channel::helped(&mut conn, &hall.round.id).await.unwrap();
        assert_eq!(helped.len(), 2);
        let letters = place.number("SELECT COUNT(*) FROM paper_entry").await;
        assert_eq!(letters, 0);
    });
}
