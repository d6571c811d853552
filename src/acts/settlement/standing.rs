//! What is asked of a recipient, and where a grant stands on its way to the settlement.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::json;

use super::super::log::Note;
use super::super::payment::held_in;
use super::super::{ActError, Context, bounds};
use crate::domain::accountability::{Class, Counted, Thresholds, Waiting, yearly};
use crate::domain::bounds::BoundsSet;
use crate::domain::grant::{GrantRecord, Source};
use crate::domain::id::{GrantId, LineId, RecipientId};
use crate::domain::ledger::{AccountKind, Balance};
use crate::domain::log::kept::Kept;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::settlement::{Account, Held, Way};
use crate::store::payment::Plan;
use crate::store::settlement::Settlement;
use crate::store::{self, Conn, payment, settlement};

/// Where a grant stands on its way to the settlement.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The bounds that count for it.
    pub thresholds: Thresholds,
    /// What its recipient has per calendar year of the grant, and the class of that year.
    pub years: Vec<(i64, Cents, Class)>,
    /// What its recipient must hand in: the highest class of its years.
    pub class: Class,
    /// The end of its activities, once it is known.
    pub plan: Option<Plan>,
    /// What is to be done about the account, once the end is known and until it came.
    pub waiting: Option<Waiting>,
    /// The account that came.
    pub account: Option<Account>,
    /// The settlement.
    pub settlement: Option<Settlement>,
    /// Its years with their lines, the first one first.
    pub lines: Vec<(i64, LineId)>,
    /// What stands on its accounts, in all its years.
    pub accounts: Vec<Balance>,
}

impl Standing {
    /// By which way it can be settled now.
    pub fn way(&self) -> Option<Way> {
        Way::open(self.account.as_ref(), self.class, self.waiting)
    }

    /// What stands on its accounts of a kind, in all years.
    pub fn held(&self, kind: AccountKind) -> Cents {
        let own = self.accounts.iter().filter(|one| one.key.kind == kind);
        Cents::sum(own.map(Balance::balance)).unwrap_or(Cents::MAX)
    }

    /// What is granted: all that stands there and was not settled yet.
    pub fn granted(&self) -> Cents {
        let kinds = [AccountKind::Committed, AccountKind::Payable, AccountKind::Paid, AccountKind::Accounted];
        Cents::sum(kinds.map(|kind| self.held(kind))).unwrap_or(Cents::MAX)
    }
}

/// Where a grant stands today.
pub async fn standing(conn: &mut Conn, record: &GrantRecord, today: Date) -> Result<Standing, ActError> {
    let whole = store::slice::whole(conn, record).await?;
    let mut all: Vec<Counted> = Vec::new();
    let (mut own, mut is_counted): (BTreeSet<i64>, _) = (BTreeSet::new(), false);
    for (grant, one) in settlement::counted(conn, &record.id).await? {
        if grant == record.id {
            is_counted = true;
            own.insert(one.year);
        }
        all.push(as_asked(&record.id, &grant, one));
    }
    if !is_counted {
        // Before the award nothing stands in the ledger yet: what it would be, year by year.
        for slice in whole.slices() {
            own.insert(slice.year);
            all.push(Counted { year: slice.year, granted: slice.amount, settled_at_once: false });
        }
    }
    let plan = payment::plan(conn, &record.id).await?;
    let rows = settlement::thresholds(conn).await?;
    let thresholds = Thresholds::of(&rows, &regulation(conn, record).await?, whole.first().year);
    let income = plan.as_ref().and_then(|plan| plan.income);
    let years = classed(&own, &all, &thresholds, income);
    let class = highest(&years);
    let account = settlement::account(conn, &record.id).await?;
    let made = settlement::settlement(conn, &record.id).await?;
    let reminded = settlement::reminder(conn, &record.id).await?;
    let is_open = account.is_none() && made.is_none();
    let ends_on = plan.as_ref().map(|plan| plan.ends_on).filter(|_| is_open);
    let waiting = ends_on.map(|ends_on| Waiting::at(&thresholds, class, ends_on, reminded, today));
    let accounts = store::ledger::accounts_of_grant(conn, &record.id).await?;
    let lines = lines(conn, &accounts).await?;
    Ok(Standing { thresholds, years, class, plan, waiting, account, settlement: made, lines, accounts })
}

/// What a recipient has per calendar year of a grant, and the class of that year.
fn classed(
    own: &BTreeSet<i64>,
    all: &[Counted],
    thresholds: &Thresholds,
    income: Option<BasisPoints>,
) -> Vec<(i64, Cents, Class)> {
    let year = |year: &i64| {
        let sum = yearly(all, *year);
        (*year, sum, thresholds.class(sum, income))
    };
    own.iter().map(year).collect()
}

fn highest(years: &[(i64, Cents, Class)]) -> Class {
    years.iter().map(|(.., class)| *class).max().unwrap_or(Class::Direct)
}

