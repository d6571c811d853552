//! Alliances (S17, S40): who carries a plan out together with the group that leads it, with which part of the work and of the
//! money. The lead's own share is what is left over: nobody types it, so the shares always make up what is asked.

use serde::{Deserialize, Serialize};

use super::content::{Content, Named, Told};
use super::step::Step;
use crate::domain::digest::Digest;
use crate::domain::id::PitchId;
use crate::domain::money::Cents;
use crate::domain::recipient::{ProviderClass, RecipientKind, name_key};
use crate::domain::registration::Kvk;
use crate::domain::time::Moment;

/// Most members beside the lead.
pub const MAX_ALLIES: usize = 10;
/// Most of them that get a share: with the lead, as many as the file of a grant holds.
pub const MAX_SHARING: usize = 4;

/// What a member is in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum AllyRole {
    /// It does a part of the work.
    #[default]
    Partner,
    /// A fund that pays along.
    Fund,
    /// A housing corporation that pays along.
    Corporation,
    /// An insurer that pays along.
    Insurer,
    /// A municipality that pays along from another budget.
    Municipality,
}

impl AllyRole {
    /// Every role with its name in forms and texts.
    pub const NAMES: [(AllyRole, &'static str); 5] = [
        (AllyRole::Partner, "partner"),
        (AllyRole::Fund, "fund"),
        (AllyRole::Corporation, "corporation"),
        (AllyRole::Insurer, "insurer"),
        (AllyRole::Municipality, "municipality"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        AllyRole::NAMES.iter().find(|(role, _)| *role == self).expect("every role has a name").1
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<AllyRole> {
        AllyRole::NAMES.iter().find(|(_, known)| *known == name).map(|(role, _)| *role)
    }

    /// Whether it pays along, so that it gets nothing.
    pub fn pays(self) -> bool {
        self != AllyRole::Partner
    }
}

/// A member of an alliance beside its lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ally {
    /// Its name.
    pub name: String,
    /// What it is in law.
    pub kind: Named<RecipientKind>,
    /// What type of provider it is, where it gets a share; left out of the text where nothing was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Named<ProviderClass>>,
    /// Its number in the trade register, if it has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kvk: String,
    /// What it is in the plan.
    pub role: Named<AllyRole>,
    /// What it does.
    pub task: String,
    /// What it gets of the asked sum.
    pub share: Cents,
}

impl Ally {
    /// What it consents to: its own place in this plan, and nothing else. Another share or task is another one.
    pub fn mark(&self, pitch: &PitchId) -> Digest {
        let told = serde_json::to_string(self).expect("an ally is plain data");
        Digest::of_parts(&[b"schuifruimte-ally/1\0", pitch.as_str().as_bytes(), b"\0", told.as_bytes()])
    }

    /// What is wrong with it, as the ending of a text key.
    fn fault(&self) -> Option<&'static str> {
        let needs_number = self.kind.0.is_registered() && Kvk::parse(&self.kvk).is_err();
        if name_key(&self.name).is_empty() || self.task.trim().is_empty() {
            Some("ally-line")
        } else if needs_number {
            Some("ally-kvk")
        } else if self.role.0.pays() && self.share > Cents::ZERO {
            Some("ally-payer")
        } else if self.class.is_none() && self.share > Cents::ZERO {
            Some("ally-class")
        } else {
            None
        }
    }
}

impl Content {
    /// What is left of the asked sum for the group that leads; nothing when the members would get more than is asked.
    pub fn lead_share(&self) -> Option<Cents> {
        let shared = Cents::sum(self.allies.iter().map(|ally| ally.share)).ok()?;
        self.budget.asked()?.minus(shared).ok()
    }

