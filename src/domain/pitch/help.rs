//! Help with a draft (S7): what its group asks and what the office says to that, beside the plan and never in it; and why drafts
//! end that are never sent in.

use super::State;
use crate::domain::round::Phase;
use crate::domain::time::Moment;

/// Most things that are asked and said about one draft.
pub const MAX_HELP: usize = 60;

/// What is asked or said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpKind {
    /// The group asks.
    Ask,
    /// The office says something.
    Say,
    /// The group asks no more: the office does not look into the draft any more.
    Stop,
}

impl HelpKind {
    /// Every kind with its name in the database and in texts.
    pub const NAMES: [(HelpKind, &'static str); 3] =
        [(HelpKind::Ask, "ask"), (HelpKind::Say, "say"), (HelpKind::Stop, "stop")];

    /// Its name.
    pub fn name(self) -> &'static str {
        HelpKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<HelpKind> {
        HelpKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// One thing that was asked or said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// In order, from 1.
    pub number: u64,
    /// What.
    pub kind: HelpKind,
    /// The words.
    pub words: String,
    /// When.
    pub at: Moment,
    /// The function of who said it for the office.
    pub function: String,
}

/// Whether help is asked now: only about a draft, only while its round takes plans, and until its group asks no more.
pub fn is_asked(all: &[Help], state: State, phase: Phase) -> bool {
    let last = all.iter().rfind(|one| one.kind != HelpKind::Say);
    state == State::Draft && phase == Phase::Propose && last.is_some_and(|one| one.kind == HelpKind::Ask)
}

/// Why a draft was never sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The group does it in another way, or pays it itself.
    Otherwise,
    /// It goes on with another group.
    Together,
    /// There was too little time.
    Time,
    /// There were too few people.
    People,
    /// Sending it in was too hard.
    Hard,
    /// There was no place, permit or consent for it.
    Place,
    /// Something else.
    Other,
    /// The group did not say.
    Unsaid,
    /// It was left lying, or its group ended.
    Left,
}

impl Why {
    /// Every reason with its name in the database and in texts.
    pub const NAMES: [(Why, &'static str); 9] = [
        (Why::Otherwise, "otherwise"),
        (Why::Together, "together"),
        (Why::Time, "time"),
        (Why::People, "people"),
        (Why::Hard, "hard"),
        (Why::Place, "place"),
        (Why::Other, "other"),
        (Why::Unsaid, "unsaid"),
        (Why::Left, "left"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Why::NAMES.iter().find(|(why, _)| *why == self).expect("every reason has a name").1
    }

    /// The reason of this name, as far as a group says it.
    pub fn said(name: &str) -> Why {
        let said = Why::NAMES.iter().find(|(why, known)| *known == name && *why != Why::Left);
        said.map_or(Why::Unsaid, |(why, _)| *why)
    }
}

/// What became of the drafts of a round, in counts: nobody is named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drafts {
    /// That were sent in.
    pub sent: u64,
    /// That are still drafts.
    pub open: u64,
    /// That ended, by reason.
    pub ended: Vec<(Why, u64)>,
    /// About how many of all of these help was asked.
    pub helped: u64,
}

impl Drafts {
    /// All that were begun.
    pub fn begun(&self) -> u64 {
        self.ended
            .iter()
            .fold(self.sent.saturating_add(self.open), |sum, (_, count)| sum.saturating_add(*count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_asked_about_a_draft_until_its_group_asks_no_more() {
        let one = |number, kind| Help {
            number,
            kind,
            words: "Wie weet dit?".to_string(),
            at: Moment::from_micros(0),
            function: String::new(),
        };
        let asked = [one(1, HelpKind::Ask), one(2, HelpKind::Say)];
        assert!(is_asked(&asked, State::Draft, Phase::Propose));
        assert!(
            !is_asked(&asked, State::Submitted, Phase::Propose)
                && !is_asked(&asked, State::Draft, Phase::Check)
        );
        let stopped = [one(1, HelpKind::Ask), one(2, HelpKind::Stop), one(3, HelpKind::Say)];
        assert!(
            !is_asked(&stopped, State::Draft, Phase::Propose) && !is_asked(&[], State::Draft, Phase::Propose)
        );
        assert_eq!(
            (Why::said("hard"), Why::said("left"), Why::said("")),
            (Why::Hard, Why::Unsaid, Why::Unsaid)
        );
    }
}