/// A grant whose activities ended before today, and what its account waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The grant.
    pub grant: GrantRecord,
    /// What is to be done about its account.
    pub waiting: Waiting,
}

/// The grants whose account, or whose settlement, is late, the oldest first: what [`standing`] would say of each of them,
/// asked of the database for all at once.
pub async fn late(conn: &mut Conn, today: Date) -> Result<Vec<Late>, ActError> {
    let ended = settlement::ended(conn, today).await?;
    let rows = settlement::thresholds(conn).await?;
    let mut own: BTreeMap<GrantId, BTreeSet<i64>> = BTreeMap::new();
    let mut counts: BTreeMap<String, Vec<Counted>> = BTreeMap::new();
    for (recipient, grant, one) in settlement::counted_of_ended(conn, today).await? {
        own.entry(grant.clone()).or_default().insert(one.year);
        counts.entry(who(recipient.as_ref(), &grant)).or_default().push(one);
    }
    let mut late = Vec::new();
    for one in ended {
        let Some(years) = own.get(&one.grant.id) else {
            // Nothing stands in the ledger: what it would be is asked of this one grant.
            let waiting = standing(conn, &one.grant, today).await?.waiting;
            late.extend(waiting.map(|waiting| Late { grant: one.grant, waiting }));
            continue;
        };
        let thresholds = Thresholds::of(&rows, &one.regulation, one.year);
        let all = counts.get(&who(one.recipient.as_ref(), &one.grant.id)).map_or(&[][..], Vec::as_slice);
        let class = highest(&classed(years, all, &thresholds, one.plan.income));
        let waiting = Waiting::at(&thresholds, class, one.plan.ends_on, one.reminded, today);
        late.push(Late { grant: one.grant, waiting });
    }
    late.retain(|one| one.waiting.is_late() || one.waiting.day() < today);
    late.sort_by_key(|one| one.waiting.day());
    Ok(late)
}

/// Whose grants count together; a grant without a recipient counts for itself.
fn who(recipient: Option<&RecipientId>, grant: &GrantId) -> String {
    recipient.map_or_else(|| grant.to_string(), RecipientId::to_string)
}

/// The grant that is asked about counts itself, however it was settled.
fn as_asked(asked: &GrantId, grant: &GrantId, counted: Counted) -> Counted {
    Counted { settled_at_once: counted.settled_at_once && grant != asked, ..counted }
}

/// The title of the regulation that a grant comes from.
async fn regulation(conn: &mut Conn, record: &GrantRecord) -> Result<String, ActError> {
    match &record.source {
        Source::Vote { round, .. } => {
            let found = store::round::find(conn, round).await?;
            Ok(found.and_then(|round| round.plan.regulation).map(|own| own.title).unwrap_or_default())
        }
        Source::Standing { .. } => Ok(String::new()),
    }
}

/// What stands on the accounts of a grant per year, the first year first.
pub(super) fn held(accounts: &[Balance], lines: &[(i64, LineId)]) -> Vec<Held> {
    let year = |(_, line): &(i64, LineId)| {
        let of = |kind| held_in(accounts, line, &[kind]);
        let (committed, paid) = (of(AccountKind::Committed), of(AccountKind::Paid));
        Held { committed, paid, accounted: of(AccountKind::Accounted), line: line.clone() }
    };
    lines.iter().map(year).collect()
}

/// The years in which a grant has accounts, with their lines, the first year first.
async fn lines(conn: &mut Conn, accounts: &[Balance]) -> Result<Vec<(i64, LineId)>, ActError> {
    let known = store::budget::lines(conn).await?;
    let is_own = |id: &LineId| accounts.iter().any(|account| &account.key.line == id);
    let mut lines: Vec<(i64, LineId)> =
        known.into_iter().filter(|line| is_own(&line.id)).map(|line| (line.year, line.id)).collect();
    lines.sort();
    Ok(lines)
}

/// Writes the bounds of a regulation from a year on, by a decision that stays, with its reason; an empty title stands for
/// all regulations.
pub async fn set_thresholds(ctx: &Context<'_>, row: &Thresholds, reason: &str) -> Result<(), ActError> {
    if !row.are_in_order() {
        return Err(ActError::field("direct", "pay-order"));
    }
    if !(0..=2200).contains(&row.year) {
        return Err(ActError::field("year", "year"));
    }
    let mut tx = ctx.begin().await?;
    bounds::decide(ctx, &mut tx, BoundsSet::Accountability(row.clone()), ("reason", reason)).await?;
    settlement::set_thresholds(&mut tx, row).await?;
    let detail = json!({
        "year": row.year, "direct": row.direct, "report": row.report, "financial": row.financial,
        "audited": row.audited,
    });
    let note = Note::with("accountability.set", &row.regulation, detail);
    ctx.finish(tx, note.of_rows(Kept::Bounds, "all")).await
}
