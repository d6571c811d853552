//! The ledger, a page at a time, the newest posting first.

use axum::extract::RawQuery;
use maud::{Markup, html};

use super::side::Names;
use super::{Books, Way, line_name};
use crate::domain::id::{AllocationId, GrantId, LineId};
use crate::domain::ledger::{Posting, PostingKind};
use crate::store;
use crate::store::ledger::Filter;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::visit::Visit;

/// Postings on one page.
const PER_PAGE: usize = 50;

/// The fields of the filter, as they stand in an address.
const FIELDS: [&str; 4] = ["post", "deel", "subsidie", "soort"];

/// Shows the ledger.
pub async fn show(RawQuery(query): RawQuery, visit: Visit) -> Answer<Markup> {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let filter = filter(&asked)?;
    let mut conn = visit.app.store.read().await?;
    let books = Books::now(&mut conn, &visit).await?;
    let one_more = u64::try_from(PER_PAGE + 1).unwrap_or(u64::MAX);
    let mut postings = store::ledger::postings_page(&mut conn, &filter, one_more).await?;
    let has_more = postings.len() > PER_PAGE;
    postings.truncate(PER_PAGE);
    let names = Names::of(&mut conn, &books, &postings).await?;
    let text = visit.text;
    let way = Way::top(&visit).step(&text.get("walk-postings"), visit.to(paths::POSTINGS, &[]));
    let content = html! {
        div.sr-band { div.sr-page.sr-stack {
            (crumbs(&visit, &way.here()))
            h1.utrecht-heading-1 { (text.get("walk-postings")) }
            p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("walk-postings-lead")) }
        } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--mid {
            (choose(&visit, &books, &asked))
            @if postings.is_empty() { p.utrecht-paragraph { (text.get("walk-postings-none")) } }
            @else { (names.table(&visit, &postings)) }
            @if has_more && let Some(last) = postings.last() {
                p { a.utrecht-link href=(older(&visit, &asked, last)) { (text.get("walk-older")) } }
            }
        } }
    };
    let title = text.get("walk-postings");
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

fn filter(asked: &Form) -> Answer<Filter> {
    let bad = Refusal(Kind::BadQuery);
    let given = |name: &str| Some(asked.get(name)).filter(|value| !value.is_empty());
    let kind = given("soort").map(|name| PostingKind::named(name).ok_or(bad)).transpose()?;
    let below = given("voor").map(|number| number.parse::<u32>().map(u64::from).map_err(|_| bad));
    Ok(Filter {
        line: given("post").map(LineId::new),
        allocation: given("deel").map(AllocationId::new),
        grant: given("subsidie").map(GrantId::new),
        kind,
        below: below.transpose()?,
    })
}

/// The address of the page with older postings, under the same filter.
fn older(visit: &Visit, asked: &Form, last: &Posting) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in FIELDS.into_iter().filter(|name| !asked.get(name).is_empty()) {
        query.append_pair(name, asked.get(name));
    }
    query.append_pair("voor", &last.seq.to_string());
    format!("{}?{}", visit.to(paths::POSTINGS, &[]), query.finish())
}

/// The filter as a form.
fn choose(visit: &Visit, books: &Books, asked: &Form) -> Markup {
    let text = visit.text;
    let lines = books.lines.iter().map(|line| (line.id.to_string(), line_name(line))).collect();
    let name = |year: i64, area: &str| format!("{area} {year}");
    let areas = books.allocations.iter().map(|one| (one.id.to_string(), name(one.year, &one.area_name)));
    let kinds = PostingKind::NAMES
        .iter()
        .map(|(_, name)| ((*name).to_string(), text.get(&format!("posting-is-{name}"))));
    html! {
        form.sr-stack method="get" action=(visit.to(paths::POSTINGS, &[])) {
            div.sr-facts {
                (select(visit, "post", "walk-line", lines, asked))
                (select(visit, "deel", "walk-area", areas.collect(), asked))
                (select(visit, "soort", "posting-what", kinds.collect(), asked))
            }
            @if !asked.get("subsidie").is_empty() { input type="hidden" name="subsidie" value=(asked.get("subsidie")); }
            p { button.utrecht-button type="submit" { (text.get("walk-filter")) } }
        }
    }
}

fn select(visit: &Visit, name: &str, label: &str, options: Vec<(String, String)>, asked: &Form) -> Markup {
    html! {
        div.utrecht-form-field {
            label.utrecht-form-label for=(name) { (visit.say(label)) }
            select.utrecht-select #(name) name=(name) {
                option value="" { (visit.say("walk-all")) }
                @for (value, words) in &options {
                    option value=(value) selected[value == asked.get(name)] { (words) }
                }
            }
        }
    }
}
