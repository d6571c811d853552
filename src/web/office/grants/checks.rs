//! What was checked before the award.

use maud::{Markup, html};

use crate::acts;
use crate::domain::check::Dossier;
use crate::domain::grant::GrantRecord;
use crate::store::Conn;
use crate::web::error::Answer;
use crate::web::parts::form;
use crate::web::visit::Visit;

/// The section of the page of a grant.
pub async fn section(visit: &Visit, conn: &mut Conn, grant: &GrantRecord) -> Answer<Markup> {
    let Some(dossier) = acts::grant::checks::dossier(conn, grant).await? else { return Ok(html! {}) };
    Ok(excluded(visit, &dossier))
}

/// Why the money may not go where it would go.
fn excluded(visit: &Visit, dossier: &Dossier) -> Markup {
    let reasons = dossier.exclusions(visit.now);
    html! {
        @if !reasons.is_empty() {
            (form::alert("error", &visit.say("kind-excluded_recipient"), html! {
                ul {
                    @for reason in &reasons {
                        li { (visit.text.with(&format!("excluded-{}", reason.name()), &[("party", reason.party.clone().into())])) }
                    }
                }
            }))
        }
    }
}
