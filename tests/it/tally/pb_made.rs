//! Election files that nobody wrote by hand: what is written is read back, nothing makes the reader fall over,
//! and real files hold what others found in them.

use proptest::prelude::*;
use rayon::prelude::*;
use schuifruimte::tally::pb::{self, Election, Listing, Options};
use schuifruimte::tally::{BallotKind, Ballots, Instance, Project};
use serde_json::Value;

use super::goldens::cases;

fn text() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[a-zé;\",\r\n][ a-zé;\",\r\n]{0,6}[a-zé;\",]")
}

fn listing() -> impl Strategy<Value = Listing> {
    let texts = prop::collection::vec(text(), 10);
    (texts, prop::option::of(any::<bool>())).prop_map(|(texts, selected)| {
        let mut texts = texts.into_iter().map(|text| text.map(|text| text.trim().to_string()));
        let mut text = || texts.next().flatten().filter(|text| !text.is_empty());
        Listing {
            name: text(),
            category: text().map(|list| list.split(',').map(str::trim).collect::<Vec<_>>().join(",")),
            beneficiaries: None,
            selected,
            neighborhood: text(),
            subunit: text(),
            district: text(),
            description: text(),
            proposer: text(),
            public_id: text(),
            latitude: text(),
            longitude: text(),
            ..Listing::default()
        }
    })
}

/// One ballot: its home, and projects with points.
type Made = (u32, Vec<(u32, u32)>);

fn ballots(projects: u32) -> impl Strategy<Value = Vec<Made>> {
    let choices = prop::collection::vec((0..projects, prop_oneof![0..9_u32, any::<u32>()]), 0..6);
    prop::collection::vec((0..3_u32, choices), 0..20)
}

fn instance(kind: BallotKind, homes: bool, ids: Vec<(String, u64)>, made: &[Made]) -> Instance {
    let projects = ids.into_iter().map(|(id, cost)| Project { id, cost }).collect();
    let names: Vec<String> = ["", "Noord", "Zuid"].map(str::to_string).into();
    let used: Vec<u32> = (0..3).filter(|home| homes && made.iter().any(|(lives, _)| lives == home)).collect();
    let mut ballots = match homes {
        true => Ballots::with_homes(kind, used.iter().map(|&home| names[home as usize].clone()).collect()),
        false => Ballots::new(kind),
    };
    for (home, choices) in made {
        let home = used.iter().zip(0..).find(|(used, _)| *used == home).map_or(0, |(_, place)| place);
        let projects = choices.iter().map(|&(project, _)| project);
        match kind {
            BallotKind::Points => ballots.push_points_from(home, choices.iter().copied()),
            BallotKind::Approval | BallotKind::Ranking => ballots.push_from(home, projects),
        }
    }
    Instance::build(123_456, projects, ballots)
}

fn election() -> impl Strategy<Value = Election> {
    let id = prop_oneof!["[1-9][0-9]{0,3}", "[A-Z0-9/.;\" é-]{1,12}[A-Z]"];
    let ids = prop::collection::btree_set(id.prop_map(|id| id.trim().to_string()), 1..12);
    let kinds = [
        ("approval", BallotKind::Approval),
        ("ordinal", BallotKind::Ranking),
        ("cumulative", BallotKind::Points),
        ("scoring", BallotKind::Points),
    ];
    let kind = prop::sample::select(kinds.to_vec());
    let parts = ids.prop_flat_map(|ids| {
        let (count, projects) = (ids.len(), u32::try_from(ids.len()).expect("few"));
        let costs = prop::collection::vec(0..1_000_000_u64, count);
        let ids = costs.prop_map(move |costs| ids.iter().cloned().zip(costs).collect::<Vec<_>>());
        (ids, prop::collection::vec(listing(), count), ballots(projects))
    });
    let told = prop::option::of(Just(()));
    (parts, kind, any::<bool>(), told, text()).prop_map(|(parts, (name, kind), homes, told, comment)| {
        let (ids, mut projects, made) = parts;
        let instance = instance(kind, homes, ids, &made);
        for (listing, project) in projects.iter_mut().zip(0..) {
            listing.votes = told.map(|()| instance.votes(project).to_string());
        }
        let count = |count: usize| count.to_string();
        let meta = [
            ("comment", comment.unwrap_or_default().trim().to_string()),
            ("num_projects", count(projects.len())),
            ("num_votes", count(made.len())),
            ("budget", "1234.56".to_string()),
            ("vote_type", name.to_string()),
        ];
        let meta = meta.into_iter().map(|(key, value)| (key.to_string(), value)).collect();
        Election { meta, projects, instance, home: homes.then(|| "neighborhood".to_string()) }
    })
}

