//! What the count of a round may buy, beside the money there is, as fields: pots and the ceilings of themes.

use maud::{Markup, html};

use crate::acts::FieldFault;
use crate::acts::pot::fields as names;
use crate::domain::limits::{Bound, CategoryCeiling, PotLimit, RoundLimits};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::pot::Pot;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, typed_amount};
use crate::web::parts::pot;
use crate::web::visit::Visit;

/// The limits that a form holds; what cannot be read is told per field.
pub fn read(form: &Form, faults: &mut Vec<FieldFault>) -> RoundLimits {
    let mut limits = RoundLimits::default();
    for pot in Pot::OF_A_VOTE {
        let [least, most] = names(pot);
        if form.get(least).trim().is_empty() && form.get(most).trim().is_empty() {
            continue;
        }
        let bounds = [least, most].map(|field| {
            let read = bound(form.get(field));
            if read.is_none() {
                faults.push(FieldFault { field, fault: "bound" });
            }
            read
        });
        if let [Some(least), Some(most)] = bounds {
            limits.pots.push(PotLimit { pot, least, most });
        }
    }
    for line in form.get("category_ceilings").lines().filter(|line| !line.trim().is_empty()) {
        match category(line) {
            Some(row) if limits.categories.iter().all(|one| one.category != row.category) => {
                limits.categories.push(row);
            }
            Some(_) | None => faults.push(FieldFault { field: "category_ceilings", fault: "category" }),
        }
    }
    limits
}

/// `30%` is a share, `5.000` an amount.
fn bound(typed: &str) -> Option<Bound> {
    match typed.trim() {
        share if share.ends_with('%') => BasisPoints::parse_typed(share).ok().map(Bound::Share),
        amount => Cents::parse_typed(amount).ok().map(Bound::Amount),
    }
}

/// `Groen: 5.000`.
fn category(line: &str) -> Option<CategoryCeiling> {
    let (category, most) = line.rsplit_once(':')?;
    let category = category.trim().to_string();
    let most = Cents::parse_typed(most).ok()?;
    (!category.is_empty()).then_some(CategoryCeiling { category, most })
}

/// Puts limits into a form.
pub fn known(form: &mut Form, limits: &RoundLimits) {
    for limit in &limits.pots {
        let [least, most] = names(limit.pot);
        form.set(least, typed(limit.least));
        form.set(most, typed(limit.most));
    }
    let row = |row: &CategoryCeiling| format!("{}: {}", row.category, typed_amount(row.most));
    let rows: Vec<String> = limits.categories.iter().map(row).collect();
    form.set("category_ceilings", rows.join("\n"));
}

/// A part as it is typed: it reads back as the same part.
fn typed(bound: Bound) -> String {
    match bound {
        Bound::Share(share) => pot::percent(share),
        Bound::Amount(amount) => typed_amount(amount),
    }
}

/// The fields.
pub fn fields(visit: &Visit, filled: &Filled<'_>) -> Markup {
    html! {
        p.sr-small { (visit.say("plan-limits-line")) }
        (filled.field(&Field::text("pot_continuity_least", "field-pot_continuity_least")))
        (filled.field(&Field::text("pot_continuity_most", "field-pot_continuity_most")))
        (filled.field(&Field::text("pot_renewal_least", "field-pot_renewal_least")))
        (filled.field(&Field::text("pot_renewal_most", "field-pot_renewal_most")))
        (filled.field(&Field::text("pot_development_least", "field-pot_development_least")))
        (filled.field(&Field::text("pot_development_most", "field-pot_development_most")))
        (filled.field(&Field::of("area", "category_ceilings", "field-category_ceilings")))
    }
}
