//! What everybody gets of a database: every file that leaves, what watches over the service, and the pages that are nearest
//! to people. It is asked as a visitor asks it.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use schuifruimte::web::paths;

use super::super::{Place, Site, days};

/// Where someone would be named first, and what costs little: looked at when any test ends. (The log of a round is looked
/// at in the database, and its rules stand in the bundle.)
pub const EACH_TIME: [&str; 4] = [paths::BUNDLE, paths::REPORT, paths::PUBLIC_GRANT, paths::READY];

/// What else everybody gets, of which a test of its own looks through all.
pub const ONCE: [&str; 19] = [
    paths::ROUND_FEED,
    paths::PLAN_FEED,
    paths::SENT_IN_FEED,
    paths::RULES,
    paths::LOG,
    paths::TRACE,
    paths::OLD_CERTIFICATE,
    paths::SCENARIO_CSV,
    paths::SCENARIO_JSON,
    paths::MIX_FILE,
    paths::MIX_REALISED_CSV,
    paths::MIX_REALISED_JSON,
    paths::YEAR_REPORT,
    paths::OFFICE_LOG_ANCHORS,
    paths::OFFICE_LOG_STATE,
    paths::SECURITY_TXT,
    paths::ALIVE,
    paths::POSTINGS,
    paths::OUTCOME,
];

/// What fills the open parts of addresses: one of each, so that the scan costs little at the end of every test.
const PARTS: [(&str, &str); 7] = [
    ("round", "SELECT id FROM round WHERE phase NOT IN ('draft', 'cancelled') ORDER BY id LIMIT 1"),
    (
        "plan",
        "SELECT MIN(p.id) FROM proposal p JOIN round r ON r.id = p.round_id WHERE r.phase NOT IN ('draft', 'cancelled') \
         GROUP BY r.id ORDER BY r.id LIMIT 1",
    ),
    ("pitch", "SELECT id FROM pitch WHERE submitted_at IS NOT NULL ORDER BY id LIMIT 1"),
    ("grant", "SELECT id FROM grant_record ORDER BY id LIMIT 1"),
    ("line", "SELECT id FROM budget_line ORDER BY year LIMIT 1"),
    ("area", "SELECT area_id FROM mix_statement ORDER BY area_id LIMIT 1"),
    ("year", "SELECT CAST(MIN(year) AS TEXT) FROM budget_line HAVING COUNT(*) > 0"),
];

/// The addresses of some patterns, each with what it answers.
pub async fn gets(place: &Place, patterns: &[&str]) -> Vec<(String, String)> {
    let site = Site::on(place, "https://schuif.example", days(60));
    let mut parts =
        BTreeMap::from([("number", vec!["1".to_string()]), ("report", vec!["ontvangers.csv".to_string()])]);
    let mut conn = place.store.read().await.expect("a connection");
    for (part, query) in PARTS {
        parts.insert(part, sqlx::query_scalar(query).fetch_all(&mut *conn).await.expect(query));
    }
    drop(conn);
    let mut got = Vec::new();
    for address in patterns.iter().flat_map(|pattern| filled(pattern, &parts)) {
        let request = Request::builder().method(Method::GET).uri(&address);
        let page = site.send(request.body(Body::empty()).expect("a request")).await;
        if page.status == StatusCode::OK {
            got.push((address, page.body));
        }
    }
    got
}

/// The addresses of a pattern with all that its open parts can be.
fn filled(pattern: &str, parts: &BTreeMap<&str, Vec<String>>) -> Vec<String> {
    let Some((before, rest)) = pattern.split_once('{') else { return vec![pattern.to_string()] };
    let (part, after) = rest.split_once('}').expect("a part ends");
    let values = parts.get(part).unwrap_or_else(|| panic!("nothing fills {part}"));
    values.iter().flat_map(|value| filled(&format!("{before}{value}{after}"), parts)).collect()
}
