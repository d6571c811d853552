//! Grants, recipients, decisions and objections.

use super::{Access, Route, get, post};
use crate::domain::account::Permission;
use crate::web::{office, paths as p};

/// Grants, from the certificate on, and whom they go to.
pub(super) fn grant() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let manage = Staff(Permission::ManageMunicipality);
    let money = Staff(Permission::ManageMoney);
    let run = Staff(Permission::RunRounds);
    let certify = Staff(Permission::Certify);
    let handle = Staff(Permission::HandleGrants);
    let decide = Staff(Permission::DecideGrants);
    vec![
        post(p::DISCLOSURE, run, office::disclosure::set),
        get(p::PROVEN, view, office::proven::show),
        post(p::PROVEN, run, office::proven::state),
        post(p::PROVEN_CHECK, run, office::proven::check),
        post(p::ROUND_INTEREST, run, office::interest::state),
        post(p::ROUND_TERMS, run, office::interest::set_terms),
        post(p::PLAN_CHECK, run, office::interest::check_plan),
        get(p::GRANTS, view, office::grants::list::show),
        get(p::OFFICE_GRANT, view, office::grants::page::show),
        get(p::GRANT_STEP, handle, office::grants::step::show),
        post(p::GRANT_STEP, handle, office::grants::step::take),
        get(p::GRANT_YEARS, handle, office::grants::years::show),
        post(p::GRANT_YEARS, handle, office::grants::years::set),
        get(p::GRANT_CONDITION, decide, office::grants::condition::show),
        post(p::GRANT_CONDITION, decide, office::grants::condition::take),
        get(p::RESERVE_LIST, view, office::reserve_list::show),
        post(p::RESERVE_LIST, run, office::reserve_list::propose),
        post(p::RESERVE_LIST_APPROVAL, certify, office::reserve_list::approve),
        post(p::RESERVE_LIST_REFUSAL, certify, office::reserve_list::refuse),
        post(p::RESERVE_LIST_END, decide, office::reserve_list::end),
        post(p::RESERVE_LIST_OUT, decide, office::reserve_list::out::strike),
        post(p::OBJECTION_RELEASE, decide, office::reserve_list::release_objections),
        get(p::GRANT_FILE, view, office::grants::file::show),
        post(p::GRANT_RECIPIENT, handle, office::grants::file::make_out),
        post(p::GRANT_ALLIANCE, handle, office::grants::file::share),
        post(p::GRANT_ONWARD, handle, office::grants::file::pay_on),
        post(p::GRANT_COMPUTED, handle, office::grants::file::compute),
        post(p::GRANT_CHECK, handle, office::grants::file::answer_check),
        get(p::RECIPIENTS, view, office::recipients::list),
        post(p::RECIPIENTS, handle, office::recipients::add),
        post(p::YEAR_TERMS, money, office::recipients::set_year),
        get(p::RECIPIENT, view, office::recipients::show),
        post(p::RECIPIENT, handle, office::recipients::change),
        post(p::RECIPIENT_LINKS, handle, office::recipients::link),
        post(p::RECIPIENT_PAYEE, handle, office::payee::confirm),
        post(p::RECIPIENT_AID, handle, office::recipients::declare),
        get(p::SMO, view, office::smo::show),
        post(p::SMO, manage, office::smo::enter),
        post(p::SMO_NAMESAKES, handle, office::smo::tell_apart),
    ]
}

/// Decisions, their letters, mandates and objections.
pub(super) fn decision() -> Vec<Route> {
    use Access::Staff;
    let view = Staff(Permission::ViewOffice);
    let manage = Staff(Permission::ManageMunicipality);
    let handle = Staff(Permission::HandleGrants);
    let decide = Staff(Permission::DecideGrants);
    vec![
        get(p::DECISIONS, view, office::decisions::show),
        post(p::REFUSALS, decide, office::decisions::refusals::refuse),
        get(p::DECISION, view, office::decisions::decision::show),
        post(p::DECISION, handle, office::decisions::decision::send),
        get(p::ROUND_DECISIONS, handle, office::decisions::sending::show),
        post(p::ROUND_DECISIONS, handle, office::decisions::sending::send),
        get(p::DECISION_LETTER, view, office::decisions::letter::show),
        get(p::DECISION_PDF, view, office::decisions::letter::pdf),
        get(p::MANDATES, view, office::mandates::show),
        post(p::MANDATES, manage, office::mandates::enter),
        post(p::MANDATE_END, manage, office::mandates::end),
        get(p::OBJECTIONS, view, office::objections::show),
        post(p::OBJECTIONS, handle, office::objections::receive),
        get(p::OBJECTION, view, office::objections::objection::show),
        post(p::OBJECTION, decide, office::objections::objection::decide),
        post(p::OBJECTION_EXTENSION, handle, office::objections::objection::extend),
    ]
}
