//! Who pitches: people with an account of their own ([`Initiator`], Dutch: initiatiefnemer) and the groups that they form
//! (Dutch: initiatief). Nobody needs an account to vote.

use serde::{Deserialize, Serialize};

use super::id::{AccountId, InitiativeId, InitiatorId};
use super::mail::Address;
use super::plain::fault_of_line;
use super::time::Moment;

/// Minutes for which a link in a mail opens.
pub const LINK_MINUTES: i64 = 30;
/// Minutes for which an invitation to a group opens: who is asked did not ask for it, and reads it later.
pub const INVITATION_MINUTES: i64 = 48 * 60;
/// Minutes without use after which a session ends.
pub const IDLE_MINUTES: i64 = 2 * 60;
/// Days after which a session ends however busy, at most; a municipality may choose fewer.
pub const MOST_SESSION_DAYS: u8 = 30;
/// Longest name of a person or a group, in characters.
pub const MAX_NAME: usize = 80;
/// Most members of a group, invitations included.
pub const MAX_MEMBERS: usize = 30;
/// Most groups of one person.
pub const MAX_GROUPS: usize = 10;

/// Someone who pitches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initiator {
    /// Opaque; the only thing of the person that stands in a log.
    pub id: InitiatorId,
    /// Where mail goes; nothing for who is served at the desk.
    pub email: Option<Address>,
    /// Name; empty until it is given.
    pub name: String,
    /// The tag of the language of mail.
    pub language: String,
    /// When the account was opened.
    pub opened: Moment,
    /// Who opened it at the desk; nothing where the person did.
    pub opened_by: Option<AccountId>,
}

/// What a member may do in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// Signs for the group and decides who is in it. A group has one.
    Owner,
    /// Writes what the group pitches.
    Editor,
    /// Reads along.
    Reader,
}

impl MemberRole {
    /// Every role with its name.
    pub const NAMES: [(MemberRole, &'static str); 3] =
        [(MemberRole::Owner, "owner"), (MemberRole::Editor, "editor"), (MemberRole::Reader, "reader")];

    /// Its name.
    pub fn name(self) -> &'static str {
        MemberRole::NAMES.iter().find(|(role, _)| *role == self).expect("every role has a name").1
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<MemberRole> {
        MemberRole::NAMES.iter().find(|(_, known)| *known == name).map(|(role, _)| *role)
    }

    /// The role of this name that is given by invitation: the ownership is handed over, never given away beside.
    pub fn given(name: &str) -> Option<MemberRole> {
        MemberRole::named(name).filter(|role| *role != MemberRole::Owner)
    }
}

/// A group (Dutch: initiatief).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initiative {
    /// Opaque.
    pub id: InitiativeId,
    /// Its name.
    pub name: String,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub who: InitiatorId,
    /// The name, for the others in the group.
    pub name: String,
    /// What the member may do.
    pub role: MemberRole,
    /// Since when.
    pub since: Moment,
}

/// What a link from a mail opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// The account of the address, which is made when there is none.
    Enter,
    /// A place in a group, for the address that was asked.
    Join {
        /// Which group.
        initiative: InitiativeId,
        /// As what.
        role: MemberRole,
    },
    /// The word of the address that an account has, that it may have another one.
    MoveFrom(InitiatorId),
    /// The word of the address that an account is to have.
    MoveTo(InitiatorId),
}

impl Purpose {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Purpose::Enter => "enter",
            Purpose::Join { .. } => "join",
            Purpose::MoveFrom(_) => "move_from",
            Purpose::MoveTo(_) => "move_to",
        }
    }
}

/// What is wrong with the name of a person or a group, as the ending of a text key; nothing when it is good.
pub fn name_fault(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if name.is_empty() {
        return Some("empty");
    }
    if name.chars().count() > MAX_NAME {
        return Some("post-long");
    }
    // An address or a link as a name would make our mail carry it to others.
    let leads_away = name.contains("://") || name.contains('@') || name.to_ascii_lowercase().contains("www.");
    match fault_of_line(name) {
        Some(_) => Some("post-name"),
        None if leads_away => Some("post-name"),
        None => None,
    }
}

/// Who owns a group when its owner goes: who writes before who reads, and then who is in it longest.
pub fn heir(members: &[Member], leaving: &InitiatorId) -> Option<InitiatorId> {
    let others = members.iter().filter(|member| &member.who != leaving);
    others.min_by_key(|member| (member.role, member.since, &member.who)).map(|member| member.who.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_name() {
        for good in ["Henk Bouwmeester", "Buurttuin 't Zand", "محمد", "Groep 3"] {
            assert_eq!(name_fault(good), None, "{good}");
        }
        let long = "a".repeat(MAX_NAME + 1);
        for bad in ["", " ", "a\r\nb", "a\u{202e}b", "a\0", "kijk op https://x", "a@b.example", &long] {
            assert!(name_fault(bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn ownership_goes_to_who_writes_and_is_in_it_longest() {
        let member = |who: &str, role, since| Member {
            who: InitiatorId::new(who),
            name: String::new(),
            role,
            since: Moment::from_micros(since),
        };
        let members = [
            member("a", MemberRole::Owner, 0),
            member("b", MemberRole::Reader, 1),
            member("c", MemberRole::Editor, 3),
            member("d", MemberRole::Editor, 2),
        ];
        assert_eq!(heir(&members, &members[0].who), Some(members[3].who.clone()));
        assert_eq!(heir(&members[..1], &members[0].who), None);
        assert_eq!(MemberRole::given("owner"), None);
    }
}
