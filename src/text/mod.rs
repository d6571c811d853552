//! Sentences for people: one Fluent file per language, Dutch the source. Dates and amounts as people
//! write them in that language.

pub mod beside;
mod format;

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Dutch, plain words (B1).
    Nl,
    /// English.
    En,
}

type Bundle = FluentBundle<FluentResource>;

impl Lang {
    /// Every language with its tag, its own name, and its sentences.
    pub const ALL: [(Lang, &'static str, &'static str, &'static str); 2] = [
        (Lang::Nl, "nl", "Nederlands", include_str!("nl.ftl")),
        (Lang::En, "en", "English", include_str!("en.ftl")),
    ];

    fn entry(self) -> &'static (Lang, &'static str, &'static str, &'static str) {
        Lang::ALL.iter().find(|(lang, ..)| *lang == self).expect("every language is listed")
    }

    /// The tag for `lang` attributes and addresses.
    pub fn tag(self) -> &'static str {
        self.entry().1
    }

    /// What the language calls itself.
    pub fn own_name(self) -> &'static str {
        self.entry().2
    }

    /// The language of this tag.
    pub fn of_tag(tag: &str) -> Option<Lang> {
        Lang::ALL.iter().find(|(_, known, ..)| *known == tag).map(|(lang, ..)| *lang)
    }

    fn bundle(self) -> &'static Bundle {
        static BUNDLES: OnceLock<Vec<(Lang, Bundle)>> = OnceLock::new();
        let bundles =
            BUNDLES.get_or_init(|| Lang::ALL.iter().map(|(lang, ..)| (*lang, build(*lang))).collect());
        &bundles.iter().find(|(lang, _)| *lang == self).expect("every language is built").1
    }
}

fn build(lang: Lang) -> Bundle {
    let (_, tag, _, source) = lang.entry();
    let resource =
        FluentResource::try_new((*source).to_string()).expect("the sentences of every language parse");
    let mut bundle = Bundle::new_concurrent(vec![tag.parse().expect("a language tag parses")]);
    // Both languages run from left to right, so values need no isolation marks.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Nl => format::number_nl,
        Lang::En => format::number_en,
    }));
    bundle.add_resource(resource).expect("no sentence has its key twice");
    bundle
}

/// The sentences of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Which language.
    pub lang: Lang,
}

impl Text {
    /// A sentence without values.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A sentence with values. A key that is not there shows as itself; a test keeps that from happening.
    pub fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let bundle = self.lang.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟨{key}⟩");
        };
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// Whether the language has this sentence.
    pub fn has(&self, key: &str) -> bool {
        self.lang.bundle().has_message(key)
    }
}

/// A whole number as a value in a sentence.
pub fn number(value: u64) -> FluentValue<'static> {
    FluentValue::from(value)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(source: &str) -> BTreeSet<&str> {
        source
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .collect()
    }

    #[test]
    fn every_language_has_the_same_sentences() {
        let dutch = keys(Lang::Nl.entry().3);
        for (lang, tag, _, source) in Lang::ALL {
            let own = keys(source);
            let missing: Vec<_> = dutch.symmetric_difference(&own).collect();
            assert!(missing.is_empty(), "{tag}: {missing:?}");
            assert!(own.iter().all(|key| Text { lang }.has(key)), "{tag}: a sentence has no value");
        }
    }

    #[test]
    fn numbers_are_grouped_as_people_write_them() {
        let say = |lang| Text { lang }.with("count-plans", &[("count", number(1284))]);
        assert_eq!(say(Lang::Nl), "1.284 plannen");
        assert_eq!(say(Lang::En), "1,284 plans");
        assert_eq!(Text { lang: Lang::Nl }.with("count-plans", &[("count", number(1))]), "1 plan");
    }
}
