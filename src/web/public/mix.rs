//! The mix statement of an area and a year, for everyone: the newest, and those before it.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use crate::domain::id::AreaId;
use crate::store;
use crate::store::mix::Stored;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::mix;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the newest.
pub async fn show(Path((area, year)): Path<(String, String)>, visit: Visit) -> Answer<Markup> {
    let statements = find(&visit, &area, &year).await?;
    let newest = statements.first().ok_or(Refusal::NOT_FOUND)?;
    let (text, said) = (visit.text, &newest.statement);
    let values = [("area", said.area_name.as_str().into()), ("year", said.year.to_string().into())];
    let title = text.with("mix-title", &values);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--mid {
                div.sr-stack {
                    h1.utrecht-heading-1 { (title) }
                    p.utrecht-paragraph.utrecht-paragraph--lead { (text.with("mix-lead", &values)) }
                    p { a.utrecht-link href=(visit.to(paths::MIX_REALISED, &[&area, &year])) { (text.get("rep-mix-came")) } }
                }
                (mix::show(&visit, newest))
                @if statements.len() > 1 {
                    section.sr-stack {
                        h2.utrecht-heading-2 { (text.get("mix-earlier")) }
                        ul { @for one in &statements[1..] { li { (earlier(&visit, one)) } } }
                    }
                }
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

fn earlier(visit: &Visit, one: &Stored) -> Markup {
    let (year, number) = (one.statement.year.to_string(), one.number.to_string());
    let file = visit.to(paths::MIX_FILE, &[one.statement.area.as_str(), &year, &number]);
    html! {
        a.utrecht-link href=(file) { (visit.text.moment(one.at)) } " "
        span.sr-hash { (one.hash) }
    }
}

/// Gives a statement as the file that was signed.
pub async fn file(
    Path((area, year, number)): Path<(String, String, String)>,
    visit: Visit,
) -> Answer<Response> {
    let found = find(&visit, &area, &year).await?.into_iter();
    let wanted = found.into_iter().find(|one| one.number.to_string() == number);
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([kind], wanted.ok_or(Refusal::NOT_FOUND)?.body).into_response())
}

async fn find(visit: &Visit, area: &str, year: &str) -> Answer<Vec<Stored>> {
    let year: i64 = year.parse().map_err(|_| Refusal::NOT_FOUND)?;
    let mut conn = visit.app.store.read().await?;
    Ok(store::mix::of_area(&mut conn, &AreaId::new(area), year).await?)
}
