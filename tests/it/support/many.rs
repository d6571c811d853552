//! The files of many grants in order within one transaction: what the acts of [`super::checked`] write, a thousand
//! commits sooner.

use schuifruimte::acts::grant::checks;
use schuifruimte::acts::recipient::Wanted;
use schuifruimte::acts::vault;
use schuifruimte::domain::check::{Answer, Answered, CheckKind, CheckedBy, Need};
use schuifruimte::domain::grant::Slice;
use schuifruimte::domain::id::{GrantId, RecipientId};
use schuifruimte::domain::log::chain::{self, Actor, StaffEntry};
use schuifruimte::domain::log::kept::{Kept, ToldRows};
use schuifruimte::domain::payee::PayeeRevision;
use schuifruimte::domain::recipient::Recipient;
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use schuifruimte::store::{self, Tx};

use super::Town;
use super::checked::{self, foundation};

impl Town {
    /// Brings the files of certified grants in order at a moment, each with these later years: Marijke may award them all.
    pub async fn check_grants(&self, grants: &[GrantId], later: &[Slice], at: Moment) {
        let mut tx = self.place.store.begin().await.expect("a transaction");
        for (number, grant) in grants.iter().enumerate() {
            self.check_within(&mut tx, grant, number, at).await;
            store::slice::set(&mut tx, grant, later).await.expect("agreed");
        }
        store::commit(tx).await.expect("it is durable");
        vault::settle(&self.nobody_at(at)).await.expect("the key is the one that locked them");
    }

    async fn check_within(&self, tx: &mut Tx, grant: &GrantId, number: usize, at: Moment) {
        let record = store::grant::find(tx, grant).await.expect("it reads").expect("a grant");
        let own = foundation(&format!("{} {number}", record.applicant));
        // Of one name, each a legal person of its own.
        let named = Wanted { name: record.applicant.clone(), account_name: record.applicant.clone(), ..own };
        let recipient = written_down(named, number);
        store::recipient::add(tx, &recipient, at).await.expect("a recipient");
        let payee = PayeeRevision::of(&recipient, self.joris.as_str().to_string(), at, false);
        store::payee::add(tx, &payee).await.expect("who is paid");
        store::recipient::set_of_grant(tx, grant, &recipient.id, at).await.expect("made out");
        let dossier = checks::dossier(tx, &record).await.expect("it reads").expect("a recipient");
        for kind in CheckKind::all().filter(|kind| kind.need(&dossier) != Need::NotAsked) {
            let holds = kind.checked_by() == CheckedBy::Person || dossier.compute(kind, at).holds;
            assert!(holds, "{} of {grant}", kind.name());
            let about = (recipient.id.clone(), recipient.revision);
            let (answer, by, reason) = (Answer::Yes, self.joris.clone(), "gezien".to_string());
            let given = Answered { kind, answer, about, file: dossier.mark(kind), by, at, reason };
            store::check::answer(tx, grant, &given).await.expect("answered");
        }
        let own = [(Kept::Recipient, recipient.id.as_str()), (Kept::Payees, recipient.id.as_str())];
        self.tell_of(
            tx,
            at,
            own.into_iter().chain([(Kept::MadeOut, grant.as_str()), (Kept::Checks, grant.as_str())]),
        )
        .await;
    }

    /// Tells the staff log of rows, as each act does.
    async fn tell_of(&self, tx: &mut Tx, at: Moment, wrote: impl Iterator<Item = (Kept, &str)>) {
        let mut rows = Vec::new();
        for (kept, key) in wrote {
            let digest = store::kept::of(tx, kept, key).await.expect("it reads");
            rows.push(ToldRows { kind: kept.name().to_string(), key: key.to_string(), digest });
        }
        let (by, object) = (Actor::Staff(self.joris.clone()).name(), String::new());
        let (act, detail) = ("grant.check", serde_json::Value::Null);
        let entry = StaffEntry { at, by, act, object, detail, postings: None, rows }.bytes();
        let (seq, previous) = store::log::next_staff(tx).await.expect("its turn");
        let hash = chain::link(&previous.unwrap_or_else(chain::start), &entry);
        store::log::append_staff(tx, seq, &entry, &hash).await.expect("appended");
    }
}

/// A recipient as the act writes it down.
fn written_down(wanted: Wanted, number: usize) -> Recipient {
    let mut key = [46; 32];
    key[..8].copy_from_slice(&u64::try_from(number).expect("few").to_be_bytes());
    let mut seed = Seed::new(key);
    let id = RecipientId::new(seed.id());
    let iban = wanted.iban.as_ref().map(|iban| checked::vault().lock(&id, iban, &mut seed));
    Recipient {
        kind: wanted.kind,
        class: wanted.class,
        name: wanted.name,
        address: wanted.address,
        kvk: wanted.kvk,
        rsin: wanted.rsin,
        pay_by: wanted.pay_by,
        iban,
        account_name: wanted.account_name,
        is_enterprise: wanted.is_enterprise,
        signers: wanted.signers,
        family: id.clone(),
        revision: 1,
        id,
    }
}
