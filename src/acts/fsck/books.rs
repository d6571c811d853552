//! What many checks look at, read once: the ledger, the grants with their steps and years, and the decisions.

use std::collections::BTreeMap;

use super::super::ActError;
use crate::domain::decision::{Decision, DecisionKind};
use crate::domain::grant::{GrantRecord, GrantStep, Slice};
use crate::domain::id::{GrantId, RecipientId};
use crate::domain::ledger::{AccountKind, Balance, Posting, PostingKind};
use crate::domain::money::Cents;
use crate::domain::payee::PayeeRevision;
use crate::domain::payment::{BatchNumber, Order};
use crate::domain::recipient::Recipient;
use crate::domain::time::Moment;
use crate::store::grant::Event;
use crate::store::{self, Conn};

/// A later year of a grant as it was agreed.
pub(super) struct Agreed {
    pub slice: Slice,
    /// The decision that took it back.
    pub taken_back: Option<String>,
}

/// Everything about money that is read as a whole.
pub(super) struct Books {
    pub postings: Vec<Posting>,
    pub accounts: Vec<Balance>,
    pub grants: Vec<GrantRecord>,
    pub decisions: Vec<Decision>,
    histories: BTreeMap<GrantId, Vec<Event>>,
    agreed: BTreeMap<GrantId, Vec<Agreed>>,
    /// Places of postings and of accounts, by grant.
    posted: BTreeMap<GrantId, Vec<usize>>,
    held: BTreeMap<GrantId, Vec<usize>>,
    decided: BTreeMap<GrantId, Vec<usize>>,
}

impl Books {
    pub(super) async fn read(conn: &mut Conn) -> Result<Books, ActError> {
        let postings = store::ledger::postings(conn).await?;
        let accounts = store::ledger::accounts(conn).await?;
        let decisions = store::decision::list(conn).await?;
        let mut agreed: BTreeMap<GrantId, Vec<Agreed>> = BTreeMap::new();
        for (grant, slice, taken_back) in store::slice::agreed(conn).await? {
            agreed.entry(grant).or_default().push(Agreed { slice, taken_back });
        }
        let of_posting =
            |posting: &Posting| posting.draft.to.grant.clone().or(posting.draft.from.grant.clone());
        Ok(Books {
            posted: places(&postings, of_posting),
            held: places(&accounts, |account| account.key.grant.clone()),
            decided: places(&decisions, |taken| taken.grant.clone()),
            grants: store::grant::list(conn).await?,
            histories: store::grant::histories(conn).await?,
            postings,
            accounts,
            decisions,
            agreed,
        })
    }

    /// The steps of a grant, in order.
    pub(super) fn history(&self, grant: &GrantId) -> &[Event] {
        self.histories.get(grant).map_or(&[], Vec::as_slice)
    }

    /// The later years of a grant, those that were taken back included.
    pub(super) fn agreed(&self, grant: &GrantId) -> &[Agreed] {
        self.agreed.get(grant).map_or(&[], Vec::as_slice)
    }

    /// The postings on accounts of a grant, in order.
    pub(super) fn postings_of(&self, grant: &GrantId) -> impl Iterator<Item = &Posting> {
        self.posted.get(grant).into_iter().flatten().map(|place| &self.postings[*place])
    }

    /// The accounts of a grant.
    pub(super) fn accounts_of(&self, grant: &GrantId) -> impl Iterator<Item = &Balance> {
        self.held.get(grant).into_iter().flatten().map(|place| &self.accounts[*place])
    }

    /// The decisions of a kind about a grant, in order.
    pub(super) fn decisions_of(
        &self,
        grant: &GrantId,
        kind: DecisionKind,
    ) -> impl Iterator<Item = &Decision> {
        let own = self.decided.get(grant).into_iter().flatten().map(|place| &self.decisions[*place]);
        own.filter(move |taken| taken.kind == kind)
    }

