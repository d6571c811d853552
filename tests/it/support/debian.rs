//! Programs from Debian that the tests need.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

/// Whether this process may install packages.
pub fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").expect("this is Linux")) == 0
}

/// Finds a program; when it is not there and this is root, installs the packages it comes with, trying
/// twice. Says exactly what is missing when that does not help.
pub fn program(name: &str, packages: &[&str], find: impl Fn() -> Option<PathBuf>) -> PathBuf {
    // One at a time: two installations at once lock each other out.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().expect("nobody stops here");
    if let Some(found) = find() {
        return found;
    }
    let command = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    assert!(is_root(), "{name} is missing; on Debian, as root: {command}");
    for _ in 0..2 {
        let quiet = |command: &mut Command| command.env("DEBIAN_FRONTEND", "noninteractive").status().is_ok();
        quiet(Command::new("apt-get").arg("update"));
        quiet(Command::new("apt-get").args(["install", "-y", "--no-install-recommends"]).args(packages));
        if let Some(found) = find() {
            return found;
        }
    }
    panic!("{name} is missing, and this did not bring it: {command}");
}
