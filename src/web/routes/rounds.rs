//! Rounds, pots and what belongs to them.

use super::About::{City, Form, List, Nothing, One};
use super::Access::Staff;
use super::{Route, get, post};
use crate::domain::account::Permission::{
    Certify, Comment, DecideGrants, HandleGrants, HelpInitiators, HelpVoters, ImportRegister, ManageMoney,
    ReportReturned, RunRounds, ViewGrants, ViewLetters, ViewRounds,
};
use crate::domain::account::Subject;
use crate::web::{meetings, office, paths as p};

/// Rounds, from the plan to the certificate.
pub(super) fn round() -> Vec<Route> {
    vec![
        get(p::ROUNDS, Staff(ViewRounds, List), office::rounds::show),
        post(p::ROUNDS, Staff(RunRounds, Form), office::rounds::add),
        get(p::OFFICE_ROUND, Staff(ViewRounds, One(Subject::Round)), office::round::show),
        get(p::ROUND_PLAN, Staff(RunRounds, One(Subject::Round)), office::plan::show),
        post(p::ROUND_PLAN, Staff(RunRounds, One(Subject::Round)), office::plan::change),
        get(p::ROUND_PROPOSALS, Staff(ViewRounds, One(Subject::Round)), office::proposals::list),
        post(p::ROUND_PROPOSALS, Staff(RunRounds, One(Subject::Round)), office::proposals::add),
        get(p::ROUND_PROPOSAL, Staff(ViewRounds, One(Subject::Round)), office::proposals::show),
        post(p::ROUND_PROPOSAL, Staff(RunRounds, One(Subject::Round)), office::proposals::change),
        post(p::PLAN_PICTURES, Staff(RunRounds, One(Subject::Round)), office::picture::add),
        get(p::PLAN_PICTURE, Staff(ViewRounds, One(Subject::Round)), office::picture::show),
        post(p::PLAN_PICTURE_REMOVAL, Staff(RunRounds, One(Subject::Round)), office::picture::remove),
        post(p::ROUND_WITHDRAWAL, Staff(RunRounds, One(Subject::Round)), office::proposals::withdraw),
        get(p::ROUND_LETTERS, Staff(ViewLetters, One(Subject::Round)), office::letters::show),
        post(p::ROUND_LETTERS, Staff(HelpVoters, One(Subject::Round)), office::letters::ask),
        post(p::ROUND_LETTER, Staff(RunRounds, One(Subject::Round)), office::letters::decide),
        post(p::LETTER_CALLS, Staff(HelpVoters, One(Subject::Round)), office::calls::add),
        post(p::LETTER_CALL, Staff(HelpVoters, One(Subject::Round)), office::calls::done),
        post(p::LETTERS_RETURNED, Staff(ReportReturned, One(Subject::Round)), office::returned::report),
        post(p::LETTERS_RETURNED_APPROVAL, Staff(RunRounds, One(Subject::Round)), office::returned::revoke),
        get(p::ROUND_PAPER, Staff(ViewLetters, One(Subject::Round)), office::paper::show),
        post(p::ROUND_PAPER, Staff(HelpVoters, One(Subject::Round)), office::paper::receive),
        get(p::PAPER_STACK, Staff(ViewLetters, One(Subject::Round)), office::paper::entry::show),
        post(p::PAPER_STACK, Staff(HelpVoters, One(Subject::Round)), office::paper::entry::take),
        get(p::PAPER, Staff(ViewLetters, One(Subject::Round)), office::paper::entry::one),
        post(p::PAPER, Staff(HelpVoters, One(Subject::Round)), office::paper::entry::decide),
        get(p::HELPING, Staff(HelpVoters, One(Subject::Round)), office::helping::show),
        post(p::HELPING, Staff(HelpVoters, One(Subject::Round)), office::helping::take),
        get(p::EXTENSION, Staff(ViewRounds, One(Subject::Round)), office::extension::show),
        post(p::EXTENSION, Staff(RunRounds, One(Subject::Round)), office::extension::ask),
        post(p::EXTENSION_DECISION, Staff(RunRounds, One(Subject::Round)), office::extension::decide),
        get(p::REGISTER, Staff(ViewLetters, One(Subject::Round)), office::register::show),
        post(p::REGISTER, Staff(ImportRegister, One(Subject::Round)), office::register::propose),
        post(p::REGISTER_APPROVAL, Staff(RunRounds, One(Subject::Round)), office::register::accept),
        post(p::REGISTER_WITHDRAWAL, Staff(ImportRegister, One(Subject::Round)), office::register::withdraw),
        get(p::LETTER_ROUND, Staff(ViewLetters, One(Subject::Round)), office::letter_round::file),
        get(p::ROUND_STEP, Staff(RunRounds, One(Subject::Round)), office::step::show),
        post(p::ROUND_STEP, Staff(RunRounds, One(Subject::Round)), office::step::take),
        get(p::ROUND_LOT, Staff(ViewRounds, One(Subject::Round)), office::lot::show),
        post(p::ROUND_LOT, Staff(RunRounds, One(Subject::Round)), office::lot::enter),
        post(p::ROUND_LOT_APPROVAL, Staff(RunRounds, One(Subject::Round)), office::lot::confirm),
        post(p::ROUND_LOT_REFUSAL, Staff(RunRounds, One(Subject::Round)), office::lot::refuse),
        // For everyone in the office: auditors may do nothing but look, and it is they who need the file. Who has no
        // key of an auditor cannot read it.
        get(p::OPENING, Staff(ViewLetters, One(Subject::Round)), office::seal::opening),
        get(p::CERTIFICATE, Staff(ViewRounds, One(Subject::Round)), office::certificate::show),
        post(p::CERTIFICATE, Staff(RunRounds, One(Subject::Round)), office::certificate::propose),
        post(p::CERTIFICATE_APPROVAL, Staff(Certify, One(Subject::Round)), office::certificate::approve),
        post(p::CERTIFICATE_REFUSAL, Staff(Certify, One(Subject::Round)), office::certificate::refuse),
    ]
}

