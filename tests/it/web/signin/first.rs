//! The first account comes from the command line and from nowhere else.

use std::process::Command;

use axum::http::Method;
use schuifruimte::web::{self, Access};

use super::{OWN, SIGN_IN, answer};
use crate::support::site::between;
use crate::support::{Browser, Site, days, on_both};

#[test]
fn no_page_makes_the_first_account_and_the_command_line_does() {
    on_both(|place| async move {
        let site = Site::on(&place, "https://schuif.example", days(0));
        let typed = [
            ("login", "kees"),
            ("name", "Kees"),
            ("function", "Beheerder"),
            ("role", "platform-admin"),
            ("scope", "city"),
            ("password", ""),
            ("new_password", "een eigen zin van Kees"),
            ("enabled", "yes"),
        ];
        // Each form from another address, so that none is refused because of how many came before.
        for (number, route) in (0_u8..).zip(web::table().iter().filter(|one| one.method == Method::POST)) {
            let address = route.path.replace(['{', '}'], "");
            let page = Browser::at(&format!("203.0.113.{number}")).post(&site, &address, &typed).await;
            let is_refused = (400..500).contains(&page.status.as_u16());
            let may_go_on = matches!(route.access, Access::Anyone);
            assert!(is_refused || may_go_on, "{}: {}", route.path, page.status);
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM account").await, 0);
        let staff = |arguments: &[&str]| {
            let done = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
                .args(["staff"])
                .args(arguments)
                .args(["--database", &place.url, "--origin", "https://schuif.example", "--data"])
                .arg(&site.app.settings.data)
                .output()
                .expect("it runs");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            String::from_utf8_lossy(&done.stdout).into_owned()
        };
        let said =
            staff(&["add", "sem", "--name", "Sem", "--function", "Beheer", "--role", "platform-admin"]);
        let first = said.trim().strip_prefix("https://schuif.example").expect("a link").to_string();
        // Alone nobody opens a second account; the command line does. A link ends the one of before.
        staff(&["add", "noor", "--name", "Noor", "--function", "Beheer", "--role", "platform-admin"]);
        let said = staff(&["invite", "noor"]);
        let link = said.trim().strip_prefix("https://schuif.example").expect("a link").to_string();
        // The machine's own clock gives a link 48 hours, so the service looks at that clock.
        site.clock.set(schuifruimte::clock::Clock::system().now());
        let chosen = [("new_password", "zes zwanen zoeken zonnebloemen")];
        assert_eq!(answer(&Browser::default().post(&site, &first, &chosen).await), (303, None));
        assert_eq!(
            answer(&Browser::default().post(&site, &first, &chosen).await),
            (410, Some("link_expired"))
        );
        let typed = [("login", "sem"), ("password", chosen[0].1)];
        assert_eq!(answer(&Browser::default().post(&site, SIGN_IN, &typed).await), (303, None));
        let mut noor = Browser::default();
        assert!(noor.get(&site, &link).await.says("noor"));
        let typed = [("new_password", "zeven ganzen drinken karnemelk")];
        assert_eq!(answer(&noor.post(&site, &link, &typed).await), (303, None));
        let page = noor.get(&site, OWN).await;
        assert!(answer(&page) == (200, None) && between(&page.body, "noor", "<").is_some());
        assert!(place.fsck().await.is_empty());
    });
}
