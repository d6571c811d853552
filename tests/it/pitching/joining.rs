//! Proposing to go on as one: the plans that a group would think of stand there to tick, others are found by words, and nothing that
//! was ticked or typed is lost.

use axum::http::StatusCode;
use schuifruimte::acts;
use schuifruimte::acts::pitch::regroup::{By, take_back};
use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::domain::id::{PitchId, RoundId};
use schuifruimte::domain::pitch::content::{Content, Form};
use schuifruimte::domain::pitch::similar::MOST_PLANS;
use schuifruimte::domain::pitch::{Pitch, State};
use schuifruimte::store;

use super::regroups::{ask, plan, standing};
use super::{admit, fill, found, sent, soup, today};
use crate::areas::city;
use crate::post::entering::enter;
use crate::support::people::JORIS;
use crate::support::{Browser, Page, Site, Town, days, on_both};

const HENK: &str = "henk@buurt.example";

/// A plan that shares no word with the soup.
fn other(title: &str, category: &str, code: &str) -> Content {
    Content {
        title: title.to_string(),
        summary: "Buiten bezig zijn.".to_string(),
        category: category.to_string(),
        place: "Ahornstraat".to_string(),
        neighbourhood: code.to_string(),
        ..soup()
    }
}

/// The titles below a heading of the form.
fn below(page: &Page, heading: &str) -> Vec<String> {
    let Some((_, rest)) = page.body.split_once(&format!("id=\"{heading}\"")) else { return Vec::new() };
    let list = rest.split("</ul>").next().unwrap_or_default();
    list.split("<strong>")
        .skip(1)
        .filter_map(|part| part.split("</strong>").next())
        .map(str::to_string)
        .collect()
}

/// The box of a plan.
fn ticked(page: &Page, id: &PitchId) -> Option<bool> {
    let (_, rest) = page.body.split_once(&format!("name=\"pm_plans\" value=\"{id}\""))?;
    Some(rest.split('>').next().is_some_and(|tag| tag.contains("checked")))
}

/// A round in which Henk has a soup in the Akker, and others have what looks alike, what lies near, what has the same theme, and more.
struct Street {
    round: RoundId,
    own: PitchId,
    alike: PitchId,
    near: PitchId,
    themed: PitchId,
    garden: PitchId,
}

async fn street(town: &Town) -> Street {
    city::bring(&town.marijke_at(days(-40))).await;
    let round = town.draft_round("zuilen").await;
    let own = Content { neighbourhood: "BU5".to_string(), ..soup() };
    let (_, own) = sent(town, &round, HENK, &own).await;
    let alike = Content { title: "Soep voor de straat".to_string(), category: "Groen".to_string(), ..soup() };
    let mut made = Vec::new();
    for (email, content) in [
        ("a@buurt.example", alike),
        ("b@buurt.example", other("Een bank op de Akker", "Groen", "BU5")),
        ("c@buurt.example", other("Taarten bakken", "Samen eten", "BU4")),
        ("d@buurt.example", other("Een moestuin", "Groen", "BU4")),
    ] {
        made.push(sent(town, &round, email, &content).await.1);
    }
    let [alike, near, themed, garden] = <[PitchId; 4]>::try_from(made).expect("four");
    Street { round, own, alike, near, themed, garden }
}

/// What a resident expects: likeness first, then the neighbourhood, then the theme, each plan once, with its group, neighbourhood and
/// sum; never the own plan, nor one that cannot take part.
#[test]
fn plans_that_are_alike_near_or_of_one_theme_stand_there_to_tick() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let street = street(&town).await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, HENK).await;
        let own = format!("/initiatief/plannen/{}", street.own);
        let form = format!("{own}/samen-of-apart");
        assert!(henk.get(&site, &own).await.body.contains(&form), "the plan leads to it");
        let page = henk.get(&site, &form).await;
        assert_eq!(below(&page, "pm-offer-alike"), ["Soep voor de straat"], "{}", page.body);
        assert_eq!(below(&page, "pm-offer-near"), ["Een bank op de Akker"]);
        assert_eq!(below(&page, "pm-offer-themed"), ["Taarten bakken"]);
        assert!(page.says("Soepgroep") && page.says("Akker") && page.says("€ 900"), "{}", page.body);
        assert_eq!([&street.own, &street.garden].map(|id| ticked(&page, id)), [None, None]);
        assert_eq!([&street.alike, &street.near].map(|id| ticked(&page, id)), [Some(false); 2]);
        // What was decided about is not offered; whoever looks for it reads that it cannot take part.
        admit(&town.joris_at(today()), &street.round, &street.alike).await.expect("decided");
        let page = henk.get(&site, &form).await;
        assert_eq!(below(&page, "pm-offer-alike"), [""; 0]);
        let page = henk.post(&site, &form, &[("pm_do", "find"), ("pm_words", "soep straat")]).await;
        assert_eq!(below(&page, "pm-offer-found"), ["Soep voor de straat"]);
        assert!(page.says("kan nu niet meedoen") && ticked(&page, &street.alike).is_none(), "{}", page.body);
        let pair = [street.garden.clone()];
        let (who, third) = plan(&town, &street.round, "e@buurt.example", "Thee").await;
        ask(&place, (&who, &third), &street.round, (&third, &pair)).await.expect("proposed");
        let page = henk.post(&site, &form, &[("pm_do", "find"), ("pm_words", "moest")]).await;
        assert_eq!(below(&page, "pm-offer-found"), ["Een moestuin"]);
        assert!(page.says("loopt al een voorstel"), "{}", page.body);
    });
}

