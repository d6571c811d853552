//! Grants, recipients, decisions and objections.

use super::About::{City, Form, List, Nothing, One};
use super::Access::Staff;
use super::{Route, get, post};
use crate::domain::account::Permission::{
    Certify, DecideGrants, HandleGrants, ManageMoney, ManageMunicipality, RunRounds, ViewGrants, ViewOffice,
    ViewRounds,
};
use crate::domain::account::Subject;
use crate::web::{office, paths as p};

/// Grants, from the certificate on, and whom they go to.
pub(super) fn grant() -> Vec<Route> {
    vec![
        post(p::DISCLOSURE, Staff(RunRounds, One(Subject::Round)), office::disclosure::set),
        get(p::PROVEN, Staff(ViewRounds, One(Subject::Round)), office::proven::show),
        post(p::PROVEN, Staff(RunRounds, One(Subject::Round)), office::proven::state),
        post(p::PROVEN_CHECK, Staff(RunRounds, One(Subject::Round)), office::proven::check),
        post(p::ROUND_INTEREST, Staff(RunRounds, One(Subject::Round)), office::interest::state),
        post(p::ROUND_TERMS, Staff(RunRounds, One(Subject::Round)), office::interest::set_terms),
        post(p::PLAN_CHECK, Staff(RunRounds, One(Subject::Round)), office::interest::check_plan),
        get(p::GRANTS, Staff(ViewGrants, List), office::grants::list::show),
        get(p::OFFICE_GRANT, Staff(ViewGrants, One(Subject::Grant)), office::grants::page::show),
        get(p::GRANT_STEP, Staff(HandleGrants, One(Subject::Grant)), office::grants::step::show),
        post(p::GRANT_STEP, Staff(HandleGrants, One(Subject::Grant)), office::grants::step::take),
        get(p::GRANT_YEARS, Staff(HandleGrants, One(Subject::Grant)), office::grants::years::show),
        post(p::GRANT_YEARS, Staff(HandleGrants, One(Subject::Grant)), office::grants::years::set),
        get(p::GRANT_CONDITION, Staff(DecideGrants, One(Subject::Grant)), office::grants::condition::show),
        post(p::GRANT_CONDITION, Staff(DecideGrants, One(Subject::Grant)), office::grants::condition::take),
        get(p::RESERVE_LIST, Staff(ViewRounds, One(Subject::Round)), office::reserve_list::show),
        post(p::RESERVE_LIST, Staff(RunRounds, One(Subject::Round)), office::reserve_list::propose),
        post(p::RESERVE_LIST_APPROVAL, Staff(Certify, One(Subject::Round)), office::reserve_list::approve),
        post(p::RESERVE_LIST_REFUSAL, Staff(Certify, One(Subject::Round)), office::reserve_list::refuse),
        post(p::RESERVE_LIST_END, Staff(DecideGrants, One(Subject::Round)), office::reserve_list::end),
        post(
            p::RESERVE_LIST_OUT,
            Staff(DecideGrants, One(Subject::Round)),
            office::reserve_list::out::strike,
        ),
        post(
            p::OBJECTION_RELEASE,
            Staff(DecideGrants, One(Subject::Round)),
            office::reserve_list::release_objections,
        ),
        get(p::GRANT_FILE, Staff(ViewGrants, One(Subject::Grant)), office::grants::file::show),
        post(p::GRANT_RECIPIENT, Staff(HandleGrants, One(Subject::Grant)), office::grants::file::make_out),
        post(p::GRANT_ALLIANCE, Staff(HandleGrants, One(Subject::Grant)), office::grants::file::share),
        post(p::GRANT_ONWARD, Staff(HandleGrants, One(Subject::Grant)), office::grants::file::pay_on),
        post(p::GRANT_COMPUTED, Staff(HandleGrants, One(Subject::Grant)), office::grants::file::compute),
        post(p::GRANT_CHECK, Staff(HandleGrants, One(Subject::Grant)), office::grants::file::answer_check),
        get(p::RECIPIENTS, Staff(ViewGrants, List), office::recipients::list),
        post(p::RECIPIENTS, Staff(HandleGrants, Nothing), office::recipients::add),
        post(p::YEAR_TERMS, Staff(ManageMoney, City), office::recipients::set_year),
        get(p::RECIPIENT, Staff(ViewGrants, One(Subject::Recipient)), office::recipients::show),
        post(p::RECIPIENT, Staff(HandleGrants, One(Subject::Recipient)), office::recipients::change),
        post(p::RECIPIENT_LINKS, Staff(HandleGrants, One(Subject::Recipient)), office::recipients::link),
        post(p::RECIPIENT_PAYEE, Staff(HandleGrants, One(Subject::Recipient)), office::payee::confirm),
        post(p::RECIPIENT_AID, Staff(HandleGrants, One(Subject::Recipient)), office::recipients::declare),
        get(p::SMO, Staff(ViewRounds, City), office::smo::show),
        post(p::SMO, Staff(ManageMunicipality, City), office::smo::enter),
        post(p::SMO_NAMESAKES, Staff(HandleGrants, City), office::smo::tell_apart),
    ]
}

