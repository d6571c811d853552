//! The form with which somebody proposes that plans go on as one, for groups, the desk and the office: plans to tick, words to find
//! others by, and an address to paste as the last way. Finding sends the same form, so that what was ticked and typed stays.

use maud::{Markup, html};

use crate::acts::pitch::regroup::{Offer, Sought, offer};
use crate::domain::id::PitchId;
use crate::domain::pitch::Pitch;
use crate::domain::pitch::regroup::{Candidate, MOST_NAMED};
use crate::store::Conn;
use crate::text::number;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, Refused};
use crate::web::parts::regroup::typed;
use crate::web::parts::{amount, pitch as parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// The field of a plan that is ticked.
const TICKED: &str = "pm_plans";
/// The field of addresses that were pasted.
const PASTED: &str = "pm_pasted";
/// The field of words to find plans by.
const WORDS: &str = "pm_words";
/// The field that says which plan goes on.
const CARRIER: &str = "pm_carrier";

/// What a form offers.
pub struct Offered {
    offer: Offer,
    /// Neighbourhoods by code and name.
    places: Vec<(String, String)>,
}

/// Who asks: the words of its form differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// The group of the plan, or the desk for it.
    Group,
    /// The office.
    Office,
}

/// The plans that a form names, each once: those that were ticked, then those whose address was pasted.
pub fn named(form: &Form) -> Vec<PitchId> {
    let mut all: Vec<PitchId> = Vec::new();
    for id in form.all(TICKED).chain([form.get(PASTED)]).flat_map(typed) {
        if !all.contains(&id) && all.len() < MOST_NAMED {
            all.push(id);
        }
    }
    all
}

/// The plan that goes on, and those that end.
pub fn wanted(own: &PitchId, form: &Form) -> Result<(PitchId, Vec<PitchId>), Refused> {
    let mut others = named(form);
    let carrier = match form.get(CARRIER) {
        "own" => None,
        // Nothing was named: that is told first.
        _ if others.is_empty() => None,
        "other" if others.len() == 1 => Some(0),
        chosen => {
            let place = others.iter().position(|id| id.as_str() == chosen);
            Some(place.ok_or_else(|| Refused::field(CARRIER, "pm-carrier"))?)
        }
    };
    Ok(match carrier {
        None => (own.clone(), others),
        Some(place) => {
            let carrier = std::mem::replace(&mut others[place], own.clone());
            (carrier, others)
        }
    })
}

/// Reads what a form offers beside a plan.
pub async fn offered(conn: &mut Conn, pitch: &Pitch, form: &Form, visit: &Visit) -> Answer<Offered> {
    let sought = Sought { named: &named(form), words: form.get(WORDS) };
    let offer = offer(conn, pitch, sought, visit.now).await?;
    Ok(Offered { offer, places: parts::places(conn).await? })
}

/// The form, sent to an address.
pub fn form(
    visit: &Visit,
    (pitch, offered): (&Pitch, &Offered),
    (form, refused): (&Form, Option<&Refused>),
    (asker, address): (Asker, &str),
) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    html! {
        (filled.notice())
        form.sr-stack.sr-stack--mid method="post" action=(address) {
            (plans(visit, (pitch, offered), (form, refused), address))
            (carrier(visit, offered, (form, refused), asker))
            (filled.field(&Field::of("area", "pm_reason", "field-pm_reason")))
            p { button.utrecht-button.utrecht-button--primary-action type="submit" name="pm_do" value="propose" { (visit.say("pm-propose-do")) } }
        }
    }
}

