//! The publication bundle as one file: a tar archive that has one form only, so that a changed byte in
//! a header or in the padding is found as one in a file is.

use std::collections::BTreeMap;

use tar::{Builder, EntryType, Header};

use crate::domain::bundle::{Broken, Bundle, FILES, belongs};

/// The largest bundle that is read, as archive or as folder. A round of a million ballots has 200 MiB.
pub const MAX_BUNDLE: u64 = 512 * 1024 * 1024;

/// Tar goes in blocks of this size.
const BLOCK: usize = 512;
/// An archive ends with so many empty blocks.
const END_BLOCKS: usize = 2;
/// Where a header says that it is one, and how.
const MAGIC: (usize, &[u8]) = (257, b"ustar\0");
/// What an archive is called in a report when no file in it is meant.
const ARCHIVE: &str = "the archive";

/// Why an archive was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArchiveFault {
    /// It is something else.
    NotAnArchive,
    /// It is larger than [`MAX_BUNDLE`].
    TooLarge,
    /// It is not, byte for byte, what [`write_tar`] makes of its files.
    Broken(Broken),
}

/// The bundle as an archive; the same bundle always gives the same bytes.
pub fn write_tar(bundle: &Bundle) -> Vec<u8> {
    const MEMORY: &str = "writing to memory does not fail";
    let mut builder = Builder::new(Vec::new());
    for (name, bytes) in bundle.files() {
        builder
            .append(&header(name, bytes.len()).expect("the files of a bundle have short names"), bytes)
            .expect(MEMORY);
    }
    builder.into_inner().expect(MEMORY)
}

/// The one header that a file of this name and size has; `None` when a header cannot hold the name.
pub(super) fn header(name: &str, size: usize) -> Option<Header> {
    let mut header = Header::new_ustar();
    header.set_path(name).ok()?;
    header.set_entry_type(EntryType::Regular);
    header.set_size(u64::try_from(size).ok()?);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_cksum();
    Some(header)
}

/// Reads an archive that [`write_tar`] made.
pub fn read_tar(bytes: &[u8]) -> Result<Bundle, ArchiveFault> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BUNDLE) {
        return Err(ArchiveFault::TooLarge);
    }
    if !begins_as_one(bytes) {
        return Err(ArchiveFault::NotAnArchive);
    }
    let bundle = Bundle::new(files(bytes).map_err(ArchiveFault::Broken)?);
    let again = write_tar(&bundle);
    if again != bytes {
        let same = again.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        let what = format!("byte {same} is not what this program writes");
        return Err(ArchiveFault::Broken(Broken::whole(ARCHIVE, what)));
    }
    Ok(bundle)
}

/// Whether this was meant to be a bundle: its magic or its first name is there.
fn begins_as_one(bytes: &[u8]) -> bool {
    let magic = bytes.get(MAGIC.0..).is_some_and(|rest| rest.starts_with(MAGIC.1));
    magic || FILES.iter().any(|name| bytes.starts_with(format!("{name}\0").as_bytes()))
}

fn files(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Broken> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut rest = bytes;
    while let Some((block, after)) = rest.split_at_checked(BLOCK) {
        if block.iter().all(|byte| *byte == 0) {
            break;
        }
        let number = files.len() + 1;
        let (name, size) = described(block, number)?;
        let padded = size.div_ceil(BLOCK) * BLOCK;
        let Some((body, next)) = after.split_at_checked(padded) else {
            return Err(Broken::whole(&name, "the archive ends within it"));
        };
        let (body, padding) = body.split_at(size);
        if padding.iter().any(|byte| *byte != 0) {
            return Err(Broken::whole(&name, "there is something after its end in the archive"));
        }
        if files.last_key_value().is_some_and(|(last, _)| *last >= name) {
            return Err(Broken::whole(&name, "it stands in the archive twice or out of order"));
        }
        files.insert(name, body.to_vec());
        rest = next;
    }
    if rest.len() != END_BLOCKS * BLOCK || rest.iter().any(|byte| *byte != 0) {
        return Err(Broken::whole(ARCHIVE, "it does not end where it should"));
    }
    Ok(files)
}

