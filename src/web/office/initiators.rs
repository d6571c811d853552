//! Residents without e-mail who pitch: the desk opens an account for them. Nobody signs in to it.

use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts::initiator::desk;
use crate::domain::id::{AccountId, InitiatorId};
use crate::domain::initiator::Initiator;
use crate::store;
use crate::text::Lang;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::parts::pages::{Turns, cut};
use crate::web::paths;
use crate::web::visit::Visit;

/// The list: its name in the address, and its place on the page.
const LIST: &str = "lijst";

/// Shows the accounts that the desk opened.
pub async fn show(RawQuery(query): RawQuery, visit: Visit) -> Answer<Markup> {
    page_at(&visit, &Turns::of(query.as_deref()), &Back::Nothing).await
}

/// Opens one.
pub async fn open(visit: Visit, form: Form) -> Answer {
    let language = Lang::of_tag(form.get("post_language")).unwrap_or(visit.text.lang).tag();
    match desk::open(&mut visit.context(), form.get("post_name"), language).await {
        Ok(_) => Ok(Redirect::to(&visit.to(paths::DESK_ACCOUNTS, &[])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "post_name")?;
            Ok(answer(Some(&refused), page(&visit, &Back::Open(&form, &refused)).await?))
        }
    }
}

/// Gives one another name, or ends it.
pub async fn change(Of(who, _): Of<InitiatorId>, visit: Visit, form: Form) -> Answer {
    let language = Lang::of_tag(form.get("post_language")).unwrap_or(visit.text.lang).tag();
    let done = match form.get("post_do") {
        "remove" => desk::remove(&visit.context(), &who).await,
        _ => desk::rename(&visit.context(), &who, form.get("post_name"), language).await,
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::DESK_ACCOUNTS, &[])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "post_name")?;
            Ok(answer(Some(&refused), page(&visit, &Back::Change(&who, &form, &refused)).await?))
        }
    }
}

/// What comes back on the page.
enum Back<'a> {
    Nothing,
    Open(&'a Form, &'a Refused),
    Change(&'a InitiatorId, &'a Form, &'a Refused),
}

/// The page from its begin, with the form that comes back.
async fn page(visit: &Visit, back: &Back<'_>) -> Answer<Markup> {
    page_at(visit, &Turns::default(), back).await
}

async fn page_at(visit: &Visit, turns: &Turns, back: &Back<'_>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let (skip, most) = turns.window(LIST);
    let mut opened = store::initiator::at_desk(&mut conn, visit.viewer(), (skip, most + 1)).await?;
    let seen = turns.skip(LIST) + opened.len();
    cut(&mut opened);
    let staff = store::account::list(&mut conn).await?;
    drop(conn);
    let text = visit.text;
    let name_of = |id: &AccountId| {
        staff.iter().find(|one| &one.id == id).map_or_else(|| id.to_string(), |one| one.name.clone())
    };
    let first = Form::default();
    let (form, refused) = match back {
        Back::Open(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Change(..) => (&first, None),
    };
    let fields = Filled::new(text, form, refused);
    let title = text.get("post-desk-title");
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (text.get("post-desk-lead")) }
            p { a.utrecht-link href=(visit.to(paths::DESK_ALLIANCE, &[])) { (text.get("ally-desk-title")) } }
            (fields.notice())
            form.sr-stack method="post" action=(visit.to(paths::DESK_ACCOUNTS, &[])) {
                (fields.field(&Field::text("post_name", "field-post_name")))
                (fields.choice("post_language", "field-post_desk_language", &languages()))
                (submit(&text.get("post-desk-do")))
            }
            @if opened.is_empty() { p { (text.get("post-desk-none")) } } @else {
                (form::table(&title, html! {
                    table.utrecht-table #(LIST) {
                        caption.sr-hidden { (title) }
                        thead {
                            tr {
                                th scope="col" { (text.get("field-name")) }
                                th scope="col" { (text.get("post-since")) }
                                th scope="col" { (text.get("post-desk-by")) }
                                th scope="col" { (text.get("post-desk-account")) }
                            }
                        }
                        tbody {
                            @for who in &opened {
                                tr {
                                    th scope="row" { bdi { (who.name) } }
                                    td { (text.moment(who.opened)) }
                                    td { @if let Some(by) = &who.opened_by { (name_of(by)) } }
                                    td { (plans(visit, who)) (change_form(visit, who, back)) }
                                }
                            }
                        }
                    }
                }))
            }
            (turns.links(visit, &visit.to(paths::DESK_ACCOUNTS, &[]), (LIST, LIST), seen))
        }
    };
    Ok(Frame::menu(paths::OFFICE, title).show(visit, content))
}

/// The way to the plans of someone.
fn plans(visit: &Visit, who: &Initiator) -> Markup {
    html! {
        a.utrecht-link href=(visit.to(paths::DESK_PITCHES, &[who.id.as_str()])) { (visit.say("pt-desk-to")) span.sr-hidden { ": " (who.name) } }
    }
}

/// The forms to change one account and to end it.
fn change_form(visit: &Visit, who: &Initiator, back: &Back<'_>) -> Markup {
    let mut first = Form::default();
    first.set("post_name", &who.name);
    first.set("post_language", &who.language);
    let (form, refused) = match back {
        Back::Change(id, form, refused) if **id == who.id => (*form, Some(*refused)),
        Back::Nothing | Back::Open(..) | Back::Change(..) => (&first, None),
    };
    let within = format!("{}-", who.id);
    let fields = Filled::new(visit.text, form, refused).within(&within);
    let address = visit.to(paths::DESK_ACCOUNT, &[who.id.as_str()]);
    html! {
        details open[refused.is_some()] {
            summary { (visit.say("post-desk-change")) span.sr-hidden { ": " (who.name) } }
            (fields.notice())
            form.sr-stack method="post" action=(address) {
                (fields.field(&Field::text("post_name", "field-post_name")))
                (fields.choice("post_language", "field-post_desk_language", &languages()))
                (submit(&visit.say("post-name-do")))
            }
            form method="post" action=(address) {
                p { (visit.say("post-desk-end-line")) }
                button.utrecht-button type="submit" name="post_do" value="remove" {
                    (visit.say("post-end-do")) span.sr-hidden { ": " (who.name) }
                }
            }
        }
    }
}

fn languages() -> Vec<(String, String)> {
    Lang::ALL.iter().map(|(lang, ..)| (lang.tag().to_string(), lang.own_name().to_string())).collect()
}
