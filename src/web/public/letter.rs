//! No letter? What a resident can do: come by, phone, or ask to be called. Nobody needs an account for that.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::{sign_in, visible_round};
use crate::acts;
use crate::domain::call::{About, Wanted};
use crate::domain::round::{Phase, Round};
use crate::provider::Provider;
use crate::text::Text;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::round as round_parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows what to do without a letter.
pub async fn none(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let asked = Asked::of(&visit, &id).await?;
    Ok(asked.page(&visit, asked.form(&visit, &Form::default(), None)))
}

/// Writes down that someone wants to be called. The answer is the same for everyone: whether that number waits already, and
/// whether anyone has a right to a letter, is told to nobody here.
pub async fn ask(Path(id): Path<String>, visit: Visit, form: Form) -> Answer {
    if visit.kiosk.is_some() {
        return Err(Refusal::NOT_FOUND);
    }
    let asked = Asked::of(&visit, &id).await?;
    let wanted = match read(&form) {
        Ok(wanted) => wanted,
        Err(refused) => {
            let page = asked.page(&visit, asked.form(&visit, &form, Some(&refused)));
            return Ok(answer(Some(&refused), page));
        }
    };
    let client = visit.client.name();
    acts::call::ask(&mut visit.context(), &asked.round.id, Some(&client), wanted).await?;
    let text = visit.text;
    let done = form::alert("ok", &text.get("call-done"), html! { p { (text.get("call-done-line")) } });
    Ok(asked.page(&visit, done).into_response())
}

/// What was typed, or why it comes back.
pub fn read(form: &Form) -> Result<Wanted, Refused> {
    let wanted = Wanted::read(form.get("call_about"), form.get("call_name"), form.get("call_phone"));
    wanted.map_err(|faults| {
        let faults = faults.into_iter().map(|(field, fault)| acts::FieldFault { field, fault });
        Refused::fields(faults.collect())
    })
}

/// The fields of a request, for residents and for the desk.
pub fn fields(text: Text, filled: &Filled<'_>) -> Markup {
    let abouts = About::NAMES.map(|(_, name)| (name.to_string(), text.get(&format!("call-about-{name}"))));
    html! {
        (filled.choice("call_about", "field-call_about", &abouts))
        (filled.field(&Field { autocomplete: "name", ..Field::text("call_name", "field-call_name") }))
        (filled.field(&Field { autocomplete: "tel", ..Field::of("tel", "call_phone", "field-call_phone") }))
    }
}

/// The page for one round.
struct Asked<'a> {
    round: Round,
    way: Option<&'a Provider>,
}

impl<'a> Asked<'a> {
    async fn of(visit: &'a Visit, id: &str) -> Answer<Asked<'a>> {
        let mut conn = visit.app.store.read().await?;
        let round = visible_round(&mut conn, id).await?;
        let way = sign_in::way(&visit.app, &mut conn, &round).await?.filter(|_| visit.kiosk.is_none());
        Ok(Asked { round, way })
    }

    fn page(&self, visit: &Visit, asking: Markup) -> Markup {
        let title = visit.say("no-letter-title");
        let round = &self.round;
        let content = html! {
            div.utrecht-page-body {
                div.sr-page.sr-stack {
                    h1.utrecht-heading-1 { (title) }
                    div.sr-stack.sr-stack--tight { (advice(visit, round, self.way)) }
                    (asking)
                    p { a.utrecht-button href=(visit.to(paths::ROUND, &[round.id.as_str()])) { (visit.text.with("back-to", &[("what", round.plan.title.as_str().into())])) } }
                    (round_parts::fingerprint(visit, round))
                }
            }
        };
        layout::page(visit, &Head { title, place: Place::Public }, content)
    }

    /// The form, while a letter is of any use. At a kiosk there is none: a name and a number would come back to whoever is
    /// there next.
    fn form(&self, visit: &Visit, form: &Form, refused: Option<&Refused>) -> Markup {
        if self.round.phase != Phase::Open || visit.kiosk.is_some() {
            return html! {};
        }
        let text = visit.text;
        let filled = Filled::new(text, form, refused);
        html! {
            section.sr-stack #bellen {
                h2.utrecht-heading-2 { (text.get("call-title")) }
                p.utrecht-paragraph { (text.get("call-line")) }
                (filled.notice())
                form.sr-stack method="post" action=(visit.to(paths::NO_LETTER, &[self.round.id.as_str()])) {
                    (fields(text, &filled))
                    p.sr-small { (text.get("call-kept")) }
                    (form::submit(&text.get("call-ask")))
                }
            }
        }
    }
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
