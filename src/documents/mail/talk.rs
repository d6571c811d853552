//! Mail about what people said about plans.

use super::{Draft, Words};
use crate::domain::mail::Took;

impl Draft<'_> {
    /// Whether the receiver says yes to what was written.
    pub(super) fn contribution(&self, title: &str, until: String) -> Words {
        Words {
            subject: self.text.get("talk-mail-ask"),
            before: vec![self.text.with("talk-mail-ask-line", &[("title", title.into())])],
            link: Some(self.text.get("talk-mail-ask-do")),
            after: vec![until, self.text.get("talk-mail-ask-not")],
        }
    }

    /// What the office did with what the receiver wrote.
    pub(super) fn withheld(&self, took: &Took) -> Words {
        let say = |key: &str| self.text.get(key);
        let titled = |key: &str, title: &str| self.text.with(key, &[("title", title.into())]);
        match took {
            Took::Off { title, ground, reason, until } => Words {
                subject: say("talk-mail-off"),
                before: vec![
                    titled("talk-mail-off-line", title),
                    say(&format!("talk-ground-{}", ground.name())),
                    reason.clone(),
                ],
                link: Some(say("talk-mail-off-do")),
                after: vec![
                    self.text.with("talk-mail-off-until", &[("when", self.text.moment(*until).into())]),
                    say("talk-mail-off-who"),
                ],
            },
            Took::Refused { title, reason } => Words {
                subject: say("support-mail-refused"),
                before: vec![titled("support-mail-refused-line", title), reason.clone()],
                link: Some(say("talk-mail-ruled-do")),
                after: vec![say("support-mail-refused-again")],
            },
            Took::Ruled { title, ruling, reason } => Words {
                subject: say("talk-mail-ruled"),
                before: vec![titled(&format!("talk-mail-{}", ruling.name()), title), reason.clone()],
                link: Some(say("talk-mail-ruled-do")),
                after: Vec::new(),
            },
        }
    }
}
