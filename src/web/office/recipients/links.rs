//! With whom a recipient counts as one: the affiliations that hold, those that were ended and why, and the forms.

use maud::{Markup, html};

use crate::domain::id::RecipientId;
use crate::domain::recipient::{Affiliation, Recipient};
use crate::web::parts::form::{self, Field, Filled, choosing};
use crate::web::paths;
use crate::web::visit::Visit;

/// A recipient between all others.
pub struct Ties<'a> {
    /// Which.
    pub own: &'a Recipient,
    /// Who counts as one with it, itself included.
    pub same: &'a [Recipient],
    /// The name of everyone, by name.
    pub others: &'a [(RecipientId, String)],
    /// Every affiliation there was.
    pub links: &'a [Affiliation],
}

impl<'a> Ties<'a> {
    /// The affiliations of its own with another one, the newest last.
    fn with(&self, other: &'a RecipientId) -> impl Iterator<Item = &'a Affiliation> {
        let id = self.own.id.clone();
        self.links.iter().filter(move |link| {
            let (one, two) = (&link.pair.0, &link.pair.1);
            (one == &id && two == other) || (one == other && two == &id)
        })
    }

    /// Who counts as one with it, and the affiliations of its own that can be ended.
    pub fn family(&self, visit: &Visit, filled: Option<&Filled<'_>>) -> Markup {
        let own = self.own;
        let mut same: Vec<&Recipient> = self.same.iter().filter(|other| other.id != own.id).collect();
        same.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        html! {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("family-title")) }
                p.utrecht-paragraph { (visit.say(if same.is_empty() { "family-none" } else { "family-line" })) }
                @if let Some(filled) = filled { (filled.notice()) }
                ul {
                    @for other in same {
                        li {
                            a.utrecht-link href=(visit.to(paths::RECIPIENT, &[other.id.as_str()])) { (other.name) }
                            @if own.numbers().any(|number| other.numbers().any(|same| same == number)) {
                                " (" (visit.say("pay2-same-number")) ")"
                            }
                            @if let Some(link) = self.with(&other.id).find(|link| link.ended.is_none()) {
                                ": " (link.ground)
                                (self.waiting(visit, link))
                                @if let Some(filled) = filled { (self.parting(visit, other, link, filled)) }
                            }
                        }
                    }
                }
                (self.past(visit))
            }
        }
    }

    fn waiting(&self, visit: &Visit, link: &Affiliation) -> Markup {
        html! {
            @if let Some(asked) = &link.parting {
                p { (visit.text.with("smo2-part-asked", &[("day", visit.text.day(asked.at).into()), ("reason", asked.reason.as_str().into())])) }
            }
        }
    }

    fn parting(&self, visit: &Visit, other: &Recipient, link: &Affiliation, filled: &Filled<'_>) -> Markup {
        html! {
            details {
                summary { (visit.say("family-part")) span.sr-hidden { ": " (other.name) } }
                form.sr-stack method="post" action=(visit.to(paths::RECIPIENT_LINKS, &[self.own.id.as_str()])) {
                    input type="hidden" name="do" value="part";
                    input type="hidden" name="other" value=(other.id);
                    @if link.parting.is_none() { (filled.field(&Field::text("part_reason", "field-part_reason"))) }
                    (form::submit(&visit.say("family-part")))
                }
            }
        }
    }

    /// The affiliations that were ended, and why.
    fn past(&self, visit: &Visit) -> Markup {
        let ended: Vec<(&(RecipientId, String), &Affiliation)> = self
            .others
            .iter()
            .flat_map(|other| self.with(&other.0).map(move |link| (other, link)))
            .filter(|(_, link)| link.ended.is_some())
            .collect();
        html! {
            @if !ended.is_empty() {
                h3.utrecht-heading-3 { (visit.say("smo2-past-title")) }
                ul {
                    @for ((other, name), link) in ended {
                        li {
                            a.utrecht-link href=(visit.to(paths::RECIPIENT, &[other.as_str()])) { (name) }
                            @if let Some(day) = link.ended { ", " (visit.text.with("smo2-past-until", &[("day", visit.text.day(day).into())])) }
                            @if let Some(why) = link.parting.as_ref().map(|asked| &asked.reason).filter(|why| !why.is_empty()) { ": " (why) }
                        }
                    }
                }
            }
        }
    }

    /// The form that joins it with another one.
    pub fn joined(&self, visit: &Visit, (filled, is_back): (&Filled<'_>, bool)) -> Markup {
        let (own, others) = (self.own, self.others);
        let others = others.iter().filter(|(id, _)| id != &own.id);
        let options = choosing(visit.text, others.map(|(id, name)| (id.as_str(), name.clone())));
        html! {
            @if options.len() > 1 {
                details open[is_back] {
                    summary { (visit.say("family-join")) }
                    (filled.notice())
                    form.sr-stack method="post" action=(visit.to(paths::RECIPIENT_LINKS, &[own.id.as_str()])) {
                        input type="hidden" name="do" value="join";
                        (filled.choice("other", "field-other", &options))
                        (filled.field(&Field::text("link_ground", "field-link_ground")))
                        (form::submit(&visit.say("family-join")))
                    }
                }
            }
        }
    }
}
