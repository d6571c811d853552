//! The warning that too much of a later year is bound already (S33), for everyone and in the office.

use maud::{Markup, html};

use super::form;
use crate::domain::budget::{Budget, YearLock};
use crate::web::visit::Visit;

/// A warning for each year after this one of which more is promised than the budget says is wise; nothing when there
/// is no such year.
pub fn warnings(visit: &Visit, whole: &Budget, locks: &[YearLock], this_year: i64) -> Markup {
    let years = whole.first_year..=whole.last_year();
    let above: Vec<&YearLock> = locks
        .iter()
        .filter(|one| years.contains(&one.year) && one.year > this_year && one.is_above(whole.warning))
        .collect();
    html! {
        @if !above.is_empty() {
            (form::alert("warning", &visit.say("lock-title"), html! {
                @for one in above {
                    p {
                        (visit.text.with("lock-line", &[
                            ("year", one.year.to_string().into()),
                            ("share", visit.text.percent(one.committed_share()).into()),
                            ("most", visit.text.percent(whole.warning).into()),
                            ("left", visit.text.euros(one.uncommitted()).into()),
                        ]))
                    }
                }
            }))
        }
    }
}
