//! The pages of a town, asked in-process as a browser asks them: with cookies, and telling where a form
//! stands.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use schuifruimte::clock::Clock;
use schuifruimte::config::{DataArgs, ListenArgs, ProviderArgs, Settings};
use schuifruimte::domain::account::SecondFactor;
use schuifruimte::domain::digest::hex;
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use schuifruimte::entropy::Entropy;
use schuifruimte::keys::KeyRing;
use schuifruimte::web::guard::Peer;
use schuifruimte::web::{self, state::App};
use tower::ServiceExt as _;
use tower::util::BoxCloneSyncService;

use super::people::{PASSWORD, Staff};
use super::{OpenRound, Place, Town, folder, lookout, town};

/// The service over a town's database, with the keys the town signs with.
pub struct Site {
    /// The service.
    pub app: App,
    /// Its clock.
    pub clock: Clock,
    /// Its routes, laid out once: for hundreds of them that takes longer than most pages.
    service: Service,
    folder: PathBuf,
}

/// The service as a request meets it.
type Service = BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>;

/// Someone at a browser.
#[derive(Default)]
pub struct Browser {
    /// Its cookie, as name and text.
    pub cookie: Option<String>,
    /// Where it is, when that matters.
    address: Option<SocketAddr>,
}

/// What a browser got.
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: axum::http::HeaderMap,
    /// The body as text.
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Site {
    /// Opens the service of a town at a moment.
    pub fn of(town: &Town, at: Moment) -> Site {
        Site::on(&town.place, "https://schuif.example", at)
    }

    /// Opens the service over any database, under the address that browsers know.
    pub fn on(place: &Place, origin: &str, at: Moment) -> Site {
        Site::asking(place, origin, at, SecondFactor::Optional)
    }

    /// The same with what it asks of staff beside a password.
    pub fn asking(place: &Place, origin: &str, at: Moment, second: SecondFactor) -> Site {
        let asked = Some(second.name().to_string());
        Site::with(place, origin, at, &ListenArgs { second_factor: asked, ..ListenArgs::default() })
    }

    /// The same with any setting. To a provider it shows [`super::provider::SECRET`].
    pub fn with(place: &Place, origin: &str, at: Moment, listen: &ListenArgs) -> Site {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let folder = folder::databases().join(format!("schuifruimte-site-{}-{number}", std::process::id()));
        std::fs::create_dir_all(folder.join("keys")).expect("a folder for keys");
        std::fs::set_permissions(folder.join("keys"), std::fs::Permissions::from_mode(0o700))
            .expect("its mode");
        for name in ["log", "receipt", "form", "vault"] {
            write_key(&folder, name, &town::service_key(name));
        }
        let data = DataArgs {
            data: Some(folder.clone()),
            database: Some(place.url.clone()),
            origin: Some(origin.to_string()),
            config: None,
        };
        let secret = folder.join("secret");
        std::fs::write(&secret, format!("{}\n", super::provider::SECRET)).expect("a secret");
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).expect("its mode");
        let provider = ProviderArgs { oidc_secret_file: Some(secret), ..listen.provider.clone() };
        let listen = ListenArgs { provider, ..listen.clone() };
        let settings = Settings::of_service(&data, &listen).expect("settings");
        let keys = KeyRing::open(&folder, Seed::new([4; 32])).expect("keys");
        let clock = Clock::fixed(at);
        let entropy = Entropy::seeded([u8::try_from(number % 250).expect("small"); 32]);
        let app = App::new(settings, place.store.clone(), keys, clock.clone(), entropy).expect("a service");
        Site { service: Service::new(web::service(&app)), app, clock, folder }
    }

    /// Brings the keys of a round: of its codes and of its ballots.
    pub fn add_keys(&self, round: &OpenRound) {
        assert!(self.app.keys.add_codes(&round.id, &round.letters.key).expect("a key file"));
        write_key(&self.folder, &format!("ballots-{}", round.id), town::ballot_key(&round.id).bytes());
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Page {
        let response = self.service.clone().oneshot(request).await.expect("the service never fails");
        Page::of(response).await
    }
}

fn write_key(folder: &Path, name: &str, key: &[u8; 32]) {
    let path = folder.join("keys").join(format!("{name}.key"));
    std::fs::write(&path, format!("schuifruimte-key/1\n{}\n", hex(key))).expect("a key file");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("its mode");
}

impl Drop for Site {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

impl Browser {
    /// A browser at a network address.
    pub fn at(address: &str) -> Browser {
        Browser {
            address: Some(SocketAddr::new(address.parse().expect("an address"), 4_000)),
            ..Browser::default()
        }
    }

    /// A browser that has a cookie from somewhere.
    pub fn with_cookie(cookie: &str) -> Browser {
        Browser { cookie: Some(cookie.to_string()), ..Browser::default() }
    }

    /// Its cookie, as it is sent.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or("")
    }

