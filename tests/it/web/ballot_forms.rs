//! Every form of the ballot on the pages: the fields of a voter who has no script, what is refused and stays as it was
//! typed, the review, the receipt; and the office that makes such a round.

use schuifruimte::domain::ballot::{BallotForm, Marking, Points, Spend};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::Plan;

use crate::support::people::JORIS;
use crate::support::town::{plan, plans};
use crate::support::{Browser, OpenRound, Page, Site, Town, days, on_both};

const CHOOSE: &str = "/rondes/zuilen/stemmen";
const LIST: &str = "/rondes/zuilen/stemmen?volgorde=x";
const CAST: &str = "/rondes/zuilen/stem";

async fn open(town: &Town, min: u64, max: u64, marking: Marking, rule: &str) -> (OpenRound, Site) {
    let ballot = BallotForm { marking, per_theme: Some(2), ..BallotForm::approval(min, max) };
    let count = CountRule(CountRule::named(rule).expect("a rule of a round"));
    let theme = |(place, plan): (usize, Proposal)| {
        let category = if place < 3 { "Spelen" } else { "" };
        Proposal { category: category.to_string(), ..plan }
    };
    let themed: Vec<Proposal> = plans().into_iter().enumerate().map(theme).collect();
    let round = town.open_round_with("zuilen", &Plan { ballot, count, ..plan("Zuilen") }, &themed).await;
    let site = Site::of(town, days(1));
    site.add_keys(&round);
    (round, site)
}

async fn send(site: &Site, fields: &[(&str, &str)], next: &str) -> Page {
    let mut all = fields.to_vec();
    all.extend([("order", "x"), ("next", next)]);
    Browser::default().post(site, CHOOSE, &all).await
}

/// The review of these fields is refused, at this field and with these words, and each field is still there.
async fn refused(site: &Site, fields: &[(&str, &str)], at: &str, words: &str) {
    let page = send(site, fields, "review").await;
    assert_eq!((page.status.as_u16(), page.kind()), (422, Some("ballot_invalid")), "{fields:?}");
    assert!(page.says(&format!("data-field=\"{at}\"")), "{fields:?}: {}", page.body);
    assert!(
        page.says(&format!("href=\"#{at}\"")) && page.says(&format!("id=\"{at}\"")),
        "{at} is on the page"
    );
    assert!(page.says(words), "{words}: {}", page.body);
    for (name, value) in fields {
        let start = format!("name=\"{name}\"");
        let field = page.body.split(&start).nth(1).unwrap_or_else(|| panic!("{name} is gone"));
        let kept = match name.split('-').next() {
            Some("plan") => page.body.contains(&format!("name=\"plan\" value=\"{value}\" checked")),
            Some("place") => {
                let field = field.split("</select>").next().expect("a list");
                field.contains(&format!("value=\"{value}\" selected"))
            }
            _ => field.split('>').next().expect("a field").contains(&format!("value=\"{value}\"")),
        };
        assert!(kept, "{name}={value} stays: {field:.400}");
    }
}

