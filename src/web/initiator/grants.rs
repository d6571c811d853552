//! The grants that a group carries out: its members report how it goes and ask for changes.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::page;
use crate::domain::grant::GrantRecord;
use crate::domain::id::InitiativeId;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::initiator::{InGrant, InGroup, Named};
use crate::web::guard::upload::PictureForm;
use crate::web::parts::form::{Refused, answer};
use crate::web::paths;
use crate::web::progress::{self, Back, Seat, Which};
use crate::web::visit::Visit;

/// Shows how a grant goes.
pub async fn show(group: InGroup, grant: InGrant, visit: Visit) -> Answer {
    Ok(shown(&visit, &group, &grant, None).await?.into_response())
}

/// Plans a milestone.
pub async fn plan(group: InGroup, grant: InGrant, visit: Visit, form: Form) -> Answer {
    let done = progress::plan(&visit, &grant.0, &form).await?;
    back(&visit, (&group, &grant), done, (Which::Milestone, &form)).await
}

/// Says what happened to a milestone.
pub async fn turn(group: InGroup, grant: InGrant, Named(number): Named, visit: Visit, form: Form) -> Answer {
    let number = number.parse().map_err(|_| Refusal::NOT_FOUND)?;
    let done = progress::turn(&visit, &grant.0, number, &form).await?;
    back(&visit, (&group, &grant), done, (Which::Turn(number), &form)).await
}

/// Tells what was done.
pub async fn tell(group: InGroup, grant: InGrant, visit: Visit, sent: PictureForm) -> Answer {
    let (form, done) = progress::tell(&visit, &grant.0, sent).await;
    back(&visit, (&group, &grant), done?, (Which::Report, &form)).await
}

/// Asks for a second look at a report that was taken off.
pub async fn ask_again(
    group: InGroup,
    grant: InGrant,
    Named(number): Named,
    visit: Visit,
    form: Form,
) -> Answer {
    let number = number.parse().map_err(|_| Refusal::NOT_FOUND)?;
    let done = progress::ask_again(&visit, &grant.0, number, &form).await?;
    back(&visit, (&group, &grant), done, (Which::Off(number), &form)).await
}

/// Asks for a change.
pub async fn ask(group: InGroup, grant: InGrant, visit: Visit, form: Form) -> Answer {
    let done = progress::ask(&visit, &grant.0, &form).await?;
    back(&visit, (&group, &grant), done, (Which::Change, &form)).await
}

/// Says what is promised.
pub async fn promise(group: InGroup, grant: InGrant, visit: Visit, form: Form) -> Answer {
    let done = progress::promise(&visit, &grant.0, &form).await?;
    back(&visit, (&group, &grant), done, (Which::Promise, &form)).await
}

/// Says what was reached.
pub async fn reach(group: InGroup, grant: InGrant, visit: Visit, form: Form) -> Answer {
    let done = progress::reach(&visit, &grant.0, &form).await?;
    back(&visit, (&group, &grant), done, (Which::Reach, &form)).await
}

fn seat(group: &InGroup) -> Seat {
    Seat::Group(group.id.clone(), group.role)
}

async fn back(
    visit: &Visit,
    (group, grant): (&InGroup, &InGrant),
    done: Result<(), Refused>,
    (which, form): (Which, &Form),
) -> Answer {
    let refused = match done {
        Ok(()) => return Ok(Redirect::to(&seat(group).page(visit, &grant.0)).into_response()),
        Err(refused) => refused,
    };
    let back = progress::back(which, form, &refused);
    Ok(answer(Some(&refused), shown(visit, group, grant, Some(&back)).await?))
}

async fn shown(visit: &Visit, group: &InGroup, grant: &InGrant, back: Option<&Back<'_>>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let course = progress::find(&mut conn, &grant.0, visit.now).await?;
    drop(conn);
    let content = progress::sections(visit, &seat(group), &course, back);
    Ok(page(visit, course.grant.title.clone(), Some(visit.say("post-account-title")), content))
}

/// The grants of a group: a section of its page.
pub(super) fn section(visit: &Visit, group: &InitiativeId, grants: &[GrantRecord]) -> Markup {
    html! {
        @if !grants.is_empty() {
            section.sr-stack #subsidies {
                h2.utrecht-heading-2 { (visit.say("after-own")) }
                p.utrecht-paragraph { (visit.say("after-own-line")) }
                ul.sr-rows.sr-rows--plain {
                    @for grant in grants {
                        li {
                            a.utrecht-link href=(visit.to(paths::GROUP_GRANT, &[group.as_str(), grant.id.as_str()])) { (grant.title) }
                            " " (visit.say(&format!("grant-is-{}", grant.state.name())))
                        }
                    }
                }
            }
        }
    }
}
