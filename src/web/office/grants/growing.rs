//! The growth of a plan: where it stands, which grant it follows, and the evaluation that lets it take a step.

use maud::{Markup, html};

use crate::acts::progress::growth;
use crate::domain::account::Permission;
use crate::domain::growth::{NotYet, Stage};
use crate::domain::id::GrantId;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, filled, submit};
use crate::web::parts::life::stage_key;
use crate::web::paths;
use crate::web::progress::{Back, Which};
use crate::web::visit::Visit;

/// The section.
pub(super) async fn section(
    visit: &Visit,
    conn: &mut Conn,
    id: &GrantId,
    back: Option<&Back<'_>>,
) -> Answer<Markup> {
    let stage = growth::stage(conn, id).await?;
    let made = store::growth::evaluation(conn, id).await?;
    let hindrance = growth::hindrance(conn, id).await?;
    let links = store::growth::links(conn).await?;
    let earlier = links.into_iter().find(|link| &link.grant == id).map(|link| link.earlier);
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Evaluation, &first);
    let fields = fields.within("groei-");
    let why = match (&made, hindrance) {
        (Some(made), _) => visit.say(stage_key(made.to)),
        (None, Some(NotYet::Unsettled)) => visit.say("after-grow-unsettled"),
        (None, Some(NotYet::NotWell)) => visit.say("fault-after-not-well"),
        (None, Some(NotYet::Unfilled)) => visit.say("fault-after-unfilled"),
        (None, Some(NotYet::Anchored)) => visit.say("fault-after-anchored"),
        (None, None) => visit.say("after-grow-may"),
    };
    let may = made.is_none() && hindrance.is_none() && visit.may(Permission::DecideGrants);
    Ok(html! {
        section.sr-stack #groei {
            h2.utrecht-heading-2 { (visit.say("after-growth")) }
            p.utrecht-paragraph { (visit.say(stage_key(stage))) }
            p.utrecht-paragraph { (why) }
            @if may || is_back {
                details open[is_back] {
                    summary { (visit.say(match stage { Stage::Experiment => "after-grow-to", Stage::Grow | Stage::Anchored => "after-anchor-to" })) }
                    p.utrecht-paragraph { (visit.say("after-grow-line")) }
                    (fields.notice())
                    form.sr-stack method="post" action=(visit.to(paths::GRANT_EVALUATION, &[id.as_str()])) {
                        (fields.field(&Field::of("area", "evaluation_why", "field-evaluation_why")))
                        (submit(&visit.say("after-grow-do")))
                    }
                }
            }
            (following(visit, (id, earlier.as_ref()), back))
        }
    })
}

/// Which grant it follows, and the form for that.
fn following(visit: &Visit, (id, earlier): (&GrantId, Option<&GrantId>), back: Option<&Back<'_>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Earlier, &first);
    let fields = fields.within("vorige-");
    html! {
        @match earlier {
            Some(earlier) => p {
                (visit.say("after-follows")) " "
                a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[earlier.as_str()])) { (earlier) }
            },
            None => p.utrecht-paragraph { (visit.say("after-follows-none")) },
        }
        @if visit.may(Permission::HandleGrants) {
            details open[is_back] {
                summary { (visit.say("after-follows-set")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::GRANT_EARLIER, &[id.as_str()])) {
                    (fields.field(&Field::text("earlier_grant", "field-earlier_grant")))
                    (submit(&visit.say("after-follows-do")))
                }
            }
        }
    }
}
