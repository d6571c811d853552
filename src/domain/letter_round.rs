//! What a voting letter says about its round: a small file that the office hands to whoever prints the letters. It holds
//! no person and no code, and goes the other way than those: out of the service.

use serde::{Deserialize, Serialize};

use super::id::RoundId;
use super::money::Cents;
use super::plain::fault_of_line;
use super::time::Moment;

/// Version of the form.
pub const FORMAT: &str = "schuifruimte-letter-round/1";
/// Most bytes of the file.
pub const MAX_BYTES: u64 = 16 * 1024;
/// Most characters of a text in it.
const MAX_TEXT: usize = 200;

/// What a voting letter says about its round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterRound {
    /// Version of the form.
    pub format: String,
    /// Which round.
    pub round: String,
    /// Its name.
    pub title: String,
    /// The name of the area.
    pub area: String,
    /// The name of the municipality, without "gemeente".
    pub municipality: String,
    /// The most the round may grant.
    pub ceiling: Cents,
    /// From when votes are taken. Its day is the date of the document.
    pub vote_from: Moment,
    /// Until when votes are taken.
    pub vote_until: Moment,
    /// Where the help desk is.
    pub desk_place: String,
    /// When it is open.
    pub desk_hours: String,
    /// Its telephone number.
    pub desk_phone: String,
    /// Scheme and host of the service, such as `https://stem.utrecht.example`.
    pub origin: String,
}

impl LetterRound {
    /// The file.
    pub fn write(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("a letter's round is plain data");
        format!("{text}\n")
    }

    /// Reads a file, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<LetterRound, String> {
        let read: LetterRound = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if read.format != FORMAT {
            return Err(format!("the format is not {FORMAT}"));
        }
        RoundId::parse(&read.round).map_err(|_| "round is not the short name of a round".to_string())?;
        let LetterRound { title, area, municipality, desk_place, desk_hours, desk_phone, .. } = &read;
        let texts = [
            ("title", title),
            ("area", area),
            ("municipality", municipality),
            ("desk_place", desk_place),
            ("desk_hours", desk_hours),
            ("desk_phone", desk_phone),
        ];
        for (name, text) in texts {
            let is_long = text.chars().count() > MAX_TEXT;
            if text.trim().is_empty() || is_long || fault_of_line(text).is_some() {
                return Err(format!("{name} is not one line of 1 to {MAX_TEXT} plain characters"));
            }
        }
        if read.vote_until <= read.vote_from {
            return Err("vote_until does not come after vote_from".to_string());
        }
        if !read.origin.is_ascii() || !read.origin.contains("://") || read.host().contains(['/', '#', '?']) {
            return Err("origin is not scheme and host, such as https://stem.example".to_string());
        }
        Ok(read)
    }

    /// The host, as people type it.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round() -> LetterRound {
        LetterRound {
            format: FORMAT.to_string(),
            round: "zuilen-2027".to_string(),
            title: "Zuilen kiest".to_string(),
            area: "Zuilen".to_string(),
            municipality: "Utrecht".to_string(),
            ceiling: Cents::euros(50_000),
            vote_from: Moment::parse("2027-03-01T08:00:00Z").unwrap(),
            vote_until: Moment::parse("2027-03-21T19:00:00Z").unwrap(),
            desk_place: "Wijkbureau, Straat 1".to_string(),
            desk_hours: "maandag tot en met vrijdag".to_string(),
            desk_phone: "14 030".to_string(),
            origin: "https://stem.example".to_string(),
        }
    }

    #[test]
    fn the_file_reads_back_and_a_wrong_one_is_refused_by_name() {
        assert_eq!(LetterRound::parse(&round().write()), Ok(round()));
        let refused =
            |from: &str, to: &str| LetterRound::parse(&round().write().replace(from, to)).unwrap_err();
        assert!(refused("/1\"", "/2\"").contains("format"));
        assert!(refused("Zuilen kiest", "a\u{202e}b").contains("title"));
        assert!(refused("14 030", " ").contains("desk_phone"));
        assert!(refused("\"Utrecht\"", &format!("\"{}\"", "x".repeat(201))).contains("municipality"));
        assert!(refused("2027-03-21", "2027-02-21").contains("vote_until"));
        assert!(refused("https://stem.example", "https://stem.example/#").contains("origin"));
        assert!(refused("\"title\"", "\"titel\"").contains("titel"));
    }
}
