//! The ceiling of one recipient, held to by random towns: whoever belongs together, in a chain, a tree or a circle, has at
//! most its part of a round and of a year, and of every cent that would pass it the check says no.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{CheckKind, Dossier, Earlier, Figures, Part, Terms};
use crate::domain::grant::{GrantRecord, GrantState, Slice, Source, Whole};
use crate::domain::id::{AllocationId, GrantId, LineId, ProposalId, RecipientId, RoundId};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::pot::Pot;
use crate::domain::recipient::{
    Address, Affiliation, PayBy, ProviderClass, Recipient, RecipientKind, families,
};
use crate::domain::smo::{Reach, SmoRegister};
use crate::domain::time::Moment;

/// Recipients of a town.
const RECIPIENTS: u8 = 7;
/// Rounds of a town; the last one falls in another year than the others.
const ROUNDS: usize = 3;

/// What happens in a town.
#[derive(Debug, Clone)]
enum Event {
    /// Two recipients belong together from now on, or no longer.
    Link(u8, u8),
    /// A grant of a round is asked for, with these shares in cents.
    Ask(usize, Vec<(u8, i64)>),
}

fn event() -> impl Strategy<Value = Event> {
    let shares = prop::collection::btree_map(0..RECIPIENTS, 1i64..9_000, 1..4);
    prop_oneof![
        1 => (0..RECIPIENTS, 0..RECIPIENTS).prop_map(|(one, other)| Event::Link(one, other)),
        3 => (0..ROUNDS, shares).prop_map(|(round, shares)| Event::Ask(round, shares.into_iter().collect())),
    ]
}

/// What a town holds recipients to: shares in basis points, ceilings in cents.
#[derive(Debug, Clone)]
struct Held {
    terms: Terms,
    rounds: [Cents; ROUNDS],
    years: [Cents; 2],
}

fn held() -> impl Strategy<Value = Held> {
    let share = || (1i64..=10_000).prop_map(|points| BasisPoints::new(points).unwrap());
    let cents = |most| (0i64..most).prop_map(|cents| Cents::new(cents).unwrap());
    let rounds = [cents(60_000), cents(60_000), cents(60_000)];
    (share(), share(), rounds, [cents(200_000), cents(200_000)]).prop_map(
        |(of_round, of_year, rounds, years)| Held {
            terms: Terms { of_round, of_year, ..Terms::default() },
            rounds,
            years,
        },
    )
}

fn year_of(round: usize) -> usize {
    usize::from(round == ROUNDS - 1)
}

fn line_of(round: usize) -> LineId {
    LineId::new(format!("l{}", year_of(round)))
}

fn id(number: u8) -> RecipientId {
    RecipientId::new(format!("r{number}"))
}

fn round_id(round: usize) -> RoundId {
    RoundId::new(format!("ronde-{round}"))
}

/// A town: who belongs with whom, and what was awarded to whom in which round.
#[derive(Debug, Default)]
struct Town {
    pairs: BTreeSet<(u8, u8)>,
    awarded: Vec<(usize, u8, Cents)>,
}

impl Town {
    fn link(&mut self, one: u8, other: u8) {
        let pair = (one.min(other), one.max(other));
        if one != other && !self.pairs.remove(&pair) {
            self.pairs.insert(pair);
        }
    }

    fn recipient(&self, number: u8) -> Recipient {
        let link = |&(one, other): &(u8, u8)| {
            let pair = (id(one), id(other));
            Affiliation {
                pair,
                since: Moment::from_micros(0),
                ended: None,
                ground: String::new(),
                parting: None,
            }
        };
        let links: Vec<Affiliation> = self.pairs.iter().map(link).collect();
        let family = families(&links, Moment::from_micros(1)).get(&id(number)).cloned();
        let empty = String::new();
        Recipient {
            id: id(number),
            kind: RecipientKind::Foundation,
            class: ProviderClass::Resident,
            name: format!("Stichting {number}"),
            address: Address { street: empty.clone(), postcode: empty.clone(), place: empty.clone() },
            kvk: None,
            rsin: None,
            pay_by: PayBy::Account,
            iban: None,
            account_name: empty,
            is_enterprise: false,
            signers: Vec::new(),
            family: family.unwrap_or_else(|| id(number)),
            revision: 1,
        }
    }

