//! The house in design section 2, held by a machine: directions, sizes, and what is absent.

use std::path::{Path, PathBuf};

/// Most lines of a file.
const MAX_FILE: usize = 400;
/// Most lines of a function.
const MAX_FUNCTION: usize = 60;

/// Each part of `src/` and what it may use. `cli` is the top and may use everything.
const MAY_USE: [(&str, &[&str]); 13] = [
    ("tally", &["tally"]),
    ("domain", &["domain", "tally"]),
    ("store", &["store", "domain"]),
    ("acts", &["acts", "store", "domain"]),
    ("text", &["text", "domain"]),
    ("documents", &["documents", "text", "domain"]),
    ("clock", &["clock", "domain"]),
    ("entropy", &["entropy", "domain"]),
    ("keys", &["keys", "entropy", "acts", "domain"]),
    ("provider", &["provider", "config", "domain"]),
    ("config", &["config", "keys", "entropy", "clock", "domain", "cli"]),
    (
        "web",
        &[
            "web",
            "acts",
            "store",
            "domain",
            "tally",
            "text",
            "documents",
            "clock",
            "entropy",
            "keys",
            "config",
            "provider",
        ],
    ),
    ("cli", EVERYTHING),
];
const EVERYTHING: &[&str] = &[
    "cli",
    "web",
    "acts",
    "store",
    "domain",
    "tally",
    "text",
    "documents",
    "clock",
    "entropy",
    "keys",
    "config",
    "provider",
];

/// Below the web and the command line.
const LOWER: [&str; 4] = ["tally", "domain", "store", "acts"];
/// What nothing down there may do: read a clock, draw a lot, look around.
const OUTSIDE_WORLD: [&str; 8] = [
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "Utc::now",
    "getrandom",
    "rand::",
    "std::env",
];

/// One source file.
struct Source {
    /// Its path below `src/` or `tests/`.
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Source {
        Source { path: path.to_string(), text: text.to_string() }
    }

    /// The part of the house it belongs to.
    fn part(&self) -> &str {
        self.path.split('/').next().unwrap_or("").trim_end_matches(".rs")
    }

    /// How many modules deep it lies.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    /// Its lines without comments and without its unit tests, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take_while(|line| *line != "#[cfg(test)]").enumerate();
        let code = |line: &str| !line.trim_start().starts_with("//");
        lines.filter(move |(_, line)| code(line)).map(|(place, line)| (place + 1, line))
    }

    fn fault(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

/// The modules directly below the crate that a text names.
fn parts_used(source: &Source) -> Vec<String> {
    let text: Vec<&str> = source.code().map(|(_, line)| line).collect();
    let text = text.join("\n");
    let mut used = Vec::new();
    for (place, _) in text.match_indices("crate::") {
        heads(&text[place + "crate::".len()..], &mut used);
    }
    let root = "super::".repeat(source.depth());
    for (place, _) in text.match_indices(&root) {
        heads(&text[place + root.len()..], &mut used);
    }
    used
}

/// The first names of a path, or of each path in braces.
fn heads(text: &str, used: &mut Vec<String>) {
    let name =
        |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let Some(group) = text.strip_prefix('{') else {
        used.push(name(text));
        return;
    };
    let (mut deep, mut at_start) = (0, true);
    for (place, letter) in group.char_indices() {
        match letter {
            '{' => deep += 1,
            '}' if deep == 0 => break,
            '}' => deep -= 1,
            ',' if deep == 0 => at_start = true,
            _ if at_start && letter.is_alphabetic() => {
                used.push(name(&group[place..]));
                at_start = false;
            }
            _ => {}
        }
    }
}

fn wrong_directions(source: &Source) -> Vec<String> {
    let Some((_, allowed)) = MAY_USE.iter().find(|(part, _)| *part == source.part()) else {
        return Vec::new();
    };
    let known = |used: &String| EVERYTHING.contains(&used.as_str());
    let bad = parts_used(source).into_iter().filter(|used| known(used) && !allowed.contains(&used.as_str()));
    bad.map(|used| source.fault(1, &format!("{} may not use {used}", source.part()))).collect()
}

fn too_long(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    if source.text.lines().count() > MAX_FILE {
        faults.push(source.fault(MAX_FILE, "the file is too long"));
    }
    let mut open: Option<(usize, String)> = None;
    for (place, line) in source.text.lines().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let start = line.trim_start();
        let is_function =
            ["fn ", "pub fn ", "async fn ", "pub async fn ", "pub(super) async fn ", "pub(super) fn "];
        if open.is_none() && is_function.iter().any(|word| start.starts_with(word)) {
            open = Some((place, indent.to_string()));
        }
        // rustfmt puts the closing brace of a function under its first letter.
        let closed = |(_, own): &(usize, String)| indent == own && (start == "}" || start.ends_with("{}"));
        if let Some((from, _)) = open.take_if(|open| closed(open))
            && place - from >= MAX_FUNCTION
        {
            faults.push(source.fault(from + 1, "the function is too long"));
        }
    }
    faults
}

