//! Supporting a plan before it is looked at: a person, or an organisation in its own name. Neither is a vote; they are told
//! apart, and no list stands in their order (S47, S59).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::talk::{Plan, asked_page, plan};
use crate::acts::{self, ActError};
use crate::domain::mail::Address;
use crate::domain::moderation::Written;
use crate::domain::pitch::Pitch;
use crate::domain::round::Round;
use crate::domain::support::{Support, Threshold};
use crate::domain::talk::contribution::What;
use crate::domain::talk::{Comment, Open, is_on};
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Back, Field, Refused, answer, filled, submit};
use crate::web::parts::layout::framed;
use crate::web::parts::moderation::reporting;
use crate::web::parts::talk as parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// One of the forms of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Person,
    Organisation,
}

/// What is known of the support of a plan.
pub struct Told {
    support: Support,
    threshold: Threshold,
    endorsements: Vec<Comment>,
}

impl Told {
    /// Looks it up.
    pub async fn find(conn: &mut Conn, pitch: &Pitch) -> Answer<Told> {
        let (support, threshold) = acts::support::standing(conn, pitch).await?;
        let endorsements = store::talk::endorsement::of_plan(conn, &pitch.id).await?;
        Ok(Told { support, threshold, endorsements })
    }

    /// How many supporters there are, and how many are needed.
    pub fn sums(&self) -> (u64, u64) {
        (self.support.total(), self.threshold.needed())
    }

    /// How many supporters are missing.
    pub fn missing(&self) -> u64 {
        let (total, needed) = self.sums();
        needed.saturating_sub(total)
    }
}

/// Shows the forms.
pub async fn show(Path((round, id)): Path<(String, String)>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let plan = plan(&mut conn, &round, &id).await?;
    let told = Told::find(&mut conn, &plan.pitch).await?;
    Ok(page(&visit, &plan, &told, None).into_response())
}

/// Keeps what was typed until the owner of the address says yes.
pub async fn ask(Path((round, id)): Path<(String, String)>, visit: Visit, form: Form) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let plan = plan(&mut conn, &round, &id).await?;
    drop(conn);
    let is_organisation = form.get("as") == "organisation";
    let (which, field) = match is_organisation {
        true => (Which::Organisation, "support_office_email"),
        false => (Which::Person, "post_email"),
    };
    let what = match is_organisation {
        true => What::endorsement(form.get("support_organisation").trim(), form.get("support_words").trim()),
        false => What::Support,
    };
    let asked = match Address::parse(form.get(field)) {
        Err(_) => Err(ActError::field(field, "post-email")),
        Ok(email) => {
            let to = (&email, visit.text.lang.tag());
            acts::talk::ask(&mut visit.context(), &visit.client.name(), to, &plan.pitch.id, what).await
        }
    };
    if let Err(error) = asked {
        let refused = Refused::of(error, field)?;
        let mut conn = visit.app.store.read().await?;
        let told = Told::find(&mut conn, &plan.pitch).await?;
        let back = Back { which, form: &form, refused: &refused };
        return Ok(answer(Some(&refused), page(&visit, &plan, &told, Some(&back))));
    }
    Ok((StatusCode::ACCEPTED, asked_page(&visit, &plan.round, &plan.pitch)).into_response())
}

/// How many support a plan, how many it needs, and which organisations support it.
pub fn standing(visit: &Visit, round: &Round, told: &Told) -> Markup {
    html! { (numbers(visit, told)) (organisations(visit, round, told)) }
}

/// How many support a plan, and which organisations: on the page of the plan.
pub fn summary(visit: &Visit, (round, open): (&Round, Open), pitch: &Pitch, told: &Told) -> Markup {
    let to = visit.to(paths::SUPPORT, &[round.id.as_str(), pitch.id.as_str()]);
    html! {
        section.sr-stack #steun {
            h2.utrecht-heading-2 { (visit.say("support-title")) }
            (numbers(visit, told))
            (organisations(visit, round, told))
            @if is_on(round) && open.takes_support() { p { a.utrecht-button href=(to) { (visit.say("support-give")) } } }
        }
    }
}

