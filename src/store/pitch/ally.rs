//! Who was asked to take part in a plan, and what they said.

use super::super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::PitchId;
use crate::domain::mail::Address;
use crate::domain::pitch::ally::{Asked, Consent, ConsentWay};
use crate::domain::time::Moment;

/// The columns of a question, for [`read`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT a.pitch_id, a.mark, a.link, a.asked_at, a.answer, a.way, a.answered_at FROM ally_consent a ",
            $rest
        )
    };
}

fn read(found: &Row) -> Result<Asked, StoreError> {
    let consent = match row::maybe_text(found, "answer")? {
        None => None,
        Some(answer) => {
            let way = row::maybe_text(found, "way")?.and_then(|way| ConsentWay::named(&way));
            Some(Consent {
                is_yes: answer == "yes",
                way: way.ok_or_else(|| row::corrupt("way"))?,
                at: row::maybe_moment(found, "answered_at")?.ok_or_else(|| row::corrupt("answered_at"))?,
            })
        }
    };
    Ok(Asked {
        pitch: PitchId::new(row::text(found, "pitch_id")?),
        mark: row::digest(found, "mark")?,
        at: row::moment(found, "asked_at")?,
        by_mail: !row::text(found, "link")?.is_empty(),
        consent,
    })
}

/// Everyone who was asked about a plan.
pub async fn of_pitch(conn: &mut Conn, pitch: &PitchId) -> Result<Vec<Asked>, StoreError> {
    let rows = sqlx::query(columns!("WHERE a.pitch_id = $1 ORDER BY a.asked_at, a.mark"))
        .bind(pitch.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// The question of a link.
pub async fn of_link(conn: &mut Conn, link: &Digest) -> Result<Option<Asked>, StoreError> {
    let found =
        sqlx::query(columns!("WHERE a.link = $1")).bind(link.to_string()).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

/// What the owner of an address was asked and did not answer, in plans that are still written.
pub async fn of_email(conn: &mut Conn, email: &Address) -> Result<Vec<Asked>, StoreError> {
    let rows = sqlx::query(columns!(
        "JOIN pitch p ON p.id = a.pitch_id WHERE a.email = $1 AND a.answer IS NULL \
         AND p.state IN ('draft', 'incomplete') ORDER BY a.asked_at, a.mark"
    ))
    .bind(email.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The questions whose mark begins so, in plans that are still written: what the desk types from a paper.
pub async fn of_code(conn: &mut Conn, code: &str) -> Result<Vec<Asked>, StoreError> {
    let rows = sqlx::query(columns!(
        "JOIN pitch p ON p.id = a.pitch_id WHERE SUBSTR(a.mark, 1, 12) = $1 AND p.state IN ('draft', 'incomplete') \
         ORDER BY a.mark LIMIT 2"
    ))
    .bind(code)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Who asked, as in the staff log.
pub async fn asked_by(
    conn: &mut Conn,
    (pitch, mark): (&PitchId, &Digest),
) -> Result<Option<String>, StoreError> {
    let found = sqlx::query("SELECT asked_by FROM ally_consent WHERE pitch_id = $1 AND mark = $2")
        .bind(pitch.as_str())
        .bind(mark.to_string())
        .fetch_optional(conn)
        .await?;
    found.map(|found| row::text(&found, "asked_by")).transpose()
}

/// Asks, or asks anew who did not say yes; `false` when that member said yes.
pub async fn ask(
    conn: &mut Conn,
    (pitch, mark): (&PitchId, &Digest),
    (link, email): (&str, &str),
    (by, at): (&str, Moment),
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE ally_consent SET link = $3, email = $4, asked_by = $5, asked_at = $6 \
         WHERE pitch_id = $1 AND mark = $2 AND (answer IS NULL OR answer = 'no')",
    )
    .bind(pitch.as_str())
    .bind(mark.to_string())
    .bind(link)
    .bind(email)
    .bind(by)
    .bind(at.micros())
    .execute(&mut *conn)
    .await?;
    if changed.rows_affected() == 1 {
        return Ok(true);
    }
    let made = sqlx::query(
        "INSERT INTO ally_consent (pitch_id, mark, link, email, asked_by, asked_at) SELECT $1, $2, $3, $4, $5, $6 \
         WHERE NOT EXISTS (SELECT 1 FROM ally_consent WHERE pitch_id = $1 AND mark = $2)",
    )
    .bind(pitch.as_str())
    .bind(mark.to_string())
    .bind(link)
    .bind(email)
    .bind(by)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Writes an answer down, in the place of an earlier one; `false` when nobody was asked.
pub async fn answer(
    conn: &mut Conn,
    (pitch, mark): (&PitchId, &Digest),
    consent: &Consent,
    by: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE ally_consent SET answer = $3, way = $4, answered_by = $5, answered_at = $6 \
         WHERE pitch_id = $1 AND mark = $2",
    )
    .bind(pitch.as_str())
    .bind(mark.to_string())
    .bind(if consent.is_yes { "yes" } else { "no" })
    .bind(consent.way.name())
    .bind(by)
    .bind(consent.at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the addresses out of everyone who was asked about a plan: it was sent in, or taken back.
pub async fn forget(conn: &mut Conn, pitch: &PitchId) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE ally_consent SET email = '', link = '' WHERE pitch_id = $1 AND (email <> '' OR link <> '')",
    )
    .bind(pitch.as_str())
    .execute(conn)
    .await?;
    Ok(())
}
