//! What the office took off, and the ways to report it, on every page that shows what people wrote with a plan.

use maud::{Markup, html};

use crate::acts::moderation::{About, Found, What};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::moderation::{APPEAL_DAYS, Ground, Ruling, ToTell, Withholding, Written, to_tell};
use crate::domain::pitch::Content;
use crate::domain::pitch::offer::Offer;
use crate::domain::pitch::{Event, EventKind, Pitch};
use crate::domain::progress::Shot;
use crate::domain::time::Moment;
use crate::store::pitch::life;
use crate::store::{Conn, moderation};
use crate::text::number;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Back, Field, choosing, filled, submit};
use crate::web::parts::pitch::{Eyes, for_everyone};
use crate::web::parts::written::{Below, written};
use crate::web::parts::{meeting, picture, talk};
use crate::web::paths;
use crate::web::visit::Visit;

/// The key of the sentence of a ground.
pub fn ground_key(ground: Ground) -> String {
    format!("talk-ground-{}", ground.name())
}

/// The grounds to choose from.
pub fn grounds(visit: &Visit) -> Vec<(String, String)> {
    let all = Ground::NAMES.iter();
    choosing(visit.text, all.map(|(ground, name)| (*name, visit.say(&ground_key(*ground)))))
}

/// What the second look can come to.
pub fn rulings(visit: &Visit) -> Vec<(String, String)> {
    let all = Ruling::NAMES.iter();
    choosing(visit.text, all.map(|(_, name)| (*name, visit.say(&format!("talk-ruling-{name}")))))
}

/// That the office took something off, and why: what everyone reads in its place.
pub fn off(visit: &Visit, ground: Ground, reason: &str) -> Markup {
    html! { p.sr-small { (visit.say("talk-withheld")) " " (visit.say(&ground_key(ground))) " " span.sr-prewrap { (reason) } } }
}

/// The way for a reader to report something; `name` tells which to who does not see the page.
pub fn reporting(visit: &Visit, round: &RoundId, one: &Written, name: &str) -> Markup {
    let to = visit.to(paths::REPORT_WRITTEN, &[round.as_str(), one.word(), &one.id()]);
    html! { p.sr-small.sr-noprint { a.utrecht-link href=(to) rel="nofollow" { (visit.say("talk-report")) span.sr-hidden { ": " (name) } } } }
}

/// The page on which the office decides about it.
pub fn case(visit: &Visit, round: &RoundId, one: &Written) -> String {
    visit.to(paths::ROUND_WRITTEN, &[round.as_str(), one.word(), &one.id()])
}

/// What groups wrote and showed with a plan, with what was taken off.
pub struct Beside {
    round: RoundId,
    pitch: PitchId,
    /// Of what was sent in last.
    version: u64,
    merges: Vec<(Moment, Written)>,
    taken: Vec<Withholding>,
}

/// Reads it.
pub async fn beside(conn: &mut Conn, pitch: &Pitch) -> Answer<Beside> {
    Ok(Beside {
        round: pitch.round.clone(),
        pitch: pitch.id.clone(),
        version: life::version(conn, &pitch.id).await?,
        merges: moderation::merges(conn, &pitch.id).await?,
        taken: moderation::of_pitch(conn, &pitch.id).await?,
    })
}

impl Beside {
    /// What a group wrote with something that happened, if it did: why it proposed a merge, or what it said to the office.
    pub fn of_event(&self, event: &Event) -> Option<Written> {
        match event.kind {
            EventKind::Merge => {
                self.merges.iter().find(|(known, _)| *known == event.at).map(|(_, one)| one.clone())
            }
            EventKind::Reply | EventKind::Appeal => Some(Written::Said(self.pitch.clone(), event.number)),
            EventKind::Submit
            | EventKind::Repair
            | EventKind::Admit
            | EventKind::NotAdmit
            | EventKind::Withdraw
            | EventKind::Remark
            | EventKind::Show
            | EventKind::Extend
            | EventKind::Short
            | EventKind::Uphold
            | EventKind::Overturn
            | EventKind::Split
            | EventKind::Reopen => None,
        }
    }

    fn standing(&self, one: &Written) -> Option<&Withholding> {
        self.taken.iter().find(|taken| &taken.of == one && taken.stands())
    }

    /// The words of a group as they stand on a page, or that they were taken off; and the way to report them or to decide about them.
    pub fn words(&self, visit: &Visit, (one, words): (&Written, &str), eyes: Eyes) -> Markup {
        let standing = self.standing(one);
        html! {
            @match standing {
                Some(taken) => (off(visit, taken.ground, &taken.taken.reason)),
                None if words.is_empty() => p.sr-small { (visit.say("talk-gone")) },
                None => p.sr-prewrap { (words) },
            }
            @if eyes != Eyes::Everyone || (standing.is_none() && !words.is_empty()) {
                (self.way(visit, (one, &visit.say(&format!("moderation-{}", one.kind()))), eyes))
            }
        }
    }

