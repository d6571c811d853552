//! Mix statements: signing one makes it public, for good.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, FieldFault, plain};
use crate::domain::digest::Digest;
use crate::domain::id::AreaId;
use crate::domain::log::chain::Actor;
use crate::domain::mix::{Basis, FORMAT, MixFault, MixStatement, Planned, Provider};
use crate::domain::pot::Pot;
use crate::store::mix::{self, Stored};
use crate::store::{account, area};

/// Field of a form that holds the share, and the one that holds its reason, per type of provider.
pub const PROVIDERS: [(Provider, &str, &str); 4] = [
    (Provider::Smo, "mix_smo", "mix_smo_reason"),
    (Provider::Residents, "mix_residents", "mix_residents_reason"),
    (Provider::Professionals, "mix_professionals", "mix_professionals_reason"),
    (Provider::Other, "mix_other", "mix_other_reason"),
];

/// The same per pot.
pub const POTS: [(Pot, &str, &str); 4] = [
    (Pot::Continuity, "mix_continuity", "mix_continuity_reason"),
    (Pot::Renewal, "mix_renewal", "mix_renewal_reason"),
    (Pot::Development, "mix_development", "mix_development_reason"),
    (Pot::Quick, "mix_quick", "mix_quick_reason"),
];

/// What a wijkbureau is about to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMix {
    /// For which area.
    pub area: AreaId,
    /// For which year.
    pub year: i64,
    /// On which wijkanalyse.
    pub basis: Basis,
    /// Planned parts by type of provider.
    pub providers: Vec<Planned<Provider>>,
    /// Planned parts by pot.
    pub pots: Vec<Planned<Pot>>,
}

/// Signs a statement as a person of the wijkbureau: it is public from here on and never changes. Rounds of the area and
/// year that open later carry its fingerprint in their rules; those that opened before keep the one they had.
pub async fn sign(ctx: &Context<'_>, new: NewMix) -> Result<Digest, ActError> {
    let Actor::Staff(by) = &ctx.actor else { return Err(ActError::FourEyes) };
    let mut tx = ctx.begin().await?;
    let signer = account::find(&mut tx, by).await?.ok_or(ActError::NotFound)?;
    let areas = area::list(&mut tx).await?;
    let found = areas.into_iter().find(|one| one.id == new.area).ok_or(ActError::field("area", "choose"))?;
    if !(1_900..=9_999).contains(&new.year) {
        return Err(ActError::field("year", "year"));
    }
    let earlier = mix::of_area(&mut tx, &new.area, new.year).await?;
    let statement = MixStatement {
        format: FORMAT.to_string(),
        area: found.id,
        area_name: found.name,
        year: new.year,
        number: earlier.first().map_or(0, |newest| newest.number) + 1,
        basis: new.basis,
        providers: new.providers,
        pots: new.pots,
        function: signer.function,
        signed: ctx.now.whole_seconds(),
    };
    let faults: Vec<FieldFault> = statement.faults().into_iter().map(field).collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    written_plainly(&statement)?;
    let body = statement.write();
    let hash = Digest::of(&body);
    let object = format!("{}/{}/{}", statement.area, statement.year, statement.number);
    let stored = Stored { number: statement.number, body, hash, statement, by: by.clone(), at: ctx.now };
    mix::add(&mut tx, &stored).await?;
    ctx.finish(tx, Note::with("mix.sign", object, json!({ "hash": hash }))).await?;
    Ok(hash)
}

/// The words of a statement, each at its field.
fn written_plainly(statement: &MixStatement) -> Result<(), ActError> {
    plain::lines(&[("basis_name", &statement.basis.name)])?;
    plain::lines(&reasons(&statement.providers, &PROVIDERS))?;
    plain::lines(&reasons(&statement.pots, &POTS))
}

fn reasons<'a, T: PartialEq>(
    planned: &'a [Planned<T>],
    fields: &[(T, &'static str, &'static str)],
) -> Vec<(&'static str, &'a str)> {
    let field = |of: &T| fields.iter().find(|(one, ..)| one == of).map(|(_, _, reason)| *reason);
    planned.iter().filter_map(|one| Some((field(&one.of)?, one.reason.as_str()))).collect()
}

fn field(fault: MixFault) -> FieldFault {
    let (field, fault) = match fault {
        MixFault::Basis => ("basis_name", "empty"),
        MixFault::Providers => ("mix_smo", "whole"),
        MixFault::Pots => ("mix_continuity", "whole"),
        MixFault::Reason => ("mix_smo_reason", "reasons"),
    };
    FieldFault { field, fault }
}
