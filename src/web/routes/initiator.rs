//! People who pitch: coming in by a link in a mail, the own account, groups.

use super::{Access, Route, get, post};
use crate::web::{initiator, paths as p};

/// People who pitch.
pub(super) fn initiator() -> Vec<Route> {
    use Access::{Anyone, Initiator};
    vec![
        get(p::ENTER, Anyone, initiator::enter::show),
        post(p::ENTER, Anyone, initiator::enter::ask),
        get(p::LINK, Anyone, initiator::enter::look),
        post(p::LINK, Anyone, initiator::enter::open),
        get(p::INITIATOR, Initiator, initiator::account::show),
        post(p::INITIATOR, Initiator, initiator::account::rename),
        post(p::INITIATOR_MOVE, Initiator, initiator::account::ask_move),
        post(p::INITIATOR_REMOVAL, Initiator, initiator::account::remove),
        post(p::INITIATOR_SIGN_OUT, Initiator, initiator::account::sign_out),
        post(p::INITIATOR_OTHERS, Initiator, initiator::account::end_others),
        post(p::INITIATOR_SESSION, Initiator, initiator::account::end),
        post(p::GROUPS, Initiator, initiator::groups::make),
        get(p::GROUP, Initiator, initiator::groups::show),
        post(p::GROUP_INVITATIONS, Initiator, initiator::groups::invite),
        post(p::GROUP_INVITATION, Initiator, initiator::groups::withdraw),
        post(p::GROUP_MEMBER, Initiator, initiator::groups::change),
        post(p::GROUP_LEAVING, Initiator, initiator::groups::leave),
    ]
}
