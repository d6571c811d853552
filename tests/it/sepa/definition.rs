//! The definition of pain.001.001.09 (CustomerCreditTransferInitiationV09), as far as a payment file of ours goes, and
//! what the SEPA credit transfer asks on top of it (EPC 132-08, EPC 217-08). Written from the definition of the
//! message and not from the program.

use std::collections::BTreeSet;

use super::tree::{Node, read};

/// What may stand in an element.
enum Content {
    /// These elements in this order, each so many times at least and at most.
    Parts(&'static [(&'static str, usize, usize)]),
    /// One of these elements.
    OneOf(&'static [&'static str]),
    /// A text for which this holds.
    Text(fn(&str) -> bool),
    /// A sum in a currency.
    Sum,
}

const MANY: usize = usize::MAX;

/// What an element holds, by the last two names on the way to it.
fn content(parent: &str, name: &str) -> Option<Content> {
    use Content::{OneOf, Parts, Sum, Text};
    Some(match (parent, name) {
        ("", "Document") => Parts(&[("CstmrCdtTrfInitn", 1, 1)]),
        ("Document", "CstmrCdtTrfInitn") => {
            Parts(&[("GrpHdr", 1, 1), ("PmtInf", 1, MANY), ("SplmtryData", 0, MANY)])
        }
        (_, "GrpHdr") => Parts(&[
            ("MsgId", 1, 1),
            ("CreDtTm", 1, 1),
            ("Authstn", 0, 2),
            ("NbOfTxs", 1, 1),
            ("CtrlSum", 0, 1),
            ("InitgPty", 1, 1),
            ("FwdgAgt", 0, 1),
        ]),
        (_, "PmtInf") => Parts(PAYMENT),
        (_, "CdtTrfTxInf") => Parts(TRANSFER),
        (_, "PmtId") => Parts(&[("InstrId", 0, 1), ("EndToEndId", 1, 1), ("UETR", 0, 1)]),
        (_, "PmtTpInf") => {
            Parts(&[("InstrPrty", 0, 1), ("SvcLvl", 0, MANY), ("LclInstrm", 0, 1), ("CtgyPurp", 0, 1)])
        }
        (_, "SvcLvl") => OneOf(&["Cd", "Prtry"]),
        (_, "ReqdExctnDt") => OneOf(&["Dt", "DtTm"]),
        (_, "Amt") => OneOf(&["InstdAmt", "EqvtAmt"]),
        (_, "InitgPty" | "Dbtr" | "Cdtr") => {
            Parts(&[("Nm", 0, 1), ("PstlAdr", 0, 1), ("Id", 0, 1), ("CtryOfRes", 0, 1), ("CtctDtls", 0, 1)])
        }
        (_, "DbtrAcct" | "CdtrAcct") => {
            Parts(&[("Id", 1, 1), ("Tp", 0, 1), ("Ccy", 0, 1), ("Nm", 0, 1), ("Prxy", 0, 1)])
        }
        ("DbtrAcct" | "CdtrAcct", "Id") => OneOf(&["IBAN", "Othr"]),
        (_, "DbtrAgt" | "CdtrAgt") => Parts(&[("FinInstnId", 1, 1), ("BrnchId", 0, 1)]),
        (_, "FinInstnId") => Parts(&[
            ("BICFI", 0, 1),
            ("ClrSysMmbId", 0, 1),
            ("LEI", 0, 1),
            ("Nm", 0, 1),
            ("PstlAdr", 0, 1),
            ("Othr", 0, 1),
        ]),
        ("FinInstnId", "Othr") => Parts(&[("Id", 1, 1), ("SchmeNm", 0, 1), ("Issr", 0, 1)]),
        (_, "RmtInf") => Parts(&[("Ustrd", 0, MANY), ("Strd", 0, MANY)]),
        (_, "MsgId" | "PmtInfId" | "EndToEndId" | "InstrId") => Text(|text| is_text(text, 35)),
        ("Othr", "Id") => Text(|text| is_text(text, 35)),
        (_, "CreDtTm") => Text(is_moment),
        (_, "Dt") => Text(is_day),
        (_, "NbOfTxs") => Text(|text| (1..=15).contains(&text.len()) && is_digits(text)),
        (_, "CtrlSum") => Text(|text| is_decimal(text, 18, 17)),
        (_, "PmtMtd") => Text(|text| matches!(text, "CHK" | "TRF" | "TRA")),
        (_, "ChrgBr") => Text(|text| matches!(text, "DEBT" | "CRED" | "SHAR" | "SLEV")),
        ("SvcLvl", "Cd") => Text(|text| is_text(text, 4)),
        (_, "Nm" | "Ustrd") => Text(|text| is_text(text, 140)),
        (_, "IBAN") => Text(is_iban),
        (_, "InstdAmt") => Sum,
        _ => return None,
    })
}

