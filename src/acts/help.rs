//! Helping a voter at the desk or on the telephone: the act stands in the staff log, once a day for each officer and way;
//! how many there were is a number of that day. Neither tells the hour, a letter or a choice.

use serde_json::{Value, json};

use super::ballot::{Helper, Way};
use super::interest::require_none;
use super::log::Note;
use super::{ActError, Context};
use crate::domain::channel::Channel;
use crate::domain::id::RoundId;
use crate::domain::round::Phase;
use crate::store::channel::Help;
use crate::store::{channel, round};

/// Begins to help voters on this day, if that was not begun: the way in which their votes come in.
pub async fn begin(ctx: &Context<'_>, id: &RoundId, by_telephone: ByTelephone) -> Result<Way, ActError> {
    let helper = Helper { by: ctx.person()?.clone(), day: ctx.now.local().date().to_string() };
    let way = match by_telephone {
        ByTelephone::No => Way::Desk(helper.clone()),
        ByTelephone::Yes => Way::Telephone(helper.clone()),
    };
    let mut tx = ctx.begin().await?;
    if !round::claim(&mut tx, id, Phase::Open).await? {
        return Err(ActError::VoteClosed);
    }
    // Whoever types for another could type for a plan of their own.
    require_none(ctx, &mut tx, id).await?;
    if channel::begin_help(&mut tx, id, &helper.day, (way.channel(), &helper.by)).await? {
        let detail = json!({ "way": way.channel().name(), "day": helper.day });
        ctx.finish(tx, Note::with("ballot.help", id, detail)).await?;
    }
    Ok(way)
}

/// What the close says of all who helped.
pub(super) fn told(helped: &[Help]) -> Value {
    let one = |one: &Help| json!({ "day": one.day, "way": one.channel.name(), "by": one.by, "voters": one.ballots });
    helped.iter().map(one).collect()
}

/// Whether the voter is on the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByTelephone {
    /// The voter is at the desk.
    No,
    /// The voter calls.
    Yes,
}

impl ByTelephone {
    /// As what it is counted.
    pub fn channel(self) -> Channel {
        match self {
            ByTelephone::No => Channel::Desk,
            ByTelephone::Yes => Channel::Telephone,
        }
    }
}
