//! Formal decisions (Dutch: besluiten) of the municipality about money, taken by mandate (Awb art. 10:3).

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionKind {
    /// A grant is awarded (Dutch: verlening).
    Award,
    /// A request is refused (Dutch: afwijzing).
    Refusal,
    /// An award is taken back or changed (Dutch: intrekking).
    Revocation,
    /// What the recipient keeps (Dutch: vaststelling).
    Settlement,
    /// What the recipient must pay back (Dutch: terugvordering).
    Reclaim,
    /// On an objection (Dutch: beslissing op bezwaar).
    Objection,
    /// Money moves between areas, pots or years within the reserve.
    Transfer,
}

impl DecisionKind {
    /// Every kind with its name in the database and in published documents.
    pub const NAMES: [(DecisionKind, &'static str); 7] = [
        (DecisionKind::Award, "award"),
        (DecisionKind::Refusal, "refusal"),
        (DecisionKind::Revocation, "revocation"),
        (DecisionKind::Settlement, "settlement"),
        (DecisionKind::Reclaim, "reclaim"),
        (DecisionKind::Objection, "objection"),
        (DecisionKind::Transfer, "transfer"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        DecisionKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<DecisionKind> {
        DecisionKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// The number of a decision, for letters and for the ledger: `2027-00041`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DecisionNumber(pub String);
