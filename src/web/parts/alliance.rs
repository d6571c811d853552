//! What a member of an alliance is asked, for whoever answers: by a link, from the own account, or at the desk.

use maud::{Markup, html};

use crate::acts::pitch::alliance::Question;
use crate::domain::money::Cents;
use crate::domain::pitch::Content;
use crate::domain::pitch::ally::Reply;
use crate::web::guard::body::Form;
use crate::web::office::frame::facts;
use crate::web::parts::{amount, form};
use crate::web::visit::Visit;

/// What is asked.
pub fn question(visit: &Visit, asked: &Question) -> Markup {
    let (text, ally) = (visit.text, &asked.ally);
    let mut list = vec![
        (text.get("ally-plan"), html! { (asked.pitch.content.title) }),
        (text.get("ally-lead"), html! { bdi { (asked.pitch.applicant) } }),
        (text.get("ally-you"), html! { bdi { (ally.name) } }),
        (text.get("pt-ally-role"), html! { (text.get(&format!("pt-ally-is-{}", ally.role.0.name()))) }),
        (text.get("pt-ally-task"), html! { (ally.task) }),
    ];
    let share = match ally.share > Cents::ZERO {
        true => amount(text, ally.share),
        false => html! { (text.get("pt-ally-nothing")) },
    };
    list.push((text.get("pt-ally-share"), share));
    if let Some(sum) = asked.pitch.content.budget.asked() {
        list.push((text.get("ally-asked"), amount(text, sum)));
    }
    html! {
        (facts(&list))
        @if !asked.pitch.content.summary.is_empty() { p.utrecht-paragraph { (asked.pitch.content.summary) } }
    }
}

/// The two buttons, after the fields that a form needs besides.
pub fn buttons(visit: &Visit, to: &str, besides: &Markup) -> Markup {
    html! {
        form.sr-stack method="post" action=(to) {
            (besides)
            p.utrecht-button-group {
                button.utrecht-button.utrecht-button--primary-action type="submit" name="ally_answer" value="yes" { (visit.say("ally-yes")) }
                button.utrecht-button type="submit" name="ally_answer" value="no" { (visit.say("ally-no")) }
            }
        }
    }
}

/// Which button was pressed.
pub fn reply(form: &Form) -> Option<Reply> {
    Reply::named(form.get("ally_answer"))
}

/// The least with which a plan can go on, if a part of the money is enough.
pub fn least(visit: &Visit, content: &Content) -> Markup {
    html! {
        @if let Some(least) = content.least {
            p.utrecht-paragraph { (visit.text.with("plan-least", &[("sum", visit.text.euros(least).into())])) }
        }
    }
}

/// What each gets and does, the lead first: for everyone.
pub fn shares(visit: &Visit, content: &Content, applicant: &str) -> Markup {
    let text = visit.text;
    let title = text.get("pt-alliance");
    html! {
        @if !content.allies.is_empty() {
            section.sr-stack #samen {
                h2.utrecht-heading-2 { (title) }
                p.utrecht-paragraph { (text.get("pt-alliance-line")) }
                (form::table(&title, html! {
                    table.utrecht-table {
                        caption.sr-hidden { (title) }
                        thead {
                            tr {
                                th scope="col" { (text.get("pt-ally-who")) }
                                th scope="col" { (text.get("pt-ally-role")) }
                                th scope="col" { (text.get("pt-ally-task")) }
                                th.sr-number scope="col" { (text.get("pt-ally-share")) }
                            }
                        }
                        tbody {
                            tr {
                                th scope="row" { bdi { (applicant) } }
                                td { (text.get("pt-ally-is-lead")) }
                                td {}
                                td.sr-number { @if let Some(own) = content.lead_share() { (amount(text, own)) } }
                            }
                            @for one in &content.allies {
                                tr {
                                    th scope="row" { bdi { (one.name) } }
                                    td { (text.get(&format!("pt-ally-is-{}", one.role.0.name()))) }
                                    td { (one.task) }
                                    td.sr-number { @if one.share > Cents::ZERO { (amount(text, one.share)) } @else { (text.get("pt-ally-nothing")) } }
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}
