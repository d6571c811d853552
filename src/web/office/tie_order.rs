//! What decides when plans stand equal, as fields of the plan of a round.

use maud::{Markup, html};

use crate::acts::FieldFault;
use crate::domain::lot::{LotSource, told};
use crate::domain::round::Plan;
use crate::domain::time::Moment;
use crate::tally::ties::TieRule;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled};
use crate::web::visit::Visit;

/// The order of ties that a form holds, and what is read for a lot; what cannot be read is told per field. A lot whose
/// source is not known yet is a plan that cannot open yet.
pub fn read(form: &Form, faults: &mut Vec<FieldFault>) -> (Vec<TieRule>, Option<LotSource>) {
    let mut ties = vec![TieRule::MostVotes, TieRule::LowestCost];
    match form.get("lot_order") {
        "lot" => (ties, source(form, faults)),
        "number" => {
            ties.push(TieRule::IdText);
            (ties, None)
        }
        _ => {
            faults.push(FieldFault { field: "lot_order", fault: "choose" });
            (ties, None)
        }
    }
}

/// All of it or nothing yet.
fn source(form: &Form, faults: &mut Vec<FieldFault>) -> Option<LotSource> {
    let [source, at] = ["lot_source", "lot_at"].map(|field| form.get(field).trim().to_string());
    if source.is_empty() && at.is_empty() {
        return None;
    }
    let moment = Moment::parse_local(&at);
    if !told(&source) {
        faults.push(FieldFault { field: "lot_source", fault: "empty" });
    }
    if moment.is_none() {
        faults.push(FieldFault { field: "lot_at", fault: "moment" });
    }
    moment.map(|at| LotSource { source, at })
}

/// What is known of a plan, in the form; `moment` writes a moment as browsers want it.
pub fn known(form: &mut Form, plan: &Plan, moment: impl Fn(Moment) -> String) {
    form.set("lot_order", if plan.count.leaves_ties_open() { "lot" } else { "number" });
    if let Some(lot) = &plan.lot {
        form.set("lot_source", &lot.source);
        form.set("lot_at", moment(lot.at));
    }
}

/// The fields.
pub fn fields(visit: &Visit, filled: &Filled<'_>) -> Markup {
    let options = [("lot", "lot-order-lot"), ("number", "lot-order-number")];
    html! {
        (filled.choice("lot_order", "field-lot_order", &options.map(|(value, key)| (value.to_string(), visit.say(key)))))
        (filled.field(&Field::text("lot_source", "field-lot_source")))
        (filled.field(&Field::of("datetime-local", "lot_at", "field-lot_at")))
    }
}
