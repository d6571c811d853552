//! A quick pot, for everyone: its rule, its money, and every request that was decided.

use axum::extract::Path;
use maud::{Markup, html};

use crate::acts::standing::room;
use crate::domain::id::RoundId;
use crate::store::standing;
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::quick::{self, Reader};
use crate::web::visit::Visit;

/// Shows it.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let round = standing::find(&mut conn, &RoundId::new(id)).await?.ok_or(Refusal::NOT_FOUND)?;
    let known = quick::Known::read(&mut conn, &round.id).await?;
    let requests = &known.requests;
    let left = room(&mut conn, &round).await?;
    drop(conn);
    let (text, title) = (visit.text, round.plan.title.clone());
    let waiting = requests.iter().filter(|one| one.decided.is_none()).count();
    let late = requests.iter().filter(|one| one.is_overdue(visit.now)).count();
    let count = |count: usize| number(u64::try_from(count).unwrap_or(u64::MAX));
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--mid {
                div.sr-stack {
                    h1.utrecht-heading-1 { (title) }
                    p.utrecht-paragraph.utrecht-paragraph--lead {
                        (text.with("quick-lead", &[("area", round.area_name.as_str().into()), ("days", number(round.plan.term_days))]))
                    }
                    (quick::bar(text, &round, left))
                }
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("quick-rule")) }
                    (quick::rule(text, &round))
                    p.utrecht-paragraph { (text.get("quick-how")) }
                }
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("quick-decided")) }
                    (quick::decided(&visit, &round, &known, Reader::Everyone))
                    p.utrecht-paragraph {
                        (text.with("quick-waiting", &[("count", count(waiting)), ("late", count(late))]))
                    }
                    p.utrecht-paragraph { (text.get("quick-next")) }
                    p.utrecht-paragraph { (text.get("ans-objection-how")) }
                }
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, content))
}
