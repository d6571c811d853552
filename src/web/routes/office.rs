//! Work, sign-in, and what a programme manager keeps.

use super::{Access, Route, get, post};
use crate::domain::account::Permission;
use crate::web::{office, paths as p};

/// Work, sign-in, and what a programme manager keeps.
pub(super) fn office() -> Vec<Route> {
    use Access::{Anyone, Staff};
    let view = Staff(Permission::ViewOffice);
    let manage = Staff(Permission::ManageMunicipality);
    vec![
        get(p::SIGN_IN, Anyone, office::session::show),
        post(p::SIGN_IN, Anyone, office::session::start),
        post(p::SIGN_OUT, view, office::session::end),
        get(p::OFFICE, view, office::work::show),
        get(p::MUNICIPALITY, view, office::municipality::show),
        post(p::MUNICIPALITY, manage, office::municipality::change),
        get(p::AREAS, view, office::areas::page::show),
        post(p::AREAS, manage, office::areas::add),
        get(p::AREA, view, office::areas::one::show),
        post(p::AREA_SETS, manage, office::areas::one::set),
        post(p::AREA_FILES, manage, office::areas::files::bring),
        post(p::FIGURES, manage, office::areas::files::bring_figures),
        get(p::FIGURE_SET, view, office::areas::figures::show),
        post(p::AUDITORS, manage, office::auditors::add),
        post(p::AUDITOR_REMOVAL, manage, office::auditors::remove),
        get(p::DESK_ACCOUNTS, Staff(Permission::RunRounds), office::initiators::show),
        post(p::DESK_ACCOUNTS, Staff(Permission::RunRounds), office::initiators::open),
        get(p::MAIL, manage, office::post::show),
        post(p::MAIL_AGAIN, manage, office::post::again),
        post(p::MAIL_DROP, manage, office::post::drop_one),
        post(p::STAFF, manage, office::staff::add),
        post(p::STAFF_ENABLED, manage, office::staff::set_enabled),
        post(p::STAFF_PASSWORD, manage, office::staff::set_password),
    ]
}
