//! The course of a grant in the office: what the group reports or the office for it, and what the office decides.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::growing;
use crate::acts::{self, ActError};
use crate::domain::account::{Permission, Subject};
use crate::domain::id::GrantId;
use crate::domain::progress::Ruling;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::guard::upload::PictureForm;
use crate::web::office::frame::Frame;
use crate::web::parts::form::{Field, Refused, answer, filled, submit};
use crate::web::paths;
use crate::web::progress::{self, Back, Course, Seat, Which};
use crate::web::visit::Visit;

/// Shows it.
pub async fn show(Of(id, _): Of<GrantId>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    Ok(page(&visit, &mut conn, &id, None).await?.into_response())
}

/// Says which group carries it out.
pub async fn set_group(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let found = {
        let mut conn = visit.app.store.read().await?;
        store::initiative::of_name(&mut conn, form.get("group")).await?
    };
    let done = match found.as_slice() {
        [only] => acts::progress::set_group(&visit.context(), &id, &only.id).await,
        [] | [..] => Err(ActError::field("group", "after-group")),
    };
    back(&visit, &id, told(done, "group")?, (Which::Group, &form)).await
}

/// Says what is promised, for the group.
pub async fn promise(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let done = progress::promise(&visit, &id, &form).await?;
    back(&visit, &id, done, (Which::Promise, &form)).await
}

/// Says what was reached.
pub async fn reach(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let done = progress::reach(&visit, &id, &form).await?;
    back(&visit, &id, done, (Which::Reach, &form)).await
}

/// Says which earlier grant it follows.
pub async fn follow(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let earlier = GrantId::new(form.get("earlier_grant").trim());
    let done = match visit.sees(Subject::Grant, earlier.as_str()).await? {
        true => acts::progress::growth::follow(&visit.context(), &id, &earlier).await,
        false => Err(ActError::field("earlier_grant", "after-earlier")),
    };
    back(&visit, &id, told(done, "earlier_grant")?, (Which::Earlier, &form)).await
}

/// Evaluates the plan: it may take the next step.
pub async fn evaluate(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let done = acts::progress::growth::evaluate(&visit.context(), &id, form.get("evaluation_why")).await;
    back(&visit, &id, told(done.map(|_| ()), "evaluation_why")?, (Which::Evaluation, &form)).await
}

fn told(done: Result<(), ActError>, field: &'static str) -> Answer<Result<(), Refused>> {
    match done {
        Ok(()) => Ok(Ok(())),
        Err(error) => Refused::of(error, field).map(Err),
    }
}

/// Plans a milestone.
pub async fn plan(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let done = progress::plan(&visit, &id, &form).await?;
    back(&visit, &id, done, (Which::Milestone, &form)).await
}

/// Says what happened to a milestone.
pub async fn turn(Of((id, number), _): Of<(GrantId, u64)>, visit: Visit, form: Form) -> Answer {
    let done = progress::turn(&visit, &id, number, &form).await?;
    back(&visit, &id, done, (Which::Turn(number), &form)).await
}

/// Tells what was done.
pub async fn tell(Of(id, _): Of<GrantId>, visit: Visit, sent: PictureForm) -> Answer {
    let (form, done) = progress::tell(&visit, &id, sent).await;
    back(&visit, &id, done?, (Which::Report, &form)).await
}

/// Asks for a second look at a report that was taken off, for the group, or notes that it was told of it.
pub async fn ask_again(Of((id, number), _): Of<(GrantId, u64)>, visit: Visit, form: Form) -> Answer {
    let done = progress::ask_again(&visit, &id, number, &form).await?;
    back(&visit, &id, done, (Which::Off(number), &form)).await
}

/// Asks for a change, for the group.
pub async fn ask(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let done = progress::ask(&visit, &id, &form).await?;
    back(&visit, &id, done, (Which::Change, &form)).await
}

/// Decides on a change.
pub async fn decide(Of((id, number), _): Of<(GrantId, u64)>, visit: Visit, form: Form) -> Answer {
    let done = match Ruling::named(form.get("ruling")) {
        None => Err(ActError::field("ruling", "choose")),
        Some(ruling) => {
            let said = (ruling, form.get("ruling_why"));
            acts::progress::change::decide(&visit.context(), &id, number, said).await
        }
    };
    back(&visit, &id, told(done, "ruling")?, (Which::Ruling(number), &form)).await
}

async fn back(
    visit: &Visit,
    id: &GrantId,
    done: Result<(), Refused>,
    (which, form): (Which, &Form),
) -> Answer {
    let refused = match done {
        Ok(()) => return Ok(Redirect::to(&Seat::Office.page(visit, id)).into_response()),
        Err(refused) => refused,
    };
    let mut conn = visit.app.store.read().await?;
    let back = progress::back(which, form, &refused);
    Ok(answer(Some(&refused), page(visit, &mut conn, id, Some(&back)).await?))
}

async fn page(visit: &Visit, conn: &mut Conn, id: &GrantId, back: Option<&Back<'_>>) -> Answer<Markup> {
    let course = progress::find(conn, id, visit.now).await?;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (group(visit, conn, &course, back).await?)
            (progress::sections(visit, &Seat::Office, &course, back))
            (growing::section(visit, conn, &course.grant.id, back).await?)
        }
    };
    let above = vec![
        (visit.say("grants-list-title"), visit.to(paths::GRANTS, &[])),
        (course.grant.title.clone(), visit.to(paths::OFFICE_GRANT, &[id.as_str()])),
    ];
    let title = visit.say("after-title");
    Ok(Frame { menu: paths::GRANTS, title, above, mark: html! {} }.show(visit, content))
}

/// Which group carries it out.
async fn group(visit: &Visit, conn: &mut Conn, course: &Course, back: Option<&Back<'_>>) -> Answer<Markup> {
    let known = store::progress::group(conn, &course.grant.id).await?;
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Group, &first);
    let fields = fields.within("groep-");
    let action = visit.to(paths::GRANT_GROUP, &[course.grant.id.as_str()]);
    Ok(html! {
        section.sr-stack #groep {
            h2.utrecht-heading-2 { (visit.say("after-group")) }
            p.utrecht-paragraph {
                @match &known {
                    Some(group) => (visit.text.with("after-group-is", &[("group", group.name.as_str().into())])),
                    None => (visit.say("after-group-none")),
                }
            }
            @if visit.may(Permission::HandleGrants) {
                details open[is_back] {
                    summary { (visit.say("after-group-set")) }
                    (fields.notice())
                    form.sr-stack method="post" action=(action) {
                        (fields.field(&Field::text("group", "field-group")))
                        (submit(&visit.say("after-group-do")))
                    }
                }
            }
        }
    })
}
