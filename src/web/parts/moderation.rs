//! What the office took off, and the ways to report it, on every page that shows what people wrote with a plan.

use maud::{Markup, html};

use crate::acts::moderation::{Found, What};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::moderation::{Ground, Ruling, Subject, Withholding};
use crate::domain::pitch::Pitch;
use crate::domain::time::Moment;
use crate::store::{Conn, moderation};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Back, Field, choosing, filled, submit};
use crate::web::parts::meeting;
use crate::web::parts::pitch::Eyes;
use crate::web::parts::talk;
use crate::web::parts::written::{Below, written};
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
pub fn reporting(visit: &Visit, round: &RoundId, one: &Subject, name: &str) -> Markup {
    let to = visit.to(paths::REPORT_WRITTEN, &[round.as_str(), one.kind(), &one.id()]);
    html! { p.sr-small.sr-noprint { a.utrecht-link href=(to) rel="nofollow" { (visit.say("talk-report")) span.sr-hidden { ": " (name) } } } }
}

/// The page on which the office decides about it.
pub fn case(visit: &Visit, round: &RoundId, one: &Subject) -> String {
    visit.to(paths::ROUND_WRITTEN, &[round.as_str(), one.kind(), &one.id()])
}

/// What groups wrote beside a plan, with what was taken off.
pub struct Beside {
    round: RoundId,
    merges: Vec<(Moment, Subject)>,
    taken: Vec<Withholding>,
}

/// Reads it.
pub async fn beside(conn: &mut Conn, pitch: &Pitch) -> Answer<Beside> {
    Ok(Beside {
        round: pitch.round.clone(),
        merges: moderation::merges(conn, &pitch.id).await?,
        taken: moderation::of_pitch(conn, &pitch.id).await?,
    })
}

impl Beside {
    /// Why a group proposed the merge that took effect at this moment.
    pub fn merge(&self, at: Moment) -> Option<Subject> {
        self.merges.iter().find(|(known, _)| *known == at).map(|(_, one)| one.clone())
    }

    /// The words of a group as they stand on a page, or that they were taken off; and the way to report them or to decide about them.
    pub fn words(&self, visit: &Visit, (one, words): (&Subject, &str), eyes: Eyes) -> Markup {
        let standing = self.taken.iter().find(|taken| &taken.of == one && taken.stands());
        html! {
            @match standing {
                Some(taken) => (off(visit, taken.ground, &taken.taken.reason)),
                None if words.is_empty() => p.sr-small { (visit.say("talk-gone")) },
                None => p.sr-prewrap { (words) },
            }
            @match eyes {
                Eyes::Everyone => @if standing.is_none() && !words.is_empty() {
                    (reporting(visit, &self.round, one, &visit.say(&format!("moderation-{}", one.kind()))))
                },
                Eyes::Office => p.sr-small { a.utrecht-link href=(case(visit, &self.round, one)) { (visit.say("moderation-case")) } },
                Eyes::Group => {},
            }
        }
    }
}

/// What was written, as it was, for who reports it, decides about it or wrote it.
pub fn written_as(visit: &Visit, found: &Found) -> Markup {
    html! {
        @match &found.what {
            What::Comment(comment) => {
                (talk::head(visit, comment))
                @if comment.gone.is_some() { (talk::words(visit, comment)) } @else { (written(&comment.words, Below::H3)) }
            }
            What::Meeting(one) => (meeting::shown(visit, one, None)),
            What::Words(words) => {
                @if words.words.is_empty() { p.sr-small { (visit.say("talk-gone")) } } @else { p.sr-prewrap { (words.words) } }
            }
        }
    }
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

/// Asking for a second look, for whoever wrote it, or until when that is given. `sort` and `one` say in the form what it is about.
pub fn appealing(
    visit: &Visit,
    action: &str,
    (sort, one): (&str, &str),
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
                    input type="hidden" name="sort" value=(sort);
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

/// Where something stands that everyone may read.
pub fn stands_at(visit: &Visit, round: &RoundId, pitch: &PitchId, one: &Subject) -> String {
    let path = match one {
        Subject::Comment(_) => paths::TALK,
        Subject::Meeting(_) | Subject::Merge(_) => paths::SENT_IN_ONE,
        Subject::Account(..) => paths::TAKEOVER,
    };
    visit.to(path, &[round.as_str(), pitch.as_str()])
}
