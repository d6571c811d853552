//! What changes between the moment that a password or a key is looked at and the moment that a session begins.

use schuifruimte::acts::session::{self, Browser as From, Way};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::passkey::Owner;
use schuifruimte::store::passkey::Passkey;

use crate::support::people::stored_password;
use crate::support::{Town, days, on_both};

const HERE: From<'_> = From { device: "", earlier: None };

#[test]
fn a36_a_password_that_was_right_opens_nothing_once_two_people_let_its_owner_begin_anew() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut ctx = town.nobody_at(days(0));
        let page = session::begin_code(&mut ctx, &town.joris, stored_password()).await.expect("a page");
        session::start(&mut ctx, &town.joris, Way::Password(stored_password()), &HERE)
            .await
            .expect("still his");
        let mut operator = place.context(Actor::Operator, days(0));
        acts::invitation::reset_by_operator(&mut operator, &town.joris).await.expect("anew");
        let mut ctx = town.nobody_at(days(0));
        for way in [Way::Password(stored_password()), Way::Link(stored_password()), Way::Passkey("0a0b", 1)] {
            let done = session::start(&mut ctx, &town.joris, way, &HERE).await;
            assert!(matches!(done, Err(ActError::SignInFailed)), "{way:?}");
        }
        let from = acts::factor::From { key: &[1; 32], client: "a" };
        let done = session::start_with_code(&mut ctx, &from, &page, "123456", &HERE).await;
        assert!(matches!(done, Err(ActError::SignInFailed)), "{done:?}");
        assert_eq!(place.number("SELECT COUNT(*) FROM staff_session").await, 0);
    });
}

#[test]
fn a36_a_password_alone_opens_nothing_once_its_owner_has_a_passkey_and_a_closed_account_keeps_none() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let key = Passkey {
            id: "0a0b".to_string(),
            owner: Owner::Staff(town.joris.clone()),
            name: "laptop".to_string(),
            credential: "{}".to_string(),
            counter: 0,
            made_at: days(0),
            used_at: None,
        };
        acts::passkey::add(&mut town.joris_at(days(0)), key).await.expect("a passkey");
        let mut ctx = town.nobody_at(days(0));
        let way = Way::Password(stored_password());
        let done = session::start(&mut ctx, &town.joris, way, &HERE).await;
        assert!(matches!(done, Err(ActError::SignInFailed)), "{done:?}");
        acts::account::close(&ctx, &town.joris).await.expect("closed");
        assert_eq!(place.number("SELECT COUNT(*) FROM passkey").await, 0);
        assert_eq!(
            place.number("SELECT COUNT(*) FROM account WHERE login = 'joris' AND password = ''").await,
            1
        );
    });
}
