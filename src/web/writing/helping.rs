//! Help with a draft, for its group: asking, what was said, and asking no more; and why a draft is thrown away.

use maud::{Markup, html};

use super::{Seat, overview, to};
use crate::acts::pitch::help as acts;
use crate::domain::id::PitchId;
use crate::domain::pitch::help::{Help, HelpKind, Why, is_asked};
use crate::domain::pitch::wish::{Answered, FEWEST};
use crate::domain::pitch::{Pitch, State, Version};
use crate::domain::round::{Phase, Round};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, submit};
use crate::web::parts::help as parts;
use crate::web::visit::Visit;

/// Asks for help.
pub async fn ask(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    match acts::ask(&visit.context(), seat.author(), pitch, form.get("pt_help_about")).await {
        Ok(()) => Ok(to(&format!("{}#meedenken", seat.to_pitch(visit, pitch)))),
        Err(error) => overview::refused(visit, seat, pitch, (form, error)).await,
    }
}

/// Asks for no more help.
pub async fn stop(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer {
    match acts::stop(&visit.context(), seat.author(), pitch).await {
        Ok(()) => Ok(to(&format!("{}#meedenken", seat.to_pitch(visit, pitch)))),
        Err(error) => overview::refused(visit, seat, pitch, (form, error)).await,
    }
}

/// What was asked and said, and asking.
pub fn section(
    visit: &Visit,
    seat: &Seat,
    (pitch, round, all): (&Pitch, &Round, &[Help]),
    filled: &Filled<'_>,
) -> Markup {
    let may = seat.writes() && pitch.state == State::Draft && round.phase == Phase::Propose;
    let asked = is_asked(all, pitch.state, round.phase);
    html! {
        @if may || !all.is_empty() {
            section.sr-stack #meedenken {
                h2.utrecht-heading-2 { (visit.say("pt-help")) }
                (parts::said(visit, all))
                @if may {
                    p.utrecht-paragraph { (visit.say(if asked { "pt-help-asked" } else { "pt-help-line" })) }
                    form.sr-stack method="post" action=(seat.to_help(visit, &pitch.id)) {
                        (filled.field(&Field::of("area", "pt_help_about", "field-pt_help_about")))
                        (submit(&visit.say("pt-help-do")))
                    }
                    @if asked {
                        form method="post" action=(seat.to_help_end(visit, &pitch.id)) {
                            p { button.utrecht-button type="submit" { (visit.say("pt-help-stop")) } }
                        }
                    }
                }
            }
        }
    }
}

/// What became of each wish for help that is no money, once the plan was sent in.
pub fn wishes(visit: &Visit, versions: &[Version], all: &[Answered]) -> Markup {
    let sent = versions.last().and_then(|last| last.content.as_ref());
    let asked = sent.map(|sent| sent.wishes.as_slice()).unwrap_or_default();
    html! {
        @if !asked.is_empty() {
            section.sr-stack #wensen {
                h2.utrecht-heading-2 { (visit.say("pt-wishes")) }
                p.utrecht-paragraph { (visit.say("pt-wishes-own")) " " (wish_readers(visit)) }
                ul.sr-rows.sr-rows--plain {
                    @for wish in asked { li { div.sr-stack.sr-stack--tight { (parts::wish(visit, *wish, all)) } } }
                }
            }
        }
    }
}

/// Who reads which help a group asks for, and who sees what it got.
pub fn wish_readers(visit: &Visit) -> String {
    visit.text.with("pt-wishes-readers", &[("count", number(FEWEST))])
}

/// Whether somebody said something that the group may want to read first.
pub fn has_answer(all: &[Help]) -> bool {
    all.last().is_some_and(|last| last.kind == HelpKind::Say)
}

/// Why a draft is thrown away: asked, and not needed.
pub fn why(visit: &Visit, filled: &Filled<'_>) -> Markup {
    let said = Why::NAMES.iter().filter(|(why, _)| !matches!(why, Why::Left | Why::Unsaid));
    let said = said.map(|(_, name)| ((*name).to_string(), visit.say(&format!("pt-why-{name}"))));
    let options: Vec<_> = std::iter::once((String::new(), visit.say("pt-why-unsaid"))).chain(said).collect();
    filled.choice("pt_drop_why", "field-pt_drop_why", &options)
}
