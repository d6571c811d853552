//! What each mail says.

use super::{Draft, Words};
use crate::documents::news;
use crate::domain::mail::{Content, Told};
use crate::domain::time::Moment;

impl Draft<'_> {
    pub(super) fn words(&self) -> Words {
        let say = |key: &str| self.text.get(key);
        let with = |key: &str, name: &'static str, value: &str| self.text.with(key, &[(name, value.into())]);
        let until = |until: &Moment| with("post-mail-until", "when", &self.text.moment(*until));
        let (subject, before, link, after) = match self.content {
            Content::Enter { until: end, .. } => {
                let after = vec![until(end), say("post-mail-not-you")];
                ("post-mail-enter", vec![say("post-mail-enter-line")], Some("post-mail-enter-do"), after)
            }
            Content::Invitation { until: end, initiative, role, .. } => {
                let asked = with("post-mail-invitation-line", "group", initiative);
                let before = vec![asked, say(&format!("post-may-{}", role.name()))];
                let after = vec![until(end), say("post-mail-invitation-not")];
                ("post-mail-invitation", before, Some("post-mail-invitation-do"), after)
            }
            Content::MoveFrom { until: end, to, .. } => {
                let before = vec![with("post-mail-move-from-line", "to", to)];
                let after = vec![until(end), say("post-mail-move-not")];
                ("post-mail-move", before, Some("post-mail-move-do"), after)
            }
            Content::MoveTo { until: end, .. } => {
                let after = vec![until(end), say("post-mail-not-you")];
                ("post-mail-move", vec![say("post-mail-move-to-line")], Some("post-mail-move-do"), after)
            }
            Content::Moved => {
                ("post-mail-moved", vec![say("post-mail-moved-line")], None, vec![say("post-mail-moved-not")])
            }
            Content::KeyAdded => {
                let after = vec![say("six-mail-key-not")];
                ("six-mail-key", vec![say("six-mail-key-line")], Some("six-mail-key-do"), after)
            }
            Content::Follow { until: end, title, .. } => {
                let before = vec![with("follow-mail-ask-line", "title", title)];
                let after = vec![until(end), say("follow-mail-ask-not")];
                ("follow-mail-ask", before, Some("follow-mail-ask-do"), after)
            }
            Content::Alliance { until: end, lead, member, title, .. } => {
                return self.alliance([("lead", lead), ("member", member), ("title", title)], until(end));
            }
            Content::News { about } => {
                ("follow-mail-news", self.news(about), Some("follow-mail-news-do"), Vec::new())
            }
            Content::Contribution { until: end, title, .. } => return self.contribution(title, until(end)),
            Content::Withheld { took, .. } => return self.withheld(took),
            Content::Plan { title, what, ground, words, until: end, .. } => {
                let ground = ground.map(|ground| say(&format!("pt-ground-{}", ground.name())));
                return self.told_until(title, what.name(), ground.into_iter().chain(said(words)), *end);
            }
            Content::Regroup { title, what, words, until: end, .. } => {
                return self.told_until(title, what.name(), said(words).into_iter(), *end);
            }
            Content::Ruled { title, change, ruling, words, .. } => {
                let what = format!("{}-{}", change.name(), ruling.name());
                return self.told(title, &what, said(words).into_iter());
            }
        };
        Words { subject: say(subject), before, link: link.map(say), after }
    }

    /// Whether someone takes part in a plan: who leads it, who is asked, and what the plan is called.
    fn alliance(&self, named: [(&'static str, &String); 3], until: String) -> Words {
        let named = named.map(|(name, value)| (name, value.as_str().into()));
        Words {
            subject: self.text.get("ally-mail"),
            before: vec![self.text.with("ally-mail-line", &named)],
            link: Some(self.text.get("ally-mail-do")),
            after: vec![until, self.text.get("ally-mail-not")],
        }
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
            after: vec![self.text.get("told-why")],
        }
    }

    /// Why the mail comes, and what is new about each thing.
    fn news(&self, about: &[Told]) -> Vec<String> {
        let titles: Vec<&str> = about.iter().map(|told| told.title.as_str()).collect();
        let mut lines = vec![self.text.with("follow-mail-why", &[("titles", titles.join("; ").into())])];
        for told in about {
            for (one, plan) in &told.news {
                let what = news::sentence(self.text, &one.what);
                let of = plan.as_deref().unwrap_or(&told.title);
                lines.push(format!("{}: {of}. {what}", self.text.day(one.at)));
            }
        }
        lines
    }
}

/// Words that somebody wrote, if there are any.
fn said(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.to_string())
}
