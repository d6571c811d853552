//! What stands on a voting letter in other languages than Dutch: where to get help, and where the page is that can be
//! read. The pages themselves are in the languages of [`Lang`](super::Lang); a line never promises more.

/// A language in which a letter has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// Its tag.
    pub tag: &'static str,
    /// What it calls itself.
    pub own_name: &'static str,
    /// Whether it is written from right to left.
    pub is_right_to_left: bool,
    /// The line, with `{phone}` and `{page}` in it.
    line: &'static str,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of the language.
    Words(String),
    /// A telephone number or an address: from left to right in every language, and never torn apart.
    Fixed(String),
}

/// Every language, in the order in which the lines stand.
pub const ALL: [Beside; 4] = [
    Beside {
        tag: "en",
        own_name: "English",
        is_right_to_left: false,
        line: "You can vote on money for your neighbourhood. Do you need help? Call {phone} or come to the help desk. In English: {page}",
    },
    Beside {
        tag: "tr",
        own_name: "Türkçe",
        is_right_to_left: false,
        line: "Mahalleniz için ayrılan para hakkında oy kullanabilirsiniz. Yardım ister misiniz? {phone} numarasını arayın veya danışma masasına gelin. Site Hollandaca ve İngilizcedir: {page}",
    },
    Beside {
        tag: "pl",
        own_name: "Polski",
        is_right_to_left: false,
        line: "Mogą Państwo głosować nad pieniędzmi dla swojej dzielnicy. Potrzebna pomoc? Proszę zadzwonić: {phone} lub przyjść do punktu pomocy. Strona jest po niderlandzku i po angielsku: {page}",
    },
    Beside {
        tag: "ar",
        own_name: "العربية",
        is_right_to_left: true,
        line: "يمكنكم التصويت على أموال مخصصة لحيّكم. هل تحتاجون إلى مساعدة؟ اتصلوا بالرقم {phone} أو تعالوا إلى مكتب المساعدة. الموقع بالهولندية والإنجليزية: {page}",
    },
];

impl Beside {
    /// The language of a tag.
    pub fn of_tag(tag: &str) -> Option<Beside> {
        ALL.into_iter().find(|one| one.tag == tag)
    }

    /// The line, in pieces.
    pub fn say(&self, phone: &str, page: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for part in self.line.split_inclusive('}') {
            let (words, name) = match part.rsplit_once('{') {
                Some((words, name)) => (words, Some(name)),
                None => (part, None),
            };
            pieces.push(Piece::Words(words.to_string()));
            match name {
                Some("phone}") => pieces.push(Piece::Fixed(phone.to_string())),
                Some("page}") => pieces.push(Piece::Fixed(page.to_string())),
                Some(_) | None => {}
            }
        }
        pieces
    }

    /// The line without number and address: the signs that a typeface must have.
    pub fn words(&self) -> String {
        format!("{} {}", self.own_name, self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_says_where_help_is_and_where_the_page_is() {
        for one in ALL {
            let pieces = one.say("14 030", "stem.example/en");
            let fixed: Vec<_> = pieces.iter().filter(|piece| matches!(piece, Piece::Fixed(_))).collect();
            assert_eq!(fixed.len(), 2, "{}", one.tag);
            assert_eq!(Beside::of_tag(one.tag), Some(one));
        }
        assert_eq!(Beside::of_tag("nl"), None);
    }
}
