//! Plain text: what people type in forms and others read, on a page, in a letter, in a file for the bank. Signs that
//! nobody sees, and signs that turn the direction of writing, make one text look like another one: a name in a list of
//! payments, a reason under a decision.

use super::extract::is_bad;
use super::retention::ERASED;

/// Why a text is not plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unplain {
    /// It holds a control character, or another sign that nobody sees or that turns the direction of writing.
    Unseen,
    /// It is the mark that stands where words were erased: nobody could tell the two apart.
    Mark,
}

/// Why a text of one line is not plain; `None` when it is.
pub fn fault_of_line(text: &str) -> Option<Unplain> {
    fault(text.trim(), is_bad)
}

/// The same of a text of several lines, where line breaks and tabs may stand.
pub fn fault_of_text(text: &str) -> Option<Unplain> {
    fault(text.trim(), |letter| is_bad(letter) && !matches!(letter, '\n' | '\r' | '\t'))
}

fn fault(text: &str, is_bad: impl Fn(char) -> bool) -> Option<Unplain> {
    if text.chars().any(is_bad) {
        return Some(Unplain::Unseen);
    }
    (text == ERASED).then_some(Unplain::Mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_no_plain_text_and_every_script_is() {
        let names = ["Zoë Šimić", "محمد الأمين", "李雷", "Ağca & zn.", "d'Arc – 2e", "👩‍👧 thuis", ""];
        for name in names {
            assert_eq!((fault_of_line(name), fault_of_text(name)), (None, None), "{name}");
        }
        for bad in ["a\0b", "a\u{1b}[31m", "\u{202e}gnaj", "a\u{200b}b", "a\u{2066}b", "\u{fffd}", "a\u{7f}"]
        {
            assert_eq!(fault_of_line(bad), Some(Unplain::Unseen), "{bad:?}");
            assert_eq!(fault_of_text(bad), Some(Unplain::Unseen), "{bad:?}");
        }
        assert_eq!(fault_of_line("een\ntwee"), Some(Unplain::Unseen), "a name is one line");
        assert_eq!(fault_of_text("een\r\n\ttwee"), None, "a reason may have several");
        assert_eq!(fault_of_text(" (gewist) "), Some(Unplain::Mark));
    }
}
