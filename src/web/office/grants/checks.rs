//! What was checked before the award, on the page of a grant.

use maud::{Markup, html};

use super::held;
use crate::acts;
use crate::domain::check::{self, Answer as Given, Answered, CheckKind, CheckedBy, Dossier, Need};
use crate::domain::grant::{GrantRecord, GrantState};
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::parts::form;
use crate::web::paths;
use crate::web::visit::Visit;

/// The section of the page of a grant.
pub async fn section(visit: &Visit, conn: &mut Conn, grant: &GrantRecord) -> Answer<Markup> {
    let dossier = acts::grant::checks::dossier(conn, grant).await?;
    let answers = store::check::answers(conn, &grant.id).await?;
    let is_open = matches!(grant.state, GrantState::Selected | GrantState::Certified);
    let is_running = grant.state.is_awarded() && grant.state != GrantState::Closed;
    let file = visit.to(paths::GRANT_FILE, &[grant.id.as_str()]);
    Ok(html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("file-title")) }
            @match &dossier {
                None => p.utrecht-paragraph { (visit.say("file-no-recipient")) },
                Some(dossier) => {
                    p {
                        (visit.say("file-recipient")) ": "
                        a.utrecht-link href=(visit.to(paths::RECIPIENT, &[dossier.recipient.id.as_str()])) { (dossier.recipient.name) }
                    }
                    @if is_open || is_running { (excluded(visit, dossier)) }
                    @if is_open { (progress(visit, dossier, &answers)) }
                },
            }
            p { a.utrecht-link href=(file) { (visit.say(if is_open { "file-open" } else { "file-see" })) } }
        }
    })
}

/// How many checks are done of those that are asked.
fn progress(visit: &Visit, dossier: &Dossier, answers: &[Answered]) -> Markup {
    let asked = CheckKind::all().filter(|kind| kind.need(dossier) != Need::NotAsked).count();
    let missing = check::missing(dossier, answers, visit.now).len();
    let count = |count: usize| number(u64::try_from(count).unwrap_or(u64::MAX));
    let values = [("done", count(asked - missing)), ("all", count(asked))];
    html! { p { (visit.text.with("file-progress", &values)) } }
}

/// Why the money may not go where it would go.
pub fn excluded(visit: &Visit, dossier: &Dossier) -> Markup {
    let reasons = dossier.exclusions(visit.now);
    html! {
        @if !reasons.is_empty() {
            (form::alert("error", &visit.say("kind-excluded_recipient"), html! {
                (held::reasons(visit, &reasons))
                @if dossier.grant.state.is_awarded() { p { (visit.say("chk-held-next")) } }
            }))
        }
    }
}

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is in order.
    Done,
    /// It is not in order, or nobody looked.
    Open,
    /// It is not asked for this grant.
    NotAsked,
}

/// Where a check stands and what it says in words.
pub fn standing(
    visit: &Visit,
    dossier: &Dossier,
    answers: &[Answered],
    kind: CheckKind,
) -> (Standing, String) {
    let need = kind.need(dossier);
    if need == Need::NotAsked {
        return (Standing::NotAsked, visit.say("file-not-asked"));
    }
    let outcome = dossier.compute(kind, visit.now);
    let last = check::last(answers, dossier, kind);
    let met = last.is_some_and(|given| need.is_met_by(given.answer)) && outcome.holds;
    let words = match (kind.checked_by(), last.map(|given| given.answer)) {
        (CheckedBy::Computed, _) if !outcome.holds => "file-fails",
        (CheckedBy::Computed, None) => "file-holds-unwritten",
        (CheckedBy::Computed, Some(Given::Yes | Given::NotApplicable)) => "file-holds",
        // It was written down while it did not hold; it does now.
        (CheckedBy::Computed, Some(Given::No)) => "file-holds-unwritten",
        (CheckedBy::Person, None) => "file-nobody",
        (CheckedBy::Person, Some(Given::Yes)) => "file-yes",
        (CheckedBy::Person, Some(Given::No)) => "file-no",
        (CheckedBy::Person, Some(Given::NotApplicable)) => "file-not-applicable",
    };
    let said = visit.say(words);
    let told = match outcome.figures {
        Some(figures) => {
            let values = [
                ("sum", visit.text.euros(figures.sum).into()),
                ("most", visit.text.euros(figures.most).into()),
            ];
            format!("{said} {}", visit.text.with("file-figures", &values))
        }
        None => said,
    };
    (if met { Standing::Done } else { Standing::Open }, told)
}
