//! The desk: a letter is revoked through the pages, by one who asks and one who approves.

use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Page, Site, Town, days, on_both};

const LETTERS: &str = "/bureau/rondes/zuilen/balie";

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

#[test]
fn one_asks_and_another_revokes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast(&round, 0, &["01"]).await.expect("a receipt");
        let site = Site::of(&town, days(2));
        let (mut joris, mut marijke) = (Browser::of(&site, JORIS).await, Browser::of(&site, MARIJKE).await);
        let page = joris.get(&site, LETTERS).await;
        assert!(page.says("Geldige brieven") && page.says("60"));
        let typed = [("control", "1234-5678-90"), ("reason", "stolen"), ("by", "")];
        let page = joris.post(&site, LETTERS, &typed).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("1234-5678-90"), "what was typed is kept");
        let control = round.letters.printed[0].1.to_string();
        let fields = [("control", control.as_str()), ("reason", "stolen"), ("by", "")];
        assert_eq!(answer(&joris.post(&site, LETTERS, &fields).await), (303, None));
        assert!(joris.get(&site, LETTERS).await.says("Een collega beslist"));
        let page = marijke.get(&site, LETTERS).await;
        assert!(page.says(&control) && page.says("Iemand anders heeft de brief"));
        let request = page.body.split("/balie/").nth(1).expect("a form").split('"').next().expect("an id");
        let address = format!("{LETTERS}/{request}");
        let own = joris.post(&site, &address, &[("verdict", "revoke")]).await;
        assert_eq!(answer(&own), (409, Some("four_eyes_required")));
        assert!(own.says("Vraag een collega"));
        assert_eq!(answer(&marijke.post(&site, &address, &[("verdict", "revoke")]).await), (303, None));
        let again = marijke.post(&site, &address, &[("verdict", "revoke")]).await;
        assert_eq!(answer(&again), (409, Some("draft_changed")));
        let log = Browser::default().get(&site, "/rondes/zuilen/logboek").await;
        assert!(log.says("Een brief is ongeldig gemaakt") && log.says(&control));
        let page = joris.get(&site, LETTERS).await;
        assert!(page.says("59") && page.says("Ongeldig gemaakt"));
        assert!(!page.says("gestemd op"), "nothing tells whether that letter had voted");
    });
}
