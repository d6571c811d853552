//! Who carries a plan out together with the group that leads it, and whether each of them said yes (S40).

use maud::{Markup, html};

use super::Seat;
use super::rows::{Column, Rows, sum, typed_sum};
use crate::acts::pitch::alliance as acts;
use crate::domain::digest::Digest;
use crate::domain::id::PitchId;
use crate::domain::mail::Address;
use crate::domain::money::Cents;
use crate::domain::pitch::ally::{Ally, AllyRole, Asked, MAX_ALLIES};
use crate::domain::pitch::budget::MAX_LINE;
use crate::domain::pitch::content::{Named, Step};
use crate::domain::pitch::{Fault, Pitch};
use crate::domain::recipient::{ProviderClass, RecipientKind};
use crate::domain::registration::Kvk;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::amount;
use crate::web::parts::form::{self, Field, Filled, Refused};
use crate::web::visit::Visit;

const KINDS: [&str; 7] =
    ["person", "group", "informal-association", "association", "foundation", "cooperative", "company"];
/// The one first that no limit is lost by, if nobody chooses.
const CLASSES: [&str; 3] = ["other", "professional", "resident"];
const ROLES: [&str; 5] = ["partner", "fund", "corporation", "insurer", "municipality"];

/// The members.
const ALLIES: Rows = Rows {
    name: "pt_ally",
    field: "pt_allies",
    most: MAX_ALLIES,
    columns: &[
        Column::words("who", "pt-ally-who"),
        Column::one_of("kind", "pt-ally-kind", (&KINDS, "recipient-kind")),
        Column::one_of("class", "pt-ally-class", (&CLASSES, "recipient-class")),
        Column::words("kvk", "pt-line-kvk"),
        Column::one_of("role", "pt-ally-role", (&ROLES, "pt-ally-is")),
        Column::words("task", "pt-ally-task"),
        Column::sum("share", "pt-ally-share"),
    ],
};

/// Reads the page.
pub fn read(form: &Form) -> Result<Vec<Ally>, Refused> {
    let refused = |fault| Refused::field("pt_allies", fault);
    ALLIES
        .read(form)
        .into_iter()
        .map(|row| {
            if row.iter().any(|value| value.chars().count() > MAX_LINE) {
                return Err(refused("long"));
            }
            let kvk = match row[3].as_str() {
                "" => String::new(),
                typed => Kvk::parse(typed).map_err(|_| refused("kvk"))?.as_str().to_string(),
            };
            Ok(Ally {
                name: row[0].clone(),
                kind: Named(RecipientKind::named(&row[1]).ok_or_else(|| refused("choose"))?),
                class: Some(Named(ProviderClass::named(&row[2]).ok_or_else(|| refused("choose"))?)),
                kvk,
                role: Named(AllyRole::named(&row[4]).ok_or_else(|| refused("choose"))?),
                task: row[5].clone(),
                share: sum(&row[6], "pt_allies")?,
            })
        })
        .collect()
}

/// Puts the members in a form.
pub fn fill(form: &mut Form, allies: &[Ally]) {
    let row = |one: &Ally| {
        let (kind, role) = (one.kind.0.name().to_string(), one.role.0.name().to_string());
        let class = one.class.map_or(CLASSES[0], |class| class.0.name()).to_string();
        vec![one.name.clone(), kind, class, one.kvk.clone(), role, one.task.clone(), typed_sum(one.share)]
    };
    ALLIES.fill(form, &allies.iter().map(row).collect::<Vec<_>>());
}

/// The fields of the page.
pub fn show(visit: &Visit, form: &Form, fault: Option<&str>) -> Markup {
    ALLIES.show(visit, form, fault)
}

