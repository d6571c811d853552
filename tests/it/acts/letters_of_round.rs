//! Every letter of a round in one act: who gets money and who does not, all of them or none.

use std::collections::BTreeSet;

use schuifruimte::acts::decision::{Posted, announce, announce_all, refuse_others};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::calendar::{day_of, objection_until};
use schuifruimte::domain::decision::{DecisionKind, DecisionNumber, Means};
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::letter::{FORMAT, Letter};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::store;

use crate::support::people::JORIS;
use crate::support::town::{plan, plans};
use crate::support::{Browser, Place, Site, Town, days, on_both};

const PLANS: usize = 200;

/// A round of so many plans after its decisions on day 20: a letter is due for each of them.
pub async fn decided(place: &Place, count: usize) -> (Town, RoundId) {
    let town = Town::new(place).await;
    let six = plans();
    let many: Vec<Proposal> = (0..count)
        .map(|number| Proposal {
            title: format!("Plan nummer {number}"),
            applicant: format!("Buren van nummer {number}"),
            amount: Cents::euros(if number < 6 { 2_500 } else { 9_000 }),
            ..six[number % 6].clone()
        })
        .collect();
    let id = town.draft_round_with("zuilen", &plan("zuilen"), &many).await;
    let mut conn = place.store.read().await.expect("a connection");
    let ids: Vec<String> = store::proposal::list(&mut conn, &id)
        .await
        .expect("plans")
        .into_iter()
        .map(|one| one.id.to_string())
        .collect();
    drop(conn);
    let round = town.open_drafted(id).await;
    for letter in 0..12 {
        let choices = [ids[letter % 6].as_str(), ids[(letter + 1) % 6].as_str()];
        town.cast(&round, letter, &choices).await.expect("a receipt");
    }
    town.close_and_seal(&round.id).await;
    let hash = town.count_and_propose(&round.id).await;
    acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
    for grant in town.grants(&round.id).await {
        town.check_grant(&grant).await;
        acts::grant::award(&town.marijke_at(days(20)), &grant, "Gekozen door de buurt.")
            .await
            .expect("awarded");
    }
    refuse_others(&town.marijke_at(days(20)), &round.id, "").await.expect("refused");
    (town, round.id)
}

pub async fn due(place: &Place, round: &RoundId) -> Vec<DecisionNumber> {
    let mut conn = place.store.read().await.expect("a connection");
    let due = store::decision::letters::due_of_round(&mut conn, round).await.expect("decisions");
    due.into_iter().map(|one| one.number).collect()
}

pub fn letter(number: &DecisionNumber, on: jiff::civil::Date) -> Letter {
    Letter {
        format: FORMAT.to_string(),
        language: "nl".to_string(),
        sender: "Gemeente Utrecht".to_string(),
        addressee: vec!["Buren van de Fresialaan".to_string()],
        marks: vec![["Nummer".to_string(), number.to_string()]],
        subject: "Besluit".to_string(),
        date: on.to_string(),
        blocks: Vec::new(),
    }
}

pub fn posted<'a>(numbers: &'a [DecisionNumber], letters: &'a [Letter]) -> Vec<Posted<'a>> {
    let on = day_of(days(21));
    let one = |(number, letter)| Posted { number, letter, on, means: Means::Post };
    numbers.iter().zip(letters).map(one).collect()
}

#[test]
fn two_hundred_letters_of_a_round_go_in_one_act_or_none_of_them_does() {
    on_both(|place| async move {
        let (town, round) = decided(&place, PLANS).await;
        let numbers = due(&place, &round).await;
        assert_eq!(numbers.len(), PLANS, "everyone gets a letter, not only who won");
        let (on, joris) = (day_of(days(21)), town.joris_at(days(21)));
        let letters: Vec<Letter> = numbers.iter().map(|number| letter(number, on)).collect();
        let before = place.dump().await;

        // One of them carries another day; one is missing; one is there twice; one belongs to another round.
        let mut other = letters.clone();
        other[PLANS - 1].date = day_of(days(22)).to_string();
        let wrong_day = announce_all(&joris, &round, &posted(&numbers, &other)).await;
        assert!(matches!(wrong_day, Err(ActError::Integrity(_))), "{wrong_day:?}");
        let short = announce_all(&joris, &round, &posted(&numbers[1..], &letters[1..])).await;
        assert!(matches!(short, Err(ActError::DraftChanged)), "{short:?}");
        let mut twice = posted(&numbers, &letters);
        twice.extend(posted(&numbers[..1], &letters[..1]));
        assert!(matches!(announce_all(&joris, &round, &twice).await, Err(ActError::DraftChanged)));
        let nowhere = announce_all(&joris, &RoundId::new("elders"), &posted(&numbers, &letters)).await;
        assert!(matches!(nowhere, Err(ActError::NotFound)));
        let early = town.joris_at(days(20));
        let future = announce_all(&early, &round, &posted(&numbers, &letters)).await;
        assert!(matches!(future, Err(ActError::Fields(_))), "{future:?}");
        assert_eq!(place.dump().await, before, "nothing was noted");

        assert_eq!(announce_all(&joris, &round, &posted(&numbers, &letters)).await.unwrap(), PLANS);
        assert_eq!(due(&place, &round).await, []);
        let mut conn = place.store.read().await.unwrap();
        let mut marks = BTreeSet::new();
        for number in &numbers {
            let sending = store::decision::sending(&mut conn, number).await.unwrap().expect("sent");
            assert_eq!((sending.on, sending.objection_until), (on, objection_until(on)));
            marks.insert(sending.letter);
        }
        assert_eq!(marks.len(), PLANS, "each has a letter of its own");
        let taken = store::decision::of_round(&mut conn, &round).await.unwrap();
        let awards = taken.iter().filter(|one| one.kind == DecisionKind::Award).count();
        let grants = store::grant::of_round(&mut conn, &round).await.unwrap();
        assert!(
            awards > 1
                && awards == grants.len()
                && grants.iter().all(|one| one.state == GrantState::Objection)
        );
        drop(conn);
        let again = announce_all(&joris, &round, &posted(&numbers, &letters)).await;
        assert!(matches!(again, Err(ActError::NotFound)), "{again:?}");
    });
}

