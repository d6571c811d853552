//! Plain text: what people type in forms and others read, on a page, in a letter, in a file for the bank. Signs that
//! nobody sees, and signs that turn the direction of writing, make one text look like another one: a name in a list of
//! payments, a reason under a decision.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::retention::ERASED;

/// Most marks on one letter. Every language that is written needs fewer; more of them grow over the lines around.
pub(super) const MAX_MARKS: usize = 4;

/// Why a text is not plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unplain {
    /// It holds a control character, or another sign that nobody sees or that turns the direction of writing.
    Unseen,
    /// More than [`MAX_MARKS`] marks stand on one letter.
    Stacked,
    /// It should name something, and has no letter and no digit.
    Wordless,
    /// It is the mark that stands where words were erased: nobody could tell the two apart.
    Mark,
}

/// Whether a sign has no form of its own, or turns the direction of writing: control characters, invisible ones, the
/// mark of a character that was lost on the way, and those to which nobody gave a form.
pub fn is_unseen(letter: char) -> bool {
    let turns = matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_empty = matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}');
    let is_formless = matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..)
        || u32::from(letter) & 0xfffe == 0xfffe;
    letter.is_control() || turns || is_empty || is_formless
}

/// Why a text of one line is not plain; `None` when it is.
pub fn fault_of_line(text: &str) -> Option<Unplain> {
    fault(text.trim(), is_unseen)
}

/// The same of a text of several lines, where line breaks and tabs may stand.
pub fn fault_of_text(text: &str) -> Option<Unplain> {
    fault(text.trim(), |letter| is_unseen(letter) && !is_break(letter))
}

/// The same of a line that names something, if anything is typed: a picture alone is no name.
pub fn fault_of_name(text: &str) -> Option<Unplain> {
    let is_wordless = !text.trim().is_empty() && !text.chars().any(char::is_alphanumeric);
    fault_of_line(text).or(is_wordless.then_some(Unplain::Wordless))
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\t')
}

fn fault(text: &str, is_bad: impl Fn(char) -> bool) -> Option<Unplain> {
    if text.chars().any(is_bad) || joins_nothing(text) {
        return Some(Unplain::Unseen);
    }
    if is_stacked(text) {
        return Some(Unplain::Stacked);
    }
    (text == ERASED).then_some(Unplain::Mark)
}

/// Whether a sign that joins or parts two others, or chooses between two forms of one, stands where it does neither:
/// there nobody sees it. Scripts that need joiners lie above Greek and Cyrillic, as the parts of one emoji do.
fn joins_nothing(text: &str) -> bool {
    let is_joiner = |letter| matches!(letter, '\u{200c}' | '\u{200d}');
    let is_form = |letter| matches!(letter, '\u{fe0e}' | '\u{fe0f}');
    let (mut before, mut rest) = (None, text.chars().peekable());
    while let Some(letter) = rest.next() {
        let next = rest.peek().copied();
        let joins = |side: Option<char>| side.is_some_and(|side| side > '\u{590}' && !is_joiner(side));
        if is_joiner(letter) && !(joins(before) && joins(next) && !next.is_some_and(is_form)) {
            return true;
        }
        let has_forms =
            before.is_some_and(|side| !side.is_alphabetic() && !is_form(side) && !is_joiner(side));
        if is_form(letter) && !has_forms {
            return true;
        }
        before = Some(letter);
    }
    false
}

fn is_stacked(text: &str) -> bool {
    let mut marks = 0;
    text.chars().any(|letter| {
        marks = if is_combining_mark(letter) { marks + 1 } else { 0 };
        marks > MAX_MARKS
    })
}

/// A text as it is kept: without space around it, each line ended by one sign, and letters with marks in the one form
/// in which texts are compared (NFC).
pub fn kept(typed: &str) -> String {
    typed.trim().replace("\r\n", "\n").nfc().collect()
}

/// A line out of a file that others made, as it is shown here: without what makes it no plain line, and at most so many
/// characters of it. The file itself is known by its fingerprint.
pub fn cleaned(told: &str, most: usize) -> String {
    let mut marks = 0;
    let seen = told.chars().map(|letter| if is_break(letter) { ' ' } else { letter });
    let seen = seen.filter(|letter| !is_unseen(*letter)).filter(|letter| {
        marks = if is_combining_mark(*letter) { marks + 1 } else { 0 };
        marks <= MAX_MARKS
    });
    let line: String = seen.take(most).collect();
    let line = if joins_nothing(&line) {
        line.chars()
            .filter(|letter| !matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}'))
            .collect()
    } else {
        line
    };
    kept(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_no_plain_text_and_every_script_is() {
        let names = [
            "Zoë Šimić",
            "Zoe\u{308} Nguye\u{302}\u{303}n",
            "محمد الأمين",
            "می\u{200c}خواهم",
            "李雷",
            "क्\u{200d}ष",
            "Ağca & zn.",
            "d'Arc – 2e",
            "👩‍👧 thuis",
            "❤\u{fe0f} buurt",
            "❤\u{fe0f}\u{200d}🔥 buurt",
            "1\u{fe0f}\u{20e3} plek",
            "",
        ];
        for name in names {
            assert_eq!((fault_of_line(name), fault_of_text(name), fault_of_name(name)), (None, None, None));
            assert_eq!(cleaned(name, 100), kept(name), "{name}");
        }
        let bad = [
            "a\0b",
            "a\u{1b}[31m",
            "\u{202e}gnaj",
            "a\u{200b}b",
            "a\u{2066}b",
            "\u{fffd}",
            "a\u{7f}",
            "a\u{200d}b",
            "a\u{200c}",
            "\u{200d}",
            "a\u{fe0f}b",
            "❤\u{fe0f}\u{fe0f}",
            "a\u{2062}b",
            "a\u{3164}b",
            "a\u{e0041}b",
            "a\u{e000}b",
            "a\u{ffff}b",
            "a\u{34f}b",
            "a\u{2800}b",
        ];
        for bad in bad {
            assert_eq!(fault_of_line(bad), Some(Unplain::Unseen), "{bad:?}");
            assert_eq!(fault_of_text(bad), Some(Unplain::Unseen), "{bad:?}");
            assert_eq!(fault_of_line(&cleaned(bad, 100)), None, "{bad:?}");
        }
        assert_eq!(fault_of_line("een\ntwee"), Some(Unplain::Unseen), "a name is one line");
        assert_eq!(fault_of_text("een\r\n\ttwee"), None, "a reason may have several");
        assert_eq!(fault_of_text(" (gewist) "), Some(Unplain::Mark));
    }

    #[test]
    fn marks_stay_on_their_line_and_a_picture_is_no_name() {
        let tall = format!("Z{}", "\u{301}".repeat(5_000));
        assert_eq!(fault_of_line(&tall), Some(Unplain::Stacked));
        assert_eq!(fault_of_text(&tall), Some(Unplain::Stacked));
        assert_eq!(cleaned(&tall, 100).chars().count(), 4, "one of them is part of the letter");
        for name in ["🎉🎉", "— !", "👩‍👧"] {
            assert_eq!((fault_of_name(name), fault_of_line(name)), (Some(Unplain::Wordless), None));
        }
        assert_eq!(cleaned("een\ntwee", 5), "een t");
        assert_eq!(kept("  e\u{301}e\u{301}n\r\ntwee "), "één\ntwee");
    }
}
