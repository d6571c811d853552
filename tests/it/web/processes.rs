//! Two copies of the program on one database, asked at the same time over real connections.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread;

use schuifruimte::acts::account::{self, NewAccount};
use schuifruimte::domain::account::Role;
use schuifruimte::domain::round::{Dates, Plan};

use crate::support::people::{PASSWORD, stored_password};
use crate::support::site::between;
use crate::support::town::{plan, plans};
use crate::support::{Site, Town, days, now, on_both};

/// A copy of the program that serves.
pub struct Copy {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// What it said before it served.
    pub said: String,
    /// What it says later; nobody listens, but someone could.
    _output: BufReader<ChildStderr>,
}

impl Copy {
    /// Starts a copy on the database and the keys of a site.
    pub fn of(site: &Site) -> Copy {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
        let settings = &site.app.settings;
        let mut child = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
            .args(["serve", "--listen", &free.to_string(), "--origin", &settings.origin])
            .args(["--second-factor", settings.second_factor.name()])
            .arg("--data")
            .arg(&settings.data)
            .args(["--database", &settings.database])
            .stderr(Stdio::piped())
            .spawn()
            .expect("a copy starts");
        let mut said = String::new();
        let mut output = BufReader::new(child.stderr.take().expect("the output is piped"));
        while !said.contains("serves") {
            assert!(output.read_line(&mut said).expect("a line") > 0, "it stopped: {said}");
        }
        Copy { child, address: free.to_string(), said, _output: output }
    }

    /// Sends a form and gives the whole answer, headers and all.
    pub fn post(&self, path: &str, cookie: &str, fields: &[(String, String)]) -> String {
        let answer = send(&self.address, path, cookie, fields).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// Sends a form to an address.
pub fn send(
    address: &str,
    path: &str,
    cookie: &str,
    fields: &[(String, String)],
) -> std::io::Result<Vec<u8>> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

impl Copy {
    /// Signs in: the cookie.
    pub fn sign_in(&self, login: &str) -> String {
        let page = self.post("/bureau/aanmelden", "", &fields(&[("login", login), ("password", PASSWORD)]));
        between(&page, "set-cookie: ", ";").expect("a cookie").to_string()
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // SIGKILL, as a power cut: nothing is tidied up.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Fields of a form.
pub fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

/// Asks both copies in turn, all at the same time.
fn at_once<T: Sync>(
    copies: &[Copy; 2],
    asked: &[T],
    ask: impl Fn(&Copy, &T) -> String + Sync,
) -> Vec<String> {
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

/// A round that votes whatever the clock of this machine says.
fn always_open() -> Plan {
    let dates = Dates { vote_from: Some(days(-9_000)), vote_until: Some(days(9_000)), ..Dates::default() };
    Plan { dates, ..plan("Zuilen") }
}

#[test]
fn one_code_at_two_copies_at_once_gives_one_receipt_and_one_ballot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round_with("zuilen", &always_open(), &plans()).await;
        let site = Site::on(&place, "http://schuif.example", now());
        site.add_keys(&round);
        let copies = [Copy::of(&site), Copy::of(&site)];
        let choice = fields(&[("plan", "01"), ("next", "review")]);
        let sendings =
            at_once(&copies, &[(); 64], |copy, ()| copy.post("/rondes/zuilen/stemmen", "", &choice));
        let code = round.letters.printed[0].0.for_the_letter();
        let answers = at_once(&copies, &sendings, |copy, review| {
            let field = |name: &str| between(review, &format!("name=\"{name}\" value=\""), "\"").expect(name);
            let vote = fields(&[
                ("plan", "01"),
                ("cast", field("cast")),
                ("until", field("until")),
                ("token", field("token")),
                ("code", &code),
            ]);
            copy.post("/rondes/zuilen/stem", "", &vote)
        });
        let with = |what: &str| answers.iter().filter(|answer| answer.contains(what)).count();
        assert_eq!((with("data-kind=\"receipt\""), with("data-kind=\"already_voted\"")), (1, 63));
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
            scope: schuifruimte::domain::account::Scope::City,
            password: stored_password().to_string(),
        };
        account::create(&mut town.nobody_at(now()), fatma).await.expect("an account");
        let site = Site::on(&place, "http://schuif.example", now());
        let copies = [Copy::of(&site), Copy::of(&site)];
        let cookie = copies[0].sign_in("fatma");
        let path = format!("/bureau/geld/{}/gebieden", town.line);
        // 2,100,000.00 is reserved: of ten times 300,000.00 at once, seven fit.
        let areas: Vec<String> = (1..=10).map(|number| format!("WK0344{number:02}")).collect();
        let answers = at_once(&copies, &areas, |copy, area| {
            copy.post(
                &path,
                &cookie,
                &fields(&[("area", area), ("ceiling", "300.000"), ("why", "Besluit van het college")]),
            )
        });
        let with = |what: &str| answers.iter().filter(|answer| answer.contains(what)).count();
        let given = town.allocated().await;
        assert!(given <= 210_000_000, "{given} cents of 2,100,000.00");
        assert_eq!(with("HTTP/1.1 303") + with("HTTP/1.1 409"), 10, "{answers:?}");
        assert!(with("HTTP/1.1 303") >= 6, "{answers:?}");
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
