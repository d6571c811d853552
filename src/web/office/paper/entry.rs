//! Entering papers: the next one of a stack that this person may enter, one after the other; and a paper on which two
//! people differ. Nothing that was typed stays on the page of an entry that was taken.

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::{Stacks, find};
use crate::acts::ActError;
use crate::acts::paper::{Which, cast, differences, enter, resolve};
use crate::acts::person::is_other_person;
use crate::domain::account::Permission;
use crate::domain::id::{AccountId, PaperBatchId, RoundId};
use crate::domain::paper::{Batch, Dispute, Entry, Mark, Paper, State, read_numbers};
use crate::domain::round::Phase;
use crate::domain::voting_code::VotingCode;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::booth::{self, Booth};
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::Frame;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the next paper of a stack that this person may enter.
pub async fn show(Of((id, batch), _): Of<(RoundId, String)>, visit: Visit) -> Answer {
    let Ok((stacks, batch)) = stack(&visit, &id, &batch).await else { return Ok(to_stacks(&visit, &id)) };
    let next = next(&visit, &stacks, &batch).await?;
    Ok(page(&visit, (&stacks, &batch), next.as_ref(), &Form::default(), None).into_response())
}

/// Takes what was read off a paper, and shows the next one.
pub async fn take(Of((id, batch), _): Of<(RoundId, String)>, visit: Visit, form: Form) -> Answer {
    let (stacks, batch) = stack(&visit, &id, &batch).await?;
    let booth = booth::for_paper(&visit.app, &id, visit.now).await?;
    let which = which(&id, &batch.id, &form)?;
    let paper = stacks.of(&batch).find(|paper| paper.number == which.number);
    let paper = paper.ok_or(Refusal::NOT_FOUND)?;
    let entry = match read(&form, &booth) {
        Ok(entry) => entry,
        Err(refused) => {
            let shown = page(&visit, (&stacks, &batch), Some(paper), &form, Some(&refused));
            return Ok(answer(Some(&refused), shown));
        }
    };
    match enter(&mut visit.context(), &booth.ballots, &which, &entry).await {
        Ok(state) => {
            bring(&visit, &booth, &which, state).await?;
            Ok(onward(&visit, &which))
        }
        Err(error @ (ActError::FourEyes | ActError::DraftChanged)) => refuse(&visit, &which, &error),
        Err(error) => Err(error.into()),
    }
}

/// Shows a paper on which two people differ, or that stopped on its way to the box.
pub async fn one(Of((id, batch, number), _): Of<(RoundId, String, u64)>, visit: Visit) -> Answer {
    let which = Which { round: id, batch: PaperBatchId::new(batch), number };
    match one_page(&visit, &which, &Form::default(), None).await {
        Err(Refusal(Kind::NotFound)) => Ok(to_stacks(&visit, &which.round)),
        page => Ok(page?.into_response()),
    }
}

/// There is no such paper: back to those there are.
fn to_stacks(visit: &Visit, id: &RoundId) -> Response {
    Redirect::to(&visit.to(paths::ROUND_PAPER, &[id.as_str()])).into_response()
}

/// Decides as third person, or brings a paper to the box that stopped on its way.
pub async fn decide(
    Of((id, batch, number), _): Of<(RoundId, String, u64)>,
    visit: Visit,
    form: Form,
) -> Answer {
    let which = Which { round: id, batch: PaperBatchId::new(batch), number };
    let booth = booth::for_paper(&visit.app, &which.round, visit.now).await?;
    if form.get("act") == "cast" {
        cast(&visit.app.writer, &mut visit.context(), &booth.ballots, &which).await?;
        return Ok(onward(&visit, &which));
    }
    let cause = Dispute::named(form.get("cause")).ok_or(Refused::field("cause", "choose"));
    let read = read(&form, &booth).and_then(|entry| Ok((entry, cause?)));
    let done = match read {
        Err(refused) => Err(refused),
        Ok((entry, cause)) => {
            match resolve(&mut visit.context(), &booth.ballots, &which, (&entry, cause)).await {
                Ok(state) => Ok(state),
                Err(error @ (ActError::FourEyes | ActError::DraftChanged)) => {
                    return refuse(&visit, &which, &error);
                }
                Err(error) => Err(Refused::of(error, "numbers")?),
            }
        }
    };
    match done {
        Ok(state) => {
            bring(&visit, &booth, &which, state).await?;
            Ok(onward(&visit, &which))
        }
        Err(refused) => {
            let shown = one_page(&visit, &which, &form, Some(&refused)).await?;
            Ok(answer(Some(&refused), shown))
        }
    }
}

