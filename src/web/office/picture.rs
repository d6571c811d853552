//! The pictures of a plan: showing them, adding one, taking one off.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::proposals::{find, may_change, with_pictures};
use crate::acts;
use crate::documents;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::picture::{MOST, Pair, PictureFault, is_file_name};
use crate::domain::proposal::Proposal;
use crate::domain::round::Round;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::limits::PICTURE_TIME;
use crate::web::guard::scope::Of;
use crate::web::guard::upload::PictureForm;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::public::picture::jpeg;
use crate::web::visit::Visit;

/// What came back of the form.
#[derive(Default)]
pub struct Back {
    form: Form,
    refused: Option<Refused>,
}

/// Adds a picture.
pub async fn add(
    Of((id, plan), _): Of<(RoundId, ProposalId)>,
    visit: Visit,
    PictureForm { file, name, form }: PictureForm,
) -> Answer {
    let (round, plan) = find(&visit, &id, &plan).await?;
    let alt = form.get("words_alt").to_string();
    let done = match taken(&visit, (file, &name), &alt).await? {
        Err(refused) => Err(refused),
        Ok(files) => match acts::picture::add(&visit.context(), &round.id, &plan.id, &files, &alt).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Refused::of(error, "file")?),
        },
    };
    match done {
        Ok(()) => Ok(again(&visit, &round, &plan)),
        Err(refused) => {
            let back = Back { form, refused: Some(refused) };
            let page = with_pictures(&visit, &round, &plan, &back).await?;
            Ok(answer(back.refused.as_ref(), page))
        }
    }
}

/// Takes one off.
pub async fn remove(Of((id, plan, number), _): Of<(RoundId, ProposalId, u64)>, visit: Visit) -> Answer {
    let (round, plan) = find(&visit, &id, &plan).await?;
    acts::picture::remove(&visit.context(), &round.id, &plan.id, number).await?;
    Ok(again(&visit, &round, &plan))
}

/// Gives the small file, also before the round is for everyone.
pub async fn show(Of((id, plan, number), _): Of<(RoundId, ProposalId, u64)>, visit: Visit) -> Answer {
    let (round, plan) = find(&visit, &id, &plan).await?;
    let mut conn = visit.app.store.read().await?;
    let found = store::picture::small(&mut conn, &round.id, &plan.id, number).await?;
    found.map(jpeg).ok_or(Refusal::NOT_FOUND)
}

fn again(visit: &Visit, round: &Round, plan: &Proposal) -> axum::response::Response {
    let page = visit.to(paths::ROUND_PROPOSAL, &[round.id.as_str(), plan.id.as_str()]);
    Redirect::to(&format!("{page}#fotos")).into_response()
}

/// The two files that a picture becomes. Its words are looked at first: they cost nothing.
pub(in crate::web) async fn taken(
    visit: &Visit,
    (file, name): (Vec<u8>, &str),
    alt: &str,
) -> Answer<Result<Pair, Refused>> {
    if file.is_empty() {
        return Ok(Err(refused(PictureFault::Empty)));
    }
    if let Err(error) = acts::picture::fault_of_alt(alt) {
        return Refused::of(error, "file").map(Err);
    }
    if !is_file_name(name) {
        return Ok(Err(refused(PictureFault::Name)));
    }
    let waiting = visit.app.limits.pictures.clone().acquire_owned();
    let turn = tokio::time::timeout(PICTURE_TIME, waiting).await.map_err(|_| Refusal(Kind::Busy))?;
    let turn = turn.expect("the turns for pictures are never closed");
    // The turn ends with the work, also when nobody waits for it any more.
    let work = tokio::task::spawn_blocking(move || {
        let made = documents::picture::make(&file);
        drop(turn);
        made
    });
    // A file at which its reader stops short is one that cannot be read.
    let made = work.await.unwrap_or(Err(PictureFault::Broken));
    Ok(made.map_err(refused))
}

fn refused(fault: PictureFault) -> Refused {
    let kind = match fault {
        PictureFault::Kind => Kind::UnsupportedType,
        PictureFault::Large => Kind::TooLarge,
        PictureFault::Empty | PictureFault::Small | PictureFault::Broken | PictureFault::Name => {
            Kind::FieldInvalid
        }
    };
    Refused { kind, ..Refused::field("file", fault.name()) }
}

/// The pictures of a plan with what can be done about them.
pub async fn section(
    visit: &Visit,
    conn: &mut Conn,
    (round, plan): (&Round, &Proposal),
    back: &Back,
) -> Answer<Markup> {
    let own = store::picture::of_plan(conn, &round.id, &plan.id).await?;
    // What a group sent in is taken off by a page of its own, with a reason and a second look.
    let is_of_group = store::pitch::of_proposal(conn, &round.id, &plan.id).await?.is_some();
    let may = may_change(visit, round) && !is_of_group;
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    let filled = Filled::new(visit.text, &back.form, back.refused.as_ref())
        .within("foto-")
        .saying("most", number(most));
    let parts = [round.id.as_str(), plan.id.as_str()];
    Ok(html! {
        section.sr-stack #fotos {
            h2.utrecht-heading-2 { (visit.say("words-pictures")) }
            @if own.is_empty() { p { (visit.say("words-pictures-none")) } }
            @for one in &own {
                @let number = one.number.to_string();
                @let parts = [parts[0], parts[1], number.as_str()];
                figure.sr-stack.sr-stack--tight {
                    img.sr-picture.sr-picture--listed src=(visit.to(paths::PLAN_PICTURE, &parts)) width="168" height="126" alt=(one.alt) loading="lazy";
                    figcaption.sr-small { (one.alt) }
                    @if may {
                        form method="post" action=(visit.to(paths::PLAN_PICTURE_REMOVAL, &parts)) {
                            button.utrecht-button type="submit" { (visit.say("words-picture-remove")) span.sr-hidden { ": " (one.alt) } }
                        }
                    }
                }
            }
            @if may && (own.len() < MOST || back.refused.is_some()) {
                details open[back.refused.is_some()] {
                    summary { (visit.say("words-picture-add")) }
                    p.utrecht-paragraph { (visit.text.with("words-picture-line", &[("most", number(most))])) }
                    (filled.notice())
                    form.sr-stack method="post" enctype="multipart/form-data" action=(visit.to(paths::PLAN_PICTURES, &parts)) {
                        (filled.field(&Field::of("file", "file", "words-picture-file")))
                        (filled.field(&Field::text("words_alt", "field-words_alt")))
                        (submit(&visit.say("words-picture-add")))
                    }
                }
            } @else if round.rules.is_some() {
                p.sr-small { (visit.say("words-pictures-fixed")) }
            }
        }
    })
}
