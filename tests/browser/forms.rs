//! The other forms of a ballot with the script: the bar follows what is typed and chosen, the server takes the vote, and
//! the receipt shows nothing of it.

use fantoccini::Locator;
use schuifruimte::domain::ballot::{BallotForm, Marking, Points, Spend};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::round::Plan;
use tokio::net::TcpListener;

use crate::driver::Driver;
use crate::served::served;
use crate::support::town::{always_open, plans};
use crate::support::{OpenRound, Site, Town, days, on_embedded};
use crate::voting::{Booth, Taken, code};
use crate::{keep, text, type_into};

/// Opens a round with this form, lets one vote in it as the steps say, and looks at what is in the box after the seal.
fn votes(
    form: BallotForm,
    rule: &'static str,
    name: &'static str,
    steps: impl AsyncFn(&Booth<'_>),
    sealed: &'static str,
) {
    let steps = &steps;
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let count = CountRule(CountRule::named(rule).expect("a rule"));
        let plan = Plan { ballot: form, count, ..always_open() };
        let round = town.open_round_with("zuilen", &plan, &plans()).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Site::on(&place, &origin, days(1));
        site.add_keys(&round);
        served(&site, listener, async |origin| {
            let driver = Driver::start().await;
            let client = driver.listening().await;
            let booth = Booth { driver: &driver, client, origin: origin.to_string() };
            booth.open("/rondes/zuilen/stemmen").await;
            steps(&booth).await;
            keep(&booth.client, &format!("vorm-{name}")).await;
            sent(&booth, &round, name).await;
            booth.client.clone().close().await.expect("it closes");
        })
        .await;
        let mut conn = place.store.read().await.expect("a connection");
        let voters = schuifruimte::store::ballot::list(&mut conn, &round.id).await.expect("a box");
        let ballot = voters[0].ballot.as_ref().expect("a ballot");
        let owner =
            schuifruimte::domain::ballot_box::Owner { letter: &voters[0].letter, control: voters[0].control };
        let opened = round.ballots.open(owner, &ballot.locked).expect("it opens");
        assert_eq!((voters.len(), opened.ballot.canonical().as_str()), (1, sealed), "{name}");
    });
}

/// From the list to the receipt, which shows no choice; and the device kept nothing.
async fn sent(booth: &Booth<'_>, round: &OpenRound, name: &str) {
    let mut taken = Taken::default();
    booth.go_on("button[value='review']", &mut taken).await;
    booth.says("h1", "Klopt uw keuze?").await;
    keep(&booth.client, &format!("vorm-{name}-code")).await;
    type_into(&booth.client, "code", &code(round, 0)).await;
    booth.go_on(".sr-vote", &mut taken).await;
    booth.says("h1", "Uw stem telt mee").await;
    booth.says("main", &round.letters.printed[0].1.to_string()).await;
    let receipt = text(&booth.client, "main").await;
    for plan in plans() {
        assert!(!receipt.contains(&plan.title), "no choice on the receipt: {receipt}");
    }
    assert_eq!(booth.js("return localStorage.length + sessionStorage.length").await, 0, "forgotten");
}

/// Types a number in a field and leaves it.
async fn typed(booth: &Booth<'_>, id: &str, number: &str) {
    let css = format!("#{id}");
    booth.js(&format!("document.querySelector({css:?}).scrollIntoView({{ block: 'center' }})")).await;
    let field = booth.client.find(Locator::Id(id)).await.expect(id);
    field.clear().await.expect(id);
    field.send_keys(&format!("{number}\u{e004}")).await.expect(id);
}

/// Whether a line of the bar is to be seen.
async fn is_shown(booth: &Booth<'_>, line: &str) -> bool {
    booth.js(&format!("return !document.querySelector('[data-say={line:?}]').hidden")).await == true
}

