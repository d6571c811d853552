//! What each mail says.

use super::{Draft, Words};
use crate::documents::news;
use crate::domain::bid::StepKind;
use crate::domain::initiator::MemberRole;
use crate::domain::mail::{Content, Told};
use crate::domain::pitch::form::Wish;
use crate::domain::pitch::wish::Met;
use crate::domain::pitch::{EventKind, Ground};
use crate::domain::progress::{ChangeKind, Ruling};
use crate::domain::time::Moment;

impl Draft<'_> {
    pub(super) fn words(&self) -> Words {
        let say = |key: &str| self.text.get(key);
        let with = |key: &str, name: &'static str, value: &str| self.text.with(key, &[(name, value.into())]);
        let until = |until: &Moment| with("post-mail-until", "when", &self.text.moment(*until));
        let (subject, before, link, after, why) = match self.content {
            Content::Enter { until: end, .. } => {
                let after = vec![until(end), say("post-mail-not-you")];
                let before = vec![say("post-mail-enter-line")];
                ("post-mail-enter", before, Some("post-mail-enter-do"), after, "post-why-asked")
            }
            Content::Invitation { until: end, initiative, role, .. } => {
                return self.invitation(initiative, *role, until(end));
            }
            Content::MoveFrom { until: end, to, .. } => return self.move_from(to, until(end)),
            Content::MoveTo { until: end, .. } => {
                let after = vec![until(end), say("post-mail-not-you")];
                let before = vec![say("post-mail-move-to-line")];
                ("post-mail-move", before, Some("post-mail-move-do"), after, "post-why-asked")
            }
            Content::Moved => {
                let (before, after) = (vec![say("post-mail-moved-line")], vec![say("post-mail-moved-not")]);
                ("post-mail-moved", before, None, after, "post-why-account-was")
            }
            Content::KeyAdded => {
                let (before, after) = (vec![say("six-mail-key-line")], vec![say("six-mail-key-not")]);
                ("six-mail-key", before, Some("six-mail-key-do"), after, "post-why-account")
            }
            Content::Follow { until: end, title, .. } => {
                let before = vec![with("follow-mail-ask-line", "title", title)];
                let after = vec![until(end), say("follow-mail-ask-not")];
                ("follow-mail-ask", before, Some("follow-mail-ask-do"), after, "post-why-asked")
            }
            Content::Alliance { until: end, lead, member, title, .. } => {
                return self.alliance([lead, member, title], until(end));
            }
            Content::News { about } => return self.news(about),
            Content::Contribution { until: end, title, sort, .. } => {
                return self.contribution((title, *sort), until(end));
            }
            Content::Withheld { took, door } => return self.withheld(took, door),
            Content::Said { title, .. } => return self.said(title),
            Content::Answered { title, .. } => return self.answered(title),
            Content::Consented { title, member, reply, .. } => {
                return self.consented(title, (member, *reply));
            }
            Content::Plan { title, what, ground, words, until: end, .. } => {
                return self.plan((title, *what), (*ground, words), *end);
            }
            Content::Regroup { title, what, words, until: end, .. } => {
                return self.told_until(title, what.name(), said(words).into_iter(), *end);
            }
            Content::Wished { title, wish, met, words, .. } => return self.wished(title, (wish, met), words),
            Content::Takeover { title, step, words, .. } => return self.takeover(title, *step, words),
            Content::Ruled { title, change, ruling, words, .. } => {
                return self.ruled(title, (*change, *ruling), words);
            }
        };
        Words { subject: say(subject), before, link: link.map(say), after, why: say(why) }
    }

    /// An account is about to get another address than this one.
    fn move_from(&self, to: &str, until: String) -> Words {
        Words {
            subject: self.text.get("post-mail-move"),
            before: vec![self.text.with("post-mail-move-from-line", &[("to", to.into())])],
            link: Some(self.text.get("post-mail-move-do")),
            after: vec![until, self.text.get("post-mail-move-not")],
            why: self.text.get("post-why-account"),
        }
    }

    /// Someone is asked to join a group.
    fn invitation(&self, group: &str, role: MemberRole, until: String) -> Words {
        let asked = self.text.with("post-mail-invitation-line", &[("group", group.into())]);
        Words {
            subject: self.text.get("post-mail-invitation"),
            before: vec![asked, self.text.get(&format!("post-may-{}", role.name()))],
            link: Some(self.text.get("post-mail-invitation-do")),
            after: vec![until, self.text.get("post-mail-invitation-not")],
            why: self.text.get("post-why-group"),
        }
    }

    /// Whether someone takes part in a plan of another group.
    fn alliance(&self, [lead, member, title]: [&str; 3], until: String) -> Words {
        let named = [("lead", lead), ("member", member), ("title", title)];
        let named = named.map(|(name, value)| (name, value.into()));
        Words {
            subject: self.text.get("ally-mail"),
            before: vec![self.text.with("ally-mail-line", &named)],
            link: Some(self.text.get("ally-mail-do")),
            after: vec![until, self.text.get("ally-mail-not")],
            why: self.text.get("post-why-group"),
        }
    }

    /// What the office or the group did with a plan, on which ground, with which words, and until when it can be answered.
    fn plan(
        &self,
        (title, what): (&str, EventKind),
        (ground, words): (Option<Ground>, &str),
        until: Option<Moment>,
    ) -> Words {
        let ground = ground.map(|ground| self.text.get(&format!("pt-ground-{}", ground.name())));
        self.told_until(title, what.name(), ground.into_iter().chain(said(words)), until)
    }

    /// The office answered a wish for help that is no money.
    fn wished(&self, title: &str, (wish, met): (&Wish, &Met), words: &str) -> Words {
        let asked = self.text.get(&format!("pt-wish-{}", wish.name()));
        let asked = self.text.with("told-wish-asked", &[("wish", asked.into())]);
        let what = format!("wish-{}", met.name());
        self.told(title, &what, std::iter::once(asked).chain(said(words)))
    }

    /// The municipality decided on a request of the group.
    fn ruled(&self, title: &str, (change, ruling): (ChangeKind, Ruling), words: &str) -> Words {
        self.told(title, &format!("{}-{}", change.name(), ruling.name()), said(words).into_iter())
    }

    /// A step in the takeover for which a group made a bid.
    fn takeover(&self, title: &str, step: StepKind, words: &str) -> Words {
        self.told(title, &format!("takeover-{}", step.name()), said(words).into_iter())
    }

    /// The same with the last day on which its group can do something.
    fn told_until(
        &self,
        title: &str,
        what: &str,
        more: impl Iterator<Item = String>,
        until: Option<Moment>,
    ) -> Words {
        let key = format!("told-until-{what}");
        let day = until.map(|day| self.text.with(&key, &[("when", self.text.day(day).into())]));
        self.told(title, what, more.chain(day))
    }

    /// Something happened to a plan of a group: what, the words with it, and why the mail comes.
    fn told(&self, title: &str, what: &str, more: impl Iterator<Item = String>) -> Words {
        let line = self.text.with(&format!("told-{what}"), &[("title", title.into())]);
        Words {
            subject: self.text.get(&format!("told-{what}-subject")),
            before: std::iter::once(line).chain(more).collect(),
            link: Some(self.text.get("told-do")),
            after: Vec::new(),
            why: self.text.get("told-why"),
        }
    }

    /// What is new about each thing that its receiver follows.
    fn news(&self, about: &[Told]) -> Words {
        let titles: Vec<&str> = about.iter().map(|told| told.title.as_str()).collect();
        let mut lines = Vec::new();
        for told in about {
            for (one, plan) in &told.news {
                let what = news::sentence(self.text, &one.what);
                let of = plan.as_deref().unwrap_or(&told.title);
                lines.push(format!("{}: {of}. {what}", self.text.day(one.at)));
            }
        }
        Words {
            subject: self.text.get("follow-mail-news"),
            before: lines,
            link: Some(self.text.get("follow-mail-news-do")),
            after: Vec::new(),
            why: self.text.with("follow-mail-why", &[("titles", titles.join("; ").into())]),
        }
    }
}

/// Words that somebody wrote, if there are any.
fn said(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.to_string())
}
