//! People who pitch: coming in by a link in a mail or a passkey, the own account, groups, plans; and what everyone sees of these.

use super::{Access, Own, Route, get, post};
use crate::web::{initiator, paths as p, public};

/// People who pitch.
pub(super) fn initiator() -> Vec<Route> {
    use Access::{Anyone, Initiator};
    use Own::{Account, Group, OwnedGroup};
    vec![
        get(p::ENTER, Anyone, initiator::enter::show),
        post(p::ENTER, Anyone, initiator::enter::ask),
        post(p::ENTER_KEY, Anyone, initiator::keys::begin),
        post(p::ENTER_KEY_DONE, Anyone, initiator::keys::done),
        get(p::LINK, Anyone, initiator::enter::look),
        post(p::LINK, Anyone, initiator::enter::open),
        get(p::NO_MAIL, Anyone, initiator::mailbox::show),
        post(p::NO_MAIL, Anyone, initiator::mailbox::say),
        get(p::INITIATOR, Initiator(Account), initiator::account::show),
        post(p::INITIATOR, Initiator(Account), initiator::account::rename),
        post(p::INITIATOR_MOVE, Initiator(Account), initiator::account::ask_move),
        post(p::INITIATOR_REMOVAL, Initiator(Account), initiator::account::remove),
        post(p::INITIATOR_SIGN_OUT, Initiator(Account), initiator::account::sign_out),
        post(p::INITIATOR_KEYS, Initiator(Account), initiator::keys::begin_new),
        post(p::INITIATOR_KEYS_DONE, Initiator(Account), initiator::keys::add),
        post(p::INITIATOR_KEY_END, Initiator(Account), initiator::keys::remove),
        post(p::INITIATOR_OTHERS, Initiator(Account), initiator::account::end_others),
        post(p::INITIATOR_SESSION, Initiator(Account), initiator::account::end),
        post(p::GROUPS, Initiator(Account), initiator::groups::make),
        get(p::GROUP, Initiator(Group), initiator::groups::show),
        post(p::GROUP_INVITATIONS, Initiator(OwnedGroup), initiator::groups::invite),
        post(p::GROUP_INVITATION, Initiator(OwnedGroup), initiator::groups::withdraw),
        post(p::GROUP_MEMBER, Initiator(OwnedGroup), initiator::groups::change),
        post(p::GROUP_LEAVING, Initiator(Group), initiator::groups::leave),
    ]
}

/// Plans of groups: for everyone once they were sent in, and for their groups.
pub(super) fn pitch() -> Vec<Route> {
    use Access::{Anyone, Initiator};
    use Own::{Account, PicturedPitch, Pitch, WrittenPitch};
    vec![
        get(p::SENT_IN, Anyone, public::pitch_list::list),
        get(p::SENT_IN_ONE, Anyone, public::pitches::show),
        get(p::TAKEOVER, Anyone, public::takeover::show),
        get(p::TASKS, Anyone, public::tasks::list),
        get(p::PITCHES, Initiator(Account), initiator::pitches::list),
        post(p::PITCHES, Initiator(Account), initiator::pitches::begin),
        get(p::PITCH, Initiator(Pitch), initiator::pitches::show),
        get(p::PITCH_STEP, Initiator(WrittenPitch), initiator::pitches::ask),
        post(p::PITCH_STEP, Initiator(WrittenPitch), initiator::pitches::save),
        post(p::PITCH_SUBMIT, Initiator(WrittenPitch), initiator::pitches::send),
        post(p::PITCH_ALLY, Initiator(WrittenPitch), initiator::pitches::ask_ally),
        post(p::INITIATOR_ALLIANCE, Initiator(Account), initiator::alliances::answer),
        get(p::ALLIANCE_LINK, Anyone, public::alliance::look),
        post(p::ALLIANCE_LINK, Anyone, public::alliance::answer),
        post(p::PITCH_FORM, Initiator(WrittenPitch), initiator::pitches::set_form),
        post(p::PITCH_PICTURES, Initiator(PicturedPitch), initiator::pitches::add_picture),
        get(p::PITCH_PICTURE, Initiator(Pitch), initiator::pitches::picture),
        post(p::PITCH_PICTURE_REMOVAL, Initiator(WrittenPitch), initiator::pitches::remove_picture),
        post(p::PITCH_WITHDRAWAL, Initiator(WrittenPitch), initiator::pitches::end),
        post(p::PITCH_REPLY, Initiator(WrittenPitch), initiator::pitches::reply),
        post(p::PITCH_APPEAL, Initiator(WrittenPitch), initiator::pitches::appeal),
        post(p::PITCH_ACCOUNT, Initiator(WrittenPitch), initiator::pitches::tell),
        get(p::PITCH_REGROUP, Initiator(WrittenPitch), initiator::pitches::join),
        post(p::PITCH_REGROUP, Initiator(WrittenPitch), initiator::pitches::regroup),
        post(p::PITCH_HELP, Initiator(WrittenPitch), initiator::pitches::ask_help),
        post(p::PITCH_HELP_END, Initiator(WrittenPitch), initiator::pitches::stop_help),
        get(p::PITCH_MEETINGS, Initiator(WrittenPitch), initiator::pitches::meetings),
        post(p::PITCH_MEETINGS, Initiator(WrittenPitch), initiator::pitches::meet),
        get(p::PITCH_TALK, Initiator(WrittenPitch), initiator::pitches::talk),
        post(p::PITCH_TALK, Initiator(WrittenPitch), initiator::pitches::say),
        get(p::PITCH_OFF, Initiator(Pitch), initiator::pitches::off),
        post(p::PITCH_OFF, Initiator(WrittenPitch), initiator::pitches::ask_again),
    ]
}

/// Grants that a group carries out.
pub(super) fn grant() -> Vec<Route> {
    use Access::Initiator;
    use Own::GroupGrant;
    vec![
        get(p::GROUP_GRANT, Initiator(GroupGrant), initiator::grants::show),
        post(p::GROUP_MILESTONES, Initiator(GroupGrant), initiator::grants::plan),
        post(p::GROUP_MILESTONE, Initiator(GroupGrant), initiator::grants::turn),
        post(p::GROUP_REPORTS, Initiator(GroupGrant), initiator::grants::tell),
        post(p::GROUP_REPORT_OFF, Initiator(GroupGrant), initiator::grants::ask_again),
        post(p::GROUP_CHANGES, Initiator(GroupGrant), initiator::grants::ask),
        post(p::GROUP_PROMISES, Initiator(GroupGrant), initiator::grants::promise),
        post(p::GROUP_REACHED, Initiator(GroupGrant), initiator::grants::reach),
    ]
}
