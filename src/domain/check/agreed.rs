//! What the members of an alliance said yes to with their plan, beside the file of its grant: who gets which share (S17, S40).
//! Voters saw it with the plan. The file may not say something else.

use super::Part;
use crate::domain::grant::years::divide;
use crate::domain::id::RecipientId;
use crate::domain::money::Cents;
use crate::domain::pitch::Content;
use crate::domain::recipient::name_key;
use crate::domain::registration::Kvk;

/// A member that gets a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// Its name.
    pub name: String,
    /// Its number in the trade register, if it has one.
    pub kvk: Option<Kvk>,
    /// What it gets of what was asked.
    pub share: Cents,
}

/// The shares that were agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// What the group that leads keeps of what was asked.
    pub lead: Cents,
    /// The others that get a share.
    pub members: Vec<Sharing>,
}

impl Agreed {
    /// What a plan says; nothing where only its own group gets money.
    pub fn of(content: &Content) -> Option<Agreed> {
        let paid = content.allies.iter().filter(|ally| ally.share > Cents::ZERO);
        let members: Vec<Sharing> = paid
            .map(|ally| Sharing {
                name: ally.name.clone(),
                kvk: Kvk::parse(&ally.kvk).ok(),
                share: ally.share,
            })
            .collect();
        let lead = content.lead_share()?;
        (!members.is_empty()).then_some(Agreed { lead, members })
    }

    /// The shares of a grant of this sum, that of the lead first: what was agreed on, in proportion where less is given.
    pub fn shares(&self, sum: Cents) -> Vec<Cents> {
        let asked: Vec<Cents> =
            std::iter::once(self.lead).chain(self.members.iter().map(|member| member.share)).collect();
        divide(sum, &asked)
    }

    /// Whether those who share a grant of this sum are the lead and these members, with these shares, and nobody else.
    pub fn is_kept(&self, sum: Cents, lead: &RecipientId, parts: &[Part]) -> bool {
        let mut shares = self.shares(sum).into_iter();
        let Some(own) = shares.next() else { return false };
        let mut left: Vec<&Part> = parts.iter().collect();
        let mut take = |is_it: &dyn Fn(&Part) -> bool| {
            let place = left.iter().position(|part| is_it(part));
            place.map(|place| left.remove(place)).is_some()
        };
        let leads = take(&|part| &part.recipient.id == lead && part.share == own);
        let others = self.members.iter().zip(shares).all(|(member, share)| {
            take(&|part| member.is(&part.recipient.name, part.recipient.kvk.as_ref()) && part.share == share)
        });
        leads && others && left.is_empty()
    }
}

impl Sharing {
    /// Whether this is the one: by number where both have one, and by name.
    pub fn is(&self, name: &str, kvk: Option<&Kvk>) -> bool {
        match (&self.kvk, kvk) {
            (Some(own), Some(kvk)) => own == kvk,
            (Some(_), None) | (None, Some(_) | None) => name_key(&self.name) == name_key(name),
        }
    }
}
