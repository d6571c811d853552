//! Why a request was refused: a kind with its status, and the page or problem that says so.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::acts::{ActError, FieldFault, TEXT_FAULTS};
use crate::domain::division::DivisionFault;
use crate::store::{Guard, StoreError};

/// What kind of refusal it is. Name and status are the contract; the words are in the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request cannot be read.
    BadRequest,
    /// What stands behind the question mark of an address cannot be used.
    BadQuery,
    /// Login or password is wrong.
    LoginFailed,
    /// Nobody is signed in.
    LoginRequired,
    /// Who is signed in must prove to be there.
    ReauthRequired,
    /// The request came from another site.
    CsrfRejected,
    /// The form was open for too long or is not ours.
    FormExpired,
    /// Votes are not taken yet.
    RoundNotOpen,
    /// Votes are no longer taken.
    RoundClosed,
    /// Too many wrong change codes.
    ChangeLocked,
    /// There is no such page, or not for this person.
    NotFound,
    /// The page does not take this.
    MethodNotAllowed,
    /// The letter has a ballot.
    AlreadyVoted,
    /// The same sending was used for another ballot.
    CastConflict,
    /// The rules are frozen.
    RoundFrozen,
    /// The money would reach a social-brokerage organisation.
    ExcludedRecipient,
    /// Who acts has an interest in it.
    ConflictOfInterest,
    /// Who acts did not say yet whether there is an own interest.
    InterestRequired,
    /// A second person must do this.
    FourEyesRequired,
    /// Who acts may not sign this decision.
    MandateRequired,
    /// Something has to be checked first.
    CheckRequired,
    /// It changed in the meantime.
    DraftChanged,
    /// It does not belong to the present phase.
    WrongState,
    /// A lot must be drawn before the round can be counted.
    DrawRequired,
    /// It does not fit in the money above it.
    CeilingExceeded,
    /// A link was used, is too old, or never was.
    LinkExpired,
    /// The form is too large.
    TooLarge,
    /// The address is too long.
    UriTooLong,
    /// The form has another type than forms have.
    UnsupportedType,
    /// The code has a typing error.
    CodeTypo,
    /// No letter has the code.
    CodeNotAccepted,
    /// The letter with the code was revoked.
    CodeReplaced,
    /// The code of an app is wrong, or was used before.
    OtpNotAccepted,
    /// The choices are not a ballot of this round.
    BallotInvalid,
    /// It is not one e-mail address.
    EmailInvalid,
    /// A file was refused.
    ImportInvalid,
    /// A field is not acceptable.
    FieldInvalid,
    /// A text holds what nobody sees, or is no text.
    TextInvalid,
    /// A decision has a reason.
    ReasonRequired,
    /// Limits cannot hold together, or not with the rule.
    RuleIncompatible,
    /// Too many requests.
    RateLimited,
    /// The database is busy.
    Busy,
    /// The service does as much as it can.
    Shedding,
    /// The provider with which residents sign in cannot be asked.
    SignInUnavailable,
    /// The database cannot be used.
    StorageUnavailable,
    /// What is stored contradicts itself.
    IntegrityFailed,
    /// The database has another schema than the program.
    SchemaMismatch,
}

