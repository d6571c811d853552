//! Files that pages use: ours, embedded, with their hash in their name so that browsers may keep them.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;

use super::error::{Answer, Refusal};
use super::paths;
use crate::domain::digest::Digest;
use crate::text::Lang;

/// An embedded file.
pub struct Asset {
    name: &'static str,
    kind: &'static str,
    body: &'static str,
    address: OnceLock<String>,
}

/// The stylesheet.
pub static STYLE: Asset = Asset::new("style.css", "text/css; charset=utf-8", include_str!("style.css"));
/// What asks a device for a passkey.
pub static PASSKEY: Asset =
    Asset::new("passkey.js", "text/javascript; charset=utf-8", include_str!("passkey.js"));
/// What keeps the bar and the choices of a voter up to date.
pub static BALLOT: Asset =
    Asset::new("ballot.js", "text/javascript; charset=utf-8", include_str!("ballot.js"));
/// What keeps a plan while it is written.
pub static DRAFT: Asset = Asset::new("draft.js", "text/javascript; charset=utf-8", include_str!("draft.js"));
/// The icon of the site.
pub static ICON: Asset = svg("icon.svg", include_str!("icon.svg"));

/// Pictures for plans without a picture of their own.
pub static PICTURES: [Asset; 12] = [
    svg("living-room.svg", include_str!("pictures/living-room.svg")),
    svg("table.svg", include_str!("pictures/table.svg")),
    svg("music.svg", include_str!("pictures/music.svg")),
    svg("trees.svg", include_str!("pictures/trees.svg")),
    svg("garden.svg", include_str!("pictures/garden.svg")),
    svg("rain.svg", include_str!("pictures/rain.svg")),
    svg("talk.svg", include_str!("pictures/talk.svg")),
    svg("tools.svg", include_str!("pictures/tools.svg")),
    svg("light.svg", include_str!("pictures/light.svg")),
    svg("bench.svg", include_str!("pictures/bench.svg")),
    svg("play.svg", include_str!("pictures/play.svg")),
    svg("bicycle.svg", include_str!("pictures/bicycle.svg")),
];

const fn svg(name: &'static str, body: &'static str) -> Asset {
    Asset::new(name, "image/svg+xml", body)
}

impl Asset {
    const fn new(name: &'static str, kind: &'static str, body: &'static str) -> Asset {
        Asset { name, kind, body, address: OnceLock::new() }
    }

    /// Its address, the same in all languages.
    pub fn address(&self) -> &str {
        self.address.get_or_init(|| {
            let hash = Digest::of(self.body.as_bytes()).to_string();
            let (stem, ending) = self.name.rsplit_once('.').unwrap_or((self.name, ""));
            paths::fill(Lang::Nl, paths::ASSET, &[&format!("{stem}-{}.{ending}", &hash[..12])])
        })
    }
}

/// Gives a file; its content never changes under this name.
pub async fn show(Path(name): Path<String>) -> Answer {
    let wanted = paths::fill(Lang::Nl, paths::ASSET, &[&name]);
    let asset = [&STYLE, &ICON, &PASSKEY, &BALLOT, &DRAFT]
        .into_iter()
        .chain(&PICTURES)
        .find(|asset| asset.address() == wanted);
    let asset = asset.ok_or(Refusal::NOT_FOUND)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, asset.body).into_response())
}
