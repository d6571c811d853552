//! What a mail says, as data.

use serde::{Deserialize, Serialize};

use super::regrouped::Regrouped;
use crate::domain::bid::StepKind;
use crate::domain::digest::Digest;
use crate::domain::id::{GrantId, InitiativeId, PitchId, ProposalId, RoundId, TaskId};
use crate::domain::initiator::MemberRole;
use crate::domain::moderation::{Ground, Ruling};
use crate::domain::news::{News, Topic};
use crate::domain::pitch::ally::Reply;
use crate::domain::pitch::form::Wish;
use crate::domain::pitch::wish::Met;
use crate::domain::pitch::{self, EventKind};
use crate::domain::progress::{self, ChangeKind};
use crate::domain::talk::contribution::Sort;
use crate::domain::time::Moment;

/// What a mail says, without its words: those are written when it is sent, in the language of its receiver. It never holds
/// a voting code, and a link in it opens one thing once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// The link with which someone signs in.
    Enter {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
        /// The task for which a bid was begun before signing in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<TaskId>,
    },
    /// Someone is asked to join a group.
    Invitation {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
        /// The name of the group.
        initiative: String,
        /// What the one who is asked may do in it.
        role: MemberRole,
    },
    /// To the address that an account has: it is about to get another one.
    MoveFrom {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
        /// The new address, shortened.
        to: String,
    },
    /// To the address that an account is about to get.
    MoveTo {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
    },
    /// To the address that an account had: it has another one now.
    Moved,
    /// To the address of an account: it has one more passkey.
    KeyAdded,
    /// Whether the owner of the address wants to follow something.
    Follow {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
        /// The name of what is followed.
        title: String,
    },
    /// Whether the owner of the address says yes to what was written about a plan under it.
    Contribution {
        /// The mark of the address.
        mark: Digest,
        /// When the link was made.
        at: Moment,
        /// Until when it says yes.
        until: Moment,
        /// The name of the plan.
        title: String,
        /// Of which sort it is.
        sort: Sort,
    },
    /// To everyone in a group: something was asked or said about its plan.
    Said {
        /// The plan.
        pitch: PitchId,
        /// Its name.
        title: String,
    },
    /// To who asked something about a plan: its group answered.
    Answered {
        /// The round.
        round: RoundId,
        /// The plan.
        pitch: PitchId,
        /// Its name.
        title: String,
    },
    /// To everyone in a group: a member of its alliance said whether it takes part.
    Consented {
        /// The plan.
        pitch: PitchId,
        /// Its name.
        title: String,
        /// Who said it.
        member: String,
        /// What it said.
        reply: Reply,
    },
    /// What the office did with something that the receiver wrote about a plan.
    Withheld {
        /// Where the link leads.
        door: Door,
        /// What it did.
        took: Took,
    },
    /// Whether someone takes part in a plan of another group.
    Alliance {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
        /// The group that leads.
        lead: String,
        /// Who is asked.
        member: String,
        /// The name of the plan.
        title: String,
    },
    /// News of what someone follows.
    News {
        /// By what is followed.
        about: Vec<Told>,
    },
    /// To everyone in a group: something happened to its plan.
    Plan {
        /// The plan.
        pitch: PitchId,
        /// Its name.
        title: String,
        /// What happened.
        what: EventKind,
        /// On which ground.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<pitch::Ground>,
        /// What the office says.
        words: String,
        /// Until when the group can do something about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
    },
    /// To everyone in a group: the office answered a wish of its plan for help that is no money.
    Wished {
        /// The plan.
        pitch: PitchId,
        /// Its name.
        title: String,
        /// Which form of help.
        wish: Wish,
        /// Whether the group gets it.
        met: Met,
        /// What it gets, or why it does not.
        words: String,
    },
    /// To everyone in a group: about a proposal that its plan goes on with others as one, or as two.
    Regroup {
        /// The plan.
        pitch: PitchId,
        /// Its name.
        title: String,
        /// What about it.
        what: Regrouped,
        /// Why.
        words: String,
        /// Until when the group can answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
    },
    /// To everyone in a group: the municipality decided whether its plan may go in another way.
    Ruled {
        /// The round.
        round: RoundId,
        /// The plan.
        plan: ProposalId,
        /// Its name.
        title: String,
        /// What kind of change.
        change: ChangeKind,
        /// Yes or no.
        ruling: progress::Ruling,
        /// Why.
        words: String,
    },
    /// To everyone in a group: a step in the takeover of the task for which it made a bid.
    Takeover {
        /// The bid.
        pitch: PitchId,
        /// Its name.
        title: String,
        /// Which step.
        step: StepKind,
        /// Why, or what was told.
        words: String,
    },
}

