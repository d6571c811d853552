//! A round that takes plans, with thousands of them and what people said about each, written straight into the database. What
//! is measured is the reading: the list, finding, the map, a plan and its talk.

use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::acts::{self, Context};
use schuifruimte::domain::calendar::parse_day;
use schuifruimte::domain::geo::{Point, Shape};
use schuifruimte::domain::id::{
    AllocationId, AreaId, CommentId, InitiativeId, InitiatorId, NeighbourhoodId, PitchId, RoundId,
};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::neighbourhood::{Neighbourhood, Origin as Source, Status};
use schuifruimte::domain::pitch::budget::{Budget, Line};
use schuifruimte::domain::pitch::content::{Content, Form};
use schuifruimte::domain::pitch::form::Wish;
use schuifruimte::domain::pitch::offer::Offer;
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

/// The round that takes them.
pub const ROUND: &str = "plannen";

/// Where the walk of the bench goes.
pub struct Plans {
    /// The round.
    pub round: RoundId,
    /// One of its plans.
    pub plan: PitchId,
    /// A plan that is still written, by a person whom the desk helps.
    pub draft: Option<(InitiatorId, PitchId)>,
}

/// How many neighbourhoods lie side by side, and one below the other.
const GRID: i64 = 10;

/// A hundred square neighbourhoods: what the map of the plans draws.
pub async fn neighbourhoods(conn: &mut Conn, district: &AreaId) {
    for place in 0..GRID * GRID {
        let (west, south) = (136_000 + place % GRID * 500, 455_000 + place / GRID * 500);
        let corners = [(0, 0), (500, 0), (500, 500), (0, 500), (0, 0)];
        let ring = corners.map(|(x, y)| Point { x: west + x, y: south + y }).to_vec();
        let one = Neighbourhood {
            code: NeighbourhoodId::new(format!("BU0344{place:04}")),
            name: format!("Buurt {place}"),
            district: district.clone(),
            shape: Shape::of(&[vec![ring]]),
            origin: Source { source: "made up".to_string(), year: 2027, licence: "CC0".to_string() },
            status: Status::Current,
        };
        store::neighbourhood::put(conn, &one).await.expect("a neighbourhood");
    }
}

/// Begins a plan at the desk and writes the texts of one that was sent in, so that every page that looks for likeness has
/// something to find.
pub async fn draft(ctx: &mut Context<'_>, round: &RoundId) -> (InitiatorId, PitchId) {
    let who = acts::initiator::desk::open(ctx, "Truus van Dijk", "nl").await.expect("opened");
    let name = "Groep van Truus";
    let start = Start { round: round.clone(), group: None, name, form: Form::Full, task: "" };
    let id = acts::pitch::start(ctx, Author::Desk(&who), &start).await.expect("begun");
    let mut tx = ctx.store.begin().await.expect("a transaction");
    assert!(store::pitch::write(&mut tx, &id, &content(7, None), ctx.now).await.expect("written"));
    store::commit(tx).await.expect("it stands");
    (who, id)
}

/// Writes them: so many plans, each with so many comments.
pub async fn write(
    conn: &mut Conn,
    (part, plan): (&AllocationId, Plan),
    (plans, comments): (usize, usize),
    at: Moment,
) -> Plans {
    let round = RoundId::new(ROUND);
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
        let group = InitiativeId::new(format!("groep{number:05}"));
        sqlx::query("INSERT INTO initiative (id, name, made_at) VALUES ($1, $2, 0)")
            .bind(group.as_str())
            .bind(format!("Groep {number}"))
            .execute(&mut *conn)
            .await
            .expect("a group");
        let made = Pitch {
            id: id.clone(),
            round: round.clone(),
            group: Some(group),
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
    Plans { round, plan: PitchId::new("plan00007"), draft: None }
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
    // One in ten is a bid, and each wants one kind of help that is no money.
    let is_bid = number.is_multiple_of(10);
    let task = if is_bid { "taak".to_string() } else { String::new() };
    Content {
        form: if is_bid { Form::Bid } else { Form::Full },
        offer: Offer { task, ..Offer::default() },
        wishes: vec![Wish::NAMES[number % Wish::NAMES.len()].0],
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
        desk: None,
        at: at.plus_minutes(i64::try_from(comment).expect("few")),
        gone: None,
        entry: Entry::Free,
        withheld: None,
    }
}
