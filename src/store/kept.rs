//! Fingerprints of rows, for the staff log and for whoever compares the tables with it. Words that can be erased do not
//! count.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::Row as _;

use super::{Conn, Query, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::log::kept::Kept;

/// Which rows are wanted.
#[derive(Clone, Copy)]
enum Wanted {
    /// Those of one key, which is bound.
    OfKey,
    /// All.
    All,
}

/// A function for the rows of a kind as texts: first their key, then whether they were erased, then what they say.
macro_rules! rows {
    ($name:ident, $select:literal, $key:literal, $order:literal) => {
        pub(in crate::store::kept) fn $name(wanted: Wanted) -> Query<'static> {
            match wanted {
                Wanted::OfKey => {
                    sqlx::query(concat!("SELECT ", $select, " WHERE ", $key, " = $1 ORDER BY ", $order))
                }
                Wanted::All => sqlx::query(concat!("SELECT ", $select, " ORDER BY ", $order)),
            }
        }
    };
}

mod plans;

rows!(
    account,
    "id, '', login, name, job, role, CAST(enabled AS TEXT), CAST(created_at AS TEXT) FROM account",
    "id",
    "id"
);
rows!(scope, "account_id, '', place FROM account_scope", "account_id", "place");
rows!(password, "id, '', password FROM account", "id", "id");
rows!(
    passkeys,
    "COALESCE(account_id, initiator_id), '', id, name, credential, CAST(made_at AS TEXT) FROM passkey",
    "COALESCE(account_id, initiator_id)",
    "id"
);
rows!(
    code,
    "account_id, '', secret, CAST(confirmed_at AS TEXT) FROM account_code",
    "account_id",
    "account_id"
);
rows!(
    entry,
    "e.account_id, '', e.kind, e.what, e.said FROM (SELECT account_id, 'link' AS kind, id AS what, \
     CAST(until_at AS TEXT) AS said FROM invitation UNION ALL SELECT account_id, 'reset', asked_by, \
     CAST(asked_at AS TEXT) FROM account_reset UNION ALL SELECT account_id, 'paper', hash, '' FROM account_recovery) e",
    "e.account_id",
    "e.kind, e.what"
);
rows!(
    change,
    "c.account_id, '', CAST(c.number AS TEXT), c.role, c.kind, c.proposed_by, CAST(c.proposed_at AS TEXT), c.outcome, \
     c.decided_by, CAST(c.decided_at AS TEXT), p.place FROM account_change c \
     JOIN account_change_place p ON p.change_number = c.number",
    "c.account_id",
    "c.number"
);
rows!(
    person,
    "account_id, '', person, said_by, CAST(said_at AS TEXT) FROM account_person",
    "account_id",
    "account_id"
);
rows!(
    mandate,
    "account_id, '', CAST(number AS TEXT), kind, CAST(up_to_cents AS TEXT), CAST(from_at AS TEXT), \
     CAST(until_at AS TEXT), ground, ground_date, CAST(entered_at AS TEXT), entered_by FROM mandate",
    "account_id",
    "mandate.number"
);
rows!(
    recipient,
    "id, CASE WHEN erased_at IS NULL THEN '' ELSE 'erased' END, kind, class, name, street, \
     postcode, place, kvk, rsin, pay_by, iban_last, iban_mark, account_name, \
     CAST(is_enterprise AS TEXT), CAST(revision AS TEXT), CAST(changed_at AS TEXT) FROM recipient",
    "id",
    "id"
);
rows!(
    payees,
    "p.recipient_id, CASE WHEN r.erased_at IS NULL THEN '' ELSE 'erased' END, CAST(p.revision AS TEXT), p.iban_last, \
     p.iban_mark, p.changed_by, CAST(p.changed_at AS TEXT), CAST(p.needs_second AS TEXT), p.confirmed_by, \
     CAST(p.confirmed_at AS TEXT), p.statement_on FROM recipient_payee p JOIN recipient r ON r.id = p.recipient_id",
    "p.recipient_id",
    "p.revision"
);
rows!(
    checks,
    "grant_id, '', CAST(number AS TEXT), kind, answer, recipient_id, CAST(revision AS TEXT), file, \
     by_account, CAST(at AS TEXT) FROM grant_check",
    "grant_id",
    "grant_check.number"
);
rows!(
    made_out,
    "m.grant_id, '', m.recipient_id, m.share, m.said FROM (SELECT grant_id, recipient_id, '' AS share, \
     CAST(set_at AS TEXT) AS said FROM grant_recipient UNION ALL SELECT grant_id, recipient_id, \
     CAST(share_cents AS TEXT), consented_on FROM grant_member) m",
    "m.grant_id",
    "m.recipient_id, m.share"
);
rows!(
    onward,
    "grant_id, '', CAST(number AS TEXT), CAST(amount_cents AS TEXT) FROM grant_onward",
    "grant_id",
    "grant_onward.number"
);
rows!(
    interests,
    "i.round_id, '', CAST(i.number AS TEXT), i.by_account, i.about, CAST(i.at AS TEXT) FROM (SELECT round_id, number, \
     by_account, proposal_id AS about, at FROM interest UNION ALL SELECT standing_id, number, by_account, \
     CAST(request_number AS TEXT), at FROM standing_interest) i",
    "i.round_id",
    "i.number"
);
rows!(
    plan_checks,
    "round_id, '', proposal_id, CAST(number AS TEXT), answer, by_account, CAST(at AS TEXT) FROM plan_check",
    "round_id",
    "proposal_id, plan_check.number"
);
rows!(
    smo,
    "CAST(v.number AS TEXT), '', CAST(v.at AS TEXT), v.by_actor, CAST(p.number AS TEXT), \
     CAST(p.of_number AS TEXT), p.name, p.kvk, p.iban_last, p.iban_mark, \
     CAST(p.from_at AS TEXT), CAST(p.until_at AS TEXT) \
     FROM smo_version v LEFT JOIN smo_party p ON p.version = v.number",
    "CAST(v.number AS TEXT)",
    "v.number, p.number"
);
rows!(
    namesakes,
    "kvk, '', CAST(number AS TEXT), name, by_account, CAST(at AS TEXT), reason FROM smo_namesake",
    "kvk",
    "smo_namesake.number"
);
rows!(
    budgets,
    "'all', '', CAST(number AS TEXT), line_id, CAST(at AS TEXT), by_actor, by_function, ground, ground_date, \
     ground_link, reason, CAST(before_total_cents AS TEXT), CAST(before_share_bp AS TEXT), \
     before_commitments, before_indexing, before_base, CAST(after_total_cents AS TEXT), \
     CAST(after_share_bp AS TEXT), after_commitments, after_indexing, after_base FROM budget_decision",
    "'all'",
    "budget_decision.number"
);
rows!(
    budget_terms,
    "budget_id, '', CAST(number AS TEXT), CAST(at AS TEXT), by_actor, by_function, ground, ground_date, \
     ground_link, reason, before_name, before_review_on, CAST(before_warning_bp AS TEXT), after_name, \
     after_review_on, CAST(after_warning_bp AS TEXT) FROM budget_terms",
    "budget_id",
    "budget_terms.number"
);
rows!(
    round_terms,
    "round_id, '', CAST(recipient_bp AS TEXT), CAST(onward_bp AS TEXT), CAST(integrity_cents AS TEXT), \
     CAST(resident_most_cents AS TEXT), CAST(professional_most_cents AS TEXT), CAST(other_most_cents AS TEXT) \
     FROM round_terms",
    "round_id",
    "round_id"
);
rows!(
    year_terms,
    "CAST(year AS TEXT), '', CAST(recipient_bp AS TEXT) FROM year_terms",
    "CAST(year AS TEXT)",
    "year_terms.year"
);
rows!(
    city_pot,
    "pot, '', CAST(least_bp AS TEXT), CAST(most_bp AS TEXT), reason, decided_by, CAST(decided_at AS TEXT) \
     FROM city_pot",
    "pot",
    "pot"
);
rows!(
    pictures,
    "round_id || '/' || proposal_id, CASE WHEN erased_at IS NULL THEN '' ELSE 'erased' END, CAST(number AS TEXT), \
     large, small, alt, added_by, CAST(added_at AS TEXT) FROM plan_picture",
    "round_id || '/' || proposal_id",
    "plan_picture.number"
);

