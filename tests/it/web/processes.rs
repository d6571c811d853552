//! Two copies of the program on one database, asked at the same time over real connections.

use std::fs;
use std::process::Command;
use std::thread;

use schuifruimte::acts::account::{self, NewAccount};
use schuifruimte::domain::account::Role;

use crate::support::people::{PASSWORD, stored_password};
use crate::support::process::{Answer, Process, Start, fields};
use crate::support::site::between;
use crate::support::town::{always_open, plans};
use crate::support::{Site, Town, now, on_both};

/// Asks both copies in turn, all at the same time.
fn at_once<T: Sync>(
    copies: &[Process; 2],
    asked: &[T],
    ask: impl Fn(&Process, &T) -> Answer + Sync,
) -> Vec<Answer> {
    let ask = &ask;
    thread::scope(|scope| {
        let threads: Vec<_> = asked
            .iter()
            .enumerate()
            .map(|(number, one)| scope.spawn(move || ask(&copies[number % 2], one)))
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    })
}

#[test]
fn one_code_at_two_copies_at_once_gives_one_receipt_and_one_ballot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round_with("zuilen", &always_open(), &plans()).await;
        let site = Site::on(&place, "http://schuif.example", now());
        site.add_keys(&round);
        let copies = [Start::of(&site).serve(), Start::of(&site).serve()];
        let choice = fields(&[("plan", "01"), ("next", "review")]);
        let sendings = at_once(&copies, &[(); 64], |copy, ()| {
            copy.post("/rondes/zuilen/stemmen", 0, &choice).expect("an answer")
        });
        let code = round.letters.printed[0].0.for_the_letter();
        let answers = at_once(&copies, &sendings, |copy, review| {
            let field =
                |name: &str| between(&review.body, &format!("name=\"{name}\" value=\""), "\"").expect(name);
            let vote = fields(&[
                ("plan", "01"),
                ("cast", field("cast")),
                ("until", field("until")),
                ("token", field("token")),
                ("code", &code),
            ]);
            copy.post("/rondes/zuilen/stem", 0, &vote).expect("an answer")
        });
        let with = |kind: &str| answers.iter().filter(|answer| answer.kind() == kind).count();
        assert_eq!((with("receipt"), with("already_voted")), (1, 63));
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
    });
}

#[test]
fn two_copies_together_never_give_areas_more_than_the_reserved_share() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let fatma = NewAccount {
            login: "fatma".to_string(),
            name: "Fatma Yılmaz".to_string(),
            function: "Programmamanager".to_string(),
            role: Role::ProgrammeManager,
            password: stored_password().to_string(),
        };
        account::create(&mut town.nobody_at(now()), fatma).await.expect("an account");
        let site = Site::on(&place, "http://schuif.example", now());
        let copies = [Start::of(&site).serve(), Start::of(&site).serve()];
        let form = fields(&[("login", "fatma"), ("password", PASSWORD)]);
        let signed_in = copies[0].post("/bureau/aanmelden", 0, &form).expect("an answer");
        let cookie = between(&signed_in.headers, "set-cookie: ", ";").expect("a cookie");
        let path = format!("/bureau/geld/{}/gebieden", town.line);
        // 2,100,000.00 is reserved: of ten times 300,000.00 at once, seven fit.
        let areas: Vec<String> = (1..=10).map(|number| format!("WK0344{number:02}")).collect();
        let answers = at_once(&copies, &areas, |copy, area| {
            let form = fields(&[("area", area), ("ceiling", "300.000")]);
            copy.post_as(&path, 0, cookie, &form).expect("an answer")
        });
        let with = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
        let given = place.number("SELECT CAST(SUM(ceiling_cents) AS BIGINT) FROM allocation").await;
        assert!(given <= 210_000_000, "{given} cents of 2,100,000.00");
        assert_eq!(with(303) + with(409), 10, "{answers:?}");
        assert!(with(303) >= 6, "{answers:?}");
    });
}

#[test]
fn a_copy_does_not_start_on_a_schema_that_is_not_its_own() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::on(&place, "http://schuif.example", now());
        place.disarm("_sqlx_migrations").await;
        place
            .sql("DELETE FROM _sqlx_migrations WHERE version > 1")
            .await
            .expect("whoever holds the file may");
        let data = &site.app.settings.data;
        let started = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &town.place.url])
            .arg("--data")
            .arg(data)
            .output()
            .expect("the program runs");
        assert_eq!(started.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&started.stderr).contains("schuifruimte migrate"));
        fs::metadata(data).expect("its folder is left alone");
    });
}
