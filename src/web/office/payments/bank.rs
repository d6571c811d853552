//! The account that pays, and what the bank did.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::{Back, page};
use crate::acts::{ActError, payment};
use crate::domain::account::Permission;
use crate::domain::payment::{Payer, Unread, read_notices};
use crate::web::error::{Answer, Kind};
use crate::web::guard::body::Form;
use crate::web::office::frame::facts;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Enters or changes the account of the municipality.
pub async fn set_payer(visit: Visit, form: Form) -> Answer {
    match payment::set_payer(&visit.context(), form.get("payer"), form.get("payer_iban")).await {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::PAYMENTS, &[])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "payer")?;
            Ok(answer(Some(&refused), page(&visit, Some(("payer", &form, &refused)), html! {}).await?))
        }
    }
}

/// Takes in what the bookkeeping system says was paid.
pub async fn take_receipts(visit: Visit, form: Form) -> Answer {
    let refused = match read_notices(form.get("receipts")) {
        Err(fault) => match fault.why {
            Unread::Fields => (fault.line.to_string(), "receipt-line"),
            Unread::Mark => (fault.line.to_string(), "mndb-receipt-mark"),
        },
        Ok(receipts) => match payment::pay(&visit.context(), &receipts).await {
            Ok(taken) => {
                let counts = [("new", taken.new.into()), ("known", taken.known.into())];
                let told = html! { p { (visit.text.with("bank-taken-line", &counts)) } };
                let notice = form::alert("ok", &visit.say("bank-taken"), told);
                return Ok(page(&visit, None, notice).await?.into_response());
            }
            Err(ActError::Import(number)) => (number, "receipt-number"),
            Err(error) => return Err(error.into()),
        },
    };
    let (place, fault) = refused;
    let mut typed = form;
    typed.set("place", place);
    let refused = Refused { kind: Kind::ImportInvalid, ..Refused::field("receipts", fault) };
    Ok(answer(Some(&refused), page(&visit, Some(("receipts", &typed, &refused)), html! {}).await?))
}

/// The form for what the bookkeeping system says.
pub fn receipts_form(visit: &Visit, back: Back<'_>) -> Markup {
    let empty = Form::default();
    let (form, refused) = match back {
        Some(("receipts", form, refused)) => (form, Some(refused)),
        Some(_) | None => (&empty, None),
    };
    let place = form.get("place").to_string();
    let filled = Filled::new(visit.text, form, refused).within("receipts").saying("place", place);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("bank-receipts")) }
            p.utrecht-paragraph { (visit.say("bank-receipts-line")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::PAYMENT_RECEIPTS, &[])) {
                (filled.field(&Field::of("area", "receipts", "field-receipts")))
                (submit(&visit.say("bank-take")))
            }
        }
    }
}

/// The account that pays, as a form for who keeps the money.
pub fn payer(visit: &Visit, payer: Option<&Payer>, back: Back<'_>) -> Markup {
    let mut known = Form::default();
    if let Some(payer) = payer {
        known.set("payer", &payer.name);
        known.set("payer_iban", &payer.iban);
    }
    let (form, refused) = match back {
        Some(("payer", form, refused)) => (form, Some(refused)),
        Some(_) | None => (&known, None),
    };
    let filled = Filled::new(visit.text, form, refused).within("own");
    html! {
        @if visit.may(Permission::ManageMoney) {
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::PAYER, &[])) {
                (filled.field(&Field::text("payer", "field-payer")))
                (filled.field(&Field::text("payer_iban", "field-payer_iban")))
                (submit(&visit.say("save")))
            }
        } @else if let Some(payer) = payer {
            (facts(&[
                (visit.say("field-payer"), html! { (payer.name) }),
                (visit.say("field-payer_iban"), html! { span.sr-mono { (payer.iban) } }),
            ]))
        } @else {
            p { (visit.say("bank-no-payer")) }
        }
    }
}
