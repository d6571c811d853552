//! The ceiling of one recipient to the cent: the same sum is let through or refused by the rule, the act and the form.

use schuifruimte::acts::grant::checks;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::check::{CheckKind, Member, MissingCheck, Terms};
use schuifruimte::domain::grant::{GrantRecord, GrantState};
use schuifruimte::domain::id::{GrantId, RoundId};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::store;

use crate::support::checked::foundation;
use crate::support::people::MARIJKE;
use crate::support::town::plan;
use crate::support::{Browser, Place, Site, Town, days, on_both, on_both_tampered, town::plans};

/// Which of the two ceilings a test is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Round,
    Year,
}

/// A round of 20,000.00 in a year of 2,100,000.00, of which one recipient may have 5,000.00: a quarter of the round, or
/// so much of the year that it comes to about that. The grant of 8,000.00 goes to a lead and to others that have one
/// board with it.
struct Case {
    town: Town,
    grant: GrantId,
    most: Cents,
}

fn share(points: i64) -> BasisPoints {
    BasisPoints::new(points).expect("a share")
}

fn cents(cents: i64) -> Cents {
    Cents::new(cents).expect("a sum")
}

async fn case(place: &Place, of: Of) -> Case {
    let town = Town::new(place).await;
    let id = RoundId::new("zuilen");
    town.draft_round_with("zuilen", &plan("zuilen"), &plans()).await;
    let (terms, most) = match of {
        Of::Round => (Terms { of_round: share(2_500), ..Terms::default() }, Cents::euros(5_000)),
        Of::Year => (Terms { of_round: share(10_000), ..Terms::default() }, Cents::euros(5_040)),
    };
    checks::set_round_terms(&town.joris_at(days(-30)), &id, &terms).await.expect("terms");
    let of_year = if of == Of::Year { share(24) } else { share(1_000) };
    checks::set_year_terms(&town.joris_at(days(-30)), 2027, of_year, "Raadsbesluit.").await.expect("terms");
    let round = town.certify_draft(id).await;
    let grant = town.grants(&round).await.remove(0);
    Case { town, grant, most }
}

impl Case {
    async fn record(&self) -> GrantRecord {
        let mut conn = self.town.place.store.read().await.expect("a connection");
        store::grant::find(&mut conn, &self.grant).await.expect("it reads").expect("a grant")
    }

    /// The lead with two that belong with it, in a chain, get so much together; someone else gets the rest.
    async fn divide(&self, together: Cents) {
        let names =
            ["Buurtkamer Zuilen", "Vrienden van de Buurtkamer", "Beheer Zuilen", "Straat vol stoelen"];
        let mut known = Vec::new();
        let mut conn = self.town.place.store.read().await.expect("a connection");
        let everyone = store::recipient::list(&mut conn).await.expect("recipients");
        drop(conn);
        for name in names {
            known.push(match everyone.iter().find(|one| one.name == name) {
                Some(one) => one.id.clone(),
                None => self.town.recipient(&foundation(name)).await,
            });
        }
        if everyone.is_empty() {
            for pair in [[0, 1], [1, 2]] {
                let [one, other] = pair.map(|place| &known[place]);
                let joris = self.town.joris_at(days(17));
                acts::recipient::affiliate(&joris, one, other, "zelfde bestuur").await.expect("affiliated");
            }
            self.town.make_out(&self.grant, &known[0]).await;
        }
        let (cent, whole) = (cents(1), self.record().await.amount);
        let lead = together.minus(cents(2)).expect("more than two cents");
        let shares = [lead, cent, cent, whole.minus(together).expect("a part of it")];
        let member = |(id, share)| Member { recipient: id, share, consented: Some("2027-03-01".to_string()) };
        let members: Vec<Member> = known.into_iter().zip(shares).map(member).collect();
        checks::set_members(&self.town.joris_at(days(17)), &self.grant, &members).await.expect("an alliance");
        self.town.do_checks(&self.grant).await;
    }

    async fn rule_holds(&self, kind: CheckKind) -> bool {
        let record = self.record().await;
        let mut conn = self.town.place.store.read().await.expect("a connection");
        let dossier = checks::dossier(&mut conn, &record).await.expect("it reads").expect("a recipient");
        dossier.compute(kind, days(18)).holds
    }
}

/// One cent above its part is refused by rule, act and form; exactly its part goes through the form.
async fn to_the_cent(place: Place, of: Of) {
    let kind = if of == Of::Round { CheckKind::RecipientRound } else { CheckKind::RecipientYear };
    let case = case(&place, of).await;
    let site = Site::of(&case.town, days(18));
    let mut marijke = Browser::of(&site, MARIJKE).await;
    let award = format!("/bureau/subsidies/{}/stap/award", case.grant);
    case.divide(case.most.plus(cents(1)).expect("a sum")).await;
    assert!(!case.rule_holds(kind).await, "{of:?}: the rule");
    let act = acts::grant::award(&case.town.marijke_at(days(18)), &case.grant, "uitslag").await;
    let Err(ActError::Unchecked(missing)) = act else { panic!("{of:?}: {act:?}") };
    assert_eq!(missing, [MissingCheck::Check(kind)]);
    let page = marijke.post(&site, &award, &[("reason", "uitslag")]).await;
    assert_eq!((page.status.as_u16(), page.kind()), (409, Some("check_required")), "{}", page.body);
    assert_eq!(case.record().await.state, GrantState::Certified);

    case.divide(case.most).await;
    assert!(case.rule_holds(kind).await);
    let page = marijke.post(&site, &award, &[("reason", "uitslag")]).await;
    assert_eq!((page.status.as_u16(), page.kind()), (303, None), "{}", page.body);
    assert_eq!(case.record().await.state, GrantState::Awarded);
}

#[test]
fn affiliates_get_their_part_of_a_round_and_not_a_cent_more() {
    on_both(|place| to_the_cent(place, Of::Round));
}

#[test]
fn affiliates_get_their_part_of_a_year_and_not_a_cent_more() {
    on_both(|place| to_the_cent(place, Of::Year));
}

#[test]
fn what_was_frozen_at_the_opening_holds_whatever_is_set_later() {
    on_both_tampered(|place| async move {
        let case = case(&place, Of::Year).await;
        // Someone sets the year to nothing, and the terms of the round past its trigger: the opened round keeps its own.
        checks::set_year_terms(&case.town.joris_at(days(16)), 2027, share(0), "Raadsbesluit.").await.unwrap();
        place.slip("round_terms", "UPDATE round_terms SET recipient_bp = 0").await;
        case.divide(case.most).await;
        acts::grant::award(&case.town.marijke_at(days(18)), &case.grant, "uitslag").await.unwrap();
        let found = place.fsck().await;
        let of = |name: &str, what: &str| {
            found.iter().filter(|one| one.starts_with(name) && one.contains(what)).count()
        };
        assert_eq!((found.len(), of("I5", "round_terms"), of("I6", "recipients")), (2, 1, 1), "{found:?}");
        let mut conn = place.store.read().await.unwrap();
        let rules = acts::round::rules(&mut conn, &RoundId::new("zuilen")).await.unwrap();
        let frozen = rules.recipients.expect("frozen");
        assert_eq!((frozen.of_round, frozen.of_year, frozen.smo_register), (share(10_000), share(24), 0));
    });
}