    /// The file of a grant with these shares.
    fn dossier(&self, held: &Held, round: usize, shares: &[(u8, Cents)]) -> Dossier {
        let amount = Cents::sum(shares.iter().map(|(_, share)| *share)).unwrap();
        let source = Source::Vote { round: round_id(round), proposal: ProposalId::new("01"), certificate: 1 };
        let part = |&(number, share): &(u8, Cents)| {
            let recipient = self.recipient(number);
            let same = |who: &u8| self.recipient(*who).family == recipient.family;
            let earlier = self.awarded.iter().filter(|(_, who, _)| same(who));
            let earlier = earlier.map(|&(round, _, amount)| Earlier {
                round: round_id(round),
                year: i64::try_from(2027 + year_of(round)).unwrap(),
                line: line_of(round),
                amount,
                at: Moment::from_micros(0),
            });
            Part { earlier: earlier.collect(), recipient, share, aid: Vec::new() }
        };
        let parts: Vec<Part> = shares.iter().map(part).collect();
        let first =
            Slice { year: i64::try_from(2027 + year_of(round)).unwrap(), line: line_of(round), amount };
        Dossier {
            recipient: parts[0].recipient.clone(),
            grant: GrantRecord {
                id: GrantId::new("g"),
                line: line_of(round),
                allocation: AllocationId::new("a"),
                source,
                pot: Pot::None,
                title: String::new(),
                applicant: String::new(),
                amount,
                state: GrantState::Certified,
            },
            file: 0,
            members: Vec::new(),
            agreed: None,
            onward: Vec::new(),
            parts,
            reach: Reach::default(),
            register: SmoRegister::default(),
            terms: held.terms,
            set_aside: amount,
            round_ceiling: held.rounds[round],
            whole: Whole::new(first, Vec::new()),
            answers_before: 0,
            most_of_years: vec![most(held, round)[1]],
        }
    }

    /// Everyone who belongs with someone, by walking the pairs: another way than the families of recipients.
    fn together(&self, number: u8) -> BTreeSet<u8> {
        let mut found = BTreeSet::from([number]);
        loop {
            let near = self.pairs.iter().filter(|(one, other)| found.contains(one) != found.contains(other));
            let more: Vec<u8> = near.flat_map(|&(one, other)| [one, other]).collect();
            if more.is_empty() {
                return found;
            }
            found.extend(more);
        }
    }

    /// What someone with all of its own has of a round, and of the year of that round.
    fn has(&self, number: u8, round: usize) -> [Cents; 2] {
        let own = self.together(number);
        let of = |counts: &dyn Fn(usize) -> bool| {
            let rows = self.awarded.iter().filter(|(one, who, _)| own.contains(who) && counts(*one));
            Cents::sum(rows.map(|(_, _, amount)| *amount)).unwrap()
        };
        [of(&|one| one == round), of(&|one| year_of(one) == year_of(round))]
    }

    /// Whether the checks let a grant through.
    fn holds(&self, held: &Held, round: usize, shares: &[(u8, Cents)]) -> bool {
        let dossier = self.dossier(held, round, shares);
        [CheckKind::RecipientRound, CheckKind::RecipientYear]
            .iter()
            .all(|kind| dossier.compute(*kind, Moment::from_micros(1)).holds)
    }
}

