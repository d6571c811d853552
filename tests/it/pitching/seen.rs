//! What everyone sees of plans that were sent in.

use axum::http::StatusCode;
use schuifruimte::acts;
use schuifruimte::acts::pitch::{Author, review};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pitch::Ground;
use schuifruimte::domain::pitch::content::{Content, Onward};

use super::{admit, fill, own, refuse, sent, soup, today, written};
use crate::support::people::JORIS;
use crate::support::{Browser, DAY, Site, Town, on_both};

/// S46, S47: an order of chance, the same form for all; no verdict before there is one; no name of a person.
#[test]
fn everyone_sees_what_was_sent_in_and_no_verdict_before_it_is_there() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let payee = Onward {
            name: "Kokkin Ans de Vries".to_string(),
            kvk: String::new(),
            amount: Cents::euros(100),
            purpose: "koken".to_string(),
        };
        let content = Content { onward: vec![payee], ..soup() };
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &content).await;
        let (_, draft) = written(&town, &round, "truus@buurt.example", &soup()).await;
        let (_, other) = sent(&town, &round, "ans@buurt.example", &soup()).await;
        let site = Site::of(&town, today());
        let mut anyone = Browser::default();
        let list = format!("/rondes/{round}/ingestuurd");
        let page = anyone.get(&site, &list).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "an order of chance");
        assert!(page.header("location").contains("?volgorde="));
        let page = anyone.get(&site, &format!("{list}?volgorde=abc")).await;
        assert!(page.says("2 plannen zijn ingestuurd"), "{}", page.body);
        assert_eq!(anyone.get(&site, &format!("{list}/{draft}")).await.status, StatusCode::NOT_FOUND);
        let one = format!("{list}/{id}");
        let joris = town.joris_at(today());
        let asked = ("Wie heeft de sleutel?", today().plus_minutes(14 * DAY));
        review::ask_repair(&joris, &round, &id, asked).await.expect("asked");
        let ctx = own(&place, &henk, today());
        let changed = Content { summary: "Nog niet ingestuurd.".to_string(), ..content.clone() };
        fill(&ctx, Author::Member(&henk.id), &id, &changed).await.expect("written");
        let page = anyone.get(&site, &one).await;
        assert!(
            page.says("Elke week koken wij soep") && page.says("het wijkbureau kijkt ernaar"),
            "{}",
            page.body
        );
        for hidden in ["sleutel", "Aanvullen", "Nog niet ingestuurd", "Ans de Vries", "henk@"] {
            assert!(!page.says(hidden), "{hidden}");
        }
        assert!(page.says("€ 100"), "what is paid on is told, not to whom");
        acts::pitch::submit(&ctx, Author::Member(&henk.id), &id).await.expect("sent in");
        let page = anyone.get(&site, &one).await;
        assert!(page.says("<ins>") && page.says("Versie 2"), "what changed is shown: {}", page.body);
        let reason = "Op het plein komt een speeltuin.";
        refuse(&place, &joris, (&round, &id), (Ground::Unfeasible, reason)).await.expect("decided");
        let page = anyone.get(&site, &one).await;
        assert!(page.says(reason) && page.says("Het plan kan niet worden uitgevoerd."), "{}", page.body);
        admit(&joris, &round, &other).await.expect("admitted");
        let page = anyone.get(&site, &format!("{list}/{other}")).await;
        assert!(page.says("Dit plan staat als nummer 07 op de lijst"), "{}", page.body);
    });
}

/// A group that looks at its plan sees which others look like it.
#[test]
fn plans_that_look_alike_are_shown_before_sending() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        sent(&town, &round, "truus@buurt.example", &soup()).await;
        let site = Site::of(&town, today());
        let mut henk = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let plan = super::writing::begin(&site, &mut henk, "Kookgroep", "light").await;
        let fields = [
            ("pt_title", "Soep op straat"),
            ("pt_summary", "Elke week koken wij."),
            ("pt_category", "Samen eten"),
        ];
        super::writing::typed(&site, &mut henk, &format!("{plan}/stap/idee"), &fields).await;
        let page = henk.get(&site, &plan).await;
        assert!(page.says("Lijkt op deze plannen") && page.says("Samen soep"), "{}", page.body);
    });
}

/// S43: which part of its income comes by way of a social broker a group says itself; the officer reads it, nobody else does, and a
/// light form does not ask.
#[test]
fn s43_how_far_a_group_depends_on_a_social_broker_is_for_the_office() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let content = Content { via_smo: Some(43), ..super::kitchen() };
        let (_, id) = sent(&town, &round, "henk@buurt.example", &content).await;
        let site = Site::of(&town, today());
        // The group is asked it, the office reads it about the group.
        let question = "komt via een sociaal makelaar?";
        let mut joris = Browser::of(&site, JORIS).await;
        let page = joris.get(&site, &format!("/bureau/rondes/{round}/ingestuurd/{id}")).await;
        assert!(page.says(question) && page.says("43 %"), "{}", page.body);
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{id}")).await;
        assert!(!page.says(question) && !page.says("43 %"), "{}", page.body);
        let (_, small) = written(&town, &round, "truus@buurt.example", &soup()).await;
        let (_, large) = written(&town, &round, "ans@buurt.example", &super::kitchen()).await;
        for (email, plan, asks) in [("truus@buurt.example", small, false), ("ans@buurt.example", large, true)]
        {
            let mut group = crate::post::entering::enter(&place, &site, email).await;
            let page = group.get(&site, &format!("/initiatief/plannen/{plan}/stap/wie")).await;
            assert_eq!(page.says(question), asks, "{}", page.body);
        }
    });
}
