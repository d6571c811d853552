//! The way by a provider (OpenID Connect): a resident leaves with the review, comes back once, and votes under the letter
//! that was made for that person. Whom the provider named is forgotten before the page is drawn.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::html;

use super::ballot::{self, At, Fault};
use super::late;
use super::review::{Review, review_page};
use crate::acts;
use crate::domain::id::{CastId, RoundId};
use crate::domain::register::LetterState;
use crate::domain::resident::ResidentKey;
use crate::domain::round::Round;
use crate::domain::seed::Seed;
use crate::domain::sign_in::{MINUTES, SignIn};
use crate::provider::{self, Provider};
use crate::store::ballot::Voter;
use crate::store::{self, Conn};
use crate::text::{Lang, Text};
use crate::web::booth::{self, Booth};
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::token::{self, Pass, Right};
use crate::web::marks;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::state::App;
use crate::web::visit::{QuickVisit, Visit};

/// The provider of this service, if the letters of a round were made for it.
pub fn way_of<'a>(app: &'a App, issuer: Option<&str>) -> Option<&'a Provider> {
    app.provider.as_ref().filter(|provider| issuer == Some(provider.settings.issuer.as_str()))
}

/// The same, when the register was not read yet.
pub async fn way<'a>(app: &'a App, conn: &mut Conn, round: &Round) -> Answer<Option<&'a Provider>> {
    if app.provider.is_none() {
        return Ok(None);
    }
    let register = store::register::find(conn, &round.id).await?;
    Ok(way_of(app, register.and_then(|register| register.issuer).as_deref()))
}

