//! Rounds made in memory by the pure rules: no database, no clock, no service.

use std::collections::BTreeMap;

use schuifruimte::domain::ballot::{Ballot, BallotForm, Choice, Mark, Marking, Spend};
use schuifruimte::domain::bundle::{self, Bundle};
use schuifruimte::domain::certificate::{Certificate, Deed, Grounds};
use schuifruimte::domain::channel::{Channel, ChannelTotal};
use schuifruimte::domain::check::RecipientTerms;
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::deadline::{Deadline, PaperRule};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{AreaId, ProposalId, RoundId};
use schuifruimte::domain::limits::RoundLimits;
use schuifruimte::domain::log::entry::{Entry, Remark};
use schuifruimte::domain::log::merkle;
use schuifruimte::domain::lot::{Draw, DrawWay, Drawn, LotSource, reading};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::outcome::{Counted, OutcomeDocument};
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::register::{self, Slot, root, write_controls};
use schuifruimte::domain::round::{Change, Publish, Regulation};
use schuifruimte::domain::rules::{FORMAT, Rules};
use schuifruimte::domain::sealed::SealedBallots;
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::succession::{Changes, Dropped, Skipped, Why};
use schuifruimte::domain::time::Moment;
use schuifruimte::tally::Rule;

use super::signed::{signature, signatures, signer};

/// A certified round and what it was made of.
pub struct Made {
    pub rules: Rules,
    pub entries: Vec<Entry>,
    pub files: BTreeMap<String, Vec<u8>>,
    seed: u8,
}

/// How a round is made.
#[derive(Clone)]
pub struct Recipe {
    pub imported: bool,
    pub ballots: u32,
    pub publish: Publish,
    pub rule: Rule,
    pub ballot: BallotForm,
    pub limits: RoundLimits,
    /// What the round holds recipients to; rules from before it was frozen do not tell it.
    pub recipients: Option<RecipientTerms>,
    /// What the source of the lot says, where the rules name one.
    pub lot: Option<&'static str>,
    pub seed: u8,
    /// Whether three ballots were changed and one fell away with its letter.
    pub changed: bool,
    /// The vote is extended by an hour, as its rules allow, and the ways in which ballots came in are told.
    pub extended: bool,
}

impl Recipe {
    pub fn vote() -> Recipe {
        Recipe {
            imported: false,
            ballots: 60,
            publish: Publish::Ballots,
            rule: Rule::greedy(),
            ballot: BallotForm::approval(0, 3),
            limits: RoundLimits::default(),
            recipients: None,
            lot: None,
            seed: 1,
            changed: false,
            extended: false,
        }
    }

    pub fn import() -> Recipe {
        Recipe { imported: true, ..Recipe::vote() }
    }

    pub fn make(&self) -> Made {
        let rules = self.rules();
        let sealed = SealedBallots::new(rules.round.clone(), Digest::of(b"salt"), self.ballots(&rules));
        let (mut entries, controls) = if self.imported {
            (self.import_entries(&rules), None)
        } else {
            let (entries, controls) = self.vote_entries(&rules, &sealed);
            (entries, Some(controls))
        };
        let draw = self.draw(&rules, &sealed);
        let Counted { outcome, trace } = OutcomeDocument::compute(&rules, draw.as_ref(), &sealed).unwrap();
        let opening = (!self.imported).then(|| Digest::of(b"opening"));
        entries.push(Entry::Seal {
            at: at("20:01"),
            ballots: sealed.count(),
            sealed: sealed.digest(),
            opening,
        });
        if !self.imported {
            let note = Remark::BallotKeyDestroyed;
            entries.push(Entry::Note { at: at("20:01"), note, key: Digest::of(b"key") });
        }
        if let Some(draw) = &draw {
            entries.push(Entry::Draw { at: at("20:03"), draw: Digest::of(&draw.write()) });
        }
        entries.push(Entry::Tally { at: at("20:02"), outcome: Digest::of(&outcome.write()) });
        let log = (entries.len().try_into().unwrap(), root_of(&entries));
        let incidents = "The power went out in the library for ten minutes.";
        let grounds = Grounds { rules: &rules, log, outcome: &outcome, previous: None, incidents };
        let certificate = Certificate::new(&grounds).unwrap().write();
        let signatures = signatures(Digest::of(&certificate)).write();
        entries.push(Entry::Certificate {
            at: at("20:30"),
            certificate: Digest::of(&certificate),
            signatures: Digest::of(&signatures),
        });
        let mut made = Made { rules, entries, files: BTreeMap::new(), seed: self.seed };
        made.set(bundle::RULES, made.rules.write());
        made.set(bundle::LOG_KEY, format!("{}\n", made.rules.log_key));
        made.set(bundle::OUTCOME, outcome.write());
        made.set(bundle::CERTIFICATE, certificate);
        made.set(bundle::SIGNATURES, signatures);
        if let Some(trace) = trace {
            made.set(bundle::TRACE, trace);
        }
        if let Some(draw) = draw {
            made.set(bundle::DRAW, draw.write());
        }
        if let Some(controls) = controls {
            made.set(bundle::CONTROLS, write_controls(controls.into_iter()));
        }
        if made.rules.publishes_ballots(sealed.count()) {
            made.set(bundle::BALLOTS, sealed.write());
        }
        made.sign();
        made
    }