/// Finding keeps what was ticked, typed and pasted, and shows which plan a pasted address is of.
#[test]
fn what_was_ticked_and_typed_stays_while_others_are_looked_for() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let street = street(&town).await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, HENK).await;
        let form = format!("/initiatief/plannen/{}/samen-of-apart", street.own);
        let near = street.near.to_string();
        let address = format!("https://schuif.example/rondes/{}/ingestuurd/{}", street.round, street.themed);
        let typed =
            [("pm_plans", near.as_str()), ("pm_pasted", &address), ("pm_reason", "Wij doen hetzelfde.")];
        let find =
            [&[("pm_do", "find"), ("pm_words", "moestuin"), ("pm_carrier", "other")][..], &typed].concat();
        let page = henk.post(&site, &form, &find).await;
        assert_eq!(page.status, StatusCode::OK, "looking is no refusal: {}", page.body);
        assert_eq!(below(&page, "pm-offer-named"), ["Een bank op de Akker"]);
        assert_eq!(below(&page, "pm-offer-pasted"), ["Taarten bakken"], "what the address is of");
        assert_eq!(below(&page, "pm-offer-found"), ["Een moestuin"]);
        assert_eq!([&street.near, &street.garden].map(|id| ticked(&page, id)), [Some(true), Some(false)]);
        assert_eq!(ticked(&page, &street.themed), Some(true), "who does not mean it takes the tick off");
        for kept in ["Wij doen hetzelfde.", "value=\"moestuin\""] {
            assert!(page.body.contains(kept), "{kept}: {}", page.body);
        }
        assert!(
            henk.post(&site, &form, &[("pm_do", "find"), ("pm_words", "zwembad")])
                .await
                .says("Niets gevonden")
        );
    });
}

/// Of several plans the group says which one goes on: "the other one" could be any of them. A refusal loses nothing, and while a
/// proposal stands there is nothing to propose.
#[test]
fn of_several_plans_the_group_says_which_one_goes_on() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let street = street(&town).await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, HENK).await;
        let form = format!("/initiatief/plannen/{}/samen-of-apart", street.own);
        let (near, garden) = (street.near.to_string(), street.garden.to_string());
        let address = format!("https://schuif.example/rondes/{}/ingestuurd/{}", street.round, street.themed);
        let typed =
            [("pm_plans", near.as_str()), ("pm_pasted", &address), ("pm_reason", "Wij doen hetzelfde.")];
        let propose =
            [&[("pm_do", "propose"), ("pm_carrier", "other"), ("pm_plans", &garden)][..], &typed].concat();
        let page = henk.post(&site, &form, &propose).await;
        assert_eq!((page.status, page.kind()), (StatusCode::UNPROCESSABLE_ENTITY, Some("field_invalid")));
        assert!(page.says("Kies welk plan verdergaat."), "{}", page.body);
        let all = [&street.near, &street.garden, &street.themed];
        assert_eq!(all.map(|id| ticked(&page, id)), [Some(true); 3], "nothing is lost");
        assert!(page.says("Wij doen hetzelfde."), "{}", page.body);
        let option = format!("<option value=\"{garden}\">“Een moestuin” gaat verder");
        assert!(page.body.contains(&option), "{}", page.body);
        let propose =
            [&[("pm_do", "propose"), ("pm_carrier", &garden), ("pm_plans", &garden)][..], &typed].concat();
        let empty: Vec<_> = propose
            .iter()
            .map(|(name, value)| (*name, if *name == "pm_reason" { "" } else { *value }))
            .collect();
        let page = henk.post(&site, &form, &empty).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(&format!("<option value=\"{garden}\" selected")), "{}", page.body);
        let page = henk.post(&site, &form, &propose).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let stands = standing(&place, &street.own, today()).await;
        assert_eq!((stands.one.pitch.clone(), stands.one.parts.len()), (street.garden.clone(), 4));
        let page = henk.get(&site, &form).await;
        assert!(page.says("kunt u nu geen voorstel") && !page.body.contains("pm_reason"), "{}", page.body);
        let again = henk.post(&site, &form, &propose).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.says("Wij doen hetzelfde.") && again.says("kunt u nu geen voorstel"), "{}", again.body);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// The same form for the office, and at the desk for a group without mail.
