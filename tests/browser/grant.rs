//! A grant's whole life in one browser: three people of the office take it from the certificate over checks, award and
//! letter to its close, with a reclaim that returns to its year. Pages are looked at on the way.

use std::io;
use std::path::Path;

use fantoccini::{Client, Locator};
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::ledger::AccountKey;
use schuifruimte::domain::money::Cents;
use schuifruimte::store;
use schuifruimte::web::serve;
use tokio::net::TcpListener;
use tokio::sync::oneshot::{self, Sender};
use tokio::task::JoinHandle;

use crate::driver::Driver;
use crate::support::announced::{FATMA, employ};
use crate::support::people::{JORIS, MARIJKE, PASSWORD, Staff};
use crate::support::{Place, Site, Town, days, on_both};
use crate::{keep, send, text};

/// The life: where it is lived and of what.
pub struct Life<'a> {
    /// The browser.
    pub client: &'a Client,
    site: &'a Site,
    /// Where the service is.
    pub origin: &'a str,
    grant: GrantId,
}

#[test]
fn a_grant_lives_from_its_certificate_to_a_reclaim_that_returns_to_its_year() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        employ(&place, FATMA).await;
        let driver = Driver::start().await;
        let client = driver.client().await;
        let service = Service::start(&place, 18).await;
        service.life(&client, &grant).awarded().await;
        service.end().await;
        // Another process takes over: of all that happened it knows what the database holds.
        let service = Service::start(&place, 65).await;
        let life = service.life(&client, &grant);
        let whole = amount(&place, &grant).await;
        let before = area(&place, &life.grant).await;
        life.paid(whole).await;
        life.settled(whole).await;
        life.repaid().await;
        assert_eq!(area(&place, &life.grant).await, before + 150_000, "it returned to its area, in its year");
        client.close().await.expect("the browser closes");
        service.end().await;
    });
}

/// The service while it runs.
struct Service {
    site: Site,
    origin: String,
    stop: Sender<()>,
    serving: JoinHandle<io::Result<()>>,
}

impl Service {
    /// Starts it on a day.
    async fn start(place: &Place, day: i64) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Site::on(place, &origin, days(day));
        let (stop, stopped) = oneshot::channel::<()>();
        let app = site.app.clone();
        let serving =
            tokio::spawn(async move { serve::run(listener, app, async { drop(stopped.await) }).await });
        Service { site, origin, stop, serving }
    }

    fn life<'a>(&'a self, client: &'a Client, grant: &GrantId) -> Life<'a> {
        Life { client, site: &self.site, origin: &self.origin, grant: grant.clone() }
    }

    async fn end(self) {
        self.stop.send(()).expect("the service still runs");
        self.serving.await.expect("the service ends").expect("in order");
    }
}

async fn amount(place: &Place, grant: &GrantId) -> Cents {
    let mut conn = place.store.read().await.expect("a connection");
    store::grant::find(&mut conn, grant).await.expect("read").expect("there").amount
}

/// What stands with the area of a grant in its year, in cents.
async fn area(place: &Place, grant: &GrantId) -> i64 {
    let mut conn = place.store.read().await.expect("a connection");
    let record = store::grant::find(&mut conn, grant).await.expect("read").expect("there");
    let key = AccountKey::area(&record.line, &record.allocation);
    store::ledger::balance(&mut conn, &key).await.expect("a balance").get()
}

/// As people type it.
fn typed(cents: Cents) -> String {
    format!("{},{:02}", cents.get() / 100, cents.get() % 100)
}

