//! Addresses in mail: what a link opens, and where its receiver ends such mail.

use super::guard::token;
use super::initiator::chosen::Chosen;
use super::paths;
use crate::domain::mail::{Address, Content, Door};
use crate::text::Lang;

/// The address that the link of a mail opens.
pub fn link(origin: &str, key: &[u8; 32], lang: Lang, content: &Content) -> String {
    let place = |pattern: &str, parts: &[&str]| format!("{origin}{}", paths::fill(lang, pattern, parts));
    match content {
        Content::Enter { token, task, .. } => Chosen(task.clone()).along(place(paths::LINK, &[token])),
        Content::Invitation { token, .. }
        | Content::MoveFrom { token, .. }
        | Content::MoveTo { token, .. } => place(paths::LINK, &[token]),
        Content::Follow { token, .. } => place(paths::FOLLOW_LINK, &[token]),
        Content::Contribution { mark, at, .. }
        | Content::Withheld { door: Door::Address { mark, at }, .. } => {
            place(paths::CONTRIBUTIONS, &[&token::of_contributor(key, mark, *at)])
        }
        Content::Withheld { door: Door::Group { pitch }, .. } => place(paths::PITCH_OFF, &[pitch.as_str()]),
        Content::Withheld { door: Door::Carrier { group, grant }, .. } => {
            place(paths::GROUP_GRANT, &[group.as_str(), grant.as_str()])
        }
        Content::Alliance { token, .. } => place(paths::ALLIANCE_LINK, &[token]),
        Content::Moved | Content::KeyAdded => place(paths::ENTER, &[]),
        Content::News { about } => match about.as_slice() {
            [only] => {
                let (topic, round) = (&only.topic, only.topic.round.as_str());
                match (&topic.plan, &topic.pitch) {
                    (Some(plan), _) => place(paths::PROPOSAL, &[round, plan.as_str()]),
                    (None, Some(pitch)) => place(paths::SENT_IN_ONE, &[round, pitch.as_str()]),
                    (None, None) => place(paths::ROUND_NEWS, &[round]),
                }
            }
            _ => place(paths::HOME, &[]),
        },
        Content::Said { pitch, .. } => place(paths::PITCH_TALK, &[pitch.as_str()]),
        Content::Answered { round, pitch, .. } => place(paths::TALK, &[round.as_str(), pitch.as_str()]),
        Content::Plan { pitch, .. }
        | Content::Regroup { pitch, .. }
        | Content::Wished { pitch, .. }
        | Content::Consented { pitch, .. }
        | Content::Takeover { pitch, .. } => place(paths::PITCH, &[pitch.as_str()]),
        Content::Ruled { round, plan, .. } => place(paths::PROPOSAL, &[round.as_str(), plan.as_str()]),
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
        | Content::Alliance { .. }
        | Content::Plan { .. }
        | Content::Regroup { .. }
        | Content::Wished { .. }
        | Content::Ruled { .. }
        | Content::Said { .. }
        | Content::Answered { .. }
        | Content::Consented { .. }
        | Content::Takeover { .. }
        | Content::Contribution { .. }
        | Content::Withheld { .. } => paths::NO_MAIL,
    };
    format!("{origin}{}", paths::fill(lang, pattern, &[&token]))
}