impl Kind {
    /// Every kind with its name and status.
    pub const ALL: [(Kind, &'static str, u16); 47] = [
        (Kind::BadRequest, "bad_request", 400),
        (Kind::BadQuery, "bad_query", 400),
        (Kind::LoginFailed, "login_failed", 400),
        (Kind::LoginRequired, "login_required", 401),
        (Kind::ReauthRequired, "reauth_required", 401),
        (Kind::CsrfRejected, "csrf_rejected", 403),
        (Kind::FormExpired, "form_expired", 403),
        (Kind::RoundNotOpen, "round_not_open", 403),
        (Kind::RoundClosed, "round_closed", 403),
        (Kind::ChangeLocked, "change_locked", 403),
        (Kind::NotFound, "not_found", 404),
        (Kind::MethodNotAllowed, "method_not_allowed", 405),
        (Kind::AlreadyVoted, "already_voted", 409),
        (Kind::CastConflict, "cast_conflict", 409),
        (Kind::RoundFrozen, "round_frozen", 409),
        (Kind::ExcludedRecipient, "excluded_recipient", 409),
        (Kind::ConflictOfInterest, "conflict_of_interest", 409),
        (Kind::InterestRequired, "interest_required", 409),
        (Kind::FourEyesRequired, "four_eyes_required", 409),
        (Kind::MandateRequired, "mandate_required", 409),
        (Kind::CheckRequired, "check_required", 409),
        (Kind::DraftChanged, "draft_changed", 409),
        (Kind::WrongState, "wrong_state", 409),
        (Kind::DrawRequired, "draw_required", 409),
        (Kind::CeilingExceeded, "ceiling_exceeded", 409),
        (Kind::LinkExpired, "link_expired", 410),
        (Kind::TooLarge, "too_large", 413),
        (Kind::UriTooLong, "uri_too_long", 414),
        (Kind::UnsupportedType, "unsupported_type", 415),
        (Kind::CodeTypo, "code_typo", 422),
        (Kind::CodeNotAccepted, "code_not_accepted", 422),
        (Kind::CodeReplaced, "code_replaced", 422),
        (Kind::OtpNotAccepted, "otp_not_accepted", 422),
        (Kind::BallotInvalid, "ballot_invalid", 422),
        (Kind::EmailInvalid, "email_invalid", 422),
        (Kind::ImportInvalid, "import_invalid", 422),
        (Kind::FieldInvalid, "field_invalid", 422),
        (Kind::TextInvalid, "text_invalid", 422),
        (Kind::ReasonRequired, "reason_required", 422),
        (Kind::RuleIncompatible, "rule_incompatible", 422),
        (Kind::RateLimited, "rate_limited", 429),
        (Kind::Busy, "busy", 503),
        (Kind::Shedding, "shedding", 503),
        (Kind::SignInUnavailable, "sign_in_unavailable", 503),
        (Kind::StorageUnavailable, "storage_unavailable", 503),
        (Kind::IntegrityFailed, "integrity_failed", 503),
        (Kind::SchemaMismatch, "schema_mismatch", 503),
    ];

    fn entry(self) -> &'static (Kind, &'static str, u16) {
        Kind::ALL.iter().find(|(kind, ..)| *kind == self).expect("every kind is listed")
    }

    /// Its name, as in `data-kind` and in problems.
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// Its status.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.entry().2).expect("the statuses above are statuses")
    }

    /// Seconds after which the same again may work.
    fn retry_after(self) -> Option<u16> {
        match self {
            Kind::RateLimited => Some(60),
            Kind::Busy | Kind::Shedding => Some(2),
            Kind::StorageUnavailable | Kind::SignInUnavailable => Some(30),
            _ => None,
        }
    }
}

/// A refusal on its way out: `guard` turns it into a page in the language of the request.
#[derive(Debug, Clone, Copy)]
pub struct Refusal(pub Kind);

/// What a handler answers.
pub type Answer<T = Response> = Result<T, Refusal>;

impl Refusal {
    /// There is no such page, or not for this person.
    pub const NOT_FOUND: Refusal = Refusal(Kind::NotFound);
}

/// Marks an answer that says itself what was refused.
#[derive(Debug, Clone, Copy)]
pub struct Told;

/// Puts status and headers of a kind on a page that says more than the general sentence.
pub fn with_kind(kind: Kind, page: impl IntoResponse) -> Response {
    let mut response = (kind.status(), page).into_response();
    response.extensions_mut().insert(Told);
    if let Some(seconds) = kind.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = with_kind(self.0, ());
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        ActError::from(error).into()
    }
}

impl From<ActError> for Refusal {
    fn from(error: ActError) -> Refusal {
        let kind = kind_of(&error);
        if kind.status().is_server_error() {
            tracing::error!(kind = kind.name(), "{error}");
        }
        Refusal(kind)
    }
}

