//! The key files of the service: `<data>/keys`, apart from the database, readable by the service only.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;

use crate::acts::Signing;
use crate::domain::ballot_key::BallotKey;
use crate::domain::digest::{hex, unhex};
use crate::domain::id::RoundId;
use crate::domain::seed::Seed;
use crate::domain::vault::VaultKey;
use crate::domain::voting_code::CodeKey;

/// First line of a key file.
const FORMAT: &str = "schuifruimte-key/1";
/// A key file is shorter than this, in bytes.
const LONGEST: u64 = 1_024;
/// First line of the file in which a registrar hands over the key of a round's codes.
pub const CODE_KEY_FORMAT: &str = "schuifruimte-code-key/1";

/// The folder with the keys.
#[derive(Debug, Clone)]
pub struct KeyRing {
    folder: PathBuf,
}

/// Whether the database holds what only the key of account numbers opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// Nothing yet, or no more.
    Nothing,
    /// Something.
    Something,
}

/// Why a key could not be used. It names the file, never the key.
#[derive(Debug)]
pub struct KeyError(String);

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyError {}

impl KeyRing {
    /// Opens the folder under `data`, and makes it and the keys of the service when they are not there.
    pub fn open(data: &Path, mut seed: Seed) -> Result<KeyRing, KeyError> {
        let folder = data.join("keys");
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        made.map_err(|error| KeyError(format!("{}: {error}", folder.display())))?;
        let ring = KeyRing { folder };
        for name in ["log", "receipt", "form", "vault"] {
            ring.add(name, &seed.bytes())?;
        }
        Ok(ring)
    }

    /// Opens the folder of a service that has worked before. A key that signs is never made anew: receipts and logs
    /// would be signed with one that nobody knows; nor is the key of account numbers once something is locked with it.
    pub fn of_service(data: &Path, seed: Seed, locked: Locked) -> Result<KeyRing, KeyError> {
        let ring = KeyRing { folder: data.join("keys") };
        let missing = |name| !ring.path(name).exists();
        if let Some(name) = ["log", "receipt"].into_iter().find(|name| missing(name)) {
            return Err(told(
                &ring.path(name),
                &"this key is missing, and the database is not new; bring back the copy from the safe",
            ));
        }
        if locked == Locked::Something && missing("vault") {
            return Err(told(
                &ring.path("vault"),
                &"this key is missing, and account numbers in the database are locked with it; no other key opens \
                  them; bring back the copy from the safe",
            ));
        }
        KeyRing::open(data, seed)
    }

    /// Looks at the folder and at every key in it, needed now or later: each must be a key that nobody else on
    /// this machine can read.
    pub fn check(&self) -> Result<(), KeyError> {
        let told = |what: &dyn std::fmt::Display| KeyError(format!("{}: {what}", self.folder.display()));
        let mode = fs::metadata(&self.folder).map_err(|error| told(&error))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(told(&"others on this machine can look into the folder of the keys; chmod 700"));
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(|error| told(&error))? {
            let name = entry.map_err(|error| told(&error))?.file_name();
            names.extend(name.to_str().and_then(|name| name.strip_suffix(".key")).map(str::to_string));
        }
        names.sort();
        names.iter().try_for_each(|name| self.read(name).map(drop))
    }

    /// The keys that sign and the one that locks account numbers away, for a service of this host name.
    pub fn signing(&self, host: &str) -> Result<Signing, KeyError> {
        let key = |name| Ok::<_, KeyError>(SigningKey::from_bytes(&self.read(name)?));
        let vault = VaultKey::from_bytes(self.read("vault")?);
        Ok(Signing { log: key("log")?, receipt: key("receipt")?, vault, host: host.to_string() })
    }

    /// The key under the tokens of forms.
    pub fn form(&self) -> Result<[u8; 32], KeyError> {
        self.read("form")
    }

    /// The key of a round's codes, if it was brought.
    pub fn codes(&self, round: &RoundId) -> Result<Option<CodeKey>, KeyError> {
        let name = code_name(round);
        if !self.path(&name).exists() {
            return Ok(None);
        }
        Ok(Some(CodeKey::from_bytes(self.read(&name)?)))
    }

    /// Keeps the key of a round's codes; `false` when another one is there already.
    pub fn add_codes(&self, round: &RoundId, key: &CodeKey) -> Result<bool, KeyError> {
        self.add(&code_name(round), key.bytes())?;
        Ok(&self.read(&code_name(round))? == key.bytes())
    }