fn numbers(visit: &Visit, told: &Told) -> Markup {
    let text = visit.text;
    let needed = told.threshold.needed();
    let values = [
        ("count", number(told.support.total())),
        ("paper", number(told.support.on_paper)),
        ("needed", number(needed)),
    ];
    html! {
        p.utrecht-paragraph {
            (text.with("support-count", &values))
            @if told.support.on_paper > 0 { " " (text.with("support-count-paper", &values)) }
        }
        @if needed > 0 {
            p.utrecht-paragraph {
                (text.with(if told.support.total() < needed { "support-needs" } else { "support-enough" }, &values))
            }
            @if told.threshold.per > 0 {
                p.sr-small {
                    (text.with("support-scaled", &[
                        ("supporters", number(told.threshold.supporters)), ("per", number(told.threshold.per)),
                        ("residents", number(told.threshold.residents)), ("needed", number(needed)),
                    ]))
                }
            }
        } @else { p.sr-small { (text.get("support-none-needed")) } }
        p.sr-small { (text.get("support-no-vote")) }
    }
}

fn organisations(visit: &Visit, round: &Round, told: &Told) -> Markup {
    let count = u64::try_from(told.endorsements.len()).unwrap_or(u64::MAX);
    html! {
        @if !told.endorsements.is_empty() {
            h3.utrecht-heading-3 { (visit.text.with("support-organisations", &[("count", number(count))])) }
            ul.sr-rows.sr-rows--plain {
                @for one in &told.endorsements {
                    li.sr-stack.sr-stack--tight {
                        (parts::comment(visit, one, &report(visit, round, one)))
                    }
                }
            }
        }
    }
}

fn report(visit: &Visit, round: &Round, one: &Comment) -> Markup {
    html! { @if one.is_shown() { (reporting(visit, &round.id, &Written::Comment(one.id.clone()), &one.name)) } }
}

fn page(visit: &Visit, plan: &Plan, told: &Told, back: Option<&Back<'_, Which>>) -> Markup {
    let parts = [plan.round.id.as_str(), plan.pitch.id.as_str()];
    let title = visit.text.with("support-page", &[("title", plan.sent.title.as_str().into())]);
    let content = html! {
        nav.sr-small aria-label=(visit.say("breadcrumb")) {
            a.utrecht-link href=(visit.to(paths::ROUND, &parts[..1])) { (plan.round.plan.title) } " / "
            a.utrecht-link href=(visit.to(paths::SENT_IN_ONE, &parts)) { (plan.sent.title) } " / " (visit.say("support-title"))
        }
        h1.utrecht-heading-1 { (title) }
        (numbers(visit, told))
        @if is_on(&plan.round) && plan.open.takes_support() {
            (person(visit, &visit.to(paths::SUPPORT, &parts), back))
            (organisation(visit, &visit.to(paths::SUPPORT, &parts), back))
        } @else { p.utrecht-paragraph { (visit.say("support-over")) } }
        (organisations(visit, &plan.round, told))
    };
    framed(visit, title, content)
}

fn person(visit: &Visit, action: &str, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, Which::Person, &first);
    html! {
        section.sr-stack #zelf {
            h2.utrecht-heading-2 { (visit.say("support-self")) }
            p.utrecht-paragraph { (visit.say("support-self-line")) }
            (fields.notice())
            form.sr-stack method="post" action=(action) {
                input type="hidden" name="as" value="person";
                (fields.field(&Field { autocomplete: "email", ..Field::of("email", "post_email", "field-support_email") }))
                (submit(&visit.say("support-give")))
            }
            p.sr-small { (visit.say("support-paper")) }
            p.sr-small { (visit.say("support-kept")) }
        }
    }
}

fn organisation(visit: &Visit, action: &str, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Organisation, &first);
    html! {
        details open[is_back] #organisatie {
            summary { (visit.say("support-office")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("support-office-line")) }
                (fields.notice())
                form.sr-stack method="post" action=(action) {
                    input type="hidden" name="as" value="organisation";
                    (fields.field(&Field { autocomplete: "organization", ..Field::text("support_organisation", "field-support_organisation") }))
                    (fields.field(&Field::text("support_words", "field-support_words")))
                    (fields.field(&Field { autocomplete: "email", ..Field::of("email", "support_office_email", "field-support_office_email") }))
                    (submit(&visit.say("support-office-do")))
                }
            }
        }
    }
}
