//! Writing a plan: the same pages for who pitches and for the desk that types for someone. Each page asks one group of
//! questions and keeps what was typed; what is missing is told at the end. Nothing needs a script.

pub mod accounting;
mod allies;
pub mod answering;
mod bid;
pub mod fields;
pub mod helping;
pub mod joining;
pub mod off;
pub mod overview;
pub mod pictures;
pub mod regroup;
pub mod rows;
pub mod start;
pub mod step;
pub mod talking;

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use crate::acts::pitch::Author;
use crate::domain::id::{InitiatorId, PitchId};
use crate::domain::initiator::MemberRole;
use crate::domain::pitch::Pitch;
use crate::domain::pitch::content::Step;
use crate::web::office::frame::Frame;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::visit::Visit;

/// From where someone writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Signed in.
    Own,
    /// At the desk, for someone.
    Desk,
}

/// Who writes, and where the pages of that are.
#[derive(Debug, Clone)]
pub struct Seat {
    who: InitiatorId,
    side: Side,
    /// What the person may do in the group of the plan.
    role: MemberRole,
}

impl Seat {
    /// Of someone who is signed in, with the role in the group of the plan.
    pub fn own(who: &InitiatorId, role: MemberRole) -> Seat {
        Seat { who: who.clone(), side: Side::Own, role }
    }

    /// Of the desk for someone, who owns the group.
    pub fn desk(who: &InitiatorId) -> Seat {
        Seat { who: who.clone(), side: Side::Desk, role: MemberRole::Owner }
    }

    /// Who writes, for an act.
    pub fn author(&self) -> Author<'_> {
        match self.side {
            Side::Own => Author::Member(&self.who),
            Side::Desk => Author::Desk(&self.who),
        }
    }

    /// Whether the person writes.
    fn writes(&self) -> bool {
        self.role <= MemberRole::Editor
    }

    fn owns(&self) -> bool {
        self.role == MemberRole::Owner
    }

    fn is_desk(&self) -> bool {
        self.side == Side::Desk
    }

    /// An address: the one for who is signed in, or the one for the desk.
    fn to(&self, visit: &Visit, [own, desk]: [&str; 2], parts: &[&str]) -> String {
        match self.side {
            Side::Own => visit.to(own, parts),
            Side::Desk => {
                let parts: Vec<&str> =
                    std::iter::once(self.who.as_str()).chain(parts.iter().copied()).collect();
                visit.to(desk, &parts)
            }
        }
    }

    fn to_start(&self, visit: &Visit) -> String {
        self.to(visit, [paths::PITCHES, paths::DESK_PITCHES], &[])
    }

    fn to_pitch(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH, paths::DESK_PITCH], &[pitch.as_str()])
    }

    fn to_step(&self, visit: &Visit, pitch: &PitchId, step: Step) -> String {
        self.to(visit, [paths::PITCH_STEP, paths::DESK_PITCH_STEP], &[pitch.as_str(), step.name()])
    }

    fn to_submit(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_SUBMIT, paths::DESK_PITCH_SUBMIT], &[pitch.as_str()])
    }

    fn to_form(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_FORM, paths::DESK_PITCH_FORM], &[pitch.as_str()])
    }

    fn to_ask(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_ALLY, paths::DESK_PITCH_ALLY], &[pitch.as_str()])
    }

    fn to_end(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_WITHDRAWAL, paths::DESK_PITCH_WITHDRAWAL], &[pitch.as_str()])
    }

    fn to_pictures(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_PICTURES, paths::DESK_PITCH_PICTURES], &[pitch.as_str()])
    }

    fn to_picture(&self, visit: &Visit, pitch: &PitchId, number: u64) -> String {
        let parts = [pitch.as_str(), &number.to_string()];
        self.to(visit, [paths::PITCH_PICTURE, paths::DESK_PITCH_PICTURE], &parts)
    }

    fn to_picture_end(&self, visit: &Visit, pitch: &PitchId, number: u64) -> String {
        let parts = [pitch.as_str(), &number.to_string()];
        self.to(visit, [paths::PITCH_PICTURE_REMOVAL, paths::DESK_PITCH_PICTURE_REMOVAL], &parts)
    }

    fn to_reply(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_REPLY, paths::DESK_PITCH_REPLY], &[pitch.as_str()])
    }

    fn to_appeal(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_APPEAL, paths::DESK_PITCH_APPEAL], &[pitch.as_str()])
    }

    fn to_regroup(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_REGROUP, paths::DESK_PITCH_REGROUP], &[pitch.as_str()])
    }

    fn to_account(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_ACCOUNT, paths::DESK_PITCH_ACCOUNT], &[pitch.as_str()])
    }

    fn to_talk(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_TALK, paths::DESK_PITCH_TALK], &[pitch.as_str()])
    }

    /// Where its meetings are.
    pub fn to_meetings(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_MEETINGS, paths::DESK_PITCH_MEETINGS], &[pitch.as_str()])
    }

    /// Where stands what was taken off.
    pub fn to_off(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_OFF, paths::DESK_PITCH_OFF], &[pitch.as_str()])
    }

    fn to_help(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_HELP, paths::DESK_PITCH_HELP], &[pitch.as_str()])
    }

    fn to_help_end(&self, visit: &Visit, pitch: &PitchId) -> String {
        self.to(visit, [paths::PITCH_HELP_END, paths::DESK_PITCH_HELP_END], &[pitch.as_str()])
    }

    /// A page, below the plan if it is about a page of one.
    pub fn page(&self, visit: &Visit, title: String, below: Option<&Pitch>, content: Markup) -> Markup {
        let (start, words) = match self.side {
            Side::Own => (visit.to(paths::INITIATOR, &[]), visit.say("post-account-title")),
            Side::Desk => (self.to_start(visit), visit.say("pt-desk-title")),
        };
        let above = below.map(|pitch| (named(visit, pitch), self.to_pitch(visit, &pitch.id)));
        if self.is_desk() {
            let list = (visit.say("post-desk-title"), visit.to(paths::DESK_ACCOUNTS, &[]));
            let above = [list, (words, start)].into_iter().chain(above).collect();
            return Frame { above, ..Frame::menu(paths::OFFICE, title) }.show(visit, content);
        }
        let body = html! {
            div.utrecht-page-body {
                div.sr-page.sr-stack {
                    nav.sr-small aria-label=(visit.say("breadcrumb")) {
                        a.utrecht-link href=(start) { (words) } " / "
                        @if let Some((words, address)) = &above { a.utrecht-link href=(address) { (words) } " / " }
                        (title)
                    }
                    h1.utrecht-heading-1 { (title) }
                    div.sr-stack.sr-stack--mid { (content) }
                }
            }
        };
        layout::page(visit, &Head { title, place: Place::Public }, body)
    }
}

/// The name of a plan, or what stands where none was given yet.
pub fn named(visit: &Visit, pitch: &Pitch) -> String {
    match pitch.content.title.trim() {
        "" => visit.say("pt-unnamed"),
        title => title.to_string(),
    }
}

fn to(address: &str) -> Response {
    Redirect::to(address).into_response()
}
