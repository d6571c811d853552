//! Settings: flags, then environment (`SCHUIFRUIMTE_*`, read with the flags), then one TOML file.

mod database;
mod mail;
mod provider;

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};

pub use mail::{MailArgs, MailServer, Protection};
use provider::ProviderFile;
pub use provider::{ProviderArgs, ProviderSettings};

use crate::breached::Breached;
use crate::domain::account::SecondFactor;
use crate::domain::initiator::MOST_SESSION_DAYS;

/// How the service runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Folder with database and keys.
    pub data: PathBuf,
    /// Whether somebody named that folder: a new service is made in no other.
    pub names_folder: bool,
    /// Database URL.
    pub database: String,
    /// Scheme, host and port under which browsers know it.
    pub origin: String,
    /// Whether somebody named that address. Without that, a command that does not listen cannot know it.
    pub names_origin: bool,
    /// Networks of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Who takes reports of weaknesses, as `mailto:`, `https:` or `tel:` addresses; `security.txt` tells them.
    pub security_contacts: Vec<String>,
    /// Whether a password alone is enough for staff.
    pub second_factor: SecondFactor,
    /// The server for outgoing mail; without one, mail waits in the database.
    pub mail: Option<MailServer>,
    /// Days after which who pitches has to sign in again.
    pub session_days: u8,
    /// With which provider residents may sign in, if there is one.
    pub provider: Option<ProviderSettings>,
    /// Passwords that leaked elsewhere, if there is a list.
    pub breached: Option<Breached>,
}

/// An address range such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// Why settings were refused: one sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct SettingsError(String);

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

/// Which service a command works on.
#[derive(Debug, Clone, Default, Args)]
pub struct DataArgs {
    /// Folder with database and keys
    #[arg(long, env = "SCHUIFRUIMTE_DATA", global = true)]
    pub data: Option<PathBuf>,
    /// Database URL, when it is not the SQLite file in the folder
    #[arg(long, env = "SCHUIFRUIMTE_DATABASE", global = true)]
    pub database: Option<String>,
    /// Public address of the service, such as https://ruimte.utrecht.example
    #[arg(long, env = "SCHUIFRUIMTE_ORIGIN", global = true)]
    pub origin: Option<String>,
    /// Settings file
    #[arg(long, env = "SCHUIFRUIMTE_CONFIG", global = true)]
    pub config: Option<PathBuf>,
}

/// Flags of commands that listen.
#[derive(Debug, Clone, Default, Args)]
pub struct ListenArgs {
    /// Address and port
    #[arg(long, env = "SCHUIFRUIMTE_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Networks of trusted proxies, between commas, such as 127.0.0.1/32
    #[arg(long, env = "SCHUIFRUIMTE_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Option<Vec<String>>,
    /// Whether staff need a passkey or an app beside a password: required or optional
    #[arg(long, env = "SCHUIFRUIMTE_SECOND_FACTOR")]
    pub second_factor: Option<String>,
    /// Days after which people who pitch sign in again, at most 30
    #[arg(long, env = "SCHUIFRUIMTE_SESSION_DAYS")]
    pub session_days: Option<u8>,
    /// Outgoing mail
    #[command(flatten)]
    pub mail: MailArgs,
    /// The provider with which residents may sign in
    #[command(flatten)]
    pub provider: ProviderArgs,
    /// A file of passwords that leaked elsewhere: lines of SHA-1, colon and count, ordered by hash
    #[arg(long, env = "SCHUIFRUIMTE_BREACHED_PASSWORDS")]
    pub breached_passwords: Option<PathBuf>,
}

/// The settings file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    database: Option<String>,
    origin: Option<String>,
    trusted_proxies: Option<Vec<String>>,
    security_contacts: Option<Vec<String>>,
    session_days: Option<u8>,
    staff: Option<StaffFile>,
    mail: Option<mail::MailFile>,
    oidc: Option<ProviderFile>,
}

/// What it says of staff.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StaffFile {
    second_factor: Option<String>,
    breached_passwords: Option<PathBuf>,
}

impl Settings {
    /// The settings of a command that only works on the data.
    pub fn of_data(data: &DataArgs) -> Result<Settings, SettingsError> {
        Settings::of_service(data, &ListenArgs::default())
    }

