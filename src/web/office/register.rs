//! The register of letters: one person brings it, another one compares it with paper.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::{letter_round, rounds};
use crate::acts::register::GROUP_FIELDS;
use crate::acts::{self, ActError, Context, FieldFault};
use crate::domain::account::{Account, Permission};
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::register::{Fault, Register, RegisterError, asked, groups};
use crate::domain::round::{Origin, Phase, Round};
use crate::domain::time::Moment;
use crate::store::{self, register::Summary};
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::guard::upload::Upload;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// How long whoever brings a register waits for its end.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the page tells of.
struct Told<'a> {
    visit: &'a Visit,
    round: Round,
    register: Option<Summary>,
    accounts: Vec<Account>,
}

/// Which form of the page comes back.
enum Back<'a> {
    Nothing,
    /// The file, with the line that is wrong.
    File(&'a Refused, usize),
    Groups(&'a Form, &'a Refused),
}

/// Shows how far the register is.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    Ok(find(&visit, &id).await?.page(&Back::Nothing).into_response())
}

/// Takes in a file as proposal, in a task of its own: it ends well when whoever sent it goes away.
pub async fn propose(Of(id, _): Of<RoundId>, visit: Visit, Upload(bytes): Upload) -> Answer {
    let told = find(&visit, &id).await?;
    // Whatever the file is: the page has no place for it any more, nor for what is wrong with it.
    if told.register.is_some() || !told.may_change() {
        return Err(Refusal(Kind::WrongState));
    }
    let wanted = told.round.id.clone();
    // Reading a large file takes a while, in which other requests go on.
    let read = tokio::task::spawn_blocking(move || (Digest::of(&bytes), read(&bytes, &wanted))).await;
    let (upload, read) = read.map_err(|_| Refusal(Kind::IntegrityFailed))?;
    let register = match read {
        Ok(register) => register,
        Err(RegisterError { line, fault }) => {
            let faults = vec![FieldFault { field: "file", fault: fault_key(fault) }];
            let refused = Refused { kind: Kind::ImportInvalid, faults, room: None };
            return Ok(answer(Some(&refused), told.page(&Back::File(&refused, line))));
        }
    };
    let (app, round) = (visit.app.clone(), told.round.id.clone());
    let Context { actor, now, .. } = visit.context();
    let work = tokio::spawn(async move {
        let mut context = Context { now, ..app.context(actor) };
        let done = acts::register::propose(&mut context, &round, &register, upload).await;
        done.inspect_err(|error| tracing::warn!(round = round.as_str(), "{error}"))
    });
    match tokio::time::timeout(PATIENCE, work).await {
        // Someone else brought one first.
        Ok(Ok(Err(ActError::Import(_)))) => Err(Refusal(Kind::WrongState)),
        Ok(Ok(done)) => done.map(|()| told.again()).map_err(Refusal::from),
        Ok(Err(stopped)) => {
            Err(ActError::Integrity(format!("taking in the register stopped: {stopped}")).into())
        }
        Err(_) => Ok((StatusCode::ACCEPTED, told.running()).into_response()),
    }
}

/// Accepts, as second person, the register that was seen.
pub async fn accept(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    let typed = GROUP_FIELDS.map(|field| form.get(field));
    match acts::register::accept(&visit.context(), &told.round.id, seen(&form)?, typed).await {
        Ok(()) => Ok(told.again()),
        Err(error) => {
            let refused = Refused::of(error, GROUP_FIELDS[0])?;
            // The count of wrong groups has changed.
            let told = find(&visit, &id).await?;
            Ok(answer(Some(&refused), told.page(&Back::Groups(&form, &refused))))
        }
    }
}

/// Takes back the register that was seen.
pub async fn withdraw(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id).await?;
    acts::register::withdraw(&visit.context(), &told.round.id, seen(&form)?).await?;
    Ok(told.again())
}

