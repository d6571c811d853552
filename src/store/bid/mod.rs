//! Bids: the tasks that can be taken over, the verdicts on the seven conditions, and the steps of a takeover. All of it only
//! grows.

pub mod begun;
pub mod task;

use super::moderation::stands;
use super::{Conn, Row, StoreError, row};
use crate::domain::bid::condition::{Answer, Condition, Since, Verdict};
use crate::domain::bid::takeover::{Agreement, Legal, Says, Step, StepKind, Takeover};
use crate::domain::calendar::parse_day;
use crate::domain::id::{AccountId, PitchId, RoundId};
use crate::domain::money::Cents;
use crate::domain::recipient::RecipientKind;
use crate::domain::registration::Kvk;
use crate::domain::retention::ERASED;
use crate::domain::time::Moment;

/// All verdicts on a bid, in order.
pub async fn verdicts(conn: &mut Conn, pitch: &PitchId) -> Result<Vec<Verdict>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, condition, verdict, version, reason, by_account, by_function, at FROM bid_verdict \
         WHERE pitch_id = $1 ORDER BY number",
    )
    .bind(pitch.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let condition = Condition::named(&row::text(found, "condition")?);
        Ok(Verdict {
            number: row::count(found, "number")?,
            condition: condition.ok_or_else(|| row::corrupt("condition"))?,
            answer: Answer::named(&row::text(found, "verdict")?).ok_or_else(|| row::corrupt("verdict"))?,
            version: row::count(found, "version")?,
            reason: row::text(found, "reason")?,
            by: AccountId::new(row::text(found, "by_account")?),
            function: row::text(found, "by_function")?,
            at: row::moment(found, "at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Adds a verdict, under the next number. Refused by a trigger once there is a decision.
pub async fn add_verdict(conn: &mut Conn, pitch: &PitchId, verdict: &Verdict) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO bid_verdict (pitch_id, number, condition, verdict, reason, by_account, by_function, at, version) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM bid_verdict WHERE pitch_id = $1",
    )
    .bind(pitch.as_str())
    .bind(verdict.condition.name())
    .bind(verdict.answer.name())
    .bind(&verdict.reason)
    .bind(verdict.by.as_str())
    .bind(&verdict.function)
    .bind(verdict.at.micros())
    .bind(row::stored(verdict.version))
    .execute(conn)
    .await?;
    Ok(())
}

/// What a verdict on a bid must be of to count: of what was sent in last, and, of its support, after the newest result; once there is
/// a decision, after the newest result before that.
pub async fn since(conn: &mut Conn, pitch: &PitchId) -> Result<Since, StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT MAX(v.number) FROM pitch_version v WHERE v.pitch_id = p.id) AS version, \
         (SELECT MAX(c.approved_at) FROM certificate c WHERE c.round_id = p.round_id AND NOT EXISTS (SELECT 1 FROM takeover_step s \
         WHERE s.pitch_id = p.id AND s.number = 1 AND s.at < c.approved_at)) AS certified \
         FROM pitch p WHERE p.id = $1",
    )
    .bind(pitch.as_str())
    .fetch_one(conn)
    .await?;
    let version = row::maybe_count(&found, "version")?.unwrap_or_default();
    Ok(Since { version, certified: row::maybe_moment(&found, "certified")? })
}

/// When the first result of the round of a bid was certified.
pub async fn first_certified(conn: &mut Conn, pitch: &PitchId) -> Result<Option<Moment>, StoreError> {
    let found = sqlx::query(
        "SELECT MIN(c.approved_at) AS certified FROM certificate c JOIN pitch p ON p.round_id = c.round_id WHERE p.id = $1",
    )
    .bind(pitch.as_str())
    .fetch_one(conn)
    .await?;
    row::maybe_moment(&found, "certified")
}

/// The steps of the takeover of a bid, in order. What was told of a year has no words where the office took it off or they are erased.
pub async fn steps(conn: &mut Conn, pitch: &PitchId) -> Result<Vec<Step>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT s.number, s.step, s.from_state, s.to_state, s.on_day, s.reference, s.legal_kind, s.legal_name, s.kvk, s.from_day, \
         s.until_day, s.yearly_cents, s.break_clause, s.year, s.by_account, s.by_desk, s.by_function, s.at, \
         CASE WHEN s.reason = $2 THEN '' ELSE s.reason END AS reason, (SELECT COUNT(*) FROM withholding w WHERE w.kind = 'account' \
         AND w.of_id = s.pitch_id || '.' || CAST(s.number AS TEXT) AND ",
        stands!("w"),
        ") AS taken FROM takeover_step s WHERE s.pitch_id = $1 ORDER BY s.number"
    ))
    .bind(pitch.as_str())
    .bind(ERASED)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_step).collect()
}

