//! The file for the bank, held against the definition of its message element by element.

pub mod definition;
pub mod tree;

use jiff::civil::date;
use schuifruimte::documents::payment_list;
use schuifruimte::documents::sepa::{Transfer, Transfers, write};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{AccountId, GrantId, LineId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::payment::{
    Batch, BatchNumber, BatchState, Order, OrderNumber, OrderState, Part, Payee, Payer,
};
use schuifruimte::domain::time::Moment;

use definition::faults;

/// A batch of payments with these sums, in cents, and names.
pub fn file(payments: &[(i64, &str)]) -> (Vec<u8>, Vec<Transfer>) {
    let list: Vec<Transfer> =
        (1..).zip(payments).map(|(number, (cents, name))| transfer(number, *cents, name)).collect();
    let sum = Cents::sum(list.iter().map(|one| one.order.amount)).unwrap_or(Cents::MAX);
    let at = Moment::parse("2027-04-12T09:30:00Z").expect("a moment");
    let batch = Batch {
        number: BatchNumber::new(2027, 3),
        state: BatchState::Approved,
        execute_on: date(2027, 4, 14),
        count: u64::try_from(list.len()).expect("few"),
        sum,
        gathered: (AccountId::new("a"), at),
        approved: Some((AccountId::new("b"), at)),
        file: Some(Digest::of(b"")),
        exported: None,
    };
    let payer = Payer { name: "Gemeente Utrecht".to_string(), iban: "NL91ABNA0417164300".to_string() };
    (write(&Transfers { batch: &batch, made_at: at, payer: &payer, list: &list }), list)
}

/// One payment to this name.
pub fn transfer(number: u64, cents: i64, name: &str) -> Transfer {
    let order = Order {
        number: OrderNumber::new(2027, number),
        grant: GrantId::new("zuilen.01"),
        line: LineId::new("lijn-2027"),
        part: Part::Advance(1),
        amount: Cents::new(cents).expect("an amount"),
        due_on: date(2027, 4, 1),
        state: OrderState::Gathered,
        batch: Some(BatchNumber::new(2027, 3)),
        paid_on: None,
        reference: String::new(),
        payee: None,
        returned: None,
        replaces: None,
    };
    let payee = Payee { name: name.to_string(), iban: "NL20INGB0001234567".to_string() };
    Transfer { order, payee, note: format!("SR {number} Samen eten & drinken — «Zuilen»") }
}

const THREE: [(i64, &str); 3] =
    [(1, "Fatma Yılmaz"), (99_999, "Stichting <Buurt> & \"Co\""), (12_345_678_901, "A")];

#[test]
fn the_file_is_the_message_that_the_bank_knows() {
    let (bytes, _) = file(&THREE);
    assert_eq!(faults(&bytes), Vec::<String>::new(), "{}", String::from_utf8_lossy(&bytes));
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("<CtrlSum>123457789.01</CtrlSum>") && text.contains("<NbOfTxs>3</NbOfTxs>"));
    assert!(text.contains("<InstdAmt Ccy=\"EUR\">0.01</InstdAmt>"));
    assert!(text.contains("<EndToEndId>SR-2027-000002</EndToEndId>"));
    assert!(text.contains("<Nm>Fatma Yilmaz</Nm>"), "in letters that every bank takes");
}

#[test]
fn the_same_batch_gives_the_same_bytes() {
    assert_eq!(file(&THREE).0, file(&THREE).0);
    assert_ne!(file(&THREE).0, file(&THREE[..2]).0);
}

#[test]
fn each_rule_of_the_message_can_fail() {
    let (bytes, _) = file(&THREE);
    let good = String::from_utf8(bytes).unwrap();
    for (from, to, why) in [
        ("pain.001.001.09", "pain.001.001.03", "another message"),
        ("<PmtMtd>TRF</PmtMtd>", "", "an element is missing"),
        ("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>TRF</PmtMtd><PmtMtd>TRF</PmtMtd>", "one too many"),
        ("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>PAY</PmtMtd>", "an unknown method"),
        ("<NbOfTxs>3</NbOfTxs>", "<NbOfTxs>4</NbOfTxs>", "the count"),
        ("<CtrlSum>123457789.01</CtrlSum>", "<CtrlSum>123457789.02</CtrlSum>", "the sum"),
        ("999.99<", "999.990<", "three decimals"),
        ("Ccy=\"EUR\">0.01", "Ccy=\"USD\">0.01", "another currency"),
        ("Ccy=\"EUR\">0.01", "Ccy=\"EUR\">0.00", "nothing"),
        ("<InstdAmt Ccy=\"EUR\">0.01", "<InstdAmt>0.01", "no currency"),
        ("NL20INGB0001234567", "NL20INGB0001234568", "check digits"),
        ("<Dt>2027-04-14</Dt>", "<Dt>14-04-2027</Dt>", "a day"),
        ("2027-04-12T09:30:00Z", "2027-04-12 09:30", "a moment"),
        ("SR-2027-000002", "SR-2027-000001", "a number twice"),
        ("SR-2027-B0003</MsgId>", "SR-2027-B0003-and-much-more-than-35-characters</MsgId>", "too long"),
        ("Fatma Yilmaz", "Fatma Yılmaz", "a letter that no bank takes"),
        ("<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>DEBT</ChrgBr>", "who pays the costs"),
        ("<Cd>SEPA</Cd>", "<Cd>URGP</Cd>", "another service"),
        ("<Nm>A</Nm>", "<Nm></Nm>", "no name"),
        ("<DbtrAgt>", "<Surprise/><DbtrAgt>", "an unknown element"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{why}: there was nothing to spoil");
        assert!(!faults(bad.as_bytes()).is_empty(), "{why} was not found");
    }
    let amount = good.find("<PmtMtd>").unwrap();
    let (before, after) = good.split_at(amount);
    let (method, rest) = after.split_at(after.find("<NbOfTxs>").unwrap());
    let moved = format!("{before}{}", rest.replacen("<PmtTpInf>", &format!("{method}<PmtTpInf>"), 1));
    assert!(!faults(moved.as_bytes()).is_empty(), "the order of elements");
    assert!(!faults(good.trim_end_matches("</Document>").as_bytes()).is_empty(), "it does not end");
}

#[test]
fn any_name_and_note_can_be_paid() {
    for name in ["", "////", "مسجد الرحمة", "Ωμέγα", "x\u{0}y\u{1b}[2J", &"Ü".repeat(300), "]]><a/>"]
    {
        let (bytes, _) = file(&[(500, name)]);
        assert_eq!(faults(&bytes), Vec::<String>::new(), "{name:?}");
    }
}

#[test]
fn the_list_for_the_bookkeeping_has_a_line_per_payment() {
    let (_, list) = file(&[(150_000, "Stichting \"Zuilen\"; Noord"), (5, "=HYPERLINK(1)")]);
    let text = String::from_utf8(payment_list::write(&list)).unwrap();
    let mut lines = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let lines: Vec<Vec<String>> =
        lines.records().map(|line| line.unwrap().iter().map(str::to_string).collect()).collect();
    assert_eq!(lines[0][..4], ["SR-2027-000001", "zuilen.01", "lijn-2027", "1500.00"]);
    assert_eq!(lines[0][4], "Stichting \"Zuilen\"; Noord");
    assert_eq!((lines[1][3].as_str(), lines[1][4].as_str()), ("0.05", "'=HYPERLINK(1)"));
}
