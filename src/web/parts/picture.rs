//! The picture beside a plan: its own, or a drawing that its theme chooses. Every picture has the same size on a list, and
//! the same on a page, whether it is there yet or not.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::digest::Digest;
use crate::domain::id::ProposalId;
use crate::domain::picture::Picture;
use crate::domain::progress::Shot;
use crate::domain::proposal::Proposal;
use crate::text::Lang;
use crate::web::assets::{Asset, PICTURES};
use crate::web::paths;

/// The pictures of a round, by plan.
pub type Pictures = BTreeMap<ProposalId, Vec<Picture>>;

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

/// The address of a file, the same in all languages.
pub fn address(name: &Digest) -> String {
    paths::fill(Lang::Nl, paths::PICTURE, &[&format!("{name}.jpg")])
}

/// The picture that a plan has on a list.
pub fn first<'a>(pictures: &'a Pictures, plan: &ProposalId) -> Option<&'a Picture> {
    pictures.get(plan)?.first()
}

/// The small picture of a plan. A drawing means nothing to those who cannot see it.
pub fn picture(plan: &Proposal, own: Option<&Picture>) -> Markup {
    html! {
        @match own {
            Some(own) => img.sr-picture src=(address(&own.small)) width="160" height="120" alt=(own.alt) loading="lazy";,
            None => img.sr-picture src=(asset(plan).address()) width="160" height="120" alt="" loading="lazy";,
        }
    }
}

/// The pictures of a plan on its page, each as a whole with what stands below it; the drawing, if it has none.
pub fn all(plan: &Proposal, own: &[Picture], below: impl Fn(&Picture) -> Markup) -> Markup {
    html! {
        @if own.is_empty() { (picture(plan, None)) }
        @for one in own { (whole(&one.large, &one.alt)) (below(one)) }
    }
}

/// A picture as a whole.
pub fn whole(name: &Digest, alt: &str) -> Markup {
    html! {
        img.sr-picture.sr-picture--whole src=(address(name)) width="640" height="480" alt=(alt) loading="lazy";
    }
}

/// A picture that a group sent in with its plan, as it stands on a list.
pub fn small(own: &Shot) -> Markup {
    html! { img.sr-picture src=(address(&own.small)) width="160" height="120" alt=(own.alt) loading="lazy"; }
}

fn asset(plan: &Proposal) -> &'static Asset {
    let theme = plan.category.to_lowercase();
    let all: Vec<usize> = (0..PICTURES.len()).collect();
    let fitting = THEMES.iter().find(|(word, _)| theme.contains(word)).map_or(&all[..], |(_, places)| places);
    // Neighbours in the list have neighbouring numbers, and so different pictures.
    let number = plan.id.as_str().bytes().last().map_or(0, usize::from);
    &PICTURES[fitting[number % fitting.len()]]
}
