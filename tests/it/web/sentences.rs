//! Sentences that people read about money are true, and say what comes next.

use schuifruimte::acts;
use schuifruimte::documents::letter::{Draft, Recipient, write};
use schuifruimte::domain::calendar::parse_day;
use schuifruimte::domain::decision::facts::{Fate, Result as Vote};
use schuifruimte::domain::decision::{Decision, DecisionKind, Terms};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::outcome::Reason;
use schuifruimte::domain::payment::Payer;
use schuifruimte::domain::pot::Pot;
use schuifruimte::store;
use schuifruimte::text::{Lang, Text};

use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Place, Site, Town, days, on_both};

/// All that a letter says that goes out on 20 March 2027.
fn said(decision: &Decision, recipient: &Recipient, terms: Terms) -> String {
    let on = parse_day("2027-03-20").expect("a day");
    let letter = write(&Draft { text: Text { lang: Lang::Nl }, decision, recipient, on, terms });
    format!("{:?}", letter.blocks).replace("\\u{a0}", " ")
}

/// The refusal of a plan that was not selected.
async fn refusal(place: &Place) -> Decision {
    let town = Town::new(place).await;
    let round = town.certified_round("zuilen").await;
    let mut conn = place.store.read().await.expect("a connection");
    let plan = acts::decision::others(&mut conn, &round.id).await.expect("plans").waiting.remove(0).id;
    drop(conn);
    acts::decision::refuse_plan(&town.marijke_at(days(18)), &round.id, &plan, "").await.expect("refused");
    let mut conn = place.store.read().await.expect("a connection");
    store::decision::list(&mut conn).await.expect("decisions").remove(0)
}

#[test]
fn a_refusal_speaks_of_the_ceiling_only_when_the_money_was_out_and_names_the_rule_otherwise() {
    on_both(|place| async move {
        let decision = refusal(&place).await;
        let ceiling = "De wet zegt dat wij dan moeten weigeren.";
        let left = Cents::euros(10);
        let told = |reason: Reason| {
            let mut decision = decision.clone();
            let vote: &mut Vote = decision.facts.result.as_mut().expect("a vote");
            vote.fate =
                Fate::Lost { reason: Some(reason), to: None, short_by: None, supporters_needed: None };
            let terms = Terms::usual(&decision);
            said(&decision, &Recipient::default(), terms)
        };
        for reason in [Reason::NoRoom { left, short: left }, Reason::PotFull { pot: Pot::Renewal, left }] {
            let letter = told(reason.clone());
            assert!(letter.contains(ceiling) && letter.contains("artikel 4:25 en 4:35"), "{reason:?}");
            assert!(!letter.contains("om deze regel van de ronde"), "{reason:?}");
        }
        let rules = [
            (Reason::NoSupport, "een plan krijgt alleen geld als bewoners het kiezen."),
            (Reason::TooFew { counted: 3, least: 5 }, "een plan heeft genoeg stemmen of punten nodig."),
            (Reason::PotKept { pots: vec![Pot::Renewal], left }, "alleen voor een ander soort plannen."),
            (Reason::Limits, "niet alle plannen mogen naast elkaar gekozen worden."),
            (Reason::Ended { left }, "de verdeling stopt zodra een plan niet meer past."),
        ];
        for (reason, rule) in rules {
            let letter = told(reason.clone());
            assert!(letter.contains(rule) && !letter.contains(ceiling), "{reason:?}: {letter}");
            assert!(!letter.contains("artikel 4:25 en 4:35"), "{reason:?}");
        }
    });
}

#[test]
fn who_must_pay_back_reads_until_which_day_and_to_which_account() {
    on_both(|place| async move {
        let decision = Decision { kind: DecisionKind::Reclaim, ..refusal(&place).await };
        let payer = Payer { name: "Gemeente Utrecht".to_string(), iban: "NL91ABNA0417164300".to_string() };
        let terms = Terms { payer: Some(payer), ..Terms::usual(&decision) };
        let letter = said(&decision, &Recipient::default(), terms);
        // Six weeks from the day of the letter, whatever the day of the decision (Awb art. 4:87); 1 May is a Saturday.
        for words in ["Betaal uiterlijk 3 mei 2027", "NL91ABNA0417164300", "op naam van Gemeente Utrecht"] {
            assert!(letter.contains(words), "{words}: {letter}");
        }
        let letter = said(&decision, &Recipient::default(), Terms::usual(&decision));
        assert!(letter.contains("3 mei 2027") && letter.contains("Bel ons voor het rekeningnummer"));
    });
}

#[test]
fn a_letter_to_a_foundation_greets_the_foundation() {
    on_both(|place| async move {
        let decision = refusal(&place).await;
        let organisation = Some("Stichting Zuilen Zingt".to_string());
        let recipient = Recipient { organisation, ..Recipient::default() };
        let letter = said(&decision, &recipient, Terms::usual(&decision));
        assert!(letter.contains("Beste mensen van Stichting Zuilen Zingt,"), "{letter}");
        let group = format!("Beste {},", decision.facts.plan.applicant);
        assert!(!letter.contains(&group));
        assert!(said(&decision, &Recipient::default(), Terms::usual(&decision)).contains(&group));
    });
}

#[test]
fn the_page_of_a_grant_promises_nothing_that_does_not_follow() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let site = Site::of(&town, days(18));
        let (mut marijke, mut joris) = (Browser::of(&site, MARIJKE).await, Browser::of(&site, JORIS).await);
        let address = format!("/bureau/subsidies/{}", town.grants(&round.id).await[0]);
        let page = marijke.get(&site, &format!("{address}/stap/award")).await;
        assert!(page.says("Verstuur hem binnen een week."), "{}", page.body);
        assert!(!page.says("De latere jaren"), "there are none");
        let refused = [("reason", "Het plan past niet.")];
        let done = marijke.post(&site, &format!("{address}/stap/refuse"), &refused).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let page = joris.get(&site, &address).await;
        assert!(!page.says("Hier hoeft niets meer te gebeuren."), "its letter did not go: {}", page.body);
        assert!(page.says("Een brief over een besluit ligt nog klaar."), "{}", page.body);
    });
}
