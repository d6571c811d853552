//! Longer texts by people, with a few marks of CommonMark (https://spec.commonmark.org/0.31.2/): paragraphs, emphasis,
//! lists, headings and links. They are read into a small tree that can hold nothing else, so that a page that is made
//! from it has nothing to take out: markup in a text is text, a picture is the words in its place, and an address that
//! is no web site and no mailbox is no link.

mod read;

use super::plain::is_unseen;

/// Longest address of a link, in bytes.
const MAX_ADDRESS: usize = 500;

/// A text, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written(pub Vec<Block>);

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Piece>),
    /// A heading, and below how many others of this text it stands: never more than one below the heading before it.
    Heading(usize, Vec<Piece>),
    /// A list: the number of its first item, if it is numbered, and the items.
    List(Option<u64>, Vec<Vec<Block>>),
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(Words),
    /// The end of a line that was typed as one.
    Break,
    /// A link.
    Link(Link),
}

/// Words with their stress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub text: String,
    /// How they are said.
    pub stress: Stress,
}

/// How words are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stress {
    /// As any other.
    None,
    /// Stressed.
    Emphasis,
    /// Important.
    Strong,
    /// Both.
    Both,
}

/// A link to a web site or a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its address: `http`, `https` or `mailto`.
    pub address: String,
    /// Its words.
    pub words: Vec<Words>,
}

impl Written {
    /// Reads a text.
    pub fn read(text: &str) -> Written {
        read::read(text)
    }
}

impl Link {
    /// Where it leads: the host or the mailbox, when its words do not say so themselves. Words can name another one.
    pub fn unsaid(&self) -> Option<&str> {
        let (_, rest) = self.address.split_once(':')?;
        let to =
            rest.strip_prefix("//").map_or(rest, |rest| rest.split(['/', '?', '#']).next().unwrap_or(rest));
        let said: String = self.words.iter().map(|words| words.text.as_str()).collect();
        let bare = said.trim().trim_start_matches("https://").trim_start_matches("http://");
        let is_said =
            bare.strip_prefix(to).is_some_and(|more| more.is_empty() || more.starts_with(['/', '?', '#']));
        (!is_said).then_some(to)
    }
}

/// An address that may be a link, in one form: a web site by its name, or one mailbox. Names in other scripts look like
/// known ones, a name of a user before a host looks like a host, and numbers are machines: none of those is a link.
fn address(typed: &str) -> Option<String> {
    let strange = |letter: char| {
        letter.is_whitespace() || is_unseen(letter) || matches!(letter, '\\' | '"' | '\'' | '<' | '>' | '`')
    };
    if typed.len() > MAX_ADDRESS || typed.contains(strange) {
        return None;
    }
    let (scheme, rest) = typed.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => {
            let rest = rest.strip_prefix("//")?;
            let host = rest.split(['/', '?', '#']).next()?;
            is_host(
                host.rsplit_once(':').map_or(host, |(name, port)| if is_port(port) { name } else { host }),
            )
            .then(|| format!("{scheme}://{rest}"))
        }
        "mailto" => {
            let (name, host) = rest.split_once('@')?;
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte);
            (!name.is_empty() && name.bytes().all(plain) && is_host(host)).then(|| format!("mailto:{rest}"))
        }
        _ => None,
    }
}

