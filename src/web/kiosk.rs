//! The kiosk (Dutch: stemzuil): a device in a library or a buurthuis on which one voter follows the other. It is a part of
//! the address before the pages that everyone has. On these pages there is no menu and no script, nothing is kept by the
//! browser, a button ends the turn, and a page that nobody touches goes back to the beginning by itself.
//!
//! A browser keeps what was sent as long as its history goes back. So every form carries the turn of its voter; when the
//! turn has ended, what is sent again leads to the beginning.

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use hmac::{Hmac, KeyInit as _, Mac as _};
use maud::{Markup, html};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::error::{Answer, Refusal};
use super::guard::body::Form;
use super::guard::headers::{CLEAR_SITE_DATA, CLEARED};
use super::parts::layout::{self, Head, Place};
use super::parts::{large_amount, round as round_parts};
use super::paths;
use super::visit::Visit;
use crate::acts;
use crate::acts::kiosk::TURN_MINUTES;
use crate::domain::digest::hex;
use crate::domain::id::{RoundId, random_text};
use crate::domain::round::{Origin, Round, Voting};
use crate::domain::seed::Seed;
use crate::domain::time::Moment;
use crate::store;
use crate::text::{Lang, number};

/// What stands in an address before the pages of a kiosk.
const PREFIX: &str = paths::KIOSK;
/// Seconds after which a page goes back to the beginning: time to read a list of plans. Whoever needs more presses a button
/// that shows the same page once more.
const IDLE_SECONDS: u64 = 600;
/// The same for the page with the receipt, which the next one should not see: time to write three numbers down.
pub const RECEIPT_SECONDS: u64 = 180;
const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// Marks a request that came from a kiosk.
#[derive(Debug, Clone, Copy)]
pub struct Asked;

/// The turn of one voter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn(String);

/// What stands before every page of a round.
fn pages() -> &'static str {
    paths::ROUND.trim_end_matches("{round}")
}

/// The address without the part of the kiosk, if it stands before a page that a kiosk has.
pub fn strip(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(PREFIX)?;
    let leaves = |rest: &str| rest.rsplit('/').next() == paths::RESIDENT_SIGN_IN.rsplit('/').next();
    (rest.starts_with(pages()) && !leaves(rest)).then_some(rest)
}

/// An address of a page as a kiosk has it: what it does not have leads to its beginning.
pub fn address(visit: &Visit, pattern: &str, parts: &[&str]) -> String {
    if pattern.starts_with(pages()) {
        return paths::fill(visit.text.lang, &format!("{PREFIX}{pattern}"), parts);
    }
    if pattern.starts_with(PREFIX) {
        return paths::fill(visit.text.lang, pattern, parts);
    }
    start(visit)
}

/// The page on which a turn begins, for the round of the address; in the language of the municipality, whichever the last
/// voter chose.
fn start(visit: &Visit) -> String {
    match visit.here.strip_prefix(pages()).and_then(|rest| rest.split('/').next()) {
        Some(round) if !round.is_empty() => paths::fill(Lang::Nl, paths::KIOSK_ROUND, &[round]),
        _ => paths::fill(Lang::Nl, paths::KIOSK, &[]),
    }
}

impl Turn {
    /// A new turn.
    pub fn new(seed: [u8; 32]) -> Turn {
        let mut half = [0; 16];
        half.copy_from_slice(&Seed::new(seed).bytes()[..16]);
        Turn(random_text(half))
    }

    fn write(&self, key: &[u8; 32], until: Moment) -> String {
        format!("{}.{}.{}", self.0, until.micros(), mac(key, &self.0, until))
    }

    fn read(key: &[u8; 32], text: &str, now: Moment) -> Option<Turn> {
        let mut parts = text.splitn(3, '.');
        let (id, until, told) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        let until = Moment::from_micros(until);
        let is_ours: bool = mac(key, id, until).as_bytes().ct_eq(told.as_bytes()).into();
        (is_ours && now < until).then(|| Turn(id.to_string()))
    }
}

