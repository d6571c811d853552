//! Grants that were awarded and whose decision was sent, and who keeps the money.

use schuifruimte::acts::account::{self, NewAccount};
use schuifruimte::acts::decision::{Posted, announce};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::account::Role;
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::decision::{Decision, DecisionKind, Means};
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::letter::{FORMAT, Letter};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use super::people::{Staff, stored_password};
use super::{Place, Town, days};

/// Keeps the money of the municipality.
pub const FATMA: Staff = Staff {
    login: "fatma",
    name: "Fatma Yılmaz",
    function: "Programmamanager",
    role: Role::ProgrammeManager,
};

/// Gives someone an account.
pub async fn employ(place: &Place, who: Staff) {
    let new = NewAccount {
        login: who.login.to_string(),
        name: who.name.to_string(),
        function: who.function.to_string(),
        role: who.role,
        scope: schuifruimte::domain::account::Scope::City,
        password: stored_password().to_string(),
    };
    account::create(&mut place.context(Actor::Operator, days(-90)), new).await.expect("an account");
}

impl Town {
    /// Brings the file of a certified grant in order, awards it and sends its decision, on day 20.
    pub async fn announce_grant(&self, id: &GrantId) {
        self.check_grant(id).await;
        self.award_and_send(id).await;
    }

    /// Awards a grant whose file is in order and sends its decision, on day 20.
    pub async fn award_and_send(&self, id: &GrantId) {
        acts::grant::award(&self.marijke_at(days(20)), id, "Gekozen door de buurt.").await.expect("awarded");
        self.send_award(id, days(20)).await.expect("sent");
    }

    /// Joris sends the decision about an award at a moment. Without one the grant is not in the state for it.
    pub async fn send_award(&self, id: &GrantId, at: Moment) -> Result<(), ActError> {
        let mut conn = self.place.store.read().await.expect("a connection");
        let taken = store::decision::list(&mut conn).await.expect("decisions");
        let state = store::grant::find(&mut conn, id).await.expect("it reads").expect("a grant").state;
        drop(conn);
        let is_award = |one: &&Decision| one.grant.as_ref() == Some(id) && one.kind == DecisionKind::Award;
        let award = taken.iter().find(is_award).ok_or(ActError::WrongState(state))?;
        let on = day_of(at);
        let letter = Letter {
            format: FORMAT.to_string(),
            language: "nl".to_string(),
            sender: "Gemeente Utrecht".to_string(),
            addressee: vec!["Buren van de Fresialaan".to_string()],
            marks: Vec::new(),
            subject: "Besluit".to_string(),
            date: on.to_string(),
            blocks: Vec::new(),
        };
        let posted = Posted { number: &award.number, letter: &letter, on, means: Means::Post };
        announce(&self.joris_at(at), &posted).await
    }
}
