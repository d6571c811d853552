//! `docs/attacks.md`: a line for each number of the list of attacks, each with tests that exist.

use std::path::Path;

/// The last number of the list of attacks.
const LAST: u32 = 68;
/// The numbers without an attack under them; the page names each.
const EMPTY: [u32; 8] = [10, 17, 23, 26, 30, 32, 55, 56];

/// What is wrong with a table, given how a source file is read.
fn faults(table: &str, source: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let lines: Vec<&str> = table.lines().filter(|line| line.starts_with("| A")).collect();
    for item in (1..=LAST).filter(|item| !EMPTY.contains(item)) {
        let named = lines.iter().filter(|line| line.starts_with(&format!("| A{item} |"))).count();
        if named != 1 {
            faults.push(format!("A{item} has {named} lines"));
        }
    }
    for line in &lines {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, item, what, shown, _] = cells[..] else {
            faults.push(format!("three cells: {line}"));
            continue;
        };
        let tests: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        let is_open = shown.strip_prefix("open: ").is_some_and(|why| !why.is_empty());
        if what.is_empty() || (tests.is_empty() && !is_open) {
            faults.push(format!("{item} says neither what shows it nor why it is open"));
        }
        for test in tests {
            let Some((path, name)) = test.split_once("::") else {
                faults.push(format!("{item}: {test} is no file::test"));
                continue;
            };
            if source(path).is_none_or(|text| !text.contains(&format!("fn {name}("))) {
                faults.push(format!("{item}: there is no {test}"));
            }
        }
    }
    faults
}

#[test]
fn each_attack_has_its_line_and_each_test_that_is_named_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("docs/attacks.md")).expect("the table");
    let found = faults(&table, |path| std::fs::read_to_string(root.join(path)).ok());
    assert!(found.is_empty(), "{found:#?}");
    let before = table.split("\n## ").next().unwrap_or("");
    let named = |item: &u32| {
        let number = format!("A{item}");
        before.split([' ', ',', '\n']).any(|word| word == number)
    };
    assert!(EMPTY.iter().all(named), "numbers without an attack are told at the top");
}

#[test]
fn a_table_with_a_wrong_name_or_a_missing_line_is_found() {
    let source = |path: &str| (path == "a.rs").then(|| "fn good() {}".to_string());
    let with =
        |line: &str| faults(line, source).into_iter().filter(|fault| !fault.contains("has 0 lines")).count();
    assert_eq!(with("| A1 | x | `a.rs::good` |"), 0);
    assert_eq!(with("| A1 | x | open: nobody made it |"), 0);
    for wrong in [
        "| A1 | x | `a.rs::bad` |",
        "| A1 | x | `b.rs::good` |",
        "| A1 | x | `good` |",
        "| A1 | x | open: |",
        "| A1 | x |  |",
        "| A1 |  | `a.rs::good` |",
        "| A1 | x | `a.rs::good` |\n| A1 | x | `a.rs::good` |",
    ] {
        assert_eq!(with(wrong), 1, "{wrong}");
    }
    let all = usize::try_from(LAST).expect("small") - EMPTY.len();
    assert_eq!(faults("", source).len(), all);
}
