//! The money of a round: what it may grant, and each grant.

use axum::extract::{Path, RawQuery};
use maud::{Markup, html};

use super::{Books, Way};
use crate::domain::id::{AllocationId, RoundId};
use crate::domain::money::Cents;
use crate::domain::report::{Meter, Part};
use crate::domain::round::Origin;
use crate::store::report::GrantLine;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::crumbs::crumbs;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{amount, meter as meter_part};
use crate::web::paths;
use crate::web::visit::Visit;

/// Grants on one page.
const PER_PAGE: u64 = 50;

/// A round or a standing round, as far as its money goes.
pub struct Purse {
    /// Which.
    pub id: RoundId,
    /// Its name.
    pub title: String,
    /// What it spends from in its own year.
    pub allocation: AllocationId,
    /// Whether it has pages of its own.
    pub voted: bool,
    /// Whether it was certified.
    pub decided: bool,
}

/// A round with money that residents may see. An imported election has none.
pub async fn purse(conn: &mut Conn, id: &str) -> Answer<Purse> {
    let id = RoundId::new(id);
    if let Some(round) = store::round::find(conn, &id).await? {
        if !round.phase.is_public() || round.origin == Origin::Import {
            return Err(Refusal::NOT_FOUND);
        }
        let decided = round.phase.shows_outcome();
        return Ok(Purse { id, title: round.plan.title, allocation: round.allocation, voted: true, decided });
    }
    let (title, allocation) = store::report::standing_title(conn, &id).await?.ok_or(Refusal::NOT_FOUND)?;
    Ok(Purse { id, title, allocation, voted: false, decided: false })
}

/// Shows the money of a round.
pub async fn show(Path(id): Path<String>, RawQuery(query): RawQuery, visit: Visit) -> Answer<Markup> {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let mut conn = visit.app.store.read().await?;
    let purse = purse(&mut conn, &id).await?;
    let books = Books::now(&mut conn, &visit).await?;
    let part = books.allocation(&purse.allocation)?;
    let line = books.line(&part.line)?;
    let controls = store::report::controls_of_round(&mut conn, &purse.id).await?;
    let meter = Meter::of(&controls);
    let mut grants =
        store::report::grants_of_round(&mut conn, &purse.id, asked.get("na"), PER_PAGE + 1).await?;
    let has_more = grants.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    grants.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    let text = visit.text;
    let address = visit.to(paths::ROUND_MONEY, &[purse.id.as_str()]);
    let way = Way::top(&visit).line(&visit, line).area(&visit, part).step(&purse.title, address.clone());
    let title = text.with("walk-round-title", &[("title", purse.title.as_str().into())]);
    let content = html! {
        div.sr-band { div.sr-page.sr-stack {
            (crumbs(&visit, &way.here()))
            h1.utrecht-heading-1 { (title) }
            p.utrecht-paragraph.utrecht-paragraph--lead { (text.with("walk-round-lead", &[("amount", text.euros(meter.reserved()).into())])) }
            (meter_part::figure(&visit, &meter, |part| matches!(part, Part::Spent | Part::Promised | Part::Reclaim).then(|| "#plannen".to_string())))
            (meter_part::table(&visit, &meter))
            (links(&visit, &purse))
        } }
        div.utrecht-page-body { div.sr-page.sr-stack.sr-stack--wide {
            section.sr-stack #plannen {
                h2.utrecht-heading-2 { (text.get("walk-grants")) }
                @if grants.is_empty() { p.utrecht-paragraph { (text.get("walk-grants-none")) } }
                @else { (list(&visit, &grants)) }
                @if has_more || !asked.get("na").is_empty() { p.sr-small { (text.with("rep-grants-page", &[("count", crate::text::number(PER_PAGE))])) } }
                @if has_more && let Some(last) = grants.last() {
                    p { a.utrecht-link href={ (address) "?na=" (last.id) } { (text.get("walk-more")) } }
                }
            }
        } }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}

fn links(visit: &Visit, purse: &Purse) -> Markup {
    let (text, id) = (visit.text, purse.id.as_str());
    html! {
        @if purse.voted {
            p.utrecht-button-group {
                a.utrecht-link href=(visit.to(paths::ROUND, &[id])) { (text.get("walk-round-page")) }
                @if purse.decided {
                    a.utrecht-link href=(visit.to(paths::OUTCOME, &[id])) { (text.get("row-outcome")) }
                    a.utrecht-link href=(visit.to(paths::SCENARIO, &[id])) { (text.get("scenario-link")) }
                }
            }
        } @else {
            p { a.utrecht-link href=(visit.to(paths::QUICK, &[id])) { (text.get("rep-quick-rule")) } }
        }
    }
}

/// The grants, one below the other: a phone shows what a wide screen shows.
fn list(visit: &Visit, grants: &[GrantLine]) -> Markup {
    let text = visit.text;
    let total = |grant: &GrantLine| Cents::sum([grant.promised, grant.spent]).unwrap_or(Cents::MAX);
    html! {
        ul.sr-rows.sr-rows--plain {
            @for grant in grants {
                li.sr-stack.sr-stack--tight {
                    p.sr-between {
                        a.utrecht-link href=(visit.to(paths::PUBLIC_GRANT, &[grant.id.as_str()])) { (grant.title) } " "
                        (amount(text, total(grant)))
                    }
                    p.sr-small {
                        (text.get(&format!("grant-is-{}", grant.state.name()))) ". "
                        (text.with("rep-grant-line", &[("spent", text.euros(grant.spent).into()), ("promised", text.euros(grant.promised).into())]))
                        @if grant.reclaim > Cents::ZERO { " " (text.with("rep-grant-reclaim", &[("amount", text.euros(grant.reclaim).into())])) }
                    }
                }
            }
        }
    }
}