    /// Keeps the key of a round's codes in the place of any that is there. Stopped half-way there is none, and it is
    /// brought once more.
    pub fn replace_codes(&self, round: &RoundId, key: &CodeKey) -> Result<(), KeyError> {
        self.erase(&code_name(round))?;
        self.add(&code_name(round), key.bytes())
    }

    /// The key of a round's ballots, made when it is not there yet. It must be on every copy of the service.
    pub fn make_ballots(&self, round: &RoundId, mut seed: Seed) -> Result<BallotKey, KeyError> {
        let name = ballots_name(round);
        self.add(&name, &seed.bytes())?;
        Ok(BallotKey::from_bytes(self.read(&name)?))
    }

    /// The key of a round's ballots, until it is destroyed.
    pub fn ballots(&self, round: &RoundId) -> Result<Option<BallotKey>, KeyError> {
        let name = ballots_name(round);
        if !self.path(&name).exists() {
            return Ok(None);
        }
        Ok(Some(BallotKey::from_bytes(self.read(&name)?)))
    }

    /// Destroys the keys of a round after its seal or when it is stopped: of its ballots and of its codes. Done again,
    /// also after it was stopped half-way, it does nothing more than is left to do.
    pub fn destroy(&self, round: &RoundId) -> Result<(), KeyError> {
        self.erase(&ballots_name(round))?;
        self.erase(&code_name(round))
    }

    /// Overwrites and removes a key, if it is there.
    fn erase(&self, name: &str) -> Result<(), KeyError> {
        let (path, gone) = (self.path(name), self.folder.join(format!("{name}.gone")));
        // First it is no key any more, so that nothing ever takes a half-erased file for one.
        match fs::rename(&path, &gone) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(told(&path, &error)),
            Ok(()) | Err(_) => self.sync()?,
        }
        overwrite(&gone).map_err(|error| told(&gone, &error))?;
        self.sync()
    }

    /// Makes names in the folder as durable as what they name.
    fn sync(&self) -> Result<(), KeyError> {
        fs::File::open(&self.folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| told(&self.folder, &error))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.key"))
    }

    /// Writes a key unless the file exists. Nobody ever sees half a key, and when this returns no power cut takes it
    /// away: whatever is locked with it is worth nothing without it.
    fn add(&self, name: &str, key: &[u8; 32]) -> Result<(), KeyError> {
        let path = self.path(name);
        if path.exists() {
            return Ok(());
        }
        // Once it stood there, the service would not start any more.
        if is_example(key) {
            return Err(example(&path));
        }
        let draft = self.folder.join(format!("{name}.{}.draft", std::process::id()));
        let written = write_new(&draft, &format!("{FORMAT}\n{}\n", hex(key)));
        written.map_err(|error| told(&draft, &error))?;
        let linked = fs::hard_link(&draft, &path);
        fs::remove_file(&draft).map_err(|error| told(&draft, &error))?;
        match linked {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(told(&path, &error)),
            Ok(()) | Err(_) => self.sync(),
        }
    }

    fn read(&self, name: &str) -> Result<[u8; 32], KeyError> {
        let path = self.path(name);
        let told = |what: &dyn std::fmt::Display| KeyError(format!("{}: {what}", path.display()));
        let found = fs::metadata(&path).map_err(|error| told(&error))?;
        // Opening a pipe waits for whoever writes into it, which may be nobody.
        if !found.is_file() || found.len() > LONGEST {
            return Err(told(&"this is not a key file"));
        }
        if found.permissions().mode() & 0o077 != 0 {
            return Err(told(
                &"others on this machine can read this key; make a new one, or chmod 600 if nobody did",
            ));
        }
        let text = fs::read_to_string(&path).map_err(|error| told(&error))?;
        let mut lines = text.lines();
        let key = (lines.next() == Some(FORMAT)).then(|| lines.next()).flatten();
        let key = key.and_then(unhex).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let key = key.ok_or_else(|| told(&"this is not a key file"))?;
        if is_example(&key) {
            return Err(example(&path));
        }
        Ok(key)
    }
}

/// What is wrong with a file of this service.
pub fn told(path: &Path, what: &dyn std::fmt::Display) -> KeyError {
    KeyError(format!("{}: {what}", path.display()))
}

fn example(path: &Path) -> KeyError {
    told(path, &"this is an example, not a key: whoever reads the manual knows it")
}

/// Writes a file that only its owner can read, in the place of what a stopped process may have left there.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Writes zeros over a file and removes it, if it is there.
fn overwrite(path: &Path) -> std::io::Result<()> {
    if let Err(error) = fs::symlink_metadata(path) {
        return if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) };
    }
    // What is no file holds no key, and to open it may take for ever.
    if !fs::metadata(path).is_ok_and(|found| found.is_file()) {
        return fs::remove_file(path);
    }
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    file.write_all(&vec![0; length])?;
    file.sync_all()?;
    fs::remove_file(path)
}

