//! Long runs, bounded and by their own command: see `README.md` beside this file.

mod kill;
mod minute;
mod reader;

#[path = "../it/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the long runs stand on a part of what the tests stand on")]
mod support;
