//! Where a session alone is not enough: whoever signs there must have proved a moment ago to be the person.

use axum::http::Method;

use crate::web::paths as p;

/// What a route asks beside a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Nothing more.
    Session,
    /// A proof that the person is there, of the last minutes.
    Fresh,
    /// The same, when this part of the address has this value.
    FreshAt(&'static str, &'static str),
}

/// The forms that ask for it: results, the seal, money that leaves, who may do what, and what one signs in with.
pub const FRESH: [(&str, Presence); 41] = [
    (p::CERTIFICATE, Presence::Fresh),
    (p::CERTIFICATE_APPROVAL, Presence::Fresh),
    (p::RESERVE_LIST_APPROVAL, Presence::Fresh),
    (p::ROUND_STEP, Presence::FreshAt("step", "seal")),
    (p::REGISTER_APPROVAL, Presence::Fresh),
    (p::ROUND_LETTER, Presence::Fresh),
    (p::ROUND_LOT_APPROVAL, Presence::Fresh),
    (p::GRANT_STEP, Presence::FreshAt("step", "award")),
    (p::PAYMENT_APPROVAL, Presence::Fresh),
    (p::PAYMENT_FILE, Presence::Fresh),
    (p::PAYER, Presence::Fresh),
    (p::GRANT_SETTLEMENT, Presence::Fresh),
    (p::GRANT_RECLAIM, Presence::Fresh),
    (p::GRANT_WRITE_OFF, Presence::Fresh),
    (p::GRANT_CHANGE, Presence::Fresh),
    (p::GRANT_EVALUATION, Presence::Fresh),
    (p::ROUND_BID_DECISION, Presence::Fresh),
    (p::REFUSALS, Presence::Fresh),
    (p::OBJECTION, Presence::Fresh),
    (p::AUDITORS, Presence::Fresh),
    (p::AUDITOR_REMOVAL, Presence::Fresh),
    (p::MANDATE_END, Presence::Fresh),
    (p::RECIPIENT_PAYEE, Presence::Fresh),
    (p::MANDATES, Presence::Fresh),
    (p::STAFF, Presence::Fresh),
    (p::STAFF_MEMBER, Presence::Fresh),
    (p::STAFF_ENABLED, Presence::Fresh),
    (p::STAFF_PERSON, Presence::Fresh),
    (p::STAFF_CHANGE, Presence::Fresh),
    (p::STAFF_CHANGE_REFUSAL, Presence::Fresh),
    (p::STAFF_INVITATION, Presence::Fresh),
    (p::STAFF_RESET, Presence::Fresh),
    (p::STAFF_RESET_APPROVAL, Presence::Fresh),
    (p::STAFF_RESET_REFUSAL, Presence::Fresh),
    (p::OWN_CODE, Presence::Fresh),
    (p::OWN_CODE_DONE, Presence::Fresh),
    (p::OWN_CODE_END, Presence::Fresh),
    (p::OWN_KEYS, Presence::Fresh),
    (p::OWN_KEYS_DONE, Presence::Fresh),
    (p::OWN_KEY_END, Presence::Fresh),
    (p::OWN_SESSIONS, Presence::Fresh),
];

/// Where someone may be who still has to add a passkey or an app.
const OWN: [&str; 13] = [
    p::OWN,
    p::OWN_PASSWORD,
    p::OWN_CODE,
    p::OWN_CODE_DONE,
    p::OWN_CODE_END,
    p::OWN_KEYS,
    p::OWN_KEYS_DONE,
    p::OWN_KEY_END,
    p::OWN_SESSIONS,
    p::PRESENCE,
    p::PRESENCE_KEY,
    p::PRESENCE_KEY_DONE,
    p::SIGN_OUT,
];

/// What a route asks beside a session. Looking never asks more.
pub fn of(method: &Method, path: &str) -> Presence {
    if method != Method::POST {
        return Presence::Session;
    }
    FRESH.iter().find(|(known, _)| *known == path).map_or(Presence::Session, |(_, asked)| *asked)
}

/// Whether a route is about one's own account.
pub fn is_own(path: &str) -> bool {
    OWN.contains(&path)
}
