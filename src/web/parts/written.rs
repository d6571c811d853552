//! Longer texts by people on a page. Only the tree of `domain::markdown` comes in here and maud escapes every word of it,
//! so no text can become markup and there is nothing to take out afterwards.

use maud::{Markup, html};

use crate::domain::markdown::{Block, Link, Piece, Stress, Words, Written};

/// The level that the first heading of a text gets: one below the heading of the page under which it stands.
#[derive(Debug, Clone, Copy)]
pub enum Below {
    /// Below the title of the page.
    H1,
    /// Below a heading of the third level.
    H3,
}

/// A text of a person.
pub fn written(text: &str, below: Below) -> Markup {
    let first = match below {
        Below::H1 => 2,
        Below::H3 => 4,
    };
    let read = Written::read(text).0;
    html! { @if !read.is_empty() { div.sr-written.sr-stack.sr-stack--tight { (blocks(&read, first)) } } }
}

fn blocks(all: &[Block], first: usize) -> Markup {
    html! {
        @for block in all {
            @match block {
                Block::Paragraph(inside) => p.utrecht-paragraph { (pieces(inside)) },
                Block::Heading(depth, inside) => (heading(first + depth, &pieces(inside))),
                Block::List(None, items) => ul.utrecht-unordered-list { (each(items, first)) },
                Block::List(Some(number), items) => ol.utrecht-ordered-list start=(number) { (each(items, first)) },
            }
        }
    }
}

fn each(items: &[Vec<Block>], first: usize) -> Markup {
    html! { @for item in items { li { (blocks(item, first)) } } }
}

fn heading(level: usize, words: &Markup) -> Markup {
    html! {
        @match level {
            0..=2 => h2.utrecht-heading-2 { (words) },
            3 => h3.utrecht-heading-3 { (words) },
            4 => h4.utrecht-heading-4 { (words) },
            5 => h5.utrecht-heading-5 { (words) },
            6.. => h6.utrecht-heading-6 { (words) },
        }
    }
}

fn pieces(all: &[Piece]) -> Markup {
    html! {
        @for piece in all {
            @match piece {
                Piece::Words(one) => (words(one)),
                Piece::Break => br;,
                Piece::Link(to) => (link(to)),
            }
        }
    }
}

fn words(words: &Words) -> Markup {
    html! {
        @match words.stress {
            Stress::None => (words.text),
            Stress::Emphasis => em { (words.text) },
            Stress::Strong => strong { (words.text) },
            Stress::Both => strong { em { (words.text) } },
        }
    }
}

/// A link with where it leads, unless its words say that.
fn link(link: &Link) -> Markup {
    html! {
        a.utrecht-link href=(link.address) rel="nofollow ugc noopener" { @for one in &link.words { (words(one)) } }
        @if let Some(to) = link.unsaid() { " (" (to) ")" }
    }
}
