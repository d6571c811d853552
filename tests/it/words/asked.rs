//! What people type where a page looks something up, and where a text leads: neither is ever carried out.

use std::collections::BTreeSet;
use std::net::TcpListener;

use schuifruimte::acts;
use schuifruimte::documents::picture::make;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::proposal::Proposal;

use super::shown::walk;
use crate::support::people::JORIS;
use crate::support::picture::png;
use crate::support::town::{plan, plans};
use crate::support::{Browser, Site, Town, days, on_both};

/// Every name that a page reads out of an address, and some that none does.
const NAMES: [&str; 17] = [
    "zoek", "na", "op", "soort", "voor", "post", "deel", "subsidie", "pagina", "plafond", "regel", "delen",
    "line", "set", "order", "sort", "lang",
];
const VALUES: [&str; 14] = [
    "' OR '1'='1",
    "1; DROP TABLE round; --",
    "1;select pg_sleep(9)",
    "price;select",
    "__proto__",
    "constructor",
    "%",
    "_",
    "\\",
    "$1",
    "\0",
    "-1",
    "99999999999999999999999999",
    "\u{1d54f}\u{202e}",
];

fn query(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// An address with its names and numbers left out: pages of one kind have one.
fn shape(address: &str) -> String {
    let part =
        |part: &str| if part.contains(|sign: char| sign.is_ascii_digit()) { "#" } else { part }.to_string();
    address.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A45: signs that mean something to a database are only signs, in every lookup, filter and order.
#[test]
fn a_lookup_looks_for_what_was_typed_and_does_nothing_else() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        town.certify_draft(id).await;
        let site = Site::of(&town, days(18));
        let mut joris = Browser::of(&site, JORIS).await;
        let seen = walk(&site, &mut joris, &["/", "/rondes", "/geld", "/bureau", "/bureau/rondes"]).await;
        let rows = place.dump().await;
        let mut kinds = BTreeSet::new();
        let mut number = 0;
        let mut shapes = BTreeSet::new();
        for (address, _) in seen.iter().filter(|(_, page)| page.status == 200) {
            if !shapes.insert(shape(address)) {
                continue;
            }
            for name in NAMES {
                number += 1;
                let asked = format!("{address}?{}", query(&[(name, VALUES[number % VALUES.len()])]));
                let page = joris.get(&site, &asked).await;
                let found = (page.status.as_u16(), page.kind());
                let is_good = matches!(found, (200, _) | (303, None) | (400, Some("bad_query")));
                let is_gone = found == (404, Some("not_found"));
                assert!(is_good || is_gone, "{asked}: {found:?}");
                kinds.insert(found.0);
            }
        }
        assert!(shapes.len() > 30, "{shapes:?}");
        assert!(kinds.contains(&200) && kinds.contains(&400), "{kinds:?}");
        assert_eq!(place.dump().await, rows, "nothing was changed by looking");

        let all = joris.get(&site, "/bureau/subsidies").await;
        let title = &plans()[0].title;
        assert!(all.says(title), "the list has it: {}", all.body);
        for sign in ["%", "_", "' OR '1'='1"] {
            let found = joris.get(&site, &format!("/bureau/subsidies?{}", query(&[("zoek", sign)]))).await;
            assert!(!found.says(&format!(">{title}<")), "{sign} stands for itself");
        }
    });
}

/// A44: where a text leads, nobody of ours goes: not when it is entered, not when it is shown, not when the case file is made.
#[test]
fn no_address_in_a_text_is_ever_asked_for() {
    on_both(|place| async move {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("it does not wait");
        let own = listener.local_addr().expect("an address");
        let text = format!(
            "![foto](http://{own}/foto.png) <http://{own}/a> http://{own}/b [hier](https://{own}/c)\n\n\
             [x](http://169.254.169.254/latest/meta-data) [y](http://[::1]:{}/d)",
            own.port()
        );
        let town = Town::new(&place).await;
        let mut all = plans();
        let place_of_plan = format!("http://{own}/plek");
        all[0] =
            Proposal { text: text.clone(), summary: text.clone(), place: place_of_plan, ..all[0].clone() };
        let id = town.draft_round_with("zuilen", &plan("zuilen"), &all).await;
        let files = make(&png(200, 200)).expect("a picture");
        let alt = format!("Zie http://{own}/alt");
        acts::picture::add(&town.joris_at(days(-30)), &id, &ProposalId::new("01"), &files, &alt)
            .await
            .expect("a picture");
        let site = Site::of(&town, days(18));
        town.certify_draft(id).await;
        let mut joris = Browser::of(&site, JORIS).await;
        let seen = walk(&site, &mut joris, &["/rondes/zuilen", "/bureau/rondes/zuilen"]).await;
        let shown: Vec<_> = seen.iter().filter(|(_, page)| page.says(&own.to_string())).collect();
        assert!(shown.len() >= 2, "its text is shown on pages and in files");
        for (address, page) in &seen {
            // Nor does the browser of a reader: pictures come from here only.
            assert!(!page.says(&format!("src=\"http://{own}")), "{address}");
            let policy = page.header("content-security-policy");
            assert!(policy.is_empty() || policy.contains("img-src 'self'"), "{address}: {policy}");
        }
        let came = listener.accept().map(|_| ());
        assert_eq!(came.map_err(|error| error.kind()), Err(std::io::ErrorKind::WouldBlock), "nobody came");
    });
}