fn plans(
    visit: &Visit,
    (pitch, offered): (&Pitch, &Offered),
    (form, refused): (&Form, Option<&Refused>),
    address: &str,
) -> Markup {
    let fault = refused.and_then(|refused| refused.faults.iter().find(|fault| fault.field == TICKED));
    let ticked: Vec<&str> = form.all(TICKED).collect();
    let offer = &offered.offer;
    // An address of a plan that is shown became a box that is ticked: whoever does not mean it takes the tick off.
    let pasted: Vec<PitchId> = typed(form.get(PASTED));
    let is_shown = |id: &PitchId| offer.named.iter().any(|one| &one.pitch.id == id);
    let is_known = !pasted.is_empty() && pasted.iter().all(is_shown);
    let mut left = form.clone();
    if is_known {
        left.set(PASTED, "");
    }
    let filled = Filled::new(visit.text, &left, None);
    let is_ticked = |one: &&Candidate| ticked.contains(&one.pitch.id.as_str());
    let group = |key: &str, all: &[&Candidate]| {
        html! {
            @if !all.is_empty() {
                div.sr-stack.sr-stack--tight role="group" aria-labelledby=(key) {
                    h2.utrecht-heading-3 id=(key) { (visit.say(key)) }
                    ul.sr-offers { @for one in all { (candidate(visit, (pitch, offered), one, is_ticked(one) || (is_known && pasted.contains(&one.pitch.id)))) } }
                }
            }
        }
    };
    html! {
        fieldset.sr-stack id=(TICKED) aria-describedby="pm_plans-uitleg" {
            legend.utrecht-form-label { (visit.say("field-pm_plans")) }
            p.utrecht-form-field-description #pm_plans-uitleg { (visit.say("field-pm_plans-help")) }
            @if let Some(fault) = fault {
                p.utrecht-form-field-error-message #pm_plans-fout { (visit.say(&format!("fault-{}", fault.fault))) }
            }
            (group("pm-offer-named", &offer.named.iter().filter(is_ticked).collect::<Vec<_>>()))
            (group("pm-offer-pasted", &offer.named.iter().filter(|one| !is_ticked(one)).collect::<Vec<_>>()))
            (finding(visit, offered, form, address))
            (group("pm-offer-found", &each(&offer.found)))
            @if offer.more > 0 { p.sr-small { (visit.text.with("pm-offer-more", &[("count", number(u64::try_from(offer.more).unwrap_or(u64::MAX)))])) } }
            (group("pm-offer-alike", &each(&offer.alike)))
            (group("pm-offer-near", &each(&offer.near)))
            (group("pm-offer-themed", &each(&offer.themed)))
            details open[!left.get(PASTED).trim().is_empty()] {
                summary { (visit.say("pm-paste")) }
                (filled.field(&Field::of("area", PASTED, "field-pm_pasted")))
            }
        }
    }
}

fn each(all: &[Candidate]) -> Vec<&Candidate> {
    all.iter().collect()
}

/// Words to find plans by. Its button is the first one of the form: whoever types words and presses Enter looks for them.
fn finding(visit: &Visit, offered: &Offered, form: &Form, address: &str) -> Markup {
    let words = form.get(WORDS);
    let is_empty = offered.offer.hits == 0 && !words.trim().is_empty();
    html! {
        div.sr-stack.sr-stack--tight #pm_find {
            div.utrecht-form-field {
                label.utrecht-form-label for=(WORDS) { (visit.say("field-pm_words")) }
                p.utrecht-form-field-description #pm_words-uitleg { (visit.say("field-pm_words-help")) }
                input.utrecht-textbox.sr-wide-field id=(WORDS) name=(WORDS) type="search" value=(words) autocomplete="off" aria-describedby="pm_words-uitleg";
            }
            p { button.utrecht-button type="submit" name="pm_do" value="find" formaction={ (address) "#pm_find" } { (visit.say("pm-find")) } }
            @if is_empty { p role="status" { (visit.say("pm-offer-none")) } }
        }
    }
}

