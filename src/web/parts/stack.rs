//! Tables on a phone: each row becomes a card, in which every cell says the name of its column.
//!
//! A table is written once, as a table. Here its cells learn what stands above them, so that the stylesheet can
//! show it beside them where there is no room for columns. What is read aloud stays the table that it was.

use maud::{Markup, PreEscaped};

/// Columns from which a table is stacked on a phone; two columns fit.
const COLUMNS: usize = 3;

/// The table with the names of its columns at its cells, if it is one that is stacked.
pub fn stacked(table: Markup) -> Markup {
    let is_plain = !table.0.contains("sr-side") && table.0.matches("<table").count() == 1;
    let heads = heads(&table.0);
    if !is_plain || heads.len() < COLUMNS {
        return table;
    }
    // Only what was escaped already is put together again, in another order.
    PreEscaped(named(&table.0, &heads).replacen("class=\"utrecht-table", "class=\"sr-cards utrecht-table", 1))
}

/// A tag and what stands between it and the next one.
struct Piece<'a> {
    tag: &'a str,
    words: &'a str,
}

impl<'a> Piece<'a> {
    /// The pieces of a text. A value of an attribute never holds a bracket: it would have been escaped.
    fn all(html: &'a str) -> impl Iterator<Item = Piece<'a>> {
        html.split('<').skip(1).map(|piece| {
            let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
            Piece { tag, words }
        })
    }

    fn is(&self, name: &str) -> bool {
        self.tag.split(' ').next() == Some(name)
    }

    fn closes(&self, name: &str) -> bool {
        self.tag.strip_prefix('/') == Some(name)
    }

    /// Columns that a cell stands in.
    fn span(&self) -> usize {
        let span = self.tag.split_once("colspan=\"").and_then(|(_, rest)| rest.split_once('"'));
        span.and_then(|(count, _)| count.parse().ok()).unwrap_or(1)
    }
}

/// The words above each column; none where there is more than one row of them. Words that are only read aloud do not
/// count.
fn heads(html: &str) -> Vec<String> {
    let Some((_, rest)) = html.split_once("<thead") else { return Vec::new() };
    let head = rest.split_once("</thead>").map_or(rest, |(head, _)| head);
    if head.matches("<tr").count() != 1 {
        return Vec::new();
    }
    let (mut heads, mut is_hidden): (Vec<String>, bool) = (Vec::new(), false);
    for piece in Piece::all(head) {
        if piece.is("th") || piece.is("td") {
            for _ in 1..piece.span() {
                heads.push(String::new());
            }
            heads.push(String::new());
        }
        is_hidden = piece.tag.contains("sr-hidden") || (is_hidden && !piece.tag.starts_with('/'));
        if let Some(last) = heads.last_mut().filter(|_| !is_hidden) {
            last.push_str(piece.words);
        }
    }
    heads
}

/// The table again, with the name of its column at each cell that has one.
fn named(html: &str, heads: &[String]) -> String {
    let (mut whole, mut column, mut is_head) = (String::with_capacity(html.len() * 2), 0, false);
    whole.push_str(html.split('<').next().unwrap_or_default());
    for piece in Piece::all(html) {
        is_head = piece.is("thead") || (is_head && !piece.closes("thead"));
        if piece.is("tr") {
            column = 0;
        }
        whole.push('<');
        whole.push_str(piece.tag);
        if piece.is("td") || piece.is("th") {
            let head = heads.get(column).filter(|head| !head.is_empty() && piece.span() == 1);
            if let Some(head) = head.filter(|_| piece.is("td") && !is_head) {
                whole.push_str(" data-label=\"");
                whole.push_str(head);
                whole.push('"');
            }
            column += piece.span();
        }
        whole.push('>');
        whole.push_str(piece.words);
    }
    whole
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    fn table(third: &str) -> Markup {
        html! {
            table.utrecht-table {
                caption { "Wat <er> is" }
                thead { tr {
                    th scope="col" { "Plan" }
                    th scope="col" { "Wie " em { "vroeg" } }
                    @if !third.is_empty() { th scope="col" { (third) } }
                    td { span.sr-hidden { "Doen" } }
                } }
                tbody {
                    tr { th scope="row" { "Bankje" } td { "Een & \"twee\"" } td.sr-number { "€ 5" } td { "Weg" } }
                    tr { td colspan="2" { "Samen" } td { "€ 5" } }
                }
            }
        }
    }

    #[test]
    fn a_cell_says_the_name_of_its_column() {
        let shown = stacked(table("\"Bedrag\"")).into_string();
        assert!(shown.contains("<td data-label=\"Wie vroeg\">Een &amp; &quot;twee&quot;</td>"), "{shown}");
        assert!(
            shown.contains("<td class=\"sr-number\" data-label=\"&quot;Bedrag&quot;\">€ 5</td><td>Weg</td>")
        );
        assert!(shown.contains("<td colspan=\"2\">Samen</td><td data-label=\"&quot;Bedrag&quot;\">€ 5</td>"));
        assert!(shown.contains("<caption>Wat &lt;er&gt; is</caption>"));
    }

    #[test]
    fn nothing_else_of_the_table_changes() {
        let before = table("Bedrag").into_string();
        let after = stacked(table("Bedrag")).into_string().replace("sr-cards ", "");
        let mut bare = after.clone();
        for label in ["Wie vroeg", "Bedrag"] {
            bare = bare.replace(&format!(" data-label=\"{label}\""), "");
        }
        assert!(after.len() > before.len());
        assert_eq!(bare, before);
    }

    #[test]
    fn two_columns_fit_and_stay() {
        let small = html! { table.utrecht-table { thead { tr { th scope="col" { "Wat" } th scope="col" { "Euro" } } } } };
        assert_eq!(stacked(small.clone()).into_string(), small.into_string());
    }
}
