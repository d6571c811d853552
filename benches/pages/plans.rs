//! A round that takes plans, with thousands of them and what people said about each, written straight into the database. What
//! is measured is the reading: the list, finding, the map, a plan and its talk.

use schuifruimte::domain::calendar::parse_day;
use schuifruimte::domain::id::{AllocationId, CommentId, PitchId, RoundId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pitch::budget::{Budget, Line};
use schuifruimte::domain::pitch::content::{Content, Form};
use schuifruimte::domain::pitch::{Pitch, State};
use schuifruimte::domain::round::{Origin, Plan};
use schuifruimte::domain::talk::{Comment, CommentKind, Entry, Side};
use schuifruimte::domain::time::Moment;
use schuifruimte::store::pitch::Turn;
use schuifruimte::store::{self, Conn};

/// Words of which texts are made; the plan number stands between them, so that some are rare and some are in every plan.
const WORDS: [&str; 24] = [
    "samen", "tuin", "buurt", "koken", "spelen", "lezen", "straat", "plein", "bank", "water", "fiets",
    "muziek", "café", "school", "oma", "kind", "groen", "feest", "hulp", "taal", "dak", "boom", "licht",
    "verhaal",
];

/// Where the walk of the bench goes.
pub struct Plans {
    /// The round.
    pub round: RoundId,
    /// One of its plans.
    pub plan: PitchId,
}

/// Writes them: so many plans, each with so many comments.
pub async fn write(
    conn: &mut Conn,
    (part, plan): (&AllocationId, Plan),
    (plans, comments): (usize, usize),
    at: Moment,
) -> Plans {
    let round = RoundId::new("plannen");
    assert!(store::round::add(conn, &round, part, Origin::Vote, &plan).await.expect("a round"));
    let phase = sqlx::query("UPDATE round SET phase = 'propose' WHERE id = 'plannen'");
    phase.execute(&mut *conn).await.expect("announced");
    let codes: Vec<String> = store::neighbourhood::list(conn)
        .await
        .expect("readable")
        .iter()
        .map(|one| one.code.to_string())
        .collect();
    for number in 0..plans {
        let content = content(number, codes.get(number % codes.len().max(1)));
        let id = PitchId::new(format!("plan{number:05}"));
        let made = Pitch {
            id: id.clone(),
            round: round.clone(),
            group: None,
            applicant: format!("Groep {number}"),
            state: State::Draft,
            content: content.clone(),
            made: at,
            changed: at,
            submitted: None,
            until: None,
            proposal: None,
            merged_into: None,
        };
        store::pitch::add(conn, &made).await.expect("a plan");
        let turn = Turn {
            from: State::Draft,
            to: State::Submitted,
            until: None,
            proposal: None,
            applicant: &made.applicant,
        };
        assert!(store::pitch::turn(conn, &id, &turn, at).await.expect("sent in"));
        store::pitch::life::add_version(conn, &id, &content, (at, "visitor", None)).await.expect("a version");
        for comment in 0..comments {
            store::talk::add(conn, &said(&id, (number, comment), at), None).await.expect("said");
        }
    }
    Plans { round, plan: PitchId::new("plan00007") }
}

fn content(number: usize, code: Option<&String>) -> Content {
    let word = |step: usize| WORDS[(number * 7 + step * 5) % WORDS.len()];
    let text: Vec<String> = (0..120)
        .map(
            |step| {
                if step % 9 == 0 { format!("woord{}", number * 13 + step) } else { word(step).to_string() }
            },
        )
        .collect();
    let line = |what: &str, euros| Line { what: what.to_string(), amount: Cents::euros(euros) };
    let day = |text: &str| parse_day(text).expect("a day").to_string();
    Content {
        form: Form::Full,
        title: format!("{} {} in de {} {number}", word(1), word(2), word(3)),
        summary: format!("Wij willen {} en {} voor de hele {}.", word(4), word(5), word(6)),
        text: text.join(" "),
        category: "Ontmoeten".to_string(),
        place: format!("Ahornstraat {number}"),
        neighbourhood: code.cloned().unwrap_or_default(),
        from: day("2028-05-01"),
        until: day("2028-09-01"),
        budget: Budget { costs: vec![line("Spullen", 2_000), line("Huur", 900)], ..Budget::default() },
        ..Content::default()
    }
}

fn said(plan: &PitchId, (number, comment): (usize, usize), at: Moment) -> Comment {
    Comment {
        id: CommentId::new(format!("{number:05}-{comment:03}")),
        pitch: plan.clone(),
        kind: CommentKind::TYPED[comment % CommentKind::TYPED.len()],
        parent: None,
        side: Side::Resident,
        name: format!("Buur {comment}"),
        words: format!(
            "Over plan {number} wil ik dit zeggen: {} en {}.",
            WORDS[comment % 24],
            WORDS[number % 24]
        ),
        by: String::new(),
        at: at.plus_minutes(i64::try_from(comment).expect("few")),
        gone: None,
        entry: Entry::Free,
        withheld: None,
    }
}
