//! Rows that an entry of the staff log carries a fingerprint of: so the chain of that log holds what tables say, too.

use serde::{Deserialize, Serialize};

use crate::domain::digest::Digest;

/// Rows that are fingerprinted together: those of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// An account of staff and its role; by account.
    Account,
    /// Where a member of staff works; by account.
    Scope,
    /// What was proposed for an account, and who confirmed it; by account.
    Change,
    /// Whether an account is of the same human as another one; by account.
    Person,
    /// The stored text of someone's password; by account.
    Password,
    /// The passkeys of someone, of the staff or of those who pitch, without their counters; by account.
    Passkeys,
    /// The app that shows someone codes, its secret locked; by account.
    Code,
    /// What lets someone in beside these, while it is there: the link of an invitation, a request to begin anew, codes on
    /// paper; by account.
    Entry,
    /// The mandates of a person; by account.
    Mandate,
    /// A recipient, until it is erased; by recipient.
    Recipient,
    /// Who was paid in each revision of a recipient, until it is erased, and who confirmed it; by recipient.
    Payees,
    /// The answers to the checks of a grant, without their words; by grant.
    Checks,
    /// To whom a grant is made out, and who shares it; by grant.
    MadeOut,
    /// The sums that are paid on; by grant.
    Onward,
    /// The interests that were stated in a round or a standing round, without their words; by round.
    Interests,
    /// Which plans of a round can be carried out, without the words; by round.
    PlanChecks,
    /// A version of the register of social-brokerage organisations; by its number.
    Smo,
    /// Organisations that bear a name of that register and are another one; by their number in the trade register.
    Namesakes,
    /// The decisions about all budgets; the key is `all`.
    Budgets,
    /// What changed the terms of a budget; by budget.
    BudgetTerms,
    /// What a round holds recipients to; by round.
    RoundTerms,
    /// What a recipient gets at most in a year; by year.
    YearTerms,
    /// What the city wants of a pot; by pot.
    CityPot,
    /// The decisions on bounds; the key is `all`.
    Bounds,
    /// That the letter about a decision was sent, when, and until when one may object; by decision.
    Sending,
    /// The pictures of a plan, until they are erased; by round and plan.
    Pictures,
    /// An account of someone who pitches; by account.
    Initiator,
    /// Who is in a group that pitches, as what; by group.
    Members,
    /// A stack of paper ballots: who entered each paper and why it does not count, never what stood on it; by stack.
    Papers,
    /// The extensions of a vote that were asked for, and who decided; by round.
    Extensions,
    /// The versions of a plan as its group wrote it, and what happened to it, without the words; by plan.
    Pitch,
    /// What a round asks of who pitches; by round.
    PitchTerms,
    /// Who of the office looks at a plan, and what it answered, without the words; by plan.
    Assessment,
    /// What was taken off of the talk about a plan, and what became of it, without the words; by plan.
    Withholdings,
    /// Meetings of a round and its plans, without what was reported; by round.
    Meetings,
    /// How many supporters a round asks for; by round.
    SupportTerms,
    /// Lists of supporters on paper; by plan.
    SupportLists,
    /// What officers found about organisations that support a plan, without the words; by plan.
    Endorsements,
    /// The course of a grant after its award: milestones, reports, requests to change something, what it yields, which one it
    /// follows, its evaluation, without their words; by grant.
    Progress,
    /// What the city said of a task that residents can take over, each time; by task.
    Tasks,
    /// The verdicts on a bid, without their words, and the steps of its takeover; by plan.
    Bid,
    /// Who was asked to take part in a plan and what they said; by plan.
    Alliance,
    /// Which forms of help that is no money each version of a plan asks for; by plan.
    Asked,
    /// What the office answered to the wishes of a plan for help that is no money, without the words; by plan.
    Wishes,
    /// A proposal that plans go on as one, or one as two, and what each group said, without the words; by proposal.
    Regroup,
}

impl Kept {
    /// Every kind with its name in the staff log and in the database.
    pub const NAMES: [(Kept, &'static str); 45] = [
        (Kept::Account, "account"),
        (Kept::Scope, "account_scope"),
        (Kept::Change, "account_change"),
        (Kept::Person, "account_person"),
        (Kept::Password, "account_password"),
        (Kept::Passkeys, "passkey"),
        (Kept::Code, "account_code"),
        (Kept::Entry, "account_entry"),
        (Kept::Mandate, "mandate"),
        (Kept::Recipient, "recipient"),
        (Kept::Payees, "recipient_payee"),
        (Kept::Checks, "grant_check"),
        (Kept::MadeOut, "grant_recipient"),
        (Kept::Onward, "grant_onward"),
        (Kept::Interests, "interest"),
        (Kept::PlanChecks, "plan_check"),
        (Kept::Smo, "smo_version"),
        (Kept::Namesakes, "smo_namesake"),
        (Kept::Budgets, "budget_decision"),
        (Kept::BudgetTerms, "budget_terms"),
        (Kept::RoundTerms, "round_terms"),
        (Kept::YearTerms, "year_terms"),
        (Kept::CityPot, "city_pot"),
        (Kept::Bounds, "bounds_decision"),
        (Kept::Sending, "decision_sending"),
        (Kept::Pictures, "plan_picture"),
        (Kept::Initiator, "initiator"),
        (Kept::Members, "initiative_member"),
        (Kept::Papers, "paper_batch"),
        (Kept::Extensions, "extension"),
        (Kept::Pitch, "pitch"),
        (Kept::PitchTerms, "pitch_terms"),
        (Kept::Assessment, "pitch_assessment"),
        (Kept::Progress, "grant_progress"),
        (Kept::Tasks, "municipal_task"),
        (Kept::Bid, "bid"),
        (Kept::Withholdings, "withholding"),
        (Kept::Alliance, "ally_consent"),
        (Kept::Regroup, "regroup"),
        (Kept::Asked, "pitch_asked"),
        (Kept::Wishes, "pitch_wish"),
        (Kept::Meetings, "meeting"),
        (Kept::SupportTerms, "support_terms"),
        (Kept::SupportLists, "support_list"),
        (Kept::Endorsements, "endorsement_check"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Kept::NAMES.iter().find(|(kept, _)| *kept == self).expect("every kind has a name").1
    }
}

/// The rows of one key, as an entry tells of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldRows {
    /// Name of their kind.
    pub kind: String,
    /// Their key.
    pub key: String,
    /// Fingerprint of all of them.
    pub digest: Digest,
}

/// The rows that a stored entry tells of.
pub fn rows(entry: &[u8]) -> Vec<ToldRows> {
    #[derive(Deserialize)]
    struct Told {
        #[serde(default)]
        rows: Vec<ToldRows>,
    }
    serde_json::from_slice::<Told>(entry).map_or_else(|_| Vec::new(), |told| told.rows)
}
