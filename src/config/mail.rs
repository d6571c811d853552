//! Settings of outgoing mail: one server (SMTP), with TLS unless it is on this machine.

use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::SettingsError;
use crate::domain::mail::Address;

/// Flags of outgoing mail.
#[derive(Debug, Clone, Default, Args)]
pub struct MailArgs {
    /// Mail server with its port, such as smtp.utrecht.example:465; without one, mail stays in the database
    #[arg(long, env = "SCHUIFRUIMTE_MAIL_SERVER")]
    pub mail_server: Option<String>,
    /// How the talk with it is protected: tls, starttls, or none for a server on this machine
    #[arg(long, env = "SCHUIFRUIMTE_MAIL_TLS")]
    pub mail_tls: Option<String>,
    /// File with the certificate of an authority of your own, where the mail server has one of it
    #[arg(long, env = "SCHUIFRUIMTE_MAIL_AUTHORITY_FILE")]
    pub mail_authority_file: Option<PathBuf>,
    /// Name with which the service signs in at the mail server
    #[arg(long, env = "SCHUIFRUIMTE_MAIL_USER")]
    pub mail_user: Option<String>,
    /// File with the password for it
    #[arg(long, env = "SCHUIFRUIMTE_MAIL_PASSWORD_FILE")]
    pub mail_password_file: Option<PathBuf>,
    /// Address from which mail comes
    #[arg(long, env = "SCHUIFRUIMTE_MAIL_FROM")]
    pub mail_from: Option<String>,
}

/// The same in the settings file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MailFile {
    server: Option<String>,
    tls: Option<String>,
    authority_file: Option<PathBuf>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    from: Option<String>,
}

/// How the talk with a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// From the first byte (RFC 8314).
    Tls,
    /// After the greeting; a server that does not offer it gets no mail.
    StartTls,
    /// Not at all: on this machine only.
    None,
}

impl Protection {
    const NAMES: [(Protection, &'static str); 3] =
        [(Protection::Tls, "tls"), (Protection::StartTls, "starttls"), (Protection::None, "none")];

    fn name(self) -> &'static str {
        Protection::NAMES.iter().find(|(one, _)| *one == self).expect("every protection has a name").1
    }
}

/// The mail server and how the service comes to it.
#[derive(Clone)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the talk is protected.
    pub protection: Protection,
    /// Where the certificate of an authority of one's own is.
    pub authority_file: Option<PathBuf>,
    /// The text of that certificate.
    pub authority: Option<Vec<u8>>,
    /// The name to sign in with, and the password.
    pub login: Option<(String, String)>,
    /// Where the password is.
    pub password_file: Option<PathBuf>,
    /// Where mail comes from.
    pub from: Address,
}

impl std::fmt::Debug for MailServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MailServer({}:{})", self.host, self.port)
    }
}

/// Reads the settings of mail; `None` when there is no server. `origin_host` names the sender where nothing else does.
pub(super) fn read(args: &MailArgs, file: MailFile) -> Result<Option<MailServer>, SettingsError> {
    let told = |text: String| SettingsError(text);
    let Some(server) = args.mail_server.clone().or(file.server) else { return Ok(None) };
    let (host, port) = split(&server).ok_or_else(|| {
        told(format!("mail server '{server}': give name and port, such as smtp.utrecht.example:465"))
    })?;
    let protection = match args.mail_tls.clone().or(file.tls) {
        None if port == 465 => Protection::Tls,
        None => Protection::StartTls,
        Some(name) => Protection::NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(protection, _)| *protection)
            .ok_or_else(|| told(format!("mail tls '{name}': give tls, starttls or none")))?,
    };
    let here = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if protection == Protection::None && !here {
        return Err(told(format!(
            "mail server '{server}': without tls it must be an address of this machine, such as 127.0.0.1"
        )));
    }
    let from = args.mail_from.clone().or(file.from).unwrap_or_default();
    let from = Address::parse(&from)
        .map_err(|_| told(format!("mail from '{from}': give one address, such as post@utrecht.example")))?;
    let authority_file = args.mail_authority_file.clone().or(file.authority_file);
    let authority = authority_file.as_deref().map(whole).transpose()?;
    let password_file = args.mail_password_file.clone().or(file.password_file);
    let login = match (args.mail_user.clone().or(file.user), password_file.as_deref()) {
        (None, None) => None,
        (Some(user), Some(path)) => Some((user, password(path)?)),
        (Some(_), None) | (None, Some(_)) => {
            return Err(told("mail: give both a user and a password file, or none".to_string()));
        }
    };
    Ok(Some(MailServer { host, port, protection, authority_file, authority, login, password_file, from }))
}

