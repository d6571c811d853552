//! Reading a text into its tree. Nothing here calls itself: however deep a text is folded, it is read in one go, and
//! lists are kept to a few levels.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use unicode_normalization::char::is_combining_mark;

use super::{Block, Link, Piece, Stress, Words, Written, address};
use crate::domain::plain::{MAX_MARKS, is_unseen};

/// Most levels of lists; what lies deeper becomes paragraphs of the last one.
const MAX_LISTS: usize = 3;

/// A list that is being read: its first number, its items so far, and what its last item holds.
type Open = (Option<u64>, Vec<Vec<Block>>);

#[derive(Default)]
struct Reader {
    done: Vec<Block>,
    lists: Vec<Open>,
    /// Lists that lie deeper than is kept.
    deeper: usize,
    /// The pieces of the paragraph or heading that is being read.
    pieces: Vec<Piece>,
    heading: Option<usize>,
    /// The headings above, as they were typed.
    above: Vec<HeadingLevel>,
    emphasis: usize,
    strong: usize,
    is_linked: bool,
    /// Marks on the last letter.
    marks: usize,
}

pub(super) fn read(text: &str) -> Written {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, Options::empty()) {
        reader.take(event);
    }
    reader.finish();
    Written(reader.done)
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words)
            | Event::Code(words)
            | Event::Html(words)
            | Event::InlineHtml(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words)
            | Event::FootnoteReference(words) => self.say(&words),
            Event::SoftBreak | Event::HardBreak => self.say("\n"),
            Event::Rule => self.finish(),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url),
            Tag::Heading { level, .. } => {
                self.finish();
                self.above.retain(|above| *above < level);
                self.heading = Some(self.above.len());
                self.above.push(level);
            }
            Tag::List(first) => {
                self.finish();
                if self.lists.len() < MAX_LISTS {
                    self.lists.push((first, Vec::new()));
                } else {
                    self.deeper += 1;
                }
            }
            Tag::Item => {
                self.finish();
                if self.deeper == 0
                    && let Some((_, items)) = self.lists.last_mut()
                {
                    items.push(Vec::new());
                }
            }
            // A picture is the words in its place; marks of other dialects are not read.
            Tag::Image { .. } | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::MetadataBlock(_) => self.finish(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.emphasis -= 1,
            TagEnd::Strong => self.strong -= 1,
            TagEnd::Link => self.is_linked = false,
            TagEnd::List(_) => {
                self.finish();
                if self.deeper > 0 {
                    self.deeper -= 1;
                } else if let Some((first, items)) = self.lists.pop() {
                    self.put(Block::List(first, items));
                }
            }
            TagEnd::Image | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::MetadataBlock(_) => self.finish(),
        }
    }

    fn link(&mut self, kind: LinkType, typed: &CowStr<'_>) {
        let address =
            if kind == LinkType::Email { address(&format!("mailto:{typed}")) } else { address(typed) };
        if let Some(address) = address {
            self.pieces.push(Piece::Link(Link { address, words: Vec::new() }));
            self.is_linked = true;
        }
    }

    /// Words of the text; each line that was typed stays one.
    fn say(&mut self, words: &str) {
        for (place, line) in words.split('\n').enumerate() {
            if place > 0 {
                self.break_line();
            }
            let said = self.seen(line);
            if !said.is_empty() {
                self.add(&said);
            }
        }
    }

    /// What is seen of words: the name of a sign (`&#8238;`) is no way round what a text may hold.
    fn seen(&mut self, words: &str) -> String {
        if words.chars().all(|letter| matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')) {
            return String::new();
        }
        let mut seen = String::with_capacity(words.len());
        for letter in words.chars().map(|letter| if letter == '\t' { ' ' } else { letter }) {
            self.marks = if is_combining_mark(letter) { self.marks + 1 } else { 0 };
            if !is_unseen(letter) && self.marks <= MAX_MARKS {
                seen.push(letter);
            }
        }
        seen
    }

    fn break_line(&mut self) {
        if self.is_linked {
            self.add(" ");
        } else if !self.pieces.is_empty() {
            self.pieces.push(Piece::Break);
        }
    }

    fn add(&mut self, text: &str) {
        let stress = match (self.emphasis > 0, self.strong > 0) {
            (false, false) => Stress::None,
            (true, false) => Stress::Emphasis,
            (false, true) => Stress::Strong,
            (true, true) => Stress::Both,
        };
        let words = Words { text: text.to_string(), stress };
        match self.pieces.last_mut() {
            Some(Piece::Link(link)) if self.is_linked => match link.words.last_mut() {
                Some(last) if last.stress == stress => last.text.push_str(text),
                _ => link.words.push(words),
            },
            Some(Piece::Words(last)) if last.stress == stress => last.text.push_str(text),
            _ => self.pieces.push(Piece::Words(words)),
        }
    }

    /// Ends the paragraph or heading that is being read, if it says anything.
    fn finish(&mut self) {
        let mut pieces = std::mem::take(&mut self.pieces);
        while pieces.last().is_some_and(|piece| *piece == Piece::Break) {
            pieces.pop();
        }
        pieces.retain(|piece| !matches!(piece, Piece::Link(link) if link.words.is_empty()));
        let heading = self.heading.take();
        self.is_linked = false;
        if !pieces.is_empty() {
            self.put(match heading {
                Some(depth) => Block::Heading(depth, pieces),
                None => Block::Paragraph(pieces),
            });
        }
    }

    fn put(&mut self, block: Block) {
        match self.lists.last_mut().and_then(|(_, items)| items.last_mut()) {
            Some(item) => item.push(block),
            None => self.done.push(block),
        }
    }
}
