//! I9, growth: a plan took a step only by an evaluation of another person than who settled its grant, over numbers that are on
//! record, and one stage at a time; and the grants that follow each other make a chain, not a circle.

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::grant::GrantStep;
use crate::domain::growth::{Stage, before};
use crate::store::{Conn, growth};

/// Every link and every evaluation.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let links = growth::links(conn).await?;
    for link in &links {
        let is_circle = before(&links, &link.earlier).contains(&&link.grant);
        findings.unless(!is_circle, "I9", || {
            format!("grant {} follows {}, and the reverse", link.grant, link.earlier)
        });
    }
    let all = growth::evaluations(conn).await?;
    for (grant, made) in &all {
        let settlers = books.history(grant).iter().filter(|event| event.step == GrantStep::Settle);
        let is_other = settlers.clone().all(|event| event.by != made.by);
        findings.unless(is_other && settlers.count() > 0, "I9", || {
            format!("grant {grant} was evaluated by who settled it, or before that")
        });
        let yields = growth::yields(conn, grant).await?;
        let is_filled = !yields.is_empty() && yields.iter().all(|one| one.reached.is_some());
        findings.unless(is_filled, "I9", || {
            format!("grant {grant} was evaluated, and it is not told what it reached")
        });
        let earlier = before(&links, grant).into_iter().find_map(|one| {
            all.iter().find(|(id, earlier)| id == one && earlier.at <= made.at).map(|(_, earlier)| earlier.to)
        });
        let is_next = made.from.next() == Some(made.to);
        findings.unless(is_next && made.from == earlier.unwrap_or(Stage::Experiment), "I9", || {
            format!("grant {grant} took a step to {} from a stage that it did not have", made.to.name())
        });
    }
    Ok(())
}
