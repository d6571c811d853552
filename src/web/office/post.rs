//! Mail, for the programme manager: what waits, what failed, what nobody knows of. Never what a mail says.

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::id::MailId;
use crate::domain::mail::MailState;
use crate::store::outbox::Listed;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::scope::Of;
use crate::web::parts::form;
use crate::web::parts::pages::PER_PAGE;
use crate::web::paths;
use crate::web::visit::Visit;

/// The lists of the page: what asks for a person comes first.
const SHOWN: [(MailState, &str); 5] = [
    (MailState::Unsure, "post-unsure"),
    (MailState::Failed, "post-failed"),
    (MailState::Waiting, "post-waiting"),
    (MailState::Claimed, "post-claimed"),
    (MailState::Begun, "post-begun"),
];

/// Shows the mail.
pub async fn show(visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let counts = store::outbox::counts(&mut conn).await?;
    let mut lists = Vec::new();
    for (state, title) in SHOWN {
        lists.push((title, count(&counts, state), store::outbox::list(&mut conn, state, PER_PAGE).await?));
    }
    drop(conn);
    let text = visit.text;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (text.get("post-lead")) }
            @match &visit.app.settings.mail {
                None => (form::alert("warning", &text.get("post-no-server"), html! { p { (text.get("post-no-server-line")) } })),
                Some(server) => p {
                    (text.with("post-server", &[("server", format!("{}:{}", server.host, server.port).into()),
                        ("from", server.from.as_str().into())]))
                },
            }
            p { (text.with("post-sent", &[("count", crate::text::number(count(&counts, MailState::Sent)))])) }
            @for (title, count, list) in &lists {
                @if *count > 0 { (section(&visit, title, *count, list)) }
            }
            @if lists.iter().all(|(_, count, _)| *count == 0) { p { (text.get("post-nothing")) } }
        }
    };
    let mut frame = Frame::menu(paths::MUNICIPALITY, text.get("post-title"));
    frame.above = vec![(text.get("office-menu-municipality"), visit.to(paths::MUNICIPALITY, &[]))];
    Ok(frame.show(&visit, content))
}

/// Has a mail sent once more.
pub async fn again(Of(id, _): Of<MailId>, visit: Visit) -> Answer {
    acts::outbox::again(&visit.context(), &id).await?;
    Ok(back(&visit))
}

/// Decides that a mail is not sent any more.
pub async fn drop_one(Of(id, _): Of<MailId>, visit: Visit) -> Answer {
    acts::outbox::drop_one(&visit.context(), &id).await?;
    Ok(back(&visit))
}

fn back(visit: &Visit) -> Response {
    Redirect::to(&visit.to(paths::MAIL, &[])).into_response()
}

/// What mail asks of the programme manager: words and address.
pub async fn tasks(visit: &Visit, conn: &mut Conn) -> Answer<Option<(String, String)>> {
    if !visit.may(Permission::ManageMunicipality) {
        return Ok(None);
    }
    let counts = store::outbox::counts(conn).await?;
    let stuck = count(&counts, MailState::Unsure) + count(&counts, MailState::Failed);
    let waiting = count(&counts, MailState::Waiting);
    let words = match (&visit.app.settings.mail, stuck, waiting) {
        (_, 1.., _) => visit.text.with("post-task-stuck", &[("count", crate::text::number(stuck))]),
        (None, 0, 1..) => visit.text.with("post-task-no-server", &[("count", crate::text::number(waiting))]),
        (None | Some(_), 0, _) => return Ok(None),
    };
    Ok(Some((words, visit.to(paths::MAIL, &[]))))
}

fn count(counts: &[(MailState, u64)], wanted: MailState) -> u64 {
    counts.iter().find(|(state, _)| *state == wanted).map_or(0, |(_, many)| *many)
}

fn section(visit: &Visit, title: &str, count: u64, list: &[Listed]) -> Markup {
    let text = visit.text;
    let heading = text.with(title, &[("count", crate::text::number(count))]);
    let help = format!("{title}-help");
    // Without a server nothing goes by itself: the notice above says so.
    let is_helpful = text.has(&help) && (title != "post-waiting" || visit.app.settings.mail.is_some());
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (heading) }
            @if is_helpful { p.utrecht-paragraph { (text.get(&help)) } }
            (form::table(&heading, html! {
                table.utrecht-table {
                    caption.sr-hidden { (heading) }
                    thead {
                        tr {
                            th scope="col" { (text.get("post-what")) }
                            th scope="col" { (text.get("post-to")) }
                            th scope="col" { (text.get("post-since")) }
                            th scope="col" { (text.get("post-why")) }
                            th scope="col" { (text.get("post-change")) }
                        }
                    }
                    tbody { @for mail in list { (row(visit, mail)) } }
                }
            }))
            @if usize::try_from(count).is_ok_and(|count| count > list.len()) { p.sr-small { (text.get("post-more")) } }
        }
    }
}

fn row(visit: &Visit, mail: &Listed) -> Markup {
    let text = visit.text;
    let may_again = matches!(mail.state, MailState::Failed | MailState::Unsure) && mail.until > visit.now;
    let may_drop = matches!(mail.state, MailState::Failed | MailState::Unsure | MailState::Waiting);
    let of = format!(": {}", mail.to);
    html! {
        tr {
            th scope="row" { (text.get(&format!("post-kind-{}", mail.kind))) }
            td { bdi dir="ltr" { (mail.to) } }
            td { (text.moment(mail.queued)) }
            td {
                @if let Some(fault) = mail.fault { (text.get(&format!("post-fault-{}", fault.name()))) " " }
                (text.with("post-tries", &[("count", crate::text::number(mail.tries))]))
                @if mail.state == MailState::Waiting && mail.tries > 0 {
                    " " (text.with("post-next", &[("when", text.moment(mail.next).into())]))
                }
            }
            td {
                @if may_again {
                    form method="post" action=(visit.to(paths::MAIL_AGAIN, &[mail.id.as_str()])) {
                        button.sr-link-button.utrecht-link type="submit" {
                            (text.get("post-again")) span.sr-hidden { (of) }
                        }
                    }
                }
                @if may_drop {
                    form method="post" action=(visit.to(paths::MAIL_DROP, &[mail.id.as_str()])) {
                        button.sr-link-button.utrecht-link type="submit" {
                            (text.get("post-drop")) span.sr-hidden { (of) }
                        }
                    }
                }
            }
        }
    }
}
