//! People who pitch: coming in by a link in a mail or a passkey, their sessions, their accounts. No act here tells anybody who is not
//! in whether an address has an account.

pub mod account;
pub mod desk;
pub mod mailbox;
pub mod session;

use super::log::Note;
use super::{ActError, Context, initiative, outbox};
use crate::domain::digest::{Digest, hex};
use crate::domain::id::{InitiativeId, InitiatorId, TaskId};
use crate::domain::initiator::{Initiator, LINK_MINUTES, MemberRole, Purpose};
use crate::domain::log::chain::Actor;
use crate::domain::log::kept::Kept;
use crate::domain::mail::{Address, Content};
use crate::domain::pace::{LINKS_OF_CLIENT, MAIL_TO_ADDRESS};
use crate::domain::time::Moment;
use crate::store::initiator::link::{self, Link};
use crate::store::{Tx, initiator, pace};
use mailbox::Mailbox;
use session::Already;

/// What the database keeps of the text of a link.
pub fn key(token: &str) -> Digest {
    Digest::of_parts(&[b"schuifruimte-link/1\0", token.as_bytes()])
}

/// A link before it is made.
pub(super) struct Draft<'a> {
    pub(super) purpose: Purpose,
    pub(super) email: &'a Address,
    pub(super) language: &'a str,
    pub(super) until: Moment,
}

/// Makes a link; the text for the mail.
pub(super) async fn make_link(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    draft: Draft<'_>,
) -> Result<String, ActError> {
    let token = hex(&ctx.seed.bytes());
    let link = Link {
        handle: ctx.seed.id(),
        purpose: draft.purpose,
        email: draft.email.clone(),
        language: draft.language.to_string(),
        made: ctx.now,
        until: draft.until,
        is_used: false,
    };
    link::add(tx, &key(&token), &link).await?;
    Ok(token)
}

/// Asks for a link, for whoever has this address. The work is the same whether the address has an account or not: the
/// account is made by the one who uses the link. `client` is where the request comes from. Refused with
/// [`ActError::TooOften`] when that client asks too often; an address that gets mail often enough gets no more, and
/// nobody is told.
pub async fn ask(
    ctx: &mut Context<'_>,
    client: &str,
    email: &Address,
    language: &str,
) -> Result<(), ActError> {
    ask_for(ctx, client, (email, language), None).await
}

/// The same, and the link goes on with a task for which a bid was begun.
pub async fn ask_for(
    ctx: &mut Context<'_>,
    client: &str,
    (email, language): (&Address, &str),
    task: Option<TaskId>,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !pace::take(&mut tx, &LINKS_OF_CLIENT, client, ctx.now).await? {
        return Err(ActError::TooOften);
    }
    let mailbox = Mailbox::of(&mut tx, email).await?;
    let has_room = pace::take(&mut tx, &MAIL_TO_ADDRESS, email.as_str(), ctx.now).await?;
    let language = mailbox.language(language);
    let until = ctx.now.plus_minutes(LINK_MINUTES);
    // A link that is not mailed opens nothing: nobody has its text.
    let token = make_link(ctx, &mut tx, Draft { purpose: Purpose::Enter, email, language, until }).await?;
    if has_room && mailbox.takes_links() {
        let content = Content::Enter { token, until, task };
        outbox::queue(&mut tx, &mut ctx.seed, ctx.now, (email, language, &content)).await?;
    }
    ctx.finish(tx, Note::new("initiator.ask", "visitor")).await
}

/// Looks at a link without using it up: what it opens. A link that was used, is too old or never was is all the same.
pub async fn look(ctx: &Context<'_>, token: &str) -> Result<Link, ActError> {
    let found = link::find(&mut *ctx.store.read().await?, &key(token)).await?;
    found.filter(|link| !link.is_used && link.until > ctx.now).ok_or(ActError::LinkExpired)
}

/// What using a link came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// A session began: the text for the cookie.
    In(String),
    /// One of two addresses said yes to a move; the other one did not yet.
    HalfMoved,
    /// The account has its new address.
    Moved,
}

/// Uses a link, once. `already` is who is signed in where it is used, with the handle of that session: a link for somebody
/// else is not used up there, and a new session takes the place of the old one.
pub async fn open(
    ctx: &mut Context<'_>,
    token: &str,
    already: Option<Already<'_>>,
) -> Result<Opened, ActError> {
    let mut tx = ctx.begin().await?;
    let key = key(token);
    if !link::use_up(&mut tx, &key, ctx.now).await? {
        return Err(ActError::LinkExpired);
    }
    let link = link::find(&mut tx, &key).await?.ok_or(ActError::LinkExpired)?;
    match link.purpose.clone() {
        Purpose::Enter => Ok(Opened::In(enter(ctx, tx, &link, already, None).await?)),
        Purpose::Join { initiative, role } => {
            Ok(Opened::In(enter(ctx, tx, &link, already, Some((initiative, role))).await?))
        }
        Purpose::MoveFrom(who) => account::says(ctx, tx, &who, account::Side::From).await,
        Purpose::MoveTo(who) => account::says(ctx, tx, &who, account::Side::To).await,
    }
}

/// Begins a session of the account of the address, which is made when there is none, and joins the group.
async fn enter(
    ctx: &mut Context<'_>,
    mut tx: Tx,
    link: &Link,
    already: Option<Already<'_>>,
    group: Option<(InitiativeId, MemberRole)>,
) -> Result<String, ActError> {
    let found = initiator::find_email(&mut tx, &link.email).await?;
    let is_new = found.is_none();
    let who = match found {
        Some(who) => who.id,
        None => {
            let who = Initiator {
                id: InitiatorId::new(ctx.seed.id()),
                email: Some(link.email.clone()),
                name: String::new(),
                language: link.language.clone(),
                opened: ctx.now,
                opened_by: None,
            };
            if !initiator::add(&mut tx, &who).await? {
                // Another link of the same address made it at this very moment: this one can be used again.
                return Err(ActError::LinkExpired);
            }
            who.id
        }
    };
    // Whoever is signed in as somebody else would not see that the account changed under their hands.
    if already.is_some_and(|already| already.who != &who) {
        return Err(ActError::LinkExpired);
    }
    ctx.actor = Actor::Initiator(who.clone());
    initiator::touch(&mut tx, &who, ctx.now).await?;
    if is_new {
        let note = Note::new("initiator.open", &who).of_rows(Kept::Initiator, &who);
        super::log::note(&mut tx, &ctx.actor, ctx.now, note).await?;
    }
    if let Some((group, role)) = group {
        initiative::join(ctx, &mut tx, &group, &who, role).await?;
    }
    let token = session::begin(ctx, &mut tx, &who, already).await?;
    ctx.finish(tx, Note::new("initiator.session", &who)).await?;
    Ok(token)
}
