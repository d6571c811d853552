//! Files that others made: how much is read of them, and how their words are shown.

use std::borrow::Cow;
use std::fs::{File, canonicalize};
use std::io::Read as _;
use std::path::Path;

use super::refusal::Refusal;
use crate::domain::plain::is_unseen;

/// The largest election that is read, in bytes: far above any real one. A device has no end.
pub(super) const MAX_ELECTION: u64 = 1 << 30;

/// Reads a file of at most `most` bytes; `what` it is goes into the refusal.
pub(in crate::cli) fn read(path: &Path, most: u64, what: &str) -> Result<Vec<u8>, Refusal> {
    let failed = |error| Refusal::file(path, error);
    let too_large = || Err(Refusal::file(path, format_args!("this is larger than {what} can be")));
    let file = File::open(path).map_err(failed)?;
    let told = file.metadata().map_err(failed)?.len();
    if told > most {
        return too_large();
    }
    let mut bytes = Vec::with_capacity(usize::try_from(told).unwrap_or(0));
    file.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) { Ok(bytes) } else { too_large() }
}

/// Whether two paths lead to one file that is there.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    matches!((canonicalize(one), canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// A text of a file as it goes to a terminal: what would steer the terminal, begin a line of its own or turn
/// the direction of writing is spelled out.
pub(in crate::cli) fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let spelled = |letter: char| {
        if is_unseen(letter) { letter.escape_unicode().to_string() } else { letter.to_string() }
    };
    Cow::Owned(text.chars().map(spelled).collect())
}
