//! The pieces that pages are made of: each is written once, here.

pub mod alliance;
pub mod assessment;
pub mod bar;
pub mod basket;
pub mod bid;
pub mod choice;
pub mod crumbs;
pub mod form;
pub mod help;
pub mod joining;
pub mod layout;
pub mod life;
pub mod lock;
pub mod map;
pub mod meeting;
pub mod meter;
pub mod mix;
pub mod moderation;
pub mod pages;
pub mod passkey;
pub mod pick;
pub mod picture;
pub mod pitch;
pub mod plan;
pub mod plan_map;
pub mod pot;
pub mod qr;
pub mod quick;
pub mod regroup;
pub mod round;
pub mod stack;
pub mod support;
pub mod talk;
pub mod tray;
pub mod written;

use maud::{Markup, html};

use crate::domain::money::Cents;
use crate::text::Text;

/// An amount. It reads from left to right in any language.
pub fn amount(text: Text, amount: Cents) -> Markup {
    html! { bdi.sr-amount dir="ltr" { (text.euros(amount)) } }
}

/// A large amount.
pub fn large_amount(text: Text, amount: Cents) -> Markup {
    html! { bdi.sr-amount.sr-amount--large dir="ltr" { (text.euros(amount)) } }
}
