//! What voters gave a plan, in words: how many chose it, and where points or places are counted how many points that is.

use crate::domain::count_rule::CountRule;
use crate::domain::outcome::Support;
use crate::domain::worth::Worth;
use crate::text::{Text, number};

/// The points that those who chose a plan gave it together; nothing where votes are counted.
pub fn points(text: Text, rule: &CountRule, support: Support) -> Option<String> {
    let key = match rule.worth() {
        Worth::Votes => return None,
        Worth::Points => "form-got",
        Worth::Places => "form-got-places",
    };
    Some(text.with(key, &[("score", number(support.score()))]))
}

/// How many more voters would have been enough; `or` after another thing that would have been.
pub fn needed(text: Text, rule: &CountRule, more: u64, or: bool) -> String {
    let key = match (rule.worth(), or) {
        (Worth::Votes | Worth::Places, false) => "other-more",
        (Worth::Votes | Worth::Places, true) => "other-or-more",
        (Worth::Points, false) => "form-other-more",
        (Worth::Points, true) => "form-other-or-more",
    };
    text.with(key, &[("count", number(more))])
}

/// The head of a column with what the rule counts of each plan.
pub fn head(rule: &CountRule) -> &'static str {
    match rule.worth() {
        Worth::Votes => "votes",
        Worth::Points | Worth::Places => "form-points",
    }
}
