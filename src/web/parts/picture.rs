//! The picture beside a plan. Plans have no pictures of their own yet: the theme chooses a drawing.

use maud::{Markup, html};

use crate::domain::proposal::Proposal;
use crate::web::assets::{Asset, PICTURES};

/// Places in [`PICTURES`] for words that occur in themes.
const THEMES: [(&str, &[usize]); 8] = [
    ("groen", &[3, 4, 5]),
    ("leren", &[6]),
    ("ontmoet", &[0, 1]),
    ("veilig", &[8, 9]),
    ("straat", &[9]),
    ("spel", &[10]),
    ("sport", &[11]),
    ("delen", &[7]),
];

/// The picture of a plan, without meaning for those who cannot see it.
pub fn picture(plan: &Proposal) -> Markup {
    html! { img.sr-picture src=(asset(plan).address()) width="160" height="120" alt="" loading="lazy"; }
}

fn asset(plan: &Proposal) -> &'static Asset {
    let theme = plan.category.to_lowercase();
    let all: Vec<usize> = (0..PICTURES.len()).collect();
    let fitting = THEMES.iter().find(|(word, _)| theme.contains(word)).map_or(&all[..], |(_, places)| places);
    // Neighbours in the list have neighbouring numbers, and so different pictures.
    let number = plan.id.as_str().bytes().last().map_or(0, usize::from);
    &PICTURES[fitting[number % fitting.len()]]
}
