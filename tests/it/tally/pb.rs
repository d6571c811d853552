//! Reading election files: what is refused and with which words, and what is read whatever its form.

use schuifruimte::tally::pb::{self, Options};
use schuifruimte::tally::{BallotKind, Instance};

/// A sound file of a vote type: rows of META, of PROJECTS and of VOTES that are put in place of the usual.
struct File<'a> {
    vote_type: &'a str,
    meta: &'a str,
    projects: &'a str,
    votes: &'a str,
}

const PROJECTS: &str =
    "project_id;cost;name\n1;600;Bankje\n2;500;Boom\nP/3;400;\"Feest; met \"\"vlag\"\"\"\n";
const VOTES: &str = "voter_id;vote;age\n1;1,2;30\n2;P/3;\n3;;44\n";

impl File<'_> {
    fn usual() -> File<'static> {
        File {
            vote_type: "approval",
            meta: "num_projects;3\nnum_votes;3\n",
            projects: PROJECTS,
            votes: VOTES,
        }
    }

    fn text(&self) -> String {
        format!(
            "META\nkey;value\nbudget;1000\nvote_type;{}\n{}PROJECTS\n{}VOTES\n{}",
            self.vote_type, self.meta, self.projects, self.votes
        )
    }
}

fn refusal(text: &str) -> (usize, String) {
    let error = pb::read(text.as_bytes()).expect_err("it is refused");
    (error.line, error.reason)
}