rows!(
    bounds,
    "'all', '', CAST(number AS TEXT), kind, regulation, CAST(year AS TEXT), figures, reason, CAST(at AS TEXT), by_actor, \
     by_function FROM bounds_decision",
    "'all'",
    "bounds_decision.number"
);
rows!(
    sending,
    "decision_number, '', sent_on, means, objection_until, CAST(at AS TEXT), by_account, letter_hash FROM decision_sending",
    "decision_number",
    "decision_number"
);

rows!(
    initiator,
    "id, '', email, name, language, CAST(opened_at AS TEXT), opened_by FROM initiator",
    "id",
    "id"
);
rows!(
    members,
    "initiative_id, '', initiator_id, role, CAST(since_at AS TEXT) FROM initiative_member",
    "initiative_id",
    "initiator_id"
);
rows!(
    papers,
    "b.id, '', b.round_id, CAST(b.number AS TEXT), CAST(b.papers AS TEXT), CAST(b.late AS TEXT), b.received_by, \
     CAST(b.received_at AS TEXT), CAST(p.number AS TEXT), p.first_by, p.second_by, p.third_by, p.dispute, p.reason \
     FROM paper_batch b LEFT JOIN paper p ON p.batch_id = b.id",
    "b.id",
    "b.id, p.number"
);
rows!(
    extensions,
    "round_id, '', CAST(number AS TEXT), CAST(until_at AS TEXT), reason, asked_by, CAST(asked_at AS TEXT), state, \
     decided_by FROM extension",
    "round_id",
    "extension.number"
);

