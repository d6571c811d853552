//! What the bookkeeping system says was paid: our number, the day, its own reference.

use jiff::civil::Date;

use super::OrderNumber;
use crate::domain::calendar::parse_day;
use crate::domain::plain::{Unplain, fault_of_line};

/// A payment that the bank made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentNotice {
    /// Our number.
    pub order: OrderNumber,
    /// The day of the bank.
    pub paid_on: Date,
    /// The number in the bookkeeping system.
    pub reference: String,
}

/// Why a payment cannot be read from what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is not a number, a day and a reference.
    Fields,
    /// Its reference is the mark that stands where words were erased.
    Mark,
}

/// A line of an import that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFault {
    /// Which line, from 1.
    pub line: usize,
    /// Why.
    pub why: Unread,
}

/// Longest reference of the bookkeeping system, in characters.
pub const MAX_REFERENCE: usize = 70;
/// Most lines of one import.
const MAX_LINES: usize = 10_000;

impl PaymentNotice {
    /// Reads one payment from what was typed.
    pub fn read(order: &str, paid_on: &str, reference: &str) -> Result<PaymentNotice, Unread> {
        let (order, reference) = (order.trim(), reference.trim());
        let paid_on = parse_day(paid_on).ok_or(Unread::Fields)?;
        if fault_of_line(reference) == Some(Unplain::Mark) {
            return Err(Unread::Mark);
        }
        let good = |text: &str, most: usize| {
            !text.is_empty() && text.chars().count() <= most && fault_of_line(text).is_none()
        };
        if !good(order, 35) || !good(reference, MAX_REFERENCE) {
            return Err(Unread::Fields);
        }
        Ok(PaymentNotice { order: OrderNumber(order.to_string()), paid_on, reference: reference.to_string() })
    }
}

/// Reads an import: lines of number, day and reference, parted by semicolons or commas. A first line that is a heading
/// is left out; anything else that cannot be read refuses the whole.
pub fn read_notices(text: &str) -> Result<Vec<PaymentNotice>, NoticeFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut receipts = Vec::new();
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let fault = |why| NoticeFault { line: place + 1, why };
        let mark = if line.contains(';') { ';' } else { ',' };
        let fields: Vec<&str> = line.split(mark).map(|field| field.trim().trim_matches('"')).collect();
        let [order, day, reference] = fields.as_slice() else { return Err(fault(Unread::Fields)) };
        match PaymentNotice::read(order, day, reference) {
            Ok(receipt) => receipts.push(receipt),
            Err(_) if place == 0 && !day.starts_with(|c: char| c.is_ascii_digit()) => {}
            Err(why) => return Err(fault(why)),
        }
        if receipts.len() > MAX_LINES {
            return Err(fault(Unread::Fields));
        }
    }
    if receipts.is_empty() { Err(NoticeFault { line: 1, why: Unread::Fields }) } else { Ok(receipts) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_import_is_read_whole_or_not_at_all() {
        let good = "nummer;datum;kenmerk\r\nSR-2027-000001;2027-05-03;BK 1001\n\n\"SR-2027-000002\",2027-05-04,\"BK 1002\"\n";
        let read = read_notices(good).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[1].paid_on, date(2027, 5, 4));
        assert_eq!((read[1].order.0.as_str(), read[1].reference.as_str()), ("SR-2027-000002", "BK 1002"));
        for (bad, line) in [
            ("", 1),
            ("nummer;datum;kenmerk", 1),
            ("SR-1;2027-02-30;x", 1),
            ("SR-1;2027-05-03;x\nSR-2;2027-05-03", 2),
            ("SR-1;2027-05-03;x\nSR-2;morgen;x", 2),
            ("SR-1;2027-05-03;", 1),
        ] {
            assert_eq!(read_notices(bad), Err(NoticeFault { line, why: Unread::Fields }), "{bad}");
        }
        // The mark of what was erased: nobody could tell the two apart.
        let marked = "SR-1;2027-05-03;x\nSR-2;2027-05-03;\" (gewist) \"";
        assert_eq!(read_notices(marked), Err(NoticeFault { line: 2, why: Unread::Mark }));
    }
}
