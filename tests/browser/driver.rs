//! Debian's ChromeDriver on a free port, ended with the test.

use std::env;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};

use crate::support::debian::program;

/// How long the driver may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running driver.
pub struct Driver {
    child: Child,
    port: u16,
    profile: PathBuf,
}

impl Driver {
    /// Starts it.
    pub async fn start() -> Driver {
        let packages = ["chromium", "chromium-driver"];
        let driver = program("Chromium's driver", &packages, || on_path("chromedriver"));
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let child = Command::new(driver)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the driver starts");
        let profile = env::temp_dir().join(format!("schuifruimte-browser-{}-{port}", std::process::id()));
        Driver { child, port, profile }
    }

    /// A browser without scripts of pages.
    pub async fn client(&self) -> Client {
        self.client_with(json!({ "profile.managed_default_content_settings.javascript": 2 })).await
    }

    /// What went over the line since the last time it was asked, as Chromium's own protocol tells it.
    pub async fn log(&self, client: &Client) -> Vec<Value> {
        let session = client.session_id().await.expect("a session").expect("it has begun");
        let told = self.ask(&format!("/session/{session}/se/log"), &json!({ "type": "performance" }));
        let lines = told["value"].as_array().unwrap_or_else(|| panic!("no log: {told}"));
        let message = |line: &Value| {
            let text = line["message"].as_str().expect("a message");
            serde_json::from_str::<Value>(text).expect("JSON")["message"].clone()
        };
        lines.iter().map(message).collect()
    }

    /// A browser that runs the scripts of pages, in which a test may listen to what happens on a page.
    pub async fn listening(&self) -> Client {
        self.client_with(json!({})).await
    }

    /// Gives a browser a device for passkeys that knows who holds it: its address at the driver.
    pub async fn add_authenticator(&self, client: &Client) -> String {
        let session = client.session_id().await.expect("a session").expect("it has begun");
        let device = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
            "isUserConsenting": true,
        });
        let path = format!("/session/{session}/webauthn/authenticator");
        let made = self.ask(&path, &device);
        let id = made["value"].as_str().unwrap_or_else(|| panic!("no device: {made}"));
        format!("{path}/{id}")
    }

    /// Takes a device away again, with all that it holds.
    pub fn take_away(&self, device: &str) {
        self.say("DELETE", device, &json!({}));
    }

    /// Asks the driver for what its client has no words for.
    pub fn ask(&self, path: &str, body: &Value) -> Value {
        self.say("POST", path, body)
    }

    fn say(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the driver listens");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .expect("asked");
        // The driver keeps the connection, so its answer ends where it says.
        let mut answer = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while answer.read_line(&mut line).expect("a line") > 2 {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().expect("a length");
            }
            line.clear();
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body).expect("a body");
        serde_json::from_slice(&body).expect("JSON")
    }

    async fn client_with(&self, prefs: Value) -> Client {
        let browser = program("Chromium", &["chromium"], || on_path("chromium"));
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--lang=nl",
        ];
        let mut arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        arguments.push(format!("--user-data-dir={}", self.profile.display()));
        let options = json!({
            "binary": browser,
            "args": arguments,
            "prefs": prefs,
        });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".to_string(), options);
        capabilities.insert("goog:loggingPrefs".to_string(), json!({ "performance": "ALL" }));
        let begun = Instant::now();
        loop {
            let address = format!("http://127.0.0.1:{}", self.port);
            let asked = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
                .capabilities(capabilities.clone())
                .connect(&address)
                .await;
            match asked {
                Ok(client) => return client,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "the browser does not start: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        std::fs::remove_dir_all(&self.profile).ok();
    }
}

/// A program on the search path.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
