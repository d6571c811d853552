//! Rounds, pots and what belongs to them.

use super::{Access, Route, get, post};
use crate::domain::account::Permission;
use crate::web::{office, paths as p};

/// Rounds, from the plan to the certificate.
pub(super) fn round() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let run = Staff(Permission::RunRounds);
    let certify = Staff(Permission::Certify);
    vec![
        get(p::ROUNDS, view, office::rounds::show),
        post(p::ROUNDS, run, office::rounds::add),
        get(p::OFFICE_ROUND, view, office::round::show),
        get(p::ROUND_PLAN, run, office::plan::show),
        post(p::ROUND_PLAN, run, office::plan::change),
        get(p::ROUND_PROPOSALS, view, office::proposals::list),
        post(p::ROUND_PROPOSALS, run, office::proposals::add),
        get(p::ROUND_PROPOSAL, view, office::proposals::show),
        post(p::ROUND_PROPOSAL, run, office::proposals::change),
        post(p::PLAN_PICTURES, run, office::picture::add),
        get(p::PLAN_PICTURE, view, office::picture::show),
        post(p::PLAN_PICTURE_REMOVAL, run, office::picture::remove),
        post(p::ROUND_WITHDRAWAL, run, office::proposals::withdraw),
        get(p::ROUND_LETTERS, view, office::letters::show),
        post(p::ROUND_LETTERS, run, office::letters::ask),
        post(p::ROUND_LETTER, run, office::letters::decide),
        get(p::REGISTER, view, office::register::show),
        post(p::REGISTER, run, office::register::propose),
        post(p::REGISTER_APPROVAL, run, office::register::accept),
        post(p::REGISTER_WITHDRAWAL, run, office::register::withdraw),
        get(p::ROUND_STEP, run, office::step::show),
        post(p::ROUND_STEP, run, office::step::take),
        get(p::ROUND_LOT, view, office::lot::show),
        post(p::ROUND_LOT, run, office::lot::enter),
        post(p::ROUND_LOT_APPROVAL, run, office::lot::confirm),
        post(p::ROUND_LOT_REFUSAL, run, office::lot::refuse),
        // For everyone in the office: auditors may do nothing but look, and it is they who need the file. Who has no
        // key of an auditor cannot read it.
        get(p::OPENING, view, office::seal::opening),
        get(p::CERTIFICATE, view, office::certificate::show),
        post(p::CERTIFICATE, run, office::certificate::propose),
        post(p::CERTIFICATE_APPROVAL, certify, office::certificate::approve),
        post(p::CERTIFICATE_REFUSAL, certify, office::certificate::refuse),
    ]
}

/// Quick response, mix statements and the limits of pots.
pub(super) fn pot() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let run = Staff(Permission::RunRounds);
    vec![
        get(p::OFFICE_MIX, view, office::mix::show),
        post(p::OFFICE_MIX, run, office::mix::add),
        post(p::CITY_POTS, Staff(Permission::ManageMoney), office::mix::city),
        get(p::OFFICE_QUICK, view, office::quick::show),
        post(p::OFFICE_QUICK, run, office::quick::open),
        get(p::OFFICE_QUICK_ROUND, view, office::quick::one),
        post(p::OFFICE_QUICK_ROUND, run, office::quick::ask),
        post(p::QUICK_DECISION, run, office::quick::decide),
        post(p::QUICK_INTEREST, run, office::quick::state),
        post(p::QUICK_END, run, office::quick::end),
    ]
}
