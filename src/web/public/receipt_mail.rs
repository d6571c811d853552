//! The receipt by mail, for who asks for it. It is sent while its voter waits and is written down nowhere: a row with an
//! address, or even with a moment, would say when somebody voted. What cannot be sent at once is not sent.

use std::time::Duration;

use axum::extract::Path;

use super::receipt::{Mailed, Shown, receipt_page};
use super::visible_round;
use crate::config::MailServer;
use crate::documents::mail::{self, ReceiptMail};
use crate::domain::ballot_key::ChangeCode;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::{MailId, RoundId};
use crate::domain::mail::{Address, Fault};
use crate::domain::receipt::Receipt;
use crate::domain::round::Round;
use crate::domain::seed::Seed;
use crate::mailing::smtp::{self, Patience};
use crate::store;
use crate::web::booth;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::token::{Pass, Right};
use crate::web::paths;
use crate::web::visit::Visit;

/// How long a server may take: its voter waits.
const PATIENCE: Patience = Patience { open: Duration::from_secs(6), answer: Duration::from_secs(6) };

/// Sends the receipt on the page to an address, and shows the page again.
pub async fn send(Path(id): Path<String>, visit: Visit, form: Form) -> Answer {
    let Some(server) = &visit.app.settings.mail else { return Err(Refusal::NOT_FOUND) };
    let (round, also) = match booth::enter(&visit.app, &RoundId::new(id.as_str()), visit.now).await {
        Ok(booth) => (booth.round.clone(), booth.also.clone()),
        // The vote may have closed a moment ago: the receipt is as good as before.
        Err(_) => (visible_round(&mut *visit.app.store.read().await?, &id).await?, Vec::new()),
    };
    let receipt = shown(&visit, &round, &form).ok_or(Refusal(Kind::FormExpired))?;
    let pass = pass(&visit, &round, &receipt, &form);
    let page = |mailed: &Mailed<'_>| {
        let shown =
            Shown { round: &round, also: &also, receipt: &receipt, pass: pass.clone(), mailed: Some(mailed) };
        receipt_page(&visit, &shown)
    };
    let typed = form.get("email");
    let refused = |kind: Kind| Ok(with_kind(kind, page(&Mailed::Refused(kind, typed))));
    let Ok(address) = Address::parse(typed) else { return refused(Kind::EmailInvalid) };
    if !visit.app.limits.allows_receipt_mail(visit.client) {
        return refused(Kind::RateLimited);
    }
    // Whoever wants no mail that others cause gets none. The answer does not tell.
    let is_stopped = store::mail_stop::has(&mut *visit.app.store.read().await?, &address.mark()).await?;
    let sent = if is_stopped { Ok(()) } else { carry(&visit, server, (&round, &receipt), &address).await };
    Ok(match sent {
        Ok(()) => page(&Mailed::Sent(&address)),
        Err(fault) => {
            tracing::warn!("a receipt could not be sent by mail: {}", fault.name());
            page(&Mailed::Failed(typed))
        }
    })
}

/// The receipt that a form names, if it is signed by this service.
fn shown(visit: &Visit, round: &Round, form: &Form) -> Option<Receipt> {
    let control = ControlNumber::parse(form.get("control"))?;
    let commitment = Digest::parse(form.get("commitment"))?;
    let receipt = Receipt::sign(&visit.app.signing.receipt, &round.id, control, commitment);
    (receipt.signature == form.get("signature"))
        .then(|| receipt.with_change(ChangeCode::parse(form.get("change"))))
}

/// The right to change this vote that came along. None is made here: a receipt alone gives no such right.
fn pass(visit: &Visit, round: &Round, receipt: &Receipt, form: &Form) -> Option<Pass> {
    let pass = Pass::read(&visit.app.form_key, &round.id, form.get("pass"), visit.now)?;
    (pass.control == receipt.control && pass.right == Right::Change(receipt.commitment)).then_some(pass)
}

async fn carry(
    visit: &Visit,
    server: &MailServer,
    (round, receipt): (&Round, &Receipt),
    address: &Address,
) -> Result<(), Fault> {
    let id = MailId::new(Seed::new(visit.app.entropy.seed()).id());
    let log = format!("{}{}", visit.app.settings.origin, visit.to(paths::LOG, &[round.id.as_str()]));
    let words = mail::receipt(&ReceiptMail {
        id: &id,
        to: address,
        from: &server.from,
        host: visit.app.settings.host(),
        text: visit.text,
        at: visit.now,
        round: &round.plan.title,
        receipt,
        log: &log,
    });
    let words = words.map_err(|_| Fault::Unwritable)?;
    smtp::open(server, visit.app.settings.host(), address, PATIENCE).await?.send(&words).await
}
