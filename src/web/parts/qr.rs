//! A text as a picture that a telephone reads.

use maud::{Markup, html};
use qrcode::{Color, QrCode};

/// Squares of white around it, as readers want it.
const MARGIN: usize = 4;

/// The picture; nothing when the text is too long for one.
pub fn picture(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::new(text.as_bytes()) else { return html! {} };
    let (width, colours) = (code.width(), code.to_colors());
    let whole = width + 2 * MARGIN;
    let mut dark = String::new();
    for (place, _) in colours.iter().enumerate().filter(|(_, colour)| **colour == Color::Dark) {
        let (x, y) = (place % width + MARGIN, place / width + MARGIN);
        dark.push_str(&format!("M{x} {y}h1v1h-1z"));
    }
    html! {
        svg.sr-qr role="img" aria-label=(label) width="240" height="240" viewBox={ "0 0 " (whole) " " (whole) }
            shape-rendering="crispEdges" {
            path d={ "M0 0h" (whole) "v" (whole) "H0z" } fill="#fff" {}
            path d=(dark) fill="#000" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_three_corners_and_no_text_too_long_breaks_a_page() {
        let picture = picture("otpauth://totp/x", "Code").into_string();
        assert!(picture.contains("M4 4h1v1h-1z") && picture.contains("role=\"img\""));
        assert_eq!(super::picture(&"x".repeat(10_000), "Code").into_string(), "");
    }
}
