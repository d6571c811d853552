//! The pages in `docs/` that say how the service is guarded, held against the sources: a page that promises what is not
//! there is worse than none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every requirement of OWASP ASVS 5.0.0 of the levels 1 and 2: its number and its level.
const REQUIREMENTS: &str = include_str!("docs/asvs-5.0.0.txt");
const STATES: [&str; 3] = ["met", "not applicable", "open"];
/// What a path of ours begins with.
const OURS: [&str; 6] = ["src/", "tests/", "docs/", "deploy/", "migrations/", ".ci/"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> Option<String> {
    std::fs::read_to_string(root().join(path)).ok()
}

/// A line of the sheet.
struct Line {
    id: String,
    level: String,
    asks: String,
    state: String,
    why: String,
}

fn lines(page: &str) -> Vec<Line> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows = rows.map(|row| row.split(" | ").map(str::to_string).collect::<Vec<_>>());
    let rows = rows.filter(|cells| cells[0].matches('.').count() == 2);
    rows.map(|cells| {
        let [id, level, asks, state, why] = <[String; 5]>::try_from(cells).expect("five cells");
        Line { id, level, asks, state, why }
    })
    .collect()
}

/// What stands between backticks in a text and is one of our files, a test in one, or a heading of one.
fn references(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted
        .filter(|one| {
            OURS.iter().any(|start| one.starts_with(start)) || one.ends_with(".toml") || one.ends_with(".md")
        })
        .collect()
}

/// The name by which a page on the web leads to a heading.
fn anchor(heading: &str) -> String {
    let small = heading.trim_start_matches('#').trim().to_lowercase();
    small
        .chars()
        .filter(|one| one.is_alphanumeric() || " -".contains(*one))
        .collect::<String>()
        .replace(' ', "-")
}

/// Whether a source has a test of this name.
fn has_test(source: &str, name: &str) -> bool {
    let all: Vec<&str> = source.lines().map(str::trim).collect();
    let is_it = |line: &&str| line.trim_start_matches("async ").starts_with(&format!("fn {name}("));
    let place = all.iter().position(is_it);
    place.is_some_and(|at| {
        let mut above =
            all[..at].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("//"));
        above.any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"))
    })
}

/// What is wrong with a reference, and whether it shows anything: a test and a text do, a source alone does not.
fn judged(reference: &str) -> Result<bool, String> {
    if let Some((path, name)) = reference.split_once("::") {
        let found = text(path).is_some_and(|source| has_test(&source, name));
        return if found { Ok(true) } else { Err(format!("there is no test {reference}")) };
    }
    let (path, heading) = reference.split_once('#').unwrap_or((reference, ""));
    let found = text(path).ok_or_else(|| format!("there is no file {path}"))?;
    if !heading.is_empty() && !found.lines().any(|line| line.starts_with('#') && anchor(line) == heading) {
        return Err(format!("there is no heading {reference}"));
    }
    Ok(!heading.is_empty() || path == ".ci/run")
}

/// What is wrong with a line of the sheet.
fn faults(line: &Line) -> Vec<String> {
    let mut faults = Vec::new();
    let mut shows = false;
    for reference in references(&line.why) {
        match judged(reference) {
            Ok(is_shown) => shows |= is_shown,
            Err(fault) => faults.push(fault),
        }
    }
    if line.asks.is_empty() || !STATES.contains(&line.state.as_str()) {
        faults.push(format!("\"{}\" is no state", line.state));
    }
    if line.state == "met" && !shows {
        faults.push("it names no test, no page with its heading and not .ci/run".to_string());
    }
    if line.state != "met" && line.why.chars().filter(|one| one.is_alphabetic()).count() < 12 {
        faults.push("it says neither why nor what is missing".to_string());
    }
    faults.into_iter().map(|fault| format!("{}: {fault}", line.id)).collect()
}

