//! A site that a browser can reach.

use schuifruimte::web::serve;
use tokio::net::TcpListener;

use crate::support::Site;

/// Serves a site where it listens, and lets someone walk through it from its own address.
pub async fn served<F: AsyncFnOnce(&str)>(site: &Site, listener: TcpListener, walk: F) {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let app = site.app.clone();
    let serving = tokio::spawn(async move { serve::run(listener, app, async { drop(stopped.await) }).await });
    walk(&site.app.settings.origin).await;
    stop.send(()).expect("the service still runs");
    serving.await.expect("the service ends").expect("in order");
}
