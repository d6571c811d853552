//! Texts and files from people: what they become, what is refused, and how much is taken.

mod asked;
mod exports;
mod limits;
mod markdown;
mod pictures;
mod shown;