rows!(
    progress,
    "w.grant_id, '', w.kind, w.place, w.said FROM (SELECT grant_id, 'milestone' AS kind, CAST(number AS TEXT) AS place, \
     title || ' ' || planned_on || ' ' || by_actor || ' ' || CAST(at AS TEXT) AS said FROM grant_milestone \
     UNION ALL SELECT grant_id, 'turn', CAST(milestone AS TEXT) || '.' || CAST(number AS TEXT), \
     turn || ' ' || day || ' ' || by_actor || ' ' || CAST(at AS TEXT) FROM grant_milestone_event \
     UNION ALL SELECT grant_id, 'report', CAST(number AS TEXT), by_actor || ' ' || CAST(at AS TEXT) || ' ' || \
     COALESCE(withheld_by || ' ' || CAST(withheld_at AS TEXT), '') FROM grant_report \
     UNION ALL SELECT grant_id, 'picture', CAST(report AS TEXT) || '.' || CAST(number AS TEXT), \
     large || ' ' || small FROM grant_report_picture \
     UNION ALL SELECT grant_id, 'change', CAST(number AS TEXT), kind || ' ' || COALESCE(until_on, '') || ' ' || by_actor \
     || ' ' || CAST(at AS TEXT) || ' ' || decide_by || ' ' || \
     COALESCE(ruling || ' ' || decided_by || ' ' || CAST(decided_at AS TEXT), '') FROM grant_change \
     UNION ALL SELECT grant_id, 'yield', criterion, measure || ' ' || CAST(promised AS TEXT) || ' ' || by_actor || ' ' || \
     CAST(at AS TEXT) || ' ' || COALESCE(CAST(reached AS TEXT) || ' ' || reached_by || ' ' || CAST(reached_at AS TEXT), '') \
     FROM grant_yield UNION ALL SELECT grant_id, 'follows', earlier_id, set_by || ' ' || CAST(set_at AS TEXT) \
     FROM grant_follows UNION ALL SELECT grant_id, 'evaluation', to_stage, by_account || ' ' || CAST(at AS TEXT) \
     FROM grant_evaluation) w",
    "w.grant_id",
    "w.kind, w.place"
);

