//! `schuifruimte tally`: counts election files.

mod arguments;
mod batch;
mod comparison;
mod explanation;
mod file;
mod limits;
mod refusal;
mod replay;
mod report;
mod rule;
mod text;
mod units;

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::ProgressBar;

pub use arguments::TallyArgs;
pub(super) use file::{read, shown};
pub use rule::rule_of;

use super::{Failure, Format, output};
use batch::Asked;
use comparison::SideBySide;
use limits::Source;
use refusal::Refusal;
use report::{Report, Task};

/// How often the sign of long work moves.
const TICK: Duration = Duration::from_millis(200);

/// Runs the command.
pub fn run(args: &TallyArgs) -> Result<(), Failure> {
    if let Some(trace) = &args.replay {
        return replay::run(args, trace);
    }
    let (task, asked) = prepare(args).map_err(|refusal| refusal.say(args.format))?;
    match asked {
        Asked::One(path) => {
            let waiting = waiting(args);
            let report = task.report(&path);
            waiting.finish_and_clear();
            let report = report
                .and_then(|report| write_trace(args, &report).map(|()| report))
                .map_err(|refusal| refusal.say(args.format))?;
            let text = match args.format {
                Format::Json => format!("{:#}\n", report.json()),
                Format::Text => text::text(&report),
            };
            print!("{text}");
            Ok(())
        }
        Asked::Many(files) => {
            let make =
                |path: &std::path::Path| task.report(path).map(|report| one_of_many(&report, args.format));
            let refusals =
                batch::run(&files, batch::threads(args.threads), make, |refusal| refusal.said(args.format));
            match refusals {
                Ok(0) => Ok(()),
                Ok(_) => Err(Failure::Said),
                Err(error) => {
                    output::note(Err(error));
                    Ok(())
                }
            }
        }
    }
}

/// What to do and with which files.
fn prepare(args: &TallyArgs) -> Result<(Task, Asked), Refusal> {
    let rule = args.rule.rule()?;
    let table = |names: &String| SideBySide::parse(names, &args.budgets, &rule.ties);
    let side_by_side = args.side_by_side.as_ref().map(table).transpose()?;
    let limits = args.limits.as_deref().map(Source::read).transpose()?;
    let asked = Asked::of(&args.files)?;
    if args.trace.is_some() && matches!(asked, Asked::Many(_)) {
        return Err(Refusal::option("--trace is the trace of one count: give one file"));
    }
    if let Some(trace) = &args.trace {
        let read = args.files.iter().chain(&args.limits);
        if read.into_iter().any(|path| file::is_same(path, trace)) {
            return Err(Refusal::option("--trace would overwrite a file that is read: give another name"));
        }
    }
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
        pool.map_err(|error| Refusal::option(format!("--threads {threads}: {error}")))?;
    }
    let (compare, explain, trace) = (args.compare, args.explain, args.trace.is_some());
    Ok((Task { rule, limits, compare, explain, trace, side_by_side }, asked))
}

fn write_trace(args: &TallyArgs, report: &Report) -> Result<(), Refusal> {
    let (Some(path), Some(trace)) = (&args.trace, &report.more.trace) else { return Ok(()) };
    std::fs::write(path, trace).map_err(|error| Refusal::file(path, error))
}

/// One line for programs; for people the name of the file and the report under it.
fn one_of_many(report: &Report, format: Format) -> String {
    match format {
        Format::Json => report.json().to_string(),
        Format::Text => format!("{}\n{}", shown(&report.file), text::text(report)),
    }
}

/// A sign on a terminal that one long count goes on.
fn waiting(args: &TallyArgs) -> ProgressBar {
    let raises = args.rule.preset.is_some() || args.rule.completion.is_some();
    let long = raises || args.explain || args.trace.is_some() || args.side_by_side.is_some();
    if long { waiting_for("counting") } else { ProgressBar::hidden() }
}

fn waiting_for(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(what);
    bar.enable_steady_tick(TICK);
    bar
}