    /// What it says of its alliance: the numbers of the trade register apart, which not everyone sees.
    pub(super) fn allies_told(&self) -> Vec<Told> {
        let line = |one: &Ally| {
            let (kind, role) = (one.kind.0.name(), one.role.0.name());
            let class = one.class.map(|class| format!(", {}", class.0.name())).unwrap_or_default();
            format!("{} ({kind}, {role}{class}): {}, {}", one.name, one.task, one.share)
        };
        let number = |one: &Ally| format!("{} {}", one.name, one.kvk);
        let told = |field, lines: Vec<String>| Told { step: Step::Allies, field, text: lines.join("\n") };
        let numbers = self.allies.iter().filter(|one| !one.kvk.is_empty());
        vec![
            told("pt_allies", self.allies.iter().map(line).collect()),
            told("pt_allies_kvk", numbers.map(number).collect()),
        ]
    }

    /// What goes to members of another class than the lead: for the limits of a round that is money paid on (S41, S42).
    pub fn to_other_classes(&self) -> Cents {
        let others = self.allies.iter().filter(|ally| ally.class != self.class);
        Cents::sum(others.map(|ally| ally.share)).unwrap_or(Cents::MAX)
    }

    /// What is wrong with its alliance, as endings of text keys.
    pub(super) fn alliance_faults(&self, applicant: &str) -> Vec<&'static str> {
        let mut faults: Vec<&'static str> = self.allies.iter().filter_map(Ally::fault).collect();
        let mut names: Vec<String> = self.allies.iter().map(|ally| name_key(&ally.name)).collect();
        names.push(name_key(applicant));
        let count = names.len();
        names.sort();
        names.dedup();
        if names.len() != count {
            faults.push("ally-twice");
        }
        if self.allies.iter().filter(|ally| ally.share > Cents::ZERO).count() > MAX_SHARING {
            faults.push("ally-many");
        }
        let is_asked = self.budget.asked().is_some();
        if !self.allies.is_empty() && is_asked && self.lead_share().is_none() {
            faults.push("ally-much");
        }
        if !self.allies.is_empty() && self.lead_share() == Some(Cents::ZERO) {
            faults.push("ally-lead");
        }
        faults.sort_unstable();
        faults.dedup();
        faults
    }
}

/// In which way someone said whether it takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentWay {
    /// By the link in a mail.
    Mail,
    /// From the own account.
    Account,
    /// On paper, which the desk saw.
    Paper,
}

impl ConsentWay {
    /// Every way with its name in the database and in texts.
    pub const NAMES: [(ConsentWay, &'static str); 3] =
        [(ConsentWay::Mail, "mail"), (ConsentWay::Account, "account"), (ConsentWay::Paper, "paper")];

    /// Its name.
    pub fn name(self) -> &'static str {
        ConsentWay::NAMES.iter().find(|(way, _)| *way == self).expect("every way has a name").1
    }

    /// The way of this name.
    pub fn named(name: &str) -> Option<ConsentWay> {
        ConsentWay::NAMES.iter().find(|(_, known)| *known == name).map(|(way, _)| *way)
    }
}

/// What a member answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// It takes part.
    Yes,
    /// It does not.
    No,
}

impl Reply {
    /// Every answer with its name in the database and in forms.
    pub const NAMES: [(Reply, &'static str); 2] = [(Reply::Yes, "yes"), (Reply::No, "no")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Reply::NAMES.iter().find(|(reply, _)| *reply == self).expect("every answer has a name").1
    }

    /// The answer of this name.
    pub fn named(name: &str) -> Option<Reply> {
        Reply::NAMES.iter().find(|(_, known)| *known == name).map(|(reply, _)| *reply)
    }
}

/// What a member said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// Whether it takes part.
    pub is_yes: bool,
    /// In which way it said so.
    pub way: ConsentWay,
    /// When.
    pub at: Moment,
}

/// A member that is asked, and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// In which plan.
    pub pitch: PitchId,
    /// To what: [`Ally::mark`].
    pub mark: Digest,
    /// When it was asked.
    pub at: Moment,
    /// Whether a mail went.
    pub by_mail: bool,
    /// What it said; nothing as long as it did not.
    pub consent: Option<Consent>,
}

impl Asked {
    /// What the desk types from a paper.
    pub fn code(&self) -> String {
        self.mark.to_string()[..CODE].to_string()
    }
}

/// Signs of the code on a paper.
pub const CODE: usize = 12;

