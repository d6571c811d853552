//! `schuifruimte tally` with what a municipality adds, and with a trace.

use std::fs;

use schuifruimte::tally::{pb, trace};
use serde_json::{Value, json};

use super::command::Desk;

/// The election of the examples in `tally::constraints`: 100 euro, ten voters, greedy by votes.
fn example() -> String {
    let plans = [
        ("park", 40, 6, "green"),
        ("pond", 30, 5, "green"),
        ("choir", 30, 4, "song"),
        ("fair", 20, 3, "fun"),
        ("lamp", 10, 2, "fun"),
    ];
    let mut text =
        "META\nkey;value\nnum_projects;5\nnum_votes;10\nbudget;100\nvote_type;approval\n".to_string();
    text += "categories;green,song,fun\nbudget_per_category;50,30,30\nPROJECTS\nproject_id;cost;category\n";
    for (id, cost, _, category) in plans {
        text += &format!("{id};{cost};{category}\n");
    }
    text += "VOTES\nvoter_id;vote;neighborhood\n";
    for voter in 0..10 {
        let chosen: Vec<&str> = plans.iter().filter(|plan| voter < plan.2).map(|plan| plan.0).collect();
        text += &format!("{voter};{};{}\n", chosen.join(","), if voter < 5 { "Noord" } else { "Zuid" });
    }
    text
}

fn winners(desk: &Desk, limits: &Value) -> Value {
    fs::write(desk.0.join("limits.json"), limits.to_string()).expect("a file");
    let said = desk.tally("plans.pb --rule greedy --limits limits.json --format json");
    assert_eq!(said.status, Some(0), "{limits}: {}", said.err);
    assert_eq!(said.json()["limits"], "limits.json");
    said.json()["winners"].take()
}

#[test]
fn each_limit_does_what_its_definition_says() {
    let desk = Desk::with("limits", &[("plans.pb", &example())]);
    let green = json!({ "category": "green" });
    for (limits, wanted) in [
        (json!({}), json!(["park", "pond", "choir"])),
        (json!({ "ceilings": [{ "of": green, "most": "50" }] }), json!(["park", "choir", "fair", "lamp"])),
        (
            json!({ "recipients": {
                "most": "60",
                "list": [{ "name": "Club", "projects": ["park"] }, { "name": "Fund", "projects": ["choir"] }],
                "affiliated": [["Club", "Fund"]],
            } }),
            json!(["park", "pond", "fair", "lamp"]),
        ),
        (
            json!({ "minima": [{ "name": "Renewal", "of": { "projects": ["fair", "lamp"] }, "least": "30" }] }),
            json!(["park", "pond", "fair", "lamp"]),
        ),
        (json!({ "exclusive": [["park", "pond"]] }), json!(["park", "choir", "fair", "lamp"])),
        (json!({ "min_share": "50" }), json!(["park", "pond"])),
        (json!({ "min_votes": 5 }), json!(["park", "pond"])),
        (
            json!({ "minima": [{ "of": { "projects": ["fair"] }, "least": "40" }], "unused": "released" }),
            json!(["park", "fair", "lamp", "pond"]),
        ),
        (
            json!({ "ceilings": [{ "of": green, "most": "60" }], "parts": [{ "project": "pond", "least": "15" }] }),
            json!(["park", "pond", "choir", "lamp"]),
        ),
    ] {
        assert_eq!(winners(&desk, &limits), wanted, "{limits}");
    }
    let meta = desk.tally("plans.pb --rule greedy --limits meta --format json").json();
    assert_eq!(meta["winners"], json!(["park", "choir", "fair", "lamp"]));
    assert_eq!(meta["limits"], "meta");
    assert_eq!(desk.tally("plans.pb --rule greedy --format json").json()["limits"], Value::Null);
}

#[test]
fn money_of_several_envelopes_follows_the_voter() {
    let desk = Desk::with("envelopes", &[("plans.pb", &example())]);
    let limits = json!({
        "homes": "neighborhood",
        "envelopes": [
            { "name": "Noord", "amount": "20", "homes": ["Noord"] },
            { "name": "Zuid", "amount": "40", "homes": ["Zuid"] },
            { "name": "city", "amount": "40" },
        ],
    });
    fs::write(desk.0.join("limits.json"), limits.to_string()).expect("a file");
    let report = desk.tally("plans.pb --rule equal-shares --limits limits.json --format json");
    // In Noord a voter has 20/5 + 40/10 = 8, in Zuid 12: the park is paid with 40/6 each, and the rest of Noord
    // is five times 4/3, too little for anything.
    assert_eq!(report.json()["winners"], json!(["park"]), "{}", report.err);
    let refused = desk.tally("plans.pb --rule greedy --limits limits.json --format json");
    assert_eq!(refused.status, Some(2));
    let told: Value = serde_json::from_str(&refused.err).expect("JSON");
    assert_eq!(told["error"], "rule_incompatible");
}