const PAYMENT: &[(&str, usize, usize)] = &[
    ("PmtInfId", 1, 1),
    ("PmtMtd", 1, 1),
    ("BtchBookg", 0, 1),
    ("NbOfTxs", 0, 1),
    ("CtrlSum", 0, 1),
    ("PmtTpInf", 0, 1),
    ("ReqdExctnDt", 1, 1),
    ("PoolgAdjstmntDt", 0, 1),
    ("Dbtr", 1, 1),
    ("DbtrAcct", 1, 1),
    ("DbtrAgt", 1, 1),
    ("DbtrAgtAcct", 0, 1),
    ("InstrForDbtrAgt", 0, 1),
    ("UltmtDbtr", 0, 1),
    ("ChrgBr", 0, 1),
    ("ChrgsAcct", 0, 1),
    ("ChrgsAcctAgt", 0, 1),
    ("CdtTrfTxInf", 1, MANY),
];

const TRANSFER: &[(&str, usize, usize)] = &[
    ("PmtId", 1, 1),
    ("PmtTpInf", 0, 1),
    ("Amt", 1, 1),
    ("XchgRateInf", 0, 1),
    ("ChrgBr", 0, 1),
    ("ChqInstr", 0, 1),
    ("UltmtDbtr", 0, 1),
    ("IntrmyAgt1", 0, 1),
    ("IntrmyAgt1Acct", 0, 1),
    ("IntrmyAgt2", 0, 1),
    ("IntrmyAgt2Acct", 0, 1),
    ("IntrmyAgt3", 0, 1),
    ("IntrmyAgt3Acct", 0, 1),
    ("CdtrAgt", 0, 1),
    ("CdtrAgtAcct", 0, 1),
    ("Cdtr", 0, 1),
    ("CdtrAcct", 0, 1),
    ("UltmtCdtr", 0, 1),
    ("InstrForCdtrAgt", 0, MANY),
    ("InstrForDbtrAgt", 0, 1),
    ("Purp", 0, 1),
    ("RgltryRptg", 0, 10),
    ("Tax", 0, 1),
    ("RltdRmtInf", 0, 10),
    ("RmtInf", 0, 1),
    ("SplmtryData", 0, MANY),
];

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(text: &str, digits: usize, behind: usize) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    is_digits(whole) && is_digits(part) && whole.len() + part.len() <= digits && part.len() <= behind
}

/// A text of the characters of SEPA, with no slash at an end and no two of them together.
fn is_text(text: &str, most: usize) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(letter);
    (1..=most).contains(&text.chars().count())
        && text.chars().all(allowed)
        && !text.starts_with('/')
        && !text.ends_with('/')
        && !text.contains("//")
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

fn is_moment(text: &str) -> bool {
    text.len() == 20 && text.as_bytes()[10] == b'T' && text.parse::<jiff::Timestamp>().is_ok()
}