/// The most of a round and of its year, in whole cents, rounded down.
fn most(held: &Held, round: usize) -> [Cents; 2] {
    let part = |whole: Cents, share: BasisPoints| {
        Cents::new(i64::try_from(i128::from(whole.get()) * i128::from(share.get()) / 10_000).unwrap())
            .unwrap()
    };
    [part(held.rounds[round], held.terms.of_round), part(held.years[year_of(round)], held.terms.of_year)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nobody_with_its_affiliates_passes_its_part_of_a_round_or_a_year(
        held in held(), events in prop::collection::vec(event(), 1..40),
    ) {
        let mut town = Town::default();
        for event in events {
            let (round, shares) = match event {
                Event::Link(one, other) => {
                    town.link(one, other);
                    continue;
                }
                Event::Ask(round, shares) => (round, shares),
            };
            let shares: Vec<(u8, Cents)> =
                shares.into_iter().map(|(who, share)| (who, Cents::new(share).unwrap())).collect();
            let is_let_through = town.holds(&held, round, &shares);
            let before = town.awarded.len();
            town.awarded.extend(shares.iter().map(|&(who, share)| (round, who, share)));
            let fits = shares.iter().all(|(who, _)| {
                town.has(*who, round).iter().zip(most(&held, round)).all(|(has, most)| *has <= most)
            });
            // Never too much, and nobody is refused who had room.
            prop_assert_eq!(is_let_through, fits);
            if !is_let_through {
                town.awarded.truncate(before);
            }
        }
    }

    #[test]
    fn the_last_cent_of_its_part_is_let_through_and_the_next_one_is_not(
        held in held(), pairs in prop::collection::vec((0..RECIPIENTS, 0..RECIPIENTS), 0..8),
        events in prop::collection::vec((0..ROUNDS, 0..RECIPIENTS, 1i64..4_000), 0..12),
        round in 0..ROUNDS, who in 0..RECIPIENTS,
    ) {
        let mut town = Town::default();
        for (one, other) in pairs {
            town.link(one, other);
        }
        for (round, who, cents) in events {
            let share = [(who, Cents::new(cents).unwrap())];
            if town.holds(&held, round, &share) {
                town.awarded.push((round, who, share[0].1));
            }
        }
        let rooms = most(&held, round).into_iter().zip(town.has(who, round));
        let room = rooms.map(|(most, has)| most.minus(has).unwrap_or(Cents::ZERO)).min().unwrap();
        let cent_more = room.plus(Cents::new(1).unwrap()).unwrap();
        prop_assert!(!town.holds(&held, round, &[(who, cent_more)]), "one cent more than {}", room);
        if room > Cents::ZERO {
            prop_assert!(town.holds(&held, round, &[(who, room)]), "exactly {}", room);
            // Nor does it help to divide the cent among those who belong together.
            let family: Vec<u8> = town.together(who).into_iter().filter(|one| *one != who).collect();
            if let Some(other) = family.first() {
                prop_assert!(!town.holds(&held, round, &[(who, room), (*other, Cents::new(1).unwrap())]));
            }
        }
    }
}

#[test]
fn the_defaults_are_a_quarter_of_a_round_and_a_tenth_of_a_year() {
    let cents = |cents| Cents::new(cents).unwrap();
    // A round of 30,000.01 and a reserve of 100,000.00: parts of 7,500.00 and 10,000.00.
    let held = Held { terms: Terms::default(), rounds: [cents(3_000_001); 3], years: [cents(10_000_000); 2] };
    let mut town = Town::default();
    town.link(0, 1);
    town.link(1, 2);
    town.link(2, 0);
    town.awarded.push((0, 0, cents(499_999)));
    let asked = |town: &Town, round, share| town.holds(&held, round, &[(2, cents(share))]);
    assert!(asked(&town, 0, 250_001) && !asked(&town, 0, 250_002));
    assert!(asked(&town, 1, 500_001) && !asked(&town, 1, 500_002), "the year holds where the round does not");
    let figures = town.dossier(&held, 0, &[(2, cents(250_002))]);
    let figures = figures.compute(CheckKind::RecipientRound, Moment::from_micros(1)).figures;
    assert_eq!(figures, Some(Figures { sum: cents(750_001), most: cents(750_000) }));
}