fn split(server: &str) -> Option<(String, u16)> {
    let (host, port) = server.rsplit_once(':')?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    let port = port.parse().ok().filter(|port| *port > 0)?;
    (plain && !host.is_empty()).then(|| (host.to_string(), port))
}

fn whole(path: &Path) -> Result<Vec<u8>, SettingsError> {
    std::fs::read(path).map_err(|error| SettingsError(format!("{}: {error}", path.display())))
}

/// The first line of a file that others cannot read.
fn password(path: &Path) -> Result<String, SettingsError> {
    let told = |what: String| SettingsError(format!("{}: {what}", path.display()));
    let mode = std::fs::metadata(path).map_err(|error| told(error.to_string()))?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err(told("everybody on this machine can read this password; chmod 600".to_string()));
    }
    let text = String::from_utf8(whole(path)?).map_err(|_| told("it is no text".to_string()))?;
    let line = text.lines().next().unwrap_or_default().to_string();
    if line.is_empty() { Err(told("it is empty".to_string())) } else { Ok(line) }
}

impl MailServer {
    /// The settings as a part of a file, without the password.
    pub(super) fn print(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut lines = format!(
            "\n[mail]\nserver = {}\ntls = {}\nfrom = {}\n",
            quoted(&format!("{}:{}", self.bracketed(), self.port)),
            quoted(self.protection.name()),
            quoted(self.from.as_str())
        );
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                lines.push_str(&format!("{name} = {}\n", quoted(&value)));
            }
        };
        add("authority_file", self.authority_file.as_ref().map(|path| path.display().to_string()));
        add("user", self.login.as_ref().map(|(user, _)| user.clone()));
        add("password_file", self.password_file.as_ref().map(|path| path.display().to_string()));
        lines
    }

    fn bracketed(&self) -> String {
        if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(server: &str, tls: Option<&str>) -> Result<Option<MailServer>, SettingsError> {
        let args = MailArgs {
            mail_server: Some(server.to_string()),
            mail_tls: tls.map(str::to_string),
            mail_from: Some("post@utrecht.example".to_string()),
            ..MailArgs::default()
        };
        read(&args, MailFile::default())
    }

    #[test]
    fn mail_leaves_this_machine_protected_or_not_at_all() {
        let protection = |server, tls| of(server, tls).unwrap().unwrap().protection;
        assert_eq!(protection("smtp.utrecht.example:465", None), Protection::Tls);
        assert_eq!(protection("smtp.utrecht.example:587", None), Protection::StartTls);
        assert_eq!(protection("[::1]:2525", Some("none")), Protection::None);
        assert_eq!(protection("127.0.0.1:25", Some("none")), Protection::None);
        for server in ["smtp.utrecht.example:25", "localhost:25", "10.0.0.1:25", "[2001:db8::1]:25"] {
            assert!(of(server, Some("none")).is_err(), "{server}");
        }
        for bad in ["", "smtp", "smtp:0", "smtp:x", ":25", "a b:25", "smtp.example\r\n:25"] {
            assert!(of(bad, None).is_err(), "{bad:?}");
        }
        assert!(of("smtp.utrecht.example:465", Some("ssl")).is_err());
        assert!(read(&MailArgs::default(), MailFile::default()).unwrap().is_none());
    }

    #[test]
    fn a_password_is_in_a_file_of_its_own_and_is_never_shown() {
        let folder = std::env::temp_dir().join(format!("schuifruimte-mail-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("password");
        std::fs::write(&path, "heel geheim\n").unwrap();
        let with_mode = |mode: u32| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let args = MailArgs {
                mail_server: Some("smtp.utrecht.example:465".into()),
                mail_user: Some("ruimte".into()),
                mail_password_file: Some(path.clone()),
                mail_from: Some("post@utrecht.example".into()),
                ..MailArgs::default()
            };
            read(&args, MailFile::default())
        };
        let server = with_mode(0o600).unwrap().unwrap();
        assert_eq!(server.login.as_ref().unwrap().1, "heel geheim");
        assert!(!server.print().contains("geheim") && !format!("{server:?}").contains("geheim"));
        assert!(with_mode(0o644).is_err(), "everybody could read it");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
