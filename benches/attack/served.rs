//! The service that is attacked: the program itself, on an embedded database with one member of staff.

use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use schuifruimte::acts;
use schuifruimte::acts::account::NewAccount;
use schuifruimte::cli::service::Service;
use schuifruimte::config::{DataArgs, ListenArgs, Settings};
use schuifruimte::domain::account::{Password, Role, Scope};
use schuifruimte::domain::area;
use schuifruimte::domain::municipality::Municipality;

/// Who is attacked.
pub const LOGIN: &str = "joris";
/// The right password.
pub const PASSWORD: &str = "een lange zin van de buurt";

/// The program while it serves, with its folder.
pub struct Served {
    folder: PathBuf,
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Served {
    /// Makes the town and starts the program behind a trusted proxy: the attack itself.
    pub fn start() -> Served {
        let folder = std::env::temp_dir().join(format!("schuifruimte-attack-{}", std::process::id()));
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(town(&folder));
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let mut child = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
            .args(["serve", "--listen", &free.to_string(), "--origin", "https://ruimte.example"])
            .args(["--trusted-proxies", "127.0.0.1/32", "--data"])
            .arg(&folder)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut said = String::new();
        let mut output = BufReader::new(child.stderr.take().expect("the output is piped"));
        while !said.contains("serves") {
            assert!(output.read_line(&mut said).expect("a line") > 0, "it stopped: {said}");
        }
        std::thread::spawn(move || output.lines().map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        Served { folder, child, address: free }
    }

    /// A figure of its memory, in KiB: `VmRSS` now, `VmHWM` the most there ever was.
    pub fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("its memory");
        line.trim_matches(|c: char| !c.is_ascii_digit()).parse().expect("a number")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

async fn town(folder: &Path) {
    let data = DataArgs {
        data: Some(folder.to_path_buf()),
        origin: Some("https://ruimte.example".to_string()),
        ..DataArgs::default()
    };
    let settings = Settings::of_service(&data, &ListenArgs::default()).expect("settings");
    let service = Service::open(&settings).await.expect("an empty folder");
    let mut ctx = service.context();
    let desk = Municipality {
        name: "Utrecht".to_string(),
        desk_place: "wijkbureau Noordwest".to_string(),
        desk_hours: "maandag tot en met vrijdag".to_string(),
        desk_phone: "14 030".to_string(),
    };
    acts::municipality::set(&ctx, &desk).await.expect("a municipality");
    acts::area::add(&ctx, &area::utrecht()).await.expect("ten wijken");
    let joris = NewAccount {
        login: LOGIN.to_string(),
        name: "Joris de Wit".to_string(),
        function: "Adviseur wijkbureau".to_string(),
        role: Role::Officer,
        scope: Scope::City,
        password: Password::choose(PASSWORD).expect("long enough").hash(&[9; 16]),
    };
    acts::account::create(&mut ctx, joris).await.expect("an account");
    service.store.close().await;
}
