//! What was refused and why, for people and for programs.

use std::fmt;
use std::io::{self, Write as _};
use std::path::Path;

use serde_json::json;

use super::file::shown;
use crate::cli::{Failure, Format};
use crate::tally::pb::PbError;
use crate::tally::{CountError, Instance};

/// Why an option or a file was refused.
#[derive(Debug)]
pub(in crate::cli) struct Refusal {
    kind: &'static str,
    file: Option<String>,
    line: Option<usize>,
    reason: String,
    /// The ids of the projects of an open tie.
    tied: Vec<String>,
}

impl Refusal {
    fn new(kind: &'static str, reason: impl Into<String>) -> Refusal {
        Refusal { kind, file: None, line: None, reason: reason.into(), tied: Vec::new() }
    }

    /// An option cannot be followed.
    pub(super) fn option(reason: impl Into<String>) -> Refusal {
        Refusal::new("option_invalid", reason)
    }

    /// A file or folder cannot be read or written.
    pub(super) fn file(path: &Path, why: impl fmt::Display) -> Refusal {
        Refusal::new("file_unreadable", why.to_string()).of(path)
    }

    /// A file with limits says what cannot be understood, or not of this election.
    pub(super) fn limits(path: &Path, why: impl fmt::Display) -> Refusal {
        Refusal::new("limits_invalid", why.to_string()).of(path)
    }

    /// A file is not an election.
    pub(super) fn election(path: &Path, error: PbError) -> Refusal {
        Refusal { line: Some(error.line), ..Refusal::new("file_invalid", error.reason).of(path) }
    }

    /// The rule does not end in an outcome for this election.
    pub(super) fn count(path: &Path, instance: &Instance, error: &CountError) -> Refusal {
        let reason = error.to_string();
        let refusal = match error {
            CountError::StepTooSmall | CountError::Unconfirmed(_) | CountError::Incompatible(_) => {
                Refusal::new(kind(error), reason)
            }
            CountError::DrawRequired(tied) => {
                let tied: Vec<String> = tied.iter().map(|&p| instance.project(p).id.clone()).collect();
                let reason = format!("draw_required: {reason} ({})", tied.join(", "));
                Refusal { tied, ..Refusal::new(kind(error), reason) }
            }
        };
        refusal.of(path)
    }

    fn of(self, path: &Path) -> Refusal {
        Refusal { file: Some(path.display().to_string()), ..self }
    }

    /// The line for standard error.
    pub(super) fn said(&self, format: Format) -> String {
        if format == Format::Text {
            return format!("schuifruimte: {}", shown(&self.to_string()));
        }
        let mut told =
            json!({ "error": self.kind, "file": self.file, "line": self.line, "reason": self.reason });
        if !self.tied.is_empty() {
            told["tied"] = self.tied.iter().map(String::as_str).collect();
        }
        told.to_string()
    }

    /// Says it on standard error; what is left for the program is its exit status.
    pub(super) fn say(&self, format: Format) -> Failure {
        // Where standard error cannot be written, the exit status still says it.
        writeln!(io::stderr(), "{}", self.said(format)).ok();
        Failure::Said
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.reason)
    }
}

/// The name of an error for programs.
pub(super) fn kind(error: &CountError) -> &'static str {
    match error {
        CountError::StepTooSmall => "step_too_small",
        CountError::DrawRequired(_) => "draw_required",
        CountError::Unconfirmed(_) => "unconfirmed",
        CountError::Incompatible(_) => "rule_incompatible",
    }
}
