//! XML as a tree, for the little that a payment file needs. It shares nothing with the writer.

/// An element.
#[derive(Debug, Default)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: Vec<(String, String)>,
    /// Its text, when it has no elements.
    pub text: String,
    /// Its elements.
    pub children: Vec<Node>,
}

impl Node {
    /// The first element of this name.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text at the end of a path of names; empty when it is not there.
    pub fn at(&self, path: &str) -> &str {
        let mut node = self;
        for name in path.split('/') {
            match node.child(name) {
                Some(child) => node = child,
                None => return "",
            }
        }
        &node.text
    }
}

/// Reads a document whole; `None` when it is not well-formed, or more than elements, attributes and text.
pub fn read(text: &str) -> Option<Node> {
    let rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let (node, rest) = element(rest.trim_start())?;
    rest.trim().is_empty().then_some(node)
}

fn element(text: &str) -> Option<(Node, &str)> {
    let (tag, mut rest) = text.strip_prefix('<')?.split_once('>')?;
    let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric());
    let attributes = attributes_of(attributes)?;
    let mut node = Node { name: name.to_string(), attributes, ..Node::default() };
    if !is_name || is_empty {
        return is_name.then_some((node, rest));
    }
    let mut words = String::new();
    loop {
        let (before, after) = rest.split_at(rest.find('<')?);
        words.push_str(before);
        if let Some(end) = after.strip_prefix("</") {
            let (closed, after) = end.split_once('>')?;
            if closed != name || (!node.children.is_empty() && !words.trim().is_empty()) {
                return None;
            }
            if node.children.is_empty() {
                node.text = plain(&words)?;
            }
            return Some((node, after));
        }
        let (child, after) = element(after)?;
        node.children.push(child);
        rest = after;
    }
}

fn attributes_of(text: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for part in text.split_whitespace() {
        let (name, value) = part.split_once('=')?;
        let value = value.strip_prefix('"')?.strip_suffix('"')?;
        found.push((name.to_string(), plain(value)?));
    }
    Some(found)
}

/// Text without its five entities; any other one is unknown here.
fn plain(text: &str) -> Option<String> {
    let mut plain = text.to_string();
    for (entity, letter) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "\u{1}")]
    {
        plain = plain.replace(entity, letter);
    }
    (!plain.contains('&')).then(|| plain.replace('\u{1}', "&"))
}
