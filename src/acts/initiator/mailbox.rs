//! What is mailed to an address, and in which language. Nobody but its owner learns anything of it.

use crate::acts::log::Note;
use crate::acts::{ActError, Context};
use crate::domain::digest::Digest;
use crate::domain::mail::Address;
use crate::domain::pace::MAIL_CHOICES;
use crate::store::{Conn, Tx, initiator, mail_stop, pace};

/// What is known of an address that is about to get a mail.
pub(in crate::acts) struct Mailbox {
    /// The tag of the language that its owner chose; nothing where it has no account.
    language: Option<String>,
    /// Whether its owner wants no mail that others cause.
    is_stopped: bool,
}

impl Mailbox {
    pub(in crate::acts) async fn of(conn: &mut Conn, email: &Address) -> Result<Mailbox, ActError> {
        let account = initiator::find_email(conn, email).await?;
        let is_stopped = mail_stop::has(conn, &email.mark()).await?;
        Ok(Mailbox { language: account.map(|account| account.language), is_stopped })
    }

    /// The language of a mail: that of its receiver, or that of whoever asked where no account tells.
    pub(in crate::acts) fn language<'a>(&'a self, asked: &'a str) -> &'a str {
        self.language.as_deref().unwrap_or(asked)
    }

    /// Whether mail that others cause is taken.
    pub(in crate::acts) fn takes_unasked(&self) -> bool {
        !self.is_stopped
    }

    /// Whether a link to sign in is taken: whoever has an account comes in by nothing else.
    pub(in crate::acts) fn takes_links(&self) -> bool {
        !self.is_stopped || self.language.is_some()
    }
}

/// The owner of an address wants no mail any more that others cause.
pub async fn stop(ctx: &Context<'_>, mark: &Digest) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !mail_stop::add(&mut tx, mark, ctx.now).await? {
        return Ok(());
    }
    changed(ctx, tx, mark, "mail.stop").await
}

/// The owner of an address takes that back.
pub async fn allow(ctx: &Context<'_>, mark: &Digest) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !mail_stop::remove(&mut tx, mark).await? {
        return Ok(());
    }
    changed(ctx, tx, mark, "mail.allow").await
}

/// Notes it, at the pace of one address: nobody is signed in, and each line of the log is kept for ever.
async fn changed(ctx: &Context<'_>, mut tx: Tx, mark: &Digest, act: &'static str) -> Result<(), ActError> {
    if !pace::take(&mut tx, &MAIL_CHOICES, &mark.to_string(), ctx.now).await? {
        return Err(ActError::TooOften);
    }
    ctx.finish(tx, Note::new(act, "visitor")).await
}
