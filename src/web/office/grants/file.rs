//! The file of a grant before its award: whom it goes to, who shares it, what is paid on, and every check.

use axum::response::{IntoResponse as _, Redirect};

use super::file_page::{Back, MEMBERS, PAYMENTS, Which, page};
use super::page::find;
use crate::acts::{ActError, grant::checks};
use crate::domain::account::Subject;
use crate::domain::check::{Answer as Given, CheckKind, Member, Onward};
use crate::domain::id::{GrantId, RecipientId};
use crate::domain::money::Cents;
use crate::domain::registration::Kvk;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the file.
pub async fn show(Of(id, _): Of<GrantId>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let grant = find(&mut conn, &id).await?;
    Ok(page(&visit, &mut conn, &grant, None).await?.into_response())
}

/// Makes the grant out to a recipient.
pub async fn make_out(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let done = match chosen(&visit, &form).await? {
        None => Err(ActError::field("recipient", "choose")),
        Some(recipient) => checks::set_recipient(&visit.context(), &id, &recipient).await,
    };
    back(&visit, &id, done, (Which::Recipient, &form)).await
}

/// Who was chosen from the list, or typed by number: the list holds nobody who is known in other wijken alone.
async fn chosen(visit: &Visit, form: &Form) -> Answer<Option<RecipientId>> {
    let listed = form.get("recipient");
    if !listed.is_empty() {
        let is_there = visit.sees(Subject::Recipient, listed).await?;
        return Ok(is_there.then(|| RecipientId::new(listed)));
    }
    let Ok(number) = Kvk::parse(form.get("recipient_kvk")) else { return Ok(None) };
    let found = store::recipient::of_kvk(&mut *visit.app.store.read().await?, &number).await?;
    match <[RecipientId; 1]>::try_from(found) {
        Ok([only]) => Ok(Some(only)),
        Err(_) => Ok(None),
    }
}

/// Writes down the alliance.
pub async fn share(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let mut shares = members(&form);
    for member in shares.iter().flatten() {
        if !visit.sees(Subject::Recipient, member.recipient.as_str()).await? {
            shares = None;
            break;
        }
    }
    let done = match shares {
        None => Err(ActError::field("members", "members")),
        Some(members) => checks::set_members(&visit.context(), &id, &members).await,
    };
    back(&visit, &id, done, (Which::Alliance, &form)).await
}

/// Writes down what is paid on.
pub async fn pay_on(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let done = match onward(&form) {
        None => Err(ActError::field("onward", "onward")),
        Some(onward) => checks::set_onward(&visit.context(), &id, &onward).await,
    };
    back(&visit, &id, done, (Which::Onward, &form)).await
}

/// Computes what follows from what is stored.
pub async fn compute(Of(id, _): Of<GrantId>, visit: Visit) -> Answer {
    let done = checks::compute(&visit.context(), &id).await;
    back(&visit, &id, done, (Which::Recipient, &Form::default())).await
}

/// Answers a check.
pub async fn answer_check(Of((id, kind), _): Of<(GrantId, String)>, visit: Visit, form: Form) -> Answer {
    let kind = CheckKind::named(&kind).ok_or(Refusal::NOT_FOUND)?;
    let done = match Given::named(form.get("answer")) {
        None => Err(ActError::field("answer", "choose")),
        Some(given) => checks::answer(&visit.context(), &id, kind, given, form.get("check_why")).await,
    };
    back(&visit, &id, done, (Which::Check(kind), &form)).await
}

async fn back(
    visit: &Visit,
    id: &GrantId,
    done: Result<(), ActError>,
    (which, form): (Which, &Form),
) -> Answer {
    let refused = match done {
        Ok(()) => return Ok(Redirect::to(&visit.to(paths::GRANT_FILE, &[id.as_str()])).into_response()),
        Err(error) => Refused::of(error, "members")?,
    };
    let mut conn = visit.app.store.read().await?;
    let grant = find(&mut conn, id).await?;
    let back = Back { which, form, refused: &refused };
    Ok(answer(Some(&refused), page(visit, &mut conn, &grant, Some(&back)).await?))
}

/// The members that were filled in; `None` when one cannot be read.
fn members(form: &Form) -> Option<Vec<Member>> {
    let mut members = Vec::new();
    for [who, share, day] in MEMBERS {
        if form.get(who).is_empty() {
            continue;
        }
        let day = Some(form.get(day).trim().to_string()).filter(|day| !day.is_empty());
        let share = Cents::parse_typed(form.get(share)).ok()?;
        members.push(Member { recipient: RecipientId::new(form.get(who)), share, consented: day });
    }
    Some(members)
}

/// The payments that were filled in; `None` when one cannot be read.
fn onward(form: &Form) -> Option<Vec<Onward>> {
    let mut payments = Vec::new();
    for [name, kvk, amount, purpose] in PAYMENTS {
        if form.get(name).trim().is_empty() {
            continue;
        }
        let kvk = match form.get(kvk).trim() {
            "" => None,
            typed => Some(Kvk::parse(typed).ok()?),
        };
        payments.push(Onward {
            name: form.get(name).trim().to_string(),
            kvk,
            amount: Cents::parse_typed(form.get(amount)).ok()?,
            purpose: form.get(purpose).trim().to_string(),
        });
    }
    Some(payments)
}
