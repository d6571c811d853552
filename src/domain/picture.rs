//! Pictures of plans: what is taken in, and how it is kept. Every picture is shown in the same two sizes, so that none
//! takes more room on a list than another.

use super::digest::Digest;
use super::id::ProposalId;

/// Most bytes of a file that is taken in.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Most dots of a picture that is taken in: width times height.
pub const MAX_DOTS: u64 = 20_000_000;
/// Fewest dots in each direction.
pub const MIN_SIDE: u32 = 120;
/// Most pictures of one plan.
pub const MOST: usize = 4;
/// Most characters of the words for those who do not see it.
pub const MAX_ALT: usize = 200;
/// Longest name of a file that is taken in, in bytes. The name itself is never used.
pub const MAX_NAME: usize = 255;
/// Endings of the names of files that are taken in.
const ENDINGS: [&str; 4] = [".jpg", ".jpeg", ".png", ".webp"];

/// A picture as the service made it: JPEG, with nothing in it beside the dots.
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    /// The file.
    pub bytes: Vec<u8>,
    /// In dots.
    pub width: u32,
    /// In dots.
    pub height: u32,
}

/// A picture in its two sizes.
#[derive(Clone, PartialEq, Eq)]
pub struct Pair {
    /// The whole of it, for the page of the plan.
    pub large: Image,
    /// A part of it in the shape of all small ones, for lists.
    pub small: Image,
}

/// A picture of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Of which plan.
    pub plan: ProposalId,
    /// Which of its pictures, from 1.
    pub number: u64,
    /// Name of the large file: its SHA-256.
    pub large: Digest,
    /// Name of the small file.
    pub small: Digest,
    /// Words for those who do not see it.
    pub alt: String,
}

/// Why a file is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFault {
    /// There is nothing in it.
    Empty,
    /// It is neither PNG nor JPEG nor WebP.
    Kind,
    /// It holds more than [`MAX_BYTES`] or more than [`MAX_DOTS`].
    Large,
    /// It is smaller than [`MIN_SIDE`].
    Small,
    /// It cannot be read to its end, or something stands behind its end.
    Broken,
    /// The file has a name that is no name of a picture.
    Name,
}

impl PictureFault {
    /// The name of the fault at its field.
    pub fn name(self) -> &'static str {
        match self {
            PictureFault::Empty => "words-picture-empty",
            PictureFault::Kind => "words-picture-kind",
            PictureFault::Large => "words-picture-large",
            PictureFault::Small => "words-picture-small",
            PictureFault::Broken => "words-picture-broken",
            PictureFault::Name => "words-picture-name",
        }
    }
}

impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Image({} x {}, {} bytes)", self.width, self.height, self.bytes.len())
    }
}

impl std::fmt::Debug for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pair({:?}, {:?})", self.large, self.small)
    }
}

impl Image {
    /// Its name: its SHA-256.
    pub fn name(&self) -> Digest {
        Digest::of(&self.bytes)
    }
}

/// Whether a file bears the name of a picture: not a path, not a device, not longer than any folder takes. What a
/// browser says a file is called is not used for anything else.
pub fn is_file_name(name: &str) -> bool {
    let is_path = name.contains(['/', '\\', ':']) || name.chars().any(char::is_control);
    let lower = name.to_ascii_lowercase();
    let is_picture =
        ENDINGS.iter().any(|ending| lower.strip_suffix(ending).is_some_and(|stem| !stem.is_empty()));
    name.len() <= MAX_NAME && !is_path && is_picture
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_the_name_of_a_picture() {
        for good in ["bank.jpg", "IMG 1234 (2).JPEG", "één tuin.png", "a.b.webp"] {
            assert!(is_file_name(good), "{good}");
        }
        let long = format!("{}.jpg", "a".repeat(252));
        let bad = [
            "",
            ".jpg",
            "CON",
            "../../x",
            "../../x.png",
            "c:\\x.png",
            "a\0.png",
            "plan.svg",
            "x.png.html",
            &long,
        ];
        for bad in bad {
            assert!(!is_file_name(bad), "{bad}");
        }
    }
}
