//! Recipients: who they are, and which of them count as one.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, FieldFault, grant, ledger, plain, vault};
use crate::domain::grant::GrantState;
use crate::domain::iban::Iban;
use crate::domain::id::RecipientId;
use crate::domain::log::kept::Kept;
use crate::domain::payee::{PayeeRevision, fingerprint, is_other};
use crate::domain::recipient::{
    Address, Affiliation, Aid, MAX_NAME, MAX_SIGNERS, PayBy, ProviderClass, Recipient, RecipientKind,
    families, linked, name_key,
};
use crate::domain::registration::{Kvk, Rsin};
use crate::store::{self, Tx, grant as grants, recipient};

/// Most lines of aid that an enterprise declares.
const MAX_AID: usize = 50;

/// What an officer writes down about a recipient.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What it is in law.
    pub kind: RecipientKind,
    /// What type of provider it is.
    pub class: ProviderClass,
    /// Its name.
    pub name: String,
    /// Where letters go.
    pub address: Address,
    /// Its number in the trade register.
    pub kvk: Option<Kvk>,
    /// Its number as a legal person.
    pub rsin: Option<Rsin>,
    /// How it is paid.
    pub pay_by: PayBy,
    /// Its account; `None` leaves the one that is known, if it is paid on an account.
    pub iban: Option<Iban>,
    /// The name of the holder of the account, as the bank has it.
    pub account_name: String,
    /// Whether it is an enterprise.
    pub is_enterprise: bool,
    /// Who may sign for it.
    pub signers: Vec<String>,
}

impl Wanted {
    fn faults(&self) -> Vec<FieldFault> {
        let bad = |text: &str| text.trim().is_empty() || text.chars().count() > MAX_NAME;
        let needs_number = self.kind.is_registered() && self.kvk.is_none();
        let signers = self.signers.len() > MAX_SIGNERS || self.signers.iter().any(|name| bad(name));
        let signed = self.signers.is_empty() && self.kind != RecipientKind::Person;
        let card = self.pay_by == PayBy::Card && (self.kind != RecipientKind::Person || self.iban.is_some());
        [
            (bad(&self.name) || name_key(&self.name).is_empty(), "recipient_name", "empty"),
            (bad(&self.address.street), "street", "empty"),
            (bad(&self.address.postcode), "postcode", "empty"),
            (bad(&self.address.place), "residence", "empty"),
            (needs_number, "kvk", "kvk-needed"),
            (self.account_name.chars().count() > MAX_NAME, "account_name", "long"),
            (self.pay_by == PayBy::Account && bad(&self.account_name), "account_name", "empty"),
            (card, "pay_by", "card"),
            (signers || signed, "signers", "signers"),
        ]
        .into_iter()
        .filter_map(|(wrong, field, fault)| wrong.then_some(FieldFault { field, fault }))
        .collect()
    }

    /// What stands on letters and goes to the bank is what is seen.
    fn plain(&self) -> Result<(), ActError> {
        let own = [
            ("recipient_name", self.name.as_str()),
            ("street", &self.address.street),
            ("postcode", &self.address.postcode),
            ("residence", &self.address.place),
            ("account_name", &self.account_name),
        ];
        let signers = self.signers.iter().map(|name| ("signers", name.as_str()));
        plain::names(&own.into_iter().chain(signers).collect::<Vec<_>>())
    }

    /// The recipient that it becomes, beside what is known of it.
    fn become_recipient(&self, ctx: &mut Context<'_>, old: Option<Recipient>) -> Recipient {
        let id = old.as_ref().map_or_else(|| RecipientId::new(ctx.seed.id()), |old| old.id.clone());
        let known = old.as_ref().and_then(|old| old.iban.clone()).filter(|_| self.pay_by == PayBy::Account);
        let iban = self.iban.as_ref().map(|iban| ctx.signing.vault.lock(&id, iban, &mut ctx.seed)).or(known);
        let text = |text: &str| text.trim().to_string();
        Recipient {
            kind: self.kind,
            class: self.class,
            name: text(&self.name),
            address: Address {
                street: text(&self.address.street),
                postcode: text(&self.address.postcode),
                place: text(&self.address.place),
            },
            kvk: self.kvk.clone(),
            rsin: self.rsin.clone(),
            pay_by: self.pay_by,
            iban,
            account_name: text(&self.account_name),
            is_enterprise: self.is_enterprise,
            signers: self.signers.iter().map(|name| text(name)).collect(),
            family: old.as_ref().map_or_else(|| id.clone(), |old| old.family.clone()),
            revision: old.as_ref().map_or(1, |old| old.revision + 1),
            id,
        }
    }
}

/// Writes down a new recipient.
pub async fn add(ctx: &mut Context<'_>, wanted: &Wanted) -> Result<RecipientId, ActError> {
    refuse(wanted.faults())?;
    wanted.plain()?;
    let made = wanted.become_recipient(ctx, None);
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    if wanted.iban.is_some() {
        vault::hold(ctx, &mut tx).await?;
    }
    recipient::add(&mut tx, &made, ctx.now).await?;
    store::payee::add(&mut tx, &PayeeRevision::of(&made, ctx.actor.name(), ctx.now, false)).await?;
    set_families(ctx, &mut tx).await?;
    let account = fingerprint(&made);
    let detail = json!({ "kind": made.kind.name(), "class": made.class.name(), "account": account });
    let note = Note::with("recipient.add", &made.id, detail).of_rows(Kept::Recipient, &made.id);
    ctx.finish(tx, note.of_rows(Kept::Payees, &made.id)).await?;
    Ok(made.id)
}

