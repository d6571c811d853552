//! The own account.

use axum::http::header;
use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::{alliances, groups, language, languages, named, page, sessions, to_account};
use crate::acts::{self, ActError};
use crate::domain::mail::Address;
use crate::domain::passkey::Owner;
use crate::store;
use crate::store::passkey::Passkey;
use crate::web::error::{Answer, Kind, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::headers::{CLEAR_SITE_DATA, CLEARED};
use crate::web::guard::initiator::{Named, SignedIn, cookie};
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::parts::passkey::Section;
use crate::web::paths;
use crate::web::visit::Visit;

/// What comes back on the page.
pub(super) enum Back<'a> {
    /// Nothing.
    Nothing,
    /// The form of the name.
    Name(&'a Form, &'a Refused),
    /// The form of the address.
    Move(&'a Form, &'a Refused),
    /// The form of a new passkey.
    Key(&'a Form, &'a Refused),
    /// The form of a new group.
    Group(&'a Form, &'a Refused),
    /// The account cannot end yet.
    StillNeeded,
}

/// Shows the account.
pub async fn show(signed_in: SignedIn, visit: Visit) -> Answer<Markup> {
    account_page(&visit, &signed_in, &Back::Nothing).await
}

/// Gives the account another name.
pub async fn rename(signed_in: SignedIn, visit: Visit, form: Form) -> Answer {
    let language = language(&visit, form.get("post_language"));
    let name = form.get("post_name");
    match acts::initiator::account::rename(&visit.context(), &signed_in.who.id, name, language).await {
        Ok(()) => Ok(to_account(&visit)),
        Err(error) => {
            let refused = Refused::of(error, "post_name")?;
            let shown = account_page(&visit, &signed_in, &Back::Name(&form, &refused)).await?;
            Ok(answer(Some(&refused), shown))
        }
    }
}

/// Asks for another address.
pub async fn ask_move(signed_in: SignedIn, visit: Visit, form: Form) -> Answer {
    let asked = match Address::parse(form.get("post_email")) {
        Err(_) => Err(ActError::field("post_email", "post-email")),
        Ok(to) => acts::initiator::account::ask_move(&mut visit.context(), &signed_in.who, &to).await,
    };
    match asked {
        Ok(()) => Ok(to_account(&visit)),
        Err(error) => {
            let refused = Refused::of(error, "post_email")?;
            let shown = account_page(&visit, &signed_in, &Back::Move(&form, &refused)).await?;
            Ok(answer(Some(&refused), shown))
        }
    }
}

/// Ends the account.
pub async fn remove(signed_in: SignedIn, visit: Visit) -> Answer {
    match acts::initiator::account::remove(&visit.context(), &signed_in.who.id).await {
        Ok(()) => Ok(left(&visit)),
        Err(ActError::StillNeeded) => {
            let shown = account_page(&visit, &signed_in, &Back::StillNeeded).await?;
            Ok(with_kind(Kind::WrongState, shown))
        }
        Err(error) => Err(error.into()),
    }
}

/// Signs out.
pub async fn sign_out(signed_in: SignedIn, visit: Visit) -> Answer {
    acts::initiator::session::end(&visit.context(), &signed_in.who.id, &signed_in.handle).await?;
    Ok(left(&visit))
}

fn left(visit: &Visit) -> axum::response::Response {
    let answer = Redirect::to(&visit.to(paths::ENTER, &[]));
    let gone = cookie(visit.app.settings.is_https(), "");
    ([(header::SET_COOKIE, gone), (CLEAR_SITE_DATA, CLEARED)], answer).into_response()
}

/// Ends one sign-in.
pub async fn end(signed_in: SignedIn, visit: Visit, Named(session): Named) -> Answer {
    acts::initiator::session::end(&visit.context(), &signed_in.who.id, &session).await?;
    Ok(to_account(&visit))
}

/// Ends every sign-in but this one.
pub async fn end_others(signed_in: SignedIn, visit: Visit) -> Answer {
    acts::initiator::session::end_others(&visit.context(), &signed_in.who.id, &signed_in.handle).await?;
    Ok(to_account(&visit))
}

/// The whole page.
pub(super) async fn account_page(visit: &Visit, signed_in: &SignedIn, back: &Back<'_>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let who = store::initiator::find(&mut conn, &signed_in.who.id).await?.ok_or(ActError::NotFound)?;
    let own = store::initiative::of(&mut conn, &who.id).await?;
    let open = store::initiator::session::list(&mut conn, &who.id).await?;
    let keys = store::passkey::of(&mut conn, &Owner::Initiator(who.id.clone())).await?;
    let asked =
        store::initiator::find_move(&mut conn, &who.id).await?.filter(|asked| asked.until > visit.now);
    let questions = alliances::section(visit, &mut conn, signed_in).await?;
    drop(conn);
    let text = visit.text;
    let email = who.email.as_ref().map_or("", Address::as_str);
    let content = html! {
        p.utrecht-paragraph {
            (text.with("post-account-lead", &[("name", named(visit, &who.name).into()), ("email", email.into())]))
        }
        @if who.name.is_empty() {
            (form::alert("info", &text.get("post-name-first"), html! { p { (text.get("post-name-first-line")) } }))
        }
        form method="post" action=(visit.to(paths::INITIATOR_SIGN_OUT, &[])) {
            p { button.utrecht-button type="submit" { (text.get("sign-out")) } }
        }
        (questions)
        (plans(visit))
        (groups::section(visit, &own, back))
        (name_form(visit, &who.name, &who.language, back))
        (move_form(visit, email, asked.as_ref(), back))
        (key_section(visit, signed_in, &keys, back))
        (sessions::section(visit, signed_in, &open))
        (end_form(visit, back))
    };
    Ok(page(visit, text.get("post-account-title"), None, content))
}