/// What goes wrong in a file: so many bytes at a place (in 65,536 parts of the file) give way to others.
type Wound = (u16, usize, Vec<u8>);

fn wounds() -> impl Strategy<Value = Vec<Wound>> {
    let part = prop_oneof![
        prop::collection::vec(prop::sample::select(b";,\"\n\r 0179.-\xc3A".to_vec()), 0..6),
        prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec((any::<u16>(), 0..12_usize, part), 1..4)
}

fn wounded(mut bytes: Vec<u8>, wounds: Vec<Wound>) -> Vec<u8> {
    for (place, length, new) in wounds {
        let from = (bytes.len() * usize::from(place)) >> 16;
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, new);
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_written_is_read_back(election in election()) {
        let text = pb::write(&election);
        let read = pb::read_with(text.as_bytes(), &Options { home: election.home.clone() });
        prop_assert_eq!(read.map_err(|error| format!("{error}: {text}")), Ok(election));
    }

    #[test]
    fn no_damage_makes_the_reader_fall_over(election in election(), wounds in wounds()) {
        let bytes = wounded(pb::write(&election).into_bytes(), wounds);
        let lines = bytes.iter().filter(|&&byte| byte == b'\n').count() + 1;
        match pb::read_with(&bytes, &Options { home: election.home }) {
            Ok(read) => {
                let again = pb::write(&read);
                let again = pb::read_with(again.as_bytes(), &Options { home: read.home.clone() });
                prop_assert_eq!(again.map(|again| again.instance), Ok(read.instance));
            }
            Err(error) => prop_assert!((1..=lines).contains(&error.line), "{error} of {lines}"),
        }
    }

    #[test]
    fn no_bytes_make_the_reader_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(pb::read(&bytes).is_err());
        let inside = [b"META\nk;v\nbudget;1\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;1\nVOTES\n", &*bytes];
        let _ = pb::read(&inside.concat());
    }
}

#[test]
fn real_files_hold_what_others_found_in_them() {
    let Some(folder) = cases("reading real election files") else { return };
    let index: Value =
        serde_json::from_slice(&std::fs::read(folder.join("goldens.json")).unwrap()).expect("JSON");
    let files: Vec<(&String, &Value)> = index["files"].as_object().expect("files").iter().collect();
    assert!(files.len() >= 146);
    let faults: Vec<String> = files
        .par_iter()
        .flat_map(|(name, told)| {
            let bytes = std::fs::read(folder.join("pb").join(name)).expect("the file is there");
            let election = pb::read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            let instance = &election.instance;
            let mut faults = Vec::new();
            let groups = u64::try_from(instance.group_weights().len()).expect("64 bits");
            let repeats = told["repeated_project_in_vote"].as_bool().unwrap();
            let number = |key: &str| told[key].as_u64().unwrap();
            // A project named twice in one ballot counts once here: ballots that differ in that are equal.
            let merged = u64::from(repeats && groups + 1 == number("distinct_ballots"));
            let found = [instance.voters(), instance.indexes().count() as u64, groups + merged];
            let wanted = ["voters", "projects", "distinct_ballots"].map(number);
            if found != wanted {
                faults.push(format!("{name}: {found:?} where {wanted:?} was told"));
            }
            let votes = |project: u32| election.projects[project as usize].votes.as_deref().map(str::parse);
            let differ: Vec<u32> = instance
                .indexes()
                .filter(|&project| votes(project) != Some(Ok(instance.votes(project))))
                .collect();
            // Where a ballot names a project twice, the file counts it twice.
            if !differ.is_empty() && !repeats {
                faults.push(format!("{name}: other votes told of projects {differ:?}"));
            }
            if !repeats {
                let text = pb::write(&election);
                let again = pb::read(text.as_bytes()).map(|again| again.instance);
                if again.as_ref() != Ok(instance) {
                    faults.push(format!("{name}: written and read it is another"));
                }
            }
            faults
        })
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}