/// Sends what the review holds with the code of a letter.
async fn cast(site: &Site, round: &OpenRound, review: &Page, names: &[&str]) -> Page {
    let form = review.body.split("action=\"/rondes/zuilen/stem\"").nth(1).expect("a form for the code");
    let form = Page { body: form.to_string(), bytes: Vec::new(), headers: Default::default(), ..*review };
    let code = round.letters.printed[0].0.for_the_letter();
    let mut fields: Vec<(String, String)> = vec![("code".to_string(), code)];
    for name in names.iter().chain(&["cast", "until", "token"]) {
        fields.extend(form.fields(name).into_iter().map(|value| (name.to_string(), value)));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Browser::default().post(site, CAST, &fields).await
}

fn taken(receipt: &Page) {
    assert_eq!(receipt.status, 200, "{}", receipt.body);
    assert!(receipt.says("Uw stem telt mee"));
    for secret in ["Een bankje in de", "points-", "place-", " punten", "Plaats"] {
        assert!(!receipt.says(secret), "no choice on the receipt: {secret}");
    }
}

#[test]
fn points_are_typed_at_each_plan_and_come_back_as_they_were() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let marking = Marking::Points(Points { total: 10, each: 6, spend: Spend::All });
        let (round, site) = open(&town, 1, 4, marking, "greedy-points").await;
        let list = Browser::default().get(&site, LIST).await;
        for plan in ["01", "02", "03", "04", "05", "06"] {
            assert!(list.says(&format!("name=\"points-{plan}\" type=\"number\"")), "{}", list.body);
        }
        assert!(list.says("U verdeelt 10 punten. Een plan krijgt van u hoogstens 6 punten."));
        let themes = list.body.matches("<p class=\"sr-small\">Spelen</p>").count();
        assert_eq!(themes, 3, "the theme stands at each plan that has one");
        assert!(
            list.says("U verdeelt al uw punten.") && list.says("Van elk thema kiest u hoogstens 2 plannen.")
        );
        let sum = send(&site, &[("points-01", "4"), ("points-02", "3"), ("points-03", "")], "sum").await;
        assert!(
            sum.says("U verdeelde 7 van de 10 punten.") && sum.says("U hebt nog 3 punten."),
            "{}",
            sum.body
        );

        refused(&site, &[("points-01", "veel")], "points-01", "Hier staat geen heel getal.").await;
        refused(&site, &[("points-01", "4"), ("points-02", "-1")], "points-02", "geen heel getal").await;
        refused(&site, &[("points-04", "7"), ("points-02", "3")], "points-04", "hoogstens 6 punten").await;
        refused(&site, &[("points-04", "6"), ("points-02", "6")], "plannen", "U gaf 2 punten te veel.").await;
        refused(&site, &[("points-04", "6"), ("points-02", "3")], "plannen", "U hebt nog 1 punt.").await;
        let themes = [("points-01", "4"), ("points-02", "3"), ("points-03", "3")];
        refused(&site, &themes, "plannen", "te veel plannen met het thema Spelen").await;
        let other = send(&site, &[("plan", "01")], "review").await;
        assert_eq!((other.status.as_u16(), other.kind()), (422, Some("ballot_invalid")), "another form");

        let review =
            send(&site, &[("points-06", "4"), ("points-02", "6"), ("points-01", "0")], "review").await;
        assert!(review.says("U kiest 2 plannen") && review.says("U verdeelde 10 van de 10 punten."));
        assert!(review.says("<td class=\"sr-number\">6</td>"), "{}", review.body);
        let back = send(&site, &[("points-06", "4"), ("points-02", "6")], "sum").await;
        assert!(back.says("value=\"6\"") && back.says("value=\"4\""), "the choice goes along");
        let changed = Page { body: review.body.replace("value=\"6\"", "value=\"5\""), ..review };
        let page = cast(&site, &round, &changed, &["points-06", "points-02"]).await;
        assert_eq!(
            (page.status.as_u16(), page.kind()),
            (403, Some("form_expired")),
            "points are under the MAC"
        );
        let review = send(&site, &[("points-06", "4"), ("points-02", "6")], "review").await;
        taken(&cast(&site, &round, &review, &["points-06", "points-02"]).await);
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
    });
}

#[test]
fn places_are_chosen_from_a_list_and_the_review_shows_them_in_order() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town, 1, 3, Marking::Ranking, "equal-shares-places").await;
        let list = Browser::default().get(&site, LIST).await;
        assert!(list.says("<select") && list.says("name=\"place-01\""), "{}", list.body);
        assert!(list.says("Plaats 1 is voor het beste plan."));
        let twice = [("place-01", "1"), ("place-04", "1")];
        refused(&site, &twice, "place-04", "Twee plannen staan op plaats 1.").await;
        refused(&site, &[("place-01", "2")], "place-01", "Op plaats 1 staat geen plan.").await;
        refused(&site, &[("place-01", "eerste")], "place-01", "geen heel getal").await;
        let far = [("place-01", "1"), ("place-04", "9")];
        refused(&site, &far, "place-04", "Op plaats 2 staat geen plan.").await;
        let review = send(&site, &[("place-01", "2"), ("place-06", "1"), ("place-02", "")], "review").await;
        assert!(review.says("2 plannen hebben een plaats."), "{}", review.body);
        let rows: Vec<&str> = review.body.split("<th scope=\"row\">").skip(1).collect();
        assert!(rows[0].contains(">1</td>") && rows[1].contains(">2</td>"), "in the order of places");
        taken(&cast(&site, &round, &review, &["place-01", "place-06"]).await);
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
    });
}

#[test]
fn a_knapsack_tells_how_much_too_much_and_takes_the_exact_ceiling() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town, 0, 6, Marking::Knapsack, "greedy").await;
        let list = Browser::default().get(&site, LIST).await;
        assert!(list.says("Uw plannen kosten samen niet meer dan € 20.000."), "{}", list.body);
        let over = [("plan", "01"), ("plan", "06"), ("plan", "03")];
        refused(&site, &over, "plannen", "Uw plannen kosten samen € 2.500 te veel.").await;
        let sum = send(&site, &over, "sum").await;
        assert!(sum.says("Dat is meer dan er is:") && sum.says("2.500") && sum.says("Haal een plan weg."));
        let review = send(&site, &over[..2], "review").await;
        assert!(review.says("U kiest 2 plannen"), "{}", review.body);
        taken(&cast(&site, &round, &review, &["plan"]).await);
    });
}

