//! Plans of the own groups: the pages of `web::writing` for who is signed in.

use crate::domain::id::PitchId;
use crate::domain::initiator::MemberRole;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::initiator::{InGroup, Named, SignedIn};
use crate::web::guard::upload::PictureForm;
use crate::web::meetings as called;
use crate::web::visit::Visit;
use crate::web::writing::{
    Seat, accounting, answering, helping, joining, off as taken, overview, pictures, regroup as regroups,
    start, step, talking,
};

/// Where who is signed in begins: owner of a group that is still to be made.
fn beginner(signed_in: &SignedIn) -> Seat {
    Seat::own(&signed_in.who.id, MemberRole::Owner)
}

/// The plan that the guard found, and who writes in it.
fn of(signed_in: &SignedIn, group: InGroup) -> Answer<(Seat, PitchId)> {
    let pitch = group.pitch.ok_or(Refusal(Kind::IntegrityFailed))?;
    Ok((Seat::own(&signed_in.who.id, group.role), pitch))
}

/// Shows the plans and the first question.
pub async fn list(signed_in: SignedIn, visit: Visit) -> Answer {
    start::show(&visit, &beginner(&signed_in)).await
}

/// Begins a plan.
pub async fn begin(signed_in: SignedIn, visit: Visit, form: Form) -> Answer {
    start::begin(&visit, &beginner(&signed_in), &form).await
}

/// Shows a plan.
pub async fn show(signed_in: SignedIn, group: InGroup, visit: Visit) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    overview::show(&visit, &seat, &pitch).await
}

/// Shows a page of it.
pub async fn ask(signed_in: SignedIn, group: InGroup, Named(page): Named, visit: Visit) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    step::show(&visit, &seat, (&pitch, &page)).await
}

/// Keeps a page of it.
pub async fn save(
    signed_in: SignedIn,
    group: InGroup,
    Named(page): Named,
    visit: Visit,
    form: Form,
) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    step::save(&visit, &seat, (&pitch, &page), &form).await
}

/// Sends it in.
pub async fn send(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    overview::send(&visit, &seat, &pitch, &form).await
}

/// Asks a member of the alliance.
pub async fn ask_ally(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    overview::ask(&visit, &seat, &pitch, &form).await
}

/// Asks all questions about it.
pub async fn set_form(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    overview::set_form(&visit, &seat, &pitch, &form).await
}

/// Adds a picture to it.
pub async fn add_picture(signed_in: SignedIn, group: InGroup, visit: Visit, sent: PictureForm) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    pictures::add(&visit, &seat, &pitch, sent).await
}

/// Gives a small picture of it.
pub async fn picture(signed_in: SignedIn, group: InGroup, Named(number): Named, visit: Visit) -> Answer {
    let (_, pitch) = of(&signed_in, group)?;
    pictures::small(&visit, &pitch, number.parse().map_err(|_| Refusal::NOT_FOUND)?).await
}

/// Takes a picture off it.
pub async fn remove_picture(
    signed_in: SignedIn,
    group: InGroup,
    Named(number): Named,
    visit: Visit,
) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    pictures::remove(&visit, &seat, &pitch, number.parse().map_err(|_| Refusal::NOT_FOUND)?).await
}

/// Takes it back.
pub async fn end(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    overview::end(&visit, &seat, &pitch, &form).await
}

/// Replies to what the office found.
pub async fn reply(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    answering::reply(&visit, &seat, &pitch, &form).await
}

/// Asks that another officer looks again.
pub async fn appeal(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    answering::appeal(&visit, &seat, &pitch, &form).await
}

/// Tells the neighbourhood how a year of a task went that the group took over.
pub async fn tell(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    accounting::tell(&visit, &seat, &pitch, &form).await
}

/// Shows with which plans it could go on as one.
pub async fn join(signed_in: SignedIn, group: InGroup, visit: Visit) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    joining::show(&visit, &seat, &pitch).await
}

/// Says something to going on with other plans as one, or as two, or proposes it.
pub async fn regroup(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    regroups::act(&visit, &seat, &pitch, &form).await
}

/// Asks for help with a draft.
pub async fn ask_help(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    helping::ask(&visit, &seat, &pitch, &form).await
}

/// Asks for no more help.
pub async fn stop_help(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    helping::stop(&visit, &seat, &pitch, &form).await
}

/// Shows the meetings about it.
pub async fn meetings(signed_in: SignedIn, group: InGroup, visit: Visit) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    called::show_seat(&visit, &seat, &pitch).await
}

/// Calls one, calls it off, or tells of it.
pub async fn meet(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    called::do_seat(&visit, &seat, &pitch, &form).await
}

/// Shows the talk about it.
pub async fn talk(signed_in: SignedIn, group: InGroup, visit: Visit) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    talking::show(&visit, &seat, &pitch).await
}

/// Answers, or takes an answer back.
pub async fn say(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    talking::choose(&visit, &seat, &pitch, &form).await
}

/// Shows what the office took off of what the group wrote with it.
pub async fn off(signed_in: SignedIn, group: InGroup, visit: Visit) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    taken::show(&visit, &seat, &pitch).await
}

/// Asks for a second look at that.
pub async fn ask_again(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let (seat, pitch) = of(&signed_in, group)?;
    taken::choose(&visit, &seat, &pitch, &form).await
}
