//! Counting: reading and counting real elections, beside the least that any program must do with the same
//! bytes, and beside other programs of the field, in turns. benches/README.md says what each line means.
//!
//! `SCHUIFRUIMTE_CASES=FOLDER cargo bench --bench counting` prints its tables in Markdown; `-- --help` lists
//! what can be chosen.

mod case;
mod corpus;
mod floor;
mod made_up;
mod peers;
mod process;
mod table;
mod times;

use std::path::{Path, PathBuf};

use clap::Parser;

use case::Case;

/// The elections that are measured one by one, where they are at hand.
const FILES: [&str; 10] = [
    "Netherlands_Assen_2024",
    "Netherlands_Amsterdam_166",
    "Poland_Wieliczka_2023_Green_Budget",
    "Netherlands_Amsterdam_621",
    "Netherlands_Amsterdam_631",
    "Netherlands_Amsterdam_309",
    "Poland_Lodz_2024",
    "Poland_Krakow_2022",
    "Poland_Wroclaw_2022",
    "Hungary_Budapest_2025_VIII_Jozsefvaros",
];

/// Measures reading and counting
#[derive(Debug, Clone, Parser)]
struct Args {
    /// Folder with the election cases; their files are in its folder `pb`
    #[arg(long, env = "SCHUIFRUIMTE_CASES")]
    cases: Option<PathBuf>,
    /// How often each is done; the best counts
    #[arg(long, default_value_t = 10)]
    rounds: usize,
    /// Seconds for which a peer is waited for when it raises the endowment, as its one run foretells
    #[arg(long, default_value_t = 90)]
    patience: u64,
    /// Only elections whose name holds this
    #[arg(long, default_value = "")]
    only: String,
    /// Leave out the measurement of all files together
    #[arg(long)]
    without_corpus: bool,
    /// A Python with muoblpbindings
    #[arg(long, env = "COUNTING_PYTHON", default_value = "python3")]
    python: String,
    /// The program that peers/build.sh makes
    #[arg(long, env = "COUNTING_MEASURES")]
    measures: Option<PathBuf>,
    /// The program whose whole process is measured (default: the one built with this bench)
    #[arg(long, env = "COUNTING_PROGRAM")]
    program: Option<PathBuf>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == process::ALONE) {
        return process::alone(words.next().as_deref().map(Path::new));
    }
    let args = Args::parse();
    let folder = std::env::temp_dir().join(format!("schuifruimte-counting-{}", std::process::id()));
    std::fs::create_dir(&folder).expect("a folder of our own");
    run(&args, &folder);
    std::fs::remove_dir_all(&folder).ok();
}

fn run(args: &Args, folder: &Path) {
    let small = folder.join("Made_up_84.pb");
    std::fs::write(&small, made_up::file()).expect("a file of our own");
    let cases = args.cases.as_ref().map(|cases| cases.join("pb"));
    let all = cases.as_deref().map(corpus::files).unwrap_or_default();
    let named = FILES.iter().filter_map(|name| Some(cases.as_ref()?.join(format!("{name}.pb"))));
    let files: Vec<PathBuf> = std::iter::once(small.clone())
        .chain(all.last().cloned())
        .chain(named.filter(|path| path.is_file()))
        .filter(|path| path.to_string_lossy().contains(&args.only))
        .collect();
    let (mut peers, missing) = peers::at_hand(&args.python, args.measures.as_deref());
    let busy = || std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let before = busy();
    let measured: Vec<Case> = files
        .iter()
        .map(|path| {
            eprintln!("{}", path.display());
            Case::measure(path, (args.rounds, args.patience), &mut peers)
        })
        .collect();
    let names: Vec<&str> = peers.iter().map(|peer| peer.name).collect();
    table::cases(&measured, &names);
    if cases.is_none() {
        println!("Real elections: NOT RUN; set SCHUIFRUIMTE_CASES to the folder with the election cases\n");
    }
    let corpus =
        (!all.is_empty() && !args.without_corpus).then(|| corpus::measure(&all, args.rounds, &mut peers));
    corpus.iter().for_each(table::corpus);
    let memory: Vec<u64> = files.iter().map(|path| process::memory(Some(path))).collect();
    table::memory(&measured, &memory, process::memory(None));
    let program = args.program.clone().or_else(process::built);
    match program.filter(|program| program.is_file()) {
        Some(program) => table::whole(&process::whole(&program, &small, 20 * args.rounds)),
        None => println!("Whole process: NOT RUN; name the program in COUNTING_PROGRAM\n"),
    }
    missing.iter().for_each(|line| println!("{line}\n"));
    table::goals(&measured, &memory, &names);
    println!("Load before: {}, after: {}", before.trim(), busy().trim());
}
