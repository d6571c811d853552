//! A feed of news (Atom, RFC 4287), for readers and other programs.

use std::fmt::Write as _;

use crate::domain::time::Moment;

/// A feed.
pub struct Feed<'a> {
    /// The language of its words.
    pub lang: &'a str,
    /// Its name: the same for ever (RFC 4151).
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who writes it.
    pub author: &'a str,
    /// The address of the page that says the same.
    pub page: String,
    /// Its own address.
    pub own: String,
    /// When it changed last, where it has no entries.
    pub since: Moment,
    /// What is in it, the newest first.
    pub entries: Vec<Item>,
}

/// An entry of a feed.
pub struct Item {
    /// Its name: the same for ever.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it happened; it never changes afterwards.
    pub at: Moment,
    /// The address of the page about it.
    pub page: String,
    /// More about it, as plain text; may be empty.
    pub summary: String,
}

/// The name of something in a feed: of this host, in this year, under this name.
pub fn tag(host: &str, year: i64, name: &str) -> String {
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    format!("tag:{host},{year}:{name}")
}

/// Writes a feed.
pub fn write(feed: &Feed<'_>) -> String {
    let updated = feed.entries.iter().map(|entry| entry.at).max().unwrap_or(feed.since);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(xml, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">", plain(feed.lang));
    element(&mut xml, "id", &feed.id);
    element(&mut xml, "title", &feed.title);
    element(&mut xml, "updated", &updated.to_string());
    let _ = writeln!(xml, "<author><name>{}</name></author>", plain(feed.author));
    link(&mut xml, "self", &feed.own);
    link(&mut xml, "alternate", &feed.page);
    for entry in &feed.entries {
        xml.push_str("<entry>\n");
        element(&mut xml, "id", &entry.id);
        element(&mut xml, "title", &entry.title);
        element(&mut xml, "updated", &entry.at.to_string());
        element(&mut xml, "published", &entry.at.to_string());
        link(&mut xml, "alternate", &entry.page);
        if !entry.summary.is_empty() {
            element(&mut xml, "summary", &entry.summary);
        }
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

fn element(xml: &mut String, name: &str, words: &str) {
    let _ = writeln!(xml, "<{name}>{}</{name}>", plain(words));
}

fn link(xml: &mut String, relation: &str, address: &str) {
    let _ = writeln!(xml, "<link rel=\"{relation}\" href=\"{}\"/>", plain(address));
}

/// Text as it may stand in XML, between marks and in an attribute. What XML cannot hold is left out.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(letter),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_people_are_no_marks_and_names_hold_no_port() {
        let at = Moment::parse("2027-03-01T12:00:00Z").unwrap();
        let item = Item {
            id: tag("schuif.example:8443", 2027, "zuilen:open"),
            title: "<script>&\"'\u{1}".into(),
            at,
            page: "https://schuif.example/?a=1&b=2".into(),
            summary: String::new(),
        };
        let feed = Feed {
            lang: "nl",
            id: tag("schuif.example", 2027, "zuilen"),
            title: "Zuilen".into(),
            author: "Utrecht",
            page: "https://schuif.example/".into(),
            own: "https://schuif.example/nieuws.atom".into(),
            since: at.plus_minutes(-1),
            entries: vec![item],
        };
        let xml = write(&feed);
        assert!(xml.contains("<title>&lt;script&gt;&amp;&quot;&apos;</title>"), "{xml}");
        assert!(xml.contains("<id>tag:schuif.example,2027:zuilen:open</id>"), "{xml}");
        assert!(xml.contains("href=\"https://schuif.example/?a=1&amp;b=2\""), "{xml}");
        assert_eq!(xml.matches("<updated>2027-03-01T12:00:00Z</updated>").count(), 2, "{xml}");
        let empty = write(&Feed { entries: Vec::new(), ..feed });
        assert!(empty.contains("<updated>2027-03-01T11:59:00Z</updated>"), "{empty}");
    }
}