    /// Its rules alone.
    pub fn make_rules(&self) -> Rules {
        self.rules()
    }

    fn rules(&self) -> Rules {
        let round = RoundId::new("zuilen-2027");
        let plan = |(n, amount): (u32, u32)| Proposal {
            id: ProposalId::new(n.to_string()),
            title: format!("Plan {n}: een bankje bij de sloot"),
            summary: "Zitten met uitzicht".to_string(),
            text: "Een bank van eikenhout, \u{20ac} en \"aanhalingstekens\" in de tekst.".to_string(),
            applicant: "Bewonersgroep De Sloot".to_string(),
            place: "Zuilen".to_string(),
            category: if n % 2 == 1 { "groen" } else { "ontmoeten" }.to_string(),
            amount: Cents::euros(amount),
            pot: match n % 2 {
                _ if self.limits.pots.is_empty() => Pot::None,
                1 => Pot::Continuity,
                _ => Pot::Renewal,
            },
        };
        Rules {
            format: FORMAT.to_string(),
            municipality: "Utrecht".to_string(),
            title: "Zuilen 2027".to_string(),
            area: AreaId::new("zuilen"),
            area_name: "Zuilen".to_string(),
            year: 2027,
            ceiling: Cents::euros(11_000),
            objection_reserve: Cents::euros(1_000),
            regulation: Regulation {
                title: "Nadere regel".to_string(),
                place: "Gemeenteblad 2026, 1234".to_string(),
                date: "2026-09-04".to_string(),
            },
            recipients: self.recipients,
            vote_from: (!self.imported).then(|| at("08:00")),
            vote_until: (!self.imported).then(|| at(if self.extended { "19:00" } else { "20:00" })),
            deadline: self.extended.then(|| Deadline {
                grace_minutes: 5,
                paper: PaperRule::HandedIn,
                extend_until: Some(at("20:00")),
            }),
            ballot: self.ballot,
            count: CountRule(self.rule.clone()),
            lot: self
                .lot
                .map(|_| LotSource { source: "the drawing of a lottery".to_string(), at: at("20:01") }),
            limits: self.limits.clone(),
            mix: None,
            change: Change::Allowed,
            publish: self.publish,
            log_key: signer(self.seed, &round).verifier().text(),
            support: None,
            receipt_key: "00".repeat(32),
            auditors: Vec::new(),
            proposals: (1..).zip([4_000, 3_000, 2_500, 2_500, 1_200, 900]).map(plan).collect(),
            round,
        }
    }

    /// Ballots of up to three plans, some blank, the plans with low numbers chosen more often.
    fn ballots(&self, rules: &Rules) -> Vec<Ballot> {
        let mut seed = Seed::new([self.seed; 32]);
        let mut ballot = |_| {
            let mut choices: Vec<ProposalId> = Vec::new();
            for _ in 0..seed.below(4) {
                let one = seed.below(6).min(seed.below(6));
                choices.push(ProposalId::new((one + 1).to_string()));
            }
            choices.sort();
            choices.dedup();
            marked(rules, choices)
        };
        (0..self.ballots).map(&mut ballot).collect()
    }