/// Lets a resident leave for the provider, with the review that was looked over.
pub async fn start(Path(id): Path<String>, visit: QuickVisit, form: Form) -> Answer {
    let QuickVisit(visit) = visit;
    let booth = match booth::enter(&visit.app, &RoundId::new(id.as_str()), visit.now).await {
        Err(Refusal(Kind::RoundClosed)) => return late::closed(&visit, &id, &form).await,
        booth => booth?,
    };
    let visit = visit.with_town(booth.town.clone());
    let way = way_of(&visit.app, booth.issuer.as_deref()).ok_or(Refusal::NOT_FOUND)?;
    let sent = ballot::sent(&visit, &booth.round, booth.ballots.rules(), &form);
    let review = Review { way: Some(way), ..sent };
    if !review.token.is_good(&visit.app.form_key, None, form.get("token"), visit.now) {
        return ballot::again(&visit, booth.ballots.rules(), review);
    }
    let sign_in = SignIn::begin(&visit.app.form_key, &mut Seed::new(visit.app.entropy.seed()));
    let address = match way.address(&sign_in, visit.now).await {
        Ok(address) => address,
        Err(fault) => return Ok(review_page(&visit, &review, Some(&of_fault(&visit, fault)))),
    };
    let kept = kept(&visit, &review);
    acts::resident::leave(&visit.context(), &booth.round.id, &sign_in, &kept).await?;
    let mut response = Redirect::to(&address).into_response();
    let cookie = cookie(visit.app.settings.is_https(), &sign_in.browser);
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Takes in a resident who comes back. Each trip ends here, and in the same way however it went wrong.
pub async fn back(visit: Visit, headers: HeaderMap) -> Answer {
    let Some(provider) = &visit.app.provider else { return Err(Refusal::NOT_FOUND) };
    let asked = Form::parse(visit.query.as_bytes());
    let https = visit.app.settings.is_https();
    let sign_in = browser(&headers, https)
        .and_then(|browser| SignIn::read(&visit.app.form_key, asked.get("state"), &browser));
    let away = match &sign_in {
        Some(sign_in) => acts::resident::come_back(&visit.context(), sign_in).await?,
        None => None,
    };
    let mut response = match (sign_in, away) {
        (Some(sign_in), Some((round, kept))) => {
            let kept = Form::parse(kept.as_bytes());
            let visit = at_the_review(visit.clone(), &round, &kept);
            returned(&visit, (provider, &sign_in, &asked), (&round, &kept)).await?
        }
        _ => strange(&visit),
    };
    let headers = response.headers_mut();
    headers.insert(header::SET_COOKIE, cookie(https, ""));
    // The address of this page holds what came back; no other page is told of it.
    // It holds choices and the right to vote: nothing of it stays behind on a computer that others use.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    Ok(response)
}

/// The visit of someone who comes back, in the language in which they left. Its page stands for the review.
fn at_the_review(visit: Visit, round: &RoundId, kept: &Form) -> Visit {
    let lang = Lang::of_tag(kept.get("lang")).unwrap_or(Lang::Nl);
    let here = paths::fill(Lang::Nl, paths::CHOOSE, &[round.as_str()]);
    Visit { text: Text { lang }, here, query: String::new(), ..visit }
}

async fn returned(
    visit: &Visit,
    (provider, sign_in, asked): (&Provider, &SignIn, &Form),
    (round, kept): (&RoundId, &Form),
) -> Answer {
    let booth = match booth::enter(&visit.app, round, visit.now).await {
        Err(Refusal(Kind::RoundClosed)) => return late::closed(visit, round.as_str(), kept).await,
        booth => booth?,
    };
    let rules = booth.ballots.rules();
    let way = way_of(&visit.app, booth.issuer.as_deref());
    let sent = ballot::sent(visit, &booth.round, rules, kept);
    let until = visit.now.plus_minutes(token::MINUTES);
    let token = token::Review { cast: CastId::new(kept.get("cast")), until, ..sent.token.clone() };
    let review = Review { token, pass: None, way, ..sent };
    match letter(visit, &booth, (provider, sign_in, asked)).await? {
        Err(fault) => Ok(review_page(visit, &review, Some(&fault))),
        Ok(letter) => {
            let pass = Pass {
                round: round.clone(),
                control: letter.control,
                right: Right::Vote,
                until: visit.now.plus_minutes(token::RESIDENT_MINUTES),
            };
            let voted = letter.ballot.is_some().then(|| Fault::voted(visit, rules.change));
            Ok(review_page(visit, &Review { pass: Some(pass), ..review }, voted.as_ref()))
        }
    }
}

/// The letter of whoever came back.
async fn letter(
    visit: &Visit,
    booth: &Booth,
    (provider, sign_in, asked): (&Provider, &SignIn, &Form),
) -> Answer<Result<Voter, Fault>> {
    // RFC 9207: whoever answers says who that is, if it says so at all.
    let is_other = asked.has("iss") && asked.get("iss") != provider.settings.issuer;
    let (code, failed) = (asked.get("code"), asked.has("error"));
    let named =
        if is_other || failed || code.is_empty() || way_of(&visit.app, booth.issuer.as_deref()).is_none() {
            Err(provider::Fault::Refused("the provider sent no code"))
        } else {
            provider.name(sign_in, code, visit.now).await
        };
    let pseudonym = match named {
        Ok(name) => {
            ResidentKey::of(&booth.codes).pseudonym(&booth.round.id, &provider.settings.issuer, &name)
        }
        Err(fault) => return Ok(Err(of_fault(visit, fault))),
    };
    let mut conn = visit.app.store.read().await?;
    let found = acts::resident::letter(&mut conn, &booth.round.id, &pseudonym).await?;
    Ok(match found {
        Some(letter) if letter.state == LetterState::Issued => Ok(letter),
        Some(_) => Err(of_provider(visit, Kind::CodeReplaced, "oidc-no-letter")),
        None => Err(of_provider(visit, Kind::CodeNotAccepted, "oidc-no-letter")),
    })
}

/// The form that is kept while someone is away.
fn kept(visit: &Visit, review: &Review<'_>) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    fields.extend_pairs(marks::fields(&review.token.choices));
    fields.append_pair("cast", review.token.cast.as_str());
    fields.append_pair("order", review.order);
    fields.append_pair("lang", visit.text.lang.tag());
    fields.finish()
}

/// What went wrong with the provider, for the voter; what exactly, for the operator. It names no person.
fn of_fault(visit: &Visit, fault: provider::Fault) -> Fault {
    match fault {
        provider::Fault::Down(what) => {
            tracing::error!("the provider with which residents sign in cannot be used: {what}");
            of_provider(visit, Kind::SignInUnavailable, "oidc-down")
        }
        provider::Fault::Refused(what) => {
            tracing::warn!("a resident did not sign in: {what}");
            of_provider(visit, Kind::LoginFailed, "oidc-failed")
        }
    }
}

/// A fault on the way by the provider, with a sentence and what helps.
pub fn of_provider(visit: &Visit, kind: Kind, key: &str) -> Fault {
    Fault { kind, at: At::SignIn, sentence: visit.say(key), tip: visit.say(&format!("{key}-help")) }
}

/// Someone comes back who did not leave, or for the second time.
fn strange(visit: &Visit) -> Response {
    let title = visit.say("oidc-failed");
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                h1.utrecht-heading-1 { (title) }
                div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(Kind::LoginFailed.name()) {
                    p { (visit.text.with("oidc-strange", &[("minutes", MINUTES.into())])) }
                    p { (visit.say("oidc-failed-help")) }
                }
                p { a.utrecht-button href=(visit.to(paths::HOME, &[])) { (visit.say("to-start")) } }
            }
        }
    };
    let visit = Visit { here: paths::HOME.to_string(), query: String::new(), ..visit.clone() };
    with_kind(Kind::LoginFailed, layout::page(&visit, &Head { title, place: Place::Booth }, content))
}

/// `__Host-` ties a cookie to this very host over https; without https browsers refuse such a name.
fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-inloggen" } else { "inloggen" }
}

/// The header that sets the cookie of a trip, or removes it when `browser` is empty. It must come along when another site
/// sends the browser back, so it is less strict than that of staff.
fn cookie(https: bool, browser: &str) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let seconds = if browser.is_empty() { 0 } else { MINUTES * 60 };
    let name = cookie_name(https);
    let text = format!("{name}={browser}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).expect("the text of a trip is hexadecimal")
}

/// What the browser kept of a trip.
fn browser(headers: &HeaderMap, https: bool) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == cookie_name(https)).map(|(_, browser)| browser.to_string())
}