fn sql_outside_store(source: &Source) -> Vec<String> {
    let sql = ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"PRAGMA "];
    lines_with(source, source.part() != "store", &sql, "SQL outside store")
}

fn outside_world(source: &Source) -> Vec<String> {
    let lower = LOWER.contains(&source.part());
    lines_with(source, lower, &OUTSIDE_WORLD, "clock, randomness or environment below web and cli")
}

fn serde_in_tally(source: &Source) -> Vec<String> {
    lines_with(
        source,
        source.part() == "tally",
        &["serde", "sqlx", "axum", "HashMap<u"],
        "not in the counting engine",
    )
}

fn any_outside_mod(source: &Source) -> Vec<String> {
    let applies = source.path != "store/mod.rs";
    lines_with(source, applies, &["sqlx::Any", "sqlx::any", "AnyPool"], "only store/mod.rs names sqlx::Any")
}

fn sqlx_outside_store(source: &Source) -> Vec<String> {
    lines_with(source, source.part() != "store", &["sqlx::"], "sqlx outside store")
}

fn unsafe_code(source: &Source) -> Vec<String> {
    lines_with(source, true, &["unsafe ", "unsafe{", "#[allow", "#[ignore"], "forbidden")
}

/// Handlers of the office, and those of people who pitch, get what their address names from the guard, which decided about
/// it. A link in a mail is for whoever has it.
fn path_past_the_guard(source: &Source) -> Vec<String> {
    let of_initiators = source.path.starts_with("web/initiator/")
        && !["web/initiator/enter.rs", "web/initiator/mailbox.rs"].contains(&source.path.as_str());
    let applies = source.path.starts_with("web/office/") || of_initiators;
    let words = ["Path(", "Path<", "extract::Path", "RawPathParams", "MatchedPath", "OriginalUri"];
    let mut faults = lines_with(source, applies, &words, "an address past the guard");
    let makes_proof = source.path != "web/guard/scope.rs";
    faults.extend(lines_with(source, makes_proof, &["Proof("], "only the guard makes proof"));
    faults
}

fn path_outside_paths(source: &Source) -> Vec<String> {
    if source.part() != "web" || source.path == "web/paths.rs" || source.path.starts_with("web/paths/") {
        return Vec::new();
    }
    let is_path = |line: &str| {
        line.match_indices("\"/").any(|(place, _)| {
            let rest = &line[place + 2..];
            rest.starts_with(['"', '{']) || rest.starts_with(|c: char| c.is_ascii_lowercase())
        })
    };
    let bad = source.code().filter(|(_, line)| is_path(line));
    bad.map(|(line, _)| source.fault(line, "a path outside web/paths.rs")).collect()
}

/// An act that measures what people typed also looks at its signs.
fn words_unseen(source: &Source) -> Vec<String> {
    let applies = source.part() == "acts" && !source.text.contains("plain::");
    lines_with(source, applies, &[".chars().count()"], "typed words that are not held to plain text")
}

fn lines_with(source: &Source, applies: bool, words: &[&str], what: &str) -> Vec<String> {
    let bad = |line: &str| applies && words.iter().any(|word| line.contains(word));
    source.code().filter(|(_, line)| bad(line)).map(|(line, _)| source.fault(line, what)).collect()
}

