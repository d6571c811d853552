//! Which plans of the list one wants to see: by word, theme, place and amount. What was chosen stays chosen, also where it
//! is not in sight.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::money::Cents;
use crate::domain::proposal::Proposal;
use crate::domain::search::folded;
use crate::web::guard::body::Form;
use crate::web::parts::plan_map::Places;
use crate::web::visit::Visit;

/// What the longest list of steps between amounts begins with, in whole euros, from small to large.
const STEPS: [u32; 10] = [250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000];
/// The field for a neighbourhood.
pub const NEAR: &str = "buurt";
/// The value of the field for amounts up to what is left.
const LEFT: &str = "over";

/// What someone looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    word: String,
    theme: String,
    place: String,
    /// Code of a neighbourhood.
    near: String,
    price: String,
}

impl Wanted {
    /// Reads it from a form, or from what stands behind the question mark.
    pub fn read(form: &Form) -> Wanted {
        let field = |name: &str| form.get(name).trim().chars().take(120).collect::<String>();
        Wanted {
            word: field("zoek"),
            theme: field("thema"),
            place: field("plek"),
            near: field(NEAR),
            price: field("bedrag"),
        }
    }

    /// The same for an address, behind what stands there already.
    pub fn query(&self) -> String {
        let fields = [
            ("zoek", &self.word),
            ("thema", &self.theme),
            ("plek", &self.place),
            (NEAR, &self.near),
            ("bedrag", &self.price),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(fields.into_iter().filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() { query } else { format!("&{query}") }
    }

    /// Whether every plan is wanted.
    pub fn is_all(&self) -> bool {
        *self == Wanted::default()
    }

    /// Whether a plan is, when so much money is left; with the code of the neighbourhood in which it lies.
    pub fn fits(&self, plan: &Proposal, near: Option<&str>, left: Cents) -> bool {
        let words = folded(
            &[&plan.title, &plan.summary, &plan.text, &plan.applicant, &plan.place, &plan.category]
                .map(String::as_str)
                .join(" "),
        );
        let is_named = |wanted: &str, own: &str| wanted.is_empty() || folded(wanted) == folded(own);
        folded(&self.word).split_whitespace().all(|word| words.contains(word))
            && is_named(&self.theme, &plan.category)
            && is_named(&self.place, &plan.place)
            && (self.near.is_empty() || near == Some(self.near.as_str()))
            && self.is_priced(plan.amount, left)
    }

    fn is_priced(&self, amount: Cents, left: Cents) -> bool {
        if self.price == LEFT {
            return amount <= left;
        }
        let Some((from, to)) = self.price.split_once('-') else { return true };
        let euros = |text: &str| text.parse::<u64>().ok().map(|whole| whole.saturating_mul(100));
        let is_above = euros(from).is_none_or(|from| amount.unsigned() > from || from == 0);
        is_above && euros(to).is_none_or(|to| amount.unsigned() <= to)
    }

    /// The fields and the map, folded away while every plan is wanted.
    pub fn fields(&self, visit: &Visit, plans: &[&Proposal], places: &Places) -> Markup {
        let text = visit.text;
        html! {
            details open[!self.is_all()] {
                summary { (text.get("way-search")) }
                div.sr-stack.sr-search {
                    div.utrecht-button-group {
                        div.utrecht-form-field {
                            label.utrecht-form-label for="zoek" { (text.get("way-word")) }
                            input.utrecht-textbox #zoek name="zoek" type="search" maxlength="120" autocomplete="off" value=(self.word);
                        }
                        (select(visit, ("thema", "way-theme", "way-theme-all"), &self.theme, &named(plans, |plan| &plan.category)))
                        (select(visit, ("plek", "way-place", "way-place-all"), &self.place, &named(plans, |plan| &plan.place)))
                        (select(visit, (NEAR, "way-near", "way-near-all"), &self.near, &places.options(plans)))
                        (select(visit, ("bedrag", "way-price", "way-price-all"), &self.price, &prices(visit, plans)))
                    }
                    div.utrecht-button-group {
                        button.utrecht-button name="next" value="filter" { (text.get("way-show")) }
                        @if !self.is_all() {
                            button.utrecht-button name="next" value="all" { (text.get("way-show-all")) }
                        }
                    }
                    // No links: a link would lose what was chosen and not sent along.
                    (places.draw(visit, plans, |_| None))
                }
            }
        }
    }
}

/// A field with its values and what each says.
pub(super) fn select(
    visit: &Visit,
    (name, label, all): (&str, &str, &str),
    chosen: &str,
    options: &[(String, String)],
) -> Markup {
    html! {
        @if options.len() > 1 {
            div.utrecht-form-field {
                label.utrecht-form-label for=(name) { (visit.say(label)) }
                select.utrecht-select id=(name) name=(name) {
                    option value="" { (visit.say(all)) }
                    @for (value, words) in options {
                        option value=(value) selected[value == chosen] { (words) }
                    }
                }
            }
        }
    }
}

/// What plans are called in one respect, with how many are.
fn named(plans: &[&Proposal], name: impl Fn(&Proposal) -> &String) -> Vec<(String, String)> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for plan in plans.iter().filter(|plan| !name(plan).is_empty()) {
        *counts.entry(name(plan)).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| (name.clone(), format!("{name} ({count})"))).collect()
}

/// Three steps of round amounts that reach about as far as the dearest plan, and what is left.
fn prices(visit: &Visit, plans: &[&Proposal]) -> Vec<(String, String)> {
    let text = visit.text;
    let most = plans.iter().map(|plan| plan.amount.unsigned()).max().unwrap_or(0);
    let step =
        STEPS.into_iter().find(|step| u64::from(*step) * 300 >= most).unwrap_or(STEPS[STEPS.len() - 1]);
    let euros = |whole: u32| text.euros(Cents::euros(whole));
    let twice = step * 2;
    vec![
        (format!("0-{step}"), text.with("way-price-to", &[("to", euros(step).into())])),
        (
            format!("{step}-{twice}"),
            text.with("way-price-between", &[("from", euros(step).into()), ("to", euros(twice).into())]),
        ),
        (format!("{twice}-"), text.with("way-price-above", &[("from", euros(twice).into())])),
        (LEFT.to_string(), text.get("way-price-left")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::ProposalId;
    use crate::domain::pot::Pot;

    fn plan(title: &str, place: &str, euros: u32) -> Proposal {
        Proposal {
            id: ProposalId::new("01"),
            title: title.to_string(),
            summary: "Samen eten".to_string(),
            text: String::new(),
            applicant: "Groep".to_string(),
            place: place.to_string(),
            category: "Ontmoeten".to_string(),
            amount: Cents::euros(euros),
            pot: Pot::None,
        }
    }

    fn wanted(query: &str) -> Wanted {
        Wanted::read(&Form::parse(query.as_bytes()))
    }

    #[test]
    fn a_plan_is_found_by_its_words_its_place_and_its_amount() {
        let plan = plan("Café aan de Vecht", "Elinkwijk", 5_000);
        let fits = |query: &str| wanted(query).fits(&plan, Some("BU01"), Cents::euros(4_999));
        for found in [
            "",
            "zoek=cafe",
            "zoek=VECHT+eten",
            "plek=elinkwijk",
            "thema=Ontmoeten",
            "bedrag=0-5000",
            "buurt=BU01",
        ] {
            assert!(fits(found), "{found}");
        }
        for other in [
            "zoek=vecht+fiets",
            "plek=Geuzenwijk",
            "buurt=BU02",
            "thema=Groen",
            "bedrag=5000-10000",
            "bedrag=over",
        ] {
            assert!(!fits(other), "{other}");
        }
        assert!(fits("bedrag=onzin") && fits("bedrag=1-x") && wanted("bedrag=").is_all());
    }
}
