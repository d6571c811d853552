//! What commands print. The macros of the standard library panic when nobody reads any more, as in `verify ... | head -1`;
//! here they have the same names and go on in silence, so that the exit status says what it always says.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::sync::OnceLock;

/// Why standard output could not be written, other than that nobody reads it.
static LOST: OnceLock<String> = OnceLock::new();

macro_rules! print {
    ($($words:tt)*) => {
        $crate::cli::output::put(format_args!($($words)*))
    };
}

macro_rules! println {
    ($($words:tt)*) => {
        $crate::cli::output::put(format_args!("{}\n", format_args!($($words)*)))
    };
}

macro_rules! eprintln {
    ($($words:tt)*) => {
        $crate::cli::output::tell(format_args!($($words)*))
    };
}

/// Writes to standard output.
pub(super) fn put(words: fmt::Arguments) {
    note(io::stdout().lock().write_fmt(words));
}

/// Writes a line to standard error. Where it cannot be written, the exit status still says it.
pub(super) fn tell(words: fmt::Arguments) {
    writeln!(io::stderr().lock(), "{words}").ok();
}

/// What became of writing to standard output: a reader that has seen enough is no failure, a full disk is one.
pub(super) fn note(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        LOST.get_or_init(|| error.to_string());
    }
}

/// Why what was printed is not all there, if it is not.
pub(super) fn lost() -> Option<String> {
    note(io::stdout().lock().flush());
    LOST.get().map(|why| format!("standard output: {why}"))
}
