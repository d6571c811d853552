//! Own interests of staff in the requests to a quick pot.

use maud::{Markup, html};

use super::{after, find, mended};
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::id::{AccountId, RoundId};
use crate::domain::standing::{QuickRequest, StandingRound};
use crate::store::{self, Conn};
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused};
use crate::web::paths;
use crate::web::visit::Visit;

/// States an own interest in a request, or that there is none in the round.
pub async fn state(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let round = find(&visit, &id).await?;
    let request = match form.get("interest_plan") {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Refusal::NOT_FOUND)?),
    };
    let why = form.get("check_why");
    let done = acts::interest::state_standing(&visit.context(), &round.id, request, why).await;
    after(&visit, &round, &form, mended(done, "check_why")?).await
}

/// Who has an interest in a request, and the form that states it.
pub(super) async fn section(
    visit: &Visit,
    conn: &mut Conn,
    (round, requests): (&StandingRound, &[QuickRequest]),
    form: &Form,
    refused: Option<&Refused>,
) -> Answer<Markup> {
    let stated = store::interest::list(conn, &round.id).await?;
    let staff = store::account::list(conn).await?;
    let function =
        |id: &AccountId| staff.iter().find(|one| &one.id == id).map_or("", |one| one.function.as_str());
    let title = |number: &str| {
        let found = requests.iter().find(|one| one.number.to_string() == number);
        found.map_or_else(String::new, |one| format!("{number}. {}", one.asked.title))
    };
    let mut options = vec![(String::new(), visit.say("qck-interest-none"))];
    options.extend(requests.iter().map(|one| (one.number.to_string(), title(&one.number.to_string()))));
    let filled = Filled::new(visit.text, form, refused);
    Ok(html! {
        section.sr-stack #belang {
            h2.utrecht-heading-2 { (visit.say("interest-title")) }
            p.utrecht-paragraph { (visit.say("qck-interest-line")) }
            ul {
                @for one in &stated {
                    li {
                        (function(&one.by)) ", " (visit.text.day(one.at)) ": "
                        @match &one.plan {
                            Some(request) => { (title(request.as_str())) ". " (one.reason) },
                            None => (visit.say("qck-interest-none")),
                        }
                    }
                }
            }
            @if visit.may(Permission::RunRounds) {
                details {
                    summary { (visit.say("interest-state")) }
                    form.sr-stack method="post" action=(visit.to(paths::QUICK_INTEREST, &[round.id.as_str()])) {
                        (filled.choice("interest_plan", "qck-field-request", &options))
                        (filled.field(&Field::text("check_why", "field-interest-why")))
                        (form::submit(&visit.say("interest-state")))
                    }
                }
            }
        }
    })
}