/// What becomes of a plan after the award.
pub(super) fn progress() -> Vec<Route> {
    use office::grants::progress;
    vec![
        get(p::GRANT_PROGRESS, Staff(ViewGrants, One(Subject::Grant)), progress::show),
        post(p::GRANT_GROUP, Staff(HandleGrants, One(Subject::Grant)), progress::set_group),
        post(p::GRANT_MILESTONES, Staff(HandleGrants, One(Subject::Grant)), progress::plan),
        post(p::GRANT_MILESTONE, Staff(HandleGrants, One(Subject::Grant)), progress::turn),
        post(p::GRANT_REPORTS, Staff(HandleGrants, One(Subject::Grant)), progress::tell),
        post(p::GRANT_REPORT_OFF, Staff(HandleGrants, One(Subject::Grant)), progress::ask_again),
        post(p::GRANT_CHANGES, Staff(HandleGrants, One(Subject::Grant)), progress::ask),
        post(p::GRANT_CHANGE, Staff(DecideGrants, One(Subject::Grant)), progress::decide),
        post(p::GRANT_PROMISES, Staff(HandleGrants, One(Subject::Grant)), progress::promise),
        post(p::GRANT_REACHED, Staff(HandleGrants, One(Subject::Grant)), progress::reach),
        post(p::GRANT_EARLIER, Staff(HandleGrants, One(Subject::Grant)), progress::follow),
        post(p::GRANT_EVALUATION, Staff(DecideGrants, One(Subject::Grant)), progress::evaluate),
    ]
}

/// Decisions, their letters, mandates and objections.
pub(super) fn decision() -> Vec<Route> {
    vec![
        get(p::DECISIONS, Staff(ViewGrants, List), office::decisions::show),
        post(p::REFUSALS, Staff(DecideGrants, Form), office::decisions::refusals::refuse),
        get(p::DECISION, Staff(ViewGrants, One(Subject::Decision)), office::decisions::decision::show),
        post(p::DECISION, Staff(HandleGrants, One(Subject::Decision)), office::decisions::decision::send),
        get(p::ROUND_DECISIONS, Staff(HandleGrants, One(Subject::Round)), office::decisions::sending::show),
        post(p::ROUND_DECISIONS, Staff(HandleGrants, One(Subject::Round)), office::decisions::sending::send),
        get(p::DECISION_LETTER, Staff(ViewGrants, One(Subject::Decision)), office::decisions::letter::show),
        get(p::DECISION_PDF, Staff(ViewGrants, One(Subject::Decision)), office::decisions::letter::pdf),
        get(p::MANDATES, Staff(ViewOffice, City), office::mandates::show),
        post(p::MANDATES, Staff(ManageMunicipality, City), office::mandates::enter),
        post(p::MANDATE_END, Staff(ManageMunicipality, City), office::mandates::end),
        get(p::OBJECTIONS, Staff(ViewGrants, List), office::objections::show),
        post(p::OBJECTIONS, Staff(HandleGrants, Form), office::objections::receive),
        get(p::OBJECTION, Staff(ViewGrants, One(Subject::Objection)), office::objections::objection::show),
        post(
            p::OBJECTION,
            Staff(DecideGrants, One(Subject::Objection)),
            office::objections::objection::decide,
        ),
        post(
            p::OBJECTION_EXTENSION,
            Staff(HandleGrants, One(Subject::Objection)),
            office::objections::objection::extend,
        ),
    ]
}
