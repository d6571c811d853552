//! Every route, as every role, in the own wijk and in another one, about what lies here and what lies there: who gets what
//! is held against one table that people wrote (`allowed.txt`).

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Method, Request, header};
use schuifruimte::acts::account::NewAccount;
use schuifruimte::acts::objection::{Received, receive};
use schuifruimte::acts::session::Way;
use schuifruimte::acts::{self, payment, standing};
use schuifruimte::documents::picture::make;
use schuifruimte::domain::account::{Posting, Role, Scope};
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::division::Wanted;
use schuifruimte::domain::id::{AccountId, AreaId, PitchId, ProposalId, RoundId};
use schuifruimte::domain::key::{Key, Measure};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::objection::Advice;
use schuifruimte::domain::payment::{Advance, OrderNumber};
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::transfer::{Place as Purse, ProposedTransfer as Shift};
use schuifruimte::store;
use schuifruimte::web::guard::Peer;
use schuifruimte::web::{self, assets};

use super::pitching::{admitted, at_desk, mail, typed_at_desk};
use crate::acts::standing::snel;
use crate::acts::transfer::shift;
use crate::areas::city;
use crate::support::people::{auditor_keys, stored_password};
use crate::support::picture::png;
use crate::support::town::{NOORDWEST, plan, plans};
use crate::support::{Page, Place, Site, Town, allocate, days, now, on_both};

const OTHER: &str = "WK034403";

/// How a route answers those who may use it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// With this status and this kind of refusal.
    Answer(u16, Option<&'static str>),
    /// It does something, or says why not.
    Acts,
}

/// Who may use a route.
pub(super) enum Who {
    Anyone,
    /// Someone who pitches: which one.
    Pitches(Seat),
    /// A sign for each role.
    Roles([char; 10]),
}

/// What someone who pitches is to what a route is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seat {
    /// Nothing: signed in, that is all.
    Stranger,
    /// It is the person's own, or that of a group in which the person is.
    Member,
    /// It is that of a group which the person owns.
    Owner,
}

/// A line of the table.
pub(super) struct Line {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) told: Told,
    pub(super) who: Who,
}

impl Line {
    /// Whether this is the answer to someone for whom the route is there, or is not.
    pub(super) fn fits(&self, is_there: bool, found: (u16, Option<&str>)) -> bool {
        match (is_there, &self.told) {
            (false, _) => found == (404, Some("not_found")),
            (true, Told::Answer(status, kind)) => found == (*status, *kind),
            (true, Told::Acts) => matches!(found.0, 200 | 303 | 409 | 422),
        }
    }

    /// Whether this is the answer to someone who is not signed in where the route wants it.
    pub(super) fn is_closed(&self, found: (u16, Option<&str>)) -> bool {
        match self.method {
            Method::GET => found == (303, None),
            _ => found == (401, Some("login_required")),
        }
    }
}

pub(super) fn table() -> Vec<Line> {
    let lines = include_str!("allowed.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let [method, path, told, who] = line.split_whitespace().collect::<Vec<_>>()[..] else {
                panic!("four parts: {line}");
            };
            let told = match told.split_once(':') {
                _ if told == "acts" => Told::Acts,
                None => Told::Answer(told.parse().expect(line), None),
                Some((status, kind)) => Told::Answer(status.parse().expect(line), Some(kind)),
            };
            let who = match who {
                "anyone" => Who::Anyone,
                "initiator" => Who::Pitches(Seat::Stranger),
                "own" => Who::Pitches(Seat::Member),
                "owner" => Who::Pitches(Seat::Owner),
                signs => Who::Roles(signs.chars().collect::<Vec<_>>().try_into().expect(line)),
            };
            Line { method: method.parse().expect(line), path, told, who }
        })
        .collect()
}