/// The members of a plan that did not say yes to what it says of them now.
pub fn silent<'a>(content: &'a Content, pitch: &PitchId, asked: &[Asked]) -> Vec<&'a Ally> {
    let says_yes = |ally: &Ally| {
        let mark = ally.mark(pitch);
        asked.iter().any(|one| one.mark == mark && one.consent.is_some_and(|consent| consent.is_yes))
    };
    content.allies.iter().filter(|ally| !says_yes(ally)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::budget::{Budget, Line};
    use super::*;

    fn ally(name: &str, cents: i64) -> Ally {
        Ally {
            name: name.to_string(),
            kind: Named(RecipientKind::Group),
            class: Some(Named(ProviderClass::Resident)),
            kvk: String::new(),
            role: Named(AllyRole::Partner),
            task: "koken".to_string(),
            share: Cents::new(cents).expect("an amount"),
        }
    }

    fn plan(asked: i64, shares: &[i64]) -> Content {
        let costs = vec![Line { what: "alles".to_string(), amount: Cents::new(asked).expect("an amount") }];
        let allies = shares.iter().zip(0..).map(|(share, number)| ally(&format!("Lid {number}"), *share));
        let budget = Budget { costs, ..Budget::default() };
        Content { budget, allies: allies.collect(), ..Content::default() }
    }

    /// S40: another share, task, role or name asks anew; the same asks nobody.
    #[test]
    fn consent_is_to_a_share_and_a_task_and_to_no_other() {
        let (here, there) = (PitchId::new("a"), PitchId::new("b"));
        let one = ally("Koor", 100);
        assert_eq!(one.mark(&here), one.clone().mark(&here));
        let others = [
            Ally { share: Cents::ZERO, ..one.clone() },
            Ally { task: "zingen".to_string(), ..one.clone() },
            Ally { role: Named(AllyRole::Fund), ..one.clone() },
            Ally { name: "Kwartet".to_string(), ..one.clone() },
        ];
        for other in others {
            assert_ne!(one.mark(&here), other.mark(&here), "{other:?}");
        }
        assert_ne!(one.mark(&here), one.mark(&there));
    }

    #[test]
    fn the_lead_keeps_a_part_and_who_shares_says_of_which_class_it_is() {
        assert_eq!(plan(1_000, &[600, 400]).alliance_faults("Soepgroep"), ["ally-lead"]);
        let mut silent = plan(1_000, &[100]);
        silent.allies[0].class = None;
        assert_eq!(silent.alliance_faults("Soepgroep"), ["ally-class"]);
        silent.allies[0].share = Cents::ZERO;
        assert_eq!(silent.alliance_faults("Soepgroep"), [""; 0]);
    }

    #[test]
    fn nobody_is_in_it_twice_and_who_pays_gets_nothing() {
        let mut twice = plan(1_000, &[100]);
        assert_eq!(twice.alliance_faults("Lid 0"), ["ally-twice"], "the lead is no member of itself");
        twice.allies.push(ally("lid 0", 1));
        assert_eq!(twice.alliance_faults("Soepgroep"), ["ally-twice"]);
        let mut fund = plan(1_000, &[100]);
        fund.allies[0].role = Named(AllyRole::Fund);
        assert_eq!(fund.alliance_faults("Soepgroep"), ["ally-payer"]);
        fund.allies[0].kind = Named(RecipientKind::Foundation);
        assert_eq!(fund.alliance_faults("Soepgroep"), ["ally-kvk"]);
    }

    proptest! {
        /// S40: the shares, the lead's own included, make up the asked sum to the cent, or the plan cannot be sent in.
        #[test]
        fn shares_make_up_what_is_asked(asked in 1_i64..10_000_000, shares in prop::collection::vec(0_i64..2_000_000, 0..10)) {
            let made = plan(asked, &shares);
            let shared: i64 = shares.iter().sum();
            match made.lead_share() {
                Some(own) => prop_assert_eq!(own.get() + shared, asked),
                None => prop_assert!(shared > asked && made.alliance_faults("Soepgroep").contains(&"ally-much")),
            }
        }
    }
}