fn mac(key: &[u8; 32], id: &str, until: Moment) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(format!("schuifruimte-kiosk/1\0{id}\0{}", until.micros()).as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// The turn along with a form.
pub fn field(visit: &Visit) -> Markup {
    let until = visit.now.plus_minutes(TURN_MINUTES);
    html! { @if let Some(turn) = &visit.kiosk { input type="hidden" name="turn" value=(turn.write(&visit.app.form_key, until)); } }
}

/// The same visit with the turn that a form carries; the way to the beginning when the turn has ended. Elsewhere nothing
/// is asked.
pub async fn go_on(visit: Visit, form: &Form) -> Answer<Result<Visit, Redirect>> {
    if visit.kiosk.is_none() {
        return Ok(Ok(visit));
    }
    let beginning = Redirect::to(&start(&visit));
    let Some(turn) = Turn::read(&visit.app.form_key, form.get("turn"), visit.now) else {
        return Ok(Err(beginning));
    };
    if acts::kiosk::has_ended(&mut *visit.app.store.read().await?, &turn.0).await? {
        return Ok(Err(beginning));
    }
    Ok(Ok(Visit { kiosk: Some(turn), ..visit }))
}

/// The turn is over: its vote was cast. The vote counts whether or not this can be kept.
pub async fn end(visit: &Visit) {
    if let Some(turn) = &visit.kiosk
        && let Err(error) = acts::kiosk::end(&visit.context(), &turn.0).await
    {
        tracing::error!("a turn at a kiosk did not end: {error}");
    }
}

/// What every page of a kiosk says to its browser: keep nothing, and go back to the beginning after a while.
pub fn headers(visit: &Visit, response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let seconds = headers.get(&REFRESH).and_then(|value| value.to_str().ok()?.parse().ok());
    let refresh = format!("{}; url={}", seconds.unwrap_or(IDLE_SECONDS), start(visit));
    if let Ok(value) = HeaderValue::from_str(&refresh) {
        headers.insert(REFRESH, value);
    }
}

/// A page that stays for so many seconds at a kiosk.
pub fn stays(visit: &Visit, seconds: u64, mut response: Response) -> Response {
    if visit.kiosk.is_some() {
        response.headers_mut().insert(REFRESH, HeaderValue::from(seconds));
    }
    response
}

/// The button that ends a turn, and what happens when nobody presses it.
pub fn way_out(visit: &Visit) -> Markup {
    // At the beginning there is no turn yet.
    html! {
        @if visit.kiosk.as_ref().is_some_and(|turn| !turn.0.is_empty()) {
            form.utrecht-button-group method="post" action=(visit.to(paths::KIOSK_END, &[])) {
                (field(visit))
                input type="hidden" name="round" value=(start(visit).rsplit('/').next().unwrap_or_default());
                button.utrecht-button type="submit" { (visit.say("kiosk-done")) }
                span.sr-small { (visit.say("kiosk-idle")) }
            }
        }
    }
}

/// How long the page with the plans stays at a kiosk, and how it stays longer.
pub fn stay(visit: &Visit) -> Markup {
    html! {
        @if visit.kiosk.is_some() {
            p.utrecht-paragraph { (visit.text.with("kiosk-stays", &[("minutes", number(IDLE_SECONDS / 60))])) }
        }
    }
}

/// How long the receipt stays at a kiosk.
pub fn stay_of_receipt(visit: &Visit) -> Markup {
    html! {
        @if visit.kiosk.is_some() {
            p.utrecht-paragraph { strong { (visit.text.with("kiosk-receipt", &[("minutes", number(RECEIPT_SECONDS / 60))])) } }
        }
    }
}

/// Ends a turn, and begins the next one.
pub async fn done(visit: Visit, form: Form) -> Answer {
    if let Some(turn) = Turn::read(&visit.app.form_key, form.get("turn"), visit.now) {
        acts::kiosk::end(&visit.context(), &turn.0).await?;
    }
    let round = form.get("round");
    let address = match RoundId::parse(round) {
        Ok(id) if id.as_str() != "kiosk" => paths::fill(Lang::Nl, paths::KIOSK_ROUND, &[id.as_str()]),
        _ => paths::fill(Lang::Nl, paths::KIOSK, &[]),
    };
    Ok(clean(Redirect::to(&address).into_response()))
}

/// The beginning, for every round that takes votes.
pub async fn all(visit: Visit) -> Answer {
    let rounds = store::round::list(&mut *visit.app.store.read().await?).await?;
    let open: Vec<Round> = rounds.into_iter().filter(|one| one.voting(visit.now) == Voting::Open).collect();
    Ok(clean(page(&visit, &open).into_response()))
}

/// The beginning, for one round.
pub async fn one(Path(id): Path<String>, visit: Visit) -> Answer {
    let round = store::round::find(&mut *visit.app.store.read().await?, &RoundId::new(id)).await?;
    let round = round.filter(|round| round.phase.is_public() && round.origin == Origin::Vote);
    let round = round.ok_or(Refusal::NOT_FOUND)?;
    Ok(clean(page(&visit, std::slice::from_ref(&round)).into_response()))
}

/// An answer with which the browser lets go of all that it kept of this site.
fn clean(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CLEAR_SITE_DATA, CLEARED);
    response
}

fn page(visit: &Visit, rounds: &[Round]) -> Markup {
    let text = visit.text;
    // The pages behind the links are those of a kiosk.
    let visit = &Visit { kiosk: Some(Turn(String::new())), ..visit.clone() };
    let title = text.get("kiosk-title");
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--mid {
                h1.utrecht-heading-1 { (title) }
                p.utrecht-paragraph.utrecht-paragraph--lead { (text.get("kiosk-lead")) }
                @for round in rounds {
                    section.sr-slip.sr-stack {
                        h2.utrecht-heading-2 { (round.plan.title) }
                        p { (large_amount(text, round.plan.ceiling)) @if let Some(line) = round_parts::now_line(text, round, visit.now) { " " (line) } }
                        @if round.voting(visit.now) == Voting::Open {
                            p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::CHOOSE, &[round.id.as_str()])) { (text.get("kiosk-begin")) } }
                        }
                    }
                }
                @if rounds.is_empty() { p { (text.get("kiosk-none")) } }
                p.utrecht-paragraph { (text.get("kiosk-private")) }
            }
        }
    };
    layout::page(visit, &Head { title, place: Place::Booth }, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_way_of_a_voter_stands_behind_the_part_of_the_kiosk() {
        assert_eq!(strip("/kiosk/rondes/zuilen/stemmen"), Some("/rondes/zuilen/stemmen"));
        for other in
            ["/kiosk", "/kiosk/zuilen", "/kiosk/bureau", "/rondes/zuilen", "/kiosk/rondes/zuilen/inloggen"]
        {
            assert_eq!(strip(other), None, "{other}");
        }
    }

    #[test]
    fn a_turn_is_ours_and_in_time() {
        let (key, now) = ([7; 32], Moment::from_micros(0));
        let turn = Turn::new([1; 32]);
        let text = turn.write(&key, now.plus_minutes(1));
        assert_eq!(Turn::read(&key, &text, now), Some(turn.clone()));
        assert_eq!(Turn::read(&key, &text, now.plus_minutes(1)), None, "too late");
        assert_eq!(Turn::read(&[8; 32], &text, now), None, "not ours");
        assert_eq!(Turn::read(&key, "x", now), None);
    }
}
