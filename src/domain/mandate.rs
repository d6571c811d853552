//! Mandate (Dutch: mandaat): who may sign which decision in the name of the mayor and aldermen, up to which sum
//! (Awb art. 10:1 to 10:12).

use super::decision::DecisionKind;
use super::id::AccountId;
use super::money::Cents;
use super::time::Moment;

/// A row of the register. It is never changed: a later row for the same person and kind ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// 1 for the first of the register.
    pub number: u64,
    /// Who may sign.
    pub account: AccountId,
    /// Which decisions.
    pub kind: DecisionKind,
    /// Up to which sum of one decision, in cents.
    pub up_to: Cents,
    /// From when.
    pub from: Moment,
    /// Until when, if an end was set; the same as the beginning when it only ends the row before it.
    pub until: Option<Moment>,
    /// The decision that it rests on (Dutch: mandaatbesluit).
    pub ground: String,
    /// The date of that decision, as `2027-01-01`.
    pub ground_date: String,
    /// When it was entered.
    pub entered_at: Moment,
    /// By whom, as in the staff log.
    pub entered_by: String,
}

impl Mandate {
    /// Whether it ends nothing and gives something: a row may be there only to end another.
    pub fn gives(&self) -> bool {
        self.until != Some(self.from)
    }

    fn has_begun(&self, now: Moment) -> bool {
        self.from <= now && self.entered_at <= now
    }
}

/// The mandate that someone holds for a kind of decision at a moment: the newest row that has begun, unless it ended.
pub fn held<'a>(
    register: &'a [Mandate],
    account: &AccountId,
    kind: DecisionKind,
    now: Moment,
) -> Option<&'a Mandate> {
    let own = register.iter().filter(|row| &row.account == account && row.kind == kind);
    let newest = own.filter(|row| row.has_begun(now)).max_by_key(|row| row.number)?;
    newest.until.is_none_or(|until| now < until).then_some(newest)
}

/// The same, for a decision about a sum.
pub fn covering<'a>(
    register: &'a [Mandate],
    account: &AccountId,
    kind: DecisionKind,
    sum: Cents,
    now: Moment,
) -> Option<&'a Mandate> {
    held(register, account, kind, now).filter(|row| sum <= row.up_to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64, from: i64, until: Option<i64>, euros: u32) -> Mandate {
        Mandate {
            number,
            account: AccountId::new("marijke"),
            kind: DecisionKind::Award,
            up_to: Cents::euros(euros),
            from: Moment::from_micros(from),
            until: until.map(Moment::from_micros),
            ground: "Mandaatbesluit".to_string(),
            ground_date: "2027-01-01".to_string(),
            entered_at: Moment::from_micros(0),
            entered_by: "operator".to_string(),
        }
    }

    fn covers(register: &[Mandate], euros: u32, at: i64) -> Option<u64> {
        let (who, at) = (AccountId::new("marijke"), Moment::from_micros(at));
        covering(register, &who, DecisionKind::Award, Cents::euros(euros), at).map(|row| row.number)
    }

    #[test]
    fn the_newest_row_that_has_begun_counts_and_no_other() {
        let register = [row(1, 10, None, 5_000), row(2, 20, Some(30), 50_000)];
        assert_eq!(covers(&register, 5_000, 9), None, "it has not begun");
        assert_eq!(covers(&register, 5_000, 10), Some(1));
        assert_eq!(covers(&register, 5_001, 19), None, "above its sum");
        assert_eq!(covers(&register, 50_000, 20), Some(2), "the later row ends the earlier one");
        assert_eq!(covers(&register, 1, 30), None, "it ended, and the first does not come back");
        let ended = [row(1, 10, None, 5_000), row(2, 20, Some(20), 0)];
        assert_eq!((covers(&ended, 0, 19), covers(&ended, 0, 20)), (Some(1), None));
        let other = covering(
            &register,
            &AccountId::new("marijke"),
            DecisionKind::Refusal,
            Cents::ZERO,
            Moment::from_micros(25),
        );
        assert_eq!(other, None, "another kind of decision");
    }
}
