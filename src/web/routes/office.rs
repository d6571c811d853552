//! Work, sign-in, one's own account, and what a programme manager keeps.

use super::About::{City, Everything, List, Nothing, One};
use super::Access::Staff;
use super::{Access, Route, get, post};
use crate::domain::account::Permission::{
    ConfirmStaff, HelpInitiators, ManageMunicipality, ManageStaff, ReadLog, ViewOffice, ViewRounds,
};
use crate::domain::account::Subject;
use crate::web::{office, paths as p};

/// Work, and what a programme manager keeps.
pub(super) fn office() -> Vec<Route> {
    vec![
        get(p::OFFICE, Staff(ViewOffice, List), office::work::show),
        get(p::MUNICIPALITY, Staff(ViewOffice, City), office::municipality::show),
        post(p::MUNICIPALITY, Staff(ManageMunicipality, City), office::municipality::change),
        get(p::AREAS, Staff(ViewRounds, City), office::areas::page::show),
        post(p::AREAS, Staff(ManageMunicipality, City), office::areas::add),
        get(p::AREA, Staff(ViewRounds, One(Subject::Area)), office::areas::area::show),
        post(p::AREA_SETS, Staff(ManageMunicipality, City), office::areas::area::set),
        post(p::AREA_FILES, Staff(ManageMunicipality, City), office::areas::files::bring),
        post(p::FIGURES, Staff(ManageMunicipality, City), office::areas::files::bring_figures),
        get(p::FIGURE_SET, Staff(ViewRounds, City), office::areas::figures::show),
        post(p::AUDITORS, Staff(ManageMunicipality, City), office::auditors::add),
        post(p::AUDITOR_REMOVAL, Staff(ManageMunicipality, City), office::auditors::remove),
        get(p::STAFF_LOG, Staff(ReadLog, Everything), office::staff_log::show),
        get(p::STAFF_LOG_FILE, Staff(ReadLog, Everything), office::staff_log::file),
        get(p::MAIL, Staff(ManageMunicipality, Everything), office::post::show),
        post(p::MAIL_AGAIN, Staff(ManageMunicipality, Everything), office::post::again),
        post(p::MAIL_DROP, Staff(ManageMunicipality, Everything), office::post::drop_one),
        get(p::STAFF, Staff(ConfirmStaff, Nothing), office::staff::show),
        post(p::STAFF, Staff(ManageStaff, Nothing), office::staff::add),
        get(p::STAFF_MEMBER, Staff(ConfirmStaff, Nothing), office::staff::one::show),
        post(p::STAFF_MEMBER, Staff(ManageStaff, Nothing), office::staff::one::set_role),
        post(p::STAFF_ENABLED, Staff(ManageStaff, Nothing), office::staff::one::set_enabled),
        post(p::STAFF_PERSON, Staff(ManageStaff, Nothing), office::staff::one::join),
        post(p::STAFF_CHANGE, Staff(ConfirmStaff, Nothing), office::staff::waiting::confirm),
        post(p::STAFF_CHANGE_REFUSAL, Staff(ConfirmStaff, Nothing), office::staff::waiting::refuse),
        post(p::STAFF_INVITATION, Staff(ConfirmStaff, Nothing), office::staff::link::invite),
        post(p::STAFF_RESET, Staff(ManageStaff, Nothing), office::staff::link::ask_reset),
        post(p::STAFF_RESET_APPROVAL, Staff(ConfirmStaff, Nothing), office::staff::link::confirm_reset),
        post(p::STAFF_RESET_REFUSAL, Staff(ConfirmStaff, Nothing), office::staff::link::refuse_reset),
    ]
}

/// The same, once a plan was sent in, and help with one that is not.
pub(super) fn desk_answers() -> Vec<Route> {
    vec![
        post(
            p::DESK_PITCH_ACCOUNT,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::tell,
        ),
        get(
            p::DESK_PITCH_MEETINGS,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::meetings,
        ),
        post(
            p::DESK_PITCH_MEETINGS,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::meet,
        ),
        get(p::DESK_PITCH_TALK, Staff(HelpInitiators, One(Subject::Initiator)), office::desk_pitches::talk),
        post(p::DESK_PITCH_TALK, Staff(HelpInitiators, One(Subject::Initiator)), office::desk_pitches::say),
        get(p::DESK_PITCH_OFF, Staff(HelpInitiators, One(Subject::Initiator)), office::desk_pitches::off),
        post(
            p::DESK_PITCH_OFF,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::ask_again,
        ),
        post(
            p::DESK_PITCH_REPLY,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::reply,
        ),
        post(
            p::DESK_PITCH_APPEAL,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::appeal,
        ),
        get(
            p::DESK_PITCH_REGROUP,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::join,
        ),
        post(
            p::DESK_PITCH_REGROUP,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::regroup,
        ),
        post(
            p::DESK_PITCH_HELP,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::ask_help,
        ),
        post(
            p::DESK_PITCH_HELP_END,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::stop_help,
        ),
    ]
}