/// Brings an equal paper to the box. What cannot be done at this moment waits on the list of the stack.
async fn bring(visit: &Visit, booth: &Booth, which: &Which, state: State) -> Answer<()> {
    if state == State::Equal {
        let done = cast(&visit.app.writer, &mut visit.context(), &booth.ballots, which).await;
        match done {
            Ok(_) | Err(ActError::Store(_) | ActError::DraftChanged) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn onward(visit: &Visit, which: &Which) -> Response {
    Redirect::to(&onward_to(visit, which)).into_response()
}

fn onward_to(visit: &Visit, which: &Which) -> String {
    visit.to(paths::PAPER_STACK, &[which.round.as_str(), which.batch.as_str()])
}

fn refuse(visit: &Visit, which: &Which, error: &ActError) -> Answer {
    let (kind, line) = match error {
        ActError::FourEyes => (Kind::FourEyesRequired, "paper-other-person"),
        _ => (Kind::DraftChanged, "paper-taken"),
    };
    let back = onward_to(visit, which);
    let content = html! {
        div.utrecht-alert.utrecht-alert--error role="alert" data-kind=(kind.name()) { p { (visit.say(line)) } }
        p { a.utrecht-button href=(back) { (visit.say("paper-next")) } }
    };
    Ok(with_kind(kind, Frame::menu(paths::ROUNDS, visit.say("paper-title")).show(visit, content)))
}

async fn stack(visit: &Visit, id: &RoundId, batch: &str) -> Answer<(Stacks, Batch)> {
    let stacks = find(&mut *visit.app.store.read().await?, id).await?;
    let found = stacks.batches.iter().find(|one| one.id.as_str() == batch).cloned();
    found.map(|batch| (stacks, batch)).ok_or(Refusal::NOT_FOUND)
}

fn which(id: &RoundId, batch: &PaperBatchId, form: &Form) -> Answer<Which> {
    let number = form.get("number").parse().map_err(|_| Refusal(Kind::BadRequest))?;
    Ok(Which { round: id.clone(), batch: batch.clone(), number })
}

/// The first paper that nobody entered, or that another human entered once: first what lacks its second entry.
async fn next(visit: &Visit, stacks: &Stacks, batch: &Batch) -> Answer<Option<Paper>> {
    let Some(staff) = &visit.staff else { return Ok(None) };
    let mut conn = visit.app.store.read().await?;
    let mut others = std::collections::BTreeMap::new();
    for paper in stacks.of(batch).filter(|paper| paper.state == State::Once) {
        let Some(first) = paper.by.first() else { continue };
        if !others.contains_key(first) {
            let is_other = is_other_person(&mut conn, &staff.account.id, first).await?;
            others.insert(first.clone(), is_other);
        }
        if others.get(first) == Some(&true) {
            return Ok(Some(paper.clone()));
        }
    }
    Ok(stacks.of(batch).find(|paper| paper.state == State::Waiting).cloned())
}

/// What was read off a paper: a code that can be one and numbers, or what is there instead.
fn read(form: &Form, booth: &Booth) -> Result<Entry, Refused> {
    match form.get("mark") {
        "" => {}
        name => {
            let mark = Mark::named(name).ok_or(Refused::field("mark", "choose"))?;
            return Ok(Entry::Mark(mark));
        }
    }
    let code = VotingCode::parse(form.get("code")).map_err(|_| Refused::field("code", "paper-code"))?;
    let numbers = read_numbers(form.get("numbers")).ok_or(Refused::field("numbers", "paper-numbers"))?;
    Ok(Entry::Ballot { code: booth.codes.mac(&booth.round.id, &code), numbers })
}

fn page(
    visit: &Visit,
    (stacks, batch): (&Stacks, &Batch),
    paper: Option<&Paper>,
    form: &Form,
    refused: Option<&Refused>,
) -> Markup {
    let text = visit.text;
    let may = visit.may(Permission::HelpVoters) && stacks.round.phase == Phase::Open;
    let action = visit.to(paths::PAPER_STACK, &[stacks.round.id.as_str(), batch.id.as_str()]);
    let filled = Filled::new(text, form, refused);
    let title = stack_title(visit, batch);
    let content = html! {
        @match paper.filter(|_| may) {
            Some(paper) => {
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.with("paper-enter", &[("paper", number(paper.number))])) }
                    p.utrecht-paragraph { (text.get("paper-enter-line")) }
                    (filled.notice())
                    form.sr-stack method="post" action=(action) autocomplete="off" {
                        input type="hidden" name="number" value=(paper.number);
                        (fields(visit, &filled))
                        (form::submit(&text.get("paper-enter-action")))
                    }
                }
            }
            None => p.utrecht-paragraph { (text.get("paper-nothing")) },
        }
        (progress(visit, stacks, batch))
    };
    let above = (text.get("paper-title"), visit.to(paths::ROUND_PAPER, &[stacks.round.id.as_str()]));
    let mut frame = Frame::below_round(visit, &stacks.round, title);
    frame.above.push(above);
    frame.show(visit, content)
}