    /// The settings of a command that listens.
    pub fn of_service(data: &DataArgs, listen: &ListenArgs) -> Result<Settings, SettingsError> {
        let file = match &data.config {
            None => File::default(),
            Some(path) => {
                let told = |error: &dyn fmt::Display| SettingsError(format!("{}: {error}", path.display()));
                let text = std::fs::read_to_string(path).map_err(|error| told(&error))?;
                toml::from_str(&text).map_err(|error| told(&error))?
            }
        };
        let address =
            listen.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let folder = data.data.clone().or(file.data);
        let names_folder = folder.is_some();
        let folder = folder.unwrap_or_else(|| PathBuf::from("."));
        let database = data.database.clone().or(file.database);
        let origin = data.origin.clone().or(file.origin);
        let names_origin = origin.is_some();
        let origin = origin.unwrap_or_else(|| format!("http://{address}"));
        let session_days = listen.session_days.or(file.session_days).unwrap_or(MOST_SESSION_DAYS);
        if !(1..=MOST_SESSION_DAYS).contains(&session_days) {
            return Err(SettingsError(format!("session_days {session_days}: give 1 to {MOST_SESSION_DAYS}")));
        }
        let origin = checked_origin(origin)?;
        let networks = listen.trusted_proxies.clone().or(file.trusted_proxies).unwrap_or_default();
        let staff = file.staff.unwrap_or_default();
        let second = listen.second_factor.clone().or(staff.second_factor);
        let breached = listen.breached_passwords.clone().or(staff.breached_passwords);
        Ok(Settings {
            listen: address,
            breached: breached.map(opened_list).transpose()?,
            second_factor: second.map_or(Ok(SecondFactor::default()), |name| checked_factor(&name))?,
            database: match database {
                Some(url) => database::checked(url)?,
                None => format!("sqlite://{}", folder.join("schuifruimte.db").display()),
            },
            data: folder,
            names_folder,
            provider: ProviderSettings::of(&listen.provider, file.oidc, &origin)?,
            origin,
            names_origin,
            trusted_proxies: networks.iter().map(|text| Network::parse(text)).collect::<Result<_, _>>()?,
            security_contacts: checked_contacts(file.security_contacts.unwrap_or_default())?,
            mail: mail::read(&listen.mail, file.mail.unwrap_or_default())?,
            session_days,
        })
    }

    /// Whether browsers reach it over https.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// Host and port of the origin: the first part of the names of all logs.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host)
    }

    /// The settings as a file, without the password in a database URL.
    pub fn print(&self) -> String {
        let file = File {
            listen: Some(self.listen),
            data: Some(self.data.clone()),
            database: Some(database::without_password(&self.database)),
            origin: Some(self.origin.clone()),
            trusted_proxies: Some(self.trusted_proxies.iter().map(Network::to_string).collect()),
            security_contacts: Some(self.security_contacts.clone()),
            staff: None,
            session_days: Some(self.session_days),
            mail: None,
            oidc: None,
        };
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let proxies: Vec<String> = file.trusted_proxies.iter().flatten().map(|n| quoted(n)).collect();
        let contacts: Vec<String> = file.security_contacts.iter().flatten().map(|n| quoted(n)).collect();
        let list = self.breached.as_ref().map(|list| quoted(&list.path().display().to_string()));
        let list = list.map_or(String::new(), |list| format!("breached_passwords = {list}\n"));
        format!(
            "listen = {}\ndata = {}\ndatabase = {}\norigin = {}\ntrusted_proxies = [{}]\nsecurity_contacts = [{}]\nsession_days = {}\n\n[staff]\nsecond_factor = {}\n{list}{}{}",
            quoted(&self.listen.to_string()),
            quoted(&self.data.display().to_string()),
            quoted(file.database.as_deref().unwrap_or("")),
            quoted(&self.origin),
            proxies.join(", "),
            contacts.join(", "),
            self.session_days,
            quoted(self.second_factor.name()),
            self.mail.as_ref().map(MailServer::print).unwrap_or_default(),
            self.provider.as_ref().map(ProviderSettings::print).unwrap_or_default(),
        )
    }
}

fn checked_origin(origin: String) -> Result<String, SettingsError> {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).unwrap_or("");
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if host.is_empty() || !plain {
        return Err(SettingsError(format!(
            "origin '{origin}': give scheme and host without a path, such as https://ruimte.utrecht.example"
        )));
    }
    Ok(origin)
}