    /// The award among the steps of a grant.
    pub(super) fn award(&self, grant: &GrantId) -> Option<&Event> {
        self.history(grant).iter().find(|event| event.step == GrantStep::Award)
    }

    /// What a grant was awarded in all its years, those that were taken back included.
    pub(super) fn awarded(&self, record: &GrantRecord) -> Cents {
        let later = self.agreed(&record.id).iter().map(|year| year.slice.amount);
        Cents::sum(std::iter::once(record.amount).chain(later)).unwrap_or(Cents::MAX)
    }

    /// What was set aside for a grant when it was selected, and each time that it was set aside anew because an objection
    /// against its refusal was right: how much, and whether it came out of what its round held back for objections.
    pub(super) fn set_aside(&self, grant: &GrantId) -> Vec<(Cents, bool)> {
        let mut times: Vec<(Cents, bool)> = Vec::new();
        let mut is_given_back = true;
        for draft in self.postings_of(grant).map(|posting| &posting.draft) {
            if draft.from.kind == AccountKind::Selected && draft.kind == PostingKind::Release {
                is_given_back = true;
            }
            if draft.to.kind != AccountKind::Selected {
                continue;
            }
            let before = if is_given_back { None } else { times.pop() };
            let (sum, held_back) = before.unwrap_or((Cents::ZERO, false));
            let sum = sum.plus(draft.amount).unwrap_or(Cents::MAX);
            times.push((sum, held_back || draft.from.kind == AccountKind::Objection));
            is_given_back = false;
        }
        times
    }
}

/// Who is paid by what, read once: orders, when their batches left, and every recipient with its accounts through time.
pub(super) struct Paid {
    pub orders: Vec<Order>,
    pub recipients: Vec<Recipient>,
    payees: BTreeMap<RecipientId, Vec<PayeeRevision>>,
    made_out: BTreeMap<GrantId, RecipientId>,
    left: BTreeMap<BatchNumber, Moment>,
    ordered: BTreeMap<GrantId, Vec<usize>>,
}

impl Paid {
    pub(super) async fn read(conn: &mut Conn) -> Result<Paid, ActError> {
        let orders = store::payment::orders(conn).await?;
        let batches = store::payment::batches(conn).await?.into_iter();
        Ok(Paid {
            ordered: places(&orders, |order| Some(order.grant.clone())),
            orders,
            recipients: store::recipient::list(conn).await?,
            payees: store::payee::list(conn).await?,
            made_out: store::recipient::of_grants(conn).await?.into_iter().collect(),
            left: batches.filter_map(|batch| Some((batch.number, batch.exported?.1))).collect(),
        })
    }

    /// The orders of a grant, by number.
    pub(super) fn orders_of(&self, grant: &GrantId) -> impl Iterator<Item = &Order> {
        self.ordered.get(grant).into_iter().flatten().map(|place| &self.orders[*place])
    }

    /// When the batch of an order was taken to the bank.
    pub(super) fn left(&self, order: &Order) -> Option<Moment> {
        order.batch.as_ref().and_then(|batch| self.left.get(batch)).copied()
    }

    /// What is known of the account of a recipient, the oldest first.
    pub(super) fn payees_of(&self, recipient: &RecipientId) -> &[PayeeRevision] {
        self.payees.get(recipient).map_or(&[], Vec::as_slice)
    }

    /// To whom a grant is made out.
    pub(super) fn made_out(&self, grant: &GrantId) -> Option<&RecipientId> {
        self.made_out.get(grant)
    }
}

fn places<One>(all: &[One], grant: impl Fn(&One) -> Option<GrantId>) -> BTreeMap<GrantId, Vec<usize>> {
    let mut places: BTreeMap<GrantId, Vec<usize>> = BTreeMap::new();
    for (place, one) in all.iter().enumerate() {
        if let Some(grant) = grant(one) {
            places.entry(grant).or_default().push(place);
        }
    }
    places
}
