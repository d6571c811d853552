//! How the talk in a round is kept decent: the rules, and how often something was taken off.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::html;

use super::visible_round;
use crate::domain::moderation::APPEAL_DAYS;
use crate::store;
use crate::text::number;
use crate::web::error::Answer;
use crate::web::office::frame::facts;
use crate::web::parts::layout::framed;
use crate::web::parts::moderation as parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows them.
pub async fn show(Path(id): Path<String>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = visible_round(&mut conn, &id).await?;
    let tally = store::moderation::tally(&mut conn, &round.id).await?;
    drop(conn);
    let (text, title) = (visit.text, visit.say("talk-rules-title"));
    let count = |value: u64| html! { (text.number(value)) };
    let mut sums = vec![
        (text.get("talk-sum-placed"), count(tally.placed)),
        (text.get("talk-sum-reported"), count(tally.reported)),
        (text.get("talk-sum-withheld"), count(tally.withheld.iter().map(|(_, times)| times).sum())),
    ];
    for (ground, times) in &tally.withheld {
        sums.push((text.get(&parts::ground_key(*ground)), count(*times)));
    }
    sums.push((text.get("talk-sum-appealed"), count(tally.appealed)));
    sums.push((text.get("talk-sum-restored"), count(tally.restored)));
    let days = u64::try_from(APPEAL_DAYS).unwrap_or(0);
    let content = html! {
        nav.sr-small aria-label=(text.get("breadcrumb")) {
            a.utrecht-link href=(visit.to(paths::ROUND, &[round.id.as_str()])) { (round.plan.title) } " / " (title)
        }
        h1.utrecht-heading-1 { (title) }
        p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("talk-rules-lead")) }
        ul.sr-stack.sr-stack--tight {
            @for key in ["talk-rule-who", "talk-rule-order", "talk-rule-until", "talk-rule-off", "talk-rule-report"] { li { (text.get(key)) } }
            li { (text.with("talk-rule-appeal", &[("days", number(days))])) }
        }
        section.sr-stack #aantallen {
            h2.utrecht-heading-2 { (text.get("talk-sums")) }
            (facts(&sums))
        }
    };
    Ok(framed(&visit, title, content).into_response())
}
