//! What the office sees of mail, and whom the desk serves.

use axum::http::StatusCode;
use schuifruimte::domain::account::Role;
use schuifruimte::store;

use super::{ask, count, links, turn};
use crate::support::people::{JORIS, Staff};
use crate::support::smtp::{MailServer, Manner};
use crate::support::town::account;
use crate::support::{Browser, Site, Town, days, now, on_both};
use schuifruimte::domain::log::chain::Actor;

const ANS: Staff = Staff {
    login: "ans",
    name: "Ans Kuiper",
    function: "Programmamanager wijkbudgetten",
    role: Role::ProgrammeManager,
};

#[test]
fn the_programme_manager_sees_what_is_stuck_and_decides_about_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        account(&mut place.context(Actor::Operator, days(-1)), ANS).await;
        let site = Site::of(&town, now());
        let mut ans = Browser::of(&site, ANS).await;
        for name in ["truus", "henk", "kees"] {
            ask(&place, name, &format!("{name}@buurt.example"), now()).await.unwrap();
        }
        let token = super::newest_link(&place, "truus@buurt.example").await;
        let page = ans.get(&site, "/bureau/post").await;
        assert!(page.says("Er is geen mailserver ingesteld") && page.says("Wacht (3)"), "{}", page.body);
        assert!(ans.get(&site, "/bureau").await.says("3 e-mails wachten, want er is geen mailserver"));

        let manners = [Manner::TakeAndHangUp, Manner::Receiver(550), Manner::Take];
        let server = MailServer::start(move |number| manners[number.min(2)]).await;
        turn(&place, &server, now()).await;
        let page = ans.get(&site, "/bureau/post").await;
        assert!(page.says("Onzeker (1)") && page.says("Niet aangekomen (1)"), "{}", page.body);
        assert!(page.says("…@buurt.example"));
        for hidden in ["truus@", "henk@", "kees@", token.as_str()] {
            assert!(!page.says(hidden), "{hidden} is nobody's business");
        }
        let ways: Vec<String> = page
            .body
            .split("action=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|way| way.starts_with("/bureau/post/"))
            .map(str::to_string)
            .collect();
        let again = ways.iter().find(|way| way.ends_with("/opnieuw")).expect("a way to send it again");
        let drop = ways.iter().rev().find(|way| way.ends_with("/vervallen")).expect("a way to let it go");
        assert_eq!(ans.post(&site, again, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(ans.post(&site, drop, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(ans.post(&site, drop, &[]).await.status, StatusCode::NOT_FOUND, "it went already");
        turn(&place, &server, now()).await;
        assert_eq!((count(&place, "sent").await, count(&place, "dropped").await), (2, 1));
        let noted = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'dropped' AND content = ''";
        assert_eq!(place.number(noted).await, 1);

        let mut joris = Browser::of(&site, JORIS).await;
        assert_eq!(joris.get(&site, "/bureau/post").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_desk_opens_an_account_for_who_has_no_mail_and_nobody_signs_in_to_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, now());
        let mut joris = Browser::of(&site, JORIS).await;
        let page = joris.post(&site, "/bureau/initiatiefnemers", &[("post_name", " ")]).await;
        assert_eq!((page.status, page.kind()), (StatusCode::UNPROCESSABLE_ENTITY, Some("field_invalid")));
        let fields = [("post_name", "Truus van Dijk"), ("post_language", "nl")];
        let page = joris.post(&site, "/bureau/initiatiefnemers", &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let page = joris.get(&site, "/bureau/initiatiefnemers").await;
        assert!(page.says("Truus van Dijk") && page.says(JORIS.name), "who opened it stands beside it");
        let sessions = "SELECT CAST(COUNT(*) AS BIGINT) FROM initiator_session";
        assert_eq!(place.number(sessions).await, 0);
        assert!(links(&place, "@").await.is_empty(), "no link leads to it");
        let told =
            place.dump().await.into_iter().filter(|row| row.starts_with("staff_log")).collect::<String>();
        assert!(!told.contains("Truus"), "the staff log names nobody");
    });
}

/// What the desk of one wijk opened is not there for that of another one, and what people opened themselves for no desk.
#[test]
fn the_desk_changes_and_ends_what_it_opened_and_nothing_else() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, now());
        let henk = super::groups::named(&place, &site, "henk@buurt.example", "Henk Bouwmeester").await;
        assert!(henk.cookie.is_some());
        let mut joris = Browser::of(&site, JORIS).await;
        let fields = [("post_name", "Truus van Dijk"), ("post_language", "nl")];
        joris.post(&site, "/bureau/initiatiefnemers", &fields).await;
        let page = joris.get(&site, "/bureau/initiatiefnemers").await;
        assert!(!page.says("Henk"), "who comes in by mail is no business of the desk");
        let way = page.body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let way =
            way.filter(|way| way.starts_with("/bureau/initiatiefnemers/")).last().expect("a way").to_string();
        let page = joris.post(&site, &way, &[("post_name", "https://elders.example")]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (422, Some("field_invalid")));
        assert!(page.says("https://elders.example"), "what was typed comes back");
        let fields = [("post_name", "Truus van Dyck"), ("post_language", "en")];
        assert_eq!(joris.post(&site, &way, &fields).await.status, StatusCode::SEE_OTHER);
        assert!(joris.get(&site, "/bureau/initiatiefnemers").await.says("Truus van Dyck"));
        let mut conn = place.store.read().await.unwrap();
        let email = super::address("henk@buurt.example");
        let own = store::initiator::find_email(&mut conn, &email).await.unwrap().expect("an account").id;
        drop(conn);
        let of_henk = format!("/bureau/initiatiefnemers/{own}");
        let page = joris.post(&site, &of_henk, &[("post_do", "remove")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert_eq!(joris.post(&site, &way, &[("post_do", "remove")]).await.status, StatusCode::SEE_OTHER);
        let rows = place.dump().await;
        let left: Vec<&String> = rows.iter().filter(|row| row.contains("Truus van")).collect();
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
