//! Every act that takes words refuses what nobody sees in them, at the field where they were typed, and writes nothing.

use schuifruimte::acts::account::NewAccount;
use schuifruimte::acts::borders::{File, What};
use schuifruimte::acts::budget::LineDecision;
use schuifruimte::acts::lot::Entered;
use schuifruimte::acts::mix::NewMix;
use schuifruimte::acts::objection::Received;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::area::{Area, Overlap};
use schuifruimte::domain::budget::{Base, Ground, Terms};
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::decision::DecisionNumber;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::disclosure::Help;
use schuifruimte::domain::division;
use schuifruimte::domain::id::{AreaId, BudgetId, DataSetId, ProposalId, RoundId};
use schuifruimte::domain::key::Measure;
use schuifruimte::domain::lot::LotSource;
use schuifruimte::domain::mix::Basis;
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::municipality::Municipality;
use schuifruimte::domain::neighbourhood::Origin;
use schuifruimte::domain::objection::Advice;
use schuifruimte::domain::payment::PaymentNotice;
use schuifruimte::domain::pot::{CityLimit, Pot};
use schuifruimte::domain::proven::Statement;
use schuifruimte::domain::recipient::ProviderClass;
use schuifruimte::domain::round::{Plan, Regulation};

use super::plain::refused;
use crate::areas::city::{FIGURES, areas_file, file};
use crate::areas::key::key;
use crate::support::mix::mix;
use crate::support::town::{self, NOORDWEST, mandate};
use crate::support::{Town, days, now, on_both};

/// A text with a sign that turns the direction of writing, or with a zero byte.
fn spoiled(text: &str) -> [String; 2] {
    ["\u{202e}", "\0"].map(|sign| format!("{text}{sign}{text}"))
}

/// Fails unless an act of the office was refused at this field.
async fn refuses<T>(act: impl Future<Output = Result<T, ActError>>, field: &str) {
    assert!(refused(act.await, field), "{field}");
}

#[test]
fn money_and_mandates_have_no_words_that_nobody_sees() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let rows = place.dump().await;
        for bad in spoiled("Besluit") {
            let decision = || town::line_decision(Some(town.line.clone()));
            let ground = || Ground::named(bad.clone());
            for (wanted, field) in [
                (LineDecision { name: bad.clone(), ..decision() }, "name"),
                (LineDecision { base: Base::told(bad.clone()), ..decision() }, "base"),
                (LineDecision { ground: ground(), ..decision() }, "ground"),
                (LineDecision { reason: bad.clone(), ..decision() }, "why"),
                (LineDecision { name: bad.clone(), ..town::line_decision(None) }, "name"),
                (LineDecision { ground: ground(), ..town::line_decision(None) }, "ground"),
            ] {
                refuses(acts::budget::decide_line(&mut town.joris_at(now()), wanted), field).await;
            }
            let half = BasisPoints::new(5_000).expect("half");
            let budget = BudgetId::new(town.line.as_str());
            let terms =
                |name: &str| Terms { name: name.to_string(), review_on: String::new(), warning: half };
            let joris = town.joris_at(now());
            for (name, ground, reason, field) in
                [(&*bad, "a", "b", "name"), ("a", &bad, "b", "ground"), ("a", "b", &bad, "why")]
            {
                let done =
                    acts::budget::change_terms(&joris, &budget, terms(name), Ground::named(ground), reason);
                refuses(done, field).await;
            }
            let area = AreaId::new(NOORDWEST);
            let more = Cents::euros(200_000);
            refuses(acts::budget::allocate(&mut town.joris_at(now()), &town.line, &area, more, &bad), "why")
                .await;
            let wanted = division::Wanted {
                line: town.line.clone(),
                parent: None,
                areas: vec![area.clone()],
                set: DataSetId::new("cijfers"),
                key: key(20, Measure::Inhabitants),
                total: more,
            };
            let seen = Digest::of(b"");
            let done = acts::division::decide(&mut town.joris_at(now()), &wanted, &seen, &bad).await;
            assert!(refused(done, "key_reason"));
            let limit = CityLimit { pot: Pot::Renewal, least: half, most: half };
            refuses(acts::pot::decide_city(&joris, limit, &bad), "why").await;
            let wanted = acts::mandate::Wanted { ground: bad.clone(), ..mandate(&town.joris, now()) };
            refuses(acts::mandate::enter(&town.marijke_at(now()), &wanted), "mandate_ground").await;
        }
        assert_eq!(place.dump().await, rows);
    });
}