    /// Signs in.
    pub async fn of(site: &Site, who: Staff) -> Browser {
        let mut browser = Browser::default();
        let page =
            browser.post(site, "/bureau/aanmelden", &[("login", who.login), ("password", PASSWORD)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        browser
    }

    fn request(&self, method: &str, address: &str) -> axum::http::request::Builder {
        let mut request =
            Request::builder().method(method).uri(address).header("sec-fetch-site", "same-origin");
        if let Some(address) = self.address {
            request = request.extension(Peer(address));
        }
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    /// Another window of the same browser, whose cookie stays what it is.
    pub fn copy(&self) -> Browser {
        Browser { cookie: self.cookie.clone(), address: self.address }
    }

    /// The value of its cookie.
    pub fn cookie_value(&self) -> String {
        self.cookie.as_deref().and_then(|text| text.split_once('=')).expect("a cookie").1.to_string()
    }

    /// Looks at a page.
    pub async fn get(&mut self, site: &Site, address: &str) -> Page {
        let request = self.request("GET", address).body(Body::empty()).expect("a request");
        self.keep(site, site.send(request).await)
    }

    /// Asks for a page with any method that sends nothing.
    pub async fn ask(&mut self, site: &Site, method: &axum::http::Method, address: &str) -> Page {
        let request = self.request(method.as_str(), address).body(Body::empty()).expect("a request");
        self.keep(site, site.send(request).await)
    }

    /// Sends a form.
    pub async fn post(&mut self, site: &Site, address: &str, fields: &[(&str, &str)]) -> Page {
        fields.iter().for_each(|(name, value)| lookout::typed(&site.app.settings.database, name, value));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .request("POST", address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.keep(site, site.send(request.expect("a request")).await)
    }

    /// Sends a form with one file, under a name of its field.
    pub async fn upload(&mut self, site: &Site, address: &str, field: &str, file: &str) -> Page {
        let head = format!("Content-Disposition: form-data; name=\"{field}\"; filename=\"register.upload\"");
        let body = format!(
            "--grens\r\n{head}\r\nContent-Type: application/octet-stream\r\n\r\n{file}\r\n--grens--\r\n"
        );
        let request = self
            .request("POST", address)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grens")
            .body(Body::from(body));
        self.keep(site, site.send(request.expect("a request")).await)
    }

    /// Sends a form with fields and one file.
    pub async fn upload_with(
        &mut self,
        site: &Site,
        address: &str,
        fields: &[(&str, &str)],
        file: &str,
    ) -> Page {
        let field = |(name, value): &(&str, &str)| {
            format!("--grens\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let fields: String = fields.iter().map(field).collect();
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"buurten.csv\"";
        let body =
            format!("{fields}--grens\r\n{head}\r\nContent-Type: text/csv\r\n\r\n{file}\r\n--grens--\r\n");
        let request = self
            .request("POST", address)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grens")
            .body(Body::from(body));
        self.keep(site, site.send(request.expect("a request")).await)
    }

    /// Sends a form with fields and one file of any bytes, under a name.
    pub async fn upload_bytes(
        &mut self,
        site: &Site,
        address: &str,
        fields: &[(&str, &str)],
        (name, file): (&str, &[u8]),
    ) -> Page {
        let field = |(name, value): &(&str, &str)| {
            format!("--grens\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let fields: String = fields.iter().map(field).collect();
        let head =
            format!("--grens\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = [fields.as_bytes(), head.as_bytes(), file, b"\r\n--grens--\r\n"].concat();
        let request = self
            .request("POST", address)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grens")
            .body(Body::from(body));
        self.keep(site, site.send(request.expect("a request")).await)
    }

    fn keep(&mut self, site: &Site, page: Page) -> Page {
        if let Some(cookie) = page.headers.get(header::SET_COOKIE) {
            let text = cookie.to_str().expect("a cookie is text");
            self.cookie = text.split(';').next().map(str::to_string);
            lookout::handed_out(self.cookie_value().as_str());
            lookout::planted(&site.app.settings.database, self.cookie_value().as_str());
        }
        page
    }
}

impl Page {
    /// Reads an answer.
    pub async fn of(response: Response<Body>) -> Page {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        let body = String::from_utf8_lossy(&bytes).replace('\u{a0}', " ");
        Page { status: parts.status, headers: parts.headers, body, bytes }
    }

    /// The kind of refusal on the page.
    pub fn kind(&self) -> Option<&str> {
        between(&self.body, "data-kind=\"", "\"")
    }

    /// Whether a sentence stands on the page.
    pub fn says(&self, sentence: &str) -> bool {
        self.body.contains(sentence)
    }

    /// The groups that the screen leaves open, as they stand on paper.
    pub fn open_groups(&self, paper: &[String]) -> Vec<String> {
        let places = self.body.split("Groepje ").skip(1).filter(|rest| rest.contains(": typ dit over"));
        let places = places.filter_map(|rest| rest.split_once(": typ dit over").map(|(place, _)| place));
        places.filter_map(|place| place.parse::<usize>().ok()).map(|place| paper[place - 1].clone()).collect()
    }

    /// The values of the fields with this name, in order.
    pub fn fields(&self, name: &str) -> Vec<String> {
        let start = format!("name=\"{name}\" value=\"");
        self.body
            .split(&start)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_string)
            .collect()
    }

    /// The value of the last field with this name.
    pub fn field(&self, name: &str) -> String {
        self.fields(name).pop().unwrap_or_else(|| panic!("no field {name} on the page: {}", self.body))
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// The text between two others.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}
