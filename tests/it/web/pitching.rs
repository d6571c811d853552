//! The routes of people who pitch, as a stranger, as a member and as the owner of a group: held against the same table as those
//! of the office (`allowed.txt`). For them the office is closed, and what is another one's does not exist.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Request, header};
use schuifruimte::acts;
use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::id::{AreaId, GrantId, InitiativeId, InitiatorId, PitchId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::mail::{Address, Fault};
use schuifruimte::domain::pitch::content::Form;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::{Dates, Plan};
use schuifruimte::web;
use schuifruimte::web::guard::Peer;

use super::walk::{Line, Seat, Told, Who, employ, table};
use crate::post::entering::enter;
use crate::post::groups::{group, named, ways};
use crate::support::site::between;
use crate::support::town::{plan, plans};
use crate::support::{Browser, Page, Place, Site, Town, days, now, on_both};

/// What the pages of someone lead to.
struct Own {
    group: String,
    member: String,
    invitation: String,
    session: String,
    pitch: String,
    grant: String,
}

/// The last part of the first way on a page that begins so.
fn last_of(body: &str, start: &str) -> String {
    let mut ways = body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let way = ways.find(|way| way.starts_with(start)).unwrap_or_else(|| panic!("no way to {start}"));
    way.rsplit('/').next().expect("a last part").to_string()
}

impl Own {
    /// Of an owner with a member, an invitation and a second session.
    async fn of(site: &Site, owner: &mut Browser, way: &str, grant: &GrantId) -> Own {
        let fields = [("post_email", "ans@buurt.example"), ("post_role", "reader")];
        owner.post(site, &format!("{way}/uitnodigingen"), &fields).await;
        let page = owner.get(site, way).await.body;
        Own {
            group: way.rsplit('/').next().expect("a group").to_string(),
            member: ways(&page)[0].rsplit('/').next().expect("a member").to_string(),
            invitation: last_of(&page, &format!("{way}/uitnodigingen/")),
            session: session(site, owner).await,
            pitch: begun(site, owner).await,
            grant: grant.to_string(),
        }
    }

    fn address(&self, path: &str) -> String {
        let parts = [
            ("{group}", &self.group),
            ("{member}", &self.member),
            ("{invitation}", &self.invitation),
            ("{pitch}", &self.pitch),
            ("{grant}", &self.grant),
        ];
        let mut address = path.replace("{session}", &self.session).replace("{step}", "idee");
        for (part, value) in parts {
            address = address.replace(part, value);
        }
        while let (Some(from), Some(to)) = (address.find('{'), address.find('}')) {
            address.replace_range(from..=to, "nergens");
        }
        address
    }
}

/// Someone without e-mail for whom the desk of a wijk opened an account.
pub(super) async fn at_desk(town: &Town, area: &str) -> String {
    let own = Scope::Districts([AreaId::new(area)].into());
    let desk = employ(&town.place, &format!("balie-{}", area.to_lowercase()), Role::Desk, own).await;
    let mut ctx = town.place.context(Actor::Staff(desk), days(-20));
    acts::initiator::desk::open(&mut ctx, "Truus van Dijk", "nl").await.expect("done").to_string()
}

/// A plan that the desk typed for someone and sent in.
pub(super) async fn typed_at_desk(town: &Town, who: &str, round: &RoundId) -> String {
    let (who, mut joris) = (InitiatorId::new(who), town.joris_at(days(-20)));
    let author = Author::Desk(&who);
    let start = Start { round: round.clone(), group: None, name: "Soepgroep", form: Form::Light, task: "" };
    let id = acts::pitch::start(&mut joris, author, &start).await.expect("begun");
    crate::pitching::fill(&joris, author, &id, &crate::pitching::soup()).await.expect("typed");
    acts::pitch::submit(&joris, author, &id).await.expect("sent in");
    id.to_string()
}

/// Puts such a plan on the list, by somebody who signs nothing later: no list is fixed while a plan waits.
pub(super) async fn admitted(town: &Town, round: &RoundId, pitch: &str) {
    let judge = employ(&town.place, &format!("toets-{round}"), Role::Officer, Scope::City).await;
    let judge = town.place.context(Actor::Staff(judge), days(-20));
    crate::pitching::admit(&judge, round, &PitchId::new(pitch)).await.expect("decided");
}

/// A plan that a group has begun.
async fn begun(site: &Site, owner: &mut Browser) -> String {
    let page = owner.get(site, "/initiatief/plannen").await;
    let (round, group) = (page.field("pt_round"), between(&page.body, "name=\"pt_group\"", "</select>"));
    let group = between(group.unwrap_or_default(), "value=\"", "\"").unwrap_or_default().to_string();
    let fields = [("pt_round", round.as_str()), ("pt_group", &group), ("pt_size", "light")];
    let page = owner.post(site, "/initiatief/plannen", &fields).await;
    page.header("location").split('/').nth(3).expect("a plan").to_string()
}

/// A mail that the server refused.
pub(super) async fn mail(place: &Place) -> String {
    let mut ctx = place.context(Actor::Visitor, days(22));
    let email = Address::parse("truus@buurt.example").expect("done");
    acts::initiator::ask(&mut ctx, "a", &email, "nl").await.expect("done");
    let mut ctx = place.context(Actor::Service, days(22));
    let held = acts::outbox::claim(&mut ctx).await.expect("done").expect("it waits");
    acts::outbox::not_sent(&ctx, &held, Fault::Refused).await.expect("done");
    held.id.to_string()
}

/// Another session than the present one.
async fn session(site: &Site, browser: &mut Browser) -> String {
    last_of(&browser.get(site, "/initiatief").await.body, "/initiatief/aanmeldingen/")
}

async fn ask(site: &Site, line: &Line, address: String, cookie: &str, number: u8) -> Page {
    let request = Request::builder()
        .method(line.method.clone())
        .uri(address)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, cookie)
        .extension(Peer(SocketAddr::from(([10, 0, 1, number], 1))));
    site.send(request.body(Body::from("{}")).expect("a request")).await
}

