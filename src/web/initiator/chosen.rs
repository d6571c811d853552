//! What somebody chose before coming in, which goes along through the mail and the passkey: the task for which a bid is made. An address
//! never comes from outside: where somebody goes on is one of two pages of ours.

use crate::domain::id::{MAX_LENGTH, TaskId};
use crate::web::guard::body::Form;
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::start::TASK;

/// What was chosen, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen(pub Option<TaskId>);

impl Chosen {
    /// Reads it from an address. What cannot be the name of a task is nothing.
    pub fn of(query: &str) -> Chosen {
        let form = Form::parse(query.as_bytes());
        let named = form.get(TASK);
        let is_name =
            (1..=MAX_LENGTH).contains(&named.len()) && named.bytes().all(|byte| byte.is_ascii_hexdigit());
        Chosen(is_name.then(|| TaskId::new(named)))
    }

    /// An address of ours with it.
    pub fn along(&self, address: String) -> String {
        match &self.0 {
            Some(task) => format!("{address}?{TASK}={task}"),
            None => address,
        }
    }

    /// Where somebody goes on who came in.
    pub fn next(&self, visit: &Visit) -> String {
        let path = if self.0.is_some() { paths::PITCHES } else { paths::INITIATOR };
        self.along(visit.to(path, &[]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_a_task_goes_along() {
        let to = |query| Chosen::of(query).along("/x".to_string());
        assert_eq!(to("taak=0a1b"), "/x?taak=0a1b");
        let long = format!("taak={}", "a".repeat(65));
        for odd in
            ["", "taak=", "taak=//elders.example", "taak=https%3A%2F%2Felders.example", "taak=a%0d%0a", &long]
        {
            assert_eq!(to(odd), "/x", "{odd}");
        }
    }
}
