//! A key as it was typed.

use super::key_form::Ground;
use crate::acts::FieldFault;
use crate::domain::division::Wanted;
use crate::domain::indicator::Number;
use crate::domain::key::{Bounds, Indicator, Key, Measure, Side};
use crate::domain::money::{BasisPoints, Cents};
use crate::web::guard::body::Form;
use crate::web::parts::form::Refused;

/// Reads what was filled in, or says which fields cannot be read.
pub fn wanted(form: &Form, ground: &Ground) -> Result<Wanted, Refused> {
    let mut faults = Vec::new();
    let mut fault = |field: &'static str, fault: &'static str| faults.push(FieldFault { field, fault });
    let total = Cents::parse_typed(form.get("divide")).unwrap_or_else(|_| {
        fault("divide", "amount");
        Cents::ZERO
    });
    let equal = BasisPoints::parse_typed(form.get("equal")).unwrap_or_else(|_| {
        fault("equal", "percent");
        BasisPoints::new(0).expect("nothing is a share")
    });
    let inhabitants = form.get("people").to_string();
    if !ground.set.columns.contains(&inhabitants) {
        fault("people", "choose");
    }
    let mut decimal = |field: &'static str| {
        Number::parse_typed(form.get(field)).unwrap_or_else(|| {
            fault(field, "decimal");
            Number::ONE
        })
    };
    let measure = match form.get("measure") {
        "need" | "stacked" => {
            let bounds = Bounds { least: decimal("least"), most: decimal("most") };
            let step = if form.get("measure") == "stacked" { decimal("step") } else { Number::ONE };
            let indicators = indicators(form, ground, &mut fault);
            if indicators.is_empty() {
                fault("indicators", "indicators");
            }
            if bounds.least < Number::ZERO || bounds.most < bounds.least || bounds.most == Number::ZERO {
                fault("most", "key-bounds");
            }
            if form.get("measure") == "stacked" {
                Measure::Stacked { indicators, step, bounds }
            } else {
                Measure::Need { indicators, bounds }
            }
        }
        _ => Measure::Inhabitants,
    };
    if !faults.is_empty() {
        return Err(Refused::fields(faults));
    }
    Ok(Wanted {
        line: ground.line.id.clone(),
        parent: ground.parent.as_ref().map(|area| area.id.clone()),
        areas: ground.areas.iter().map(|area| area.id.clone()).collect(),
        set: ground.set.id.clone(),
        key: Key { equal, inhabitants, measure },
        total,
    })
}

/// The columns that count, each with its side and its weight.
fn indicators(
    form: &Form,
    ground: &Ground,
    fault: &mut impl FnMut(&'static str, &'static str),
) -> Vec<Indicator> {
    let mut found = Vec::new();
    for (place, column) in ground.set.columns.iter().enumerate() {
        let need = match form.get(&format!("need-{place}")) {
            "low" => Side::Low,
            "high" => Side::High,
            _ => continue,
        };
        match Number::parse_typed(form.get(&format!("weight-{place}"))) {
            Some(weight) => found.push(Indicator { column: column.clone(), need, weight }),
            None => fault("indicators", "decimal"),
        }
    }
    found
}
