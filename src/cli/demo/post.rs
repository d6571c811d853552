//! Mail of the demonstration: it has no mail server, so what would be sent is shown where it was started.

use std::io::Write as _;
use std::time::Duration;

use super::staff::at_moment;
use crate::acts::outbox::{self, Claimed};
use crate::acts::{ActError, Context};
use crate::cli::Failure;
use crate::cli::service::{Service, refused};
use crate::domain::log::chain::Actor;
use crate::domain::time::Moment;
use crate::text::Lang;
use crate::web::posted;
use crate::web::state::App;

/// How often the demonstration looks whether there is mail.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes all mail that is due out of the table, as if a server had taken it.
async fn taken<'a>(context: impl Fn() -> Context<'a>) -> Result<Vec<Claimed>, ActError> {
    let mut taken = Vec::new();
    while let Some(held) = outbox::claim(&mut context()).await? {
        if outbox::begin(&context(), &held).await? {
            outbox::sent(&context(), &held).await?;
            taken.push(held);
        }
    }
    Ok(taken)
}

/// The same for a moment of the invented year.
pub(super) async fn taken_at(service: &Service, at: Moment) -> Result<Vec<Claimed>, Failure> {
    Ok(taken(|| at_moment(service, Actor::Service, at)).await?)
}

/// Lines that show a mail: to whom, the link in it, and where its receiver says that no more may come.
fn shown(origin: &str, form_key: &[u8; 32], mail: &Claimed) -> String {
    let lang = Lang::of_tag(&mail.language).unwrap_or(Lang::Nl);
    let mut lines = format!("  to {} ({})\n", mail.address.as_str(), mail.content.kind());
    if mail.content.token().is_some() {
        lines += &format!("    {}\n", posted::link(origin, form_key, lang, &mail.content));
    }
    if mail.content.can_be_stopped() {
        let stop = posted::stop(origin, form_key, (lang, &mail.address), &mail.content);
        lines += &format!("    no more mail: {stop}\n");
    }
    lines
}

/// Lines for the mail of the invented year that its visitor can still use.
pub(super) fn all_shown(service: &Service, origin: &str, mails: &[Claimed]) -> Result<String, Failure> {
    let key = service.keys.form().map_err(refused)?;
    let usable = mails.iter().filter(|mail| mail.content.token().is_some());
    Ok(usable.map(|mail| shown(origin, &key, mail)).collect())
}

/// Shows every mail from now on, until nobody reads any more.
pub(super) async fn show(app: App) {
    loop {
        tokio::time::sleep(PAUSE).await;
        let mails = match taken(|| app.context(Actor::Service)).await {
            Ok(mails) => mails,
            Err(error) => {
                tracing::warn!("mail was not shown: {error}");
                continue;
            }
        };
        for mail in &mails {
            let lines = shown(&app.settings.origin, &app.form_key, mail);
            if write!(std::io::stdout(), "Mail\n{lines}").is_err() {
                return;
            }
        }
    }
}