    /// The lot, where the count stops without one.
    fn draw(&self, rules: &Rules, sealed: &SealedBallots) -> Option<Draw> {
        let tied = OutcomeDocument::left_open(rules, sealed).unwrap()?;
        let lot = rules.lot.clone().unwrap();
        let drawn = Drawn {
            way: DrawWay::Published,
            source: lot.source,
            at: lot.at,
            why: String::new(),
            drawn: self.lot.and_then(reading).unwrap(),
        };
        let both = [signature(Deed::Proposed, "m-1", "20:02"), signature(Deed::Approved, "m-2", "20:03")];
        Some(Draw::new(rules, sealed.digest(), tied, drawn, both))
    }

    fn import_entries(&self, rules: &Rules) -> Vec<Entry> {
        let file = Digest::of(b"a published election");
        vec![Entry::Import { round: rules.round.clone(), rules: rules.fingerprint(), file, at: at("07:00") }]
    }

    /// One letter in eight does not vote; every tenth letter lies in reserve.
    fn vote_entries(&self, rules: &Rules, sealed: &SealedBallots) -> (Vec<Entry>, Vec<Slot>) {
        let letters = self.ballots + self.ballots / 8 + 1;
        let slot = |n: u32| Slot {
            control: ControlNumber::new(n * 7_919_333 % 99_999_989),
            made: if n > letters { register::Made::Spare } else { register::Made::Issued },
        };
        let mut slots: Vec<Slot> = (1..=letters + letters / 10).map(slot).collect();
        slots.sort();
        let tree = root(slots.iter().copied());
        let mut entries = vec![
            Entry::Config { round: rules.round.clone(), rules: rules.fingerprint() },
            Entry::Register {
                letters: letters.into(),
                spares: (letters / 10).into(),
                root: tree,
                codes: Digest::of(b"codes"),
            },
            Entry::Open { at: at("08:00"), ballot_key: Digest::of(b"key") },
        ];
        if self.extended {
            entries.push(Entry::Extend { at: at("18:00"), until: at("20:00") });
        }
        let mut seed = Seed::new([self.seed + 1; 32]);
        let sent = slots.iter().filter(|slot| slot.made == register::Made::Issued);
        let controls: Vec<ControlNumber> = sent.map(|slot| slot.control).collect();
        let first = |place: usize| Digest::of(format!("the first ballot of letter {place}").as_bytes());
        let changed = if self.changed { 3 } else { 0 };
        if self.changed {
            entries.push(Entry::Revoke { at: at("12:00"), control: controls[0], by: None });
            entries.push(Entry::Ballot { control: controls[0], commitment: first(0), replaces: None });
        }
        for (place, (control, ballot)) in (1..).zip(controls.iter().rev().zip(sealed.ballots())) {
            let commitment = ballot.commitment(&rules.fingerprint(), *control, &seed.bytes());
            let replaces = (place <= changed).then(|| first(place));
            entries.push(Entry::Ballot { control: *control, commitment, replaces });
        }
        // In a log they stand in random order: also behind the ballots that take their place.
        for (place, control) in (1..=changed).zip(controls.iter().rev()) {
            entries.push(Entry::Ballot { control: *control, commitment: first(place), replaces: None });
        }
        if self.changed {
            entries.push(Entry::Void { control: controls[0], commitment: first(0) });
        }
        let online =
            ChannelTotal { ways: vec![Channel::Online], ballots: u64::from(self.ballots).saturating_sub(20) };
        let others = ChannelTotal { ways: vec![Channel::Paper, Channel::Desk], ballots: 20 };
        let channels = if self.extended { vec![online, others] } else { Vec::new() };
        let closed = at(if self.extended { "20:05" } else { "20:00" });
        entries.push(Entry::Close { at: closed, ballots: self.ballots.into(), channels });
        (entries, slots)
    }
}

impl Made {
    /// These plans drop out, and a new certificate takes the place of the last one.
    pub fn succeed(&mut self, out: &[(&str, Why)]) {
        self.succeed_past(out, &[]);
    }

