//! How much the program takes, asked as a stranger asks it: over a real connection, with what no browser sends.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::announced::{FATMA, employ};
use crate::support::people::{JORIS, PASSWORD, Staff};
use crate::support::picture::png;
use crate::support::process::{Process, Start, fields};
use crate::support::site::between;
use crate::support::{Site, Town, now, on_embedded};

/// Most that a process may grow while it refuses what is too much, in KiB.
const FLAT: u64 = 48 * 1024;

/// Signs in: the cookie.
pub fn signed_in(process: &Process, who: Staff) -> String {
    let form = fields(&[("login", who.login), ("password", PASSWORD)]);
    let answer = process.post_as("/bureau/aanmelden", 0, "", &form).expect("an answer");
    between(&answer.headers, "set-cookie: ", ";").expect("a cookie").to_string()
}

/// Sends bytes as they are: status and kind of the answer.
fn told(process: &Process, request: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(&process.address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
    // Who is refused early may find the door closed before everything was said.
    let _sent = stream.write_all(request);
    let mut bytes = Vec::new();
    let _closed = stream.read_to_end(&mut bytes);
    let answer = String::from_utf8_lossy(&bytes).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, between(&answer, "data-kind=\"", "\"").unwrap_or("").to_string())
}

/// A request with these headers and this body.
fn request(line: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!(
        "{line} HTTP/1.1\r\nHost: schuif.example\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n"
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

fn post(process: &Process, headers: &[(&str, &str)], body: &[u8]) -> (u16, String) {
    let length = body.len().to_string();
    let all: Vec<_> =
        [FORM, ("Content-Length", length.as_str())].into_iter().chain(headers.iter().copied()).collect();
    told(process, &request("POST /bureau/aanmelden", &all, body))
}

fn pair(status: u16, kind: &str) -> (u16, String) {
    (status, kind.to_string())
}

/// A program over a town with a draft.
fn served(body: impl Fn(&Process)) {
    on_embedded(|place| {
        let body = &body;
        async move {
            let town = Town::new(&place).await;
            town.draft_round("zuilen").await;
            employ(&place, FATMA).await;
            // Without https a cookie has a name that is written in small letters only, as headers are read here.
            let site = Site::on(&place, "http://schuif.example", now());
            body(&Start::of(&site).serve());
        }
    });
}

#[test]
fn headers_and_addresses_have_an_end() {
    served(|process| {
        let get = |headers: &[(&str, &str)]| told(process, &request("GET /", headers, b"")).0;
        assert_eq!(get(&[("X-Long", &"a".repeat(15_000))]), 200);
        assert_eq!(get(&[("X-Long", &"a".repeat(17_000))]), 431, "16 KiB of headers");
        let cookie = "a".repeat(9_000);
        assert_eq!(get(&[("Cookie", &cookie), ("Referer", &cookie)]), 431, "together");
        let many: Vec<String> = (0..101).map(|number| format!("x-{number}")).collect();
        let many: Vec<_> = many.iter().map(|name| (name.as_str(), "1")).collect();
        assert_eq!(get(&many), 431, "a hundred of them");
        let path =
            |length: usize| told(process, &request(&format!("GET /{}", "a".repeat(length - 1)), &[], b""));
        assert_eq!(path(4 * 1024), pair(404, "not_found"));
        assert_eq!(path(4 * 1024 + 1), pair(414, "uri_too_long"));
        let query = format!("GET /?q={}", "a".repeat(5_000));
        assert_eq!(told(process, &request(&query, &[], b"")), pair(414, "uri_too_long"));
        assert_eq!(get(&[]), 200, "and the next one is served");
    });
}

/// A19: what is packed, what is too much, and what does not say how much it is.
#[test]
fn a_body_has_an_end_whether_it_says_so_or_not() {
    served(|process| {
        let before = process.memory();
        // The first words of a gzip, whatever it would unfold into.
        let bomb = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".repeat(100);
        for packed in ["gzip", "deflate", "br", "zstd", "GZIP, gzip"] {
            assert_eq!(
                post(process, &[("Content-Encoding", packed)], &bomb),
                pair(415, "unsupported_type"),
                "{packed}"
            );
        }
        let json = [("Content-Type", "application/json"), ("Content-Length", "2")];
        assert_eq!(
            told(process, &request("POST /bureau/aanmelden", &json, b"{}")),
            pair(415, "unsupported_type")
        );
        assert_eq!(post(process, &[], &vec![b'a'; 70_000]), pair(413, "too_large"));
        let lie = [FORM, ("Content-Length", "1000000000")];
        assert_eq!(
            told(process, &request("POST /bureau/aanmelden", &lie, b"login=x")),
            pair(413, "too_large")
        );
        let huge = [FORM, ("Content-Length", "99999999999999999999999")];
        assert!(told(process, &request("POST /bureau/aanmelden", &huge, b"login=x")).0 >= 400);
        // No length at all: the end comes where the limit is.
        let open = request("POST /bureau/aanmelden", &[FORM, ("Transfer-Encoding", "chunked")], b"");
        let chunk = [b"10000\r\n".as_slice(), &vec![b'a'; 0x10000], b"\r\n"].concat();
        assert_eq!(told(process, &[open.as_slice(), &chunk, &chunk].concat()), pair(413, "too_large"));
        let mut stream = TcpStream::connect(&process.address).expect("it listens");
        stream.set_write_timeout(Some(Duration::from_secs(30))).expect("a limit");
        stream.write_all(&open).expect("it begins");
        let sent = (0..16_384).take_while(|_| stream.write_all(&chunk).is_ok()).count();
        assert!(sent < 1_024, "a gigabyte was taken: {sent} times 64 KiB");
        assert_eq!(told(process, &request("GET /", &[], b"")).0, 200);
        let grown = process.memory().saturating_sub(before);
        assert!(grown < FLAT, "it grew by {grown} KiB");
    });
}

#[test]
fn a_form_has_an_end_and_so_have_its_parts() {
    served(|process| {
        let before = process.memory();
        let many = |number: usize| vec!["login=x"; number].join("&").into_bytes();
        assert_eq!(post(process, &[], &many(200)).0, 400, "so many are read");
        assert_eq!(post(process, &[], &many(201)), pair(413, "too_large"));
        let cookie = signed_in(process, JORIS);
        let send = |path: &str, body: &[u8]| {
            let length = body.len().to_string();
            let kind = "multipart/form-data; boundary=grens";
            let headers = [("Content-Type", kind), ("Content-Length", &length), ("Cookie", &cookie)];
            told(process, &request(&format!("POST {path}"), &headers, body))
        };
        let pictures = "/bureau/rondes/zuilen/plannen/01/fotos";
        let field = "--grens\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n";
        let file = |bytes: &[u8]| {
            let head = "--grens\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\n";
            [head.as_bytes(), bytes, b"\r\n"].concat()
        };
        let whole = |parts: &[u8]| [parts, b"--grens--\r\n"].concat();
        assert_eq!(send(pictures, &whole(field.repeat(51).as_bytes())), pair(413, "too_large"));
        assert_eq!(send(pictures, &whole(&file(&vec![0; 5 * 1024 * 1024 + 1]))), pair(413, "too_large"));
        assert_eq!(send(pictures, &whole(&vec![b'a'; 6 * 1024 * 1024])), pair(413, "too_large"));
        assert_eq!(send(pictures, &whole(&[file(b"a"), file(b"b")].concat())), pair(400, "bad_request"));
        assert_eq!(send(pictures, field.as_bytes()), pair(400, "bad_request"), "cut short");
        let wide =
            "--grens\r\nContent-Disposition: form-data; name=\"x\"\r\nX: ".to_string() + &"a".repeat(5_000);
        assert_eq!(
            send(pictures, &whole(format!("{wide}\r\n\r\n1\r\n").as_bytes())),
            pair(400, "bad_request")
        );
        let large = "--grens\r\nContent-Disposition: form-data; name=\"words_alt\"\r\n\r\n".to_string()
            + &"a".repeat(66_000);
        assert_eq!(send(pictures, &whole(format!("{large}\r\n").as_bytes())), pair(413, "too_large"));
        assert_eq!(
            send("/bureau/rondes/zuilen/brieven", &vec![b'a'; 17 * 1024 * 1024]),
            pair(413, "too_large")
        );
        let grown = process.memory().saturating_sub(before);
        // One file of the office is held as a whole, and once more while it is taken apart; and a sign-in takes 19 MiB.
        assert!(grown < FLAT + 40 * 1024, "it grew by {grown} KiB");
        let good = [field.as_bytes(), &file(&png(200, 200))].concat();
        assert_eq!(
            send(pictures, &whole(&good)),
            pair(422, "field_invalid"),
            "without words: read, and refused by its field"
        );
    });
}

#[test]
fn json_has_a_depth() {
    served(|process| {
        let cookie = signed_in(process, FATMA);
        let send = |depth: usize| {
            let json = format!("{{\"type\":{}1{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
            let form = "--grens\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n";
            let body = format!("{form}{json}\r\n--grens--\r\n");
            let length = body.len().to_string();
            let kind = "multipart/form-data; boundary=grens";
            let headers = [("Content-Type", kind), ("Content-Length", &length), ("Cookie", &cookie)];
            told(process, &request("POST /bureau/gebieden/bestanden", &headers, body.as_bytes()))
        };
        for depth in [32, 33, 127, 129, 100_000, 4_000_000] {
            assert_eq!(send(depth).0, 422, "{depth}");
        }
        assert_eq!(told(process, &request("GET /", &[], b"")).0, 200, "it is still there");
    });
}
