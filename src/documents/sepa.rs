//! Payments for the bank: a SEPA credit transfer as ISO 20022 writes it (message pain.001.001.09), one file per batch.
//! The same batch always gives the same bytes. The file holds account numbers: it is handed out and never kept.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::domain::money::Cents;
use crate::domain::payment::{Batch, Order, Payee, Payer};
use crate::domain::time::Moment;

/// The message that is written.
const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
/// Longest name of a party in a SEPA transfer, in characters.
const MAX_NAME: usize = 70;
/// Longest note to a payment, in characters.
const MAX_NOTE: usize = 140;

/// A payment in the file.
#[derive(Debug, Clone)]
pub struct Transfer {
    /// Our order.
    pub order: Order,
    /// Who is paid.
    pub payee: Payee,
    /// What the recipient reads: which grant it is.
    pub note: String,
}

/// Everything that a file is made from.
#[derive(Debug, Clone)]
pub struct Transfers<'a> {
    /// The batch: its number names the message.
    pub batch: &'a Batch,
    /// When it was approved.
    pub made_at: Moment,
    /// Who pays.
    pub payer: &'a Payer,
    /// The payments, in the order of their numbers.
    pub list: &'a [Transfer],
}

/// Writes the file.
pub fn write(transfers: &Transfers<'_>) -> Vec<u8> {
    let mut tree = Tree { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_string(), depth: 0 };
    tree.line(&format!("<Document xmlns=\"{NAMESPACE}\">"));
    tree.depth = 1;
    tree.within("CstmrCdtTrfInitn", |tree| {
        header(tree, transfers);
        payment(tree, transfers);
    });
    tree.depth = 0;
    tree.line("</Document>");
    tree.text.into_bytes()
}

/// The sum of the payments: the control sum of the file.
fn sum(list: &[Transfer]) -> Cents {
    Cents::sum(list.iter().map(|one| one.order.amount)).unwrap_or(Cents::MAX)
}

fn header(tree: &mut Tree, transfers: &Transfers<'_>) {
    tree.within("GrpHdr", |tree| {
        tree.leaf("MsgId", &transfers.batch.number.0);
        tree.leaf("CreDtTm", &transfers.made_at.to_string());
        tree.leaf("NbOfTxs", &transfers.list.len().to_string());
        tree.leaf("CtrlSum", &sum(transfers.list).to_string());
        tree.within("InitgPty", |tree| tree.leaf("Nm", &name(&transfers.payer.name)));
    });
}

fn payment(tree: &mut Tree, transfers: &Transfers<'_>) {
    tree.within("PmtInf", |tree| {
        tree.leaf("PmtInfId", &transfers.batch.number.0);
        tree.leaf("PmtMtd", "TRF");
        tree.leaf("NbOfTxs", &transfers.list.len().to_string());
        tree.leaf("CtrlSum", &sum(transfers.list).to_string());
        tree.within("PmtTpInf", |tree| tree.within("SvcLvl", |tree| tree.leaf("Cd", "SEPA")));
        tree.within("ReqdExctnDt", |tree| tree.leaf("Dt", &transfers.batch.execute_on.to_string()));
        tree.within("Dbtr", |tree| tree.leaf("Nm", &name(&transfers.payer.name)));
        account(tree, "DbtrAcct", &transfers.payer.iban);
        // The account number says which bank it is; SEPA asks for these words where no code of a bank is given.
        tree.within("DbtrAgt", |tree| {
            tree.within("FinInstnId", |tree| tree.within("Othr", |tree| tree.leaf("Id", "NOTPROVIDED")));
        });
        tree.leaf("ChrgBr", "SLEV");
        for one in transfers.list {
            transfer(tree, one);
        }
    });
}

fn transfer(tree: &mut Tree, one: &Transfer) {
    tree.within("CdtTrfTxInf", |tree| {
        tree.within("PmtId", |tree| tree.leaf("EndToEndId", &one.order.number.0));
        tree.within("Amt", |tree| tree.money("InstdAmt", one.order.amount));
        tree.within("Cdtr", |tree| tree.leaf("Nm", &name(&one.payee.name)));
        account(tree, "CdtrAcct", &one.payee.iban);
        tree.within("RmtInf", |tree| tree.leaf("Ustrd", &written(&one.note, MAX_NOTE)));
    });
}

