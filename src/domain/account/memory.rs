//! The memory that checking a password takes: 19 MiB, for as long as it takes and no longer.

use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Block, Params, Version};

/// Room for so many blocks of 1 KiB, of which only those are touched that are used. The C library keeps what was freed for
/// the next time, on each thread apart, but never pieces of more than 32 MiB: those go back to the system at once.
const ROOM: usize = 33 * 1024;

/// Whether a password is the one behind a stored text.
pub(super) fn matches(password: &[u8], stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|stored| computed(password, &stored).is_some_and(|own| Some(own) == stored.hash))
}

/// What the stored text would hold for this password; outputs are compared in constant time.
fn computed(password: &[u8], stored: &PasswordHash) -> Option<Output> {
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
    let version = stored.version.map_or(Ok(Version::default()), Version::try_from).ok()?;
    let argon = Argon2::new(algorithm, version, Params::try_from(stored).ok()?);
    let blocks = argon.params().block_count();
    let mut memory: Vec<Block> = Vec::with_capacity(blocks.max(ROOM));
    memory.resize(blocks, Block::default());
    let mut own = vec![0; stored.hash.as_ref()?.len()];
    argon.hash_password_into_with_memory(password, stored.salt.as_ref()?, &mut own, &mut memory).ok()?;
    Output::new(&own).ok()
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::PasswordHasher as _;

    use super::*;

    #[test]
    fn it_agrees_with_the_library_and_takes_nothing_that_is_no_stored_password() {
        let stored = Argon2::default().hash_password_with_salt(b"een zin", &[7; 16]).unwrap().to_string();
        assert!(matches(b"een zin", &stored) && !matches(b"een zon", &stored));
        let params = Params::new(64, 3, 1, Some(24)).unwrap();
        let other = Argon2::new(Algorithm::Argon2i, Version::V0x13, params);
        let stored = other.hash_password_with_salt(b"een zin", &[7; 16]).unwrap().to_string();
        assert!(matches(b"een zin", &stored) && !matches(b"een zon", &stored));
        let cut = stored.rsplit_once('$').unwrap().0;
        for strange in [
            "",
            "x",
            "$argon2id$",
            "$argon2id$v=19$m=8,t=1,p=1",
            cut,
            &stored.replace("argon2i$", "argon2x$"),
        ] {
            assert!(!matches(b"een zin", strange), "{strange}");
        }
    }
}
