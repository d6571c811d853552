//! A provider with which residents may sign in (OpenID Connect). Off unless an issuer is set.

use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::SettingsError;
use crate::domain::resident::is_issuer;

/// The claim that names a resident, unless the settings say otherwise.
const USUAL_CLAIM: &str = "sub";

/// A provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderSettings {
    /// Its address, letter by letter as it names itself. Everything it is asked lies there.
    pub issuer: String,
    /// What it calls this service.
    pub client: String,
    /// The file with what proves to it that it is this service.
    pub secret_file: PathBuf,
    /// How a resident must have signed in with it: one of these; empty when that does not matter.
    pub acr: Vec<String>,
    /// The claim that names a resident.
    pub claim: String,
    /// What residents call it, for the button.
    pub name: String,
    /// Where it sends browsers on to without asking, as scheme, host and port.
    pub onward: Vec<String>,
}

/// Flags about a provider.
#[derive(Debug, Clone, Default, Args)]
pub struct ProviderArgs {
    /// Address of an OpenID Connect provider with which residents may sign in
    #[arg(long, env = "SCHUIFRUIMTE_OIDC_ISSUER")]
    pub oidc_issuer: Option<String>,
    /// What that provider calls this service
    #[arg(long, env = "SCHUIFRUIMTE_OIDC_CLIENT")]
    pub oidc_client: Option<String>,
    /// File with the secret that this service shares with it
    #[arg(long, env = "SCHUIFRUIMTE_OIDC_SECRET_FILE")]
    pub oidc_secret_file: Option<PathBuf>,
    /// Values of acr of which a sign-in must have one, between commas
    #[arg(long, env = "SCHUIFRUIMTE_OIDC_ACR", value_delimiter = ',')]
    pub oidc_acr: Option<Vec<String>>,
    /// Claim that names a resident; sub when it is not given
    #[arg(long, env = "SCHUIFRUIMTE_OIDC_CLAIM")]
    pub oidc_claim: Option<String>,
    /// What residents call it, such as DigiD
    #[arg(long, env = "SCHUIFRUIMTE_OIDC_NAME")]
    pub oidc_name: Option<String>,
    /// Origins that it sends browsers on to without asking, between commas
    #[arg(long, env = "SCHUIFRUIMTE_OIDC_ONWARD", value_delimiter = ',')]
    pub oidc_onward: Option<Vec<String>>,
}

/// The same in the settings file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProviderFile {
    issuer: Option<String>,
    client: Option<String>,
    secret_file: Option<PathBuf>,
    acr: Option<Vec<String>>,
    claim: Option<String>,
    name: Option<String>,
    onward: Option<Vec<String>>,
}

impl ProviderSettings {
    /// The provider of flags and file, for a service under this origin; `None` when neither names one.
    pub(super) fn of(
        args: &ProviderArgs,
        file: Option<ProviderFile>,
        origin: &str,
    ) -> Result<Option<ProviderSettings>, SettingsError> {
        let file = file.unwrap_or_default();
        let refuse = |what: &str| SettingsError(format!("oidc: {what}"));
        let Some(issuer) = args.oidc_issuer.clone().or(file.issuer) else { return Ok(None) };
        if !is_issuer(&issuer) || !is_safe(&issuer) {
            return Err(refuse(
                "the issuer is an address such as https://inloggen.example; http is for this machine alone",
            ));
        }
        if !is_safe(origin) {
            return Err(refuse("a service with a provider has an origin that begins with https://"));
        }
        let client = args.oidc_client.clone().or(file.client).filter(|client| !client.is_empty());
        let client = client.ok_or_else(|| refuse("the name of this service at the provider is missing"))?;
        let secret_file = args.oidc_secret_file.clone().or(file.secret_file);
        let secret_file = secret_file.ok_or_else(|| refuse("the file with the secret is missing"))?;
        let onward = args.oidc_onward.clone().or(file.onward).unwrap_or_default();
        let is_origin = |text: &String| {
            let host = text.split_once("://").map_or("", |(_, host)| host);
            is_issuer(text) && is_safe(text) && host.bytes().all(|byte| !b"/;,'*".contains(&byte))
        };
        if !onward.iter().all(is_origin) {
            return Err(refuse("onward takes scheme and host without a path, such as https://digid.example"));
        }
        Ok(Some(ProviderSettings {
            name: args.oidc_name.clone().or(file.name).unwrap_or_else(|| host(&issuer).to_string()),
            claim: args.oidc_claim.clone().or(file.claim).unwrap_or_else(|| USUAL_CLAIM.to_string()),
            acr: args.oidc_acr.clone().or(file.acr).unwrap_or_default(),
            issuer,
            client,
            secret_file,
            onward,
        }))
    }