/// The name and size in a header, if it is the one header that such a file has: no folder, no link, no
/// owner, no time.
fn described(block: &[u8], number: usize) -> Result<(String, usize), Broken> {
    let found = Header::from_byte_slice(block);
    let path = String::from_utf8_lossy(&found.path_bytes()).into_owned();
    let file = if belongs(&path) { path.as_str() } else { ARCHIVE };
    let odd = || Broken {
        place: Some(format!("header {number}")),
        ..Broken::whole(
            file,
            "it is not written as this program writes it; unpacked, the folder can be checked",
        )
    };
    let size = found.entry_size().ok().and_then(|size| usize::try_from(size).ok()).ok_or_else(odd)?;
    let plain = !path.is_empty() && !path.contains(['/', '\\']) && path != "." && path != "..";
    let same = plain && header(&path, size).is_some_and(|wanted| wanted.as_bytes()[..] == *block);
    // A size near the end of its type would overflow when it is padded.
    let possible = u64::try_from(size).is_ok_and(|size| size <= MAX_BUNDLE);
    if same && possible { Ok((path, size)) } else { Err(odd()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> Bundle {
        let file = |name: &str, length: usize| (name.to_string(), vec![b'x'; length]);
        Bundle::new([file("rules.json", 700), file("log.txt", 512), file("ballots.txt", 0)].into())
    }

    #[test]
    fn an_archive_reads_back_and_is_the_same_each_time() {
        let bytes = write_tar(&bundle());
        assert_eq!(bytes, write_tar(&bundle()));
        assert_eq!(read_tar(&bytes), Ok(bundle()));
        let mut listed = tar::Archive::new(&bytes[..]);
        let names: Vec<String> = listed
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().path().unwrap().display().to_string())
            .collect();
        assert_eq!(names, ["ballots.txt", "log.txt", "rules.json"]);
    }

    #[test]
    fn a_changed_byte_outside_the_files_is_found() {
        let bytes = write_tar(&bundle());
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            match read_tar(&changed) {
                Ok(read) => assert_ne!(read, bundle(), "byte {place}"),
                Err(ArchiveFault::Broken(_)) => {}
                Err(other) => panic!("byte {place}: {other:?}"),
            }
        }
        for cut in [1, 512, 1024, 1025, 1600, bytes.len() - 513] {
            assert!(matches!(read_tar(&bytes[..bytes.len() - cut]), Err(ArchiveFault::Broken(_))), "{cut}");
        }
        assert!(read_tar(&[&bytes[..], &[0; 512]].concat()).is_err());
    }

    #[test]
    fn odd_entries_are_refused() {
        let entry = |name: &str, kind: EntryType| {
            let mut header = header("rules.json", 0).unwrap();
            header.as_mut_bytes()[..100].fill(0);
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(kind);
            header.set_cksum();
            header.as_bytes().to_vec()
        };
        let end = vec![0; END_BLOCKS * BLOCK];
        let plain = || entry("rules.json", EntryType::Regular);
        assert!(read_tar(&[plain(), end.clone()].concat()).is_ok());
        for odd in [
            entry("../rules.json", EntryType::Regular),
            entry("a/rules.json", EntryType::Regular),
            entry("/rules.json", EntryType::Regular),
            entry("..", EntryType::Regular),
            entry("", EntryType::Regular),
            entry("rules.json", EntryType::Symlink),
            entry("rules.json", EntryType::Link),
            entry("rules.json", EntryType::Directory),
            entry("rules.json", EntryType::GNULongName),
            [plain(), plain()].concat(),
        ] {
            assert!(matches!(read_tar(&[odd, end.clone()].concat()), Err(ArchiveFault::Broken(_))));
        }
        assert_eq!(read_tar(b"not an archive"), Err(ArchiveFault::NotAnArchive));
        assert_eq!(read_tar(&[0; 1024]), Err(ArchiveFault::NotAnArchive));
        assert_eq!(read_tar(b""), Err(ArchiveFault::NotAnArchive));
    }
}
