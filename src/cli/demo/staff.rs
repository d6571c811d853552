//! The staff and the auditors of the invented municipal year.

use super::town;
use crate::acts::account::NewAccount;
use crate::acts::{self, Context};
use crate::cli::Failure;
use crate::cli::service::Service;
use crate::domain::account::{Password, Role, Scope};
use crate::domain::calendar::day_of;
use crate::domain::decision::DecisionKind;
use crate::domain::id::{AccountId, AreaId};
use crate::domain::log::chain::Actor;
use crate::domain::money::Cents;
use crate::domain::seed::Seed;
use crate::domain::symbols;
use crate::domain::time::Moment;
use crate::sealing;

/// A member of staff of the demonstration.
pub struct Officer {
    /// What to type to sign in.
    pub login: &'static str,
    /// The password that was made for this demonstration.
    pub password: String,
    /// Function.
    pub function: &'static str,
    /// Their account.
    pub(super) id: AccountId,
}

/// The people who work there, each with a password of this demonstration; those who certify may sign.
pub(super) async fn officers(
    service: &Service,
    at: Moment,
    seed: &mut Seed,
) -> Result<Vec<Officer>, Failure> {
    let people = [
        ("fatma", "Fatma Yılmaz", "Programmamanager schuifruimte", Role::ProgrammeManager),
        ("joris", "Joris de Wit", "Adviseur wijkbureau Noordwest", Role::Officer),
        ("marijke", "Marijke Bos", "Manager wijkbureau Noordwest", Role::Certifier),
        ("anneke", "Anneke Visser", "Adviseur subsidies", Role::Certifier),
        ("dawit", "Dawit Tesfaye", "Auditor", Role::Auditor),
        ("sem", "Sem Bakker", "Functioneel beheerder", Role::PlatformAdmin),
    ];
    let mut officers = Vec::new();
    for (login, name, function, role) in people {
        let symbols: String = (0..16).map(|_| symbols::symbol(seed.below(31))).collect();
        let password = symbols::grouped(&symbols).replace(' ', "-").to_lowercase();
        let mut salt = [0; 16];
        salt.copy_from_slice(&seed.bytes()[..16]);
        let stored =
            Password::choose(&password).map_err(|_| Failure::refused("a password of the demonstration"))?;
        let new = NewAccount {
            login: login.to_string(),
            name: name.to_string(),
            function: function.to_string(),
            role,
            scope: Scope::City,
            password: stored.hash(&salt),
        };
        let id = acts::account::create(&mut at_moment(service, Actor::Operator, at), new).await?;
        officers.push(Officer { login, password, function, id });
    }
    for officer in officers.iter().filter(|one| ["marijke", "anneke"].contains(&one.login)) {
        mandate(service, &officer.id, at).await?;
    }
    Ok(officers)
}

/// Puts the people of the wijkbureau in their wijk, once there are wijken.
pub(super) async fn stationed(service: &Service, officers: &[Officer], at: Moment) -> Result<(), Failure> {
    let noordwest = Scope::Districts([AreaId::new("WK034402")].into());
    let ctx = at_moment(service, Actor::Operator, at);
    for (login, role) in [("joris", Role::Officer), ("marijke", Role::Certifier)] {
        for officer in officers.iter().filter(|one| one.login == login) {
            acts::account::set_role(&ctx, &officer.id, role, &noordwest).await?;
        }
    }
    Ok(())
}

/// What a certifier may sign: every decision up to 100,000.00.
async fn mandate(service: &Service, account: &AccountId, at: Moment) -> Result<(), Failure> {
    let wanted = acts::mandate::Wanted {
        account: account.clone(),
        kinds: DecisionKind::NAMES.map(|(kind, _)| kind).to_vec(),
        up_to: Cents::euros(100_000),
        from: at,
        until: None,
        ground: "Mandaatbesluit schuifruimte".to_string(),
        ground_date: day_of(at).to_string(),
    };
    Ok(acts::mandate::enter(&at_moment(service, Actor::Operator, at), &wanted).await?)
}

/// Acting as someone at a moment.
pub(super) fn at_moment(service: &Service, actor: Actor, now: Moment) -> Context<'_> {
    Context { actor, now, ..service.context() }
}

/// The auditors with their keys, which each would have made at home.
pub(super) async fn auditors(service: &Service, at: Moment) -> Result<Vec<(&'static str, String)>, Failure> {
    let mut files = Vec::new();
    for (name, file) in town::AUDITORS {
        let (secret, public) = sealing::new_keys();
        acts::auditor::add(&at_moment(service, Actor::Operator, at), name, &public).await?;
        files.push((file, secret));
    }
    Ok(files)
}