#[test]
fn the_sheet_has_each_requirement_once_and_names_only_what_there_is() {
    let page = text("docs/asvs.md").expect("the sheet");
    let all = lines(&page);
    let wanted: Vec<(&str, &str)> = REQUIREMENTS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .collect();
    assert_eq!(wanted.len(), 253, "70 of level 1, 183 of level 2");
    let there: Vec<(&str, &str)> = all.iter().map(|line| (line.id.as_str(), line.level.as_str())).collect();
    let differs = there.iter().zip(&wanted).find(|(line, wanted)| line != wanted);
    assert!(
        differs.is_none() && there.len() == wanted.len(),
        "{} lines; the first that differs: {differs:?}",
        there.len()
    );
    let found: Vec<String> = all.iter().flat_map(faults).collect();
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    let mut counts = BTreeMap::new();
    for line in &all {
        let chapter = line.id.split('.').next().expect("a number").to_string();
        for key in
            [format!("| V{chapter} "), "| all ".to_string(), format!("| of these level {} ", line.level)]
        {
            let count: &mut [usize; 3] = counts.entry(key).or_default();
            count[STATES.iter().position(|state| *state == line.state).expect("a state")] += 1;
        }
    }
    counts.remove("| of these level 2 ");
    for (key, [met, not, open]) in counts {
        let row = page.lines().find(|line| line.starts_with(&key)).unwrap_or_else(|| panic!("no row {key}"));
        assert!(row.ends_with(&format!("| {met} | {not} | {open} |")), "{row}: counted {met}, {not}, {open}");
    }
}

#[test]
fn the_limits_that_are_told_are_those_of_the_sources() {
    let page = text("docs/security.md").expect("the page");
    let mut told = 0;
    for row in page.lines().filter(|line| line.contains("` = `")) {
        let quoted: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        let source = text(quoted[0]).unwrap_or_else(|| panic!("no file {}", quoted[0]));
        for pair in quoted[1..].chunks(2) {
            let [name, value] = pair else { panic!("a name and a value: {row}") };
            let wanted = |line: &str| {
                line.contains(&format!("const {name}:")) && line.ends_with(&format!("= {value};"))
            };
            assert!(source.lines().any(wanted), "{} does not say {name} = {value}", quoted[0]);
            told += 1;
        }
    }
    assert!(told >= 25, "only {told} limits");
}

