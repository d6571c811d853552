//! Long lists of the office: fifty rows a page, a way to the next fifty, and a way to find one.

use maud::{Markup, html};

use crate::web::guard::body::Form;
use crate::web::visit::Visit;

/// Rows on one page.
pub const PER_PAGE: u64 = 50;

/// What a list is asked for in its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// What a row has in its name or number; empty for all rows.
    pub find: String,
    /// The row that the page before ended with; empty for the first page.
    pub after: String,
}

impl Asked {
    /// Reads it from a query.
    pub fn of(query: Option<&str>) -> Asked {
        let form = Form::parse(query.unwrap_or_default().as_bytes());
        Asked { find: form.get("zoek").trim().to_string(), after: form.get("na").to_string() }
    }

    /// The form to find one, above the list.
    pub fn form(&self, visit: &Visit, address: &str) -> Markup {
        html! {
            form.sr-stack.sr-stack--tight method="get" action=(address) role="search" {
                div { label.utrecht-form-label for="zoek" { (visit.say("slw-find")) } }
                input.utrecht-textbox #zoek type="search" name="zoek" value=(self.find);
                p { button.utrecht-button type="submit" { (visit.say("slw-find-do")) } }
            }
            @if !self.find.is_empty() || !self.after.is_empty() {
                p { a.utrecht-link href=(address) { (visit.say("slw-from-start")) } }
            }
        }
    }

    /// The way to the rows after this one, with the same words to find.
    pub fn next(&self, visit: &Visit, address: &str, last: &str) -> Markup {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.find.is_empty() {
            query.append_pair("zoek", &self.find);
        }
        query.append_pair("na", last);
        let next = format!("{address}?{}", query.finish());
        html! { p { a.utrecht-link href=(next) rel="next" { (visit.say("page-after")) } } }
    }
}

/// The ways to the pages before and after one, where there are such.
pub fn turning(visit: &Visit, [before, after]: [Option<String>; 2]) -> Markup {
    html! {
        @if before.is_some() || after.is_some() {
            p.utrecht-button-group {
                @if let Some(to) = before { a.utrecht-link href=(to) rel="prev" { (visit.say("page-before")) } }
                @if let Some(to) = after { a.utrecht-link href=(to) rel="next" { (visit.say("page-after")) } }
            }
        }
    }
}

/// Takes off the row that was read beyond a page; whether there was one.
pub fn cut<T>(rows: &mut Vec<T>) -> bool {
    let most = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    has_more
}

/// Which page of each list is asked for, where a page of the office has several: `name=2` for the second. `zoek` holds
/// what the rows of all of them have in their name or number.
#[derive(Debug, Default)]
pub struct Turns(Form);

impl Turns {
    /// Reads it from a query.
    pub fn of(query: Option<&str>) -> Turns {
        Turns(Form::parse(query.unwrap_or_default().as_bytes()))
    }

    /// Which page is asked for of a list, from 1.
    pub fn page(&self, name: &str) -> u16 {
        self.0.get(name).parse().unwrap_or(1).max(1)
    }

    /// Rows before the page that is asked for of a list.
    pub fn skip(&self, name: &str) -> usize {
        usize::from(self.page(name) - 1).saturating_mul(usize::try_from(PER_PAGE).unwrap_or(usize::MAX))
    }

    /// What a row has in its name or number; empty for all rows.
    pub fn find(&self) -> &str {
        self.0.get("zoek").trim()
    }

    /// The form to find one, above the lists.
    pub fn form(&self, visit: &Visit, address: &str) -> Markup {
        Asked { find: self.find().to_string(), after: String::new() }.form(visit, address)
    }

    /// Where a list is read that the database cuts: the rows before its page, and the rows of a page.
    pub fn window(&self, name: &str) -> (u64, u64) {
        (u64::try_from(self.skip(name)).unwrap_or(u64::MAX), PER_PAGE)
    }

    /// The rows of that page.
    pub fn rows<'a, T>(&self, name: &str, all: &'a [T]) -> &'a [T] {
        let rest = all.get(self.skip(name)..).unwrap_or_default();
        &rest[..rest.len().min(usize::try_from(PER_PAGE).unwrap_or(usize::MAX))]
    }

    /// The ways to the pages beside it of a list of so many rows. `place` is the part of the page that holds it.
    pub fn links(&self, visit: &Visit, address: &str, (name, place): (&str, &str), count: usize) -> Markup {
        let per_page = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
        let page = self.skip(name) / per_page + 1;
        let at = |page: usize| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            if !self.find().is_empty() {
                query.append_pair("zoek", self.find());
            }
            query.append_pair(name, &page.to_string());
            format!("{address}?{}#{place}", query.finish())
        };
        turning(visit, [(page > 1).then(|| at(page - 1)), (page * per_page < count).then(|| at(page + 1))])
    }
}