    /// Scheme, host and port of the issuer.
    pub fn origin(&self) -> &str {
        let start = self.issuer.find("://").map_or(0, |place| place + 3);
        self.issuer[start..].find('/').map_or(self.issuer.as_str(), |end| &self.issuer[..start + end])
    }

    /// The lines of a settings file. The secret stands in its own file.
    pub(super) fn print(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let list = |texts: &[String]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
        format!(
            "\n[oidc]\nissuer = {}\nclient = {}\nsecret_file = {}\nacr = [{}]\nclaim = {}\nname = {}\nonward = [{}]\n",
            quoted(&self.issuer),
            quoted(&self.client),
            quoted(&self.secret_file.display().to_string()),
            list(&self.acr),
            quoted(&self.claim),
            quoted(&self.name),
            list(&self.onward),
        )
    }
}

fn host(address: &str) -> &str {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    host.split('/').next().unwrap_or(host)
}

/// Whether what goes to this address cannot be read on the way: https, or http on this machine.
fn is_safe(address: &str) -> bool {
    let name = host(address);
    let name = if name.starts_with('[') { name } else { name.split(':').next().unwrap_or(name) };
    let is_here = matches!(name, "127.0.0.1" | "localhost") || name.starts_with("[::1]");
    address.starts_with("https://") || (address.starts_with("http://") && is_here)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(issuer: &str) -> ProviderArgs {
        ProviderArgs {
            oidc_issuer: Some(issuer.into()),
            oidc_client: Some("schuifruimte".into()),
            oidc_secret_file: Some("geheim".into()),
            ..ProviderArgs::default()
        }
    }

    fn of(args: &ProviderArgs) -> Result<Option<ProviderSettings>, SettingsError> {
        ProviderSettings::of(args, None, "https://ruimte.example")
    }

    #[test]
    fn a_provider_is_off_until_it_is_named_whole() {
        assert_eq!(of(&ProviderArgs::default()), Ok(None));
        let whole = of(&args("https://inloggen.example/realms/u")).unwrap().unwrap();
        assert_eq!(
            (whole.origin(), &*whole.claim, &*whole.name),
            ("https://inloggen.example", "sub", "inloggen.example")
        );
        assert!(of(&ProviderArgs { oidc_client: None, ..args("https://a.example") }).is_err());
        assert!(of(&ProviderArgs { oidc_secret_file: None, ..args("https://a.example") }).is_err());
    }

    #[test]
    fn only_this_machine_is_asked_without_tls() {
        for good in ["http://127.0.0.1:9", "http://localhost:9/x", "http://[::1]:9"] {
            assert!(of(&args(good)).is_ok(), "{good}");
        }
        for bad in [
            "http://inloggen.example",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "ftp://a",
        ] {
            assert!(of(&args(bad)).is_err(), "{bad}");
        }
        assert!(ProviderSettings::of(&args("https://a.example"), None, "http://ruimte.example").is_err());
        let onward = |text: &str| {
            of(&ProviderArgs { oidc_onward: Some(vec![text.into()]), ..args("https://a.example") })
        };
        assert!(onward("https://digid.example").is_ok() && onward("https://*.example").is_err());
        assert!(onward("https://a.example; script-src 'unsafe-inline'").is_err());
    }
}
