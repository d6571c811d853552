//! A small election that needs hundreds of runs, for where the real one of that size (84 voters, 14
//! projects) is not at hand. It is made from fixed numbers and is the same every time.

use std::fmt::Write;

const VOTERS: u64 = 84;
const PROJECTS: u64 = 14;
/// In whole euros.
const BUDGET: u64 = 69_000;

/// The election as a file.
pub fn file() -> String {
    let mut dice = Dice(845);
    let head = "META\nkey;value\ndescription;made up\ncountry;none\nunit;none\ninstance;1";
    let mut text = format!(
        "{head}\nnum_projects;{PROJECTS}\nnum_votes;{VOTERS}\nbudget;{BUDGET}\nvote_type;approval\nrule;greedy\n\
         PROJECTS\nproject_id;cost;name\n"
    );
    for project in 1..=PROJECTS {
        let cost = 2_300 + 290 * dice.below(60);
        writeln!(text, "{project};{cost};Plan {project}").expect("a text grows");
    }
    text.push_str("VOTES\nvoter_id;vote\n");
    for voter in 1..=VOTERS {
        let choices = 2 + dice.below(4);
        let mut chosen: Vec<u64> = (0..choices).map(|_| 1 + dice.below(dice.peek() % PROJECTS + 1)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        let chosen: Vec<String> = chosen.iter().map(u64::to_string).collect();
        writeln!(text, "{voter};{}", chosen.join(",")).expect("a text grows");
    }
    text
}

/// A linear congruential sequence.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// The next number but one has to do with this: low projects are chosen more often.
    fn peek(&self) -> u64 {
        self.0 >> 17 & 0xffff
    }
}