fn is_port(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether this is the name of a machine on the internet: labels of ASCII between points, the last one of letters.
fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    let last = name.rsplit_once('.').map(|(_, last)| last);
    let is_named =
        last.is_some_and(|last| last.len() > 1 && last.starts_with(|c: char| c.is_ascii_alphabetic()));
    name.len() <= 253 && is_named && name.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a tree says, in short: headings by depth, lists by their number, stress and links by their marks.
    fn told(text: &str) -> String {
        fn words(words: &Words) -> String {
            match words.stress {
                Stress::None => words.text.clone(),
                Stress::Emphasis => format!("*{}*", words.text),
                Stress::Strong => format!("**{}**", words.text),
                Stress::Both => format!("***{}***", words.text),
            }
        }
        fn pieces(pieces: &[Piece]) -> String {
            let piece = |piece: &Piece| match piece {
                Piece::Words(one) => words(one),
                Piece::Break => "|".to_string(),
                Piece::Link(link) => {
                    format!("[{}]({})", link.words.iter().map(words).collect::<String>(), link.address)
                }
            };
            pieces.iter().map(piece).collect()
        }
        fn blocks(all: &[Block]) -> String {
            let block = |block: &Block| match block {
                Block::Paragraph(inside) => format!("p({})", pieces(inside)),
                Block::Heading(depth, inside) => format!("h{depth}({})", pieces(inside)),
                Block::List(first, items) => {
                    let mark = first.map_or("ul".to_string(), |first| format!("ol{first}"));
                    format!("{mark}({})", items.iter().map(|item| blocks(item)).collect::<Vec<_>>().join(","))
                }
            };
            all.iter().map(block).collect::<Vec<_>>().join(" ")
        }
        blocks(&Written::read(text).0)
    }

    #[test]
    fn a_text_is_paragraphs_stress_lists_and_headings() {
        assert_eq!(told("Een.\n\nTwee\ndrie."), "p(Een.) p(Twee|drie.)");
        assert_eq!(told("een *twee* **drie** ***vier*** `vijf`"), "p(een *twee* **drie** ***vier*** vijf)");
        assert_eq!(
            told("- een\n- twee\n  - drie\n\n4. vier\n5. vijf"),
            "ul(p(een),p(twee) ul(p(drie))) ol4(p(vier),p(vijf))"
        );
        assert_eq!(
            told("### een\n# twee\n## drie\n###### vier\n## vijf"),
            "h0(een) h0(twee) h1(drie) h2(vier) h1(vijf)"
        );
        assert_eq!(told("> gezegd\n\n---\n\n    ver\n    weg"), "p(gezegd) p(ver|weg)");
        assert_eq!(
            told("- 1\n  - 2\n    - 3\n      - 4\n        - 5"),
            "ul(p(1) ul(p(2) ul(p(3) p(4) p(5))))"
        );
        assert_eq!(told(""), "");
    }

    #[test]
    fn markup_is_text_and_a_picture_is_its_words() {
        assert_eq!(told("<script>x</script>"), "p(<script>x</script>)");
        assert_eq!(told("a <b onclick=x>b</b> &lt;i&gt;"), "p(a <b onclick=x>b</b> <i>)");
        assert_eq!(told("![een tuin](https://evil.example/p.png)"), "p(een tuin)");
        assert_eq!(told("a&#8238;b&zwj;c&#0;d"), "p(abcd)", "no way round by the name of a sign");
        assert_eq!(told(&format!("e{}", "&#x301;".repeat(50))), "p(e\u{301}\u{301}\u{301}\u{301})");
    }

    #[test]
    fn only_a_site_by_its_name_and_one_mailbox_are_links() {
        assert_eq!(told("[x](HTTPS://utrecht.nl/a?b=c#d)"), "p([x](https://utrecht.nl/a?b=c#d))");
        assert_eq!(told("<https://utrecht.nl>"), "p([https://utrecht.nl](https://utrecht.nl))");
        assert_eq!(told("<buurt@utrecht.nl>"), "p([buurt@utrecht.nl](mailto:buurt@utrecht.nl))");
        assert_eq!(told("[x][y]\n\n[y]: http://utrecht.nl:8080/"), "p([x](http://utrecht.nl:8080/))");
        for bad in [
            "javascript:alert(1)",
            "JaVa&#115;cript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//utrecht.nl",
            "/bureau",
            "ftp://utrecht.nl",
            "https://nl",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://utrecht.nl@evil.example/",
            "https://utrecht.nl%2f@evil.example",
            "https://ut\u{440}echt.nl",
            "https:utrecht.nl",
            "https://utrecht.nl\\@evil.example",
            "mailto:a@b.nl?bcc=c@d.nl",
            "mailto:a@b.nl,c@d.nl",
            "mailto:%0d%0aBcc:a@b.nl",
            "file:///etc/passwd",
            "https://-a.nl",
            "https://a..nl",
            "https://a.nl:999999/",
        ] {
            let inline = told(&format!("[x](<{bad}>)"));
            assert!(!inline.contains("]("), "{bad}: {inline}");
            let referred = told(&format!("[x][y]\n\n[y]: <{bad}>"));
            assert!(!referred.contains("]("), "{bad}: {referred}");
            assert!(!told(&format!("<{bad}>")).contains("]("), "{bad}");
        }
    }

    #[test]
    fn a_link_says_where_it_leads() {
        let unsaid = |text: &str| match &Written::read(text).0[0] {
            Block::Paragraph(pieces) => match &pieces[0] {
                Piece::Link(link) => link.unsaid().map(str::to_string),
                other => panic!("no link: {other:?}"),
            },
            other => panic!("no paragraph: {other:?}"),
        };
        assert_eq!(unsaid("<https://utrecht.nl/a>"), None);
        assert_eq!(unsaid("[utrecht.nl](https://utrecht.nl/a)"), None);
        assert_eq!(unsaid("[onze site](https://utrecht.nl/a)").as_deref(), Some("utrecht.nl"));
        assert_eq!(unsaid("[https://utrecht.nl](https://evil.example)").as_deref(), Some("evil.example"));
        assert_eq!(unsaid("[utrecht.nl.evil.example](https://utrecht.nl)").as_deref(), Some("utrecht.nl"));
        assert_eq!(unsaid("[mail](mailto:a@b.nl)").as_deref(), Some("a@b.nl"));
    }
}