#[test]
fn a_letter_that_a_colleague_sent_meanwhile_stops_the_whole() {
    on_both(|place| async move {
        let (town, round) = crate::acts::decisions::awarded(&place).await;
        refuse_others(&town.marijke_at(days(20)), &round, "").await.unwrap();
        let numbers = due(&place, &round).await;
        let on = day_of(days(21));
        let letters: Vec<Letter> = numbers.iter().map(|number| letter(number, on)).collect();
        let all = posted(&numbers, &letters);
        announce(&town.joris_at(days(21)), &all[0]).await.unwrap();
        let stale = announce_all(&town.joris_at(days(21)), &round, &all).await;
        assert!(matches!(stale, Err(ActError::DraftChanged)), "{stale:?}");
        assert_eq!(due(&place, &round).await, numbers[1..]);
    });
}

#[test]
fn the_work_list_names_the_letters_and_their_day_and_the_page_sends_them() {
    on_both(|place| async move {
        let (town, round) = crate::acts::decisions::awarded(&place).await;
        refuse_others(&town.marijke_at(days(20)), &round, "").await.unwrap();
        let count = due(&place, &round).await.len();
        let site = Site::of(&town, days(21));
        let mut joris = Browser::of(&site, JORIS).await;
        // The first decision was taken on 19 March 2027: a week later is 26 March, Good Friday, so Tuesday 30 March.
        let task = format!("verstuur {count} brieven over een besluit, uiterlijk 30 maart 2027");
        let work = joris.get(&site, "/bureau").await;
        assert!(work.says(&task), "{}", work.body);
        let address = "/bureau/besluiten/ronde/zuilen";
        assert!(joris.get(&site, "/bureau/besluiten").await.says(&task));
        let page = joris.get(&site, address).await;
        assert!(page.says("Verstuur dit uiterlijk 30 maart 2027.") && page.says("Elinkwijkstraat 12"));
        assert_eq!(joris.get(&site, "/bureau/besluiten/ronde/elders").await.status.as_u16(), 404);

        let day = day_of(days(21)).to_string();
        let post = [("sent_on", day.as_str()), ("letter_means", "post")];
        let refused = joris.post(&site, address, &post).await;
        assert_eq!((refused.status.as_u16(), refused.kind()), (422, Some("field_invalid")));
        assert!(
            refused.says("Vul bij iedere brief een naam en een adres in.") && refused.says("aria-invalid")
        );
        for (field, value) in [("sent_on", "gisteren"), ("sent_on", "2027-12-31"), ("letter_means", "duif")] {
            let mut form = [("sent_on", day.as_str()), ("letter_means", "mail")];
            form.iter_mut().find(|one| one.0 == field).unwrap().1 = value;
            let page = joris.post(&site, address, &form).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some("field_invalid")), "{field} {value}");
        }
        assert_eq!(due(&place, &round).await.len(), count, "nothing was noted");
        let names: Vec<String> =
            due(&place, &round).await.iter().map(|one| format!("address-{one}")).collect();
        let mut form = post.to_vec();
        form.extend(names.iter().map(|name| (name.as_str(), "Buren\nFresialaan 3\n3551 AB Utrecht")));
        let sent = joris.post(&site, address, &form).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
        assert_eq!(due(&place, &round).await, []);
        assert!(!joris.get(&site, "/bureau").await.says("over een besluit, uiterlijk"));
        assert_eq!(joris.get(&site, address).await.status.as_u16(), 303);
    });
}
