//! What the voting letters say about their round, as a file for whoever prints them.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::rounds;
use crate::domain::id::RoundId;
use crate::domain::letter_round::{FORMAT, LetterRound};
use crate::domain::round::{Origin, Round};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::scope::Of;
use crate::web::paths;
use crate::web::visit::Visit;

/// Gives the file. It holds no person and no code: those never come here.
pub async fn file(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let round = rounds::find(&mut *visit.app.store.read().await?, &id).await?;
    let said = said(&visit, &round).ok_or(Refusal(Kind::WrongState))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"stembrief.json\"")),
    ];
    Ok((headers, said.write()).into_response())
}

/// What letters say; nothing while the dates or the help desk are not known.
fn said(visit: &Visit, round: &Round) -> Option<LetterRound> {
    let town = visit.town.as_ref().filter(|_| round.origin == Origin::Vote)?;
    let dates = round.plan.dates;
    let said = LetterRound {
        format: FORMAT.to_string(),
        round: round.id.to_string(),
        title: round.plan.title.clone(),
        area: round.area_name.clone(),
        municipality: town.name.clone(),
        ceiling: round.plan.ceiling,
        vote_from: dates.vote_from?,
        vote_until: dates.vote_until?,
        desk_place: town.desk_place.clone(),
        desk_hours: town.desk_hours.clone(),
        desk_phone: town.desk_phone.clone(),
        origin: visit.app.settings.origin.clone(),
    };
    // Whoever reads it refuses what has no place in a letter; then nobody should get it either.
    LetterRound::parse(&said.write()).ok().map(|_| said)
}

/// How letters are printed, for the page about the register.
pub fn section(visit: &Visit, round: &Round) -> Markup {
    let file = visit.to(paths::LETTER_ROUND, &[round.id.as_str()]);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("print-office-title")) }
            @if said(visit, round).is_some() {
                p.utrecht-paragraph { (visit.say("print-office-line")) }
                p { a.utrecht-button href=(file) download="stembrief.json" { (visit.say("print-office-file")) } }
            } @else {
                p.utrecht-paragraph { (visit.say("print-office-missing")) }
            }
        }
    }
}