fn fields(visit: &Visit, filled: &Filled<'_>) -> Markup {
    let marks = Mark::NAMES.map(|(_, name)| (name.to_string(), visit.say(&format!("paper-why-{name}"))));
    let marks: Vec<_> = std::iter::once((String::new(), visit.say("paper-mark-none"))).chain(marks).collect();
    html! {
        (filled.field(&Field::text("code", "paper-field-code")))
        (filled.field(&Field::text("numbers", "field-numbers")))
        (filled.choice("mark", "field-mark", &marks))
    }
}

/// How far a stack is, and what of it asks for someone.
fn progress(visit: &Visit, stacks: &Stacks, batch: &Batch) -> Markup {
    let text = visit.text;
    let count = |state| stacks.of(batch).filter(|paper| paper.state == state).count();
    let asks = stacks.of(batch).filter(|paper| matches!(paper.state, State::Differs | State::Equal));
    html! {
        section.sr-stack.sr-gap {
            h2.utrecht-heading-2 { (text.get("paper-progress")) }
            ul {
                @for (state, name) in State::NAMES { li { (text.get(&format!("paper-is-{name}"))) ": " (count(state)) } }
            }
            ul.sr-links {
                @for paper in asks {
                    li {
                        a.utrecht-link href=(visit.to(paths::PAPER, &[stacks.round.id.as_str(), batch.id.as_str(), &paper.number.to_string()])) {
                            (text.with("paper-line", &[("stack", number(batch.number)), ("paper", number(paper.number))]))
                            ": " (text.get(&format!("paper-is-{}", paper.state.name())))
                        }
                    }
                }
            }
        }
    }
}

async fn one_page(visit: &Visit, which: &Which, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let text = visit.text;
    let mut conn = visit.app.store.read().await?;
    let found = store::paper::find(&mut conn, &which.round, &which.batch, which.number).await?;
    let paper = found.ok_or(Refusal::NOT_FOUND)?;
    let round = store::round::find(&mut conn, &which.round).await?.ok_or(Refusal::NOT_FOUND)?;
    let is_open = visit.may(Permission::HelpVoters) && round.phase == Phase::Open;
    let differing = if is_open && paper.state == State::Differs {
        let booth = booth::for_paper(&visit.app, &which.round, visit.now).await?;
        differences(&mut conn, &booth.ballots, &paper).await?
    } else {
        Vec::new()
    };
    let may_decide =
        is_open && paper.state == State::Differs && is_other_than(visit, &mut conn, &paper.by).await?;
    let stacks = store::paper::batches(&mut conn, &which.round).await?;
    let stack = stacks.into_iter().find(|stack| stack.id == which.batch).ok_or(Refusal::NOT_FOUND)?;
    let number_text = which.number.to_string();
    let action = visit.to(paths::PAPER, &[which.round.as_str(), which.batch.as_str(), &number_text]);
    let filled = Filled::new(text, form, refused);
    let causes = Dispute::NAMES.map(|(_, name)| (name.to_string(), text.get(&format!("paper-cause-{name}"))));
    let content = html! {
        p.utrecht-paragraph { (text.get(&format!("paper-is-{}", paper.state.name()))) @if let Some(reason) = paper.reason { ": " (text.get(&format!("paper-why-{}", reason.name()))) } }
        @if is_open && paper.state == State::Differs {
            p.utrecht-paragraph { (text.get("paper-differs-line")) }
            ul { @for one in &differing { li { (text.get(&format!("paper-differs-{}", one.name()))) } } }
            @if may_decide {
                (filled.notice())
                form.sr-stack method="post" action=(action) autocomplete="off" {
                    (fields(visit, &filled))
                    (filled.choice("cause", "field-cause", &causes))
                    (form::submit(&text.get("paper-decide")))
                }
            } @else { p.utrecht-paragraph { strong { (text.get("paper-other-person")) } } }
        }
        @if is_open && paper.state == State::Equal {
            form.sr-stack method="post" action=(action) {
                button.utrecht-button.utrecht-button--primary-action name="act" value="cast" { (text.get("paper-cast")) }
            }
        }
        p { a.utrecht-link href=(onward_to(visit, which)) { (text.get("paper-next")) } }
    };
    let title = text.with("paper-enter", &[("paper", number(which.number))]);
    let mut frame = Frame::below_round(visit, &round, title);
    frame.above.push((text.get("paper-title"), visit.to(paths::ROUND_PAPER, &[which.round.as_str()])));
    frame.above.push((stack_title(visit, &stack), onward_to(visit, which)));
    Ok(frame.show(visit, content))
}

/// Whether who is signed in is another human than each of these.
async fn is_other_than(visit: &Visit, conn: &mut Conn, others: &[AccountId]) -> Answer<bool> {
    let Some(staff) = &visit.staff else { return Ok(false) };
    for other in others {
        if !is_other_person(conn, &staff.account.id, other).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn stack_title(visit: &Visit, batch: &Batch) -> String {
    visit.text.with("paper-stack-of", &[("number", number(batch.number)), ("papers", number(batch.papers))])
}
