//! Real processes of the program, asked over real connections.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use super::Site;

/// A copy of the program that serves the database of a site with its keys.
pub struct Process {
    /// Where it listens.
    pub address: String,
    child: Mutex<Child>,
    said: Arc<Mutex<String>>,
    listener: Option<JoinHandle<()>>,
}

/// How a process is started.
pub struct Start<'a> {
    site: &'a Site,
    wrapper: Vec<String>,
    environment: Vec<(String, String)>,
}

/// Runs `fsck` as a process of its own on the database of a site: what it finds.
pub fn fsck(site: &Site) -> String {
    let settings = &site.app.settings;
    let done = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
        .args(["fsck", "--database", &settings.database, "--data"])
        .arg(&settings.data)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    if done.status.success() { String::new() } else { said }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, one a line, in lower case.
    pub headers: String,
    /// The page.
    pub body: String,
}

impl<'a> Start<'a> {
    /// The usual way.
    pub fn of(site: &'a Site) -> Start<'a> {
        Start { site, wrapper: Vec::new(), environment: Vec::new() }
    }

    /// Under another program, given with its arguments.
    pub fn under(mut self, wrapper: &[&str]) -> Start<'a> {
        self.wrapper = wrapper.iter().map(ToString::to_string).collect();
        self
    }

    /// With something in its environment.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Start<'a> {
        self.environment.push((name.to_string(), value.into()));
        self
    }

    /// Starts it. It believes proxies on this machine, so that each voter can have an address of their own.
    fn spawn(&self) -> (Child, String) {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
        let settings = &self.site.app.settings;
        let program = env!("CARGO_BIN_EXE_schuifruimte");
        let mut words = self.wrapper.iter().map(String::as_str).chain([program]);
        let child = Command::new(words.next().expect("a program"))
            .args(words)
            .args(["serve", "--listen", &free.to_string(), "--origin", &settings.origin])
            .args(["--trusted-proxies", "127.0.0.1/32", "--database", &settings.database, "--data"])
            .arg(&settings.data)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stderr(Stdio::piped())
            .spawn()
            .expect("a copy starts");
        (child, free.to_string())
    }

    /// Starts it and waits until it serves.
    pub fn serve(self) -> Process {
        self.try_serve().unwrap_or_else(|said| panic!("it does not serve: {said}"))
    }

    /// Starts it and waits until it serves, or ends: then what it said.
    pub fn try_serve(self) -> Result<Process, String> {
        let (mut child, address) = self.spawn();
        let mut output = BufReader::new(child.stderr.take().expect("the output is piped"));
        let said = Arc::new(Mutex::new(String::new()));
        let mut line = String::new();
        while !line.contains("schuifruimte serves") {
            line.clear();
            let read = output.read_line(&mut line).expect("text");
            lock(&said).push_str(&line);
            if read == 0 {
                child.wait().expect("it ends");
                return Err(lock(&said).clone());
            }
        }
        let heard = said.clone();
        let listener = std::thread::spawn(move || {
            let mut line = String::new();
            while output.read_line(&mut line).is_ok_and(|read| read > 0) {
                lock(&heard).push_str(&line);
                line.clear();
            }
        });
        Ok(Process { address, child: Mutex::new(child), said, listener: Some(listener) })
    }

    /// Starts it, and waits for the end of a process that refuses to serve: its status and what it said.
    pub fn refused(self) -> (Option<i32>, String) {
        let (child, _) = self.spawn();
        let done = child.wait_with_output().expect("it ends");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    }
}

fn lock(said: &Mutex<String>) -> MutexGuard<'_, String> {
    said.lock().expect("nobody stops with it in hands")
}

impl Process {
    /// What it said on standard error so far.
    pub fn said(&self) -> String {
        lock(&self.said).clone()
    }

    /// The most memory it ever held, in KiB.
    pub fn memory(&self) -> u64 {
        let id = self.child.lock().expect("nobody stops with it in hands").id();
        let told = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// Ends it as a power cut would: SIGKILL.
    pub fn kill(&self) {
        let mut child = self.child.lock().expect("nobody stops with it in hands");
        child.kill().expect("it runs");
        child.wait().expect("it ends");
    }

    /// Asks it to stop, as a supervisor does, and waits: also when it runs under another program.
    pub fn terminate(&self) {
        let mut child = self.child.lock().expect("nobody stops with it in hands");
        let below = format!("/proc/{0}/task/{0}/children", child.id());
        let below = std::fs::read_to_string(below).unwrap_or_default();
        let asked = below.split_whitespace().next().map_or_else(|| child.id().to_string(), str::to_string);
        Command::new("kill").args(["-TERM", &asked]).status().expect("it is asked");
        child.wait().expect("it ends");
    }

    /// Waits until it ends by itself: how, and everything it said.
    pub fn ended(mut self) -> (ExitStatus, String) {
        let status = self.child.get_mut().expect("nobody stops with it in hands").wait().expect("it ends");
        self.listener.take().expect("not yet joined").join().expect("its output ends");
        (status, self.said())
    }

    /// Looks at a page.
    pub fn get(&self, path: &str) -> io::Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers("", 0)))
    }

    /// Sends a form from the address of a voter.
    pub fn post(&self, path: &str, voter: usize, fields: &[(String, String)]) -> io::Result<Answer> {
        self.post_as(path, voter, "", fields)
    }

    /// Sends a form with a cookie.
    pub fn post_as(
        &self,
        path: &str,
        voter: usize,
        cookie: &str,
        fields: &[(String, String)],
    ) -> io::Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\n{}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.headers(cookie, voter),
            body.len()
        ))
    }

    fn headers(&self, cookie: &str, voter: usize) -> String {
        let (block, place) = (voter / 250, voter % 250 + 1);
        format!(
            "Host: {}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nX-Forwarded-For: 203.{}.{}.{place}\r\n\
             Cookie: {cookie}\r\n",
            self.address,
            block / 250,
            block % 250
        )
    }

    /// One request on a connection of its own; a connection that breaks before the end is an error.
    fn ask(&self, request: &str) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Answer::parse(&String::from_utf8_lossy(&bytes))
            .ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "half an answer"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Ok(child) = self.child.get_mut() {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

impl Answer {
    /// Reads an answer; `None` when it is not whole.
    fn parse(text: &str) -> Option<Answer> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let (first, headers) = head.split_once("\r\n")?;
        let headers = headers.to_lowercase();
        let length = headers.split_once("content-length: ").and_then(|(_, rest)| rest.lines().next());
        let length: Option<usize> = length.and_then(|digits| digits.trim().parse().ok());
        if length.is_some_and(|length| body.len() < length) {
            return None;
        }
        let status = first.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, headers, body: body.replace('\u{a0}', " ") })
    }

    /// The kind of refusal on the page, or `receipt`.
    pub fn kind(&self) -> &str {
        super::site::between(&self.body, "data-kind=\"", "\"").unwrap_or("")
    }

    /// Status and kind, for comparing.
    pub fn told(&self) -> (u16, &str) {
        (self.status, self.kind())
    }
}

/// Does something for each letter, many at once.
pub fn at_once<T: Send>(letters: usize, workers: usize, ask: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let letter = next.fetch_add(1, Ordering::SeqCst);
                    if letter >= letters {
                        break;
                    }
                    let answer = ask(letter);
                    done.lock().expect("nobody stops here").push((letter, answer));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("all are through");
    done.sort_by_key(|(letter, _)| *letter);
    done.into_iter().map(|(_, answer)| answer).collect()
}

/// The fields of a form.
pub fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}