fn query(kept: Kept, wanted: Wanted) -> Query<'static> {
    match kept {
        Kept::Account => account(wanted),
        Kept::Scope => scope(wanted),
        Kept::Change => change(wanted),
        Kept::Person => person(wanted),
        Kept::Password => password(wanted),
        Kept::Passkeys => passkeys(wanted),
        Kept::Code => code(wanted),
        Kept::Entry => entry(wanted),
        Kept::Mandate => mandate(wanted),
        Kept::Recipient => recipient(wanted),
        Kept::Payees => payees(wanted),
        Kept::Checks => checks(wanted),
        Kept::MadeOut => made_out(wanted),
        Kept::Onward => onward(wanted),
        Kept::Interests => interests(wanted),
        Kept::PlanChecks => plan_checks(wanted),
        Kept::Smo => smo(wanted),
        Kept::Namesakes => namesakes(wanted),
        Kept::Budgets => budgets(wanted),
        Kept::BudgetTerms => budget_terms(wanted),
        Kept::RoundTerms => round_terms(wanted),
        Kept::YearTerms => year_terms(wanted),
        Kept::CityPot => city_pot(wanted),
        Kept::Bounds => bounds(wanted),
        Kept::Sending => sending(wanted),
        Kept::Pictures => pictures(wanted),
        Kept::Initiator => initiator(wanted),
        Kept::Members => members(wanted),
        Kept::Papers => papers(wanted),
        Kept::Extensions => extensions(wanted),
        Kept::Pitch => plans::pitch(wanted),
        Kept::PitchTerms => plans::pitch_terms(wanted),
        Kept::Assessment => plans::assessment(wanted),
        Kept::Progress => progress(wanted),
        Kept::Tasks => plans::tasks(wanted),
        Kept::Bid => plans::bid(wanted),
        Kept::Withholdings => plans::withholdings(wanted),
        Kept::Alliance => plans::alliance(wanted),
        Kept::Regroup => plans::regroup(wanted),
        Kept::Asked => plans::asked(wanted),
        Kept::Wishes => plans::wishes(wanted),
        Kept::Meetings => plans::meetings(wanted),
        Kept::SupportTerms => plans::support_terms(wanted),
        Kept::SupportLists => plans::support_lists(wanted),
        Kept::Endorsements => plans::endorsements(wanted),
    }
}

/// The texts of a row: key, whether it was erased, and what it says as one line.
fn read(found: &Row) -> Result<(String, bool, Vec<u8>), StoreError> {
    let text = |place: usize| found.try_get::<Option<String>, _>(place).map_err(StoreError::from);
    let says = (2..found.len()).map(text).collect::<Result<Vec<_>, _>>()?;
    let line = serde_json::to_vec(&says).expect("texts are plain data");
    Ok((text(0)?.unwrap_or_default(), text(1)?.is_some_and(|mark| !mark.is_empty()), line))
}

fn digest(lines: &[Vec<u8>]) -> Digest {
    // Databases differ in how they order texts.
    let mut lines: Vec<&Vec<u8>> = lines.iter().collect();
    lines.sort();
    let mut parts: Vec<&[u8]> = Vec::new();
    for line in lines {
        parts.extend([line.as_slice(), b"\n"]);
    }
    Digest::of_parts(&parts)
}

/// The fingerprint of the rows of a key, as they stand now.
pub async fn of(conn: &mut Conn, kept: Kept, key: &str) -> Result<Digest, StoreError> {
    let rows = query(kept, Wanted::OfKey).bind(key.to_string()).fetch_all(conn).await?;
    let lines = rows.iter().map(|found| Ok(read(found)?.2)).collect::<Result<Vec<_>, StoreError>>()?;
    Ok(digest(&lines))
}

/// The fingerprints of all rows of a kind, by key; of what was erased there is none.
pub async fn all(conn: &mut Conn, kept: Kept) -> Result<BTreeMap<String, Option<Digest>>, StoreError> {
    let mut lines: BTreeMap<String, (bool, Vec<Vec<u8>>)> = BTreeMap::new();
    for found in &query(kept, Wanted::All).fetch_all(conn).await? {
        let (key, is_erased, line) = read(found)?;
        let own = lines.entry(key).or_default();
        own.0 |= is_erased;
        own.1.push(line);
    }
    Ok(lines.into_iter().map(|(key, (erased, own))| (key, (!erased).then(|| digest(&own)))).collect())
}

/// The fingerprint of no rows.
pub fn nothing() -> Digest {
    digest(&[])
}

/// The rows that stood there before entries of the staff log told of any, by name of their kind and key.
pub async fn before(conn: &mut Conn) -> Result<BTreeSet<(String, String)>, StoreError> {
    let rows = sqlx::query("SELECT kind, row_key FROM row_before").fetch_all(conn).await?;
    rows.iter().map(|found| Ok((row::text(found, "kind")?, row::text(found, "row_key")?))).collect()
}
