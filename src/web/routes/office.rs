//! Work, sign-in, and what a programme manager keeps.

use super::About::{City, Everything, List, Nothing, One};
use super::Access::Staff;
use super::{Access, Route, get, post};
use crate::domain::account::Permission::{
    ConfirmStaff, HelpInitiators, ManageMunicipality, ManageStaff, ViewOffice, ViewRounds,
};
use crate::domain::account::Subject;
use crate::web::{office, paths as p};

/// Work, sign-in, and what a programme manager keeps.
pub(super) fn office() -> Vec<Route> {
    vec![
        get(p::SIGN_IN, Access::Anyone, office::session::show),
        post(p::SIGN_IN, Access::Anyone, office::session::start),
        post(p::SIGN_OUT, Staff(ViewOffice, Nothing), office::session::end),
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
        get(p::DESK_ACCOUNTS, Staff(HelpInitiators, List), office::initiators::show),
        post(p::DESK_ACCOUNTS, Staff(HelpInitiators, Nothing), office::initiators::open),
        post(p::DESK_ACCOUNT, Staff(HelpInitiators, One(Subject::Initiator)), office::initiators::change),
        get(p::MAIL, Staff(ManageMunicipality, Everything), office::post::show),
        post(p::MAIL_AGAIN, Staff(ManageMunicipality, Everything), office::post::again),
        post(p::MAIL_DROP, Staff(ManageMunicipality, Everything), office::post::drop_one),
        get(p::STAFF, Staff(ConfirmStaff, Nothing), office::staff::show),
        post(p::STAFF, Staff(ManageStaff, Nothing), office::staff::add),
        get(p::STAFF_MEMBER, Staff(ConfirmStaff, Nothing), office::staff::one::show),
        post(p::STAFF_MEMBER, Staff(ManageStaff, Nothing), office::staff::one::set_role),
        post(p::STAFF_ENABLED, Staff(ManageStaff, Nothing), office::staff::one::set_enabled),
        post(p::STAFF_PASSWORD, Staff(ManageStaff, Nothing), office::staff::one::set_password),
        post(p::STAFF_PERSON, Staff(ManageStaff, Nothing), office::staff::one::join),
        post(p::STAFF_CHANGE, Staff(ConfirmStaff, Nothing), office::staff::waiting::confirm),
        post(p::STAFF_CHANGE_REFUSAL, Staff(ConfirmStaff, Nothing), office::staff::waiting::refuse),
    ]
}
