//! No letter? What a resident can do.

use axum::extract::Path;
use maud::{Markup, html};

use super::{sign_in, visible_round};
use crate::domain::round::Round;
use crate::provider::Provider;
use crate::web::error::Answer;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::round as round_parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows what to do without a letter.
pub async fn none(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let way = sign_in::way(&visit.app, &mut conn, &round).await?.filter(|_| visit.kiosk.is_none());
    let title = visit.say("no-letter-title");
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                h1.utrecht-heading-1 { (title) }
                div.sr-stack.sr-stack--tight { (advice(&visit, &round, way)) }
                p { a.utrecht-button href=(visit.to(paths::ROUND, &[round.id.as_str()])) { (visit.text.with("back-to", &[("what", round.plan.title.as_str().into())])) } }
                (round_parts::fingerprint(&visit, &round))
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

/// The advice itself, also shown beside the field for the code.
pub fn advice(visit: &Visit, round: &Round, way: Option<&Provider>) -> Markup {
    let text = visit.text;
    html! {
        p.utrecht-paragraph { (text.with("no-letter-who", &[("area", round.area_name.as_str().into())])) }
        @if let Some(way) = way {
            p.utrecht-paragraph { (text.with("oidc-no-letter-needed", &[("name", way.settings.name.as_str().into())])) }
        }
        @if let Some(town) = &visit.town {
            p.utrecht-paragraph { (text.with("no-letter-desk", &[("place", town.desk_place.as_str().into()), ("hours", town.desk_hours.as_str().into())])) }
            p.utrecht-paragraph { (text.with("no-letter-phone", &[("phone", town.desk_phone.as_str().into())])) }
        }
        @if let Some(until) = round.vote_until() {
            p.utrecht-paragraph { (text.with("no-letter-until", &[("moment", text.moment(until).into())])) }
        }
    }
}