#[test]
fn the_town_its_people_and_its_figures_have_no_words_that_nobody_sees() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let rows = place.dump().await;
        let joris = town.joris_at(now());
        for bad in spoiled("Wijkbureau") {
            let desk = Municipality {
                name: "Utrecht".to_string(),
                desk_place: bad.clone(),
                desk_hours: "altijd".to_string(),
                desk_phone: "14 030".to_string(),
            };
            refuses(acts::municipality::set(&joris, &desk), "desk_place").await;
            let desk = Municipality { name: bad.clone(), desk_place: "hier".to_string(), ..desk };
            refuses(acts::municipality::set(&joris, &desk), "name").await;
            let person = |name: &str, function: &str| NewAccount {
                login: "nieuw".to_string(),
                name: name.to_string(),
                function: function.to_string(),
                role: Role::Officer,
                scope: Scope::City,
                password: "geheim".to_string(),
            };
            let mut ctx = town.joris_at(now());
            refuses(acts::account::create(&mut ctx, person(&bad, "baan")), "name").await;
            refuses(acts::account::create(&mut ctx, person("Iemand", &bad)), "function").await;
            let area = Area::new("kade", bad.clone());
            refuses(acts::area::add(&joris, std::slice::from_ref(&area)), "name").await;
            refuses(acts::area::set(&joris, &area, &[]), "name").await;
            let whole = file(FIGURES);
            refuses(acts::indicator::add(&mut ctx, &bad, &whole, &[]), "name").await;
            let origin = |source: &str, licence: &str| Origin {
                source: source.to_string(),
                year: 2026,
                licence: licence.to_string(),
            };
            let from = File { origin: origin(&bad, "CC BY 4.0"), ..file(FIGURES) };
            refuses(acts::borders::import(&joris, What::Neighbourhoods, &from), "source").await;
            let under = File { origin: origin("bureau", &bad), ..file(FIGURES) };
            refuses(acts::indicator::add(&mut ctx, "Cijfers", &under, &[]), "licence").await;
            let text = areas_file(&[("kade", &bad, "WK034401", "BU1")]);
            let taken = acts::borders::import(&joris, What::Areas(Overlap::Refused), &file(&text)).await;
            assert!(matches!(taken, Err(ActError::File(_))), "a file says no more than a form: {taken:?}");
            let basis =
                NewMix { basis: Basis { name: bad.clone(), ..mix(NOORDWEST).basis }, ..mix(NOORDWEST) };
            refuses(acts::mix::sign(&joris, basis), "basis_name").await;
            let mut reasoned = mix(NOORDWEST);
            reasoned.providers[1].reason = bad.clone();
            reasoned.pots[3].reason = "Goed".to_string();
            refuses(acts::mix::sign(&joris, reasoned), "mix_residents_reason").await;
            let mut reasoned = mix(NOORDWEST);
            reasoned.pots[3].reason = bad.clone();
            refuses(acts::mix::sign(&joris, reasoned), "mix_quick_reason").await;
        }
        assert_eq!(place.dump().await, rows);
    });
}

#[test]
fn rounds_and_what_is_said_in_them_have_no_words_that_nobody_sees() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let rows = place.dump().await;
        let (joris, first) = (town.joris_at(days(-15)), ProposalId::new("01"));
        for bad in spoiled("Ronde") {
            let regulation = |title: &str, place: &str| {
                let date = "2026-12-01".to_string();
                Some(Regulation { title: title.to_string(), place: place.to_string(), date })
            };
            let lot = Some(LotSource { source: bad.clone(), at: days(15) });
            for (wanted, field) in [
                (town::plan(&bad), "title"),
                (
                    Plan { regulation: regulation(&bad, "Gemeenteblad"), ..town::plan("Zuilen") },
                    "regulation_title",
                ),
                (Plan { regulation: regulation("Regel", &bad), ..town::plan("Zuilen") }, "regulation_place"),
                (Plan { lot, ..town::plan("Zuilen") }, "lot_source"),
            ] {
                refuses(acts::round::change(&joris, &id, &town.noordwest, &wanted), field).await;
                let new = RoundId::new("ondiep");
                refuses(acts::round::create(&joris, &new, &town.noordwest, &wanted), field).await;
            }
            let paid =
                acts::disclosure::Wanted { class: ProviderClass::Other, help: Help::None, paid: bad.clone() };
            refuses(acts::disclosure::state(&joris, &id, &first, &paid), "chk_paid").await;
            let stated = |reference: &str, text: &str| Statement {
                since: 2020,
                earlier: Vec::new(),
                reference: reference.to_string(),
                text: text.to_string(),
            };
            refuses(acts::pot::state_proven(&joris, &id, &first, stated(&bad, "")), "reference").await;
            refuses(acts::pot::state_proven(&joris, &id, &first, stated("", &bad)), "statement").await;
            let seen = Digest::of(b"");
            refuses(acts::certificate::propose(&joris, &id, &bad), "incidents").await;
            refuses(acts::certificate::refuse(&joris, &id, &seen, &bad), "reason").await;
            refuses(acts::succession::propose(&joris, &id, &bad), "incidents").await;
            refuses(acts::succession::refuse(&joris, &id, &seen, &bad), "reason").await;
            let drawn = |source: &str, why: &str| Entered::Instead {
                source: source.to_string(),
                at: Some(days(16)),
                why: why.to_string(),
                drawn: "12 7".to_string(),
            };
            refuses(acts::lot::enter(&joris, &id, drawn(&bad, "De krant kwam niet.")), "lot_place").await;
            refuses(acts::lot::enter(&joris, &id, drawn("Op het plein", &bad)), "why").await;
            refuses(acts::lot::refuse(&joris, &id, 1, &bad), "reason").await;
        }
        assert_eq!(place.dump().await, rows);
    });
}

#[test]
fn what_comes_in_from_outside_has_no_words_that_nobody_sees() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let grant = town.checked_grant("zuilen").await;
        let rows = place.dump().await;
        let joris = town.joris_at(days(18));
        for bad in spoiled("2027-889") {
            let objection = Received {
                decision: DecisionNumber("2027-1".to_string()),
                received: day_of(days(17)),
                posted: None,
                reference: bad.clone(),
                advice: Advice::None,
            };
            refuses(acts::objection::receive(&joris, &objection), "letter_reference").await;
            let day = day_of(days(17));
            refuses(acts::settlement::repaid(&joris, &grant, Cents::euros(1), day, &bad), "pay_reference")
                .await;
            assert!(PaymentNotice::read("2027-1", "2027-03-01", &bad).is_err(), "nor in what the bank says");
        }
        assert_eq!(place.dump().await, rows);
    });
}