/// What lies in one wijk, by the part of an address that names it.
struct Things(BTreeMap<&'static str, String>);

impl Things {
    /// A certified round of which a grant was awarded, with a decision that was sent, an objection, a quick pot, and money
    /// that is to shift.
    async fn of(town: &Town, area: &str, name: &str) -> Things {
        let own = |one: Proposal| Proposal { applicant: format!("{} van {name}", one.applicant), ..one };
        let proposals: Vec<Proposal> = plans().into_iter().map(own).collect();
        let draft = town.draft_round_with(name, &plan(name), &proposals).await;
        let files = make(&png(120, 120)).expect("a picture");
        let joris = town.joris_at(days(-30));
        acts::picture::add(&joris, &draft, &ProposalId::new("01"), &files, "Bank").await.expect("done");
        let [initiator, pitch, comment] = talked_about(town, area, &draft).await;
        admitted(town, &draft, &pitch).await;
        let round = town.certify_draft(draft).await;
        let grant = town.grants(&round).await.remove(0);
        town.announce_grant(&grant).await;
        let mut conn = town.place.store.read().await.expect("done");
        let decision = store::decision::of_grant(&mut conn, &grant).await.expect("done").remove(0).number;
        let recipient =
            store::recipient::of_grant(&mut conn, &grant).await.expect("it reads").expect("it is there");
        drop(conn);
        let joris = town.joris_at(days(21));
        let objection = Received {
            decision: decision.clone(),
            received: day_of(days(21)),
            posted: None,
            reference: format!("2027 {name}"),
            advice: Advice::None,
        };
        let objection = receive(&joris, &objection).await.expect("done");
        let (line, due_on) = (town.line.clone(), day_of(days(21)));
        let advance = Advance { number: 0, line, due_on, amount: Cents::euros(10), condition: String::new() };
        let number = payment::add_advance(&joris, &grant, &advance).await.expect("done");
        let order = payment::order_advance(&joris, &grant, number).await.expect("done");
        let purse = |pot| Purse { line: town.line.clone(), area: Some(AreaId::new(area)), pot };
        let apart = Shift {
            from: purse(Pot::None),
            to: purse(Pot::Quick),
            amount: Cents::euros(1_500),
            reason: "Voor de buurt".to_string(),
        };
        let number = acts::transfer::propose(&joris, &apart).await.expect("done");
        acts::transfer::confirm(&mut town.marijke_at(days(21)), number).await.expect("done");
        let pot = RoundId::new(format!("snel-{name}"));
        standing::open(&joris, &pot, &town.noordwest, &snel().1).await.expect("done");
        let back = shift((&town.line, area), (&town.line, ""), 1);
        let transfer = acts::transfer::propose(&joris, &back).await.expect("done");
        Things(BTreeMap::from([
            ("area", area.to_string()),
            ("round", round.to_string()),
            ("pot", pot.to_string()),
            ("grant", grant.to_string()),
            ("decision", decision.to_string()),
            ("recipient", recipient.id.to_string()),
            ("objection", objection),
            ("transfer", transfer.to_string()),
            ("order", order.to_string()),
            ("initiator", initiator),
            ("pitch", pitch),
            ("kind", "bericht".to_string()),
            ("written", comment),
            ("picture", format!("{}.jpg", files.small.name())),
        ]))
    }

    /// An address with its parts filled in.
    fn address(&self, path: &str, common: &Things) -> String {
        let mut address = String::new();
        for piece in path.split_inclusive('}') {
            let Some((before, part)) = piece.split_once('{') else {
                address.push_str(piece);
                continue;
            };
            let part = part.trim_end_matches('}');
            let part = match part {
                "round" if path.contains("/snel/") => "pot",
                "step" if path.contains("{pitch}") => "pitch step",
                "step" if path.contains("/rondes/") => "round step",
                "step" => "grant step",
                "name" if path == web::paths::PICTURE => "picture",
                part => part,
            };
            address.push_str(before);
            address.push_str(self.0.get(part).or_else(|| common.0.get(part)).expect(path));
        }
        // What is divided stands behind the question mark.
        if path == web::paths::DIVISION_KEY {
            let [line, set] = ["line", "set"].map(|name| &common.0[name]);
            address = format!("{address}?line={line}&set={set}");
        }
        address
    }
}

/// Somebody at the desk, a plan of theirs that was sent in, and a comment on it.
async fn talked_about(town: &Town, area: &str, draft: &RoundId) -> [String; 3] {
    let initiator = at_desk(town, area).await;
    let pitch = typed_at_desk(town, &initiator, draft).await;
    let comment = crate::talk::said(town, &PitchId::new(pitch.as_str())).await;
    [initiator, pitch, comment.to_string()]
}

/// What is the whole city's: figures, a division, payments on their way, and an account whose password nobody needs.
async fn common(town: &Town, here: &Things) -> Things {
    let place = &town.place;
    let budget = store::budget::lines(&mut place.store.read().await.expect("done"))
        .await
        .expect("done")
        .remove(0)
        .budget;
    let order = OrderNumber(here.0["order"].clone());
    let batch = payment::gather(&town.joris_at(days(21)), &[order], day_of(days(21))).await.expect("done");
    city::bring(&town.nobody_at(now())).await;
    let set = city::count(&mut town.nobody_at(now())).await;
    let inhabitants = "inwoners".to_string();
    let wanted = Wanted {
        line: town.line.clone(),
        parent: None,
        areas: ["WK034401", NOORDWEST].map(AreaId::new).to_vec(),
        set: set.clone(),
        key: Key { equal: BasisPoints::new(0).expect("done"), inhabitants, measure: Measure::Inhabitants },
        total: Cents::euros(800_000),
    };
    let seen = acts::division::propose(&mut place.store.read().await.expect("done"), &wanted)
        .await
        .expect("done")
        .digest;
    let mut nobody = town.nobody_at(now());
    acts::division::decide(&mut nobody, &wanted, &seen, "Verdeling volgens de sleutel").await.expect("done");
    let spare = employ(place, "reserve", Role::Auditor, Scope::City).await;
    let style = assets::STYLE.address().trim_start_matches("/assets/").to_string();
    Things(BTreeMap::from([
        ("set", set.to_string()),
        ("budget", budget.to_string()),
        ("batch", batch.to_string()),
        ("line", town.line.to_string()),
        ("account", spare.to_string()),
        ("key", auditor_keys().1.clone()),
        ("name", style),
        ("report", "meter".to_string()),
        ("year", "2027".to_string()),
        ("plan", "01".to_string()),
        ("number", "1".to_string()),
        ("mandate", "1".to_string()),
        ("change", "1".to_string()),
        ("call", "1".to_string()),
        ("request", "1".to_string()),
        ("mail", mail(place).await),
        ("token", "nergens".to_string()),
        ("group", "nergens".to_string()),
        ("member", "nergens".to_string()),
        ("invitation", "nergens".to_string()),
        ("session", "nergens".to_string()),
        ("stack", "nergens".to_string()),
        ("check", "plan".to_string()),
        ("round step", "announce".to_string()),
        ("grant step", "withdraw".to_string()),
        ("pitch step", "idee".to_string()),
        ("mark", "nergens".to_string()),
        ("task", crate::pitching::bids::listed(town).await.to_string()),
    ]))
}

pub(super) async fn employ(place: &Place, login: &str, role: Role, scope: Scope) -> AccountId {
    let new = NewAccount {
        login: login.to_string(),
        name: login.to_string(),
        function: role.name().to_string(),
        role,
        scope,
        password: stored_password().to_string(),
    };
    acts::account::create(&mut place.context(Actor::Operator, days(-90)), new).await.expect("done")
}

/// Someone who looks at what lies somewhere.
struct Walker<'a> {
    site: &'a Site,
    place: &'a Place,
    things: (&'a Things, &'a Things),
    faults: Vec<String>,
    number: u8,
}