/// Files below a folder with one of these endings: path from the root, and text.
fn below(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(place) = waiting.pop() {
        for entry in std::fs::read_dir(&place).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else if endings.iter().any(|end| path.extension().is_some_and(|found| found == *end)) {
                let name = path.strip_prefix(root()).unwrap_or(Path::new("")).display().to_string();
                found.push((name, std::fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    found
}

/// What the sheet says is nowhere, and where it may stand all the same.
const NOWHERE: [(&str, &[&str], &str); 8] = [
    ("Command::new(", &[], "it starts no program"),
    ("access-control-allow", &[], "no other site may read its answers"),
    ("ACCESS_CONTROL_ALLOW", &[], "no other site may read its answers"),
    ("Field::text(\"password", &[], "what is typed as password is hidden"),
    ("Field::text(\"new_password", &[], "what is typed as password is hidden"),
    ("Field::text(\"old_password", &[], "what is typed as password is hidden"),
    ("TcpStream::connect", &["src/mailing/", "src/provider/"], "it connects to nothing that somebody typed"),
    ("connect_tokio1(", &["src/mailing/"], "it connects to nothing that somebody typed"),
];

/// What none of our scripts does: keep something, run something, write markup, talk with other windows.
const NO_SCRIPT: [&str; 14] = [
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "document.cookie",
    "eval(",
    "new Function",
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "postMessage",
    "__proto__",
    "WebSocket",
    "import(",
];

/// The one script that keeps something on the voter's own device, and where: `docs/security.md#residents-who-vote` says what.
const KEEPS: (&str, [&str; 2]) = ("ballot.js", ["localStorage", "sessionStorage"]);

#[test]
fn what_is_said_to_be_nowhere_is_nowhere() {
    let mut found = Vec::new();
    for (path, source) in below("src", &["rs"]) {
        for (words, allowed, why) in NOWHERE {
            if source.contains(words) && !allowed.iter().any(|start| path.starts_with(start)) {
                found.push(format!("{path}: {words} ({why})"));
            }
        }
        // Tests within a source try types of other people's requests.
        let ours = source.split("#[cfg(test)]").next().unwrap_or("");
        let kinds = ours.split("\"text/").skip(1).filter_map(|rest| rest.split('"').next());
        found.extend(
            kinds
                .filter(|kind| !kind.ends_with("; charset=utf-8"))
                .map(|kind| format!("{path}: text/{kind}")),
        );
    }
    for (path, script) in below("src/web/assets", &["js"]) {
        let kept = |words: &str| path.ends_with(KEEPS.0) && KEEPS.1.contains(&words);
        found.extend(
            NO_SCRIPT
                .iter()
                .filter(|words| script.contains(**words) && !kept(words))
                .map(|words| format!("{path}: {words}")),
        );
    }
    let manifest = text("Cargo.toml").expect("the manifest");
    for dependency in ["regex", "reqwest", "tungstenite", "async-graphql", "ldap3", "libloading"] {
        if manifest.lines().any(|line| line.split_once(" =").is_some_and(|(name, _)| name == dependency)) {
            found.push(format!("Cargo.toml: {dependency}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_sheet_that_says_too_much_is_found() {
    let line = |state: &str, why: &str| Line {
        id: "1.1.1".to_string(),
        level: "2".to_string(),
        asks: "something".to_string(),
        state: state.to_string(),
        why: why.to_string(),
    };
    let test = "`tests/it/docs.rs::a_sheet_that_says_too_much_is_found`";
    for (state, why) in [
        ("met", test),
        ("met", "`docs/security.md#input`"),
        ("met", "`.ci/run`"),
        ("open", "nobody has looked at it"),
        ("not applicable", "there is no such thing here"),
    ] {
        assert_eq!(faults(&line(state, why)), Vec::<String>::new(), "{why}");
    }
    for (state, why) in [
        ("met", "it is so"),
        ("met", "`src/web/guard/csrf.rs`"),
        ("met", "`tests/it/docs.rs::a_test_that_is_not_there`"),
        ("met", "`tests/it/docs.rs::lines`"),
        ("met", "`docs/security.md#nowhere`"),
        ("open", "see `src/nowhere.rs` about what is missing"),
        ("open", "later"),
        ("partly", test),
    ] {
        assert_ne!(faults(&line(state, why)), Vec::<String>::new(), "{state}: {why}");
    }
}

/// The rows of tables in a page: what stands in backquotes in the first cell.
fn rows(page: &str) -> Vec<&str> {
    let first = page.lines().filter_map(|line| line.strip_prefix("| `"));
    first.filter_map(|rest| rest.split('`').next()).collect()
}

#[test]
fn the_page_about_the_bundle_has_every_file_and_every_kind_of_entry() {
    let page = text("docs/bundle.md").expect("the page");
    let told = rows(&page);
    let source = text("src/domain/log/entry.rs").expect("the entries");
    let kinds: Vec<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("#[serde(rename = \"")?.strip_suffix("\")]"))
        .collect();
    assert_eq!(kinds.len(), 15, "{kinds:?}");
    for name in schuifruimte::domain::bundle::FILES.iter().chain(&kinds) {
        // The certificate and the signatures under it share a row.
        let second = format!("`certificate.json`, `{name}`");
        assert!(told.contains(name) || page.contains(&second), "{name}");
    }
}

#[test]
fn whoever_runs_a_service_reads_what_each_role_is_for() {
    let page = text("deploy/README.md").expect("the page");
    let told = rows(&page);
    for (_, name) in schuifruimte::domain::account::Role::NAMES {
        assert!(told.contains(&name), "{name}");
    }
}