/// The usual file with one line replaced. META stands on 1, PROJECTS on 7, VOTES on 12.
fn with_line(line: usize, new: &str) -> String {
    let text = File::usual().text();
    let lines = text.lines().enumerate().map(|(at, old)| if at + 1 == line { new } else { old });
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn broken_files_are_refused_with_line_and_reason() {
    let table: [(usize, &str, usize, &str); 27] = [
        (1, "MTA", 1, "the section META was expected here"),
        (3, "budget;1000;2", 3, "a META row is 'key;value'"),
        (3, "budgets;1000", 2, "META has no budget"),
        (3, "budget;-5", 3, "the budget '-5' is not an amount with at most two decimals"),
        (3, "budget;1.005", 3, "the budget '1.005' is not an amount with at most two decimals"),
        (3, "budget;99999999999999999999", 3, "is not an amount with at most two decimals"),
        (4, "vote_type;knapsack", 4, "the vote_type 'knapsack' is none of approval, choose-1, ordinal"),
        (4, "vote_type;choose-1", 14, "the ballot names 2 projects; this election allows 1"),
        (4, "vote_type;cumulative", 13, "there is no column 'points'"),
        (5, "budget;3", 5, "META names 'budget' twice"),
        (5, "num_projects;4", 5, "num_projects is 4 but the file has 3"),
        (6, "num_votes;many", 6, "num_votes is many but the file has 3"),
        (7, "PROJECT", 7, "a META row is 'key;value'"),
        (8, "project_id;name;cost;name", 8, "the header names 'name' twice"),
        (8, "project_id;price;name", 8, "there is no column 'cost'"),
        (9, "1;600", 9, "the row has 2 cells; the header names 3"),
        (9, "1;6e2;Bankje", 9, "the cost '6e2' is not an amount with at most two decimals"),
        (9, ";600;Bankje", 9, "'' cannot be the id of a project"),
        (10, "1;500;Boom", 10, "project '1' stands here for the second time"),
        (11, "P/3;400;\"Feest", 11, "a quote is never closed"),
        (11, "P/3;400;\"Feest\"je", 11, "text stands behind a closing quote"),
        (13, "voter_id;votes;age", 13, "there is no column 'vote'"),
        (14, "1;1,7;30", 14, "the ballot names the unknown project '7'"),
        (14, "1;1,,2;30", 14, "the ballot names the unknown project ''"),
        (15, "1;P/3;", 15, "voter '1' stands here for the second time"),
        (15, ";P/3;", 15, "the ballot has no voter_id"),
        (15, "2;P/3", 15, "the row has 2 cells; the header names 3"),
    ];
    assert!(pb::read(File::usual().text().as_bytes()).is_ok());
    for (line, new, told, words) in table {
        let (found, reason) = refusal(&with_line(line, new));
        assert!(found == told && reason.contains(words), "line {line} as '{new}': {found}: {reason}");
    }
    assert_eq!(refusal(""), (1, "the file ends before the section META".to_string()));
    assert_eq!(refusal("META\nkey;value\nbudget;1\n").1, "the file ends before the section PROJECTS");
    let broken = pb::read(b"META\nkey;value\nunit;\xff\n").unwrap_err();
    assert_eq!((broken.line, broken.reason.as_str()), (3, "is not UTF-8 text"));
}

#[test]
fn broken_points_are_refused_with_line_and_reason() {
    let table = [
        ("1;1,2;5", "the ballot names 2 projects and gives points to 1"),
        ("1;1;5,4", "the ballot names 1 projects and gives points to 2"),
        ("1;1;-5", "the points '-5' are not a whole number below 2^32"),
        ("1;1;2.5", "the points '2.5' are not a whole number below 2^32"),
        ("1;1;+5", "the points '+5' are not a whole number below 2^32"),
        ("1;1;4294967296", "the points '4294967296' are not a whole number below 2^32"),
        ("1;;0", "the ballot names 0 projects and gives points to 1"),
    ];
    for vote_type in ["cumulative", "scoring"] {
        for (row, words) in table {
            let votes = format!("voter_id;vote;points\n0;2;4294967295\n{row}\n2;1;1\n");
            let text = File { vote_type, votes: &votes, ..File::usual() }.text();
            assert_eq!(refusal(&text), (15, words.to_string()), "{row}");
        }
    }
}

#[test]
fn every_vote_type_is_read() {
    let read = |vote_type, votes| {
        let text = File { vote_type, votes, meta: "", ..File::usual() }.text();
        pb::read(text.as_bytes()).unwrap().instance
    };
    let told = |instance: &Instance| {
        let group = |g| (instance.group_projects(g).to_vec(), instance.group_values(g).to_vec());
        let mut all: Vec<_> = (0..instance.group_weights().len()).map(group).collect();
        all.sort();
        (instance.kind(), all)
    };
    let set = |projects: &[u32]| (projects.to_vec(), Vec::new());
    let approval = read("approval", "voter_id;vote\n1;P/3,1\n2;\n3;1,1,P/3,1\n");
    assert_eq!(told(&approval), (BallotKind::Approval, vec![set(&[]), set(&[0, 2])]));
    assert_eq!((approval.voters(), approval.votes(0)), (3, 2), "a repeated project counts once");
    let choose = read("choose-1", "voter_id;vote\n1;2\n2;2\n");
    assert_eq!(told(&choose), (BallotKind::Approval, vec![set(&[1])]));
    let ordinal = read("ordinal", "voter_id;points;vote\n1;7,8,9;2,P/3,1\n2;1;2,1,2\n");
    let ranks = vec![(vec![0, 1], vec![1, 2]), (vec![0, 1, 2], vec![1, 3, 2])];
    assert_eq!(told(&ordinal), (BallotKind::Ranking, ranks), "its points are not asked for");
    for name in ["cumulative", "scoring"] {
        let points = read(name, "points;voter_id;vote\n4,0;1;P/3,1\n9,2,7;2;1,2,1\n");
        let given = vec![(vec![0, 1], vec![9, 2]), (vec![0, 2], vec![0, 4])];
        assert_eq!(told(&points), (BallotKind::Points, given), "as it stands first");
    }
}

#[test]
fn the_form_of_a_file_makes_no_difference() {
    let plain = File::usual().text();
    let wanted = pb::read(plain.as_bytes()).unwrap();
    assert_eq!(wanted.projects[2].name.as_deref(), Some("Feest; met \"vlag\""));
    let blanks = plain.replace("1;1,2;30", " 1 ; 1,  2\t;30 ").replace("2;500;Boom", "2 ; 500; Boom");
    let quoted = plain.replace("1,2", "\"1,2\"").replace("\n2;P/3;", "\n\"2\";\"P/3\";\"\"");
    let forms = [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        plain.trim_end().to_string(),
        plain.replace('\n', "\n\n"),
        plain.replace("1000", "1000,00").replace("600", "600,0"),
        plain.replace("META", "meta").replace("VOTES", " Votes "),
        blanks,
        quoted,
    ];
    for form in forms {
        let election = pb::read(form.as_bytes()).unwrap_or_else(|error| panic!("{error}: {form}"));
        assert_eq!((&election.instance, &election.projects), (&wanted.instance, &wanted.projects), "{form}");
    }
}

#[test]
fn cents_and_categories_and_zero_are_read() {
    let projects = "project_id;cost;category\n1;0;a, b\n2;12,5;\nP/3;0.07;c\n";
    let election = pb::read(File { projects, ..File::usual() }.text().as_bytes()).unwrap();
    let costs: Vec<u64> = election.instance.projects().iter().map(|project| project.cost).collect();
    assert_eq!(costs, [0, 1_250, 7]);
    assert_eq!(election.projects[0].categories().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(election.projects[1].categories().count(), 0);
    let meta = "max_sum_cost;7,50\ncomment;1,5\n";
    let election = pb::read(File { meta, ..File::usual() }.text().as_bytes()).unwrap();
    assert_eq!((election.meta("max_sum_cost"), election.meta("comment")), (Some("7.50"), Some("1,5")));
}

#[test]
fn lines_are_counted_through_quotes() {
    let text = with_line(11, "P/3;400;\"a\r\nb\n\nc\"").replace("1;1,2;30", "1;1,9;30");
    assert_eq!(refusal(&text).0, 17);
}

#[test]
fn voters_may_come_from_homes() {
    let votes = "voter_id;vote;neighborhood\n1;1;Zuid\n2;1;Noord\n3;1; Zuid\n4;1;\"Noord\"\n5;1;\n";
    let text = File { votes, meta: "", ..File::usual() }.text();
    let options = Options { home: Some("neighborhood".to_string()) };
    let instance = pb::read_with(text.as_bytes(), &options).unwrap().instance;
    assert_eq!(instance.homes(), ["", "Noord", "Zuid"]);
    let mut told: Vec<_> = (0..3).map(|g| (instance.home(g), instance.group_weights()[g])).collect();
    told.sort_unstable();
    assert_eq!(told, [(0, 1), (1, 2), (2, 2)]);
    assert_eq!(pb::read(text.as_bytes()).unwrap().instance.homes(), [""; 0]);
    for column in ["buurt", "vote"] {
        let error = pb::read_with(text.as_bytes(), &Options { home: Some(column.to_string()) }).unwrap_err();
        assert!(error.line == 11 && error.reason.contains(column), "{error}");
    }
}

/// Ids of voters that ascend, that do not, that are long, and that only differ in what is easily dropped.
#[test]
fn a_voter_who_comes_back_is_seen_wherever_he_stood() {
    let long = |n: usize| format!("stemgerechtigde-nummer-{n}");
    let ids: Vec<Vec<String>> = vec![
        (0..900).map(|n| (n + 7).to_string()).collect(),
        (0..900).map(|n| (n * 7_919 % 900).to_string()).collect(),
        (0..900).map(long).collect(),
        (0..450).flat_map(|n| [format!("{n}"), format!("0{n}")]).collect(),
    ];
    for mut ids in ids {
        let file = |ids: &[String]| {
            let rows: String = ids.iter().map(|id| format!("{id};1\n")).collect();
            File { votes: &format!("voter_id;vote\n{rows}"), meta: "", ..File::usual() }.text()
        };
        assert!(pb::read(file(&ids).as_bytes()).is_ok(), "all differ");
        for (from, to) in [(0, 899), (1, 2), (440, 700)] {
            let twin = ids[from].clone();
            let kept = std::mem::replace(&mut ids[to], twin);
            let (line, reason) = refusal(&file(&ids));
            assert_eq!(line, 12 + to, "{reason}");
            assert!(reason.contains("for the second time"));
            ids[to] = kept;
        }
    }
}