impl Walker<'_> {
    /// Asks for one line of the table, with or without the cookie of someone.
    async fn ask(&self, line: &Line, token: &str) -> Page {
        let address = self.things.0.address(line.path, self.things.1);
        // Each walk comes from another address, so that none of them is one too many.
        let peer = Peer(SocketAddr::from(([10, 0, 0, self.number], 1)));
        let request = Request::builder()
            .method(line.method.clone())
            .uri(address)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, format!("__Host-bureau={token}"))
            .extension(peer);
        self.site.send(request.body(Body::from("{}")).expect("done")).await
    }

    /// Takes every route as someone; `is_open` says which of them are there.
    async fn walk(
        &mut self,
        (role, seat): (Role, &str),
        account: &AccountId,
        is_open: impl Fn(char) -> bool,
    ) {
        self.number += 1;
        let mut ctx = self.place.context(Actor::Visitor, days(22));
        ctx.seed = schuifruimte::domain::seed::Seed::new([self.number; 32]);
        let browser = acts::session::Browser { device: "", earlier: None };
        let token = acts::session::start(&mut ctx, account, Way::Code, &browser).await.expect("done");
        let column = Role::NAMES.iter().position(|(one, _)| *one == role).expect("done");
        let mut lines = table();
        // What acts comes after what only looks, and whoever leaves does so at the end.
        lines.sort_by_key(|line| (line.told == Told::Acts, line.path == web::paths::SIGN_OUT));
        for line in &lines {
            let page = self.ask(line, &token).await;
            let found = (page.status.as_u16(), page.kind());
            let (is_there, is_right) = match line.who {
                Who::Anyone => (true, line.fits(true, found)),
                Who::Pitches(_) => (false, line.is_closed(found)),
                Who::Roles(signs) => {
                    let is_there = is_open(signs[column]);
                    (is_there, line.fits(is_there, found))
                }
            };
            if !is_right {
                let should = if is_there { format!("{:?}", line.told) } else { "nothing".to_string() };
                let way = format!("{} {}", line.method, line.path);
                self.faults.push(format!("{way}: {} {seat} got {found:?}, not {should}", role.name()));
            }
        }
    }
}