fn read_step(found: &Row) -> Result<Step, StoreError> {
    let day = |column| parse_day(&row::text(found, column)?).ok_or_else(|| row::corrupt(column));
    let state = |column| Takeover::named(&row::text(found, column)?).ok_or_else(|| row::corrupt(column));
    let kind = StepKind::named(&row::text(found, "step")?).ok_or_else(|| row::corrupt("step"))?;
    let says = match kind {
        StepKind::Agree => {
            let legal_kind = RecipientKind::named(&row::text(found, "legal_kind")?);
            let legal = Legal {
                kind: legal_kind.ok_or_else(|| row::corrupt("legal_kind"))?,
                name: row::text(found, "legal_name")?,
                kvk: Kvk::parse(&row::text(found, "kvk")?).map_err(|_| row::corrupt("kvk"))?,
            };
            Says::Agree(row::text(found, "reference")?, legal)
        }
        StepKind::Refuse => Says::Refuse(row::text(found, "reference")?),
        StepKind::Sign => Says::Sign(Agreement {
            from: day("from_day")?,
            until: day("until_day")?,
            yearly: row::cents(found, "yearly_cents")?,
            break_clause: row::text(found, "break_clause")?,
        }),
        StepKind::Account => {
            let year = i16::try_from(row::int(found, "year")?);
            Says::Account(year.map_err(|_| row::corrupt("year"))?)
        }
        StepKind::Extend => Says::Extend(day("until_day")?),
        StepKind::Start => Says::Start,
        StepKind::Evaluate => Says::Evaluate,
        StepKind::Stop => Says::Stop,
    };
    let is_off = row::count(found, "taken")? > 0;
    Ok(Step {
        number: row::count(found, "number")?,
        from: state("from_state")?,
        to: state("to_state")?,
        on: day("on_day")?,
        reason: if is_off { String::new() } else { row::text(found, "reason")? },
        says,
        by: row::maybe_text(found, "by_account")?.map(AccountId::new),
        desk: row::maybe_text(found, "by_desk")?.map(AccountId::new),
        is_off,
        function: row::text(found, "by_function")?,
        at: row::moment(found, "at")?,
    })
}

/// What happened to the takeovers of the bids of a round, or to one of them: number, which step, when.
pub async fn news(
    conn: &mut Conn,
    round: &RoundId,
    one: Option<&PitchId>,
) -> Result<Vec<(PitchId, (u64, StepKind, Moment))>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT s.pitch_id, s.number, s.step, s.at FROM takeover_step s JOIN pitch p ON p.id = s.pitch_id \
         WHERE p.round_id = $1 AND (s.pitch_id = $2 OR $2 = '') AND NOT EXISTS (SELECT 1 FROM withholding w \
         WHERE w.kind = 'account' AND w.of_id = s.pitch_id || '.' || CAST(s.number AS TEXT) AND ",
        stands!("w"),
        ") ORDER BY s.pitch_id, s.number"
    ))
    .bind(round.as_str())
    .bind(one.map_or("", PitchId::as_str))
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let step = StepKind::named(&row::text(found, "step")?).ok_or_else(|| row::corrupt("step"))?;
        let pitch = PitchId::new(row::text(found, "pitch_id")?);
        Ok((pitch, (row::count(found, "number")?, step, row::moment(found, "at")?)))
    };
    rows.iter().map(read).collect()
}

/// The bids of which something was decided.
pub async fn decided(conn: &mut Conn) -> Result<Vec<PitchId>, StoreError> {
    let rows =
        sqlx::query("SELECT DISTINCT pitch_id FROM takeover_step ORDER BY pitch_id").fetch_all(conn).await?;
    rows.iter().map(|found| Ok(PitchId::new(row::text(found, "pitch_id")?))).collect()
}

/// Adds a step, under the next number. Refused by triggers when it does not follow from the one before, and when the
/// municipality agrees while a condition is open.
pub async fn add_step(conn: &mut Conn, pitch: &PitchId, step: &Step) -> Result<(), StoreError> {
    let (mut reference, mut legal, mut signed, mut year) = ("", None, None, None);
    let mut until = None;
    match &step.says {
        Says::Agree(number, who) => (reference, legal) = (number, Some(who)),
        Says::Refuse(number) => reference = number,
        Says::Sign(agreement) => (signed, until) = (Some(agreement), Some(agreement.until)),
        Says::Account(over) => year = Some(i64::from(*over)),
        Says::Extend(day) => until = Some(*day),
        Says::Start | Says::Evaluate | Says::Stop => {}
    }
    sqlx::query(
        "INSERT INTO takeover_step (pitch_id, number, step, from_state, to_state, on_day, reason, reference, legal_kind, \
         legal_name, kvk, from_day, until_day, yearly_cents, break_clause, year, by_account, by_function, at, by_desk) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
         $18, $19 FROM takeover_step WHERE pitch_id = $1",
    )
    .bind(pitch.as_str())
    .bind(step.says.kind().name())
    .bind(step.from.name())
    .bind(step.to.name())
    .bind(step.on.to_string())
    .bind(&step.reason)
    .bind(reference)
    .bind(legal.map_or("", |who| who.kind.name()))
    .bind(legal.map_or("", |who| who.name.as_str()))
    .bind(legal.map_or("", |who| who.kvk.as_str()))
    .bind(signed.map(|one| one.from.to_string()).unwrap_or_default())
    .bind(until.map(|day| day.to_string()).unwrap_or_default())
    .bind(signed.map(|one| Cents::get(one.yearly)))
    .bind(signed.map_or("", |one| one.break_clause.as_str()))
    .bind(year)
    .bind(step.by.as_ref().map(AccountId::as_str))
    .bind(&step.function)
    .bind(step.at.micros())
    .bind(step.desk.as_ref().map(AccountId::as_str))
    .execute(conn)
    .await?;
    Ok(())
}