#[test]
fn one_choice_is_a_button_for_each_plan_and_one_for_none() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town, 0, 1, Marking::OneChoice, "greedy").await;
        let list = Browser::default().get(&site, LIST).await;
        assert_eq!(list.body.matches("type=\"radio\"").count(), 7, "six plans, and none of them");
        assert!(list.says("Ik kies geen plan") && list.says("U kiest 1 plan. Geen plan kiezen mag ook."));
        let none = send(&site, &[("plan", "")], "review").await;
        assert!(none.says("U stemt blanco."), "{}", none.body);
        let many = send(&site, &[("plan", "01"), ("plan", "02")], "review").await;
        assert_eq!((many.status.as_u16(), many.kind()), (422, Some("ballot_invalid")));
        let review = send(&site, &[("plan", "04")], "review").await;
        taken(&cast(&site, &round, &review, &["plan"]).await);
    });
}

#[test]
fn a_vote_after_the_end_keeps_its_points_on_the_screen() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let marking = Marking::Points(Points { total: 10, each: 6, spend: Spend::UpTo });
        let (_, site) = open(&town, 0, 4, marking, "greedy-points").await;
        site.clock.set(days(15));
        let page = send(&site, &[("points-06", "4"), ("points-02", "3")], "review").await;
        assert_eq!((page.status.as_u16(), page.kind()), (403, Some("round_closed")));
        assert!(
            page.says("U kiest 2 plannen") && page.says("<td class=\"sr-number\">4</td>"),
            "{}",
            page.body
        );
    });
}

/// The form of a round of points, with other values in some fields.
fn planned(town: &Town, changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, String)> {
    let fields = [
        ("id", "punten"),
        ("title", "Punten"),
        ("allocation", town.noordwest.as_str()),
        ("ceiling", "50.000"),
        ("ballot_form", "points"),
        ("ballot_min", "0"),
        ("ballot_max", "5"),
        ("points_total", "10"),
        ("points_each", "5"),
        ("points_spend", "up-to"),
        ("per_theme", "2"),
        ("rule", "greedy-points"),
        ("change", "allowed"),
        ("publish", "ballots"),
        ("lot_order", "number"),
    ];
    let value = |name: &str, value: &str| {
        changes.iter().find(|(known, _)| *known == name).map_or(value, |(_, other)| other).to_string()
    };
    fields.iter().map(|(name, kept)| (*name, value(name, kept))).collect()
}

#[test]
fn the_office_makes_a_round_of_points_and_is_told_what_does_not_fit() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::of(&site, JORIS).await;
        for (changes, kind, words) in [
            (&[("rule", "greedy")][..], "rule_incompatible", "Deze manier van tellen past niet"),
            (&[("points_total", "")][..], "field_invalid", "Vul een heel getal in."),
            (&[("points_each", "11")][..], "field_invalid", "niet meer dan de stemmer heeft"),
            (&[("points_spend", "")][..], "field_invalid", "Kies iets uit de lijst."),
            (&[("ballot_form", "dobbelen")][..], "field_invalid", "Kies iets uit de lijst."),
            (&[("per_theme", "0")][..], "field_invalid", "Kies 1 of meer, of laat dit leeg."),
            (&[("ballot_max", "1"), ("points_spend", "all")][..], "field_invalid", "Zo veel plannen kunnen"),
            (
                &[("ballot_form", "one-choice"), ("rule", "greedy")][..],
                "field_invalid",
                "Bij één plan kiezen is dit 1.",
            ),
        ] {
            let form = planned(&town, changes);
            let fields: Vec<(&str, &str)> =
                form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let page = joris.post(&site, "/bureau/rondes", &fields).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some(kind)), "{changes:?}");
            assert!(page.says(words), "{changes:?}: {}", page.body);
        }
        let form = planned(&town, &[]);
        let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(joris.post(&site, "/bureau/rondes", &fields).await.status, 303);
        let page = joris.get(&site, "/bureau/rondes/punten/opzet").await;
        for told in [
            "value=\"points\" selected",
            "value=\"greedy-points\" selected",
            "value=\"up-to\" selected",
            "name=\"points_total\" type=\"number\" value=\"10\"",
            "name=\"points_each\" type=\"number\" value=\"5\"",
            "name=\"per_theme\" type=\"number\" value=\"2\"",
        ] {
            assert!(page.says(told), "{told}: {}", page.body);
        }
        let round = joris.get(&site, "/bureau/rondes/punten").await;
        assert!(round.says("U verdeelt 10 punten.") && round.says("Meeste punten eerst"), "{}", round.body);
    });
}