#[test]
fn every_route_has_its_line_in_the_table_and_every_line_its_route() {
    let lines: BTreeSet<String> =
        table().iter().map(|line| format!("{} {}", line.method, line.path)).collect();
    assert_eq!(lines.len(), table().len(), "a line for each");
    let routes: BTreeSet<String> =
        web::table().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!(lines, routes);
}

#[test]
fn every_role_gets_what_the_table_says_here_and_there_and_nothing_else_exists_for_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut ctx = town.nobody_at(days(-60));
        let noordwest =
            allocate(&mut ctx, &town.line, &AreaId::new(OTHER), Cents::euros(100_000)).await.unwrap();
        drop(ctx);
        let there = Town { noordwest, ..town.second().await };
        there.sign_mix(OTHER, days(-60)).await;
        let here = Things::of(&town, NOORDWEST, "hier").await;
        let there = Things::of(&there, OTHER, "daar").await;
        let common = common(&town, &here).await;
        let site = Site::of(&town, days(22));
        let mut walker =
            Walker { site: &site, place: &place, things: (&here, &common), faults: Vec::new(), number: 0 };
        for (role, name) in Role::NAMES {
            if role.posting() == Posting::Either {
                let own = Scope::Districts([AreaId::new(NOORDWEST)].into());
                let own = employ(&place, &format!("{name}-1"), role, own).await;
                walker.things.0 = &here;
                walker.walk((role, "in the own wijk"), &own, |sign| matches!(sign, 'o' | 'a')).await;
                walker.things.0 = &there;
                walker.walk((role, "in another wijk"), &own, |sign| sign == 'a').await;
            }
            walker.things.0 = &there;
            let all = employ(&place, &format!("{name}-2"), role, Scope::City).await;
            walker.walk((role, "everywhere"), &all, |sign| sign != '.').await;
        }
        assert!(walker.faults.is_empty(), "{:#?}", walker.faults);
    });
}
