//! Asking the provider: one address, one question a connection, no redirects, and an end to how long and how much.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use openidconnect::url::{Host, Url};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::Fault;

/// How long one answer may take, from the first byte out to the last one in.
const PATIENCE: Duration = Duration::from_secs(4);
/// Most bytes of an answer.
const MOST: usize = 64 * 1024;
/// Most bytes of the headers of an answer.
const MOST_HEADERS: usize = 16 * 1024;

/// The way to one provider. It goes nowhere else.
pub(super) struct Client {
    issuer: Url,
    tls: TlsConnector,
}

impl Client {
    /// The way to a provider; `None` when its address cannot be one.
    pub(super) fn new(issuer: &str) -> Option<Client> {
        let issuer = Url::parse(issuer).ok().filter(Url::has_host)?;
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Some(Client { issuer, tls: TlsConnector::from(Arc::new(config)) })
    }

    /// An address that lies with the provider; whatever else it names is refused.
    pub(super) fn own(&self, address: &str) -> Result<Url, Fault> {
        let url = Url::parse(address).map_err(|_| Fault::Down("an address that it named is none"))?;
        // The origin of such a URL is scheme, host and port.
        let is_own = url.origin() == self.issuer.origin() && url.username().is_empty();
        if is_own { Ok(url) } else { Err(Fault::Down("it named an address outside its own")) }
    }

    /// Reads a document.
    pub(super) async fn get(&self, url: &Url) -> Result<Vec<u8>, Fault> {
        let request = self.request("GET", url).body(Body::empty());
        match self.ask(request).await {
            Ok((StatusCode::OK, body)) => Ok(body),
            Err(Fault::Down(what)) => Err(Fault::Down(what)),
            Ok(_) | Err(Fault::Refused(_)) => {
                Err(Fault::Down("it did not give a document that it must have"))
            }
        }
    }

    /// Sends a form; the status and the answer.
    pub(super) async fn post(
        &self,
        url: &Url,
        authorization: Option<String>,
        form: String,
    ) -> Result<(StatusCode, Vec<u8>), Fault> {
        let mut request = self.request("POST", url).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        self.ask(request.body(Body::from(form))).await
    }

    fn request(&self, method: &str, url: &Url) -> hyper::http::request::Builder {
        let host = url.host_str().unwrap_or_default();
        let host = url.port().map_or_else(|| host.to_string(), |port| format!("{host}:{port}"));
        let path =
            url.query().map_or_else(|| url.path().to_string(), |query| format!("{}?{query}", url.path()));
        Request::builder().method(method).uri(path).header(HOST, host).header(ACCEPT, "application/json")
    }

    async fn ask(
        &self,
        request: Result<Request<Body>, hyper::http::Error>,
    ) -> Result<(StatusCode, Vec<u8>), Fault> {
        let request = request.map_err(|_| Fault::Down("it cannot be asked this"))?;
        let answer = tokio::time::timeout(PATIENCE, self.exchange(request)).await;
        answer.map_err(|_| Fault::Down("it does not answer in time"))?
    }

    async fn exchange(&self, request: Request<Body>) -> Result<(StatusCode, Vec<u8>), Fault> {
        let down = |_| Fault::Down("it cannot be reached");
        let port = self.issuer.port_or_known_default().unwrap_or(443);
        let stream = match self.issuer.host() {
            Some(Host::Domain(name)) => TcpStream::connect((name, port)).await,
            Some(Host::Ipv4(address)) => TcpStream::connect((address, port)).await,
            Some(Host::Ipv6(address)) => TcpStream::connect((address, port)).await,
            None => return Err(Fault::Down("its address names no host")),
        };
        let stream = stream.map_err(down)?;
        if self.issuer.scheme() != "https" {
            return talk(stream, request).await;
        }
        let name = self.issuer.host_str().unwrap_or_default().trim_matches(['[', ']']).to_string();
        let name = ServerName::try_from(name).map_err(|_| Fault::Down("its address names no host"))?;
        talk(self.tls.connect(name, stream).await.map_err(down)?, request).await
    }
}

/// One question and its answer.
async fn talk<S>(stream: S, request: Request<Body>) -> Result<(StatusCode, Vec<u8>), Fault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let broken = |_| Fault::Down("it broke off its answer");
    let mut builder = hyper::client::conn::http1::Builder::new();
    let (mut sender, connection) =
        builder.max_buf_size(MOST_HEADERS).handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let answer = async {
        let (head, body) = sender.send_request(request).await.map_err(broken)?.into_parts();
        let body = to_bytes(Body::new(body), MOST).await;
        Ok((head.status, body.map_err(|_| Fault::Refused("the answer is too long or breaks off"))?.to_vec()))
    };
    tokio::pin!(connection, answer);
    tokio::select! {
        done = &mut answer => done,
        _ = &mut connection => answer.await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_provider_itself_is_asked() {
        let client = Client::new("https://inloggen.example/realms/utrecht").unwrap();
        for good in ["https://inloggen.example/token", "https://inloggen.example:443/token?x"] {
            assert!(client.own(good).is_ok(), "{good}");
        }
        for bad in [
            "http://inloggen.example/token",
            "https://inloggen.example:444/token",
            "https://evil.example/token",
            "https://inloggen.example@evil.example/token",
            "https://iemand@inloggen.example/token",
            "https://inloggen.example.evil.example/token",
            "http://169.254.169.254/",
            "javascript:alert(1)",
            "/token",
            "",
        ] {
            assert!(client.own(bad).is_err(), "{bad}");
        }
        assert!(Client::new("mailto:iemand@inloggen.example").is_none());
    }

    #[tokio::test]
    async fn what_answers_without_tls_where_tls_is_asked_hears_nothing_of_the_question() {
        use tokio::io::AsyncReadExt as _;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let client = Client::new(&address).unwrap();
        let heard = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut bytes = vec![0; 4_096];
            let read = stream.read(&mut bytes).await.unwrap();
            bytes[..read].to_vec()
        });
        let url = client.own(&format!("{address}/token")).unwrap();
        let answer = client.post(&url, Some("Basic geheim".to_string()), "code=geheim".to_string()).await;
        assert!(matches!(answer, Err(Fault::Down(_))), "{answer:?}");
        let heard = heard.await.unwrap();
        // A TLS record of a handshake: RFC 8446 section 5.1.
        assert_eq!(heard.first(), Some(&22));
        assert!(!heard.windows(6).any(|window| window == b"geheim"));
    }
}
