//! Payments for the bookkeeping system: one line per payment, as CSV. It holds account numbers, as the file for the bank
//! does: it is handed out and never kept.

use super::harmless;
use super::sepa::Transfer;
use crate::domain::payment::Order;

/// The first line.
const HEADING: [&str; 7] =
    ["nummer", "subsidie", "begrotingslijn", "bedrag", "naam", "rekening", "omschrijving"];

/// Writes the list. Amounts have a point and two decimals.
pub fn write(list: &[Transfer]) -> Vec<u8> {
    const MEMORY: &str = "writing to memory does not fail";
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(HEADING).expect(MEMORY);
    for Transfer { order, payee, note } in list {
        let amount = order.amount.to_string();
        let fields = [
            order.number.0.as_str(),
            order.grant.as_str(),
            order.line.as_str(),
            &amount,
            &harmless(&payee.name),
            &payee.iban,
            &harmless(note),
        ];
        writer.write_record(fields).expect(MEMORY);
    }
    writer.into_inner().expect(MEMORY)
}

/// One payment that goes on a card of the municipality: there is no account.
#[derive(Debug, Clone)]
pub struct OnCard {
    /// What is paid.
    pub order: Order,
    /// Who has the card.
    pub name: String,
    /// What the recipient reads.
    pub note: String,
}

/// Writes the list for the desk that puts money on cards.
pub fn write_cards(list: &[OnCard]) -> Vec<u8> {
    const MEMORY: &str = "writing to memory does not fail";
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(["nummer", "subsidie", "bedrag", "naam", "omschrijving"]).expect(MEMORY);
    for OnCard { order, name, note } in list {
        let amount = order.amount.to_string();
        let fields =
            [order.number.0.as_str(), order.grant.as_str(), &amount, &harmless(name), &harmless(note)];
        writer.write_record(fields).expect(MEMORY);
    }
    writer.into_inner().expect(MEMORY)
}
