//! Mail between the table and the server: each arrives, none twice (R18).

use std::collections::BTreeMap;
use std::time::Duration;

use schuifruimte::acts;
use schuifruimte::clock::Clock;
use schuifruimte::config::Protection;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::mailing::Turn;

use super::{ask, count, settings, turn, turn_with};
use crate::support::process::Start;
use crate::support::smtp::{Begin, MailServer, Manner, Tls, header};
use crate::support::{Place, Site, now, on_both};

const MAILS: usize = 30;

/// Mail for thirty people.
async fn queue(place: &Place) {
    for number in 0..MAILS {
        ask(place, &format!("client {number}"), &format!("bewoner{number}@buurt.example"), now())
            .await
            .expect("a link is asked for");
    }
}

fn times(server: &MailServer) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for mail in server.arrived() {
        assert!(header(&mail, "Message-ID").ends_with("@schuif.example>"), "{mail}");
        *times.entry(header(&mail, "Message-ID").to_string()).or_insert(0) += 1;
    }
    times
}

/// R18: half of what the server is asked fails, two processes carry, and each mail arrives once.
#[test]
fn a_server_that_fails_half_of_the_time_gets_each_mail_once() {
    on_both(|place| async move {
        queue(&place).await;
        let server = MailServer::start(|_| Manner::HalfOfTheTime).await;
        let second = place.second().await;
        for second_at in 0..25 * 60 / 15 {
            let at = now().plus_seconds(second_at * 15);
            tokio::join!(turn(&place, &server, at), turn(&second, &server, at));
            if count(&place, "sent").await == i64::try_from(MAILS).unwrap() {
                break;
            }
        }
        let times = times(&server);
        assert_eq!(times.len(), MAILS, "each arrives");
        assert!(times.values().all(|times| *times == 1), "none twice: {times:?}");
        let receivers: Vec<String> =
            server.asked().into_iter().filter(|line| line.starts_with("RCPT")).collect();
        assert!(receivers.len() > MAILS, "some were tried more than once");
        assert_eq!(count(&place, "sent").await, i64::try_from(MAILS).unwrap());
        let left = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE address <> '' OR content <> ''";
        assert_eq!(place.number(left).await, 0, "what was sent is not kept");
        second.store.close().await;
    });
}

/// The answer that never came: the mail may be there, so nobody sends it again but a person.
#[test]
fn a_mail_without_an_answer_is_unsure_and_is_not_sent_again() {
    on_both(|place| async move {
        queue(&place).await;
        let manners = [Manner::TakeAndHangUp, Manner::Take, Manner::HangUpAmid, Manner::TakeAndWait];
        let server = MailServer::start(move |number| manners[number % manners.len()]).await;
        for minute in 0..29 {
            turn(&place, &server, now().plus_minutes(minute)).await;
        }
        assert!(times(&server).values().all(|times| *times == 1), "none twice");
        let (sent, unsure) = (count(&place, "sent").await, count(&place, "unsure").await);
        assert_eq!(sent + unsure, i64::try_from(MAILS).unwrap());
        assert!(unsure > 10, "{unsure}");
        let told =
            "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'unsure' AND fault = 'unanswered'";
        assert_eq!(place.number(told).await, unsure);
    });
}

/// A process that is killed before the first word: the mail waits again. After it: unsure. One that slept meanwhile and wakes
/// up sends nothing any more.
#[test]
fn whoever_lost_a_mail_to_another_process_sends_no_word_of_it() {
    on_both(|place| async move {
        ask(&place, "a", "truus@buurt.example", now()).await.unwrap();
        let server = MailServer::start(|_| Manner::Take).await;
        let held = acts::outbox::claim(&mut place.context(Actor::Service, now())).await.unwrap().unwrap();
        turn(&place, &server, now().plus_minutes(9)).await;
        assert_eq!((server.arrived().len(), count(&place, "claimed").await), (0, 1), "it is held");
        turn(&place, &server, now().plus_minutes(11)).await;
        assert_eq!((server.arrived().len(), count(&place, "sent").await), (1, 1), "it was given to another");
        let late = place.context(Actor::Service, now().plus_minutes(11));
        assert!(!acts::outbox::begin(&late, &held).await.unwrap(), "the sleeper may not begin");

        ask(&place, "a", "henk@buurt.example", now()).await.unwrap();
        let held = acts::outbox::claim(&mut place.context(Actor::Service, now())).await.unwrap().unwrap();
        assert!(acts::outbox::begin(&place.context(Actor::Service, now()), &held).await.unwrap());
        turn(&place, &server, now().plus_minutes(11)).await;
        assert_eq!((server.arrived().len(), count(&place, "unsure").await), (1, 1));
        // It was only slow, and the answer came: then it is sure after all.
        acts::outbox::sent(&late, &held).await.unwrap();
        assert_eq!((count(&place, "unsure").await, count(&place, "sent").await), (0, 2));
        let again = place.sql("UPDATE outbox SET state = 'waiting', ended_at = NULL").await;
        assert!(again.is_err(), "what was sent stays sent, whoever asks");
    });
}

