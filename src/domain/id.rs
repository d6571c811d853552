//! Identifiers: opaque text, each kind its own type, never parsed as a number.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares identifier types.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes text that the database or a form gave; look-ups decide whether it exists.
            pub fn new(text: impl Into<String>) -> $name {
                $name(text.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A member of staff.
    AccountId,
    /// An area: a wijk, or any other set of buurten.
    AreaId,
    /// A budget of one year or more.
    BudgetId,
    /// A neighbourhood (Dutch: buurt), by its CBS code, such as `BU03440111`.
    NeighbourhoodId,
    /// A version of a set of figures per neighbourhood.
    DataSetId,
    /// A yearly line of the municipal budget.
    LineId,
    /// The part of a line's reserved share that an area may spend.
    AllocationId,
    /// A round: the short name in its address, such as `zuilen-2027`. It never changes.
    RoundId,
    /// A proposal within its round, as it stands on the ballot.
    ProposalId,
    /// Money for a plan: the name of its round and the number of its plan, or of its place in a standing round.
    GrantId,
    /// Who a grant is made out to. Random.
    RecipientId,
    /// A voting letter. Random; on no paper and in no log.
    LetterId,
    /// A request to revoke a letter. Random.
    RevocationId,
    /// Someone who asked the desk to call about a letter. Random.
    CallId,
    /// Someone who pitches. Random.
    InitiatorId,
    /// A group that pitches. Random.
    InitiativeId,
    /// A plan as its initiators write it. Random.
    PitchId,
    /// A proposal to let plans go on as one, or one as two.
    RegroupId,
    /// A task of the municipality that residents can take over. Random.
    TaskId,
    /// Something that somebody said about a plan. Random.
    CommentId,
    /// What somebody wrote under an address whose owner did not say yes to it yet. Random.
    ContributionId,
    /// A meeting about a round or a plan. Random.
    MeetingId,
    /// Something that the office took off. Random.
    WithholdingId,
    /// A mail on its way. Random; the first part of its Message-ID.
    MailId,
    /// A paper ballot. Random.
    PaperId,
    /// A stack of paper ballots. Random.
    PaperBatchId,
    /// What a browser sends along with a ballot so that sending it twice counts once.
    CastId,
}

/// The longest identifier that is accepted from outside.
pub const MAX_LENGTH: usize = 64;

/// Why a text cannot name a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadRoundId;

impl RoundId {
    /// A short name for a new round: small letters, digits and single hyphens, 3 to 64 characters.
    pub fn parse(text: &str) -> Result<RoundId, BadRoundId> {
        let text = text.trim();
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good = (3..=MAX_LENGTH).contains(&text.len())
            && text.bytes().all(allowed)
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if good { Ok(RoundId(text.to_string())) } else { Err(BadRoundId) }
    }
}

/// Text for a random identifier: 128 bits as 32 hexadecimal characters.
pub fn random_text(bytes: [u8; 16]) -> String {
    super::digest::hex(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_names_are_safe_in_addresses() {
        assert!(RoundId::parse("zuilen-2027").is_ok());
        for bad in ["", "ab", "Zuilen", "zuilen 2027", "-zuilen", "zuilen-", "a--b", "zuilen/2027", "zuïlen"]
        {
            assert_eq!(RoundId::parse(bad), Err(BadRoundId), "{bad}");
        }
    }
}
