//! Where a posting comes from and goes to, in words, with the way there; and who made it, by function.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{Books, line_name};
use crate::domain::id::{GrantId, RoundId};
use crate::domain::ledger::{AccountKey, Draft, Posting, Reference};
use crate::domain::log::chain::Actor;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::parts::{amount, form, meter};
use crate::web::paths;
use crate::web::visit::Visit;

/// What is needed to tell postings: names and functions.
pub struct Names<'a> {
    books: &'a Books,
    /// Rounds and standing rounds that are public, with their names.
    rounds: BTreeMap<RoundId, String>,
    /// Names of the plans of the grants that are told of.
    grants: BTreeMap<GrantId, String>,
    /// Functions of staff by account.
    functions: BTreeMap<String, String>,
}

impl Names<'_> {
    /// Reads the names for these postings.
    pub async fn of<'a>(conn: &mut Conn, books: &'a Books, postings: &[Posting]) -> Answer<Names<'a>> {
        let accounts = store::account::list(conn).await?;
        let functions = accounts.into_iter().map(|one| (one.id.to_string(), one.function)).collect();
        let keys = || postings.iter().flat_map(|posting| [&posting.draft.from, &posting.draft.to]);
        let grants = store::grant::some(conn, keys().filter_map(|key| key.grant.as_ref())).await?;
        let grants = grants.into_iter().map(|(id, grant)| (id, grant.title)).collect();
        let mut names = Names { books, rounds: BTreeMap::new(), grants, functions };
        for key in keys() {
            if let (Some(round), None) = (&key.round, &key.grant)
                && !names.rounds.contains_key(round)
            {
                let title = match store::round::find(conn, round).await? {
                    Some(found) => found.phase.is_public().then_some(found.plan.title),
                    None => store::report::standing_title(conn, round).await?.map(|(title, _)| title),
                };
                if let Some(title) = title {
                    names.rounds.insert(round.clone(), title);
                }
            }
        }
        Ok(names)
    }

    /// Whose account it is, with the way there.
    fn owner(&self, visit: &Visit, key: &AccountKey) -> Markup {
        let line = self.books.lines.iter().find(|line| line.id == key.line);
        let year = line.map_or(String::new(), |line| line.year.to_string());
        let part = self.books.allocations.iter().find(|one| Some(&one.id) == key.allocation.as_ref());
        let link = |address: String, words: &str| html! { a.utrecht-link href=(address) { (words) } };
        if let Some(grant) = &key.grant {
            let title = self.grants.get(grant).map_or(grant.as_str(), String::as_str);
            return link(visit.to(paths::PUBLIC_GRANT, &[grant.as_str()]), &format!("{title} ({year})"));
        }
        if let Some(round) = &key.round {
            return match self.rounds.get(round) {
                Some(title) => link(visit.to(paths::ROUND_MONEY, &[round.as_str()]), title),
                None => html! { (visit.say("walk-round-draft")) },
            };
        }
        match (part, line) {
            (Some(part), _) => {
                let address = visit.to(paths::PUBLIC_AREA, &[part.line.as_str(), part.area.as_str()]);
                link(address, &format!("{} {year}", part.area_name))
            }
            (None, Some(line)) => link(visit.to(paths::PUBLIC_LINE, &[line.id.as_str()]), &line_name(line)),
            (None, None) => html! { (year) },
        }
    }

    /// Who made a posting, by function: never by name.
    fn by(&self, visit: &Visit, by: &str) -> String {
        match self.functions.get(by) {
            Some(function) => function.clone(),
            None if by == Actor::Service.name() => visit.say("by-service"),
            None if by == Actor::Operator.name() => visit.say("by-operator"),
            None => visit.say("by-staff"),
        }
    }

    /// Postings as a table.
    pub fn table(&self, visit: &Visit, postings: &[Posting]) -> Markup {
        let text = visit.text;
        let side = |key: &AccountKey| {
            html! { (meter::account(visit, key.kind)) br; span.sr-small { (self.owner(visit, key)) } }
        };
        form::table(
            &text.get("walk-postings"),
            html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (text.get("walk-postings")) }
                    thead { tr {
                        th.sr-number scope="col" { (text.get("posting-number")) }
                        th scope="col" { (text.get("posting-when")) }
                        th scope="col" { (text.get("posting-what")) }
                        th scope="col" { (text.get("posting-from")) }
                        th scope="col" { (text.get("posting-to")) }
                        th.sr-number scope="col" { (text.get("amount")) }
                        th scope="col" { (text.get("posting-why")) }
                    } }
                    tbody {
                        @for posting in postings {
                            @let draft = &posting.draft;
                            tr id=(format!("b{}", posting.seq)) {
                                td.sr-number { (text.number(posting.seq)) }
                                td.sr-nowrap { (text.day(posting.at)) }
                                th scope="row" { (text.get(&format!("posting-is-{}", draft.kind.name()))) }
                                td { (side(&draft.from)) }
                                td { (side(&draft.to)) }
                                td.sr-number { (amount(text, draft.amount)) }
                                td {
                                    @if draft.kind.is_explained() && !draft.reason.is_empty() { (draft.reason) br; }
                                    span.sr-small { (ground(visit, draft)) (self.by(visit, &posting.by)) }
                                }
                            }
                        }
                    }
                }
            },
        )
    }
}

/// What a posting stands on, in words, with the way there as far as there is a page for everyone.
fn ground(visit: &Visit, draft: &Draft) -> Markup {
    let text = visit.text;
    let round = draft.from.round.as_ref().or(draft.to.round.as_ref());
    let numbered = |key: &str, number: &str| text.with(key, &[("number", number.into())]);
    let (words, address) = match Reference::read(&draft.reference) {
        None => return html! {},
        Some(Reference::Certificate(number)) => {
            let page = round.map(|round| visit.to(paths::OUTCOME, &[round.as_str()]));
            (numbered("wrd-certificate", &number.to_string()), page)
        }
        Some(Reference::Request(number)) => {
            let page = round.map(|round| visit.to(paths::QUICK, &[round.as_str()]));
            (numbered("wrd-request", &number.to_string()), page)
        }
        Some(Reference::Transfer(number)) => (numbered("wrd-transfer", &number.to_string()), None),
        Some(Reference::Division(number)) => (numbered("wrd-division", &number.to_string()), None),
        Some(Reference::Decisions(_)) => (numbered("wrd-decision", &draft.reference), None),
        Some(Reference::Order(order)) => (numbered("wrd-order", &order.0), None),
        Some(Reference::Repaid(day)) => {
            (text.with("wrd-repaid", &[("day", text.civil_day(day).into())]), None)
        }
    };
    html! {
        @match address {
            Some(address) => { a.utrecht-link href=(address) { (words) } }
            None => { (words) }
        }
        ". "
    }
}
