//! The letter about a decision: as a page to print, and as a PDF.

use axum::response::IntoResponse as _;
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, html};

use crate::acts;
use crate::documents::letter::page::sheet;
use crate::documents::letter::{Draft, Recipient, write};
use crate::domain::calendar::day_of;
use crate::domain::decision::terms::Papers;
use crate::domain::decision::{Decision, DecisionKind, DecisionNumber, Terms};
use crate::domain::letter::Letter;
use crate::domain::recipient::RecipientKind;
use crate::store::{self, Conn};
use crate::text::{Lang, Text};
use crate::web::assets;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::scope::Of;
use crate::web::parts::form;
use crate::web::paths;
use crate::web::visit::Visit;

/// What is shown of a letter.
enum Copy {
    /// It was sent; this is what was sent.
    Sent,
    /// It was not sent; this is how it would look today.
    Draft,
    /// A translation, to read along.
    Translation,
}

/// Shows the letter as a page.
pub async fn show(Of(number, _): Of<DecisionNumber>, visit: Visit) -> Answer {
    let (decision, letter, copy) = shown(&visit, &number).await?;
    Ok(page(&visit, &decision, &letter, &copy, html! {}).into_response())
}

/// Gives the letter as a PDF; a program built without them gives the page and says so.
#[cfg(not(feature = "pdf"))]
pub async fn pdf(Of(number, _): Of<DecisionNumber>, visit: Visit) -> Answer {
    let (decision, letter, copy) = shown(&visit, &number).await?;
    let notice = html! { p role="status" { (visit.say("letter-no-pdf")) } };
    Ok(page(&visit, &decision, &letter, &copy, notice).into_response())
}

/// Gives the letter as a PDF, always in Dutch.
#[cfg(feature = "pdf")]
pub async fn pdf(Of(number, _): Of<DecisionNumber>, visit: Visit) -> Answer {
    use crate::web::error::Kind;
    let visit = Visit { text: Text { lang: Lang::Nl }, ..visit };
    let (decision, letter, _) = shown(&visit, &number).await?;
    let place = visit.app.limits.documents.acquire().await.map_err(|_| Refusal(Kind::Shedding))?;
    let set = tokio::task::spawn_blocking(move || crate::documents::pdf::letter(&letter)).await;
    drop(place);
    let bytes = set.map_err(|_| Refusal(Kind::IntegrityFailed))?.map_err(|fault| {
        tracing::error!(decision = %decision.number, "a letter could not be set: {}", fault.0);
        Refusal(Kind::IntegrityFailed)
    })?;
    Ok(file(&decision.number, bytes))
}

#[cfg(feature = "pdf")]
fn file(number: &DecisionNumber, bytes: Vec<u8>) -> axum::response::Response {
    use axum::http::{HeaderValue, header};
    let name = format!("inline; filename=\"besluit-{number}.pdf\"");
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("inline"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, bytes).into_response()
}

async fn shown(visit: &Visit, number: &DecisionNumber) -> Answer<(Decision, Letter, Copy)> {
    let mut conn = visit.app.store.read().await?;
    let decision = find(&mut conn, number).await?;
    let sending = store::decision::sending(&mut conn, &decision.number).await?;
    if visit.text.lang == Lang::Nl && sending.is_some() {
        let kept = store::decision::letter(&mut conn, &decision.number).await?;
        // An empty text was erased after its term of keeping.
        let kept = kept.as_deref().and_then(Letter::parse).ok_or(Refusal::NOT_FOUND)?;
        return Ok((decision, kept, Copy::Sent));
    }
    let recipient = recipient(&mut conn, &decision).await?;
    let on = sending.map_or(day_of(visit.now), |sending| sending.on);
    let terms = terms(&mut conn, &decision).await?;
    let letter = draft(visit.text, &decision, (&recipient, terms), on);
    let copy = if visit.text.lang == Lang::Nl { Copy::Draft } else { Copy::Translation };
    Ok((decision, letter, copy))
}

/// The decision of an address.
pub async fn find(conn: &mut Conn, number: &DecisionNumber) -> Answer<Decision> {
    let found = store::decision::find(conn, number).await?;
    found.ok_or(Refusal::NOT_FOUND)
}