/// Plans of groups: what the office does with those that were sent in, and help with drafts.
pub(super) fn pitch() -> Vec<Route> {
    vec![
        get(p::ROUND_PITCHES, Staff(ViewGrants, One(Subject::Round)), office::pitches::list),
        post(p::ROUND_PITCH_TERMS, Staff(RunRounds, One(Subject::Round)), office::pitches::set_terms),
        get(p::ROUND_PITCH, Staff(ViewGrants, One(Subject::Round)), office::pitch::show),
        post(p::ROUND_PITCH_REPAIR, Staff(RunRounds, One(Subject::Round)), office::pitch::ask_repair),
        post(p::ROUND_PITCH_ADMISSION, Staff(RunRounds, One(Subject::Round)), office::pitch::admit),
        post(p::ROUND_PITCH_REFUSAL, Staff(RunRounds, One(Subject::Round)), office::pitch::refuse),
        post(p::ROUND_PITCH_REMARKS, Staff(RunRounds, One(Subject::Round)), office::pitch::remark),
        post(p::ROUND_PITCH_WISHES, Staff(RunRounds, One(Subject::Round)), office::pitch_wish::answer),
        get(p::ROUND_PITCH_ASSESSMENT, Staff(RunRounds, One(Subject::Round)), office::assessment::show),
        post(p::ROUND_PITCH_ASSESSMENT, Staff(RunRounds, One(Subject::Round)), office::assessment::save),
        post(p::ROUND_PITCH_OFFICER, Staff(RunRounds, One(Subject::Round)), office::pitch_review::assign),
        post(p::ROUND_PITCH_SHOWING, Staff(RunRounds, One(Subject::Round)), office::pitch_review::show),
        post(p::ROUND_PITCH_EXTENSION, Staff(RunRounds, One(Subject::Round)), office::pitch_review::extend),
        get(p::ROUND_HELP, Staff(HelpInitiators, One(Subject::Round)), office::drafts::list),
        get(p::ROUND_HELP_DRAFT, Staff(HelpInitiators, One(Subject::Round)), office::drafts::show),
        post(p::ROUND_HELP_DRAFT, Staff(HelpInitiators, One(Subject::Round)), office::drafts::say),
        get(p::ROUND_PITCH_REGROUP, Staff(RunRounds, One(Subject::Round)), office::joining::show),
        post(p::ROUND_PITCH_REGROUP, Staff(RunRounds, One(Subject::Round)), office::regroup::act),
        post(p::ROUND_PITCH_RULING, Staff(RunRounds, One(Subject::Round)), office::pitch_review::rule),
    ]
}