/// Contacts as RFC 9116 has them: addresses with their scheme, on one line each.
fn checked_contacts(contacts: Vec<String>) -> Result<Vec<String>, SettingsError> {
    let is_told = |text: &String| {
        let scheme = ["mailto:", "https://", "tel:"].into_iter().find_map(|scheme| text.strip_prefix(scheme));
        scheme.is_some_and(|rest| !rest.is_empty()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    };
    match contacts.iter().find(|text| !is_told(text)) {
        None => Ok(contacts),
        Some(wrong) => Err(SettingsError(format!(
            "security_contacts '{wrong}': give an address such as mailto:security@utrecht.example"
        ))),
    }
}

fn checked_factor(name: &str) -> Result<SecondFactor, SettingsError> {
    SecondFactor::named(name)
        .ok_or_else(|| SettingsError(format!("staff.second_factor '{name}': give required or optional")))
}

fn opened_list(path: PathBuf) -> Result<Breached, SettingsError> {
    let name = path.display().to_string();
    Breached::at(path).map_err(|error| SettingsError(format!("staff.breached_passwords '{name}': {error}")))
}

impl Network {
    /// Reads a network; a single address is a network of one.
    pub fn parse(text: &str) -> Result<Network, SettingsError> {
        let refused =
            || SettingsError(format!("trusted_proxies '{text}': give a network such as 10.0.0.0/8"));
        let (address, prefix) = text.trim().split_once('/').unwrap_or((text.trim(), ""));
        let address: IpAddr = address.parse().map_err(|_| refused())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = if prefix.is_empty() { most } else { prefix.parse().map_err(|_| refused())? };
        if prefix > most { Err(refused()) } else { Ok(Network { address, prefix }) }
    }

    /// Whether an address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = |address: IpAddr| match address {
            IpAddr::V4(v4) => (u128::from(v4.to_bits()) << 96, true),
            IpAddr::V6(v6) => (v6.to_bits(), false),
        };
        let ((own, own_v4), (other, other_v4)) = (bits(self.address), bits(address));
        let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
        own_v4 == other_v4 && own & mask == other & mask
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// How many files the system lets this process have open, connections among them; `None` when it does not tell.
pub fn open_files() -> Option<usize> {
    soft_limit(&std::fs::read_to_string("/proc/self/limits").ok()?)
}

/// The limit that holds now, out of the table in which Linux tells limits.
fn soft_limit(table: &str) -> Option<usize> {
    let line = table.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        let net = Network::parse("10.1.0.0/16").unwrap();
        assert!(net.contains("10.1.255.3".parse().unwrap()));
        assert!(!net.contains("10.2.0.1".parse().unwrap()));
        assert!(!net.contains("::ffff:10.1.0.1".parse().unwrap()));
        assert!(Network::parse("0.0.0.0/0").unwrap().contains("8.8.8.8".parse().unwrap()));
        assert!(Network::parse("fd00::/8").unwrap().contains("fd12::1".parse().unwrap()));
        assert!(Network::parse("10.0.0.0/33").is_err() && Network::parse("proxy").is_err());
    }

    #[test]
    fn the_limit_of_open_files_is_the_one_that_holds_now() {
        let told = |soft: &str| {
            soft_limit(&format!("Limit  Soft  Hard  Units\nMax open files   {soft}   9  files\n"))
        };
        assert_eq!((told("1024"), told("unlimited"), soft_limit("")), (Some(1_024), None, None));
        assert!(open_files().is_none_or(|files| files > 0));
    }

    #[test]
    fn a_wrong_origin_is_refused_and_no_password_is_printed() {
        let with = |origin: &str, database: &str| {
            let data = DataArgs {
                origin: Some(origin.into()),
                database: Some(database.into()),
                ..DataArgs::default()
            };
            Settings::of_data(&data)
        };
        assert!(with("https://ruimte.example/pad", "sqlite://x").is_err());
        assert!(with("ruimte.example", "sqlite://x").is_err());
        let settings =
            with("https://ruimte.example", "postgres://ruimte:geheim@db/ruimte?sslmode=verify-full").unwrap();
        assert_eq!(settings.host(), "ruimte.example");
        assert!(settings.is_https() && !settings.print().contains("geheim"));
    }
}
