//! Paper ballots at the office: stacks as they come in, how far each is, and every line that does not count.

pub mod entry;

use std::collections::BTreeMap;

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::rounds;
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::deadline::PaperRule;
use crate::domain::id::RoundId;
use crate::domain::paper::{Batch, HandedIn, Paper, State};
use crate::domain::round::{Phase, Round};
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// The paper of a round.
pub(super) struct Stacks {
    pub(super) round: Round,
    pub(super) batches: Vec<Batch>,
    pub(super) papers: Vec<Paper>,
}

/// Shows the stacks.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let stacks = find(&mut *visit.app.store.read().await?, &id).await?;
    Ok(page(&visit, &stacks, &Form::default(), None).into_response())
}

/// Takes in a stack.
pub async fn receive(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let stacks = find(&mut *visit.app.store.read().await?, &id).await?;
    let done = match (form.get("papers").trim().parse(), handed(&visit, &stacks.round, &form)) {
        (Err(_), _) => Err(Refused::field("papers", "papers")),
        (_, None) => Err(Refused::field("handed_in", "choose")),
        (Ok(papers), Some(handed)) => {
            match acts::paper::receive(&mut visit.context(), &id, papers, handed).await {
                Ok(batch) => Ok(batch),
                Err(error) => Err(Refused::of(error, "papers")?),
            }
        }
    };
    match done {
        Ok(batch) => {
            let address = visit.to(paths::PAPER_STACK, &[id.as_str(), batch.as_str()]);
            Ok(Redirect::to(&address).into_response())
        }
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &stacks, &form, Some(&refused)))),
    }
}

/// When the papers were handed in: asked after the end only.
fn handed(visit: &Visit, round: &Round, form: &Form) -> Option<HandedIn> {
    match form.get("handed_in") {
        _ if !round.is_past_end(visit.now) => Some(HandedIn::InTime),
        "before" => Some(HandedIn::InTime),
        "after" => Some(HandedIn::TooLate),
        _ => None,
    }
}

pub(super) async fn find(conn: &mut Conn, id: &RoundId) -> Answer<Stacks> {
    let round = rounds::find(conn, id).await?;
    if round.rules.is_none() {
        return Err(Refusal::NOT_FOUND);
    }
    let batches = store::paper::batches(conn, id).await?;
    let papers = store::paper::list(conn, id).await?;
    Ok(Stacks { round, batches, papers })
}

impl Stacks {
    pub(super) fn of<'a>(&'a self, batch: &'a Batch) -> impl Iterator<Item = &'a Paper> {
        self.papers.iter().filter(|paper| paper.batch == batch.id)
    }
}

fn page(visit: &Visit, stacks: &Stacks, form: &Form, refused: Option<&Refused>) -> Markup {
    let text = visit.text;
    let rule = stacks.round.deadline().paper;
    let may =
        visit.may(Permission::HelpVoters) && stacks.round.phase == Phase::Open && rule != PaperRule::None;
    let filled = Filled::new(text, form, refused);
    let moments =
        [("", "paper-handed-unsaid"), ("before", "paper-handed-before"), ("after", "paper-handed-after")];
    let moments = moments.map(|(name, key)| (name.to_string(), text.get(key)));
    let content = html! {
        p.utrecht-paragraph { (text.get(&format!("paper-rule-{}", rule.name()))) "." }
        @if rule != PaperRule::None {
            p.utrecht-paragraph { (text.get("paper-office-line")) }
            @if cfg!(feature = "pdf") && stacks.round.phase == Phase::Open {
                p { a.utrecht-link href=(visit.to(paths::PAPER_BALLOT, &[stacks.round.id.as_str()])) { (text.get("paper-pdf")) } }
            }
        }
        @if may {
            section.sr-stack.sr-gap {
                h2.utrecht-heading-2 { (text.get("paper-receive")) }
                (filled.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PAPER, &[stacks.round.id.as_str()])) {
                    (filled.field(&Field::of("number", "papers", "field-papers")))
                    @if stacks.round.is_past_end(visit.now) { (filled.choice("handed_in", "field-handed_in", &moments)) }
                    (form::submit(&text.get("paper-receive")))
                }
            }
        }
        @if !stacks.batches.is_empty() { (batches(visit, stacks)) (rejected(visit, stacks)) }
    };
    Frame::below_round(visit, &stacks.round, text.get("paper-title")).show(visit, content)
}

fn batches(visit: &Visit, stacks: &Stacks) -> Markup {
    let text = visit.text;
    let states = [State::Waiting, State::Once, State::Differs, State::Equal, State::Cast, State::Rejected];
    let counted = |batch: &Batch| {
        let of = |state: State| stacks.of(batch).filter(|paper| paper.state == state).count();
        let said = states.into_iter().filter(|state| of(*state) > 0).map(|state| {
            let count = u64::try_from(of(state)).unwrap_or(u64::MAX);
            format!("{}: {}", text.get(&format!("paper-is-{}", state.name())), text.number(count))
        });
        said.collect::<Vec<_>>().join(" · ")
    };
    html! {
        section.sr-stack.sr-gap {
            h2.utrecht-heading-2 { (text.get("paper-stacks")) }
            ul.sr-rows.sr-rows--plain {
                @for batch in &stacks.batches {
                    li {
                        p {
                            a.utrecht-link href=(visit.to(paths::PAPER_STACK, &[stacks.round.id.as_str(), batch.id.as_str()])) {
                                (text.with("paper-stack-of", &[("number", number(batch.number)), ("papers", number(batch.papers))]))
                            }
                        }
                        p.sr-small { (counted(batch)) }
                    }
                }
            }
        }
    }
}

/// Every line that does not count, with the class of its reason.
fn rejected(visit: &Visit, stacks: &Stacks) -> Markup {
    let text = visit.text;
    let numbers: BTreeMap<_, _> = stacks.batches.iter().map(|batch| (&batch.id, batch.number)).collect();
    let lines: Vec<_> = stacks.papers.iter().filter_map(|paper| Some((paper, paper.reason?))).collect();
    html! {
        section.sr-stack.sr-gap {
            h2.utrecht-heading-2 { (text.get("paper-rejected")) }
            @if lines.is_empty() { p { (text.get("paper-rejected-none")) } }
            ul.sr-rows.sr-rows--plain {
                @for (paper, reason) in &lines {
                    @let stack = numbers.get(&paper.batch).copied().unwrap_or_default();
                    li {
                        (text.with("paper-line", &[("stack", number(stack)), ("paper", number(paper.number))])) ": "
                        (text.get(&format!("paper-why-{}", reason.name())))
                    }
                }
            }
        }
    }
}
