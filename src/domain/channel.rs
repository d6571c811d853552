//! Ways in which a ballot comes in (Dutch: manieren van stemmen): online, on paper, at the desk, by telephone, at a kiosk.
//!
//! How many came in which way is counted for the round and told after the close; which way one ballot took is kept
//! nowhere. A number that is too small to hide in is told together with others.

use serde::{Deserialize, Serialize};

/// A way in which a ballot comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// By the voter, on a device of their own.
    Online,
    /// On paper, entered by two people.
    Paper,
    /// At the desk, typed by an officer while the voter looks on.
    Desk,
    /// By telephone, typed by an officer who listens.
    Telephone,
    /// By the voter, on a device that many use.
    Kiosk,
}

/// Fewer ballots than this are not told apart.
pub const LEAST_TOLD: u64 = 10;

impl Channel {
    /// Every way with its name in the database and in the log.
    pub const NAMES: [(Channel, &'static str); 5] = [
        (Channel::Online, "online"),
        (Channel::Paper, "paper"),
        (Channel::Desk, "desk"),
        (Channel::Telephone, "telephone"),
        (Channel::Kiosk, "kiosk"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Channel::NAMES.iter().find(|(channel, _)| *channel == self).expect("every way has a name").1
    }

    /// The way of this name.
    pub fn named(name: &str) -> Option<Channel> {
        Channel::NAMES.iter().find(|(_, known)| *known == name).map(|(channel, _)| *channel)
    }
}

/// How many ballots came in one way, or in some ways together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelTotal {
    /// The ways, in the order of [`Channel::NAMES`].
    pub ways: Vec<Channel>,
    /// First ballots under a letter; a change stays with the way of the first, and void ones are in it.
    pub ballots: u64,
}

/// What is told: every way by itself that has [`LEAST_TOLD`] ballots, the smaller ones together. When those are too few
/// together as well, the smallest of the others joins them, so that no sum gives back what was kept. Ways without any
/// ballot are left out.
pub fn told(counts: &[(Channel, u64)]) -> Vec<ChannelTotal> {
    let mut totals: Vec<ChannelTotal> = counts
        .iter()
        .filter(|(_, ballots)| *ballots > 0)
        .map(|(channel, ballots)| ChannelTotal { ways: vec![*channel], ballots: *ballots })
        .collect();
    totals.sort_by_key(|total| (total.ballots, total.ways.clone()));
    let small = totals.iter().take_while(|total| total.ballots < LEAST_TOLD).count();
    let mut rest = totals.split_off(small);
    let mut joined = join(totals);
    while let Some(few) = joined.take_if(|few| few.ballots < LEAST_TOLD && !rest.is_empty()) {
        joined = join(vec![few, rest.remove(0)]);
    }
    rest.extend(joined);
    rest.sort_by_key(|total| total.ways.clone());
    rest
}

fn join(parts: Vec<ChannelTotal>) -> Option<ChannelTotal> {
    let ballots = parts.iter().map(|part| part.ballots).sum();
    let mut ways: Vec<Channel> = parts.into_iter().flat_map(|part| part.ways).collect();
    ways.sort();
    (!ways.is_empty()).then_some(ChannelTotal { ways, ballots })
}

/// Whether totals are such as [`told`] makes of `ballots` first ballots.
pub fn are_told(totals: &[ChannelTotal], ballots: u64) -> bool {
    let mut ways: Vec<Channel> = totals.iter().flat_map(|total| total.ways.clone()).collect();
    ways.sort();
    let all_once = ways.windows(2).all(|pair| pair[0] < pair[1]);
    let sum = totals.iter().try_fold(0_u64, |sum, total| sum.checked_add(total.ballots));
    let hides = totals.len() < 2 || totals.iter().all(|total| total.ballots >= LEAST_TOLD);
    all_once && sum == Some(ballots) && hides && totals.iter().all(|total| !total.ways.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(counts: &[(Channel, u64)]) -> Vec<String> {
        let totals = told(counts);
        assert!(are_told(&totals, counts.iter().map(|(_, ballots)| ballots).sum()), "{totals:?}");
        let names =
            |total: &ChannelTotal| total.ways.iter().map(|way| way.name()).collect::<Vec<_>>().join("+");
        totals.iter().map(|total| format!("{} {}", names(total), total.ballots)).collect()
    }

    #[test]
    fn what_is_too_small_to_hide_in_is_told_with_others() {
        use Channel::{Desk, Kiosk, Online, Paper, Telephone};
        assert_eq!(lines(&[(Online, 400), (Paper, 60)]), ["online 400", "paper 60"]);
        assert_eq!(lines(&[(Online, 400), (Desk, 7), (Telephone, 3)]), ["online 400", "desk+telephone 10"]);
        assert_eq!(lines(&[(Online, 400), (Paper, 60), (Desk, 7)]), ["online 400", "paper+desk 67"]);
        assert_eq!(lines(&[(Online, 5), (Kiosk, 2)]), ["online+kiosk 7"]);
        assert_eq!(lines(&[(Online, 12), (Paper, 0)]), ["online 12"]);
        assert!(lines(&[]).is_empty());
    }

    #[test]
    fn other_totals_are_not_taken() {
        let total = |ways: &[Channel], ballots| ChannelTotal { ways: ways.to_vec(), ballots };
        let online = total(&[Channel::Online], 20);
        assert!(!are_told(std::slice::from_ref(&online), 21));
        assert!(!are_told(&[online.clone(), total(&[Channel::Paper], 3)], 23), "too few to be told apart");
        assert!(!are_told(&[online.clone(), total(&[Channel::Online], 10)], 30));
        assert!(!are_told(&[online, total(&[], 10)], 30));
    }
}
