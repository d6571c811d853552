//! Meetings of groups that may not stand there, on the page of the office and on that of the group: what readers reported, taking one
//! off, leaving it, asking for a second look and giving it.

use maud::{Markup, html};

use super::Desk;
use crate::acts::ActError;
use crate::acts::meeting::{Host, moderation as acts};
use crate::domain::id::{MeetingId, RoundId};
use crate::domain::meeting::Meeting;
use crate::domain::talk::withholding::{Ground, Ruling, Withholding};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Back, Field, Filled, filled, submit};
use crate::web::parts::talk as parts;
use crate::web::visit::Visit;

/// Does what a form says.
pub(super) async fn act(
    visit: &Visit,
    host: Host<'_>,
    (round, id): (&RoundId, &MeetingId),
    form: &Form,
) -> Answer<Result<(), ActError>> {
    let one = (round, id);
    Ok(match (host, form.get("do")) {
        (Host::Office, "off") => match Ground::named(form.get("talk_ground")) {
            None => Err(ActError::field("talk_ground", "choose")),
            Some(ground) => {
                acts::withhold(&mut visit.context(), one, (ground, form.get("talk_reason"))).await
            }
        },
        (Host::Office, "kept") => acts::keep(&visit.context(), one).await,
        (Host::Office, "rule") => match Ruling::named(form.get("talk_ruling")) {
            None => Err(ActError::field("talk_ruling", "choose")),
            Some(ruling) => acts::rule(&visit.context(), one, (ruling, form.get("talk_ruling_reason"))).await,
        },
        (Host::Writer(_), "appeal") => {
            acts::appeal(&visit.context(), host, one, form.get("talk_appeal")).await
        }
        (Host::Office | Host::Writer(_), _) => return Err(Refusal(Kind::BadRequest)),
    })
}

/// What was taken off of a meeting, and what can be done about it now.
pub(super) fn section(visit: &Visit, desk: &Desk, one: &Meeting, back: Option<&Back<'_, &str>>) -> Markup {
    let taken: Vec<&Withholding<MeetingId>> = desk.taken.iter().filter(|taken| taken.of == one.id).collect();
    let standing = taken.iter().find(|taken| taken.stands()).copied();
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, one.id.as_str(), &first);
    let fields = fields.within(one.id.as_str());
    html! {
        @for taken in &taken { (parts::withholding(visit, *taken)) }
        @if one.is_of_group() && desk.may_call {
            @if desk.own.is_none() { (of_office(visit, desk, (one, standing), (&fields, is_back))) }
            @else if let Some(taken) = standing.filter(|taken| taken.takes_appeal(visit.now)) {
                details open[is_back] {
                    summary { (visit.say("talk-appeal")) }
                    p.utrecht-paragraph { (visit.text.with("talk-appeal-line", &[("when", visit.text.moment(taken.appeal_until()).into())])) }
                    (form(desk, one, "appeal", html! {
                        (fields.field(&Field::of("area", "talk_appeal", "field-talk_appeal")))
                        (submit(&visit.say("talk-appeal-do")))
                    }))
                }
            }
        }
    }
}

fn of_office(
    visit: &Visit,
    desk: &Desk,
    (one, standing): (&Meeting, Option<&Withholding<MeetingId>>),
    (fields, is_back): (&Filled<'_>, bool),
) -> Markup {
    let reports: Vec<_> = desk.reported.iter().filter(|(of, _)| *of == one.id).collect();
    html! {
        @if !reports.is_empty() {
            p { strong { (visit.say("meet-reports")) } }
            ul { @for (_, report) in &reports { li { (visit.say(&format!("talk-ground-{}", report.ground.name()))) " " (report.words) } } }
            (form(desk, one, "kept", html! { p { button.utrecht-button type="submit" { (visit.say("meet-keep")) } } }))
        }
        @match standing {
            None => details open[is_back] {
                summary { (visit.say("meet-off")) }
                p.utrecht-paragraph { (visit.say("meet-off-line")) }
                (form(desk, one, "off", html! {
                    (fields.choice("talk_ground", "field-talk_ground", &parts::grounds(visit)))
                    (fields.field(&Field::of("area", "talk_reason", "field-talk_reason")))
                    p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("meet-off")) } }
                }))
            },
            Some(taken) if taken.waits() => details open[is_back] {
                summary { (visit.say("meet-rule")) }
                (form(desk, one, "rule", html! {
                    (fields.choice("talk_ruling", "field-talk_ruling", &rulings(visit)))
                    (fields.field(&Field::of("area", "talk_ruling_reason", "field-talk_ruling_reason")))
                    (submit(&visit.say("meet-rule")))
                }))
            },
            Some(_) => {},
        }
    }
}

fn rulings(visit: &Visit) -> Vec<(String, String)> {
    let all = Ruling::NAMES.iter();
    let all = all.map(|(_, name)| ((*name).to_string(), visit.say(&format!("talk-ruling-{name}"))));
    std::iter::once((String::new(), visit.say("choose"))).chain(all).collect()
}

fn form(desk: &Desk, one: &Meeting, act: &str, fields: Markup) -> Markup {
    html! {
        form.sr-stack method="post" action=(desk.action) {
            input type="hidden" name="do" value=(act);
            input type="hidden" name="one" value=(one.id);
            (fields)
        }
    }
}