/// Where whoever wrote about a plan sees what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "door", rename_all = "snake_case")]
pub enum Door {
    /// What was written under an address.
    Address {
        /// The mark of the address.
        mark: Digest,
        /// When the link was made.
        at: Moment,
    },
    /// What was taken off of what a group wrote with its plan. Mail that waited before there was one such page says `meetings`.
    #[serde(alias = "meetings")]
    Group {
        /// The plan.
        pitch: PitchId,
    },
    /// What was taken off of what the group that carries out a plan told of that.
    Carrier {
        /// The group.
        group: InitiativeId,
        /// The grant of the plan.
        grant: GrantId,
    },
}

/// What the office did with something that was written about a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "took", rename_all = "snake_case")]
pub enum Took {
    /// It took it off.
    Off {
        /// The name of the plan.
        title: String,
        /// Why, from the list.
        ground: Ground,
        /// Why, in words.
        reason: String,
        /// Until when a second look can be asked for.
        until: Moment,
    },
    /// It did not let an organisation in that says it supports a plan.
    Refused {
        /// The name of the plan.
        title: String,
        /// Why.
        reason: String,
    },
    /// Another officer gave a second look.
    Ruled {
        /// The name of the plan.
        title: String,
        /// What that came to.
        ruling: Ruling,
        /// Why.
        reason: String,
    },
}

/// News of one thing that somebody follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What is followed.
    pub topic: Topic,
    /// Its name.
    pub title: String,
    /// What is new, oldest first, each with the name of its plan where that is not what is followed.
    pub news: Vec<(News, Option<String>)>,
}

impl Content {
    /// Its name, as the table and the texts know it.
    pub fn kind(&self) -> &'static str {
        match self {
            Content::Enter { .. } => "enter",
            Content::Invitation { .. } => "invitation",
            Content::MoveFrom { .. } => "move_from",
            Content::MoveTo { .. } => "move_to",
            Content::Moved => "moved",
            Content::KeyAdded => "key_added",
            Content::Follow { .. } => "follow",
            Content::Contribution { .. } => "contribution",
            Content::Said { .. } => "said",
            Content::Answered { .. } => "answered",
            Content::Consented { .. } => "consented",
            Content::Withheld { .. } => "withheld",
            Content::Alliance { .. } => "alliance",
            Content::News { .. } => "news",
            Content::Plan { .. } => "plan",
            Content::Regroup { .. } => "regroup",
            Content::Wished { .. } => "wished",
            Content::Ruled { .. } => "ruled",
            Content::Takeover { .. } => "takeover",
        }
    }

    /// The moment after which it is of no use to anybody.
    pub fn useless_after(&self) -> Option<Moment> {
        match self {
            Content::Enter { until, .. }
            | Content::Invitation { until, .. }
            | Content::MoveFrom { until, .. }
            | Content::MoveTo { until, .. }
            | Content::Follow { until, .. }
            | Content::Alliance { until, .. }
            | Content::Contribution { until, .. } => Some(*until),
            Content::Moved
            | Content::KeyAdded
            | Content::Withheld { .. }
            | Content::Said { .. }
            | Content::Answered { .. }
            | Content::Consented { .. }
            | Content::News { .. }
            | Content::Plan { .. }
            | Content::Regroup { .. }
            | Content::Wished { .. }
            | Content::Ruled { .. }
            | Content::Takeover { .. } => None,
        }
    }

    /// Whether its receiver can say that no more of it may come: what others can cause, and what one chose to follow. What
    /// is told to someone about the own account always comes.
    pub fn can_be_stopped(&self) -> bool {
        match self {
            Content::Enter { .. }
            | Content::Invitation { .. }
            | Content::MoveTo { .. }
            | Content::Follow { .. }
            | Content::Contribution { .. }
            | Content::Alliance { .. }
            | Content::Said { .. }
            | Content::Answered { .. }
            | Content::News { .. } => true,
            Content::MoveFrom { .. }
            | Content::Moved
            | Content::KeyAdded
            | Content::Withheld { .. }
            | Content::Consented { .. }
            | Content::Plan { .. }
            | Content::Regroup { .. }
            | Content::Wished { .. }
            | Content::Ruled { .. }
            | Content::Takeover { .. } => false,
        }
    }

    /// The text of its link.
    pub fn token(&self) -> Option<&str> {
        match self {
            Content::Enter { token, .. }
            | Content::Invitation { token, .. }
            | Content::MoveFrom { token, .. }
            | Content::MoveTo { token, .. }
            | Content::Follow { token, .. }
            | Content::Alliance { token, .. } => Some(token),
            Content::Moved
            | Content::KeyAdded
            | Content::Contribution { .. }
            | Content::Withheld { .. }
            | Content::Said { .. }
            | Content::Answered { .. }
            | Content::Consented { .. }
            | Content::News { .. }
            | Content::Plan { .. }
            | Content::Regroup { .. }
            | Content::Wished { .. }
            | Content::Ruled { .. }
            | Content::Takeover { .. } => None,
        }
    }
}
