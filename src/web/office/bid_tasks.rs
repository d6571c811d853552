//! What waits for the office of tasks that residents took over: years of which the neighbourhood heard nothing, and agreements
//! that end within half a year.

use crate::domain::account::Permission;
use crate::domain::bid::takeover::{ends_soon, years_due};
use crate::domain::round::Round;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::named;

/// Words and address of each, in the rounds that are seen.
pub async fn of_rounds(visit: &Visit, conn: &mut Conn, rounds: &[Round]) -> Answer<Vec<(String, String)>> {
    let mut tasks = Vec::new();
    if !visit.may(Permission::HandleGrants) {
        return Ok(tasks);
    }
    for id in store::bid::decided(conn).await? {
        let Some(pitch) = store::pitch::find(conn, &id).await? else { continue };
        if !rounds.iter().any(|round| round.id == pitch.round) {
            continue;
        }
        let steps = store::bid::steps(conn, &id).await?;
        let title = named(visit, &pitch);
        let address = visit.to(paths::ROUND_BID, &[pitch.round.as_str(), id.as_str()]);
        for year in years_due(&steps, visit.now) {
            let values = [("title", title.as_str().into()), ("year", year.to_string().into())];
            tasks.push((visit.text.with("takeover-task-due", &values), address.clone()));
        }
        if let Some(until) = ends_soon(&steps, visit.now) {
            let values = [("title", title.as_str().into()), ("when", visit.text.civil_day(until).into())];
            tasks.push((visit.text.with("takeover-task-ends", &values), address));
        }
    }
    Ok(tasks)
}
