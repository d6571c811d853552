//! A PostgreSQL server of its own, with the settings of a fresh installation: every commit is on disk before it
//! is answered. It listens on a socket in its folder only and ends with this process.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The server while it runs.
pub struct Server {
    folder: PathBuf,
    wrapper: Child,
}

/// Starts the server, waits until it answers, then waits for the end of the input and stops it.
const WRAPPER: &str = r#"
"$1/pg_ctl" -D "$2/data" -l "$2/log" -w -t 60 \
    -o "-c listen_addresses='' -c unix_socket_directories='$2'" start >/dev/null
if [ $? -eq 0 ]; then echo ready; else cat "$2/log" >&2; fi
cat >/dev/null
"$1/pg_ctl" -D "$2/data" -m fast -w stop >/dev/null 2>&1
"#;

impl Server {
    /// Starts a server in a folder that is not there yet.
    pub fn start(folder: &Path) -> Server {
        let bin = programs();
        fs::create_dir_all(folder).expect("a folder");
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder));
        }
        let mut initdb = as_its_user(&bin.join("initdb"), folder);
        run(initdb.arg("-D").arg(folder.join("data")).args(["-U", "postgres", "--auth=trust", "-E", "UTF8"]));
        let mut wrapper = as_its_user(Path::new("sh"), folder);
        wrapper.args(["-c", WRAPPER, "sh"]).arg(&bin).arg(folder);
        // A group of its own: a Ctrl-C meant for the measurement must not end the clean-up.
        wrapper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut wrapper = wrapper.spawn().expect("a shell");
        let mut answer = String::new();
        let output = wrapper.stdout.take().expect("the output is piped");
        BufReader::new(output).read_line(&mut answer).expect("an answer of the server");
        assert_eq!(answer.trim(), "ready", "PostgreSQL did not start; its log stands above");
        Server { folder: folder.to_path_buf(), wrapper }
    }

    /// The address of a database on it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder.display())
    }

    /// Its first process, the parent of all others.
    pub fn pid(&self) -> u32 {
        let text = fs::read_to_string(self.folder.join("data/postmaster.pid")).expect("a running server");
        text.lines().next().and_then(|line| line.trim().parse().ok()).expect("its process")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.wrapper.stdin.take());
        self.wrapper.wait().expect("it ends with its input");
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").expect("this is Linux").uid() == 0
}

/// PostgreSQL refuses to run as root; then its own user runs it.
fn as_its_user(program: &Path, folder: &Path) -> Command {
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
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let found =
        folders.into_iter().find(|one| ["initdb", "pg_ctl"].iter().all(|name| one.join(name).is_file()));
    found.expect("PostgreSQL; on Debian: apt-get install postgresql, or choose --database sqlite")
}