/// Markup is written as it is in one place at most.
fn raw_markup(sources: &[Source]) -> Vec<String> {
    let places: Vec<String> = sources
        .iter()
        .flat_map(|source| lines_with(source, true, &["PreEscaped("], "markup that is not escaped"))
        .collect();
    if places.len() > 1 { places } else { Vec::new() }
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            let path: PathBuf = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name =
                    path.strip_prefix(&root).expect("it lies below").to_string_lossy().replace('\\', "/");
                found.push(Source { path: name, text: std::fs::read_to_string(&path).expect("readable") });
            }
        }
    }
    found
}

const RULES: [fn(&Source) -> Vec<String>; 11] = [
    wrong_directions,
    too_long,
    sql_outside_store,
    outside_world,
    serde_in_tally,
    any_outside_mod,
    sqlx_outside_store,
    unsafe_code,
    path_outside_paths,
    words_unseen,
    path_past_the_guard,
];

#[test]
fn the_house_stands_as_it_was_drawn() {
    let all = sources("src");
    assert!(all.len() > 50, "the sources were found");
    let mut faults: Vec<String> =
        all.iter().flat_map(|source| RULES.iter().flat_map(|rule| rule(source))).collect();
    faults.extend(raw_markup(&all));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn tests_stay_short_too() {
    let faults: Vec<String> = sources("tests").iter().flat_map(too_long).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn each_rule_can_fail() {
    let fails = |rule: fn(&Source) -> Vec<String>, path: &str, text: &str| {
        assert!(!rule(&Source::new(path, text)).is_empty(), "{path} with {text} must be refused");
    };
    fails(wrong_directions, "domain/x.rs", "use crate::store::Conn;");
    fails(wrong_directions, "tally/x.rs", "use crate::{\n    tally::Rule,\n    domain::money,\n};");
    fails(wrong_directions, "acts/round/x.rs", "use super::super::super::web::paths;");
    fails(wrong_directions, "acts/round/mod.rs", "use super::super::cli::Failure;");
    fails(wrong_directions, "web/x.rs", "let x = crate::cli::run();");
    fails(too_long, "acts/x.rs", &"x\n".repeat(401));
    fails(too_long, "acts/x.rs", &format!("    async fn f() {{\n{}    }}\n", "        x;\n".repeat(60)));
    fails(sql_outside_store, "acts/x.rs", "let q = \"SELECT 1\";");
    fails(outside_world, "acts/x.rs", "let now = std::time::SystemTime::now();");
    fails(outside_world, "domain/x.rs", "getrandom::fill(&mut bytes);");
    fails(serde_in_tally, "tally/x.rs", "#[derive(serde::Serialize)]");
    fails(any_outside_mod, "store/x.rs", "fn f(x: sqlx::Any) {}");
    fails(sqlx_outside_store, "web/x.rs", "use sqlx::Row;");
    fails(unsafe_code, "cli/x.rs", "unsafe { x() }");
    fails(path_outside_paths, "web/public/x.rs", "a href=\"/rondes\" { }");
    fails(words_unseen, "acts/x.rs", "if name.chars().count() > MAX_NAME {");
    fails(path_past_the_guard, "web/office/x.rs", "pub async fn show(Path(id): Path<String>) {");
    fails(path_past_the_guard, "web/initiator/x.rs", "pub async fn show(Path(id): Path<String>) {");
    fails(path_past_the_guard, "web/office/x.rs", "let of = Of(id, Proof(()));");
    let twice = [Source::new("web/a.rs", "PreEscaped(a)"), Source::new("web/b.rs", "PreEscaped(b)")];
    assert_eq!(raw_markup(&twice).len(), 2);
}

#[test]
fn the_rules_let_good_sources_pass() {
    let good = [
        ("acts/round/x.rs", "use super::super::log::Note;\nuse crate::domain::id::RoundId;"),
        ("domain/x.rs", "// SystemTime is read elsewhere\nuse crate::tally::Rule;"),
        ("web/paths.rs", "pub const HOME: &str = \"/\";"),
        ("store/x.rs", "sqlx::query(\"SELECT 1\")"),
        ("acts/x.rs", &format!("fn f() {{\n{}}}\nfn g() {{}}\n", "    x;\n".repeat(58))),
    ];
    for (path, text) in good {
        let source = Source::new(path, text);
        let faults: Vec<String> = RULES.iter().flat_map(|rule| rule(&source)).collect();
        assert!(faults.is_empty(), "{faults:?}");
    }
}
