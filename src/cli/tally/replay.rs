//! Telling a trace again from the ballots.

use std::path::Path;

use serde_json::json;

use super::arguments::TallyArgs;
use super::batch::Asked;
use super::limits::Source;
use super::refusal::Refusal;
use super::report::election;
use super::waiting_for;
use crate::cli::{Failure, Format, print_json};
use crate::domain::count_rule::CountRule;
use crate::tally::trace::{Depth, Replayed, replay};
use crate::tally::{Instance, ProjectIndex};

/// Says whether the trace is the story of the ballots.
pub(super) fn run(args: &TallyArgs, trace: &Path) -> Result<(), Failure> {
    let (instance, text) = read(args, trace).map_err(|refusal| refusal.say(args.format))?;
    let waiting = waiting_for("replaying");
    let replayed = replay(&instance, &text);
    waiting.finish_and_clear();
    let replayed = replayed
        .map_err(|error| Failure::NotHolding(format!("does not hold: {}: {error}", trace.display())))?;
    say(&instance, &replayed, args.format);
    Ok(())
}

fn read(args: &TallyArgs, trace: &Path) -> Result<(Instance, String), Refusal> {
    let limits = args.limits.as_deref().map(Source::read).transpose()?;
    let Asked::One(path) = Asked::of(&args.files)? else {
        return Err(Refusal::option("--replay is about one count: give one file"));
    };
    let text = std::fs::read_to_string(trace).map_err(|error| Refusal::file(trace, error))?;
    Ok((election(limits.as_ref(), &path)?.instance, text))
}

fn say(instance: &Instance, replayed: &Replayed, format: Format) {
    let id = |&winner: &ProjectIndex| instance.project(winner).id.as_str();
    let winners: Vec<&str> = replayed.winners.iter().map(id).collect();
    let (name, what) = match replayed.depth {
        Depth::Decisions => ("decisions", "every decision follows from the ballots"),
        Depth::Facts => ("facts", "each purchase has support, fits, and is made once"),
    };
    let rule = CountRule(replayed.rule.clone());
    match format {
        Format::Text => {
            println!("ok  the trace holds, {} projects are bought: {what}", winners.len());
            println!("look whether the rule is the one that was declared: {}", rule.to_text());
        }
        Format::Json => {
            print_json(&json!({ "holds": true, "confirms": name, "rule": rule, "winners": winners }))
        }
    }
}
