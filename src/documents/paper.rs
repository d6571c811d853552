//! The ballot of a round for on paper, as tagged PDF. The same for everyone: plans stand by number, in an order that was
//! drawn from the fingerprint of the rules. There is nothing on it that tells one copy from another.

use qrcode::{Color, QrCode};
use serde_json::json;

use super::pdf;
use super::typeset::NotSet;
use crate::domain::ballot::Marking;
use crate::domain::municipality::Municipality;
use crate::domain::paper::{numbered, round_mark};
use crate::domain::proposal::Proposal;
use crate::domain::rules::Rules;
use crate::domain::time::Moment;
use crate::text::{Text, number};

/// The layout.
const LAYOUT: &str = include_str!("paper.typ");

/// What it is made from.
pub struct Draft<'a> {
    /// The sentences, in its language.
    pub text: Text,
    /// The frozen rules.
    pub rules: &'a Rules,
    /// Where it is handed in.
    pub town: Option<&'a Municipality>,
    /// The last moment.
    pub until: Option<Moment>,
}

/// Sets the ballot.
pub fn sheet(draft: &Draft<'_>) -> Result<Vec<u8>, NotSet> {
    let (text, rules) = (draft.text, draft.rules);
    let plans: Vec<_> = (1_u64..)
        .zip(numbered(rules))
        .map(|(place, plan)| json!([place.to_string(), titled(rules, plan), text.euros(plan.amount)]))
        .collect();
    let mut steps = choosing(text, rules);
    steps.push(text.get("paper-step-code"));
    steps.push(text.get("paper-step-name"));
    if let (Some(town), Some(until)) = (draft.town, draft.until) {
        let values = [
            ("place", town.desk_place.as_str().into()),
            ("hours", town.desk_hours.as_str().into()),
            ("moment", text.moment(until).into()),
        ];
        steps.push(text.with("paper-step-where", &values));
        steps.push(text.with("paper-step-help", &[("phone", town.desk_phone.as_str().into())]));
    }
    let day = draft.until.or(rules.vote_from).map(|at| at.local().date());
    let data = json!({
        "language": text.lang.tag(),
        "sender": text.with("municipality-of", &[("name", rules.municipality.as_str().into())]),
        "title": text.with("paper-sheet-title", &[("title", rules.title.as_str().into())]),
        "day": day.map(|day| [i32::from(day.year()), i32::from(day.month()), i32::from(day.day())]),
        "steps": steps,
        "order": text.get("paper-sheet-order"),
        "code": text.get("paper-sheet-code"),
        "groups": 4,
        "head": [text.get("paper-sheet-cross"), text.get("paper-sheet-number"), text.get("plan"), text.get("amount")],
        "plans": plans,
        "mark": mark(&round_mark(rules)),
        "marked": text.get("paper-sheet-mark"),
        "footer": text.with("paper-sheet-footer", &[("mark", rules.fingerprint().short().into())]),
    });
    let ident = format!("{}/{}", rules.fingerprint(), text.lang.tag());
    pdf::sheet(LAYOUT, data, &ident)
}

/// What makes a ballot of this round: whoever is not told of a limit is rejected for it.
fn choosing(text: Text, rules: &Rules) -> Vec<String> {
    let form = &rules.ballot;
    let bounds = [("min", number(form.min)), ("max", number(form.max))];
    let mut told = vec![text.with("paper-step-choose", &bounds)];
    if form.marking == Marking::Knapsack {
        told.push(text.with("form-rules-knapsack", &[("amount", text.euros(rules.ceiling).into())]));
    }
    told.extend(form.per_theme.map(|most| text.with("form-rules-theme", &[("most", number(most))])));
    told
}

/// The title of a plan, with its theme where only so many of one may be chosen.
fn titled(rules: &Rules, plan: &Proposal) -> String {
    match plan.theme().filter(|_| rules.ballot.per_theme.is_some()) {
        Some(theme) => format!("{} ({theme})", plan.title),
        None => plan.title.clone(),
    }
}

/// A text as a picture that a machine reads.
fn mark(text: &str) -> String {
    let Ok(code) = QrCode::new(text.as_bytes()) else { return String::new() };
    let (width, colours) = (code.width(), code.to_colors());
    let dark: String = colours
        .iter()
        .enumerate()
        .filter(|(_, colour)| **colour == Color::Dark)
        .map(|(place, _)| format!("M{} {}h1v1h-1z", place % width, place / width))
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {width}\" width=\"{width}\" \
         height=\"{width}\"><path d=\"{dark}\" fill=\"#000\"/></svg>"
    )
}
