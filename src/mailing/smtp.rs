//! The talk with a mail server (SMTP, RFC 5321), in two halves: up to the point where the server asks for the words of a
//! mail, and the words. Whatever goes wrong in the first half, nothing was sent.

use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;

use crate::config::{MailServer, Protection};
use crate::domain::mail::{Address, Fault};

/// How long a server may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until it asks for the words.
    pub open: Duration,
    /// To take them: it may look them over first.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { open: Duration::from_secs(30), answer: Duration::from_secs(150) }
    }
}

/// A server that waits for the words of one mail.
pub struct Waiting {
    connection: AsyncSmtpConnection,
    answer: Duration,
}

/// Talks with the server until it asks for the words of a mail from one address to another.
pub async fn open(
    server: &MailServer,
    hello: &str,
    to: &Address,
    patience: Patience,
) -> Result<Waiting, Fault> {
    let talk = async {
        let mut connection = connect(server, hello, patience.open).await.map_err(|error| {
            tracing::warn!("the mail server does not let us in: {error}");
            Fault::Unreachable
        })?;
        let sender = server.from.as_str().parse().map_err(|_| Fault::Unwritable)?;
        let receiver = to.as_str().parse().map_err(|_| Fault::Unwritable)?;
        // Who may not send at all is not let in; it is not about this mail.
        let mail = connection.command(Mail::new(Some(sender), Vec::new())).await;
        mail.map_err(|error| if error.is_permanent() { Fault::Unreachable } else { before(&error) })?;
        let asked = connection.command(Rcpt::new(receiver, Vec::new())).await;
        asked.map_err(|error| before(&error))?;
        connection.command(Data).await.map_err(|error| before(&error))?;
        Ok(Waiting { connection, answer: patience.answer })
    };
    // A server that is slow is slow for every mail.
    tokio::time::timeout(patience.open, talk).await.unwrap_or(Err(Fault::Unreachable))
}

/// Connects, protected as the settings say, and signs in.
async fn connect(server: &MailServer, hello: &str, patience: Duration) -> Result<AsyncSmtpConnection, Error> {
    let hello = ClientId::Domain(hello.rsplit_once(':').map_or(hello, |(host, _)| host).to_string());
    let place = (server.host.as_str(), server.port);
    let tls = match server.protection {
        Protection::None => None,
        Protection::Tls | Protection::StartTls => {
            let mut tls = TlsParameters::builder(server.host.clone());
            if let Some(authority) = &server.authority {
                tls = tls.add_root_certificate(Certificate::from_pem(authority)?);
            }
            Some(tls.build_rustls()?)
        }
    };
    let (first, later) = match server.protection {
        Protection::StartTls => (None, tls),
        Protection::Tls | Protection::None => (tls, None),
    };
    let mut connection =
        AsyncSmtpConnection::connect_tokio1(place, Some(patience), &hello, first, None).await?;
    if let Some(tls) = later {
        // A server that does not offer it is refused here: whoever sits in between could take the offer away.
        connection.starttls(tls, &hello).await?;
    }
    if let Some((user, password)) = &server.login {
        let credentials = Credentials::new(user.clone(), password.clone());
        connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
    }
    Ok(connection)
}

/// Why a mail was not sent when not one of its words went out.
fn before(error: &Error) -> Fault {
    if error.is_permanent() {
        Fault::Refused
    } else if error.is_transient() {
        Fault::PutOff
    } else {
        Fault::Broken
    }
}

impl Waiting {
    /// Sends the words. Only an answer of the server says what became of them.
    pub async fn send(mut self, words: &[u8]) -> Result<(), Fault> {
        match tokio::time::timeout(self.answer, self.connection.message(words)).await {
            Ok(Ok(_)) => {
                // It is taken; whether the farewell comes through changes nothing.
                let _ = tokio::time::timeout(Duration::from_secs(2), self.connection.quit()).await;
                Ok(())
            }
            Ok(Err(error)) if error.is_permanent() => Err(Fault::Refused),
            Ok(Err(error)) if error.is_transient() => Err(Fault::PutOff),
            Ok(Err(_)) | Err(_) => Err(Fault::Unanswered),
        }
    }
}
