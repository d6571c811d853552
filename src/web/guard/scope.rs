//! Whether what a route is about lies where who is signed in works. What lies elsewhere does not exist for them.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::domain::account::{Account, Scope, Subject};
use crate::domain::decision::DecisionNumber;
use crate::domain::id::{
    AccountId, AreaId, BudgetId, CallId, CommentId, DataSetId, GrantId, InitiatorId, LineId, MailId, PitchId,
    ProposalId, RecipientId, RevocationId, RoundId, TaskId,
};
use crate::domain::objection::ObjectionNumber;
use crate::domain::payment::BatchNumber;
use crate::store;
use crate::web::error::{Kind, Refusal};
use crate::web::routes::About;
use crate::web::state::App;

/// What a guard asks of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To see.
    See,
    /// To change.
    Change,
}

/// What the guard decided about a request: a handler that takes an [`Of`] gets it from nowhere else.
#[derive(Debug, Clone, Copy)]
struct Decided(About);

/// Shows that the guard made it.
#[derive(Debug)]
pub struct Proof(());

/// What the address of a route names, after the guard found that who is signed in may see it, or change it.
#[derive(Debug)]
pub struct Of<T>(pub T, pub Proof);

impl<T: Named> FromRequestParts<App> for Of<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Of<T>, Refusal> {
        let decided = parts.extensions.get::<Decided>().copied();
        // A route whose guard looked at something else, or at nothing, is a fault of ours.
        if !decided.is_some_and(|decided| T::is_named_by(decided.0)) {
            return Err(Refusal(Kind::IntegrityFailed));
        }
        let params = RawPathParams::from_request_parts(parts, &()).await;
        let params = params.map_err(|_| Refusal(Kind::BadRequest))?;
        let mut texts = params.iter().map(|(_, text)| text);
        let named = T::read(&mut texts).filter(|_| texts.next().is_none()).ok_or(Refusal::NOT_FOUND)?;
        Ok(Of(named, Proof(())))
    }
}

/// What an address can name: all of its parts.
pub trait Named: Sized {
    /// Whether routes that are about this name it.
    fn is_named_by(about: About) -> bool;
    /// Reads the parts; `None` when nothing can have such a name.
    fn read<'a>(texts: &mut impl Iterator<Item = &'a str>) -> Option<Self>;
}

/// What a part of an address can name.
pub trait Part: Sized {
    /// What the guard holds against the scope of someone when an address begins with it; none when it lies nowhere.
    const SUBJECTS: &'static [Subject] = &[];
    /// Reads it.
    fn read(text: &str) -> Option<Self>;
}

impl<T: Part> Named for T {
    fn is_named_by(about: About) -> bool {
        match about {
            About::One(subject) => T::SUBJECTS.contains(&subject),
            // A number can be that of a transfer, or of a thing of the city.
            About::Nothing | About::City | About::Everything => {
                T::SUBJECTS.iter().all(|one| *one == Subject::Transfer)
            }
            About::List | About::Form => false,
        }
    }

    fn read<'a>(texts: &mut impl Iterator<Item = &'a str>) -> Option<T> {
        <T as Part>::read(texts.next()?)
    }
}

impl<T: Part, U: Part> Named for (T, U) {
    fn is_named_by(about: About) -> bool {
        <T as Named>::is_named_by(about)
    }

    fn read<'a>(texts: &mut impl Iterator<Item = &'a str>) -> Option<(T, U)> {
        Some((<T as Part>::read(texts.next()?)?, <U as Part>::read(texts.next()?)?))
    }
}

impl<T: Part, U: Part, V: Part> Named for (T, U, V) {
    fn is_named_by(about: About) -> bool {
        <T as Named>::is_named_by(about)
    }

    fn read<'a>(texts: &mut impl Iterator<Item = &'a str>) -> Option<(T, U, V)> {
        Some((
            <T as Part>::read(texts.next()?)?,
            <U as Part>::read(texts.next()?)?,
            <V as Part>::read(texts.next()?)?,
        ))
    }
}

impl<T: Part, U: Part, V: Part, W: Part> Named for (T, U, V, W) {
    fn is_named_by(about: About) -> bool {
        <T as Named>::is_named_by(about)
    }