/// Bids: the tasks that can be taken over, and what is held of each bid. And what the desk does for alliances.
pub(super) fn bid() -> Vec<Route> {
    vec![
        get(p::ROUND_BID, Staff(ViewGrants, One(Subject::Round)), office::bid::show),
        post(p::ROUND_BID_VERDICTS, Staff(HandleGrants, One(Subject::Round)), office::bid::judge),
        post(p::ROUND_BID_DECISION, Staff(DecideGrants, One(Subject::Round)), office::bid::decide),
        post(p::ROUND_BID_STEPS, Staff(HandleGrants, One(Subject::Round)), office::bid::follow),
        get(p::DESK_ALLIANCE, Staff(HelpInitiators, Nothing), office::alliance::show),
        post(p::DESK_ALLIANCE, Staff(HelpInitiators, Nothing), office::alliance::answer),
        post(
            p::DESK_PITCH_ALLY,
            Staff(HelpInitiators, One(Subject::Initiator)),
            office::desk_pitches::ask_ally,
        ),
        get(p::OFFICE_TASKS, Staff(ViewGrants, City), office::tasks::show),
        post(p::OFFICE_TASKS, Staff(HandleGrants, City), office::tasks::add),
        get(p::OFFICE_TASK, Staff(ViewGrants, City), office::tasks::one),
        post(p::OFFICE_TASK, Staff(HandleGrants, City), office::tasks::change),
    ]
}

/// The talk about plans.
pub(super) fn talk() -> Vec<Route> {
    use office::{support, talk};
    vec![
        get(p::ROUND_TALK, Staff(ViewGrants, One(Subject::Round)), talk::list),
        get(p::ROUND_WRITTEN, Staff(ViewGrants, One(Subject::Round)), talk::case::show),
        post(p::ROUND_WRITTEN, Staff(RunRounds, One(Subject::Round)), talk::case::decide),
        get(p::ROUND_WRITTEN_PICTURE, Staff(ViewGrants, One(Subject::Round)), talk::case::picture),
        get(p::ROUND_SUPPORT, Staff(ViewRounds, One(Subject::Round)), support::show),
        post(p::ROUND_SUPPORT, Staff(RunRounds, One(Subject::Round)), support::set),
        post(p::ROUND_SUPPORT_LISTS, Staff(HelpInitiators, One(Subject::Round)), support::list),
        get(p::ROUND_MEETINGS, Staff(ViewRounds, One(Subject::Round)), meetings::show_office),
        post(p::ROUND_MEETINGS, Staff(RunRounds, One(Subject::Round)), meetings::do_office),
        get(p::ROUND_SPEAKING, Staff(Comment, One(Subject::Round)), talk::speaking::show),
        post(p::ROUND_SPEAKING, Staff(Comment, One(Subject::Round)), talk::speaking::say),
    ]
}

/// Quick response, mix statements and the limits of pots.
pub(super) fn pot() -> Vec<Route> {
    vec![
        get(p::OFFICE_MIX, Staff(ViewRounds, City), office::mix::show),
        post(p::OFFICE_MIX, Staff(RunRounds, Form), office::mix::add),
        post(p::CITY_POTS, Staff(ManageMoney, City), office::mix::city),
        get(p::OFFICE_QUICK, Staff(ViewRounds, List), office::quick::show),
        post(p::OFFICE_QUICK, Staff(RunRounds, Form), office::quick::open),
        get(p::OFFICE_QUICK_ROUND, Staff(ViewRounds, One(Subject::Standing)), office::quick::one),
        post(p::OFFICE_QUICK_ROUND, Staff(RunRounds, One(Subject::Standing)), office::quick::ask),
        post(p::QUICK_DECISION, Staff(RunRounds, One(Subject::Standing)), office::quick::decide),
        post(p::QUICK_INTEREST, Staff(RunRounds, One(Subject::Standing)), office::quick::state),
        post(p::QUICK_END, Staff(RunRounds, One(Subject::Standing)), office::quick::end),
    ]
}
