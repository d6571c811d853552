//! A report as a file: CSV for a spreadsheet, JSON for a program. Both carry the name and version of their form, the
//! moment, and how many postings there were, so that the same file can be made again from the ledger.

use serde_json::{Map, Value, json};

use super::harmless;
use crate::domain::money::Cents;
use crate::domain::report::{Cell, Report};

/// The CSV: a line with the names of the columns, then the rows. Amounts have two decimals after a point; what is not
/// known is empty. What the report is about stands in the first columns of each row.
pub fn csv(report: &Report) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let about = || report.about.iter();
    let head = about().map(|(name, _)| *name).chain(report.columns.iter().copied());
    writer.write_record(["format", "before", "postings"].into_iter().chain(head)).expect("memory takes it");
    let first = [report.format(), report.before.to_string(), report.postings.to_string()];
    for row in &report.rows {
        let cells = about().map(|(_, cell)| cell).chain(row).map(plain);
        writer.write_record(first.iter().cloned().chain(cells)).expect("memory takes it");
    }
    writer.into_inner().expect("memory takes it")
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Word(word) => (*word).to_string(),
        Cell::Money(amount) => amount.to_string(),
        Cell::Change(cents) => signed(*cents),
        Cell::Count(count) => count.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Share(share) => format!("{}.{:04}", share.get() / 10_000, share.get() % 10_000),
        Cell::Shift(points) => {
            let size = points.unsigned_abs();
            format!("{}{}.{:04}", if *points < 0 { "-" } else { "" }, size / 10_000, size % 10_000)
        }
        Cell::Nothing => String::new(),
    }
}

fn signed(cents: i64) -> String {
    let amount = Cents::new(cents.saturating_abs()).unwrap_or(Cents::MAX);
    if cents < 0 { format!("-{amount}") } else { amount.to_string() }
}

/// The JSON: amounts and shares as text, numbers of things as numbers, what is not known as null.
pub fn json(report: &Report) -> Vec<u8> {
    let value = |cell: &Cell| match cell {
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Count(count) => Value::from(*count),
        Cell::Number(number) => Value::from(*number),
        Cell::Nothing => Value::Null,
        Cell::Word(_) | Cell::Money(_) | Cell::Change(_) | Cell::Share(_) | Cell::Shift(_) => {
            Value::from(plain(cell))
        }
    };
    let object = |names: &mut dyn Iterator<Item = (&'static str, &Cell)>| -> Map<String, Value> {
        names.map(|(name, cell)| (name.to_string(), value(cell))).collect()
    };
    let rows: Vec<Value> = report
        .rows
        .iter()
        .map(|row| Value::from(object(&mut report.columns.iter().copied().zip(row))))
        .collect();
    let document = json!({
        "format": report.format(),
        "before": report.before.to_string(),
        "postings": report.postings,
        "about": object(&mut report.about.iter().map(|(name, cell)| (*name, cell))),
        "rows": rows,
    });
    let mut bytes = serde_json::to_vec_pretty(&document).expect("a report is plain data");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::BasisPoints;
    use crate::domain::time::Moment;

    fn report() -> Report {
        Report {
            name: "test",
            version: 1,
            before: Moment::parse("2027-12-31T23:00:00Z").expect("a moment"),
            postings: 7,
            about: vec![("year", Cell::Number(2027))],
            columns: vec!["name", "amount", "change", "share", "shift", "count", "each"],
            rows: vec![vec![
                Cell::Text("=SOM(A1), \"ja\"".to_string()),
                Cell::Money(Cents::euros(2_500)),
                Cell::Change(-150),
                Cell::Share(BasisPoints::new(3_000).expect("a share")),
                Cell::Shift(-125),
                Cell::Count(3),
                Cell::Nothing,
            ]],
        }
    }

    #[test]
    fn a_spreadsheet_gets_plain_amounts_and_no_formula() {
        let text = String::from_utf8(csv(&report())).expect("text");
        assert_eq!(
            text,
            "format,before,postings,year,name,amount,change,share,shift,count,each\n\
             schuifruimte-report-test/1,2027-12-31T23:00:00Z,7,2027,\"'=SOM(A1), \"\"ja\"\"\",2500.00,-1.50,0.3000,-0.0125,3,\n"
        );
    }

    #[test]
    fn a_program_gets_amounts_as_text_and_nothing_as_null() {
        let document: Value = serde_json::from_slice(&json(&report())).expect("JSON");
        assert_eq!(document["format"], "schuifruimte-report-test/1");
        assert_eq!((&document["before"], &document["postings"]), (&json!("2027-12-31T23:00:00Z"), &json!(7)));
        assert_eq!(
            document["rows"][0],
            json!({"name": "=SOM(A1), \"ja\"", "amount": "2500.00", "change": "-1.50", "share": "0.3000", "shift": "-0.0125", "count": 3, "each": null})
        );
    }
}