#[test]
fn the_office_and_the_desk_have_the_same_form() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let street = street(&town).await;
        let site = Site::of(&town, today());
        let mut desk = town.marijke_at(today());
        let lies = acts::initiator::desk::open(&mut desk, "Lies", "nl").await.expect("opened");
        let author = Author::Desk(&lies);
        let start =
            Start { round: street.round.clone(), group: None, name: "Lies", form: Form::Light, task: "" };
        let paper = acts::pitch::start(&mut desk, author, &start).await.expect("begun");
        fill(&desk, author, &paper, &soup()).await.expect("typed");
        acts::pitch::submit(&desk, author, &paper).await.expect("sent in");
        let mut joris = Browser::of(&site, JORIS).await;
        let at_desk = format!("/bureau/initiatiefnemers/{lies}/plannen/{paper}");
        let of_office = format!("/bureau/rondes/{}/ingestuurd/{}", street.round, street.own);
        for (plan, looks) in [
            (&at_desk, ["Samen soep", "Soep voor de straat"]),
            (&of_office, ["Soep voor de straat", "Samen soep"]),
        ] {
            let form = format!("{plan}/samen-of-apart");
            assert!(joris.get(&site, plan).await.body.contains(&form), "{form}");
            let page = joris.get(&site, &form).await;
            let mut alike = below(&page, "pm-offer-alike");
            alike.sort();
            let mut looks = looks.map(str::to_string).to_vec();
            looks.sort();
            assert_eq!(alike, looks, "{}", page.body);
            let garden = street.garden.to_string();
            let find = [
                ("pm_do", "find"),
                ("pm_words", "taart"),
                ("pm_plans", garden.as_str()),
                ("pm_reason", "Wij."),
            ];
            let page = joris.post(&site, &form, &find).await;
            assert_eq!(
                (page.status, below(&page, "pm-offer-found")),
                (StatusCode::OK, vec!["Taarten bakken".to_string()])
            );
            assert!(ticked(&page, &street.garden) == Some(true) && page.says("Wij."), "{}", page.body);
            let refused = [("pm_do", "propose"), ("pm_carrier", "own"), ("pm_reason", "Wij.")];
            let page = joris.post(&site, &form, &refused).await;
            assert!(page.says("Kies 1 tot 5 andere plannen") && page.says("Wij."), "{}", page.body);
            let propose = [&refused[..2], &[("pm_plans", garden.as_str()), ("pm_reason", "Wij.")]].concat();
            let page = joris.post(&site, &form, &propose).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
            let stands = standing(&place, &street.garden, today()).await;
            if plan == &at_desk {
                let by = By::Group(author, &paper);
                take_back(&desk, by, &stands.one.id).await.expect("taken back");
            }
        }
        assert_eq!(found(&place.store, &street.own).await.state, State::Submitted);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// A word that many plans have says nothing about one of them: however many plans there are, only those that share rare words are
/// looked at.
#[test]
fn words_that_many_plans_have_make_no_likeness() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, own) = sent(&town, &round, HENK, &soup()).await;
        let words = ["koken", "soep", "straat"].map(str::to_string);
        let mut tx = place.store.begin().await.expect("a transaction");
        let model = found(&place.store, &own).await;
        for number in 0..MOST_PLANS {
            let id = PitchId::new(format!("veel{number:03}"));
            let made = Pitch { id: id.clone(), state: State::Draft, submitted: None, ..model.clone() };
            store::pitch::add(&mut tx, &made).await.expect("a plan");
            let turn = store::pitch::Turn {
                from: State::Draft,
                to: State::Submitted,
                until: None,
                proposal: None,
                applicant: &made.applicant,
            };
            assert!(store::pitch::turn(&mut tx, &id, &turn, today()).await.expect("sent in"));
            store::pitch::life::add_version(&mut tx, &id, &soup(), (today(), "visitor", None))
                .await
                .expect("a version");
            let shared = store::search::alike(&mut tx, (&round, &own), &words).await.expect("readable");
            let expected =
                if number + 2 > MOST_PLANS { 0 } else { usize::try_from(number + 1).expect("few") };
            assert_eq!(shared.len(), expected, "{number}");
            assert!(shared.values().all(|many| *many == 3), "{shared:?}");
        }
    });
}
