//! A town with one of everything that has a page of its own, and the parts of their addresses.

use std::collections::BTreeMap;

use schuifruimte::acts::objection::{Received, receive};
use schuifruimte::acts::{self, payment};
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::objection::Advice;
use schuifruimte::domain::payment::Advance;
use schuifruimte::store;
use schuifruimte::web::{self, Access};

use super::leaks::Seen;
use crate::acts::transfer::shift;
use crate::areas::city;
use crate::support::town::NOORDWEST;
use crate::support::{Town, days};

/// By the name of a part of an address what can stand there.
pub struct Known(BTreeMap<&'static str, Vec<String>>);

impl Known {
    /// A round of an earlier year is certified; its first grant is awarded, and everything that can follow did: a decision
    /// that was sent, an objection, an order in a batch. Besides that there are figures and a transfer.
    pub async fn of(town: &Town) -> Known {
        let round = town.certified_round("eerder").await;
        let grant = town.grants(&round.id).await.remove(0);
        town.announce_grant(&grant).await;
        let (joris, place) = (town.joris_at(days(21)), &town.place);
        let mut conn = place.store.read().await.expect("a connection");
        let record = store::grant::find(&mut conn, &grant).await.expect("it reads").expect("a grant");
        let decision = store::decision::list(&mut conn).await.expect("decisions").remove(0).number;
        let recipient = store::recipient::of_grant(&mut conn, &grant).await.expect("it reads").expect("one");
        let budget = store::budget::lines(&mut conn).await.expect("lines").remove(0);
        drop(conn);
        let (due_on, amount) = (day_of(days(21)), Cents::euros(10));
        let advance = Advance { number: 0, line: record.line, due_on, amount, condition: String::new() };
        let number = payment::add_advance(&joris, &grant, &advance).await.expect("planned");
        let order = payment::order_advance(&joris, &grant, number).await.expect("ordered");
        let batch = payment::gather(&joris, std::slice::from_ref(&order), due_on).await.expect("gathered");
        let objection = Received {
            decision: decision.clone(),
            received: due_on,
            posted: None,
            reference: "2027-889".to_string(),
            advice: Advice::None,
        };
        let objection = receive(&joris, &objection).await.expect("an objection");
        let back = shift((&town.line, NOORDWEST), (&town.line, ""), 1);
        let transfer = acts::transfer::propose(&joris, &back).await.expect("a transfer");
        city::bring(&town.nobody_at(days(0))).await;
        let set = city::count(&mut town.nobody_at(days(0))).await;
        let reports =
            ["meter", "vooruit", "ontvangers", "themas", "bewoners", "buurten"].map(str::to_string).to_vec();
        Known(BTreeMap::from([
            ("grant", vec![grant.to_string()]),
            ("decision", vec![decision.to_string()]),
            ("recipient", vec![recipient.id.to_string()]),
            ("order", vec![order.to_string()]),
            ("batch", vec![batch.to_string()]),
            ("objection", vec![objection]),
            ("transfer", vec![transfer.to_string()]),
            ("set", vec![set.to_string()]),
            ("budget", vec![budget.budget.to_string()]),
            ("report", reports),
        ]))
    }

    /// Whether something of this name is known.
    pub fn has(&self, part: &str) -> bool {
        self.0.contains_key(part)
    }

    /// What can stand there.
    pub fn get(&self, part: &str) -> Vec<String> {
        self.0.get(part).cloned().unwrap_or_default()
    }

    /// Fails unless each page about one of these was really opened by someone: a walk past pages that are not there
    /// finds nothing.
    pub fn is_opened(&self, seen: &Seen) {
        for route in web::table() {
            let is_office = matches!(route.access, Access::Staff(..));
            let part = self.0.keys().find(|part| route.path.contains(&format!("{{{part}}}")));
            let Some(part) = part.filter(|_| route.method == axum::http::Method::GET && is_office) else {
                continue;
            };
            let head = route.path.split(&format!("{{{part}}}")).next().unwrap_or_default();
            for value in &self.0[part] {
                let start = format!("{head}{value}");
                let opened = seen
                    .iter()
                    .any(|((_, address), answer)| address.starts_with(&start) && answer.status == 200);
                assert!(opened, "nobody could open {} with {value}", route.path);
            }
        }
    }
}
