//! No letter: residents ask for a call without an account, the desk calls; letters that came back; what printers get.

use schuifruimte::domain::letter_round::LetterRound;

use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Page, Site, Town, days, on_both};

const NO_LETTER: &str = "/rondes/zuilen/geen-brief";
const LETTERS: &str = "/bureau/rondes/zuilen/balie";
const RETURNED: &str = "/bureau/rondes/zuilen/onbestelbaar";

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

#[test]
fn a_resident_without_a_letter_is_called_and_forgotten() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.open_round("zuilen").await;
        let site = Site::of(&town, days(2));
        let mut resident = Browser::default();
        assert!(resident.get(&site, NO_LETTER).await.says("Wij kunnen u bellen"));
        let fields = |name, phone| [("call_about", "visit"), ("call_name", name), ("call_phone", phone)];
        let wrong = resident.post(&site, NO_LETTER, &fields("Aaltje <b>", "12")).await;
        assert_eq!(answer(&wrong), (422, Some("field_invalid")));
        assert!(wrong.body.contains("Aaltje &lt;b&gt;") && wrong.says("Dit is geen telefoonnummer"));
        let first = resident.post(&site, NO_LETTER, &fields("Aaltje <b>", "06-12345678")).await;
        let second = resident.post(&site, NO_LETTER, &fields("Iemand Anders", "06 1234 5678")).await;
        assert_eq!(answer(&first), (200, None));
        assert!(first.says("Wij bellen u") && !first.body.contains("12345678"));
        let without_nonces = |page: &Page| page.body.len();
        assert_eq!(
            without_nonces(&first),
            without_nonces(&second),
            "nobody learns that the number waits already"
        );

        let mut joris = Browser::of(&site, JORIS).await;
        assert!(joris.get(&site, "/bureau").await.says("1 bewoner zonder brief wacht op een telefoontje"));
        let page = joris.get(&site, LETTERS).await;
        assert!(
            page.body.contains("Aaltje &lt;b&gt;") && page.says("0612345678") && page.says("Een afspraak")
        );
        let add = format!("{LETTERS}/verzoeken");
        let wrong = joris.post(&site, &add, &fields("", "0687654321")).await;
        assert_eq!(answer(&wrong), (422, Some("field_invalid")));
        assert_eq!(wrong.body.matches("id=\"call_name\"").count(), 1);
        assert_eq!(answer(&joris.post(&site, &add, &fields("Bram", "0687654321")).await), (303, None));
        let page = joris.get(&site, LETTERS).await;
        let call =
            page.body.split("/balie/verzoeken/").nth(1).expect("a form").split('"').next().expect("an id");
        let done = format!("{LETTERS}/verzoeken/{call}");
        assert_eq!(answer(&joris.post(&site, &done, &[]).await), (303, None));
        assert_eq!(answer(&joris.post(&site, &done, &[]).await), (409, Some("draft_changed")));
        assert_eq!(place.number("SELECT COUNT(*) FROM letter_call").await, 1);
        town.close(&schuifruimte::domain::id::RoundId::new("zuilen")).await;
        let late = resident.post(&site, NO_LETTER, &fields("Aaltje", "0612345678")).await;
        assert_eq!(answer(&late), (409, Some("wrong_state")));
        assert!(!resident.get(&site, NO_LETTER).await.says("Wij kunnen u bellen"));
        assert!(!joris.get(&site, LETTERS).await.says("Aaltje"));
    });
}

#[test]
fn the_post_brings_letters_back_and_a_colleague_revokes_them_at_once() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let site = Site::of(&town, days(2));
        let (mut joris, mut marijke) = (Browser::of(&site, JORIS).await, Browser::of(&site, MARIJKE).await);
        let number = |letter: usize| round.letters.printed[letter].1.to_string();
        let wrong =
            joris.post(&site, RETURNED, &[("returned", &format!("{}\n1234-5678-90", number(0)))]).await;
        assert_eq!(answer(&wrong), (422, Some("field_invalid")));
        assert!(wrong.says("Dit zijn geen controlenummers: 1234-5678-90") && wrong.says(&number(0)));
        assert_eq!(wrong.body.matches("id=\"returned\"").count(), 1);
        let spare = round.letters.spares[0].1.to_string();
        let unknown = joris.post(&site, RETURNED, &[("returned", &format!("{}\n{spare}", number(0)))]).await;
        assert!(unknown.status == 422 && unknown.says(&format!("er wacht al een verzoek: {spare}")));
        let typed = format!("{}\r\n{},{}", number(0), number(1).replace('-', ""), number(2));
        assert_eq!(answer(&joris.post(&site, RETURNED, &[("returned", &typed)]).await), (303, None));
        assert!(joris.get(&site, LETTERS).await.says("Een collega beslist"));
        let page = marijke.get(&site, LETTERS).await;
        assert!(page.says("kwamen terug en wachten") && page.says(&number(1)));
        let seen = page
            .body
            .split("name=\"seen\" value=\"")
            .nth(1)
            .expect("a form")
            .split('"')
            .next()
            .expect("a mark");
        let approval = format!("{RETURNED}/akkoord");
        let own = joris.post(&site, &approval, &[("seen", seen)]).await;
        assert_eq!(answer(&own), (409, Some("four_eyes_required")));
        assert_eq!(answer(&marijke.post(&site, &approval, &[("seen", seen)]).await), (303, None));
        assert_eq!(
            answer(&marijke.post(&site, &approval, &[("seen", seen)]).await),
            (409, Some("draft_changed"))
        );
        let page = marijke.get(&site, LETTERS).await;
        assert!(page.says("57") && page.says("Onbestelbaar terug"));
        let log = Browser::default().get(&site, "/rondes/zuilen/logboek").await;
        assert!((0..3).all(|letter| log.says(&number(letter))));
    });
}

#[test]
fn the_printer_gets_what_letters_say_about_the_round_and_no_person() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let site = Site::of(&town, days(1));
        let mut joris = Browser::of(&site, JORIS).await;
        assert!(joris.get(&site, "/bureau/rondes/zuilen/brieven").await.says("De brieven printen"));
        let file = joris.get(&site, "/bureau/rondes/zuilen/brieven/stembrief.json").await;
        let said = LetterRound::parse(&file.body).unwrap_or_else(|why| panic!("{why}: {}", file.body));
        assert_eq!((said.round.as_str(), said.municipality.as_str()), ("zuilen", "Utrecht"));
        let (code, control) = &round.letters.printed[0];
        assert!(!file.body.contains(&control.to_string()) && !file.body.contains(code.start()));
        assert_eq!(
            answer(&Browser::default().get(&site, "/bureau/rondes/zuilen/brieven/stembrief.json").await).0,
            303
        );
    });
}
