//! Plans that look like another one: by the words that both have. It warns nobody off: it shows who else is busy with it.

use std::collections::BTreeSet;

use crate::domain::search::folded;

/// Words of fewer letters say little.
const LEAST_LETTERS: usize = 4;
/// Two plans look alike from so many shared words on.
const LEAST_SHARED: usize = 3;
/// Most plans that are shown.
pub const MOST: usize = 3;

/// Long words that are in every plan.
const COMMON: [&str; 26] = [
    "voor", "waar", "maar", "deze", "onze", "alle", "veel", "meer", "niet", "wordt", "worden", "willen",
    "kunnen", "samen", "buurt", "wijk", "plan", "mensen", "bewoners", "buren", "naar", "door", "over",
    "elke", "iedereen", "hebben",
];

/// The words of a text that say what it is about: in small letters without marks.
pub fn words(text: &str) -> BTreeSet<String> {
    folded(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() >= LEAST_LETTERS && !COMMON.contains(word))
        .map(str::to_string)
        .collect()
}

/// The places of the texts that look most like one, most first; at most [`MOST`].
pub fn like(one: &str, others: &[String]) -> Vec<usize> {
    let own = words(one);
    let mut found: Vec<(usize, usize)> = others
        .iter()
        .enumerate()
        .map(|(place, other)| (words(other).intersection(&own).count(), place))
        .filter(|(shared, _)| *shared >= LEAST_SHARED)
        .collect();
    found.sort_by_key(|(shared, place)| (std::cmp::Reverse(*shared), *place));
    found.truncate(MOST);
    found.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_plans_share_show_which_look_alike() {
        let others = [
            "Een moestuin op het dak van de school".to_string(),
            "Verkeersdrempels in de Ahornstraat".to_string(),
            "Kruiden en tomaten: een moestuin op het platte dak".to_string(),
        ];
        let own = "Moestuin met tomaten en krúiden op het dak van de flat, een platte MOESTUIN voor iedereen";
        assert_eq!(like(own, &others), [2], "accents and capitals do not matter");
        assert_eq!(like("Een plan voor alle mensen in onze buurt, voor alle buren", &others), [0_usize; 0]);
        assert!(words("Ünïcode café").contains("unicode"));
    }
}
