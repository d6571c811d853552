//! Handing out case files. They hold personal data, so it is a form and not a link: the staff log says who took which
//! archive, and no cache keeps it.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use crate::acts;
use crate::acts::casefile::Of as Case;
use crate::documents;
use crate::domain::account::Permission;
use crate::domain::digest::Digest;
use crate::domain::id::{GrantId, RoundId};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::scope::Of;
use crate::web::visit::Visit;

/// Gives the case file of a grant.
pub async fn of_grant(Of(id, _): Of<GrantId>, visit: Visit) -> Answer {
    handed(&visit, Case::Grant(id)).await
}

/// Gives the case file of a certified round.
pub async fn of_round(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    handed(&visit, Case::Round(id)).await
}

/// Gives the case file of a standing round.
pub async fn of_standing(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    handed(&visit, Case::Standing(id)).await
}

async fn handed(visit: &Visit, of: Case) -> Answer {
    let case = acts::casefile::gather(&visit.app.store, &of).await?;
    let (subject, id) = (case.subject, case.id.clone());
    // Letters are set anew, which takes a processor for a while.
    let place = visit.app.limits.documents.acquire().await.map_err(|_| Refusal(Kind::Shedding))?;
    let made = tokio::task::spawn_blocking(move || documents::casefile::write(&case)).await;
    drop(place);
    let bytes = made.map_err(|_| Refusal(Kind::IntegrityFailed))?.map_err(|fault| {
        tracing::error!(case = id.as_str(), "a case file could not be made: {}", fault.0);
        Refusal(Kind::IntegrityFailed)
    })?;
    acts::casefile::note(&visit.context(), subject, &id, &Digest::of(&bytes)).await?;
    let name = format!("attachment; filename=\"dossier-{id}.tar\"");
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/x-tar")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

/// The form that asks for a case file, for who may have it.
pub fn section(visit: &Visit, path: &str, id: &str) -> Markup {
    html! {
        @if visit.may(Permission::HandleGrants) {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("casefile-title")) }
                p.utrecht-paragraph { (visit.say("casefile-line")) }
                form method="post" action=(visit.to(path, &[id])) {
                    button.utrecht-button type="submit" { (visit.say("casefile-download")) }
                }
            }
        }
    }
}
