//! People who pitch in the invented year: a group of three, each with another role, and the photo of their plan.

use super::post::taken_at;
use super::staff::at_moment;
use super::year::Maker;
use super::{photo, town};
use crate::acts::outbox::Claimed;
use crate::acts::{self, Context};
use crate::cli::Failure;
use crate::cli::service::refused;
use crate::documents;
use crate::domain::id::{InitiativeId, ProposalId, RoundId};
use crate::domain::initiator::{Initiator, MemberRole};
use crate::domain::log::chain::Actor;
use crate::domain::mail::Address;
use crate::store;

/// Days from today on which the group was made, the others joined, and the photo was added.
const DAYS: [i64; 3] = [-25, -24, -9];

/// The language in which they get mail.
const LANGUAGE: &str = "nl";

impl Maker<'_> {
    /// Makes the group and what its visitor finds in the mail: a link for its owner, and an invitation that waits.
    pub(super) async fn pitching(&self) -> Result<Vec<Claimed>, Failure> {
        let (email, name) = town::OWNER;
        let link = self.link(email, DAYS[0]).await?;
        let owner = self.enters(&link, (email, name), DAYS[0]).await?;
        let group = acts::initiative::make(&mut self.as_one(&owner, DAYS[0]), &owner, town::GROUP).await?;
        for ((email, name), role) in town::MEMBERS.iter().zip([MemberRole::Editor, MemberRole::Reader]) {
            let mails = self.invited(&owner, &group, (email, role), DAYS[1]).await?;
            let link = mails.first().and_then(|mail| mail.content.token()).ok_or_else(nothing)?;
            self.enters(link, (email, name), DAYS[1]).await?;
        }
        self.pitched(&owner, &group).await?;
        let mut mails = self.invited(&owner, &group, (town::ASKED, MemberRole::Reader), 0).await?;
        self.asks(email, 0).await?;
        mails.extend(taken_at(self.service, self.ctx("", 0).now).await?);
        Ok(mails)
    }

    pub(super) fn as_one(&self, who: &Initiator, day: i64) -> Context<'_> {
        at_moment(self.service, Actor::Initiator(who.id.clone()), self.ctx("", day).now)
    }

    async fn asks(&self, email: &str, day: i64) -> Result<(), Failure> {
        let mut ctx = at_moment(self.service, Actor::Visitor, self.ctx("", day).now);
        Ok(acts::initiator::ask(&mut ctx, "demo", &address(email)?, LANGUAGE).await?)
    }

    /// The text of the link that someone asked for.
    async fn link(&self, email: &str, day: i64) -> Result<String, Failure> {
        self.asks(email, day).await?;
        let mails = taken_at(self.service, self.ctx("", day).now).await?;
        let token = mails.first().and_then(|mail| mail.content.token());
        token.map(ToString::to_string).ok_or_else(nothing)
    }

    /// Someone uses a link and says their name. The session that this begins has long ended.
    async fn enters(&self, link: &str, (email, name): (&str, &str), day: i64) -> Result<Initiator, Failure> {
        let mut ctx = at_moment(self.service, Actor::Visitor, self.ctx("", day).now);
        acts::initiator::open(&mut ctx, link, None).await?;
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let found = store::initiator::find_email(&mut conn, &address(email)?).await.map_err(refused)?;
        drop(conn);
        let who = found.ok_or_else(nothing)?;
        acts::initiator::account::rename(&self.as_one(&who, day), &who.id, name, LANGUAGE).await?;
        Ok(who)
    }

    /// The mail that asks someone to join.
    async fn invited(
        &self,
        owner: &Initiator,
        group: &InitiativeId,
        (email, role): (&str, MemberRole),
        day: i64,
    ) -> Result<Vec<Claimed>, Failure> {
        let asked = (&address(email)?, role);
        let mut ctx = self.as_one(owner, day);
        acts::initiative::invite(&mut ctx, owner, group, asked).await?;
        taken_at(self.service, ctx.now).await
    }

    /// The group sends a photo; Joris adds it to their plan.
    pub(super) async fn photo(&self, round: &RoundId, plan: &ProposalId) -> Result<(), Failure> {
        let files = documents::picture::make(&photo::roof_garden()?);
        let files = files.map_err(|fault| Failure::refused(format!("the photo: {}", fault.name())))?;
        acts::picture::add(&self.ctx("joris", DAYS[2]), round, plan, &files, town::PHOTO).await?;
        Ok(())
    }
}

fn address(email: &str) -> Result<Address, Failure> {
    Address::parse(email).map_err(|_| Failure::refused(format!("{email} is no address")))
}

fn nothing() -> Failure {
    Failure::refused("the demonstration found no mail that it had sent")
}
