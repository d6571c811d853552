//! Debian's ChromeDriver on a free port, ended with the test.

use std::env;
use std::net::TcpListener;
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
        self.browser(json!({ "profile.managed_default_content_settings.javascript": 2 })).await
    }

    /// A browser in which a test may listen to what happens on a page.
    pub async fn listening(&self) -> Client {
        self.browser(json!({})).await
    }

    async fn browser(&self, preferences: Value) -> Client {
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
            "prefs": preferences,
        });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".to_string(), options);
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