#[test]
fn limits_that_cannot_be_understood_are_refused() {
    let desk = Desk::with("bad-limits", &[("plans.pb", &example())]);
    for (limits, why) in [
        ("{\"ceiling\": []}", "ceiling"),
        ("{\"ceilings\": [{\"of\": {\"category\": \"gold\"}, \"most\": \"5\"}]}", "gold"),
        ("{\"ceilings\": [{\"of\": {\"category\": \"green\"}, \"most\": \"a lot\"}]}", "a lot"),
        ("{\"exclusive\": [[\"park\", \"tram\"]]}", "tram"),
        ("{\"min_share\": \"101\"}", "101"),
        ("{\"envelopes\": [{\"name\": \"x\", \"amount\": \"100\", \"homes\": [\"Oost\"]}]}", "Oost"),
        ("not JSON", "line 1"),
    ] {
        fs::write(desk.0.join("limits.json"), limits).expect("a file");
        let said = desk.tally("plans.pb --rule greedy --limits limits.json --format json");
        assert_eq!((said.status, said.out.as_str()), (Some(2), ""), "{limits}");
        let told: Value = serde_json::from_str(&said.err).expect("JSON");
        assert_eq!(told["error"], "limits_invalid", "{limits}");
        assert!(told["reason"].as_str().is_some_and(|reason| reason.contains(why)), "{}", said.err);
    }
    let plain = example().replace("budget_per_category;50,30,30\n", "");
    fs::write(desk.0.join("plain.pb"), plain).expect("a file");
    let said = desk.tally("plain.pb --rule greedy --limits meta");
    assert_eq!(said.status, Some(2), "{}", said.out);
}

#[test]
fn the_trace_of_a_count_replays_to_its_winners() {
    let desk = Desk::with("trace", &[("plans.pb", &example())]);
    let said = desk.tally("plans.pb --preset assen --then greedy --trace trace.txt --format json");
    assert_eq!(said.status, Some(0), "{}", said.err);
    let election = pb::read(example().as_bytes()).expect("an election");
    let text = fs::read_to_string(desk.0.join("trace.txt")).expect("a trace");
    let replayed = trace::replay(&election.instance, &text).expect("it holds");
    let ids: Vec<&str> = replayed.winners.iter().map(|&p| election.instance.project(p).id.as_str()).collect();
    assert_eq!(said.json()["winners"], json!(ids));
    assert!(!ids.is_empty());

    let two = desk.tally("plans.pb plans.pb --trace trace.txt");
    assert_eq!(two.status, Some(2));
    assert!(two.err.contains("--trace"), "{}", two.err);
    let nowhere = desk.tally("plans.pb --trace no/such/folder.txt");
    assert_eq!((nowhere.status, nowhere.out.as_str()), (Some(2), ""), "{}", nowhere.err);
}

#[test]
fn payments_add_up_to_the_price() {
    let desk = Desk::with("payments", &[("plans.pb", &example())]);
    let report = desk.tally("plans.pb --rule equal-shares --explain --format json").json();
    let results = report["results"].as_array().expect("a list");
    let won: Vec<&Value> = results.iter().filter(|result| result["selected"] == true).collect();
    assert!(!won.is_empty());
    for result in won {
        let classes = result["payments"]["classes"].as_array().expect("classes");
        let parts = |text: &str| -> (u64, u64) {
            let (above, below) = text.split_once('/').unwrap_or((text, "1"));
            (above.parse().expect("a number"), below.parse().expect("a number"))
        };
        let common = 5040;
        let paid: u64 = classes
            .iter()
            .map(|class| {
                let (above, below) = parts(class["each"].as_str().expect("an amount"));
                assert_eq!(common % below, 0, "{below}");
                class["voters"].as_u64().expect("a number") * above * (common / below)
            })
            .sum();
        let cost: u64 = result["cost"].as_str().expect("an amount").parse().expect("whole");
        assert_eq!(paid, cost * common, "{result}");
    }
    for result in results.iter().filter(|result| result["selected"] == false) {
        assert!(result["reason"].is_string() && result["payments"].is_null(), "{result}");
    }
    assert!(report["measures"]["average_winners"].is_string());
}