#[test]
fn a_knapsack_is_filled_to_the_last_euro_and_what_does_not_fit_is_not_taken() {
    let form = BallotForm { marking: Marking::Knapsack, ..BallotForm::approval(1, 6) };
    votes(
        form,
        "equal-shares",
        "begroten",
        async |booth| {
            let mut taken = Taken::default();
            booth.click("label:has(input[value='01'])", &mut taken).await;
            booth.says("[data-say='left']", "€ 12.000").await;
            booth.click("label:has(input[value='04'])", &mut taken).await;
            booth.says("[data-say='left']", "€ 6.000").await;
            booth.says("[data-why='06']", "€ 6.000").await;
            booth.click("label:has(input[value='06'])", &mut taken).await;
            assert_eq!(booth.js("return document.querySelector(\"input[value='06']\").checked").await, false);
            assert!(is_shown(booth, "refused").await);
            booth.says("[data-say='refused']", "€ 6.000").await;
            booth.says("[data-say='left']", "€ 6.000").await;
            booth.click("label:has(input[value='04'])", &mut taken).await;
            booth.click("label:has(input[value='06'])", &mut taken).await;
            booth.says("[data-say='left']", "€ 0").await;
            assert!(
                !is_shown(booth, "refused").await && !is_shown(booth, "over").await,
                "exactly full is not too full"
            );
        },
        "01,06",
    );
}

#[test]
fn points_are_added_up_while_they_are_typed_and_too_many_are_told() {
    let marking = Marking::Points(Points { total: 10, each: 6, spend: Spend::UpTo });
    votes(
        BallotForm { marking, ..BallotForm::approval(1, 4) },
        "equal-shares-points",
        "punten",
        async |booth| {
            booth.says("[data-say='given']", "U verdeelde 0 van de 10 punten.").await;
            typed(booth, "points-03", "6").await;
            booth.says("[data-say='given']", "U verdeelde 6 van de 10 punten.").await;
            booth.says("[data-say='points-left']", "4").await;
            typed(booth, "points-05", "5").await;
            assert!(is_shown(booth, "points-over").await && !is_shown(booth, "points-left").await);
            booth.says("[data-say='points-over']", "1").await;
            booth.client.refresh().await.expect("again");
            booth.says("[data-say='given']", "U verdeelde 11 van de 10 punten.").await;
            typed(booth, "points-05", "3").await;
            booth.says("[data-say='given']", "U verdeelde 9 van de 10 punten.").await;
            assert!(!is_shown(booth, "points-over").await);
            booth.says("[data-say='points-left']", "1").await;
        },
        "03:6,05:3",
    );
}

#[test]
fn places_are_counted_while_they_are_chosen_and_come_back_in_their_order() {
    votes(
        BallotForm { marking: Marking::Ranking, ..BallotForm::approval(1, 3) },
        "equal-shares-places",
        "volgorde",
        async |booth| {
            for (plan, place, count) in [("05", "1", "1"), ("02", "2", "2"), ("06", "3", "3")] {
                let choose = format!(
                    "const list = document.getElementById('place-{plan}'); list.value = '{place}'; \
                     list.dispatchEvent(new Event('change', {{ bubbles: true }}))"
                );
                booth.js(&choose).await;
                booth.says("[data-say='count']", count).await;
            }
            booth.client.refresh().await.expect("again");
            booth.says("[data-say='count']", "3").await;
            assert_eq!(booth.js("return document.getElementById('place-02').value").await, "2");
        },
        "05>02>06",
    );
}

#[test]
fn where_one_plan_is_chosen_the_last_one_pressed_counts_and_none_takes_it_back() {
    let checked =
        "return [...document.querySelectorAll('[data-plan]:checked')].map((one) => one.value).join()";
    votes(
        BallotForm { marking: Marking::OneChoice, ..BallotForm::approval(0, 1) },
        "greedy",
        "een",
        async |booth| {
            let mut taken = Taken::default();
            booth.click("label:has(input[value='01'])", &mut taken).await;
            for plan in ["03", "05", "02"] {
                booth.open(&format!("/rondes/zuilen/plannen/{plan}")).await;
                booth.go_on(&format!("button[data-plan-in='{plan}']"), &mut taken).await;
                assert_eq!(booth.js(checked).await, plan, "it takes the place of the one before");
            }
            booth.click("label:has(input[name='plan'][value=''])", &mut taken).await;
            assert_eq!(booth.js(checked).await, "");
            booth.client.refresh().await.expect("again");
            assert_eq!(booth.js(checked).await, "", "what was taken back stays back");
            booth.click("label:has(input[value='04'])", &mut taken).await;
        },
        "04",
    );
}