/// The same with a real program, killed after the server took the mail and before it could say so.
#[test]
fn a_program_killed_between_sending_and_writing_down_sends_it_once() {
    on_both(|place| async move {
        let site = Site::on(&place, "http://schuif.example", now());
        // The program goes by the clock of this machine.
        let real = Clock::system().now();
        ask(&place, "a", "truus@buurt.example", real).await.unwrap();
        let server =
            MailServer::start(|number| if number == 0 { Manner::TakeAndWait } else { Manner::Take }).await;
        let program = Start::of(&site)
            .with("SCHUIFRUIMTE_MAIL_SERVER", server.address.to_string())
            .with("SCHUIFRUIMTE_MAIL_TLS", "none")
            .with("SCHUIFRUIMTE_MAIL_FROM", "post@schuif.example");
        let program = program.serve();
        tokio::time::timeout(Duration::from_secs(60), server.news.notified()).await.expect("the mail comes");
        assert_eq!(count(&place, "begun").await, 1);
        program.kill();
        for minutes in [1, 5, 11, 12, 20] {
            turn(&place, &server, real.plus_minutes(minutes)).await;
        }
        assert_eq!(server.arrived().len(), 1, "once");
        assert_eq!(count(&place, "unsure").await, 1, "and a person is told");
    });
}

#[test]
fn a_server_that_is_slow_or_away_costs_no_mail_and_no_other_mail_its_turn() {
    on_both(|place| async move {
        queue(&place).await;
        let silent = MailServer::start(|_| Manner::Silent).await;
        assert_eq!(turn(&place, &silent, now()).await, Turn::ServerAway);
        let tried = "SELECT CAST(SUM(tries) AS BIGINT) FROM outbox";
        assert_eq!(place.number(tried).await, 1, "one try says enough");
        let mut away = settings(&silent);
        away.port = 1;
        assert_eq!(turn_with(&place, &away, now()).await.unwrap(), Turn::ServerAway);
        assert_eq!(count(&place, "waiting").await, i64::try_from(MAILS).unwrap());
        let server = MailServer::start(|_| Manner::Take).await;
        assert_eq!(turn(&place, &server, now().plus_minutes(2)).await, Turn::Done);
        assert_eq!(server.arrived().len(), MAILS);
    });
}

#[test]
fn a_server_that_says_never_is_not_asked_again_and_mail_of_no_use_is_given_up() {
    on_both(|place| async move {
        ask(&place, "a", "truus@buurt.example", now()).await.unwrap();
        let never = MailServer::start(|_| Manner::Receiver(550)).await;
        for minute in 0..5 {
            turn(&place, &never, now().plus_minutes(minute)).await;
        }
        assert_eq!(never.asked().iter().filter(|line| line.starts_with("RCPT")).count(), 1);
        assert_eq!(count(&place, "failed").await, 1);
        ask(&place, "a", "henk@buurt.example", now()).await.unwrap();
        let later = MailServer::start(|_| Manner::Receiver(450)).await;
        turn(&place, &later, now().plus_minutes(6)).await;
        // The link opens for half an hour; after that nobody has anything of the mail.
        turn(&place, &later, now().plus_minutes(31)).await;
        let late = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'failed' AND fault = 'late'";
        assert_eq!(place.number(late).await, 1);
    });
}

/// A server, or someone in between, that offers no TLS gets no mail where TLS is asked for: not one word, no address.
#[test]
fn no_mail_goes_without_the_protection_that_was_asked_for() {
    on_both(|place| async move {
        ask(&place, "a", "truus@buurt.example", now()).await.unwrap();
        let server = MailServer::start(|_| Manner::Take).await;
        for protection in [Protection::StartTls, Protection::Tls] {
            let mut asked = settings(&server);
            asked.protection = protection;
            let done = turn_with(&place, &asked, now().plus_minutes(1)).await.unwrap();
            assert_eq!(done, Turn::ServerAway, "{protection:?}");
            place.sql("UPDATE outbox SET next_at = queued_at").await.unwrap();
        }
        assert!(server.arrived().is_empty());
        assert!(!server.asked().iter().any(|line| line.contains("truus")), "{:?}", server.asked());
        assert_eq!(count(&place, "waiting").await, 1);
    });
}

/// Over TLS to a server whose authority is known, at once or when it is asked; to one that anybody could be, not a word.
#[test]
fn mail_goes_over_tls_to_the_server_that_was_meant() {
    on_both(|place| async move {
        for (begin, protection) in [(Begin::AtOnce, Protection::Tls), (Begin::Asked, Protection::StartTls)] {
            let (tls, other) = (Tls::new(begin), Tls::new(begin));
            let server = MailServer::start_protected(&tls).await;
            ask(&place, "a", "truus@buurt.example", now()).await.unwrap();
            let mut asked = settings(&server);
            asked.protection = protection;
            for certificate in [None, Some(other.certificate.clone())] {
                asked.authority = certificate;
                assert_eq!(turn_with(&place, &asked, now()).await.unwrap(), Turn::ServerAway);
                place.sql("UPDATE outbox SET next_at = queued_at WHERE state = 'waiting'").await.unwrap();
            }
            assert!(server.asked().is_empty(), "{:?}", server.asked());
            asked.authority = Some(tls.certificate.clone());
            assert_eq!(turn_with(&place, &asked, now()).await.unwrap(), Turn::Done);
            assert_eq!(server.arrived().len(), 1, "it arrives");
        }
    });
}
