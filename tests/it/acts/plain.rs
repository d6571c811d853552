//! What nobody sees is no part of a name, a reason or a plan: each form says so, and nothing is written.

use std::process::Command;

use schuifruimte::acts::grant::checks;
use schuifruimte::acts::recipient::{self, Wanted};
use schuifruimte::acts::standing::{self, Decision};
use schuifruimte::acts::{self, ActError, interest};
use schuifruimte::domain::check::Onward;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::interest::Feasible;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::standing::Asked;

use crate::support::checked::foundation;
use crate::support::people::JORIS;
use crate::support::town::plans;
use crate::support::{Browser, Site, Town, days, now, on_both};

/// Whether an act was refused for signs that nobody sees, at this field.
pub fn refused<T>(done: Result<T, ActError>, field: &str) -> bool {
    matches!(done, Err(ActError::Fields(faults))
        if faults.iter().any(|one| one.field == field && one.fault == "vlt-unseen"))
}

#[test]
fn names_and_reasons_with_signs_that_nobody_sees_are_refused_and_nothing_is_written() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let grant = town.checked_grant("zuilen").await;
        let draft = town.draft_round("ondiep").await;
        let (quick, _) = crate::web::casefile::quick_pot(&town).await;
        let waits =
            standing::ask(&town.joris_at(now()), &quick, crate::acts::standing::table(20)).await.unwrap();
        let rows = place.dump().await;
        // The name of an account that reads as another one, and a reason that moves the lines of a terminal.
        let (turned, moved) = ("Stichting \u{202e}netsruB", "Goed.\u{1b}[2A");
        let ctx = &town.joris_at(days(18));
        let wanted = Wanted { account_name: turned.to_string(), ..foundation("Stichting Zicht") };
        assert!(refused(recipient::add(&mut town.joris_at(days(18)), &wanted).await, "account_name"));
        let wanted = Wanted { signers: vec!["Truus\0".to_string()], ..foundation("Stichting Zicht") };
        assert!(refused(recipient::add(&mut town.joris_at(days(18)), &wanted).await, "signers"));
        let plan = Proposal { title: turned.to_string(), ..plans()[0].clone() };
        assert!(refused(acts::proposal::add(ctx, &draft, plan).await, "title"));
        let asked = Asked { applicant: turned.to_string(), ..crate::acts::standing::table(20) };
        assert!(refused(standing::ask(&town.joris_at(now()), &quick, asked).await, "applicant"));
        assert!(refused(standing::decide(ctx, &quick, waits, Decision::Refuse, moved).await, "why"));
        assert!(refused(acts::grant::award(&town.marijke_at(days(20)), &grant, moved).await, "reason"));
        assert!(refused(acts::grant::refuse(&town.marijke_at(days(20)), &grant, moved).await, "reason"));
        let amount = Cents::euros(10);
        let onward = Onward { name: turned.to_string(), kvk: None, amount, purpose: "Koffie".to_string() };
        assert!(refused(checks::set_onward(ctx, &grant, &[onward]).await, "onward"));
        let plan = ProposalId::new("01");
        assert!(refused(interest::check_plan(ctx, &draft, &plan, Feasible::Yes, moved).await, "check_why"));
        assert_eq!(place.dump().await, rows);
    });
}

#[test]
fn a_form_with_a_sign_that_nobody_sees_comes_back_with_a_sentence_at_the_field() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (quick, _) = crate::web::casefile::quick_pot(&town).await;
        let site = Site::of(&town, now());
        let mut joris = Browser::of(&site, JORIS).await;
        let form = [
            ("applicant", "Buren \u{202e}van Zuilen"),
            ("title", "Een bank"),
            ("place", ""),
            ("amount", "100"),
            ("received_at", "2027-03-01T09:00"),
        ];
        let page = joris.post(&site, &format!("/bureau/snel/{quick}"), &form).await;
        assert_eq!(page.status.as_u16(), 422, "{}", page.body);
        assert!(page.says("In deze tekst staan tekens die niemand ziet."), "{}", page.body);
        assert!(page.body.contains("Een bank"), "what was typed comes back");
        let zero = [("applicant", "Buren\0"), form[1], form[2], form[3], form[4]];
        let page = joris.post(&site, &format!("/bureau/snel/{quick}"), &zero).await;
        assert_eq!(page.status.as_u16(), 422, "a zero byte is no letter either");
    });
}

#[test]
fn a_file_without_an_end_is_not_taken_in() {
    let folder = std::env::temp_dir().join(format!("schuifruimte-endless-{}", std::process::id()));
    let done = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
        .args(["import", "/dev/zero", "--data"])
        .arg(&folder)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("/dev/zero") && said.contains("larger than a file to import can be"), "{said}");
    assert!(!folder.exists(), "and nothing was made");
}
