//! Grants whose file is in order: with a recipient, an account and every check answered.

use schuifruimte::acts;
use schuifruimte::acts::grant::checks;
use schuifruimte::acts::recipient::Wanted;
use schuifruimte::domain::check::{Answer, CheckKind, CheckedBy, Need, Terms};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::iban::Iban;
use schuifruimte::domain::id::{GrantId, RecipientId, RoundId};
use schuifruimte::domain::money::BasisPoints;
use schuifruimte::domain::recipient::{Address, PayBy, ProviderClass, RecipientKind};
use schuifruimte::domain::registration::Kvk;
use schuifruimte::domain::vault::VaultKey;
use schuifruimte::store;

use super::town::service_key;
use super::{Town, days, lookout};

/// The key of account numbers: in tests it is always the same.
pub fn vault() -> VaultKey {
    VaultKey::from_bytes(service_key("vault"))
}

/// A Dutch account number with the right check digits; the same for the same word.
pub fn iban(word: &str) -> Iban {
    let account = eight(word);
    (2..=98)
        .find_map(|check| Iban::parse(&format!("NL{check:02}SRUM00{account}")).ok())
        .expect("one of the check digits is right")
}

/// A number of the trade register; the same for the same word.
pub fn kvk(word: &str) -> Kvk {
    Kvk::parse(&eight(word)).expect("eight digits that are not all the same")
}

/// Eight digits, not all the same, that follow from a word.
fn eight(word: &str) -> String {
    let bytes = *Digest::of(word.as_bytes()).bytes();
    let digits: String = bytes[..7].iter().map(|byte| char::from(b'0' + byte % 10)).collect();
    let other = (bytes[0] % 10 + 1) % 10;
    format!(
        "{digits}{}",
        if digits.bytes().all(|digit| digit == digits.as_bytes()[0]) { other } else { bytes[7] % 10 }
    )
}

/// A foundation of this name as an officer writes it down, with an account of its own.
pub fn foundation(name: &str) -> Wanted {
    Wanted {
        kind: RecipientKind::Foundation,
        class: ProviderClass::Resident,
        name: name.to_string(),
        address: Address {
            street: "Elinkwijkstraat 12".to_string(),
            postcode: "3551 AB".to_string(),
            place: "Utrecht".to_string(),
        },
        kvk: Some(kvk(name)),
        rsin: None,
        pay_by: PayBy::Account,
        iban: Some(iban(name)),
        account_name: name.to_string(),
        is_enterprise: false,
        signers: vec!["Truus van Dijk".to_string()],
    }
}

impl Town {
    /// Writes down a recipient.
    pub async fn recipient(&self, wanted: &Wanted) -> RecipientId {
        if let Some(iban) = &wanted.iban {
            lookout::planted(&self.place.url, iban.whole());
        }
        acts::recipient::add(&mut self.joris_at(days(17)), wanted).await.expect("a recipient")
    }

    /// Makes a grant out to a recipient.
    pub async fn make_out(&self, grant: &GrantId, recipient: &RecipientId) {
        checks::set_recipient(&self.joris_at(days(17)), grant, recipient).await.expect("made out");
    }

    /// Joris does every check of a grant that has a recipient: what is computed, and what he looks at with yes.
    pub async fn do_checks(&self, grant: &GrantId) {
        let joris = self.joris_at(days(17));
        checks::compute(&joris, grant).await.expect("computed");
        let mut conn = self.place.store.read().await.expect("a connection");
        let record = store::grant::find(&mut conn, grant).await.expect("it reads").expect("a grant");
        let dossier = checks::dossier(&mut conn, &record).await.expect("it reads").expect("a recipient");
        drop(conn);
        for kind in CheckKind::all().filter(|kind| kind.checked_by() == CheckedBy::Person) {
            if kind.need(&dossier) != Need::NotAsked {
                checks::answer(&joris, grant, kind, Answer::Yes, "gezien").await.expect("answered");
            }
        }
    }

    /// Brings the file of a certified grant in order: a foundation of the applicant's name with an account of its own, and
    /// every check done by Joris. Marijke may award it.
    pub async fn check_grant(&self, grant: &GrantId) {
        let mut conn = self.place.store.read().await.expect("a connection");
        let record = store::grant::find(&mut conn, grant).await.expect("it reads").expect("a grant");
        drop(conn);
        let recipient = self.recipient(&foundation(&record.applicant)).await;
        self.make_out(grant, &recipient).await;
        self.do_checks(grant).await;
    }

    /// The grants of a round that was certified, by name.
    pub async fn grants(&self, round: &RoundId) -> Vec<GrantId> {
        let mut conn = self.place.store.read().await.expect("a connection");
        let grants = store::grant::of_round(&mut conn, round).await.expect("they read");
        grants.into_iter().map(|grant| grant.id).collect()
    }

    /// A certified round of this name, its first grant with a file in order: Marijke may award it.
    pub async fn checked_grant(&self, name: &str) -> GrantId {
        let round = self.certified_round(name).await;
        let grant = self.grants(&round.id).await.remove(0);
        self.check_grant(&grant).await;
        grant
    }

    /// Lets one recipient have all of a round, so that small rounds of large plans can be awarded.
    pub(super) async fn free_terms(&self, round: &RoundId) {
        let of_round = BasisPoints::new(10_000).expect("all of it");
        let terms = Terms { of_round, ..Terms::default() };
        checks::set_round_terms(&self.joris_at(days(-30)), round, &terms).await.expect("terms");
    }

    /// Joris and Marijke each state that they have no interest in a round.
    pub async fn state_no_interest(&self, round: &RoundId) {
        for ctx in [self.joris_at(days(-30)), self.marijke_at(days(-30))] {
            acts::interest::state(&ctx, round, None, "").await.expect("stated");
        }
    }

    /// The same in a standing round.
    pub async fn no_interest_in_quick(&self, round: &RoundId) {
        for ctx in [self.joris_at(days(-1)), self.marijke_at(days(-1))] {
            acts::interest::state_standing(&ctx, round, None, "").await.expect("stated");
        }
    }

    /// Opens a draft, lets twelve vote, and certifies: the round.
    pub async fn certify_draft(&self, id: RoundId) -> RoundId {
        let round = self.open_draft(id, super::town::LETTERS).await;
        self.cast_twelve(&round).await;
        self.close_and_seal(&round.id).await;
        let hash = self.count_and_propose(&round.id).await;
        let marijke = self.marijke_at(days(17));
        acts::certificate::approve(&marijke, &round.id, &hash).await.expect("certified");
        round.id
    }
}
