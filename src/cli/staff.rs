//! `schuifruimte staff`: who may sign in.

use std::io::Read as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Failure;
use super::service::{DataArgs, Service, block_on, refused};
use crate::acts::account::{self, NewAccount};
use crate::acts::{ActError, FieldFault, invitation, session};
use crate::config::{ListenArgs, Settings};
use crate::domain::account::{Account, BadPassword, Password, Role, Scope};
use crate::domain::id::AreaId;
use crate::store;
use crate::text::Lang;
use crate::web::paths::{INVITATION, fill};

/// Add members of staff, list them, change what they may do.
#[derive(Args)]
#[command(
    after_help = "Example: schuifruimte staff --config /etc/schuifruimte/settings.toml add fatma --name 'Fatma Yilmaz' --function Programmamanager --role programme-manager"
)]
pub struct StaffArgs {
    #[command(subcommand)]
    command: StaffCommand,
    #[command(flatten)]
    data: DataArgs,
    /// A file of passwords that leaked elsewhere, as for `serve`
    #[arg(long, env = "SCHUIFRUIMTE_BREACHED_PASSWORDS", global = true)]
    breached_passwords: Option<PathBuf>,
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Add someone, and print a link with which the person comes in: it works once, for 48 hours
    Add(Newcomer),
    #[command(
        after_help = "Example: schuifruimte staff role joris --role officer --district WK034402 --config /etc/schuifruimte/settings.toml"
    )]
    /// Give someone another role or other wijken; who is signed in signs in anew
    Role {
        /// Whom
        login: String,
        /// The role, as with `add`
        #[arg(long)]
        role: String,
        /// A wijk, as with `add`; give this or --city
        #[arg(long, required_unless_present = "city")]
        district: Vec<String>,
        /// The whole city; give this or --district
        #[arg(long, conflicts_with = "district")]
        city: bool,
    },
    #[command(after_help = "Example: schuifruimte staff list --config /etc/schuifruimte/settings.toml")]
    /// List everyone
    List,
    #[command(
        after_help = "Example: schuifruimte staff disable joris --config /etc/schuifruimte/settings.toml"
    )]
    /// Let someone no longer sign in; password, passkeys and app are gone
    Disable {
        /// Whom
        login: String,
    },
    #[command(
        after_help = "Example: schuifruimte staff enable joris --config /etc/schuifruimte/settings.toml"
    )]
    /// Let someone sign in again, and print a link
    Enable {
        /// Whom
        login: String,
    },
    #[command(
        after_help = "Example: schuifruimte staff sign-out joris --config /etc/schuifruimte/settings.toml"
    )]
    /// End all sessions of someone, or of everyone, people who pitch among them; whoever is busy signs in anew
    SignOut {
        /// Whom; without it everyone
        login: Option<String>,
    },
    #[command(
        after_help = "Example: schuifruimte staff invite joris --config /etc/schuifruimte/settings.toml"
    )]
    /// Print a link with which someone begins anew; password, passkeys and app of before are worth nothing then
    Invite {
        /// Whom
        login: String,
    },
}

impl StaffCommand {
    /// Whether it ends with a link for somebody.
    fn prints_a_link(&self) -> bool {
        match self {
            StaffCommand::Add(newcomer) => !newcomer.password_stdin,
            StaffCommand::Enable { .. } | StaffCommand::Invite { .. } => true,
            StaffCommand::Role { .. }
            | StaffCommand::List
            | StaffCommand::Disable { .. }
            | StaffCommand::SignOut { .. } => false,
        }
    }
}

/// Who is added.
#[derive(Args)]
#[command(
    after_help = "Example: schuifruimte staff add fatma --name 'Fatma Yilmaz' --function Programmamanager --role programme-manager --config /etc/schuifruimte/settings.toml"
)]
struct Newcomer {
    /// What the person types to sign in: 3 to 64 small letters, digits, points and hyphens
    login: String,
    /// Name
    #[arg(long)]
    name: String,
    /// Function, as it stands under a certificate
    #[arg(long)]
    function: String,
    /// programme-manager, officer, certifier, registrar, desk, subsidy-desk, council-reader, smo-contact, auditor
    /// or platform-admin
    #[arg(long)]
    role: String,
    /// A wijk that the person works in, by its code; may be given more than once. Without it the whole city
    #[arg(long)]
    district: Vec<String>,
    /// No link: read a password from standard input
    #[arg(long)]
    password_stdin: bool,
}

