//! The way in which a vote comes in, and what is counted of it in the transaction of the vote.

use std::collections::BTreeMap;

use crate::domain::channel::Channel;
use crate::domain::id::{AccountId, PaperId, RoundId};
use crate::store::{StoreError, Tx, channel, paper};

/// The way in which a vote comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// From a device of the voter's own.
    Online,
    /// From a device that many use: what was cast there is not shown to whoever sends it again.
    Kiosk,
    /// Typed by an officer at the desk.
    Desk(Helper),
    /// Typed by an officer on the telephone.
    Telephone(Helper),
    /// On a paper that two people entered alike.
    Paper(PaperId),
}

/// Who helps a voter, and on which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// The officer.
    pub by: AccountId,
    /// The day, as `2027-03-01`.
    pub day: String,
}

impl Way {
    /// As what it is counted.
    pub fn channel(&self) -> Channel {
        match self {
            Way::Online => Channel::Online,
            Way::Kiosk => Channel::Kiosk,
            Way::Desk(_) => Channel::Desk,
            Way::Telephone(_) => Channel::Telephone,
            Way::Paper(_) => Channel::Paper,
        }
    }

    /// Whether the vote may be taken: a paper is only taken while it is on its way.
    pub(super) async fn is_good(&self, tx: &mut Tx) -> Result<bool, StoreError> {
        match self {
            Way::Paper(id) => paper::is_equal(tx, id).await,
            Way::Online | Way::Kiosk | Way::Desk(_) | Way::Telephone(_) => Ok(true),
        }
    }

    /// What is written of a first ballot beside the ballot itself. No row of it is about one ballot but that of a paper,
    /// which knows no letter.
    pub(super) async fn came_in(&self, tx: &mut Tx, round: &RoundId) -> Result<(), StoreError> {
        let written = match self {
            Way::Online | Way::Kiosk => true,
            Way::Desk(helper) | Way::Telephone(helper) => {
                channel::count_help(tx, round, &helper.day, (self.channel(), &helper.by)).await?
            }
            Way::Paper(id) => paper::cast(tx, id).await?,
        };
        if written {
            Ok(())
        } else {
            Err(StoreError::Corrupt("a vote came in a way that nobody noted".to_string()))
        }
    }
}

/// How many came in which way, of the votes of one transaction.
#[derive(Default)]
pub(super) struct Came(BTreeMap<Channel, u64>);

impl Came {
    pub(super) fn add(&mut self, way: &Way) {
        *self.0.entry(way.channel()).or_default() += 1;
    }

    pub(super) async fn count(self, tx: &mut Tx, round: &RoundId) -> Result<(), StoreError> {
        for (one, ballots) in self.0 {
            channel::count(tx, round, one, ballots).await?;
        }
        Ok(())
    }
}