/// To whom the letter goes: whoever the grant is made out to, or the group that signed for the plan.
pub async fn recipient(conn: &mut Conn, decision: &Decision) -> Answer<Recipient> {
    let known = match &decision.grant {
        Some(grant) => store::recipient::of_grant(conn, grant).await?,
        None => None,
    };
    let Some(known) = known else {
        return Ok(Recipient { lines: vec![decision.facts.plan.applicant.clone()], ..Recipient::default() });
    };
    let is_person = matches!(known.kind, RecipientKind::Person | RecipientKind::Group);
    let organisation = (!is_person).then(|| known.name.clone());
    let town = format!("{} {}", known.address.postcode, known.address.place);
    let lines = [known.name, known.address.street, town];
    Ok(Recipient {
        lines: lines.into_iter().filter(|line| !line.trim().is_empty()).collect(),
        account_end: known.iban.map(|iban| iban.last_four),
        organisation,
    })
}

/// What an award asks: what is planned with the grant, or what is usual; for paying back, to which account.
pub async fn terms(conn: &mut Conn, decision: &Decision) -> Answer<Terms> {
    let usual = Terms::usual(decision);
    if decision.kind == DecisionKind::Reclaim {
        return Ok(Terms { payer: store::payment::payer(conn).await?, ..usual });
    }
    let Some(id) = decision.grant.as_ref().filter(|_| decision.kind == DecisionKind::Award) else {
        return Ok(usual);
    };
    let record = store::grant::find(conn, id).await?.ok_or(Refusal::NOT_FOUND)?;
    let standing = acts::settlement::standing(conn, &record, day_of(decision.at)).await?;
    let until = standing.plan.as_ref().map_or(usual.until, |plan| plan.ends_on);
    let advances = store::payment::advances(conn, id).await?;
    Ok(Terms {
        from: usual.from,
        until,
        account_by: standing.thresholds.due(until),
        papers: Papers::from(standing.class),
        advances: advances.into_iter().map(|advance| (advance.due_on, advance.amount)).collect(),
        payer: None,
    })
}

/// The signs of letters that a PDF cannot show, in order: a program without PDF has no such letters.
#[cfg(feature = "pdf")]
fn unprintable(letters: &[Letter]) -> std::collections::BTreeSet<char> {
    letters.iter().flat_map(crate::documents::pdf::missing_signs).collect()
}

/// The signs of letters that a PDF cannot show, in order: a program without PDF has no such letters.
#[cfg(not(feature = "pdf"))]
fn unprintable(_: &[Letter]) -> std::collections::BTreeSet<char> {
    std::collections::BTreeSet::new()
}

/// A warning above letters that go out: which signs no PDF of them can show, and that the page does.
pub fn signs_notice(visit: &Visit, letters: &[Letter]) -> Markup {
    let signs = unprintable(letters);
    let told: Vec<String> = signs.iter().map(char::to_string).collect();
    html! {
        @if !signs.is_empty() {
            (form::alert("warning", &visit.say("chk-signs-title"), html! {
                p { (visit.text.with("chk-signs", &[("signs", told.join(" ").into())])) }
            }))
        }
    }
}

/// The letter about a decision as it goes out on a day.
pub fn draft(text: Text, decision: &Decision, to: (&Recipient, Terms), on: Date) -> Letter {
    write(&Draft { text, decision, recipient: to.0, on, terms: to.1 })
}

fn page(visit: &Visit, decision: &Decision, letter: &Letter, copy: &Copy, notice: Markup) -> Markup {
    let number = decision.number.0.as_str();
    let (state, pdf) = match copy {
        Copy::Sent => ("letter-copy-sent", true),
        Copy::Draft => ("letter-copy-draft", true),
        Copy::Translation => ("letter-copy-translation", false),
    };
    html! {
        (DOCTYPE)
        html lang=(visit.text.lang.tag()) dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (letter.subject) }
                link rel="stylesheet" href=(assets::STYLE.address());
                link rel="icon" href=(assets::ICON.address()) type="image/svg+xml";
            }
            body.sr-desk {
                nav.sr-noprint.sr-desk__bar aria-label=(visit.say("breadcrumb")) {
                    a.utrecht-link href=(visit.to(paths::DECISION, &[number])) { (visit.say("letter-back")) }
                    " " span.sr-small { (visit.say(state)) }
                    @if pdf && cfg!(feature = "pdf") {
                        " " a.utrecht-link href=(visit.to(paths::DECISION_PDF, &[number])) { (visit.say("letter-pdf")) }
                    }
                    (notice)
                }
                main { (sheet(letter)) }
            }
        }
    }
}