/// Asks a member.
pub async fn ask(visit: &Visit, seat: &Seat, pitch: &PitchId, form: &Form) -> Answer<Result<(), Refused>> {
    let email = match form.get("ally_email").trim() {
        "" => Ok(None),
        typed => Address::parse(typed).map(Some).map_err(|_| Refused::field("ally_email", "post-email")),
    };
    let mark = Digest::parse(form.get("ally_mark")).ok_or_else(|| Refused::field("ally_email", "choose"));
    match (email, mark) {
        (Ok(email), Ok(mark)) => {
            let wanted = (&mark, email.as_ref());
            match acts::ask(&mut visit.context(), seat.author(), pitch, wanted).await {
                Ok(()) => Ok(Ok(())),
                Err(error) => Ok(Err(Refused::of(error, "ally_email")?)),
            }
        }
        (Err(refused), _) | (_, Err(refused)) => Ok(Err(refused)),
    }
}

/// Who said what, with the way to ask: for the group, while it writes.
pub fn asking(
    visit: &Visit,
    seat: &Seat,
    (pitch, asked): (&Pitch, &[Asked]),
    (form, refused): (&Form, Option<&Refused>),
) -> Markup {
    let text = visit.text;
    html! {
        section.sr-stack #ally_email {
            h2.utrecht-heading-2 { (text.get("pt-alliance-asks")) }
            @if pitch.content.allies.is_empty() {
                p.utrecht-paragraph { (text.get("pt-alliance-none")) }
            } @else {
                p.utrecht-paragraph { (text.get("pt-alliance-asks-line")) }
                ul.sr-rows.sr-rows--plain {
                    @for one in &pitch.content.allies {
                        @let mark = one.mark(&pitch.id);
                        @let known = asked.iter().find(|asked| asked.mark == mark);
                        li { (row(visit, seat, pitch, (one, &mark, known), (form, refused))) }
                    }
                }
            }
            p { a.utrecht-link href=(seat.to_step(visit, &pitch.id, Step::Allies)) { (text.get("pt-alliance-write")) } }
        }
    }
}

fn row(
    visit: &Visit,
    seat: &Seat,
    pitch: &Pitch,
    (ally, mark, known): (&Ally, &Digest, Option<&Asked>),
    (form, refused): (&Form, Option<&Refused>),
) -> Markup {
    let text = visit.text;
    let (mark, own) = (mark.to_string(), Form::default());
    let is_back = form.get("ally_mark") == mark;
    let filled = Filled::new(text, if is_back { form } else { &own }, refused.filter(|_| is_back));
    let filled = filled.within(&mark[..8]);
    let consent = known.and_then(|known| known.consent);
    let says = match (known, consent) {
        (None, _) => "unasked",
        (Some(known), None) if known.by_mail => "mailed",
        (Some(_), None) => "paper",
        (Some(_), Some(consent)) if consent.is_yes => "yes",
        (Some(_), Some(_)) => "no",
    };
    html! {
        div.sr-stack.sr-stack--tight {
            p { strong { bdi { (ally.name) } } ": " (ally.task) @if ally.share > Cents::ZERO { ", " (amount(text, ally.share)) } }
            p { (text.get(&format!("pt-ally-says-{says}"))) @if let Some(consent) = consent { " " (text.moment(consent.at)) ", " (text.get(&format!("pt-ally-way-{}", consent.way.name()))) } }
            @if let (Some(known), "paper") = (known, says) {
                p { (text.get("pt-ally-code")) " " code.sr-hash { (known.code()) } }
            }
            @if says != "yes" {
                details open[is_back] {
                    summary { (text.get(if known.is_some() { "pt-ally-ask-again" } else { "pt-ally-ask" })) }
                    form.sr-stack method="post" action=(seat.to_ask(visit, &pitch.id)) {
                        input type="hidden" name="ally_mark" value=(mark);
                        (filled.field(&Field::of("email", "ally_email", "field-ally_email")))
                        (form::submit(&text.get("pt-ally-ask")))
                    }
                }
            }
        }
    }
}

/// Where a fault of the alliance is mended is its page, and for who did not say yes the list.
pub fn silent_fault() -> Fault {
    Fault { step: Step::Allies, name: "ally-silent" }
}
