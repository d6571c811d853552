//! The page on which a third person decides about a paper that two read differently.

use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::deadline::{Deadline, PaperRule};
use schuifruimte::domain::paper::numbered;
use schuifruimte::domain::round::Plan;

use super::changing::code;
use crate::support::people::{JORIS, MARIJKE, Staff};
use crate::support::town::{plan, plans};
use crate::support::{Browser, OpenRound, Page, Site, Town, days, on_both};

const COR: Staff = Staff { login: "cor", name: "Cor Kok", function: "Balie", role: Role::Desk };

fn refused(page: &Page, status: u16, kind: &str) {
    assert_eq!((page.status.as_u16(), page.kind()), (status, Some(kind)), "{}", page.body);
}

/// The number of a plan on the paper ballot.
fn number(round: &OpenRound, plan: &str) -> String {
    let place = numbered(&round.rules).iter().position(|one| one.id.as_str() == plan).expect("a plan");
    (place + 1).to_string()
}

#[test]
fn where_two_differ_neither_of_them_decides_and_a_third_does_with_the_cause() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        place.employ(COR, Scope::City).await;
        let posted = Deadline { grace_minutes: 15, paper: PaperRule::HandedIn, extend_until: None };
        let wanted = Plan { deadline: Some(posted), ..plan("zuilen") };
        let round = town.open_round_with("zuilen", &wanted, &plans()).await;
        let site = Site::of(&town, days(1));
        site.add_keys(&round);
        let mut joris = Browser::of(&site, JORIS).await;
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let mut cor = Browser::of(&site, COR).await;
        let stack = joris.post(&site, "/bureau/rondes/zuilen/papier", &[("papers", "1")]).await;
        let stack = stack.header("location").to_string();
        let (typed, one, other) = (code(&round, 0), number(&round, "01"), number(&round, "02"));
        for (who, numbers) in [(&mut joris, &one), (&mut marijke, &other)] {
            let read = [("number", "1"), ("code", typed.as_str()), ("numbers", numbers), ("mark", "")];
            assert_eq!(who.post(&site, &stack, &read).await.status, 303);
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 0);

        let list = cor.get(&site, &stack).await;
        let paper = format!("{stack}/1");
        assert!(list.body.contains(&format!("href=\"{paper}\"")), "{}", list.body);
        let page = cor.get(&site, &paper).await;
        assert!(page.says("typten niet hetzelfde") && page.says("De nummers verschillen"), "{}", page.body);
        assert!(!page.body.contains(&typed), "what the two typed is not shown");
        let read = [("code", typed.as_str()), ("numbers", one.as_str()), ("mark", "")];
        let unsaid = cor.post(&site, &paper, &read).await;
        assert!(unsaid.status == 422 && unsaid.body.contains("id=\"cause-fout\""), "{}", unsaid.body);
        let decided = [&read[..], &[("cause", "handwriting")]].concat();
        refused(&joris.post(&site, &paper, &decided).await, 409, "four_eyes_required");
        refused(&marijke.post(&site, &paper, &decided).await, 409, "four_eyes_required");
        assert_eq!(cor.post(&site, &paper, &decided).await.status, 303);
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
        assert_eq!(
            place.number("SELECT COUNT(*) FROM paper_entry").await,
            0,
            "nothing that was read is left"
        );
        refused(&cor.post(&site, &paper, &decided).await, 409, "draft_changed");
        let done = cor.get(&site, &paper).await;
        assert!(!done.body.contains("name=\"cause\""), "{}", done.body);
    });
}