    /// The way to report something or to decide about it; `name` tells which to who does not see the page.
    fn way(&self, visit: &Visit, (one, name): (&Written, &str), eyes: Eyes) -> Markup {
        html! {
            @match eyes {
                Eyes::Everyone => (reporting(visit, &self.round, one, name)),
                Eyes::Office => p.sr-small { a.utrecht-link href=(case(visit, &self.round, one)) { (visit.say("moderation-case")) span.sr-hidden { ": " (name) } } },
                Eyes::Group => {},
            }
        }
    }

    /// Pictures of the group, each with the way to report it or to decide about it, and that others were taken off.
    pub fn pictures(&self, visit: &Visit, all: &[Shot], eyes: Eyes) -> Markup {
        html! {
            @for shot in all {
                figure.sr-stack.sr-stack--tight {
                    (picture::whole(&shot.large, &shot.alt))
                    (self.of_picture(visit, shot, eyes))
                }
            }
            (self.pictures_off(visit, eyes))
        }
    }

    /// The way to report a picture or to decide about it.
    pub fn of_picture(&self, visit: &Visit, shot: &Shot, eyes: Eyes) -> Markup {
        let one = Written::Picture(self.pitch.clone(), shot.number);
        self.way(visit, (&one, &format!("{}, {}", visit.say("moderation-picture"), shot.alt)), eyes)
    }

    /// That pictures of the group were taken off, and why.
    pub fn pictures_off(&self, visit: &Visit, eyes: Eyes) -> Markup {
        let is_picture = |taken: &&Withholding| matches!(taken.of, Written::Picture(..)) && taken.stands();
        html! {
            @for taken in self.taken.iter().filter(is_picture) {
                div.sr-stack.sr-stack--tight {
                    p { strong { (visit.say("moderation-picture")) } }
                    (off(visit, taken.ground, &taken.taken.reason))
                    @if eyes == Eyes::Office { (self.way(visit, (&taken.of, &visit.say("moderation-picture")), eyes)) }
                }
            }
        }
    }

    /// That the text of the plan was taken off, and why, where it was.
    pub fn text_off(&self, visit: &Visit) -> Option<Markup> {
        let taken = self.standing(&Written::Plan(self.pitch.clone(), self.version))?;
        Some(html! {
            p { strong { (visit.say("moderation-plan")) } }
            (off(visit, taken.ground, &taken.taken.reason))
        })
    }

    /// The way to report the text of the plan or to decide about it.
    pub fn of_text(&self, visit: &Visit, eyes: Eyes) -> Markup {
        let one = Written::Plan(self.pitch.clone(), self.version);
        self.way(visit, (&one, &visit.say("moderation-plan")), eyes)
    }

    /// Whether everyone may read how its versions differ: not where the text of one was taken off.
    pub fn shows_versions(&self) -> bool {
        !self.taken.iter().any(|taken| matches!(taken.of, Written::Plan(..)) && taken.stands())
    }
}

/// What was written or shown, as it was, for who reports it, decides about it or wrote it. `at` is where a picture is.
pub fn written_as(visit: &Visit, found: &Found, at: impl Fn(&Shot) -> String) -> Markup {
    let shown = |shot: &Shot| {
        html! {
            img.sr-picture.sr-picture--whole src=(at(shot)) width="640" height="480" alt=(shot.alt) loading="lazy";
            p.sr-small { (shot.alt) }
        }
    };
    html! {
        @match &found.what {
            What::Comment(comment) => {
                (talk::head(visit, comment))
                @if comment.gone.is_some() { (talk::words(visit, comment)) } @else { (written(&comment.words, Below::H3)) }
            }
            What::Meeting(one) => (meeting::shown(visit, one, None)),
            What::Words(words, _) => {
                @if words.words.is_empty() { p.sr-small { (visit.say("talk-gone")) } } @else { p.sr-prewrap { (words.words) } }
            }
            What::Picture(shot, _) => {
                @if found.is_gone() { p.sr-small { (visit.say("talk-gone")) } } @else { (shown(shot)) }
            }
            What::Plan(content, ..) => {
                @match content {
                    None => p.sr-small { (visit.say("talk-gone")) },
                    Some(content) => {
                        p { strong { (content.title) } }
                        p { (content.summary) }
                        (for_everyone(visit, &own_words(content), &[]))
                    }
                }
            }
            What::Progress(report) => {
                p { strong { (report.title) } }
                (written(&report.story, Below::H3))
                @for shot in &report.shots { (shown(shot)) }
            }
        }
    }
}