/// The way to the own plans, and to a new one.
fn plans(visit: &Visit) -> Markup {
    html! {
        section.sr-stack #plannen {
            h2.utrecht-heading-2 { (visit.say("pt-own")) }
            p.utrecht-paragraph { (visit.say("pt-own-line")) }
            p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::PITCHES, &[])) { (visit.say("pt-own-to")) } }
        }
    }
}

fn name_form(visit: &Visit, name: &str, language: &str, back: &Back<'_>) -> Markup {
    let mut first = Form::default();
    first.set("post_name", name);
    first.set("post_language", language);
    let (form, refused) = match back {
        Back::Name(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Move(..) | Back::Key(..) | Back::Group(..) | Back::StillNeeded => {
            (&first, None)
        }
    };
    let fields = Filled::new(visit.text, form, refused).within("naam-");
    html! {
        section.sr-stack #naam {
            h2.utrecht-heading-2 { (visit.say("post-name-title")) }
            (fields.notice())
            form.sr-stack method="post" action=(visit.to(paths::INITIATOR, &[])) {
                (fields.field(&Field { autocomplete: "name", ..Field::text("post_name", "field-post_name") }))
                (fields.choice("post_language", "field-post_language", &languages()))
                (submit(&visit.say("post-name-do")))
            }
        }
    }
}

fn move_form(visit: &Visit, email: &str, asked: Option<&store::initiator::Move>, back: &Back<'_>) -> Markup {
    let first = Form::default();
    let (form, refused) = match back {
        Back::Move(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Name(..) | Back::Key(..) | Back::Group(..) | Back::StillNeeded => {
            (&first, None)
        }
    };
    let text = visit.text;
    let fields = Filled::new(text, form, refused).within("adres-");
    html! {
        section.sr-stack #adres {
            h2.utrecht-heading-2 { (text.get("post-move-title")) }
            p.utrecht-paragraph { (text.with("post-move-line", &[("email", email.into())])) }
            @if let Some(asked) = asked {
                (form::alert("info", &text.get("post-move-asked"), html! {
                    p {
                        (text.with("post-move-asked-line", &[("to", asked.to.as_str().into()),
                            ("when", text.moment(asked.until).into())]))
                    }
                }))
            }
            details open[refused.is_some()] {
                summary { (text.get("post-move-do")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::INITIATOR_MOVE, &[])) {
                    (fields.field(&Field { autocomplete: "email", ..Field::of("email", "post_email", "field-post_email") }))
                    (submit(&text.get("post-move-do")))
                }
            }
        }
    }
}

/// The passkeys of who wants them; they can be changed shortly after signing in.
fn key_section(visit: &Visit, signed_in: &SignedIn, keys: &[Passkey], back: &Back<'_>) -> Markup {
    let first = Form::default();
    let (form, refused) = match back {
        Back::Key(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Name(..) | Back::Move(..) | Back::Group(..) | Back::StillNeeded => {
            (&first, None)
        }
    };
    let filled = Filled::new(visit.text, form, refused).within("passkey-");
    let may_change = signed_in.is_fresh(visit.now);
    let lead = html! {
        p.utrecht-paragraph { (visit.say("six-keys-line")) }
        @if !may_change && visit.app.passkeys.work() {
            p.utrecht-paragraph {
                (visit.say("six-keys-later")) " "
                a.utrecht-link href=(visit.to(paths::ENTER, &[])) { (visit.say("six-key-again")) }
            }
        }
        (filled.notice())
    };
    let section = Section { add: paths::INITIATOR_KEYS, end: paths::INITIATOR_KEY_END, keys, may_change };
    section.show(visit, &filled, lead)
}

fn end_form(visit: &Visit, back: &Back<'_>) -> Markup {
    let is_needed = matches!(back, Back::StillNeeded);
    html! {
        section.sr-stack #einde {
            h2.utrecht-heading-2 { (visit.say("post-end-title")) }
            @if is_needed {
                (form::alert("error", &visit.say("post-end-needed"), html! { p { (visit.say("post-end-needed-line")) } }))
            }
            details open[is_needed] {
                summary { (visit.say("post-end-do")) }
                p.utrecht-paragraph { (visit.say("post-end-line")) }
                form method="post" action=(visit.to(paths::INITIATOR_REMOVAL, &[])) { (submit(&visit.say("post-end-do"))) }
            }
        }
    }
}