/// The kind under which a refused act is answered.
pub fn kind_of(error: &ActError) -> Kind {
    match error {
        ActError::NotFound => Kind::NotFound,
        ActError::LinkExpired => Kind::LinkExpired,
        ActError::WrongPhase(_)
        | ActError::WrongState(_)
        | ActError::SealUnfinished
        | ActError::PapersWait(_)
        | ActError::ShareKept(_)
        | ActError::StillNeeded
        | ActError::NotReady(_) => Kind::WrongState,
        ActError::Frozen => Kind::RoundFrozen,
        ActError::Ceiling(_) => Kind::CeilingExceeded,
        ActError::Excluded(_) => Kind::ExcludedRecipient,
        ActError::ConflictOfInterest => Kind::ConflictOfInterest,
        ActError::InterestUnstated => Kind::InterestRequired,
        ActError::FourEyes | ActError::PayeeUnconfirmed(_) => Kind::FourEyesRequired,
        ActError::NoMandate => Kind::MandateRequired,
        ActError::Unchecked(_) => Kind::CheckRequired,
        ActError::DraftChanged => Kind::DraftChanged,
        ActError::Fields(faults) => kind_of_fields(faults),
        ActError::Incompatible(_) => Kind::RuleIncompatible,
        ActError::VoteNotOpen => Kind::RoundNotOpen,
        ActError::VoteClosed => Kind::RoundClosed,
        ActError::CodeNotAccepted => Kind::CodeNotAccepted,
        ActError::CodeReplaced => Kind::CodeReplaced,
        ActError::AlreadyVoted => Kind::AlreadyVoted,
        ActError::ChangeCodeNotAccepted => Kind::CodeNotAccepted,
        ActError::ChangeLocked => Kind::ChangeLocked,
        ActError::CastConflict => Kind::CastConflict,
        ActError::Ballot(_) => Kind::BallotInvalid,
        ActError::DrawRequired(_) => Kind::DrawRequired,
        ActError::Import(_) | ActError::File(_) => Kind::ImportInvalid,
        ActError::Division(DivisionFault::Key(_) | DivisionFault::Elsewhere(_)) => Kind::FieldInvalid,
        ActError::Division(DivisionFault::BelowUse { .. }) => Kind::CeilingExceeded,
        ActError::OtpNotAccepted => Kind::OtpNotAccepted,
        ActError::TooOften => Kind::RateLimited,
        ActError::SignInFailed => Kind::LoginFailed,
        ActError::Integrity(_) | ActError::OtherVaultKey | ActError::Store(StoreError::Corrupt(_)) => {
            Kind::IntegrityFailed
        }
        ActError::Store(StoreError::Busy(_)) => Kind::Busy,
        ActError::Store(StoreError::Unavailable(_)) => Kind::StorageUnavailable,
        ActError::Store(StoreError::Refused(Guard::Check)) => Kind::CeilingExceeded,
        ActError::Store(StoreError::Refused(_)) => Kind::WrongState,
    }
}

/// The kind of a form that comes back: a reason alone that is missing has a kind of its own, and so have addresses that are
/// none, and texts that are no plain text.
pub fn kind_of_fields(faults: &[FieldFault]) -> Kind {
    let all = |is: &dyn Fn(&FieldFault) -> bool| !faults.is_empty() && faults.iter().all(is);
    if all(&|fault| fault.field == "reason" && fault.fault == "empty") {
        Kind::ReasonRequired
    } else if all(&|fault| fault.fault == "post-email") {
        Kind::EmailInvalid
    } else if all(&|fault| TEXT_FAULTS.contains(&fault.fault)) {
        Kind::TextInvalid
    } else {
        Kind::FieldInvalid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_stands_once_in_the_list() {
        let names: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|(_, name, _)| name).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        assert!(
            Kind::ALL
                .iter()
                .all(|(kind, name, status)| { kind.name() == *name && kind.status().as_u16() == *status })
        );
    }
}
