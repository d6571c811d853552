//! What the groups of who is signed in were asked: to take part in a plan of another group.

use maud::{Markup, html};

use super::to_account;
use crate::acts::pitch::alliance::{self as acts, Answerer};
use crate::domain::digest::Digest;
use crate::store::Conn;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::initiator::{Named, SignedIn};
use crate::web::parts::alliance as parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// What was asked and not answered, on the page of the account.
pub async fn section(visit: &Visit, conn: &mut Conn, signed_in: &SignedIn) -> Answer<Markup> {
    let all = acts::of_account(conn, &signed_in.who).await?;
    Ok(html! {
        @if !all.is_empty() {
            section.sr-stack #samen {
                h2.utrecht-heading-2 { (visit.say("ally-title")) }
                p.utrecht-paragraph { (visit.say("ally-own-line")) }
                @for one in &all {
                    @let to = visit.to(paths::INITIATOR_ALLIANCE, &[&one.asked.mark.to_string()]);
                    div.sr-stack { (parts::question(visit, one)) (parts::buttons(visit, &to, &html! {})) }
                }
            }
        }
    })
}

/// Keeps an answer.
pub async fn answer(signed_in: SignedIn, Named(mark): Named, visit: Visit, form: Form) -> Answer {
    let mark = Digest::parse(&mark).ok_or(Refusal::NOT_FOUND)?;
    let reply = parts::reply(&form).ok_or(Refusal(Kind::BadRequest))?;
    acts::answer(&visit.context(), Answerer::Account(&signed_in.who, &mark), reply).await?;
    Ok(to_account(&visit))
}
