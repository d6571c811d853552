//! Addresses in mail: what a link opens, and where its receiver ends such mail.

use super::guard::token;
use super::paths;
use crate::domain::mail::{Address, Content};
use crate::text::Lang;

/// The address that the link of a mail opens.
pub fn link(origin: &str, lang: Lang, content: &Content) -> String {
    let place = |pattern: &str, parts: &[&str]| format!("{origin}{}", paths::fill(lang, pattern, parts));
    match content {
        Content::Enter { token, .. }
        | Content::Invitation { token, .. }
        | Content::MoveFrom { token, .. }
        | Content::MoveTo { token, .. } => place(paths::LINK, &[token]),
        Content::Follow { token, .. } => place(paths::FOLLOW_LINK, &[token]),
        Content::Alliance { token, .. } => place(paths::ALLIANCE_LINK, &[token]),
        Content::Moved | Content::KeyAdded => place(paths::ENTER, &[]),
        Content::News { about } => match about.as_slice() {
            [only] => match &only.topic.plan {
                Some(plan) => place(paths::PROPOSAL, &[only.topic.round.as_str(), plan.as_str()]),
                None => place(paths::ROUND_NEWS, &[only.topic.round.as_str()]),
            },
            _ => place(paths::HOME, &[]),
        },
    }
}

/// The address where the receiver of a mail says that no more of it may come.
pub fn stop(origin: &str, key: &[u8; 32], (lang, to): (Lang, &Address), content: &Content) -> String {
    let token = token::of_mailbox(key, &to.mark());
    let pattern = match content {
        Content::News { .. } => paths::FOLLOWING,
        Content::Enter { .. }
        | Content::Invitation { .. }
        | Content::MoveFrom { .. }
        | Content::MoveTo { .. }
        | Content::Moved
        | Content::KeyAdded
        | Content::Follow { .. }
        | Content::Alliance { .. } => paths::NO_MAIL,
    };
    format!("{origin}{}", paths::fill(lang, pattern, &[&token]))
}
