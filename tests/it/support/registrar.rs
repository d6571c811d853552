//! The registrar at a computer without a server: a folder, and the command.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::register::Register;

/// A folder that goes away.
pub struct Desk(pub PathBuf);

impl Desk {
    /// An empty one.
    pub fn new(name: &str) -> Desk {
        let folder = std::env::temp_dir().join(format!("schuifruimte-desk-{name}-{}", std::process::id()));
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("a folder");
        Desk(folder)
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// What a file says.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// `schuifruimte registrar` with words: what it prints, or what it refuses.
    pub fn run(&self, words: &str) -> Result<String, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_schuifruimte"));
        let output =
            command.arg("registrar").args(words.split(' ')).current_dir(&self.0).output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match output.status.code() {
            Some(0) => Ok(text(&output.stdout)),
            Some(2) => Err(text(&output.stderr)),
            other => panic!("{other:?}: {}", text(&output.stderr)),
        }
    }

    /// The public key of a printer whose own key is in `printer.key`.
    pub fn printer(&self) -> String {
        self.run("keygen --out printer.key").expect("a key").trim().to_string()
    }

    /// Makes letters out of an extract: what is printed, or refused.
    pub fn make(&self, extract: impl AsRef<[u8]>, more: &str) -> Result<String, String> {
        fs::write(self.path("extract.csv"), extract).expect("written");
        if !self.path("printer.key").exists() {
            self.printer();
        }
        let key = self.text("printer.key");
        let public = key.lines().next().expect("its first line").trim_start_matches("# public key: ");
        let words = "make --round zuilen-2027 --extract extract.csv --out letters --printer";
        self.run(format!("{words} {public} {more}").trim_end())
    }

    /// The register that was made.
    pub fn register(&self) -> Register {
        Register::parse(&self.text("letters/register.upload"), &RoundId::new("zuilen-2027"))
            .expect("a register")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}
