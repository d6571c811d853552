//! Mail about what people said about plans.

use super::{Draft, Words};
use crate::domain::mail::{Door, Took};
use crate::domain::pitch::ally::Reply;
use crate::domain::talk::contribution::Sort;

impl Draft<'_> {
    /// Whether the receiver says yes to what was written.
    pub(super) fn contribution(&self, (title, sort): (&str, Sort), until: String) -> Words {
        let sort = sort.name();
        Words {
            subject: self.text.get(&format!("talk-mail-ask-{sort}")),
            before: vec![self.text.with(&format!("talk-mail-ask-{sort}-line"), &[("title", title.into())])],
            link: Some(self.text.get("talk-mail-ask-do")),
            after: vec![until, self.text.get("talk-mail-ask-not")],
            why: self.text.get("post-why-asked"),
        }
    }

    /// To a group: people talk about its plan.
    pub(super) fn said(&self, title: &str) -> Words {
        Words {
            subject: self.text.get("told-said-subject"),
            before: vec![self.text.with("told-said", &[("title", title.into())])],
            link: Some(self.text.get("told-said-do")),
            after: Vec::new(),
            why: self.text.get("told-why"),
        }
    }

    /// To who said something: the group answered.
    pub(super) fn answered(&self, title: &str) -> Words {
        Words {
            subject: self.text.get("talk-mail-answered"),
            before: vec![self.text.with("talk-mail-answered-line", &[("title", title.into())])],
            link: Some(self.text.get("talk-mail-answered-do")),
            after: Vec::new(),
            why: self.text.get("talk-mail-why"),
        }
    }

    /// To a group: whether someone takes part in its plan.
    pub(super) fn consented(&self, title: &str, (member, reply): (&str, Reply)) -> Words {
        let named = [("member", member.into()), ("title", title.into())];
        Words {
            subject: self.text.get("told-ally-subject"),
            before: vec![self.text.with(&format!("told-ally-{}", reply.name()), &named)],
            link: Some(self.text.get("told-do")),
            after: Vec::new(),
            why: self.text.get("told-why"),
        }
    }

    /// What the office did with what the receiver wrote.
    pub(super) fn withheld(&self, took: &Took, door: &Door) -> Words {
        let say = |key: &str| self.text.get(key);
        let why = match door {
            Door::Address { .. } => say("talk-mail-why"),
            Door::Group { .. } | Door::Carrier { .. } => say("told-why"),
        };
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
                why,
            },
            Took::Refused { title, reason } => Words {
                subject: say("support-mail-refused"),
                before: vec![titled("support-mail-refused-line", title), reason.clone()],
                link: Some(say("talk-mail-ruled-do")),
                after: vec![say("support-mail-refused-again")],
                why,
            },
            Took::Ruled { title, ruling, reason } => Words {
                subject: say("talk-mail-ruled"),
                before: vec![titled(&format!("talk-mail-{}", ruling.name()), title), reason.clone()],
                link: Some(say("talk-mail-ruled-do")),
                after: Vec::new(),
                why,
            },
        }
    }
}
