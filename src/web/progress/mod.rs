//! What becomes of a grant, as the group that carries it out and as the office writes it: one page with the same forms, at two
//! addresses. What stands there is public on the page of the plan (`parts::life`).

pub(in crate::web) mod changes;
mod milestones;
pub(in crate::web) mod reports;
mod taking;
mod yields;

pub use taking::{ask, ask_again, plan, promise, reach, tell, turn};
pub(in crate::web) use yields::table as yields_table;

use maud::{Markup, html};

use super::error::{Answer, Refusal};
use super::guard::body::Form;
use super::parts::form::Refused;
use super::paths;
use super::visit::Visit;
use crate::domain::grant::GrantRecord;
use crate::domain::growth::Yield;
use crate::domain::id::{GrantId, InitiativeId};
use crate::domain::initiator::MemberRole;
use crate::domain::moderation::{ToTell, With, Withholding};
use crate::domain::progress::{Change, Milestone, Report, may_plan, may_tell};
use crate::domain::time::Moment;
use crate::store::{self, Conn};

/// Who looks.
#[derive(Debug, Clone)]
pub enum Seat {
    /// The group that carries it out, and what the person may do in it.
    Group(InitiativeId, MemberRole),
    /// The office.
    Office,
}

/// Which of the forms of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Which group carries it out.
    Group,
    /// A new milestone.
    Milestone,
    /// What happened to a milestone.
    Turn(u64),
    /// A new report.
    Report,
    /// Asking for a second look at a report that was taken off.
    Off(u64),
    /// A request to change something.
    Change,
    /// The decision on one.
    Ruling(u64),
    /// What is promised.
    Promise,
    /// What was reached.
    Reach,
    /// The grant that it follows.
    Earlier,
    /// The step to the next stage.
    Evaluation,
}

/// A form that comes back.
pub type Back<'a> = super::parts::form::Back<'a, Which>;

/// All that the page shows.
pub struct Course {
    /// The grant.
    pub grant: GrantRecord,
    milestones: Vec<Milestone>,
    /// What was told, also what was taken off.
    reports: Vec<Report>,
    /// What was taken off of that.
    taken: Vec<Withholding>,
    /// What a group without e-mail is still to be told of it.
    due: Vec<ToTell>,
    changes: Vec<Change>,
    yields: Vec<Yield>,
}

impl Seat {
    /// Whether the person may write here: who only reads along may not.
    fn writes(&self, visit: &Visit) -> bool {
        match self {
            Seat::Group(_, role) => *role != MemberRole::Reader,
            Seat::Office => visit.may(crate::domain::account::Permission::HandleGrants),
        }
    }

    /// An address of the page of this seat.
    fn to(&self, visit: &Visit, [group, office]: [&str; 2], rest: &[&str]) -> String {
        match self {
            Seat::Group(id, _) => {
                let parts: Vec<&str> = [id.as_str()].into_iter().chain(rest.iter().copied()).collect();
                visit.to(group, &parts)
            }
            Seat::Office => visit.to(office, rest),
        }
    }

    /// The page itself.
    pub fn page(&self, visit: &Visit, grant: &GrantId) -> String {
        self.to(visit, [paths::GROUP_GRANT, paths::GRANT_PROGRESS], &[grant.as_str()])
    }
}

/// Finds all of it; nothing for a grant without a plan that was voted on.
pub async fn find(conn: &mut Conn, id: &GrantId, now: Moment) -> Answer<Course> {
    let grant = store::grant::find(conn, id).await?.ok_or(Refusal::NOT_FOUND)?;
    if grant.source.proposal().is_none() {
        return Err(Refusal::NOT_FOUND);
    }
    Ok(Course {
        milestones: store::progress::milestone::of(conn, id).await?,
        reports: store::progress::report::whole(conn, id).await?,
        taken: store::moderation::of_grant(conn, id).await?,
        due: store::moderation::waiting::to_tell(conn, (grant.source.round(), &With::Grant(id.clone())), now)
            .await?,
        changes: store::progress::change::of(conn, id).await?,
        yields: store::growth::yields(conn, id).await?,
        grant,
    })
}

/// The sections of the page.
pub fn sections(visit: &Visit, seat: &Seat, course: &Course, back: Option<&Back<'_>>) -> Markup {
    let writes = seat.writes(visit);
    let plans = writes && may_plan(course.grant.state);
    let tells = writes && may_tell(course.grant.state);
    html! {
        @if let Some(proposal) = course.grant.source.proposal() {
            p.utrecht-paragraph {
                (visit.say("after-public")) " "
                a.utrecht-link href=(visit.to(paths::PROPOSAL, &[course.grant.source.round().as_str(), proposal.as_str()])) { (visit.say("after-public-page")) }
            }
        }
        @if !writes { p.utrecht-paragraph { (visit.say("after-reads")) } }
        (milestones::section(visit, seat, (course, plans), back))
        (reports::section(visit, seat, (course, tells), back))
        (changes::section(visit, seat, (course, plans), back))
        (yields::section(visit, seat, (course, writes), back))
    }
}

/// A form that is folded until it is wanted, or comes back.
fn folded(words: &str, is_back: bool, content: Markup) -> Markup {
    html! { details open[is_back] { summary { (words) } div.sr-stack { (content) } } }
}

/// The form that came back with why, for a page that shows it again.
pub fn back<'a>(which: Which, form: &'a Form, refused: &'a Refused) -> Back<'a> {
    Back { which, form, refused }
}