fn is_iban(text: &str) -> bool {
    let shape = text.len() > 4
        && text.len() <= 34
        && text[..2].bytes().all(|byte| byte.is_ascii_uppercase())
        && is_digits(&text[2..4])
        && text[4..].bytes().all(|byte| byte.is_ascii_alphanumeric());
    let turned = format!("{}{}", &text[4.min(text.len())..], &text[..4.min(text.len())]);
    let digits: String = turned.chars().filter_map(|c| c.to_digit(36)).map(|d| d.to_string()).collect();
    let rest = digits.bytes().fold(0_u32, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    shape && rest == 1
}

/// Everything that a bank would refuse in a file.
pub fn faults(bytes: &[u8]) -> Vec<String> {
    let Some(document) = std::str::from_utf8(bytes).ok().and_then(read) else {
        return vec!["not well-formed".to_string()];
    };
    let mut faults = Vec::new();
    let space = [("xmlns".to_string(), "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09".to_string())];
    if document.name != "Document" || document.attributes != space {
        faults.push("another message".to_string());
    }
    visit("", &document, &mut faults);
    if let Some(message) = document.child("CstmrCdtTrfInitn") {
        sums(message, &mut faults);
    }
    faults
}

fn visit(parent: &str, node: &Node, faults: &mut Vec<String>) {
    let name = node.name.as_str();
    let mut tell = |what: &str| faults.push(format!("{parent}/{name}: {what}"));
    let Some(content) = content(parent, name) else { return tell("unknown") };
    if !parent.is_empty() && name != "InstdAmt" && !node.attributes.is_empty() {
        tell("has an attribute");
    }
    match content {
        Content::Parts(parts) => {
            if !node.text.trim().is_empty() {
                tell("text between elements");
            }
            let mut rest = node.children.iter().peekable();
            for (part, least, most) in parts {
                let mut count = 0;
                while rest.next_if(|child| child.name == *part).is_some() {
                    count += 1;
                }
                if count < *least || count > *most {
                    tell(&format!("{count} times {part}"));
                }
            }
            if let Some(left) = rest.next() {
                tell(&format!("{} does not belong here", left.name));
            }
        }
        Content::OneOf(parts) => {
            let [only] = node.children.as_slice() else { return tell("not one element") };
            if !parts.contains(&only.name.as_str()) {
                tell("an unknown choice");
            }
        }
        Content::Text(holds) => {
            if !node.children.is_empty() || !holds(&node.text) {
                tell("a bad text");
            }
        }
        Content::Sum => {
            let euro = [("Ccy".to_string(), "EUR".to_string())];
            let (_, cents) = node.text.split_once('.').unwrap_or(("", ""));
            let is_nothing = node.text.bytes().all(|byte| byte == b'0' || byte == b'.');
            if node.attributes != euro || !is_decimal(&node.text, 11, 2) || cents.len() != 2 || is_nothing {
                tell("a bad sum");
            }
        }
    }
    for child in &node.children {
        visit(name, child, faults);
    }
}

/// What SEPA asks of the whole: counts and sums are right, every number stands once, euro, shared costs.
fn sums(message: &Node, faults: &mut Vec<String>) {
    let header = message.child("GrpHdr");
    let payments: Vec<&Node> = message.children.iter().filter(|node| node.name == "PmtInf").collect();
    let transfers = |payment: &Node| -> Vec<(i128, String)> {
        let own = payment.children.iter().filter(|node| node.name == "CdtTrfTxInf");
        own.map(|one| (cents(one.at("Amt/InstdAmt")), one.at("PmtId/EndToEndId").to_string())).collect()
    };
    let all: Vec<(i128, String)> = payments.iter().flat_map(|payment| transfers(payment)).collect();
    let mut told = |node: &Node, list: &[(i128, String)]| {
        if node.at("NbOfTxs") != list.len().to_string() {
            faults.push("the number of transfers".to_string());
        }
        if cents(node.at("CtrlSum")) != list.iter().map(|(sum, _)| sum).sum::<i128>() {
            faults.push("the control sum".to_string());
        }
    };
    for payment in &payments {
        told(payment, &transfers(payment));
    }
    if let Some(header) = header {
        told(header, &all);
    }
    let numbers: BTreeSet<&String> = all.iter().map(|(_, number)| number).collect();
    if numbers.len() != all.len() {
        faults.push("a number stands twice".to_string());
    }
    for payment in payments {
        let names =
            payment.children.iter().filter(|node| node.name == "CdtTrfTxInf").map(|one| one.at("Cdtr/Nm"));
        let names: Vec<&str> = names.chain([payment.at("Dbtr/Nm")]).collect();
        if names.iter().any(|name| !is_text(name, 70)) {
            faults.push("a name of 1 to 70 characters".to_string());
        }
        let service = (payment.at("PmtTpInf/SvcLvl/Cd"), payment.at("ChrgBr"), payment.at("PmtMtd"));
        if service != ("SEPA", "SLEV", "TRF") {
            faults.push("not a SEPA credit transfer".to_string());
        }
    }
}

fn cents(text: &str) -> i128 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(-1)
}
