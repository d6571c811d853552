//! One throw-away PostgreSQL server for the whole run. It lives in a temporary folder, listens on a socket
//! in that folder only, and ends with this process, however this process ends.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use super::debian::{is_root, program};
use super::folder::databases;

/// The server while it runs. Its input is a pipe that closes with this process; then it stops.
pub struct Server {
    folder: PathBuf,
    _wrapper: Child,
}

/// Starts the server, waits until it answers, then waits for the end of the input and cleans up.
const WRAPPER: &str = r#"
"$1/pg_ctl" -D "$2/data" -l "$2/log" -w -t 60 \
    -o "-c listen_addresses='' -c unix_socket_directories='$2' -c fsync=off -c max_wal_size=256MB -c max_connections=200" start >/dev/null
if [ $? -eq 0 ]; then echo ready; else cat "$2/log" >&2; fi
cat >/dev/null
"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1
rm -rf "$2"
"#;

impl Server {
    /// The server of this run.
    pub fn shared() -> &'static Server {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(Server::start)
    }

    /// The address of a database on it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder.display())
    }

    fn start() -> Server {
        let bin = programs();
        let folder = databases().join(format!("schuifruimte-pg-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        let data = folder.join("data");
        let mut initdb = as_postgres(&bin.join("initdb"), &folder);
        run(initdb.arg("-D").arg(&data).args(["-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8"]));
        let mut wrapper = as_postgres(Path::new("sh"), &folder);
        wrapper.args(["-c", WRAPPER, "sh"]).arg(&bin).arg(&folder);
        // A group of its own: a Ctrl-C meant for the tests must not end the clean-up.
        wrapper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut wrapper = wrapper.spawn().expect("a shell");
        let mut answer = String::new();
        let output = wrapper.stdout.take().expect("the output is piped");
        BufReader::new(output).read_line(&mut answer).expect("an answer of the server");
        assert_eq!(answer.trim(), "ready", "PostgreSQL did not start; its log stands above");
        Server { folder, _wrapper: wrapper }
    }
}

/// PostgreSQL refuses to run as root; then its own user runs it.
fn as_postgres(program: &Path, folder: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder).env("LC_ALL", "C.UTF-8");
    command
}

fn run(command: &mut Command) {
    let done = command.output().expect("the program runs");
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// The folder with `initdb` and `pg_ctl`.
fn programs() -> PathBuf {
    program("PostgreSQL (initdb, pg_ctl)", &["postgresql"], find_programs)
}

fn find_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|folder| ["initdb", "pg_ctl"].iter().all(|name| folder.join(name).is_file()))
}