/// Changes a recipient whose revision was seen. Answers to checks about the earlier revision no longer count. Refused
/// when money that is awarded already would then reach a social-brokerage organisation.
pub async fn change(
    ctx: &mut Context<'_>,
    id: &RecipientId,
    seen: u64,
    wanted: &Wanted,
) -> Result<(), ActError> {
    refuse(wanted.faults())?;
    wanted.plain()?;
    let mut tx = ctx.begin().await?;
    // Before anything is read: an award and this change see each other, whichever comes first.
    ledger::hold(&mut tx).await?;
    let old = recipient::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    if old.revision != seen {
        return Err(ActError::DraftChanged);
    }
    if wanted.iban.is_some() {
        vault::hold(ctx, &mut tx).await?;
    }
    let made = wanted.become_recipient(ctx, Some(old.clone()));
    if !recipient::change(&mut tx, &made, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    set_families(ctx, &mut tx).await?;
    keep_out(ctx, &mut tx, id).await?;
    if is_other(&old, &made) {
        let needs_second = is_promised(&mut tx, id).await?;
        store::payee::add(&mut tx, &PayeeRevision::of(&made, ctx.actor.name(), ctx.now, needs_second))
            .await?;
    }
    let detail = json!({
        "kind": made.kind.name(), "class": made.class.name(), "revision": made.revision,
        "account": fingerprint(&made),
    });
    let note = Note::with("recipient.change", id, detail).of_rows(Kept::Recipient, id);
    ctx.finish(tx, note.of_rows(Kept::Payees, id)).await
}

/// Refuses when a grant of the recipient that runs would go where it may not.
async fn keep_out(ctx: &Context<'_>, tx: &mut Tx, id: &RecipientId) -> Result<(), ActError> {
    for grant_id in recipient::grants_of(tx, id).await? {
        let record = grants::find(tx, &grant_id).await?.ok_or(ActError::NotFound)?;
        if record.state.is_awarded() && record.state != GrantState::Closed {
            grant::checks::keep_out(tx, [&grant_id], ctx.now).await?;
        }
    }
    Ok(())
}

/// Whether money was awarded to the recipient that may still be on its way to it.
async fn is_promised(tx: &mut Tx, id: &RecipientId) -> Result<bool, ActError> {
    for grant_id in recipient::grants_of(tx, id).await? {
        let record = grants::find(tx, &grant_id).await?.ok_or(ActError::NotFound)?;
        if record.state.is_awarded() && record.state != GrantState::Closed {
            return Ok(true);
        }
    }
    Ok(false)
}

fn refuse(faults: Vec<FieldFault>) -> Result<(), ActError> {
    if faults.is_empty() { Ok(()) } else { Err(ActError::Fields(faults)) }
}

/// Writes down that two recipients belong together: from now on they count as one.
pub async fn affiliate(
    ctx: &Context<'_>,
    one: &RecipientId,
    other: &RecipientId,
    ground: &str,
) -> Result<(), ActError> {
    if ground.trim().is_empty() || ground.chars().count() > MAX_NAME {
        return Err(ActError::field("link_ground", "empty"));
    }
    plain::lines(&[("link_ground", ground)])?;
    if one == other {
        return Err(ActError::field("other", "choose"));
    }
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    for id in [one, other] {
        recipient::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    }
    let pair = if one < other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) };
    let known = recipient::affiliations(&mut tx).await?;
    if known.iter().any(|link| link.pair == pair && link.ended.is_none()) {
        return Err(ActError::field("other", "affiliated"));
    }
    let link =
        Affiliation { pair, since: ctx.now, ended: None, ground: ground.trim().to_string(), parting: None };
    recipient::affiliate(&mut tx, &link, &ctx.actor.name()).await?;
    set_families(ctx, &mut tx).await?;
    ctx.finish(tx, Note::with("recipient.affiliate", one, json!({ "other": other }))).await
}

/// Who counts as one follows from all affiliations and from numbers that two have; awards wait for it, because the turn of
/// the ledger is held.
pub(super) async fn set_families(ctx: &Context<'_>, tx: &mut Tx) -> Result<(), ActError> {
    let everyone = recipient::list(tx).await?;
    let found = families(&linked(recipient::affiliations(tx).await?, &everyone), ctx.now);
    for one in everyone {
        let family = found.get(&one.id).unwrap_or(&one.id);
        if family != &one.family {
            recipient::set_family(tx, &one.id, family).await?;
        }
    }
    Ok(())
}

/// Writes down the aid that an enterprise declared, in the place of what it declared before.
pub async fn declare_aid(ctx: &Context<'_>, id: &RecipientId, aid: &[Aid]) -> Result<(), ActError> {
    let bad = |one: &Aid| {
        let day: Option<jiff::civil::Date> = one.day.parse().ok();
        let told = !one.giver.trim().is_empty() && one.giver.chars().count() <= MAX_NAME;
        !told || day.is_none_or(|day| day > ctx.now.local().date() || day.to_string() != one.day)
    };
    if aid.len() > MAX_AID || aid.iter().any(bad) {
        return Err(ActError::field("aid", "aid"));
    }
    plain::lines(&aid.iter().map(|one| ("aid", one.giver.as_str())).collect::<Vec<_>>())?;
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let found = recipient::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    if !found.is_enterprise {
        return Err(ActError::field("aid", "no-enterprise"));
    }
    recipient::set_aid(&mut tx, id, aid).await?;
    ctx.finish(tx, Note::with("recipient.aid", id, json!({ "lines": aid.len() }))).await
}
