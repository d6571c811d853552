//! What anyone may see.

use super::{Access, Route, get, post};
use crate::web::{assets, health, kiosk, paths as p, public};

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
        post(p::RECEIPT_MAIL, Anyone, public::receipt_mail::send),
        post(p::RESIDENT_SIGN_IN, Anyone, public::sign_in::start),
        get(p::RESIDENT_BACK, Anyone, public::sign_in::back),
        get(p::NO_LETTER, Anyone, public::letter::none),
        post(p::NO_LETTER, Anyone, public::letter::ask),
        get(p::PAPER_BALLOT, Anyone, public::ways::paper),
        get(p::KIOSK, Anyone, kiosk::all),
        get(p::KIOSK_ROUND, Anyone, kiosk::one),
        post(p::KIOSK_END, Anyone, kiosk::done),
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

/// The talk about plans.
pub(super) fn talk() -> Vec<Route> {
    use Access::Anyone;
    vec![
        get(p::TALK_RULES, Anyone, public::talk::rules::show),
        get(p::SUPPORT, Anyone, public::support::show),
        post(p::SUPPORT, Anyone, public::support::ask),
        get(p::SENT_IN_MAP, Anyone, public::pitch_list::map),
        get(p::TALK, Anyone, public::talk::show),
        post(p::TALK, Anyone, public::talk::ask),
        get(p::REPORT_WRITTEN, Anyone, public::talk::report::show),
        post(p::REPORT_WRITTEN, Anyone, public::talk::report::send),
        get(p::CONTRIBUTIONS, Anyone, public::contributions::show),
        post(p::CONTRIBUTIONS, Anyone, public::contributions::choose),
    ]
}

/// News, and following it by mail.
pub(super) fn news() -> Vec<Route> {
    use Access::Anyone;
    vec![
        get(p::ROUND_NEWS, Anyone, public::news::show),
        get(p::ROUND_FEED, Anyone, public::news::round_feed),
        get(p::PLAN_FEED, Anyone, public::news::plan_feed),
        get(p::FOLLOW_ROUND, Anyone, public::follow::show_round),
        post(p::FOLLOW_ROUND, Anyone, public::follow::ask_round),
        get(p::FOLLOW_PLAN, Anyone, public::follow::show_plan),
        post(p::FOLLOW_PLAN, Anyone, public::follow::ask_plan),
        get(p::SENT_IN_FEED, Anyone, public::news::sent_in_feed),
        get(p::FOLLOW_SENT_IN, Anyone, public::follow::show_sent_in),
        post(p::FOLLOW_SENT_IN, Anyone, public::follow::ask_sent_in),
        get(p::FOLLOW_LINK, Anyone, public::follow::look),
        post(p::FOLLOW_LINK, Anyone, public::follow::confirm),
        get(p::FOLLOWING, Anyone, public::follow::following),
        post(p::FOLLOWING, Anyone, public::follow::end),
    ]
}
