//! Two copies of the service on one database: what ends, ends on both; what is used, is used on both.

use std::thread;

use schuifruimte::domain::time::Moment;

use super::super::processes::{Copy, fields};
use super::{NOOR, SEM, add_app, both_admins, shown};
use crate::support::people::{JORIS, PASSWORD};
use crate::support::site::between;
use crate::support::{Browser, Site, Town, on_both};

/// The time of the machine: what the copies see.
fn real_now() -> Moment {
    schuifruimte::clock::Clock::system().now()
}

fn is_in(copy: &Copy, cookie: &str) -> bool {
    // Whoever is signed in may sign out of nothing: ending a session that is none is not found.
    let answer = copy.post("/bureau/account/sessies", cookie, &fields(&[("session", "0")]));
    answer.starts_with("HTTP/1.1 404")
}

#[test]
fn a35_a_role_that_changes_and_an_account_that_is_switched_off_end_sessions_on_both_copies() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        both_admins(&place).await;
        let site = Site::on(&place, "http://schuif.example", real_now());
        let copies = [Copy::of(&site), Copy::of(&site)];
        let (sem, noor) = (copies[0].sign_in(SEM.login), copies[1].sign_in(NOOR.login));
        let of_joris = format!("/bureau/medewerkers/{}", town.joris);
        let is_done = |answer: String| assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        // A role that changed: asked on one copy, confirmed on the other.
        let joris = copies[1].sign_in(JORIS.login);
        is_done(copies[0].post(&of_joris, &sem, &fields(&[("role", "desk"), ("scope", "city")])));
        assert!(copies.iter().all(|copy| is_in(copy, &joris)), "it is only asked");
        is_done(copies[1].post("/bureau/medewerkers/wijzigingen/1/akkoord", &noor, &[]));
        assert!(!copies.iter().any(|copy| is_in(copy, &joris)), "a role that changed");
        // An account that is switched off.
        let joris = copies[1].sign_in(JORIS.login);
        assert!(copies.iter().all(|copy| is_in(copy, &joris)));
        is_done(copies[0].post(&format!("{of_joris}/toegang"), &sem, &fields(&[("enabled", "no")])));
        assert!(!copies.iter().any(|copy| is_in(copy, &joris)), "an account that was switched off");
    });
}

/// Time is the machine's own for the copies, so what they see of it is moved in the database.
#[test]
fn a35_a_session_that_ran_out_a_new_password_and_beginning_anew_end_sessions_on_both_copies() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        both_admins(&place).await;
        let site = Site::on(&place, "http://schuif.example", real_now());
        let copies = [Copy::of(&site), Copy::of(&site)];
        let of_joris = format!("account_id = '{}'", town.joris);
        let minute = 60_000_000_i64;
        for (column, minutes) in [("seen_at", 30), ("created_at", 8 * 60)] {
            let joris = copies[0].sign_in(JORIS.login);
            let earlier = |by: i64| {
                format!("UPDATE staff_session SET {column} = {column} - {} WHERE {of_joris}", by * minute)
            };
            place.sql(earlier(minutes - 1)).await.expect("moved");
            assert!(copies.iter().all(|copy| is_in(copy, &joris)), "{column}: a minute is left");
            if column == "seen_at" {
                // Looking was use, so the half hour begins anew.
                place.sql(earlier(minutes - 1)).await.expect("moved");
                assert!(copies.iter().all(|copy| is_in(copy, &joris)));
            }
            place.sql(earlier(minutes)).await.expect("moved");
            assert!(!copies.iter().any(|copy| is_in(copy, &joris)), "{column}");
        }
        let (here, there) = (copies[0].sign_in(JORIS.login), copies[1].sign_in(JORIS.login));
        let new = "zeven ganzen drinken karnemelk";
        let change = fields(&[("old_password", PASSWORD), ("new_password", new)]);
        let done = copies[0].post("/bureau/account/wachtwoord", &here, &change);
        let own = between(&done, "set-cookie: ", ";").expect("a new cookie").to_string();
        assert!(copies.iter().all(|copy| is_in(copy, &own) && !is_in(copy, &here) && !is_in(copy, &there)));
        let (sem, noor) = (copies[0].sign_in(SEM.login), copies[1].sign_in(NOOR.login));
        let anew = format!("/bureau/medewerkers/{}/opnieuw", town.joris);
        assert!(copies[0].post(&anew, &sem, &[]).starts_with("HTTP/1.1 303"));
        assert!(copies.iter().all(|copy| is_in(copy, &own)), "it is only asked");
        let page = copies[1].post(&format!("{anew}/akkoord"), &noor, &[]);
        assert!(page.contains("http://schuif.example/bureau/uitnodiging/"), "{page}");
        assert!(!copies.iter().any(|copy| is_in(copy, &own)), "begins anew");
    });
}

#[test]
fn a36_one_code_at_two_copies_at_once_opens_one_session() {
    on_both(|place| async move {
        let _town = Town::new(&place).await;
        let site = Site::on(&place, "http://schuif.example", real_now().plus_minutes(-5));
        let mut joris = Browser::of(&site, JORIS).await;
        let (secret, _) = add_app(&site, &mut joris).await;
        let copies = [Copy::of(&site), Copy::of(&site)];
        let pages: Vec<String> = (0..8)
            .map(|number| {
                let form = fields(&[("login", JORIS.login), ("password", PASSWORD)]);
                let page = copies[number % 2].post("/bureau/aanmelden", "", &form);
                between(&page, "name=\"page\" value=\"", "\"").expect("a page for a code").to_string()
            })
            .collect();
        let code = shown(&secret, real_now());
        let answers: Vec<String> = thread::scope(|scope| {
            let asked = pages.iter().enumerate().map(|(number, page)| {
                let (copy, form) = (&copies[number % 2], fields(&[("page", page), ("otp", &code)]));
                scope.spawn(move || copy.post("/bureau/aanmelden/code", "", &form))
            });
            asked.collect::<Vec<_>>().into_iter().map(|one| one.join().expect("an answer")).collect()
        });
        let with = |what: &str| answers.iter().filter(|answer| answer.contains(what)).count();
        assert_eq!(with("HTTP/1.1 303"), 1, "{answers:?}");
        assert_eq!(with("otp_not_accepted") + with("rate_limited"), 7, "{answers:?}");
    });
}
