//! "With total 7,000,000.00 and 30%, granting 2,100,000.00 works and 2,100,000.01 is refused, by the engine, the web
//! form and the database alike."

use schuifruimte::acts;
use schuifruimte::acts::account::NewAccount;
use schuifruimte::domain::account::Role;
use schuifruimte::domain::budget::CeilingExceeded;
use schuifruimte::domain::grant::{self, Grant};
use schuifruimte::domain::id::{ProposalId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::{Plan, Step};
use schuifruimte::store::{Guard, StoreError};

use crate::support::people::{JORIS, MARIJKE, Staff, stored_password};
use crate::support::town::{NOORDWEST, plan, plans};
use crate::support::{Browser, OpenRound, Page, Place, Site, Town, days, on_both};

/// Thirty percent of 7,000,000.00.
const WHOLE: Cents = Cents::euros(2_100_000);

const FATMA: Staff = Staff {
    login: "fatma",
    name: "Fatma Yilmaz",
    function: "Programmamanager",
    role: Role::ProgrammeManager,
};

fn cents(cents: i64) -> Cents {
    Cents::new(cents).expect("an amount")
}

fn whole_plan() -> Plan {
    Plan { ceiling: WHOLE, objection_reserve: Cents::ZERO, ..plan("Alles") }
}

/// Two plans that together cost so much.
fn two_of(together: Cents) -> Vec<Proposal> {
    let mut two = plans()[..2].to_vec();
    two[0].amount = Cents::euros(2_000_000);
    two[1].amount = together.minus(two[0].amount).expect("more than the first");
    two
}

/// A town whose one area has the whole reserved share, given through the form of the office.
async fn town_through_the_form(place: &Place) -> (Town, Site) {
    let town = Town::new(place).await;
    let new = NewAccount {
        login: FATMA.login.to_string(),
        name: FATMA.name.to_string(),
        function: FATMA.function.to_string(),
        role: FATMA.role,
        scope: schuifruimte::domain::account::Scope::City,
        password: stored_password().to_string(),
    };
    acts::account::create(&mut place.context(Actor::Operator, days(-90)), new).await.expect("an account");
    let site = Site::of(&town, days(-40));
    let mut fatma = Browser::of(&site, FATMA).await;
    let form = format!("/bureau/geld/{}/gebieden", town.line);
    refused(
        &fatma
            .post(
                &site,
                &form,
                &[("area", NOORDWEST), ("ceiling", "2.100.000,01"), ("why", "Besluit van het college")],
            )
            .await,
    );
    let works = fatma
        .post(
            &site,
            &form,
            &[("area", NOORDWEST), ("ceiling", "2.100.000,00"), ("why", "Besluit van het college")],
        )
        .await;
    assert_eq!(works.status.as_u16(), 303, "{}", works.body);
    (town, site)
}

fn refused(page: &Page) {
    assert_eq!((page.status.as_u16(), page.kind()), (409, Some("ceiling_exceeded")), "{}", page.body);
    assert!(page.says("Er is ruimte voor € 2.100.000."), "it says what would fit: {}", page.body);
}

/// Everyone votes for both plans; the round is counted and put forward.
async fn counted(town: &Town, two: &[Proposal]) -> OpenRound {
    let round = town.open_round_with("alles", &whole_plan(), two).await;
    town.cast(&round, 0, &["01", "02"]).await.expect("a receipt");
    town.close_and_seal(&round.id).await;
    town.count_and_propose(&round.id).await;
    round
}

async fn granted(place: &Place) -> i64 {
    place.number("SELECT granted_cents FROM round WHERE id = 'alles'").await
}

#[test]
fn granting_2_100_000_00_works_and_a_cent_more_is_refused_by_the_form_and_the_database() {
    on_both(|place| async move {
        let (town, site) = town_through_the_form(&place).await;
        the_form_of_a_round_takes_the_whole_and_no_cent_more(&town, &site).await;
        let round = counted(&town, &two_of(WHOLE)).await;
        site.clock.set(days(17));
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let page = "/bureau/rondes/alles/vaststelling";
        let hash = marijke.get(&site, page).await.field("hash");
        let signs = [("hash", hash.as_str()), ("word", "akkoord")];
        let signed = marijke.post(&site, &format!("{page}/akkoord"), &signs).await;
        assert_eq!(signed.status.as_u16(), 303, "{}", signed.body);
        assert_eq!(granted(&place).await, 210_000_000, "2,100,000.00 is granted");
        assert_eq!(
            place.number("SELECT CAST(SUM(amount_cents) AS BIGINT) FROM grant_record").await,
            210_000_000
        );

        let both = |last: i64| {
            let grant = |id: &str, amount| Grant { proposal: ProposalId::new(id), amount };
            vec![grant("01", Cents::euros(2_000_000)), grant("02", cents(last))]
        };
        assert_eq!(grant::check(&round.rules, &both(10_000_000)), Ok(()));
        assert_eq!(grant::check(&round.rules, &both(10_000_001)), Err(CeilingExceeded { room: WHOLE }));
        for a_cent_more in [
            "UPDATE round_grant SET amount_cents = 10000001 WHERE proposal_id = '02'",
            "UPDATE round SET granted_cents = 210000001",
            "UPDATE round SET ceiling_cents = 210000001",
            "UPDATE budget_line SET reserved_cents = 210000001",
            "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
             SELECT COUNT(*) + 1, 'select', (SELECT MIN(id) FROM ledger_account WHERE kind = 'round'), \
             (SELECT MIN(id) FROM ledger_account WHERE kind = 'selected'), 1, 0, 'x', '', '' FROM posting",
        ] {
            let done = place.sql(a_cent_more).await;
            let refused = matches!(done, Err(StoreError::Refused(Guard::Check | Guard::Trigger(_))));
            assert!(refused, "{a_cent_more}: {done:?}");
        }
        assert_eq!(granted(&place).await, 210_000_000);
    });
}

/// Joris plans a round of the whole reserve in the form, and takes it back.
async fn the_form_of_a_round_takes_the_whole_and_no_cent_more(town: &Town, site: &Site) {
    let mut joris = Browser::of(site, JORIS).await;
    let form = |ceiling: &'static str| {
        [
            ("id", "proef"),
            ("title", "Proef"),
            ("allocation", town.noordwest.as_str()),
            ("ceiling", ceiling),
            ("objection_reserve", ""),
            ("ballot_min", "1"),
            ("ballot_max", "3"),
            ("rule", "equal-shares"),
            ("change", "allowed"),
            ("publish", "ballots"),
            ("lot_order", "number"),
        ]
    };
    refused(&joris.post(site, "/bureau/rondes", &form("2.100.000,01")).await);
    let works = joris.post(site, "/bureau/rondes", &form("2.100.000,00")).await;
    assert_eq!(works.status.as_u16(), 303, "{}", works.body);
    acts::round::step(&town.joris_at(days(-39)), &RoundId::new("proef"), Step::Cancel)
        .await
        .expect("cancelled");
}

#[test]
fn the_engine_never_chooses_plans_for_2_100_000_01() {
    on_both(|place| async move {
        let (town, _) = town_through_the_form(&place).await;
        let round = counted(&town, &two_of(cents(210_000_001))).await;
        let mut conn = place.store.read().await.unwrap();
        let outcome = acts::publication::outcome(&mut conn, &round.id).await.unwrap().unwrap();
        drop(conn);
        let funded = grant::propose(&round.rules, &outcome).unwrap();
        assert_eq!(funded.len(), 1, "both have every vote, and both together cost one cent too much");
        let waiting = place.number("SELECT COUNT(*) FROM certificate").await;
        assert_eq!((waiting, granted(&place).await), (1, 0));
    });
}