/// One plan: what tells it from others, a box to tick, and the way to read it.
fn candidate(
    visit: &Visit,
    (pitch, offered): (&Pitch, &Offered),
    one: &Candidate,
    is_ticked: bool,
) -> Markup {
    let (found, says) = (&one.pitch, &one.pitch.content);
    let hindrance = one.hindrance(pitch, visit.now);
    let place = offered.places.iter().find(|(code, _)| *code == says.neighbourhood);
    let place = place.map_or(says.place.as_str(), |(_, name)| name.as_str());
    let told = html! {
        strong { (says.title) } br;
        bdi { (found.applicant) } @if !place.is_empty() { ", " (place) }
        @if let Some(asked) = says.budget.asked() { ", " (amount(visit.text, asked)) }
        @if let Some(why) = hindrance { br; em { (visit.say(&format!("pm-not-{}", why.name()))) } }
    };
    let to = visit.to(paths::SENT_IN_ONE, &[found.round.as_str(), found.id.as_str()]);
    html! {
        li {
            // What was ticked stays ticked: whoever did it takes it off.
            @if hindrance.is_none() || is_ticked {
                label {
                    input type="checkbox" name=(TICKED) value=(found.id) checked[is_ticked];
                    span { (told) }
                }
            } @else { div.sr-offers__not { (told) } }
            a.utrecht-link href=(to) target="_blank" rel="noopener" { (visit.say("pm-look")) span.sr-hidden { ": " (says.title) } }
        }
    }
}

/// Which plan goes on: the own one, the other one, or one of those that were named.
fn carrier(
    visit: &Visit,
    offered: &Offered,
    (typed, refused): (&Form, Option<&Refused>),
    asker: Asker,
) -> Markup {
    let ending = match asker {
        Asker::Group => "pm-carrier",
        Asker::Office => "pm-office-carrier",
    };
    let chosen = typed.get(CARRIER);
    let shown = &offered.offer.named;
    // Also one of which nothing is known: several were named, and one of them goes on.
    let is_one = named(typed).len() < 2;
    let mut options = vec![("own".to_string(), visit.say(&format!("{ending}-own")))];
    if is_one {
        options.push(("other".to_string(), visit.say(&format!("{ending}-other"))));
    }
    for Candidate { pitch, .. } in shown {
        if !is_one || pitch.id.as_str() == chosen {
            let title = [("title", pitch.content.title.as_str().into())];
            options.push((pitch.id.to_string(), visit.text.with("pm-carrier-titled", &title)));
        }
    }
    if !options.iter().any(|(value, _)| value == chosen) {
        options.insert(0, (String::new(), visit.say("choose")));
    }
    Filled::new(visit.text, typed, refused).choice(CARRIER, "field-pm_carrier", &options)
}

/// A form as it is at first: the own plan goes on.
pub fn first() -> Form {
    let mut first = Form::default();
    first.set(CARRIER, "own");
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        let mut form = Form::default();
        fields.iter().for_each(|(name, value)| form.set(name, *value));
        form
    }

    #[test]
    fn whoever_names_several_plans_says_which_goes_on() {
        let own = PitchId::new("own1");
        let ids = |all: &[&str]| all.iter().map(|id| PitchId::new(*id)).collect::<Vec<_>>();
        let two =
            [(TICKED, "ab12"), (TICKED, "cd34"), (PASTED, "https://x.example/rondes/z/ingestuurd/ab12")];
        let with = |carrier: &'static str| form(&[two.as_slice(), &[(CARRIER, carrier)]].concat());
        assert_eq!(named(&with("own")), ids(&["ab12", "cd34"]), "each once");
        assert_eq!(wanted(&own, &with("own")).expect("the own one"), (own.clone(), ids(&["ab12", "cd34"])));
        assert_eq!(
            wanted(&own, &with("cd34")).expect("that one"),
            (PitchId::new("cd34"), ids(&["ab12", "own1"]))
        );
        for unclear in ["other", "", "ef56"] {
            assert!(wanted(&own, &with(unclear)).is_err(), "{unclear}");
        }
        let one = form(&[(PASTED, "ab12"), (CARRIER, "other")]);
        assert_eq!(wanted(&own, &one).expect("the other one"), (PitchId::new("ab12"), ids(&["own1"])));
        assert_eq!(wanted(&own, &form(&[(CARRIER, "other")])).expect("nothing"), (own, Vec::new()));
    }
}
