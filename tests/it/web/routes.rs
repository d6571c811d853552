//! The list of routes.

use std::collections::BTreeSet;

use schuifruimte::web;

#[test]
fn a_route_stands_once_in_the_table_and_the_router_knows_no_other_way() {
    let table = web::table();
    let unique: BTreeSet<String> =
        table.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!(unique.len(), table.len());
    // The router is made from the table in one place; a second place would be a way past the guards.
    let mut ways = Vec::new();
    for file in walk(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path()) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        ways.extend(text.matches(".route(").map(|_| file.clone()));
    }
    assert_eq!(ways.len(), 1, "{ways:?}");
}

#[test]
fn every_address_is_used_by_a_route() {
    let text = [
        include_str!("../../../src/web/paths.rs"),
        include_str!("../../../src/web/paths/talk.rs"),
        include_str!("../../../src/web/paths/writing.rs"),
    ]
    .concat();
    let named = text.split("\npub const ").skip(1);
    let listed: BTreeSet<&str> = named.filter_map(|one| one.split('"').nth(1)).collect();
    let table = web::table();
    let routed: BTreeSet<&str> = table.iter().map(|route| route.path).collect();
    assert_eq!(listed, routed);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}