/// Runs the command.
pub fn run(args: &StaffArgs) -> Result<(), Failure> {
    let listed = ListenArgs { breached_passwords: args.breached_passwords.clone(), ..ListenArgs::default() };
    let settings = Settings::of_service(&args.data, &listed).map_err(refused)?;
    block_on(async {
        // A link that begins with a guess leads nowhere, so it is not made.
        if args.command.prints_a_link() && !settings.names_origin {
            return Err(Failure::refused(
                "the link begins with the address of the service, and that is not known here: give the settings with \
                 --config, or the address with --origin",
            ));
        }
        // Only the first person may come before the service is there.
        let service = match &args.command {
            StaffCommand::Add(_) => Service::begin(&settings).await?,
            StaffCommand::Role { .. }
            | StaffCommand::List
            | StaffCommand::Disable { .. }
            | StaffCommand::Enable { .. }
            | StaffCommand::SignOut { .. }
            | StaffCommand::Invite { .. } => Service::find(&settings).await?,
        };
        match &args.command {
            StaffCommand::Add(newcomer) => add(&service, &settings, newcomer).await?,
            StaffCommand::Role { login, role, district, city: _ } => {
                let who = find(&service, login).await?;
                account::set_role(&service.context(), &who.id, named(role)?, &scope(district)).await?;
            }
            StaffCommand::List => list(&service).await?,
            StaffCommand::Disable { login } => {
                account::close(&service.context(), &find(&service, login).await?.id).await?;
            }
            StaffCommand::Enable { login } => {
                let who = find(&service, login).await?;
                account::open(&service.context(), &who.id).await?;
                tell(&settings, &invitation::make(&mut service.context(), &who.id).await?);
            }
            StaffCommand::SignOut { login: Some(login) } => {
                session::end_all_of(&service.context(), &find(&service, login).await?.id).await?;
            }
            StaffCommand::SignOut { login: None } => {
                println!("{} sessions ended", session::end_everyones(&service.context()).await?);
            }
            StaffCommand::Invite { login } => {
                let who = find(&service, login).await?;
                let token = invitation::reset_by_operator(&mut service.context(), &who.id).await?;
                tell(&settings, &token);
            }
        }
        Ok(())
    })
}

async fn add(service: &Service, settings: &Settings, newcomer: &Newcomer) -> Result<(), Failure> {
    let (role, scope) = (named(&newcomer.role)?, scope(&newcomer.district));
    let password = if newcomer.password_stdin { chosen(service, settings)? } else { String::new() };
    let new = NewAccount {
        login: newcomer.login.clone(),
        name: newcomer.name.clone(),
        function: newcomer.function.clone(),
        role,
        scope,
        password,
    };
    let id =
        account::create(&mut service.context(), new).await.map_err(|error| unfit(error, &newcomer.login))?;
    if newcomer.password_stdin {
        println!("{}: added", newcomer.login);
    } else {
        tell(settings, &invitation::make(&mut service.context(), &id).await?);
    }
    Ok(())
}

/// Why somebody was not added, in words where the form of the office has them.
fn unfit(error: ActError, login: &str) -> Failure {
    let ActError::Fields(faults) = &error else { return error.into() };
    let is = |fault| faults.contains(&FieldFault { field: "login", fault });
    if is("taken") {
        return Failure::refused(format!("somebody has the login '{login}' already"));
    }
    if is("login") {
        return Failure::refused(format!(
            "the login '{login}': 3 to 64 small letters, digits, points and hyphens"
        ));
    }
    error.into()
}

fn named(role: &str) -> Result<Role, Failure> {
    Role::named(role).ok_or_else(|| Failure::refused(format!("--role: one of {}", Role::all_names())))
}

fn scope(districts: &[String]) -> Scope {
    if districts.is_empty() {
        return Scope::City;
    }
    Scope::Districts(districts.iter().map(AreaId::new).collect())
}

/// Prints the link, and nothing beside it: a script may hand it on.
fn tell(settings: &Settings, token: &str) {
    println!("{}{}", settings.origin, fill(Lang::Nl, INVITATION, &[token]));
}

async fn list(service: &Service) -> Result<(), Failure> {
    let mut conn = service.store.read().await.map_err(refused)?;
    for Account { login, name, function, role, scope, enabled, .. } in
        store::account::list(&mut conn).await.map_err(refused)?
    {
        let state = if enabled { "" } else { " (may not sign in)" };
        let place = match scope {
            Scope::City => "city".to_string(),
            Scope::Districts(own) => own.iter().map(AreaId::as_str).collect::<Vec<_>>().join(" "),
        };
        println!("{login:<16} {:<18} {place:<10} {name}, {function}{state}", role.name());
    }
    Ok(())
}

async fn find(service: &Service, login: &str) -> Result<Account, Failure> {
    let mut conn = service.store.read().await.map_err(refused)?;
    let found = store::account::find_login(&mut conn, login).await.map_err(refused)?;
    found
        .map(|(account, _)| account)
        .ok_or_else(|| Failure::refused(format!("there is no account '{login}'")))
}

/// The stored text of the password on standard input.
fn chosen(service: &Service, settings: &Settings) -> Result<String, Failure> {
    let mut typed = String::new();
    std::io::stdin().read_to_string(&mut typed).map_err(refused)?;
    let typed = typed.trim_end_matches(['\r', '\n']);
    if let Some(list) = &settings.breached
        && list.holds(&Password::typed(typed)).map_err(refused)?
    {
        return Err(Failure::refused("this password leaked elsewhere: choose another one"));
    }
    let password = Password::choose(typed).map_err(|fault| {
        Failure::refused(match fault {
            BadPassword::Length => "a password has 15 to 128 characters",
            BadPassword::Weak | BadPassword::Former => "others try this password first: choose another one",
        })
    })?;
    let mut salt = [0; 16];
    salt.copy_from_slice(&service.entropy.seed()[..16]);
    Ok(password.hash(&salt))
}