impl Life<'_> {
    /// Someone signs in on a day and goes to a page.
    pub async fn at(&self, day: i64, who: Staff, path: &str) {
        self.site.clock.set(days(day));
        self.client.delete_all_cookies().await.expect("signed out");
        self.client.goto(&format!("{}/bureau/aanmelden", self.origin)).await.expect("the door");
        self.fill("login", who.login).await;
        self.fill("password", PASSWORD).await;
        send(self.client, "main button[type='submit']").await;
        self.client.goto(&format!("{}{path}", self.origin)).await.expect(path);
    }

    /// The page of the grant.
    pub fn page(&self) -> String {
        format!("/bureau/subsidies/{}", self.grant)
    }

    /// Chooses a day. How one types it depends on the language of the browser.
    async fn choose_day(&self, id: &str, day: &str) {
        let set = "document.getElementById(arguments[0]).value = arguments[1]";
        self.client.execute(set, vec![id.into(), day.into()]).await.expect(id);
    }

    /// Types into a field in the place of what stood there.
    pub async fn fill(&self, id: &str, typed: &str) {
        let field = self.client.find(Locator::Id(id)).await.expect(id);
        field.clear().await.expect(id);
        field.send_keys(typed).await.expect(id);
    }

    /// Keeps pictures of the page, and one of all of it from top to bottom.
    pub async fn keep_whole(&self, name: &str) {
        keep(self.client, name).await;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
        for width in [360, 1_280] {
            self.client.set_window_size(width, 4_000).await.expect("a size");
            let picture = self.client.screenshot().await.expect("a picture");
            std::fs::write(folder.join(format!("{name}-{width}-whole.png")), picture).expect("a file");
        }
    }

    /// Opens what is folded around a form.
    pub async fn unfold(&self, action: &str) {
        let summary = format!("details:has(form[action$='{action}']) > summary");
        self.client.find(Locator::Css(&summary)).await.expect(action).click().await.expect(action);
    }

    /// Sends a form.
    pub async fn submit(&self, action: &str) {
        send(self.client, &format!("form[method='post'][action$='{action}'] button[type='submit']")).await;
    }

    /// The page says so.
    pub async fn says(&self, words: &str) {
        let page = text(self.client, "main").await;
        assert!(page.contains(words), "{words} is not on the page: {page}");
    }

    /// One advance of all: planned, ordered, put together, approved by another person, taken to the bank, paid.
    async fn paid(&self, whole: Cents) {
        self.at(65, JORIS, &self.page()).await;
        keep(self.client, "subsidie-verleend").await;
        self.unfold("/einde").await;
        self.choose_day("planends_on", "2027-09-17").await;
        self.submit("/einde").await;
        self.unfold("/voorschotten").await;
        self.choose_day("advancedue_on", "2027-05-06").await;
        self.fill("advanceadvance", &typed(whole)).await;
        self.submit("/voorschotten").await;
        send(self.client, "button[value='order']").await;
        self.says("SR-2027-000001").await;
        self.keep_whole("subsidie-voorschot").await;
        self.client.goto(&format!("{}/bureau/betalingen", self.origin)).await.expect("payments");
        self.choose_day("gatherexecute_on", "2027-05-06").await;
        keep(self.client, "betalingen").await;
        self.submit("/bureau/betalingen").await;
        self.says("Een tweede persoon keurt deze betalingen goed.").await;

        let batch = "/bureau/betalingen/SR-2027-B0001";
        self.at(65, FATMA, "/bureau/betalingen").await;
        self.fill("ownpayer", "Gemeente Utrecht").await;
        self.fill("ownpayer_iban", "NL91 ABNA 0417 1643 00").await;
        self.submit("/rekening").await;
        self.at(66, MARIJKE, batch).await;
        keep(self.client, "betaalrun-wacht").await;
        self.submit("/akkoord").await;
        self.at(66, FATMA, batch).await;
        keep(self.client, "betaalrun").await;
        // The file comes as a download: the page stays where it is.
        let fetch = "form[action$='/bestand'] button[value='bank']";
        self.client.find(Locator::Css(fetch)).await.expect("a button").click().await.expect("fetched");
        for _ in 0..100 {
            self.client.goto(&format!("{}{batch}", self.origin)).await.expect("the batch");
            if text(self.client, "main").await.contains("Opgehaald door") {
                break;
            }
        }
        self.says("De bank betaalt.").await;
        self.at(67, FATMA, "/bureau/betalingen").await;
        self.fill("receiptsreceipts", "SR-2027-000001;2027-05-07;BK 1001").await;
        self.submit("/afschrift").await;
        self.says("1 nieuw").await;
    }

    /// The recipient accounts for less, the municipality settles, and the rest is to be paid back.
    async fn settled(&self, whole: Cents) {
        let spent = whole.minus(Cents::euros(1_500)).expect("it is more");
        self.at(205, JORIS, &self.page()).await;
        keep(self.client, "subsidie-betaald").await;
        self.unfold("/verantwoording").await;
        self.fill("accountspent", &typed(spent)).await;
        self.fill("accountactivities", "Elke week samen gegeten, met de buurt.").await;
        self.fill("accountreached", "85").await;
        self.fill("accountk1", "Buren kennen elkaar.").await;
        keep(self.client, "verantwoording-invullen").await;
        self.submit("/verantwoording").await;
        self.at(210, MARIJKE, &self.page()).await;
        self.keep_whole("subsidie-verantwoord").await;
        self.unfold("/vaststelling").await;
        self.fill("settlementpay_why", "Niet al het geld was nodig.").await;
        self.submit("/vaststelling").await;
        self.says("De aanvrager moet geld terugbetalen.").await;
        self.keep_whole("subsidie-vastgesteld").await;
    }

    /// The recipient pays back, and the grant is closed.
    async fn repaid(&self) {
        self.at(230, FATMA, "/bureau/betalingen").await;
        self.says("Niet al het geld was nodig.").await;
        keep(self.client, "betalingen-terug").await;
        self.client.goto(&format!("{}{}", self.origin, self.page())).await.expect("the grant");
        self.unfold("/terugbetaling").await;
        self.choose_day("repaymentpaid_on", "2027-10-16").await;
        self.fill("repaymentpay_reference", "BK 2044").await;
        keep(self.client, "terugbetaling").await;
        self.submit("/terugbetaling").await;
        self.at(231, JORIS, &self.page()).await;
        self.unfold("/afsluiting").await;
        self.submit("/afsluiting").await;
        self.says("Een brief over een besluit ligt nog klaar.").await;
        self.keep_whole("subsidie-klaar").await;
        self.client.goto(&format!("{}/bureau/betalingen/grenzen", self.origin)).await.expect("bounds");
        keep(self.client, "grenzen").await;
        self.client.goto(&format!("{}/en{}", self.origin, self.page())).await.expect("in English");
        keep(self.client, "subsidie-klaar-en").await;
    }
}
