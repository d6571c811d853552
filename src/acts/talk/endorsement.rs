//! Organisations that support a plan without a vote (S59): an officer looks whether it is that organisation before anybody
//! reads it. It is never asked for and never counted with anything (S11); one that is in the register of social-brokerage
//! organisations is welcome and labelled as a partner (S10). A wijkbureau supports no plan (S55): that is for the officer to see,
//! who reads every name before anybody does; the names of the municipality and its desk are refused at once.

use serde_json::json;

use super::title;
use crate::acts::budget::function_of;
use crate::acts::log::Note;
use crate::acts::moderation::notice;
use crate::acts::{ActError, Context, interest, plain};
use crate::domain::id::{CommentId, PitchId, RoundId};
use crate::domain::initiator::name_fault;
use crate::domain::log::kept::Kept;
use crate::domain::mail::Took;
use crate::domain::moderation::ByOffice;
use crate::domain::municipality::Municipality;
use crate::domain::search::name_key;
use crate::domain::smo::{Identity, Reach};
use crate::domain::talk::contribution::MAX_ENDORSEMENT;
use crate::domain::talk::{Comment, CommentKind, Entry};
use crate::store::talk::endorsement;
use crate::store::{self, Conn, pitch, talk};

/// Longest reason, in characters.
const MAX_REASON: usize = 2_000;

/// What an officer found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is that organisation: everyone reads it.
    Shown,
    /// It is not, or it may not be shown.
    Refused,
}

impl Answer {
    /// Every answer with its name in the database, in forms and in texts.
    pub const NAMES: [(Answer, &'static str); 2] = [(Answer::Shown, "shown"), (Answer::Refused, "refused")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Answer::NAMES.iter().find(|(answer, _)| *answer == self).expect("every answer has a name").1
    }

    /// The answer of this name.
    pub fn named(name: &str) -> Option<Answer> {
        Answer::NAMES.iter().find(|(_, known)| *known == name).map(|(answer, _)| *answer)
    }
}

/// Refuses what cannot be the name of an organisation that supports a plan, or one line about why.
pub(super) fn check_words(organisation: &str, words: &str) -> Result<(), ActError> {
    if let Some(fault) = name_fault(organisation) {
        return Err(ActError::field("support_organisation", fault));
    }
    plain::names(&[("support_organisation", organisation)])?;
    plain::told("support_words", words, MAX_ENDORSEMENT)?;
    plain::lines(&[("support_words", words)])
}

/// Refuses the municipality and its desk (S55), and who supports the plan already.
pub(super) async fn check_name(conn: &mut Conn, id: &PitchId, organisation: &str) -> Result<(), ActError> {
    let key = name_key(organisation);
    let town = store::municipality::find(conn).await?;
    let is_office =
        |town: Municipality| [town.name, town.desk_place].iter().any(|name| name_key(name) == key);
    if town.is_some_and(is_office) {
        return Err(ActError::field("support_organisation", "support-office"));
    }
    if endorsement::has(conn, id, &key).await? {
        return Err(ActError::field("support_organisation", "support-known"));
    }
    Ok(())
}

/// An officer says whether it is that organisation. Whoever wrote it hears when it is not shown, and why.
pub async fn check(
    ctx: &mut Context<'_>,
    round: &RoundId,
    id: &CommentId,
    (answer, reason): (Answer, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = match answer {
        Answer::Shown => "",
        Answer::Refused => plain::told("talk_reason", reason, MAX_REASON)?,
    };
    let mut tx = ctx.begin().await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let found = talk::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let about = pitch::find(&mut tx, &found.pitch).await?.filter(|about| &about.round == round);
    let about = about.ok_or(ActError::NotFound)?;
    if found.kind != CommentKind::Endorsement || found.gone.is_some() {
        return Err(ActError::NotFound);
    }
    let key = name_key(&found.name);
    let waits = found.entry == Entry::Waits;
    if waits && answer == Answer::Shown && endorsement::has(&mut tx, &about.id, &key).await? {
        return Err(ActError::field("support_answer", "support-known"));
    }
    let reach = Reach { applicant: vec![Identity::new(&found.name, None)], ..Reach::default() };
    let is_partner = !store::smo::newest(&mut tx).await?.exclusions(&reach, ctx.now).is_empty();
    let function = function_of(ctx, &mut tx).await?;
    let checked = ByOffice { by, function, reason: reason.to_string(), at: ctx.now };
    if !endorsement::check(&mut tx, id, (answer.name(), u64::from(is_partner), &key), &checked).await? {
        return Err(ActError::DraftChanged);
    }
    if answer == Answer::Refused {
        let title = title(&mut tx, &about).await?;
        notice::writer(ctx, &mut tx, &found, Took::Refused { title, reason: reason.to_string() }).await?;
    }
    let detail = json!({ "comment": id, "answer": answer.name(), "partner": is_partner });
    ctx.finish(tx, Note::with("talk.check", &found.pitch, detail).of_rows(Kept::Endorsements, &found.pitch))
        .await
}

/// What the words of a contribution become once its owner said yes.
pub(super) fn placed(new: Comment) -> Comment {
    Comment { kind: CommentKind::Endorsement, side: crate::domain::talk::Side::Organisation, ..new }
}
