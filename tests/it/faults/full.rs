//! The disk is full (R5, A27).

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use schuifruimte::web::error::{Kind, kind_of};

use super::{Scene, assert_told_to_wait};
use crate::support::debian::is_root;
use crate::support::process::{Process, Start, fsck};
use crate::support::town::always_open;
use crate::support::voter::{Form, Kept};
use crate::support::{Town, on_embedded};

/// Letters; far fewer ballots fit.
const LETTERS: usize = 2_000;

/// A small disk in memory, gone with this value.
struct Disk(PathBuf);

impl Disk {
    fn new() -> Disk {
        let folder = std::env::temp_dir().join(format!("schuifruimte-disk-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        run(Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"]).arg(&folder));
        Disk(folder)
    }

    /// Takes up all the room there is.
    fn fill(&self) {
        let block = vec![7; 64 * 1024];
        let mut file = fs::File::create(self.0.join("fill")).expect("a file");
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
    }

    fn make_room(&self) {
        fs::remove_file(self.0.join("fill")).expect("it is there");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        Command::new("umount").arg("--lazy").arg(&self.0).status().ok();
        fs::remove_dir(&self.0).ok();
    }
}

fn run(command: &mut Command) {
    assert!(command.status().is_ok_and(|status| status.success()), "{command:?}");
}

/// Casts letters in turn from `first` until one is refused: the receipts, and the form that was refused.
fn until_refused(scene: &Scene, process: &Process, first: usize) -> (Vec<Kept>, Form) {
    let mut kept = Vec::new();
    for letter in first..LETTERS {
        let form = scene.form(letter);
        let answer = form.send(process).expect("it serves");
        match Kept::of(&answer, &scene.round, &form) {
            Some(receipt) => kept.push(receipt),
            None => {
                assert_told_to_wait(&answer, &form, &["storage_unavailable"]);
                return (kept, form);
            }
        }
    }
    panic!("{LETTERS} ballots fit on the disk");
}

/// With a full disk below it: what was promised stands, what is refused leaves nothing behind, pages are read.
async fn refuses_and_recovers(scene: &Scene, process: &Process, make_room: impl FnOnce()) {
    let (kept, refused) = until_refused(scene, process, 0);
    scene.assert_ballots(kept.len()).await;
    for page in ["/rondes/zuilen", "/rondes/zuilen/stemmen?volgorde=x", "/readyz"] {
        assert_eq!(process.get(page).expect("it serves").status, 200, "{page} is read all the same");
    }
    let answer = refused.send(process).expect("it serves");
    assert_told_to_wait(&answer, &refused, &["storage_unavailable"]);
    make_room();
    let answer = refused.send(process).expect("it serves");
    assert!(Kept::of(&answer, &scene.round, &refused).is_some(), "{:?}: {}", answer.told(), process.said());
    scene.assert_ballots(kept.len() + 1).await;
    for (letter, receipt) in kept.iter().enumerate() {
        assert_eq!(&scene.receipt(process, letter), receipt);
    }
}

#[test]
fn on_a_full_disk_a_vote_is_refused_whole_and_taken_once_there_is_room() {
    if !is_root() {
        // Only root can mount a small disk; the same is shown below with a database that may not grow.
        return;
    }
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_large_round("zuilen", &always_open(), LETTERS).await;
        let disk = Disk::new();
        assert!(
            place
                .store
                .forget(schuifruimte::store::Votes::None)
                .await
                .expect("everything is in the one file")
        );
        let old = PathBuf::from(place.url.trim_start_matches("sqlite://"));
        let new = disk.0.join("town.db");
        fs::copy(&old, &new).expect("a copy");
        let moved = place.moved(&format!("sqlite://{}", new.display())).await;
        let scene = Scene::of(&moved, round);
        let process = Start::of(&scene.site).serve();
        disk.fill();
        refuses_and_recovers(&scene, &process, || disk.make_room()).await;
        assert_eq!(fsck(&scene.site), "");
        moved.store.close().await;
    });
}

#[test]
fn a_database_that_may_not_grow_refuses_votes_whole_and_takes_them_once_it_may() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_large_round("zuilen", &always_open(), LETTERS).await;
        let pages = place.number("PRAGMA page_count").await + 3;
        place.sql(format!("PRAGMA max_page_count = {pages}")).await.expect("a limit");
        let mut stored = 0;
        let refused = loop {
            match town.cast(&round, stored, &["01"]).await {
                Ok(_) => stored += 1,
                Err(error) => break error,
            }
        };
        assert!(stored > 0 && stored < LETTERS, "{stored} fit");
        assert_eq!(kind_of(&refused), Kind::StorageUnavailable, "{refused}");
        assert!(place.store.failure().is_none(), "a full disk is not a failed one");
        for table in ["ballot", "leaf_queue"] {
            let count = place.number(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).await;
            assert_eq!(usize::try_from(count), Ok(stored), "{table}");
        }
        place.sql("PRAGMA max_page_count = 1000000").await.expect("room");
        town.cast(&round, stored, &["01"]).await.expect("a receipt");
    });
}