/// A key that nobody drew: all bytes the same, or counting up, as keys in manuals are.
fn is_example(key: &[u8; 32]) -> bool {
    let step = key[1].wrapping_sub(key[0]);
    step <= 1 && key.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) == step)
}

fn ballots_name(round: &RoundId) -> String {
    format!("ballots-{round}")
}

fn code_name(round: &RoundId) -> String {
    format!("codes-{round}")
}

/// Reads a secret that this service shares with another one: the first line of a file that nobody else on this machine
/// can read.
pub fn read_secret(path: &Path) -> Result<String, KeyError> {
    let found = fs::metadata(path).map_err(|error| told(path, &error))?;
    if !found.is_file() || found.len() > LONGEST {
        return Err(told(path, &"this is not a file with a secret"));
    }
    if found.permissions().mode() & 0o077 != 0 {
        return Err(told(path, &"others on this machine can read this secret; chmod 600 if nobody did"));
    }
    let text = fs::read_to_string(path).map_err(|error| told(path, &error))?;
    let secret = text.lines().next().unwrap_or_default().trim();
    if secret.is_empty() { Err(told(path, &"there is no secret in it")) } else { Ok(secret.to_string()) }
}

/// The file in which a registrar hands over the key of a round's codes.
pub fn write_code_key(round: &RoundId, key: &CodeKey) -> String {
    format!("{CODE_KEY_FORMAT}\nround {round}\nkey {}\n", hex(key.bytes()))
}

/// Reads such a file: the round and the key.
pub fn read_code_key(text: &str) -> Option<(RoundId, CodeKey)> {
    let mut lines = text.lines();
    if lines.next()? != CODE_KEY_FORMAT {
        return None;
    }
    let round = RoundId::parse(lines.next()?.strip_prefix("round ")?).ok()?;
    let key = unhex(lines.next()?.strip_prefix("key ")?)?.try_into().ok()?;
    Some((round, CodeKey::from_bytes(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_key_reads_back() {
        let (round, key) = (RoundId::new("zuilen-2027"), CodeKey::from_bytes([5; 32]));
        let (read_round, read_key) = read_code_key(&write_code_key(&round, &key)).unwrap();
        assert_eq!((read_round, read_key.bytes()), (round, key.bytes()));
        assert!(read_code_key("code;adres\n").is_none());
    }

    #[test]
    fn an_example_is_refused_before_it_is_written() {
        let (_folder, ring) = Folder::new("example");
        let round = RoundId::new("zuilen-2027");
        let counting = std::array::from_fn(|place| u8::try_from(place).unwrap());
        for example in [[0; 32], [5; 32], counting] {
            assert!(ring.add_codes(&round, &CodeKey::from_bytes(example)).is_err());
            ring.check().expect("the service starts all the same");
            assert!(ring.codes(&round).unwrap().is_none());
        }
    }

    /// A folder with the keys of a service, removed afterwards.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> (Folder, KeyRing) {
            let folder =
                std::env::temp_dir().join(format!("schuifruimte-keys-{name}-{}", std::process::id()));
            let ring = KeyRing::open(&folder, Seed::new([7; 32])).unwrap();
            (Folder(folder), ring)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn a_key_is_made_once_and_destroyed_with_what_was_left_of_an_earlier_try() {
        let (folder, ring) = Folder::new("destroy");
        let round = RoundId::new("zuilen-2027");
        let key = ring.make_ballots(&round, Seed::new([8; 32])).unwrap();
        assert_eq!(ring.make_ballots(&round, Seed::new([9; 32])).unwrap().bytes(), key.bytes());
        // Killed after the file was set aside and partly overwritten.
        let gone = folder.0.join("keys/ballots-zuilen-2027.gone");
        fs::rename(folder.0.join("keys/ballots-zuilen-2027.key"), &gone).unwrap();
        fs::write(&gone, [0; 40]).unwrap();
        ring.check().expect("the service starts all the same");
        assert!(ring.ballots(&round).unwrap().is_none());
        ring.destroy(&round).unwrap();
        ring.destroy(&round).unwrap();
        let left: Vec<_> =
            fs::read_dir(folder.0.join("keys")).unwrap().map(|one| one.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().contains("zuilen")), "{left:?}");
        assert_eq!(left.len(), 4, "no draft is left either: {left:?}");
    }
}
