//! What a posting stands on: a kind and a number, never words, because everyone reads them for ever.

use std::fmt;

use jiff::civil::Date;

use crate::domain::calendar::parse_day;
use crate::domain::decision::DecisionNumber;
use crate::domain::payment::OrderNumber;

/// What a posting stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// A certificate of a round (Dutch: vaststelling van de uitslag).
    Certificate(u64),
    /// A request to a standing round.
    Request(u64),
    /// A transfer or a carry-over.
    Transfer(u64),
    /// A division over areas.
    Division(u64),
    /// Formal decisions, one or more.
    Decisions(Vec<DecisionNumber>),
    /// A payment order.
    Order(OrderNumber),
    /// The day on which the recipient paid back.
    Repaid(Date),
}

/// Makes a reference of a number.
type Numbered = fn(u64) -> Reference;

/// The words before a number in the ledger. The last ones of each are what earlier versions wrote.
const NUMBERED: [(&str, Numbered); 6] = [
    ("certificate", Reference::Certificate),
    ("request", Reference::Request),
    ("transfer", Reference::Transfer),
    ("division", Reference::Division),
    ("vaststelling", Reference::Certificate),
    ("verdeling", Reference::Division),
];

impl Reference {
    /// Reads what stands in the ledger. What earlier versions wrote behind the number, such as the reference of the bank,
    /// is left out; none when it names nothing that this service numbers.
    pub fn read(stored: &str) -> Option<Reference> {
        let (word, rest) = stored.split_once(' ').unwrap_or((stored, ""));
        if let Some((_, make)) = NUMBERED.iter().find(|(known, _)| *known == word) {
            return rest.parse().ok().map(make);
        }
        if let Some(order) = OrderNumber::read(word) {
            return Some(Reference::Order(order));
        }
        if let Some(day) = parse_day(word) {
            return Some(Reference::Repaid(day));
        }
        let numbers: Option<Vec<DecisionNumber>> = stored.split(", ").map(DecisionNumber::read).collect();
        numbers.map(Reference::Decisions)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reference::Certificate(number) => write!(f, "certificate {number}"),
            Reference::Request(number) => write!(f, "request {number}"),
            Reference::Transfer(number) => write!(f, "transfer {number}"),
            Reference::Division(number) => write!(f, "division {number}"),
            Reference::Decisions(numbers) => {
                let numbers: Vec<&str> = numbers.iter().map(|number| number.0.as_str()).collect();
                f.write_str(&numbers.join(", "))
            }
            Reference::Order(number) => write!(f, "{number}"),
            Reference::Repaid(day) => write!(f, "{day}"),
        }
    }
}

impl From<DecisionNumber> for Reference {
    fn from(number: DecisionNumber) -> Reference {
        Reference::Decisions(vec![number])
    }
}

impl From<&OrderNumber> for Reference {
    fn from(number: &OrderNumber) -> Reference {
        Reference::Order(number.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let decisions = [41, 42].map(|seq| DecisionNumber::of(2027, seq)).to_vec();
        let all = [
            Reference::Certificate(1),
            Reference::Request(2),
            Reference::Transfer(3),
            Reference::Division(4),
            Reference::from(DecisionNumber::of(2027, 41)),
            Reference::Decisions(decisions),
            Reference::Order(OrderNumber::new(2027, 7)),
            Reference::Repaid(jiff::civil::date(2029, 12, 31)),
        ];
        for one in all {
            assert_eq!(Reference::read(&one.to_string()), Some(one));
        }
    }

    #[test]
    fn what_earlier_versions_wrote_is_read_without_the_words_of_others() {
        let order = Reference::Order(OrderNumber::new(2027, 7));
        assert_eq!(Reference::read("SR-2027-000007 NL91ABNA0417164300 J. Jansen"), Some(order));
        let repaid = Reference::Repaid(jiff::civil::date(2029, 12, 31));
        assert_eq!(Reference::read("2029-12-31 J. Jansen"), Some(repaid));
        assert_eq!(Reference::read("vaststelling 3"), Some(Reference::Certificate(3)));
        assert_eq!(Reference::read("verdeling 3"), Some(Reference::Division(3)));
        for words in ["", "J. Jansen", "vaststelling drie", "2027-00041 J. Jansen", "SR-Jansen"] {
            assert_eq!(Reference::read(words), None, "{words}");
        }
    }
}
