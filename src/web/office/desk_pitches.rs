//! Plans of people who come by paper or telephone: the desk types them, on the same pages. Only for whom the desk opened an
//! account.

use crate::domain::id::{InitiatorId, PitchId};
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::guard::upload::PictureForm;
use crate::web::meetings as called;
use crate::web::visit::Visit;
use crate::web::writing::{
    Seat, accounting, answering, helping, joining, off as taken, overview, pictures, regroup as regroups,
    start, step, talking,
};

/// The desk for someone without e-mail.
async fn seat(visit: &Visit, who: &InitiatorId) -> Answer<Seat> {
    let found = store::initiator::find(&mut *visit.app.store.read().await?, who).await?;
    found.filter(|found| found.email.is_none()).ok_or(Refusal::NOT_FOUND)?;
    Ok(Seat::desk(who))
}

/// The same about a plan of someone.
async fn of(visit: &Visit, who: &InitiatorId, pitch: &PitchId) -> Answer<Seat> {
    let seat = seat(visit, who).await?;
    let own = store::pitch::of_person(&mut *visit.app.store.read().await?, who).await?;
    if own.iter().any(|one| &one.id == pitch) { Ok(seat) } else { Err(Refusal::NOT_FOUND) }
}

/// Shows the plans and the first question.
pub async fn list(Of(who, _): Of<InitiatorId>, visit: Visit) -> Answer {
    start::show(&visit, &seat(&visit, &who).await?).await
}

/// Begins a plan.
pub async fn begin(Of(who, _): Of<InitiatorId>, visit: Visit, form: Form) -> Answer {
    start::begin(&visit, &seat(&visit, &who).await?, &form).await
}

/// Shows a plan.
pub async fn show(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit) -> Answer {
    overview::show(&visit, &of(&visit, &who, &pitch).await?, &pitch).await
}

/// Shows a page of it.
pub async fn ask(Of((who, pitch, page), _): Of<(InitiatorId, PitchId, String)>, visit: Visit) -> Answer {
    step::show(&visit, &of(&visit, &who, &pitch).await?, (&pitch, &page)).await
}

/// Keeps a page of it.
pub async fn save(
    Of((who, pitch, page), _): Of<(InitiatorId, PitchId, String)>,
    visit: Visit,
    form: Form,
) -> Answer {
    step::save(&visit, &of(&visit, &who, &pitch).await?, (&pitch, &page), &form).await
}

/// Sends it in.
pub async fn send(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    overview::send(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Asks a member of the alliance.
pub async fn ask_ally(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    overview::ask(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Asks all questions about it.
pub async fn set_form(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    overview::set_form(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Adds a picture to it.
pub async fn add_picture(
    Of((who, pitch), _): Of<(InitiatorId, PitchId)>,
    visit: Visit,
    sent: PictureForm,
) -> Answer {
    pictures::add(&visit, &of(&visit, &who, &pitch).await?, &pitch, sent).await
}

/// Gives a small picture of it.
pub async fn picture(Of((who, pitch, number), _): Of<(InitiatorId, PitchId, u64)>, visit: Visit) -> Answer {
    of(&visit, &who, &pitch).await?;
    pictures::small(&visit, &pitch, number).await
}

/// Takes a picture off it.
pub async fn remove_picture(
    Of((who, pitch, number), _): Of<(InitiatorId, PitchId, u64)>,
    visit: Visit,
) -> Answer {
    pictures::remove(&visit, &of(&visit, &who, &pitch).await?, &pitch, number).await
}

/// Takes it back.
pub async fn end(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    overview::end(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Replies to what the office found.
pub async fn reply(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    answering::reply(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Asks that another officer looks again.
pub async fn appeal(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    answering::appeal(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Asks for help with a draft.
pub async fn ask_help(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    helping::ask(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Asks for no more help.
pub async fn stop_help(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    helping::stop(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Shows with which plans it could go on as one.
pub async fn join(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit) -> Answer {
    joining::show(&visit, &of(&visit, &who, &pitch).await?, &pitch).await
}

/// Writes down what someone says to going on with other plans as one, or as two, or proposes it for that person.
pub async fn regroup(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    regroups::act(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Tells the neighbourhood how a year of a task went that the group took over.
pub async fn tell(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    accounting::tell(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Shows the meetings about it.
pub async fn meetings(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit) -> Answer {
    called::show_seat(&visit, &of(&visit, &who, &pitch).await?, &pitch).await
}

/// Calls one, calls it off, or tells of it.
pub async fn meet(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    called::do_seat(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Shows the talk about it.
pub async fn talk(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit) -> Answer {
    talking::show(&visit, &of(&visit, &who, &pitch).await?, &pitch).await
}

/// Answers, or takes an answer back.
pub async fn say(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    talking::choose(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}

/// Shows what the office took off of what the group wrote with it.
pub async fn off(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit) -> Answer {
    taken::show(&visit, &of(&visit, &who, &pitch).await?, &pitch).await
}

/// Asks for a second look at that.
pub async fn ask_again(Of((who, pitch), _): Of<(InitiatorId, PitchId)>, visit: Visit, form: Form) -> Answer {
    taken::choose(&visit, &of(&visit, &who, &pitch).await?, &pitch, &form).await
}
