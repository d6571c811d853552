//! The disk fails to keep something (R6). A kernel reports such a failure once and forgets the page, so a program
//! that tries again may believe what is not there: this one stops, and starts again from what is stored.

use std::path::{Path, PathBuf};

use super::{Scene, assert_told_to_wait};
use crate::support::debian::program;
use crate::support::on_one;
use crate::support::process::{Process, Start, fsck};
use crate::support::voter::Kept;
use schuifruimte::store::Backend;

/// Letters of one trial.
const LETTERS: usize = 12;

/// What became of a service whose disk fails at one moment.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// It did not start.
    Unstarted,
    /// A vote met the failure.
    Stopped,
    /// No vote met it: SQLite copies the write-ahead log home again later, and passes over a folder that does not
    /// keep the name of a new one.
    Unharmed,
}

fn strace() -> PathBuf {
    let path = Path::new("/usr/bin/strace");
    program("strace", &["strace"], || path.is_file().then(|| path.to_path_buf()))
}

/// Casts letters while the call of the number `when` of each thread fails, then once more without any failure.
async fn trial(scene: &Scene, calls: &str, when: u32) -> End {
    let strace = strace();
    let inject = format!("inject={calls}:error=EIO:when={when}");
    let log = scene.site.app.settings.data.join("strace.log");
    let wrapper = [&strace.to_string_lossy(), "-f", "-qq", "-o", &log.to_string_lossy(), "-e", "signal=none"];
    let filter = format!("trace={calls}");
    let wrapper: Vec<&str> = wrapper.into_iter().chain(["-e", &filter, "-e", &inject]).collect();
    let Ok(process) = Start::of(&scene.site).under(&wrapper).try_serve() else { return End::Unstarted };
    let mut kept = Vec::new();
    let mut end = End::Unharmed;
    for letter in 0..LETTERS {
        let form = scene.form(letter);
        let answer = form.send(&process).expect("an answer before the end");
        if let Some(receipt) = Kept::of(&answer, &scene.round, &form) {
            kept.push(receipt);
            continue;
        }
        assert_told_to_wait(&answer, &form, &["storage_unavailable"]);
        end = End::Stopped;
        break;
    }
    if end == End::Stopped {
        assert_ended(process);
    } else {
        process.terminate();
    }
    assert_eq!(fsck(&scene.site), "", "{calls} {when}");
    let process = Start::of(&scene.site).serve();
    for (letter, receipt) in kept.iter().enumerate() {
        assert_eq!(&scene.receipt(&process, letter), receipt, "the receipt stands");
    }
    for letter in kept.len()..LETTERS {
        scene.receipt(&process, letter);
    }
    end
}

/// It takes nothing more, says why, and leaves with a status that makes its supervisor start it again.
fn assert_ended(process: Process) {
    let (status, said) = process.ended();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("the disk under the database failed"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

fn sweep(calls: &'static str, moments: &'static [u32]) {
    let ends = std::sync::Mutex::new(Vec::new());
    for &when in moments {
        let ends = &ends;
        on_one(Backend::Sqlite, |place| async move {
            let scene = Scene::new(&place, LETTERS).await;
            place.store.close().await;
            let end = trial(&scene, calls, when).await;
            ends.lock().expect("nobody stops here").push((when, end));
        });
    }
    let ends = ends.into_inner().expect("all are through");
    eprintln!("{calls}: {ends:?}");
    assert!(ends.iter().any(|(_, end)| *end == End::Stopped), "a vote met the failure: {ends:?}");
}

#[test]
fn a_disk_that_does_not_keep_a_vote_ends_the_service_and_no_receipt_is_lost() {
    sweep("fsync,fdatasync", &[1, 2, 3, 5, 8]);
}

#[test]
fn a_disk_that_does_not_write_a_vote_ends_the_service_and_no_receipt_is_lost() {
    sweep("pwrite64", &[1, 4, 9, 20, 33]);
}
