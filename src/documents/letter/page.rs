//! A letter as HTML.

use maud::{DOCTYPE, Markup, html};

use crate::domain::letter::{Block, Letter};

/// How a letter that stands alone looks: it opens in any browser, also in fifty years.
const STYLE: &str = "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}";

/// The letter as a document of its own.
pub fn whole(letter: &Letter) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(letter.language) dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (letter.subject) }
                style { (STYLE) }
            }
            body { main { (sheet(letter)) } }
        }
    };
    page.into_string()
}

/// The letter itself, for a page of the service.
pub fn sheet(letter: &Letter) -> Markup {
    html! {
        article.sr-sheet lang=(letter.language) {
            p.sr-sheet__sender { (letter.sender) }
            address { @for line in &letter.addressee { span dir="auto" { (line) } br; } }
            dl.sr-sheet__marks { @for [words, value] in &letter.marks { dt { (words) } dd dir="auto" { (value) } } }
            h1 dir="auto" { (letter.subject) }
            @for block in &letter.blocks { (part(block)) }
        }
    }
}

fn part(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Heading(words) => h2 { (words) },
            Block::Text(words) => p { (words) },
            Block::Decision(words) => p.sr-sheet__decision { strong { (words) } },
            Block::Quote(words) => blockquote dir="auto" { p { (words) } },
            Block::List(items) => ul { @for item in items { li { (item) } } },
            Block::Table(rows) => dl.sr-sheet__marks { @for [words, value] in rows { dt { (words) } dd { (value) } } },
            Block::Signature(lines) => p.sr-sheet__sign { @for line in lines { (line) br; } },
        }
    }
}
