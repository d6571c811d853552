//! The bar that shifts: money as one horizontal picture. What is spoken for comes first, then the grip,
//! then the room. Words and numbers stand beside it, so it is hidden from those who listen.

use maud::{Markup, html};

use crate::domain::money::Cents;

/// How a part of the bar looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Stays where it is: pale.
    Fixed,
    /// Spent or chosen by the municipality's residents: solid.
    Main,
    /// Beside the main thing: lighter.
    Mid,
    /// The voter's own choices.
    Own,
    /// Spoken for and not yet given to anyone: dotted.
    Dots,
    /// Room: hatched.
    Room,
    /// Empty, with its outline.
    Empty,
}

impl Look {
    /// The class of what is drawn.
    pub fn class(self) -> &'static str {
        match self {
            Look::Fixed => "sr-f-fixed",
            Look::Main => "sr-f-main",
            Look::Mid => "sr-f-mid",
            Look::Own => "sr-f-own",
            Look::Dots => "sr-f-dots",
            Look::Room => "sr-f-room",
            Look::Empty => "sr-f-none",
        }
    }
}

/// A part of a bar.
struct Part {
    look: Look,
    size: u64,
    label: String,
}

/// A bar under construction.
pub struct Bar {
    whole: u64,
    parts: Vec<Part>,
    grip: Option<u64>,
    is_thin: bool,
}

impl Bar {
    /// A bar for so much in whole.
    pub fn new(whole: u64) -> Bar {
        Bar { whole: whole.max(1), parts: Vec::new(), grip: None, is_thin: false }
    }

    /// A bar of money.
    pub fn of(whole: Cents) -> Bar {
        Bar::new(whole.unsigned())
    }

    /// A low bar, for rows.
    pub fn thin(mut self) -> Bar {
        self.is_thin = true;
        self
    }

    /// Adds a part. What does not fit in the bar is not drawn; the words beside it tell.
    pub fn part(self, look: Look, size: u64) -> Bar {
        self.labelled(look, size, String::new())
    }

    /// Adds a part of money.
    pub fn money(self, look: Look, size: Cents) -> Bar {
        self.part(look, size.unsigned())
    }

    /// Adds a part with a number or a word in it.
    pub fn labelled(mut self, look: Look, size: u64, label: String) -> Bar {
        let size = size.min(self.whole - self.drawn());
        self.parts.push(Part { look, size, label });
        self
    }

    /// Puts the grip here: where money can still shift.
    pub fn grip(mut self) -> Bar {
        self.grip = Some(self.drawn());
        self
    }

    /// Fills up with room behind the grip.
    pub fn room(self) -> Bar {
        match self.whole - self.drawn() {
            0 => self,
            left => self.grip().part(Look::Room, left),
        }
    }

    fn drawn(&self) -> u64 {
        self.parts.iter().map(|part| part.size).sum()
    }

    /// Draws it.
    pub fn draw(&self) -> Markup {
        let mut at = 0;
        let placed: Vec<(&Part, u64)> = self
            .parts
            .iter()
            .map(|part| {
                let from = at;
                at += part.size;
                (part, from)
            })
            .filter(|(part, _)| part.size > 0)
            .collect();
        let grip_height = if self.is_thin { "36" } else { "72" };
        html! {
            svg.sr-bar__track aria-hidden="true" focusable="false" {
                @for (part, from) in placed {
                    rect class=(part.look.class()) x=(self.percent(from)) width=(self.percent(part.size)) height="100%" {}
                    // A number needs some room around it.
                    @if !part.label.is_empty() && part.size.saturating_mul(30) >= self.whole {
                        text x=(self.percent(from + part.size / 2)) y="50%" { (part.label) }
                    }
                }
                @if let Some(at) = self.grip {
                    rect.sr-bar__grip x=(self.percent(at)) y="-8" width="4" height=(grip_height) transform="translate(-2)" {}
                }
            }
        }
    }

    /// Thousandths of a percent are finer than any screen.
    fn percent(&self, size: u64) -> String {
        let share = u128::from(size) * 100_000 / u128::from(self.whole);
        format!("{}.{:03}%", share / 1_000, share % 1_000)
    }
}

/// A line that tells what a look of the bar means.
pub fn legend(items: &[(Look, String)]) -> Markup {
    html! {
        ul.sr-bar__legend {
            @for (look, words) in items {
                li {
                    svg.sr-swatch aria-hidden="true" focusable="false" { rect class=(look.class()) width="16" height="16" {} }
                    span { (words) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_the_bar_and_no_more() {
        let drawn = Bar::new(300).part(Look::Main, 100).part(Look::Own, 900).room().draw().into_string();
        assert!(
            drawn.contains(r#"x="0.000%" width="33.333%""#)
                && drawn.contains(r#"x="33.333%" width="66.666%""#)
        );
        assert!(!drawn.contains("sr-f-room") && !drawn.contains("grip"), "there is no room left");
        assert!(Bar::new(0).room().draw().into_string().contains("sr-bar__grip"));
    }
}
