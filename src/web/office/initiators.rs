//! Residents without e-mail who pitch: the desk opens an account for them. Nobody signs in to it.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts;
use crate::store;
use crate::text::Lang;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::parts::pages::PER_PAGE;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the accounts that the desk opened.
pub async fn show(visit: Visit) -> Answer<Markup> {
    page(&visit, &Form::default(), None).await
}

/// Opens one.
pub async fn open(visit: Visit, form: Form) -> Answer {
    let language = Lang::of_tag(form.get("post_language")).unwrap_or(visit.text.lang).tag();
    match acts::initiator::desk::open(&mut visit.context(), form.get("post_name"), language).await {
        Ok(_) => Ok(Redirect::to(&visit.to(paths::DESK_ACCOUNTS, &[])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, "post_name")?;
            Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?))
        }
    }
}

async fn page(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let opened = store::initiator::at_desk(&mut conn, visit.viewer(), PER_PAGE).await?;
    let staff = store::account::list(&mut conn).await?;
    drop(conn);
    let text = visit.text;
    let name_of = |id: &crate::domain::id::AccountId| {
        staff.iter().find(|one| &one.id == id).map_or_else(|| id.to_string(), |one| one.name.clone())
    };
    let languages: Vec<(String, String)> =
        Lang::ALL.iter().map(|(lang, ..)| (lang.tag().to_string(), lang.own_name().to_string())).collect();
    let fields = Filled::new(text, form, refused);
    let title = text.get("post-desk-title");
    let content = html! {
        p.utrecht-paragraph { (text.get("post-desk-lead")) }
        (fields.notice())
        form.sr-stack method="post" action=(visit.to(paths::DESK_ACCOUNTS, &[])) {
            (fields.field(&Field::text("post_name", "field-post_name")))
            (fields.choice("post_language", "field-post_language", &languages))
            (submit(&text.get("post-desk-do")))
        }
        @if opened.is_empty() { p { (text.get("post-desk-none")) } } @else {
            (form::table(&title, html! {
                table.utrecht-table {
                    caption.sr-hidden { (title) }
                    thead {
                        tr {
                            th scope="col" { (text.get("field-name")) }
                            th scope="col" { (text.get("post-since")) }
                            th scope="col" { (text.get("post-desk-by")) }
                        }
                    }
                    tbody {
                        @for who in &opened {
                            tr {
                                th scope="row" { bdi { (who.name) } }
                                td { (text.moment(who.opened)) }
                                td { @if let Some(by) = &who.opened_by { (name_of(by)) } }
                            }
                        }
                    }
                }
            }))
        }
    };
    Ok(Frame::menu(paths::OFFICE, title).show(visit, content))
}