/// When the register on the page was brought. Its fingerprint would tell what must come from paper.
fn seen(form: &Form) -> Answer<Moment> {
    form.get("seen").parse().map(Moment::from_micros).map_err(|_| Refusal(Kind::DraftChanged))
}

fn read(bytes: &[u8], round: &RoundId) -> Result<Register, RegisterError> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| RegisterError { line: 1, fault: Fault::NotARegister })?;
    Register::parse(text, round)
}

fn fault_key(fault: Fault) -> &'static str {
    match fault {
        Fault::NotARegister => "upload-not-a-register",
        Fault::OtherRound => "upload-other-round",
        Fault::BadLetter => "upload-bad-letter",
        Fault::Repeated => "upload-repeated",
        Fault::Count => "upload-count",
        Fault::Root => "upload-root",
        Fault::Size => "upload-size",
    }
}

async fn find<'a>(visit: &'a Visit, id: &RoundId) -> Answer<Told<'a>> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    if round.origin == Origin::Import {
        return Err(Refusal::NOT_FOUND);
    }
    let register = store::register::find(&mut conn, &round.id).await?;
    Ok(Told { visit, register, accounts: store::account::list(&mut conn).await?, round })
}

impl Told<'_> {
    fn to(&self, pattern: &str) -> String {
        self.visit.to(pattern, &[self.round.id.as_str()])
    }

    fn again(&self) -> Response {
        Redirect::to(&self.to(paths::REGISTER)).into_response()
    }

    /// Whether something can still be done about it, by who is looking.
    fn may_change(&self) -> bool {
        self.visit.may(Permission::RunRounds) && self.round.phase <= Phase::Ready
    }

    /// The name of whoever did something; the command line has none.
    fn who(&self, name: &str) -> String {
        let found = self.accounts.iter().find(|account| account.id.as_str() == name);
        found.map_or_else(|| self.visit.say("register-operator"), |account| account.name.clone())
    }

    fn page(&self, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let content = html! {
            div.sr-stack.sr-stack--mid {
                p.utrecht-paragraph { (visit.say("register-lead")) }
                @match &self.register {
                    None => {
                        p.utrecht-paragraph { (visit.say("register-none")) }
                        @if self.may_change() { (self.upload(back)) }
                    }
                    Some(register) => {
                        @if register.accepted.is_some() {
                            (form::alert("ok", &visit.say("register-accepted"), html! { p { (visit.say("register-accepted-line")) } }))
                        }
                        (self.about(register))
                        @if register.accepted.is_none() && self.may_change() { (self.decision(register, back)) }
                    }
                }
                @if self.round.phase <= Phase::Open { (letter_round::section(visit, &self.round)) }
            }
        };
        Frame::below_round(visit, &self.round, visit.say("register-title")).show(visit, content)
    }

    fn upload(&self, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let empty = Form::default();
        let (refused, line) = match back {
            Back::File(refused, line) => (Some(*refused), *line),
            Back::Nothing | Back::Groups(..) => (None, 0),
        };
        let line = u64::try_from(line).unwrap_or(u64::MAX);
        let filled = Filled::new(visit.text, &empty, refused).saying("line", number(line));
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("register-upload")) }
                p.utrecht-paragraph { (visit.say("register-upload-line")) }
                (filled.notice())
                form.sr-stack method="post" enctype="multipart/form-data" action=(self.to(paths::REGISTER)) {
                    (filled.field(&Field::of("file", "file", "field-file")))
                    (form::submit(&visit.say("register-upload")))
                }
            }
        }
    }

    fn about(&self, register: &Summary) -> Markup {
        let text = self.visit.text;
        let mut list = vec![
            (text.get("register-letters"), html! { (text.number(register.letters)) }),
            (text.get("register-spares"), html! { (text.number(register.spares)) }),
            (text.get("register-by"), html! { (self.who(&register.proposed.0)) }),
            (text.get("register-at"), html! { (text.moment(register.proposed.1)) }),
        ];
        if let Some(issuer) = &register.issuer {
            list.push((text.get("oidc-register"), html! { (issuer) }));
        }
        if register.wrong > 0 {
            list.push((text.get("register-wrong"), html! { (text.number(register.wrong)) }));
        }
        if let Some((by, at)) = &register.accepted {
            list.push((text.get("register-accepted-by"), html! { (self.who(by)) }));
            list.push((text.get("register-accepted-at"), html! { (text.moment(*at)) }));
        }
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("register-facts")) }
                (facts(&list))
                h3.utrecht-heading-3 { (text.get("register-groups")) }
                (self.groups(register))
            }
        }
    }

    /// The fingerprint, four groups a row as on paper, without the groups that must come from paper.
    fn groups(&self, register: &Summary) -> Markup {
        let open = if register.accepted.is_some() { Vec::new() } else { self.asked(register).to_vec() };
        let groups = groups(&register.upload);
        let place = |place: usize| number(u64::try_from(place + 1).unwrap_or(u64::MAX));
        html! {
            @for row in 0..groups.len() / 4 {
                p.sr-mono {
                    @for at in 4 * row..4 * row + 4 {
                        @if open.contains(&at) {
                            span aria-hidden="true" { "____" }
                            span.sr-hidden { (self.visit.text.with("register-open-group", &[("place", place(at))])) }
                        } @else { (groups[at]) }
                        " "
                    }
                }
            }
        }
    }

    /// The places of the two groups that who is looking must bring from paper.
    fn asked(&self, register: &Summary) -> [usize; 2] {
        let staff = self.visit.staff.as_ref().expect("only staff get this page");
        asked(&register.upload, &staff.account.id)
    }

    fn decision(&self, register: &Summary, back: &Back<'_>) -> Markup {
        let visit = self.visit;
        let seen = register.proposed.1.micros().to_string();
        let is_own =
            visit.staff.as_ref().is_some_and(|staff| staff.account.id.as_str() == register.proposed.0);
        html! {
            @if is_own {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("register-second")) }
                    p.utrecht-paragraph { (visit.say("register-second-line")) }
                }
            } @else { (self.acceptance(register, back, &seen)) }
            details {
                summary { (visit.say("register-withdraw")) }
                form.sr-stack method="post" action=(self.to(paths::REGISTER_WITHDRAWAL)) {
                    p { (visit.say("register-withdraw-line")) }
                    input type="hidden" name="seen" value=(seen);
                    p { button.utrecht-button type="submit" { (visit.say("register-withdraw-action")) } }
                }
            }
        }
    }

    fn acceptance(&self, register: &Summary, back: &Back<'_>, seen: &str) -> Markup {
        let visit = self.visit;
        let empty = Form::default();
        let (form, refused) = match back {
            Back::Groups(form, refused) => (*form, Some(*refused)),
            Back::Nothing | Back::File(..) => (&empty, None),
        };
        let [first, second] =
            self.asked(register).map(|place| number(u64::try_from(place + 1).unwrap_or(u64::MAX)));
        let filled = Filled::new(visit.text, form, refused).saying("first", first).saying("second", second);
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("register-accept")) }
                p.utrecht-paragraph { (visit.say("register-accept-line")) }
                (filled.notice())
                form.sr-stack method="post" action=(self.to(paths::REGISTER_APPROVAL)) {
                    input type="hidden" name="seen" value=(seen);
                    (filled.field(&Field::text(GROUP_FIELDS[0], "field-group_a")))
                    (filled.field(&Field::text(GROUP_FIELDS[1], "field-group_b")))
                    (form::submit(&visit.say("register-accept-action")))
                }
            }
        }
    }

    /// It takes longer than anyone waits for a page.
    fn running(&self) -> Markup {
        let visit = self.visit;
        let content = html! {
            (form::alert("ok", &visit.say("step-running"), html! { p { (visit.say("step-running-line")) } }))
            p { a.utrecht-button href=(self.to(paths::REGISTER)) { (visit.say("register-title")) } }
        };
        Frame::below_round(visit, &self.round, visit.say("register-title")).show(visit, content)
    }
}
