//! The key files of the service: `<data>/keys`, apart from the database, readable by the service only.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;

use crate::acts::Signing;
use crate::domain::digest::{hex, unhex};
use crate::domain::id::RoundId;
use crate::domain::seed::Seed;
use crate::domain::voting_code::CodeKey;

/// First line of a key file.
const FORMAT: &str = "schuifruimte-key/1";
/// First line of the file in which a registrar hands over the key of a round's codes.
pub const CODE_KEY_FORMAT: &str = "schuifruimte-code-key/1";

/// The folder with the keys.
#[derive(Debug, Clone)]
pub struct KeyRing {
    folder: PathBuf,
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
        for name in ["log", "receipt", "form"] {
            ring.add(name, &seed.bytes())?;
        }
        Ok(ring)
    }

    /// The keys that sign, for a service of this host name.
    pub fn signing(&self, host: &str) -> Result<Signing, KeyError> {
        let key = |name| Ok::<_, KeyError>(SigningKey::from_bytes(&self.read(name)?));
        Ok(Signing { log: key("log")?, receipt: key("receipt")?, host: host.to_string() })
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

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.key"))
    }

    /// Writes a key unless the file exists.
    fn add(&self, name: &str, key: &[u8; 32]) -> Result<(), KeyError> {
        let path = self.path(name);
        let told = |error: std::io::Error| KeyError(format!("{}: {error}", path.display()));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(told(error)),
            Ok(mut file) => {
                file.write_all(format!("{FORMAT}\n{}\n", hex(key)).as_bytes()).map_err(told)?;
                file.sync_all().map_err(told)
            }
        }
    }

    fn read(&self, name: &str) -> Result<[u8; 32], KeyError> {
        let path = self.path(name);
        let text =
            fs::read_to_string(&path).map_err(|error| KeyError(format!("{}: {error}", path.display())))?;
        let mut lines = text.lines();
        let key = (lines.next() == Some(FORMAT)).then(|| lines.next()).flatten();
        let key = key.and_then(unhex).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        key.ok_or_else(|| KeyError(format!("{}: this is not a key file", path.display())))
    }
}

fn code_name(round: &RoundId) -> String {
    format!("codes-{round}")
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
}
