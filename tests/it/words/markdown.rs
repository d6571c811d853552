//! Longer texts as markup (trust.md A41): a sanitiser that others wrote finds nothing to take out of it.

use ammonia::Builder;
use proptest::prelude::*;
use schuifruimte::web::parts::written::{Below, written};

/// A sanitiser that lets through exactly what a text may become.
fn sanitiser() -> Builder<'static> {
    let mut strict = Builder::empty();
    strict
        .tags(["div", "p", "br", "em", "strong", "ul", "ol", "li", "a", "h2", "h3", "h4", "h5", "h6"].into())
        .generic_attributes(["class"].into())
        .tag_attributes([("a", ["href", "rel"].into()), ("ol", ["start"].into())].into())
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(None);
    strict
}

/// Signs that may be written in two ways, written in one.
fn same(markup: &str) -> String {
    markup.replace("&quot;", "\"").replace("&nbsp;", "\u{a0}")
}

/// What a text becomes, after the sanitiser agreed.
fn checked(text: &str) -> String {
    let markup = written(text, Below::H1).0;
    assert_eq!(same(&sanitiser().clean(&markup).to_string()), same(&markup), "of {text:?}");
    markup
}

/// A41: nothing in a text becomes active.
#[test]
fn no_text_becomes_anything_that_acts() {
    for text in [
        "[x](javascript:alert(1))",
        "[x](JaVa&#115;cript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "![x](javascript:alert(1))",
        "![x](https://evil.example/pixel.png)",
        "[x](https://evil.example/\" onmouseover=\"alert(1))",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "<svg><set attributeName=href to=javascript:alert(1)>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<iframe src=https://evil.example></iframe>",
        "<style>*{display:none}</style>",
        "<base href=https://evil.example>",
        "`<script>`\n\n```\n<script>\n```\n\n    <script>",
        "*<b*>* onclick=alert(1)",
        "[a](<https://evil.example/ onclick=alert(1)>)",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "[![x](javascript:1)](javascript:2)",
        "<!-- --><script>--><!CDATA[<script>]]>",
    ] {
        let markup = checked(text);
        let tags = markup.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(""));
        for tag in tags {
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or("");
            let known = ["div", "p", "br", "em", "strong", "ul", "ol", "li", "a"];
            assert!(known.contains(&name) && !tag.contains("javascript"), "{text}: {markup}");
            assert!(!tag.replace("noopener", "").contains("on"), "an attribute that acts: {text}: {markup}");
        }
    }
    let markup = checked("[Utrecht](https://www.utrecht.nl/a?b=1&c=2)");
    let link = "<a class=\"utrecht-link\" href=\"https://www.utrecht.nl/a?b=1&amp;c=2\" rel=\"nofollow ugc noopener\">Utrecht</a> (www.utrecht.nl)";
    assert!(markup.contains(link), "{markup}");
}

#[test]
fn headings_of_a_text_stand_below_those_of_its_page() {
    let markup = checked("# Groot\n\n###### Klein\n\n# Nog een");
    let levels: Vec<&str> = markup.split("<h").skip(1).map(|rest| &rest[..1]).collect();
    assert_eq!(levels, ["2", "3", "2"]);
    let markup = written("###### Klein", Below::H3).0;
    assert!(markup.contains("<h4"), "{markup}");
    let deep: String = (1..=6).map(|level| format!("{} kop\n\n", "#".repeat(level))).collect();
    let markup = written(&deep, Below::H3).0;
    assert!(markup.contains("<h6") && !markup.contains("<h7"), "{markup}");
}

#[test]
fn a_text_that_is_folded_without_end_is_read_like_any_other() {
    for part in ["> ", "- ", "*", "[", "![", "`", "<", "**a ", "_a ", "1. ", "[a](", "&#", "~", "|"] {
        let text = part.repeat(8_000 / part.len());
        checked(&text);
    }
    let spaces: String = (0..100).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    let markup = checked(&spaces);
    assert_eq!(markup.matches("<ul").count(), 3, "three lists in each other, and no more");
}

/// Pieces of which attacks and honest texts are made, without blanks in them.
const WORDS: &str = r##"<script> </script> <svg> <math> <style> <!-- --> ]]> <img/src=x/onerror=y> javascript: data: https://a.nl
http://a.nl/?x=1&y= mailto:a@b.nl [ ]( ) ![ < > " ' & &lt; &#106; &#x202e; &colon; &Tab; &NewLine; * ** _ ` ``` ~~~ \ | --- === :
<https://a.nl> <a@b.nl> é ش 🎉"##;
/// The same with blanks, and signs that nobody sees.
const BLANKS: [&str; 17] = [
    "<a href=",
    "# ",
    "###### ",
    "- ",
    "1. ",
    "999999999. ",
    "> ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "[a]: ",
    "\u{202e}",
    "\u{200d}",
    "\u{301}",
    "\0",
    "\r",
];

fn piece() -> impl Strategy<Value = String> {
    let all: Vec<&str> = WORDS.split_whitespace().chain(BLANKS).collect();
    prop_oneof![prop::sample::select(all).prop_map(str::to_string), "[a-z ]{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever is typed, the sanitiser leaves the markup as it is: sanitising it again changes nothing.
    #[test]
    fn nothing_is_left_for_a_sanitiser_to_take_out(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        let markup = written(&text, Below::H1).0;
        let cleaned = sanitiser().clean(&markup).to_string();
        prop_assert_eq!(same(&cleaned), same(&markup));
        for unseen in ['\u{202e}', '\0', '\r'] {
            prop_assert!(!markup.contains(unseen));
        }
    }
}
