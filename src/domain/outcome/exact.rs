//! Exact numbers as published text.

use num_bigint::BigUint;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::tally::Ratio;

/// An exact amount, written as a fraction of euros: `38` or `12345/200`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactAmount(pub Ratio);

/// An exact number that is no amount, such as effective votes: `97` or `1284/5`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactNumber(pub Ratio);

impl Serialize for ExactAmount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let euros = Ratio::new(self.0.numerator().clone(), self.0.denominator() * 100_u32);
        serializer.collect_str(&euros)
    }
}

impl<'de> Deserialize<'de> for ExactAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ExactAmount, D::Error> {
        let (above, below) = fraction(deserializer)?;
        Ok(ExactAmount(Ratio::new(above * 100_u32, below)))
    }
}

impl Serialize for ExactNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ExactNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ExactNumber, D::Error> {
        let (above, below) = fraction(deserializer)?;
        Ok(ExactNumber(Ratio::new(above, below)))
    }
}

/// What stands above and below the line; below is not 0.
fn fraction<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(BigUint, BigUint), D::Error> {
    let text = String::deserialize(deserializer)?;
    let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
    match (above.parse(), below.parse()) {
        (Ok(above), Ok(below)) if below != BigUint::ZERO => Ok((above, below)),
        _ => Err(de::Error::custom("not an exact number")),
    }
}
