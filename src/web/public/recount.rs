//! Counting it all again oneself: how, and the files.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::{decided_round, visible_round};
use crate::acts::{self, publication};
use crate::documents;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::round as round_parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows how to count again.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let round = decided_round(&mut conn, &id).await?;
    let rules = acts::round::rules(&mut conn, &round.id).await?;
    let is_traced = publication::trace(&mut conn, &round.id).await?.is_some();
    let (text, id) = (visit.text, round.id.as_str());
    let title = text.get("recount-title");
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--mid {
                div.sr-stack {
                    h1.utrecht-heading-1 { (title) }
                    p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("recount-lead")) }
                }
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("recount-steps")) }
                    ol.sr-counted.sr-stack.sr-stack--tight { @for key in ["recount-1", "recount-2", "recount-3"] { li { (text.get(key)) } } }
                    pre tabindex="0" aria-label=(text.get("recount-command")) { code { "schuifruimte verify " (id) ".tar" } }
                    p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::BUNDLE, &[id])) download=(format!("{id}.tar")) { (text.get("recount-download")) } }
                    p.utrecht-paragraph { (text.get("recount-python")) }
                }
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("recount-what")) }
                    ul.sr-counted { @for key in ["proves-1", "proves-2", "proves-3", "proves-4"] { li { (text.get(key)) } } @if is_traced { li { (text.get("proves-trace")) } } li { (text.get("proves-not")) } }
                }
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("recount-keys")) }
                    p.utrecht-paragraph { (text.get("recount-keys-line")) }
                    p.sr-hash { (rules.log_key) }
                    (round_parts::fingerprint(&visit, &round))
                    p.sr-hash { (rules.fingerprint()) }
                }
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

/// Gives the bundle as one file.
pub async fn bundle(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = decided_round(&mut conn, &id).await?;
    let bundle = publication::bundle(&mut conn, &round.id).await?;
    Ok(kept("application/x-tar", documents::bundle::write_tar(&bundle)))
}

/// Gives a certificate that is or was in force, byte for byte as it was signed.
pub async fn certificate(Path((id, number)): Path<(String, String)>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = decided_round(&mut conn, &id).await?;
    let chain = publication::chain(&mut conn, &round.id).await?;
    let found = chain.into_iter().find(|(record, _)| record.number.to_string() == number);
    let (_, document) = found.ok_or(Refusal::NOT_FOUND)?;
    Ok(kept("application/json", document.write()))
}

/// Gives the frozen rules.
pub async fn rules(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    if round.rules.is_none() {
        return Err(Refusal::NOT_FOUND);
    }
    let rules = acts::round::rules(&mut conn, &round.id).await?;
    Ok(kept("application/json", rules.write()))
}

/// Gives the story of the count, where the ballots are published.
pub async fn trace(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = decided_round(&mut conn, &id).await?;
    let trace = publication::trace(&mut conn, &round.id).await?.ok_or(Refusal::NOT_FOUND)?;
    Ok(kept("text/plain; charset=utf-8", trace))
}

/// A published file: the same for everyone, looked after again each time.
fn kept(kind: &'static str, body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, body).into_response()
}