/// Takes every route that asks who one is; the faults.
async fn walk(site: &Site, own: &Own, browser: &Browser, seat: Seat) -> Vec<String> {
    let cookie = browser.cookie.clone().expect("signed in");
    let mut lines = table();
    // Whoever leaves does so at the end.
    lines.sort_by_key(|line| (line.told == Told::Acts, line.path == web::paths::INITIATOR_SIGN_OUT));
    let mut faults = Vec::new();
    for line in lines {
        let page = ask(site, &line, own.address(line.path), &cookie, seat as u8).await;
        let found = (page.status.as_u16(), page.kind());
        let is_right = match line.who {
            Who::Anyone => continue,
            Who::Pitches(least) => line.fits(seat >= least, found),
            Who::Roles(_) => line.is_closed(found),
        };
        if !is_right {
            faults.push(format!("{} {}: {seat:?} got {found:?}", line.method, line.path));
        }
    }
    faults
}

#[test]
fn every_route_answers_people_who_pitch_as_the_table_says_and_nothing_else_exists_for_them() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let dates = Dates { propose_until: None, ..plan("Ondiep").dates };
        town.draft_round_with("ondiep", &Plan { dates, ..plan("Ondiep") }, &[]).await;
        let site = Site::of(&town, now());
        let (mut henk, mut truus, way) = group(&place, &site).await;
        let of_buren = |one: Proposal| Proposal { applicant: format!("Buren van {}", one.title), ..one };
        let proposals: Vec<Proposal> = plans().into_iter().map(of_buren).collect();
        let draft = town.draft_round_with("zuilen", &plan("zuilen"), &proposals).await;
        let round = town.certify_draft(draft).await;
        let grant = town.grants(&round).await.remove(0);
        let id = InitiativeId::new(way.rsplit('/').next().expect("a group"));
        acts::progress::set_group(&town.joris_at(days(18)), &grant, &id).await.expect("their plan");
        // A group of his own keeps his account.
        let mut kees = named(&place, &site, "kees@elders.example", "Kees Vermeulen").await;
        kees.post(&site, "/initiatief/groepen", &[("post_group", "Buren van Kees")]).await;
        site.clock.set(now().plus_minutes(60));
        for email in ["henk@buurt.example", "truus@buurt.example"] {
            enter(&place, &site, email).await;
        }
        let own = Own::of(&site, &mut henk, &way, &grant).await;
        let of_truus = Own {
            group: own.group.clone(),
            member: own.member.clone(),
            invitation: own.invitation.clone(),
            session: session(&site, &mut truus).await,
            pitch: own.pitch.clone(),
            grant: own.grant.clone(),
        };
        let mut faults = walk(&site, &own, &kees, Seat::Stranger).await;
        faults.extend(walk(&site, &of_truus, &truus, Seat::Member).await);
        faults.extend(walk(&site, &own, &henk, Seat::Owner).await);
        assert!(faults.is_empty(), "{faults:#?}");
    });
}
