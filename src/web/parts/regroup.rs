//! Plans that go on as one, or one as two, on every page that shows a plan: where it came from and where it goes on, and what is
//! proposed about it.

use maud::{Markup, html};

use crate::acts::pitch::regroup::Standing;
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::regroup::{Kind, Proposer};
use crate::domain::pitch::{Pitch, State};
use crate::store::pitch::{life, regroup};
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::parts::amount;
use crate::web::paths;
use crate::web::visit::Visit;

/// A plan with its name, of which everyone may know.
type Named = (PitchId, String);

/// How a plan belongs to others, as everyone may know it.
#[derive(Default)]
pub struct Links {
    round: Option<RoundId>,
    into: Option<Named>,
    /// Where the plan in which it goes on stands, if it goes on in one.
    into_state: Option<State>,
    from: Vec<Named>,
    part_of: Option<Named>,
    parts: Vec<Named>,
}

/// A plan that everyone sees: one that was taken back, or not sent in, has no name here.
async fn named(conn: &mut Conn, id: &PitchId) -> Answer<Option<Named>> {
    let found = store::pitch::find(conn, id).await?;
    let Some(found) = found.filter(|one| one.submitted.is_some() && one.state != State::Withdrawn) else {
        return Ok(None);
    };
    let content = life::newest_of(conn, id).await?;
    Ok(content.map(|content| (found.id, content.title)))
}

/// Reads it.
pub async fn links(conn: &mut Conn, pitch: &Pitch) -> Answer<Links> {
    let mut links = Links { round: Some(pitch.round.clone()), ..Links::default() };
    if let Some(into) = &pitch.merged_into {
        links.into = named(conn, into).await?;
        links.into_state = store::pitch::find(conn, into).await?.map(|found| found.state);
    }
    for from in regroup::into(conn, &pitch.id).await? {
        links.from.extend(named(conn, &from).await?);
    }
    if let Some(split) = regroup::of_draft(conn, &pitch.id).await? {
        links.part_of = named(conn, &split.pitch).await?;
    }
    for one in regroup::of_pitch(conn, &pitch.id).await? {
        if let Some((draft, _)) = &one.draft {
            links.parts.extend(named(conn, draft).await?);
        }
    }
    Ok(links)
}

/// Where a plan came from and where it goes on.
pub fn beside(visit: &Visit, links: &Links) -> Markup {
    let round = links.round.as_ref().map_or("", RoundId::as_str);
    let link = |(id, title): &Named| {
        let to = visit.to(paths::SENT_IN_ONE, &[round, id.as_str()]);
        html! { a.utrecht-link href=(to) { (title) } }
    };
    let list = |key: &str, all: &[Named]| {
        html! {
            @if !all.is_empty() {
                p.utrecht-paragraph {
                    (visit.say(key)) " "
                    @for (place, one) in all.iter().enumerate() { @if place > 0 { "; " } (link(one)) }
                }
            }
        }
    };
    html! {
        @if let Some(into) = &links.into {
            p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("pm-merged-into")) " " (link(into)) }
            @if links.into_state == Some(State::NotAdmitted) { p.utrecht-paragraph { (visit.say("pm-into-refused")) } }
            p.utrecht-paragraph { (visit.say("pm-support")) }
        }
        @if links.into.is_none() && links.into_state == Some(State::Withdrawn) { p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("pm-into-gone")) } }
        (list("pm-merged-from", &links.from))
        @if let Some(whole) = &links.part_of { p.utrecht-paragraph { (visit.say("pm-part-of")) " " (link(whole)) } }
        (list("pm-parts", &links.parts))
    }
}

/// What is proposed, with what each group said about what the plans say now.
pub fn proposal(visit: &Visit, standing: &Standing) -> Markup {
    let (text, one) = (visit.text, &standing.one);
    let who = match &one.by {
        Proposer::Office(_) => one.function.clone(),
        Proposer::Group(id) => standing
            .plans
            .iter()
            .find(|plan| &plan.id == id && plan.state != State::Withdrawn)
            .map_or_else(|| text.get("pm-gone"), |plan| plan.applicant.clone()),
    };
    html! {
        p.utrecht-paragraph { strong { (text.get(&format!("pm-is-{}", one.kind.name()))) } }
        p { (text.get("pm-by")) " " bdi { (who) } ", " (text.moment(one.at)) }
        @if !one.reason.is_empty() { p.sr-prewrap { (one.reason) } }
        @match one.kind {
            Kind::Merge => ul.sr-rows.sr-rows--plain {
                @for (plan, says) in standing.plans.iter().zip(&standing.says) {
                    li {
                        p {
                            @if plan.state == State::Withdrawn { (text.get("pm-gone-plan")) } @else {
                                a.utrecht-link href=(visit.to(paths::SENT_IN_ONE, &[plan.round.as_str(), plan.id.as_str()])) { (says.title) }
                                ", " bdi { (plan.applicant) }
                                @if let Some(asked) = says.budget.asked() { ", " (amount(text, asked)) }
                            }
                        }
                        p {
                            (text.get(if plan.id == one.pitch { "pm-goes-on" } else { "pm-ends" }))
                            " " strong { (said(visit, standing, &plan.id)) }
                        }
                    }
                }
            },
            Kind::Split => {
                p { (text.get("pm-stays")) " " strong { (one.names[0]) } }
                p { (text.get("pm-goes")) " " strong { (one.names[1]) } }
                p { strong { (said(visit, standing, &one.pitch)) } }
            }
        }
        @match one.ended {
            Some((end, at)) => p { (text.get(&format!("pm-ended-{}", end.name()))) " " (text.moment(at)) },
            None if standing.is_open => p { (text.with("pm-until", &[("when", text.moment(one.until).into())])) },
            None => p { (text.get("pm-ended-past")) },
        }
    }
}

fn said(visit: &Visit, standing: &Standing, plan: &PitchId) -> String {
    visit.say(match standing.one.said(plan, &standing.mark) {
        Some(said) if said.is_yes => "pm-says-yes",
        Some(_) => "pm-says-no",
        None => "pm-says-nothing",
    })
}

/// The plans that somebody named, each by its address or by the last part of that; one a line.
pub fn typed(words: &str) -> Vec<PitchId> {
    let last = |word: &str| {
        let path = word.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        path.rsplit('/').next().unwrap_or_default().to_string()
    };
    words.split_whitespace().map(last).filter(|id| !id.is_empty()).map(PitchId::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_named_by_its_address_or_the_end_of_it() {
        let all = typed(
            "https://x.example/rondes/zuilen/ingestuurd/ab12?pagina=2\n /bureau/rondes/zuilen/ingestuurd/cd34/ \nef56",
        );
        assert_eq!(all, ["ab12", "cd34", "ef56"].map(PitchId::new));
        assert!(typed(" \n").is_empty());
    }
}