    /// The same, with plans that are passed over.
    pub fn succeed_past(&mut self, out: &[(&str, Why)], skipped: &[Skipped]) {
        let (bytes, signed) =
            (self.files[bundle::CERTIFICATE].clone(), self.files[bundle::SIGNATURES].clone());
        let last = Certificate::parse(&bytes).unwrap();
        let mut chain: Vec<Certificate> = (1..last.number)
            .map(|number| Certificate::parse(&self.files[&bundle::earlier_certificate(number)]).unwrap())
            .collect();
        chain.push(last.clone());
        let outcome = OutcomeDocument::parse(&self.files[bundle::OUTCOME]).unwrap();
        let dropped: Vec<Dropped> =
            out.iter().map(|(plan, why)| Dropped { proposal: ProposalId::new(*plan), why: *why }).collect();
        let log = (self.entries.len().try_into().unwrap(), root_of(&self.entries));
        let previous = Some((last.number, Digest::of(&bytes)));
        let grounds = Grounds { rules: &self.rules, log, outcome: &outcome, previous, incidents: "" };
        let changes = Changes { dropped: &dropped, skipped };
        let certificate = Certificate::after(&chain, changes, &grounds).unwrap().unwrap().write();
        let signatures = signatures(Digest::of(&certificate)).write();
        self.entries.push(Entry::Certificate {
            at: at("21:30"),
            certificate: Digest::of(&certificate),
            signatures: Digest::of(&signatures),
        });
        self.set(&bundle::earlier_certificate(last.number), bytes);
        self.set(&bundle::earlier_signatures(last.number), signed);
        self.set(bundle::CERTIFICATE, certificate);
        self.set(bundle::SIGNATURES, signatures);
        self.sign();
    }

    pub fn bundle(&self) -> Bundle {
        Bundle::new(self.files.clone())
    }

    pub fn set(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(name.to_string(), bytes.into());
    }

    /// Writes and signs the entries as they stand.
    pub fn sign(&mut self) {
        let lines: Vec<u8> =
            self.entries.iter().flat_map(|entry| [entry.bytes(), vec![b'\n']].concat()).collect();
        let note = self.checkpoint(self.entries.len());
        self.set(bundle::LOG, lines);
        self.set(bundle::CHECKPOINT, note);
    }

    /// The checkpoint over the first entries.
    pub fn checkpoint(&self, size: usize) -> String {
        signer(self.seed, &self.rules.round).sign(size.try_into().unwrap(), root_of(&self.entries[..size]))
    }

    /// Signs the log as it stands with another key.
    pub fn sign_with(&mut self, seed: u8) {
        self.seed = seed;
        self.set(bundle::LOG_KEY, format!("{}\n", signer(seed, &self.rules.round).verifier().text()));
        self.sign();
    }

    /// The log is rewritten and signed again.
    pub fn lie(&mut self, change: impl FnOnce(&mut Vec<Entry>)) {
        change(&mut self.entries);
        self.sign();
    }
}

/// A ballot of these plans, or of the first of them that the form allows.
fn marked(rules: &Rules, plans: Vec<ProposalId>) -> Ballot {
    let most = plans.len();
    let ballot = |count: usize| {
        let last = count.saturating_sub(1);
        let mark = |place: usize| match rules.ballot.marking {
            Marking::Approval | Marking::Knapsack | Marking::OneChoice => Mark::Chosen,
            // The plans with the highest numbers are the best.
            Marking::Ranking => Mark::Place((count - place).try_into().unwrap()),
            Marking::Points(points) => {
                let before = u64::try_from(place).unwrap() * points.each;
                let most = points.total.saturating_sub(before).min(points.each);
                Mark::Points(if points.spend == Spend::All || place == last { most } else { 1 })
            }
        };
        let named = plans.iter().take(count).cloned().enumerate();
        let choices: Vec<Choice> = named.map(|(place, plan)| Choice { plan, mark: mark(place) }).collect();
        Ballot::new(rules, &choices)
    };
    (0..=most).rev().find_map(|count| ballot(count).ok()).expect("a blank ballot is allowed")
}

pub fn root_of(entries: &[Entry]) -> Digest {
    merkle::root(&entries.iter().map(|entry| merkle::leaf(&entry.bytes())).collect::<Vec<_>>())
}

pub fn at(time: &str) -> Moment {
    Moment::parse(&format!("2027-03-21T{time}:00Z")).unwrap()
}
