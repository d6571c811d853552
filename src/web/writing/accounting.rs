//! The takeover for which a plan is a bid, for its group: where it stands, and telling the neighbourhood how a year went.

use maud::{Markup, html};

use super::{Seat, overview, to};
use crate::acts::ActError;
use crate::acts::bid as acts;
use crate::domain::bid::takeover::{Step, Takeover, state, years_due};
use crate::domain::id::PitchId;
use crate::domain::pitch::Pitch;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::bid as parts;
use crate::web::parts::form::{Field, Filled, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Tells how a year went.
pub async fn tell(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    let done = match form.get("to_year").trim().parse() {
        Err(_) => Err(ActError::field("to_year", "year")),
        Ok(year) => acts::tell(&visit.context(), seat.author(), pitch, (year, form.get("to_reason"))).await,
    };
    match done {
        Ok(()) => Ok(to(&seat.to_pitch(visit, pitch))),
        Err(error) => overview::refused(visit, seat, pitch, (form, error)).await,
    }
}

/// Where it stands, the years of which the neighbourhood heard nothing yet, and the form to tell of one.
pub fn section(visit: &Visit, seat: &Seat, (pitch, steps): (&Pitch, &[Step]), filled: &Filled<'_>) -> Markup {
    let due = years_due(steps, visit.now);
    let takeover = visit.to(paths::TAKEOVER, &[pitch.round.as_str(), pitch.id.as_str()]);
    html! {
        @if !steps.is_empty() {
            section.sr-stack #overname {
                h2.utrecht-heading-2 { (visit.say("takeover-title")) }
                p { (parts::badge(visit, state(steps))) " " a.utrecht-link href=(takeover) { (visit.say("takeover-public")) } }
                @if state(steps) == Takeover::Running {
                    p.utrecht-paragraph { (visit.say("takeover-tell-line")) }
                    @for year in &due { p { strong { (visit.text.with("takeover-due", &[("year", year.to_string().into())])) } } }
                    @if seat.writes() {
                        form.sr-stack method="post" action=(seat.to_account(visit, &pitch.id)) {
                            (filled.field(&Field::of("number", "to_year", "field-to_year")))
                            (filled.field(&Field::of("area", "to_reason", "field-to_told")))
                            (submit(&visit.say("takeover-tell")))
                        }
                    }
                }
            }
        }
    }
}
