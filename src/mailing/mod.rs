//! Carrying mail from the table to the server. Any number of processes may do it at once.
//!
//! A mail goes `waiting -> claimed -> begun -> sent`. A process claims it, talks with the server until that asks for the words, marks
//! it as begun, and only then sends them: the mark is refused to a process whose claim passed to another one. So a process
//! that is killed before the mark has sent nothing, and the mail waits again; after the mark nobody knows, and the mail is
//! `unsure` and is not sent again by itself. Sending is at most once; trying is at least once until it is given up.

pub mod smtp;

use std::time::Duration;

use smtp::Patience;

use crate::acts::outbox::{self, Claimed};
use crate::acts::{ActError, Context};
use crate::config::MailServer;
use crate::documents::mail::{self, Draft};
use crate::domain::mail::{Address, Content, Fault};
use crate::store;
use crate::text::{Lang, Text};

/// Most mails in one turn.
const PER_TURN: usize = 200;
/// How often what became of a mail is written down when the database is busy.
const TRIALS: u32 = 5;

/// The way that mail goes.
pub struct Way<'a> {
    /// The server.
    pub server: &'a MailServer,
    /// The host of this service.
    pub host: &'a str,
    /// How long the server may take.
    pub patience: Patience,
    /// The address of the page that the link of a mail opens, in a language.
    pub link: &'a (dyn Fn(Lang, &Content) -> String + Sync),
    /// The address of the page where the owner of an address says that no more of such mail may come.
    pub stop: &'a (dyn Fn(Lang, &Address, &Content) -> String + Sync),
}

/// What a turn came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// All that was due was tried.
    Done,
    /// The server is away or slow: what is left waits for a later turn.
    ServerAway,
}

/// Tries every mail that is due, each under what `context` gives for it.
pub async fn turn<'a>(context: impl Fn() -> Context<'a>, way: &Way<'_>) -> Result<Turn, ActError> {
    let ctx = context();
    if !store::outbox::is_due(&mut *ctx.store.read().await?, ctx.now).await? {
        return Ok(Turn::Done);
    }
    outbox::tidy(&ctx).await?;
    for _ in 0..PER_TURN {
        let Some(held) = outbox::claim(&mut context()).await? else { break };
        if carry(&context, way, &held).await? == Some(Fault::Unreachable) {
            return Ok(Turn::ServerAway);
        }
    }
    Ok(Turn::Done)
}

/// Carries one mail; why it was not sent, if it was not.
async fn carry<'a>(
    context: &impl Fn() -> Context<'a>,
    way: &Way<'_>,
    held: &Claimed,
) -> Result<Option<Fault>, ActError> {
    let sent = match written(way, held) {
        None => Err(Fault::Unwritable),
        Some(words) => match smtp::open(way.server, way.host, &held.address, way.patience).await {
            Err(fault) => Err(fault),
            // From the mark on the mail may have arrived. Without it the connection ends without a word.
            Ok(waiting) => match outbox::begin(&context(), held).await? {
                true => waiting.send(&words).await,
                false => return Ok(None),
            },
        },
    };
    let mut trial = 0;
    loop {
        let ctx = context();
        let noted = match sent {
            Ok(()) => outbox::sent(&ctx, held).await,
            Err(fault) => outbox::not_sent(&ctx, held, fault).await,
        };
        trial += 1;
        match noted {
            // What could not be written down ends as unsure, when the claim has run out.
            Err(error) if trial == TRIALS => return Err(error),
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            Ok(()) => return Ok(sent.err()),
        }
    }
}

fn written(way: &Way<'_>, held: &Claimed) -> Option<Vec<u8>> {
    let lang = Lang::of_tag(&held.language).unwrap_or(Lang::Nl);
    let stop = held.content.can_be_stopped().then(|| (way.stop)(lang, &held.address, &held.content));
    let draft = Draft {
        id: &held.id,
        to: &held.address,
        from: &way.server.from,
        host: way.host,
        text: Text { lang },
        content: &held.content,
        at: held.queued,
        link: &(way.link)(lang, &held.content),
        stop: stop.as_deref(),
    };
    mail::write(&draft).ok()
}