fn account(tree: &mut Tree, element: &str, iban: &str) {
    tree.within(element, |tree| tree.within("Id", |tree| tree.leaf("IBAN", iban)));
}

fn name(text: &str) -> String {
    written(text, MAX_NAME)
}

/// A text in the characters that every bank in SEPA takes: letters and digits of the Latin alphabet and
/// `/ - ? : ( ) . , ' +` and space (EPC 217-08). Accents fall off, what has no likeness becomes a point, and no slash
/// stands at an end or beside another one.
pub fn written(text: &str, most: usize) -> String {
    let mut plain = String::new();
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' => plain.push(letter),
            '-' | '?' | ':' | '(' | ')' | '.' | ',' | '\'' | '+' => plain.push(letter),
            '/' if plain.ends_with('/') => {}
            '/' => plain.push('/'),
            '&' => plain.push('+'),
            '_' | '\u{2010}'..='\u{2015}' => plain.push('-'),
            '"' | '`' | '\u{2018}'..='\u{201f}' => plain.push('\''),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'Æ' => plain.push_str("AE"),
            'œ' => plain.push_str("oe"),
            'Œ' => plain.push_str("OE"),
            'ø' => plain.push('o'),
            'Ø' => plain.push('O'),
            'ł' => plain.push('l'),
            'Ł' => plain.push('L'),
            'đ' => plain.push('d'),
            'Đ' => plain.push('D'),
            'ı' => plain.push('i'),
            '€' => plain.push_str("EUR"),
            _ if letter.is_whitespace() => plain.push(' '),
            _ => plain.push('.'),
        }
    }
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let short: String = words.join(" ").trim_matches('/').chars().take(most).collect();
    let short = short.trim_matches(|letter| letter == ' ' || letter == '/');
    if short.is_empty() { "-".to_string() } else { short.to_string() }
}

/// An XML tree that is written from top to bottom, two spaces further in for each level.
struct Tree {
    text: String,
    depth: usize,
}

impl Tree {
    fn line(&mut self, content: &str) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.depth));
        self.text.push_str(content);
    }

    fn within(&mut self, element: &str, content: impl FnOnce(&mut Tree)) {
        self.line(&format!("<{element}>"));
        self.depth += 1;
        content(self);
        self.depth -= 1;
        self.line(&format!("</{element}>"));
    }

    fn leaf(&mut self, element: &str, text: &str) {
        self.line(&format!("<{element}>{}</{element}>", escaped(text)));
    }

    fn money(&mut self, element: &str, amount: Cents) {
        self.line(&format!("<{element} Ccy=\"EUR\">{amount}</{element}>"));
    }
}

/// A text as it stands between two tags.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\'' => safe.push_str("&apos;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_two_tags_never_opens_another() {
        assert_eq!(escaped("<Nm>'t & \"co\"</Nm>"), "&lt;Nm&gt;&apos;t &amp; &quot;co&quot;&lt;/Nm&gt;");
        let mut tree = Tree { text: String::new(), depth: 0 };
        tree.within("Cdtr", |tree| tree.leaf("Nm", "a<b"));
        assert_eq!(tree.text, "\n<Cdtr>\n  <Nm>a&lt;b</Nm>\n</Cdtr>");
    }

    #[test]
    fn a_name_is_written_in_the_letters_that_every_bank_takes() {
        for (text, plain) in [
            ("Fatma Yılmaz", "Fatma Yilmaz"),
            ("Stichting Café & Co \"Zuilen\"", "Stichting Cafe + Co 'Zuilen'"),
            ("Łukasz Đorđević–Ørsted", "Lukasz Dordevic-Orsted"),
            ("//Buurt//huis//", "Buurt/huis"),
            ("a\tb\u{a0}c", "a b c"),
            ("مسجد", "...."),
            (" / ", "-"),
            ("", "-"),
            ("ﬁets € 5;", "fiets EUR 5."),
        ] {
            assert_eq!(written(text, 70), plain, "{text}");
        }
        assert_eq!(written(&"é".repeat(200), 70).len(), 70);
        assert_eq!(written(&format!("{}/b", "a".repeat(69)), 70), "a".repeat(69), "no slash at an end");
    }
}
