//! Pots in words.

use crate::domain::money::BasisPoints;
use crate::domain::pot::Pot;
use crate::text::Text;

/// The name of a pot.
pub fn name(text: Text, pot: Pot) -> String {
    text.get(match pot {
        Pot::None => "pot-none",
        Pot::Continuity => "pot-continuity",
        Pot::Renewal => "pot-renewal",
        Pot::Development => "pot-development",
        Pot::Quick => "pot-quick",
    })
}

/// The names of several, one after the other.
pub fn names(text: Text, pots: &[Pot]) -> String {
    let names: Vec<String> = pots.iter().map(|pot| name(text, *pot)).collect();
    names.join(", ")
}

/// A share as people write it: `30%`, `12,5%`.
pub fn percent(share: BasisPoints) -> String {
    format!("{}%", typed_percent(share))
}

/// The same without the sign, as it stands in a field.
pub fn typed_percent(share: BasisPoints) -> String {
    let (whole, rest) = (share.get() / 100, share.get() % 100);
    match rest {
        0 => whole.to_string(),
        _ if rest % 10 == 0 => format!("{whole},{}", rest / 10),
        _ => format!("{whole},{rest:02}"),
    }
}