    fn read<'a>(texts: &mut impl Iterator<Item = &'a str>) -> Option<(T, U, V, W)> {
        Some((
            <T as Part>::read(texts.next()?)?,
            <U as Part>::read(texts.next()?)?,
            <V as Part>::read(texts.next()?)?,
            <W as Part>::read(texts.next()?)?,
        ))
    }
}

/// Names that are text, with what lies where they say.
macro_rules! parts {
    ($($name:ty: $make:expr, [$($subject:ident),*];)*) => {$(
        impl Part for $name {
            const SUBJECTS: &'static [Subject] = &[$(Subject::$subject),*];

            fn read(text: &str) -> Option<$name> {
                Some($make(text.to_string()))
            }
        }
    )*};
}

parts! {
    AccountId: AccountId::new, [];
    AreaId: AreaId::new, [Area];
    BatchNumber: BatchNumber, [];
    BudgetId: BudgetId::new, [];
    CallId: CallId::new, [];
    CommentId: CommentId::new, [];
    DataSetId: DataSetId::new, [];
    DecisionNumber: DecisionNumber, [Decision];
    GrantId: GrantId::new, [Grant];
    InitiatorId: InitiatorId::new, [Initiator];
    LineId: LineId::new, [];
    MailId: MailId::new, [];
    ObjectionNumber: ObjectionNumber, [Objection];
    PitchId: PitchId::new, [];
    ProposalId: ProposalId::new, [];
    RecipientId: RecipientId::new, [Recipient];
    RevocationId: RevocationId::new, [];
    RoundId: RoundId::new, [Round, Standing];
    String: std::convert::identity, [];
    TaskId: TaskId::new, [];
}

impl Part for u64 {
    const SUBJECTS: &'static [Subject] = &[Subject::Transfer];

    fn read(text: &str) -> Option<u64> {
        // A number that no row can have is the number of nothing.
        text.parse().ok().filter(|number| i64::try_from(*number).is_ok())
    }
}

/// What is open to everyone lies nowhere: there is nothing to hold against anybody's places.
pub fn open(parts: &mut Parts) {
    parts.extensions.insert(Decided(About::Nothing));
}

/// Whether someone may see, or change, what the route is about. Then the request carries that this was decided.
pub async fn allows(
    app: &App,
    who: &Account,
    about: About,
    wish: Wish,
    parts: &mut Parts,
) -> Result<bool, Refusal> {
    let allowed = lies_right(app, who, about, wish, parts).await?;
    if allowed {
        parts.extensions.insert(Decided(about));
    }
    Ok(allowed)
}

async fn lies_right(
    app: &App,
    who: &Account,
    about: About,
    wish: Wish,
    parts: &mut Parts,
) -> Result<bool, Refusal> {
    if who.scope == Scope::City {
        return Ok(true);
    }
    let subject = match about {
        About::Nothing | About::List | About::Form => return Ok(true),
        About::City => return Ok(wish == Wish::See),
        About::Everything => return Ok(false),
        About::One(subject) => subject,
    };
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let params = params.map_err(|_| Refusal(Kind::BadRequest))?;
    let named = params.iter().find(|(name, _)| *name == param(subject));
    let (_, key) = named.ok_or(Refusal(Kind::IntegrityFailed))?;
    holds(app, &who.scope, subject, key, wish).await
}

/// Whether a thing lies where it must for who works in these places.
pub async fn holds(
    app: &App,
    scope: &Scope,
    subject: Subject,
    key: &str,
    wish: Wish,
) -> Result<bool, Refusal> {
    if *scope == Scope::City {
        return Ok(true);
    }
    let mut conn = app.store.read().await?;
    let areas = store::scope::areas(&mut conn, subject, key).await?;
    let reach = store::scope::reaches(&mut conn).await?.of_areas(&areas);
    Ok(match wish {
        Wish::See => scope.touches(&reach),
        Wish::Change => subject.is_in_hands_of(scope, &reach),
    })
}

/// The part of an address that names a thing of this kind.
pub fn param(subject: Subject) -> &'static str {
    match subject {
        Subject::Area => "area",
        Subject::Round | Subject::Standing => "round",
        Subject::Grant => "grant",
        Subject::Decision => "decision",
        Subject::Objection => "objection",
        Subject::Transfer => "transfer",
        Subject::Recipient => "recipient",
        Subject::Initiator => "initiator",
    }
}
