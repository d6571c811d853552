//! What anyone may see.

use super::{Access, Route, get, post};
use crate::web::{assets, health, paths as p, public};

/// Pages and files for everyone.
pub(super) fn public() -> Vec<Route> {
    use Access::Anyone;
    vec![
        get(p::HOME, Anyone, public::home::show),
        get(p::VOTE_SHORT, Anyone, public::short::show),
        get(p::ROUND_LIST, Anyone, public::home::list_of_rounds),
        get(p::ROUND, Anyone, public::round::show),
        get(p::PROPOSAL, Anyone, public::proposal::show),
        get(p::PICTURE, Anyone, public::picture::show),
        get(p::CHOOSE, Anyone, public::choose::show),
        post(p::CHOOSE, Anyone, public::choose::review),
        post(p::CAST, Anyone, public::ballot::cast),
        post(p::RESIDENT_SIGN_IN, Anyone, public::sign_in::start),
        get(p::RESIDENT_BACK, Anyone, public::sign_in::back),
        get(p::NO_LETTER, Anyone, public::letter::none),
        get(p::OUTCOME, Anyone, public::outcome::show),
        get(p::LOG, Anyone, public::log::show),
        get(p::OFFICE_LOG, Anyone, public::office_log::show),
        get(p::OFFICE_LOG_ANCHORS, Anyone, public::office_log::anchors),
        get(p::OFFICE_LOG_STATE, Anyone, public::office_log::state),
        get(p::SECURITY_TXT, Anyone, public::security::show),
        get(p::RECOUNT, Anyone, public::recount::show),
        get(p::BUNDLE, Anyone, public::recount::bundle),
        get(p::RULES, Anyone, public::recount::rules),
        get(p::TRACE, Anyone, public::recount::trace),
        get(p::OLD_CERTIFICATE, Anyone, public::recount::certificate),
        get(p::PUBLIC_MONEY, Anyone, public::money::all::show),
        get(p::PUBLIC_LINE, Anyone, public::money::line::show),
        get(p::PUBLIC_AREA, Anyone, public::money::area::show),
        get(p::PUBLIC_GRANT, Anyone, public::money::grant::show),
        get(p::POSTINGS, Anyone, public::money::postings::show),
        get(p::REPORT, Anyone, public::money::report::show),
        get(p::YEAR_REPORT, Anyone, public::money::council::show),
        get(p::MIX_YEAR, Anyone, public::money::realised::all),
        get(p::ROUND_MONEY, Anyone, public::money::round::show),
        get(p::SCENARIO, Anyone, public::money::scenario::show),
        get(p::SCENARIO_CSV, Anyone, public::money::scenario::csv),
        get(p::SCENARIO_JSON, Anyone, public::money::scenario::json),
        get(p::METHOD, Anyone, public::about::method),
        get(p::PRIVACY, Anyone, public::about::privacy),
        get(p::TRUST, Anyone, public::about::trust),
        get(p::ACCESSIBILITY, Anyone, public::about::accessibility),
        get(p::MIX, Anyone, public::mix::show),
        get(p::MIX_FILE, Anyone, public::mix::file),
        get(p::MIX_REALISED, Anyone, public::money::realised::show),
        get(p::MIX_REALISED_CSV, Anyone, public::money::realised::csv),
        get(p::MIX_REALISED_JSON, Anyone, public::money::realised::json),
        get(p::QUICK, Anyone, public::quick::show),
        get(p::ASSET, Anyone, assets::show),
        get(p::ALIVE, Anyone, health::alive),
        get(p::READY, Anyone, health::ready),
    ]
}