/// A plan without what its group chose from a list: the name of a task or a neighbourhood is not its own.
fn own_words(content: &Content) -> Content {
    let offer = Offer { task: String::new(), ..content.offer.clone() };
    Content { neighbourhood: String::new(), offer, ..content.clone() }
}

/// What was taken off, why, and what became of it: for its writer and for the office.
pub fn course(visit: &Visit, one: &Withholding) -> Markup {
    let text = visit.text;
    html! {
        ol.sr-rows.sr-rows--plain {
            li {
                div {
                    strong { (text.get("talk-off")) } ", " (text.moment(one.taken.at)) ", " (one.taken.function)
                    p { (text.get(&ground_key(one.ground))) }
                    p.sr-prewrap { (one.taken.reason) }
                }
            }
            @if let Some((at, words)) = &one.appeal {
                li {
                    div {
                        strong { (text.get("talk-appealed")) } ", " (text.moment(*at))
                        p.sr-prewrap { (words) }
                        @if let Some(by) = one.rule_by() { p { (text.with("talk-rule-by", &[("when", text.day(by).into())])) } }
                    }
                }
            }
            @if let Some((ruling, ruled)) = &one.ruled {
                li {
                    div {
                        strong { (text.get(&format!("talk-ruling-{}", ruling.name()))) } ", " (text.moment(ruled.at)) ", " (ruled.function)
                        p.sr-prewrap { (ruled.reason) }
                    }
                }
            }
        }
    }
}

/// Asking for a second look, for whoever wrote it, or until when that is given. `kind` and `one` say in the form what it is about.
pub fn appealing(
    visit: &Visit,
    action: &str,
    (kind, one): (&str, &str),
    taken: &[Withholding],
    back: Option<&Back<'_, &str>>,
) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, one, &first);
    let fields = fields.within(one);
    html! {
        @match taken.iter().find(|taken| taken.stands()) {
            Some(taken) if taken.takes_appeal(visit.now) || is_back => details open[is_back] {
                summary { (visit.say("talk-appeal")) }
                form.sr-stack method="post" action=(action) {
                    p.utrecht-paragraph { (visit.text.with("talk-appeal-line", &[("when", visit.text.moment(taken.appeal_until()).into())])) }
                    input type="hidden" name="kind" value=(kind);
                    input type="hidden" name="one" value=(one);
                    input type="hidden" name="do" value="appeal";
                    (fields.field(&Field::of("area", "talk_appeal", "field-talk_appeal")))
                    (submit(&visit.say("talk-appeal-do")))
                }
            },
            Some(taken) => @if let Some(by) = taken.rule_by() {
                p { (visit.text.with("talk-appeal-waits", &[("when", visit.text.day(by).into())])) }
            },
            None => {},
        }
    }
}

/// For the desk, of a group without e-mail: that it has to be told something, and noting that it was. `due` is what it has to be told.
pub fn telling(
    visit: &Visit,
    action: &str,
    (one, taken): (&Written, &[Withholding]),
    due: &[ToTell],
) -> Markup {
    let waits = to_tell(taken, visit.now).map(|(_, what)| what).filter(|what| due.contains(what));
    let told = taken.iter().filter_map(|taken| taken.ruling_told.or(taken.told)).max();
    let line = |what: ToTell| match what {
        ToTell::Off => visit.text.with("moderation-untold", &[("days", number(APPEAL_DAYS.unsigned_abs()))]),
        ToTell::Ruling => visit.say("moderation-untold-ruling"),
    };
    html! {
        @match (waits, told) {
            (Some(what), _) => form.sr-stack method="post" action=(action) {
                p.utrecht-paragraph { (line(what)) }
                input type="hidden" name="kind" value=(one.word());
                input type="hidden" name="one" value=(one.id());
                p { button.utrecht-button type="submit" name="do" value="told" { (visit.say("moderation-told-do")) } }
            },
            (None, Some(at)) => p { (visit.text.with("moderation-told", &[("when", visit.text.moment(at).into())])) },
            (None, None) => {},
        }
    }
}

/// Where something stands that everyone may read.
pub fn stands_at(visit: &Visit, found: &Found, one: &Written) -> String {
    let path = match one {
        Written::Comment(_) => paths::TALK,
        Written::Meeting(_)
        | Written::Merge(_)
        | Written::Said(..)
        | Written::Picture(..)
        | Written::Plan(..) => paths::SENT_IN_ONE,
        Written::Account(..) => paths::TAKEOVER,
        Written::Progress(..) => paths::PROPOSAL,
    };
    let round = found.about.round().as_str();
    match &found.about {
        About::Plan(pitch) => visit.to(path, &[round, pitch.id.as_str()]),
        About::Grant(grant, _) => match grant.source.proposal() {
            Some(plan) => visit.to(path, &[round, plan.as_str()]),
            None => visit.to(paths::ROUND, &[round]),
        },
    }
}
