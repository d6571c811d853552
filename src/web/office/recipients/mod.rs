//! Recipients: the list, one of them, and which of them count as one.

mod form;
mod links;
mod page;

use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::acts;
use crate::domain::account::Subject;
use crate::domain::id::RecipientId;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::recipient::{Aid, Recipient};
use crate::store::{self, Conn};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{Refused, answer};
use crate::web::parts::pages::Asked;
use crate::web::paths;
use crate::web::visit::Visit;
use page::{Back, Which};

/// Shows all recipients.
pub async fn list(RawQuery(query): RawQuery, visit: Visit) -> Answer {
    Ok(page::list(&visit, &Asked::of(query.as_deref()), None).await?.into_response())
}

/// Writes down a new one.
pub async fn add(visit: Visit, form: Form) -> Answer {
    let done = match form::read(&form) {
        Err(refused) => Err(refused),
        Ok(wanted) => match acts::recipient::add(&mut visit.context(), &wanted).await {
            Ok(id) => Ok(id),
            Err(error) => Err(Refused::of(error, "iban")?),
        },
    };
    match done {
        Ok(id) => Ok(to(&visit, &id)),
        Err(refused) => Ok(answer(
            Some(&refused),
            page::list(
                &visit,
                &Asked::default(),
                Some(&Back { which: Which::Facts, form: &form, refused: &refused }),
            )
            .await?,
        )),
    }
}

/// Sets the most that one recipient may have of a year.
pub async fn set_year(visit: Visit, form: Form) -> Answer {
    let year: Option<i64> = form.get("year").trim().parse().ok();
    let done = match (year, BasisPoints::parse_typed(form.get("of_year"))) {
        (None, _) => Err(Refused::field("year", "year")),
        (_, Err(_)) => Err(Refused::field("of_year", "percent")),
        (Some(year), Ok(share)) => {
            match acts::grant::checks::set_year_terms(&visit.context(), year, share, form.get("reason")).await
            {
                Ok(()) => Ok(()),
                Err(error) => Err(Refused::of(error, "of_year")?),
            }
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::RECIPIENTS, &[])).into_response()),
        Err(refused) => Ok(answer(
            Some(&refused),
            page::list(
                &visit,
                &Asked::default(),
                Some(&Back { which: Which::Year, form: &form, refused: &refused }),
            )
            .await?,
        )),
    }
}

/// Shows one recipient.
pub async fn show(Of(id, _): Of<RecipientId>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let found = find(&mut conn, &id).await?;
    Ok(page::one(&visit, &mut conn, &found, None).await?.into_response())
}

/// Changes one.
pub async fn change(Of(id, _): Of<RecipientId>, visit: Visit, form: Form) -> Answer {
    let seen: u64 = form.get("revision").parse().map_err(|_| Refusal(Kind::BadRequest))?;
    let done = match form::read(&form) {
        Err(refused) => Err(refused),
        Ok(wanted) => match acts::recipient::change(&mut visit.context(), &id, seen, &wanted).await {
            Ok(()) => Ok(()),
            Err(error) => Err(Refused::of(error, "iban")?),
        },
    };
    back(&visit, &id, done, (Which::Facts, &form)).await
}

/// Writes down that it belongs with another one, or no longer does.
pub async fn link(Of(id, _): Of<RecipientId>, visit: Visit, form: Form) -> Answer {
    let other = RecipientId::new(form.get("other"));
    // One of another wijk is answered as one that is not there.
    if !visit.sees(Subject::Recipient, other.as_str()).await? {
        return Err(Refusal::NOT_FOUND);
    }
    let (which, done) = match form.get("do") {
        "join" => {
            let ground = form.get("link_ground");
            (Which::Link, acts::recipient::affiliate(&visit.context(), &id, &other, ground).await)
        }
        "part" => {
            let done = acts::affiliation::part(&visit.context(), &id, &other, form.get("part_reason")).await;
            (Which::Part, done.map(|_| ()))
        }
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    let done = match done {
        Ok(()) => Ok(()),
        Err(error) => Err(Refused::of(error, "other")?),
    };
    back(&visit, &id, done, (which, &form)).await
}

/// Writes down the aid that it declared.
pub async fn declare(Of(id, _): Of<RecipientId>, visit: Visit, form: Form) -> Answer {
    let done = match read_aid(form.get("aid")) {
        None => Err(Refused::field("aid", "aid")),
        Some(aid) => match acts::recipient::declare_aid(&visit.context(), &id, &aid).await {
            Ok(()) => Ok(()),
            Err(error) => Err(Refused::of(error, "aid")?),
        },
    };
    back(&visit, &id, done, (Which::Aid, &form)).await
}

/// One line each: day, amount, giver, with semicolons between.
fn read_aid(text: &str) -> Option<Vec<Aid>> {
    let line = |line: &str| {
        let mut parts = line.splitn(3, ';').map(str::trim);
        let (day, amount, giver) = (parts.next()?, parts.next()?, parts.next()?);
        let amount = Cents::parse_typed(amount).ok().filter(|amount| *amount > Cents::ZERO)?;
        Some(Aid { day: day.to_string(), amount, giver: giver.to_string() })
    };
    text.lines().filter(|one| !one.trim().is_empty()).map(line).collect()
}

async fn back(
    visit: &Visit,
    id: &RecipientId,
    done: Result<(), Refused>,
    (which, form): (Which, &Form),
) -> Answer {
    let Err(refused) = done else { return Ok(to(visit, id)) };
    let mut conn = visit.app.store.read().await?;
    let found = find(&mut conn, id).await?;
    let back = Back { which, form, refused: &refused };
    Ok(answer(Some(&refused), page::one(visit, &mut conn, &found, Some(&back)).await?))
}

fn to(visit: &Visit, id: &RecipientId) -> Response {
    Redirect::to(&visit.to(paths::RECIPIENT, &[id.as_str()])).into_response()
}

async fn find(conn: &mut Conn, id: &RecipientId) -> Answer<Recipient> {
    store::recipient::find(conn, id).await?.ok_or(Refusal::NOT_FOUND)
}
