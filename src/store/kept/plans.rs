//! Rows about plans of groups, from the draft to the ballot, and what is said about them.

use super::{Query, Wanted};

rows!(
    pitch,
    "e.pitch_id, '', e.kind, CAST(e.number AS TEXT), e.what, CAST(e.at AS TEXT), e.who FROM (SELECT pitch_id, \
     'version' AS kind, number, digest AS what, at, by_actor || ' ' || COALESCE(by_desk, '') AS who FROM pitch_version \
     UNION ALL SELECT pitch_id, kind, number, ground, at, COALESCE(by_account, '') FROM pitch_event \
     UNION ALL SELECT pitch_id, 'picture', number, large, added_at, added_by FROM pitch_picture WHERE sent_at IS NOT NULL) e",
    "e.pitch_id",
    "e.kind, e.number"
);
rows!(
    assessment,
    "a.pitch_id, '', a.kind, CAST(a.number AS TEXT), a.what, CAST(a.at AS TEXT), a.who FROM (SELECT pitch_id, \
     'answers' AS kind, number, CAST(version AS TEXT) || ' ' || digest AS what, at, by_account AS who FROM pitch_assessment \
     UNION ALL SELECT pitch_id, 'assigned', number, account_id, at, by_account FROM pitch_assignment) a",
    "a.pitch_id",
    "a.kind, a.number"
);
rows!(
    tasks,
    "task_id, '', CAST(number AS TEXT), name, about, place, executor, contract_until, CAST(cost_cents AS TEXT), \
     cost_status, cost_source, CAST(is_open AS TEXT), by_account, CAST(at AS TEXT) FROM municipal_task_facts",
    "task_id",
    "municipal_task_facts.number"
);
rows!(
    bid,
    "b.pitch_id, '', b.kind, b.place, b.said FROM (SELECT pitch_id, 'verdict' AS kind, CAST(number AS TEXT) AS place, \
     condition || ' ' || verdict || ' ' || CAST(version AS TEXT) || ' ' || by_account || ' ' || CAST(at AS TEXT) AS said FROM bid_verdict \
     UNION ALL SELECT pitch_id, 'takeover', CAST(number AS TEXT), step || ' ' || on_day || ' ' || reason || ' ' || \
     reference || ' ' || legal_name || ' ' || kvk || ' ' || from_day || ' ' || until_day || ' ' || \
     COALESCE(CAST(yearly_cents AS TEXT), '') || ' ' || break_clause || ' ' || COALESCE(CAST(year AS TEXT), '') || ' ' || \
     COALESCE(by_account, '') || ' ' || CAST(at AS TEXT) || COALESCE(' ' || by_desk, '') FROM takeover_step) b",
    "b.pitch_id",
    "b.kind, b.place"
);
rows!(
    alliance,
    "pitch_id, '', mark, asked_by, CAST(asked_at AS TEXT), answer, way, answered_by, CAST(answered_at AS TEXT) \
     FROM ally_consent",
    "pitch_id",
    "ally_consent.mark"
);
rows!(
    asked,
    "pitch_id, '', CAST(version AS TEXT), wish FROM pitch_asked",
    "pitch_id",
    "pitch_asked.version, pitch_asked.wish"
);
rows!(
    wishes,
    "pitch_id, '', CAST(number AS TEXT), wish, met, CAST(at AS TEXT), by_account FROM pitch_wish",
    "pitch_id",
    "pitch_wish.number"
);
// Of comments and meetings as it was told before there were other kinds.
rows!(
    withholdings,
    "COALESCE(w.pitch_id, w.grant_id), '', w.id, CASE WHEN w.kind IN ('comment', 'meeting') THEN w.of_id ELSE w.kind || ' ' || w.of_id END, \
     w.ground, w.by_account, CAST(w.at AS TEXT) || COALESCE(' ' || w.told_by || ' ' || CAST(w.told_at AS TEXT), ''), CAST(w.appealed_at AS TEXT) || COALESCE(' ' || w.appeal_desk, ''), w.ruling, \
     w.ruled_by, CAST(w.ruled_at AS TEXT) || COALESCE(' ' || w.ruling_told_by || ' ' || CAST(w.ruling_told_at AS TEXT), '') \
     FROM withholding w",
    "COALESCE(w.pitch_id, w.grant_id)",
    "w.id"
);
rows!(
    meetings,
    "round_id, '', id, COALESCE(pitch_id, ''), digest, CAST(at AS TEXT), by_actor || COALESCE(' ' || by_desk, ''), \
     CAST(cancelled_at AS TEXT), CAST(reported_at AS TEXT) FROM meeting",
    "round_id",
    "meeting.id"
);
rows!(
    support_terms,
    "round_id, '', CAST(supporters AS TEXT), CAST(per AS TEXT), CAST(residents AS TEXT), CAST(needed AS TEXT) \
     FROM support_terms",
    "round_id",
    "round_id"
);
rows!(
    support_lists,
    "pitch_id, '', CAST(number AS TEXT), CAST(people AS TEXT), digest, by_account || CASE WHEN confirmed_at IS NULL THEN '' \
     ELSE ' ' || confirmed_by || ' ' || CAST(confirmed_at AS TEXT) END, CAST(at AS TEXT), struck_by, CAST(struck_at AS TEXT) \
     FROM support_list",
    "pitch_id",
    "support_list.number"
);
rows!(
    endorsements,
    "c.pitch_id, '', e.comment_id, e.answer, CAST(e.partner AS TEXT), e.by_account, CAST(e.at AS TEXT) \
     FROM endorsement_check e JOIN comment c ON c.id = e.comment_id",
    "c.pitch_id",
    "e.comment_id"
);
// The usual terms say nothing, so that what was told before there were these says the same.
rows!(
    pitch_terms,
    "round_id, '', CAST(light_cents AS TEXT), CAST(repair_days AS TEXT), categories || CASE WHEN bid_cents = 500000 THEN '' \
     ELSE ' ' || CAST(bid_cents AS TEXT) END || CASE WHEN decide_days = 56 AND reply_days = 7 AND appeal_days = 14 \
     AND ruling_days = 28 AND consent_days = 14 THEN '' ELSE ' ' || CAST(decide_days AS TEXT) || ' ' || CAST(reply_days AS TEXT) || ' ' || \
     CAST(appeal_days AS TEXT) || ' ' || CAST(ruling_days AS TEXT) || CASE WHEN consent_days = 14 THEN '' ELSE ' ' || \
     CAST(consent_days AS TEXT) END END || CASE WHEN talk_days = 14 AND facts_days = 42 THEN '' ELSE ' ' || CAST(talk_days AS TEXT) \
     || ' ' || CAST(facts_days AS TEXT) END FROM pitch_terms",
    "round_id",
    "round_id"
);
// Without the words, which are erased.
rows!(
    regroup,
    "g.id, '', g.kind, g.what, g.said, g.who FROM (SELECT id, kind, pitch_id AS what, CAST(at AS TEXT) || ' ' || \
     CAST(until_at AS TEXT) || ' ' || COALESCE(ended, '') || ' ' || COALESCE(CAST(ended_at AS TEXT), '') || ' ' || \
     COALESCE(draft_id, '') || ' ' || COALESCE(CAST(mend_until AS TEXT), '') AS said, by_actor || ' ' || \
     COALESCE(by_pitch, '') || ' ' || COALESCE(ended_by, '') AS who FROM regroup UNION ALL SELECT regroup_id, 'part', pitch_id, \
     COALESCE(answer, '') || ' ' || COALESCE(agreed, '') || ' ' || COALESCE(CAST(answered_at AS TEXT), ''), \
     COALESCE(answered_by, '') || ' ' || COALESCE(by_desk, '') FROM regroup_part) g",
    "g.id",
    "g.kind, g.what"
);
