//! A49 and "must be shown" 5 of the guards: a hundred wrong passwords for one person. `cargo bench --bench attack`
//! measures the same.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::people::{JORIS, PASSWORD};
use crate::support::process::{Process, Start, at_once, fields};
use crate::support::{Site, Town, now, on_both};

const SIGN_IN: &str = "/bureau/aanmelden";

/// The most that a process may grow meanwhile, in KiB: two passwords at work take 19 MiB each.
const FLAT: u64 = 96 * 1024;

/// Tries a password from the address of a voter.
fn tried(process: &Process, voter: usize, password: &str) -> (u16, String) {
    let form = fields(&[("login", JORIS.login), ("password", password)]);
    let answer = process.post_as(SIGN_IN, voter, "", &form).expect("it answers");
    (answer.status, answer.kind().to_string())
}

#[test]
fn a49_a_hundred_wrong_passwords_for_one_person_keep_nobody_out_and_nothing_from_working() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::on(&place, "http://schuif.example", now());
        let process = Start::of(&site).serve();
        assert_eq!(tried(&process, 900, PASSWORD).0, 303, "so it is when nobody attacks");
        let before = process.memory();
        let is_over = AtomicBool::new(false);
        let (attack, others) = std::thread::scope(|scope| {
            let others = scope.spawn(|| {
                let mut statuses = Vec::new();
                while !is_over.load(Ordering::SeqCst) || statuses.len() < 4 {
                    for page in ["/", "/geld", SIGN_IN, "/healthz"] {
                        statuses.push(process.get(page).expect("it answers").status);
                    }
                }
                statuses
            });
            let attack = at_once(100, 16, |_| tried(&process, 1, "een zin die niet klopt"));
            is_over.store(true, Ordering::SeqCst);
            (attack, others.join().expect("pages"))
        });
        let looked_at =
            attack.iter().filter(|(status, kind)| (*status, kind.as_str()) == (400, "login_failed")).count();
        let refused =
            attack.iter().filter(|(status, kind)| (*status, kind.as_str()) == (429, "rate_limited")).count();
        assert_eq!(looked_at + refused, 100, "{attack:?}");
        assert!((1..=12).contains(&looked_at), "{looked_at} were looked at");
        assert!(others.iter().all(|status| *status == 200), "{others:?}");
        assert_eq!(tried(&process, 900, PASSWORD).0, 303, "the person comes in from elsewhere");
        let grown = process.memory().saturating_sub(before);
        assert!(grown < FLAT, "it grew by {grown} KiB");
        assert!(!process.said().contains("panicked"), "{}", process.said());
    });
}

/// A network of machines, each with a few tries: what waits for a password has an end, and pages do not wait behind it.
#[test]
fn a49_wrong_passwords_from_everywhere_at_once_leave_pages_alone() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::on(&place, "http://schuif.example", now());
        let process = Start::of(&site).serve();
        let answers = at_once(120, 40, |number| match number % 4 {
            0 => (process.get("/").expect("it answers").status, String::new()),
            _ => tried(&process, number, "een zin die niet klopt"),
        });
        for (number, (status, kind)) in answers.iter().enumerate() {
            let is_right = match number % 4 {
                0 => *status == 200,
                _ => matches!((*status, kind.as_str()), (400, "login_failed") | (503, "shedding")),
            };
            assert!(is_right, "{number}: {status} {kind}");
        }
        assert_eq!(tried(&process, 900, PASSWORD).0, 303);
    });
}