/// The desk, for who comes without e-mail.
pub(super) fn desk() -> Vec<Route> {
    vec![
        get(p::DESK_ACCOUNTS, Staff(HelpInitiators, List), office::initiators::show),
        post(p::DESK_ACCOUNTS, Staff(HelpInitiators, Nothing), office::initiators::open),
        post(p::DESK_ACCOUNT, Staff(HelpInitiators, One(Subject::Initiator)), office::initiators::change),
        get(p::DESK_PITCHES, Staff(HelpInitiators, One(Subject::Initiator)), office::desk_pitches::list),
        post(p::DESK_PITCHES, Staff(HelpInitiators, One(Subject::Initiator)), office::desk_pitches::begin),
        get(p::DESK_PITCH, Staff(HelpInitiators, One(Subject::Initiator)), office::desk_pitches::show),
        get(p::DESK_PITCH_STEP, Staff(HelpInitiators, One(Subject::Initiator)), office::desk_pitches::ask),
        post(p::DESK_PITCH_STEP, Staff(HelpInitiators, One(Subject::Initiator)), office::desk_pitches::save),
        post(
            p::DESK_PITCH_SUBMIT,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::send,
        ),
        post(
            p::DESK_PITCH_FORM,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::set_form,
        ),
        post(
            p::DESK_PITCH_PICTURES,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::add_picture,
        ),
        get(
            p::DESK_PITCH_PICTURE,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::picture,
        ),
        post(
            p::DESK_PITCH_PICTURE_REMOVAL,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::remove_picture,
        ),
        post(
            p::DESK_PITCH_WITHDRAWAL,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::end,
        ),
    ]
}

/// Coming in, and one's own account.
pub(super) fn own() -> Vec<Route> {
    vec![
        get(p::SIGN_IN, Access::Anyone, office::session::show),
        post(p::SIGN_IN, Access::Anyone, office::session::start),
        post(p::SIGN_IN_CODE, Access::Anyone, office::session::code),
        post(p::SIGN_IN_KEY, Access::Anyone, office::signing::key::begin),
        post(p::SIGN_IN_KEY_DONE, Access::Anyone, office::signing::key::done),
        post(p::SIGN_OUT, Staff(ViewOffice, Nothing), office::session::end),
        get(p::INVITATION, Access::Anyone, office::signing::invited::show),
        post(p::INVITATION, Access::Anyone, office::signing::invited::accept),
        post(p::PRESENCE, Staff(ViewOffice, Nothing), office::signing::presence::by_password),
        post(p::PRESENCE_KEY, Staff(ViewOffice, Nothing), office::signing::presence::begin_key),
        post(p::PRESENCE_KEY_DONE, Staff(ViewOffice, Nothing), office::signing::presence::by_key),
        get(p::OWN, Staff(ViewOffice, Nothing), office::own::show),
        post(p::OWN_PASSWORD, Staff(ViewOffice, Nothing), office::own::password::change),
        post(p::OWN_CODE, Staff(ViewOffice, Nothing), office::own::code::begin),
        post(p::OWN_CODE_DONE, Staff(ViewOffice, Nothing), office::own::code::confirm),
        post(p::OWN_CODE_END, Staff(ViewOffice, Nothing), office::own::code::remove),
        post(p::OWN_KEYS, Staff(ViewOffice, Nothing), office::own::keys::begin),
        post(p::OWN_KEYS_DONE, Staff(ViewOffice, Nothing), office::own::keys::add),
        post(p::OWN_KEY_END, Staff(ViewOffice, Nothing), office::own::keys::remove),
        post(p::OWN_SESSIONS, Staff(ViewOffice, Nothing), office::own::end_sessions),
    ]
}
