//! What someone at the desk, at a kiosk or with two papers tries, and what it comes to.

use schuifruimte::acts::ballot::{Way, Who};
use schuifruimte::acts::help::{ByTelephone, begin};
use schuifruimte::acts::letter::{self, Wanted};
use schuifruimte::acts::paper::{Ended, cast, resolve};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::bundle::Expected;
use schuifruimte::domain::deadline::PaperRule;
use schuifruimte::domain::id::{AccountId, ProposalId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::paper::{Dispute, Entry, Rejection, State};
use schuifruimte::domain::revocation::Reason;

use super::Hall;
use crate::support::people::Staff;
use crate::support::{days, on_both};

impl Hall {
    /// Another account of someone at the desk.
    async fn twin(&self, who: usize) -> AccountId {
        let twin = Staff { login: "twin", name: "Nog eens", function: "Balie", role: Role::Officer };
        let twin = self.town.place.employ(twin, Scope::City).await;
        let operator = self.town.place.context(Actor::Operator, days(0));
        acts::account::join(&operator, &twin, &self.desk[who]).await.expect("one human");
        twin
    }
}

#[test]
fn who_has_an_interest_in_a_plan_enters_no_paper_helps_no_voter_and_lengthens_no_vote() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(2, days(1)).await;
        let (one, two) = (hall.which(&stack, 1), hall.which(&stack, 2));
        hall.enter(1, &two, &hall.paper(1, &["01"])).await.unwrap();
        let plan = ProposalId::new("01");
        acts::interest::state(&hall.ctx(0, days(1)), &hall.round.id, Some(&plan), "Mijn straat.")
            .await
            .unwrap();
        let first = hall.enter(0, &one, &hall.paper(0, &["01"])).await;
        assert!(matches!(first, Err(ActError::ConflictOfInterest)));
        let second = hall.enter(0, &two, &hall.paper(1, &["01"])).await;
        assert!(matches!(second, Err(ActError::ConflictOfInterest)));
        for by in [ByTelephone::No, ByTelephone::Yes] {
            let helps = begin(&hall.ctx(0, days(1)), &hall.round.id, by).await;
            assert!(matches!(helps, Err(ActError::ConflictOfInterest)));
        }
        hall.enter(2, &two, &hall.paper(1, &["02"])).await.unwrap();
        let twin = hall.twin(0).await;
        let mut ctx = place.context(Actor::Staff(twin.clone()), days(1));
        let third = (&hall.paper(1, &["01"]), Dispute::Typing);
        let decides = resolve(&mut ctx, &hall.round.ballots, &two, third).await;
        assert!(matches!(decides, Err(ActError::ConflictOfInterest)), "under any account");
        let asked = acts::extension::ask(&ctx, &hall.round.id, days(16), "Storing").await;
        assert!(matches!(asked, Err(ActError::ConflictOfInterest)));
        acts::extension::ask(&hall.town.joris_at(days(13)), &hall.round.id, days(16), "Storing")
            .await
            .unwrap();
        let ctx = place.context(Actor::Staff(twin), days(13));
        let lengthens = acts::extension::approve(&ctx, &hall.round.id, 1).await;
        assert!(matches!(lengthens, Err(ActError::ConflictOfInterest)));
        assert_eq!(hall.state(&one).await, (State::Waiting, None));
        assert_eq!(hall.state(&two).await, (State::Differs, None));
    });
}

#[test]
fn two_accounts_of_one_human_are_neither_the_third_nor_the_second() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(1, days(1)).await;
        let which = hall.which(&stack, 1);
        let (first, second) = (hall.paper(0, &["01"]), hall.paper(0, &["02"]));
        hall.enter(0, &which, &first).await.unwrap();
        hall.enter(1, &which, &second).await.unwrap();
        let twin = hall.twin(1).await;
        let mut ctx = place.context(Actor::Staff(twin.clone()), days(1));
        let third = resolve(&mut ctx, &hall.round.ballots, &which, (&second, Dispute::Typing)).await;
        assert!(matches!(third, Err(ActError::FourEyes)), "both halves of a dispute");
        let bas = hall.ctx(1, days(13));
        acts::extension::ask(&bas, &hall.round.id, days(16), "Storing").await.unwrap();
        let ctx = place.context(Actor::Staff(twin), days(13));
        let own = acts::extension::approve(&ctx, &hall.round.id, 1).await;
        assert!(matches!(own, Err(ActError::FourEyes)), "nor both halves of an extension");
    });
}

#[test]
fn a_ballot_in_the_box_does_not_say_from_which_paper_it_came() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(1, days(1)).await;
        hall.by_two(&hall.which(&stack, 1), &hall.paper(0, &["01"])).await.unwrap();
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
        let joined = "SELECT COUNT(*) FROM ballot b JOIN paper p ON b.cast_id = p.id";
        assert_eq!(place.number(joined).await, 0);
    });
}

#[test]
fn the_paper_of_a_revoked_letter_does_not_count_and_that_of_its_new_letter_does() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(3, days(1)).await;
        let ended = hall.by_two(&hall.which(&stack, 1), &hall.paper(0, &["01"])).await.unwrap();
        assert_eq!(ended, Ended::Cast);
        // Entered by one, on its way, when its letter is revoked.
        let late = hall.which(&stack, 2);
        hall.enter(0, &late, &hall.paper(0, &["02"])).await.unwrap();
        let spare = &hall.round.letters.spares[0];
        let control = hall.round.letters.printed[0].1;
        let wanted = Wanted { control, by: Some(spare.1), reason: Reason::Stolen };
        let asked = letter::ask(&mut hall.town.joris_at(days(1)), &hall.round.id, &wanted).await.unwrap();
        letter::approve(&hall.town.marijke_at(days(1)), &hall.round.id, &asked).await.unwrap();
        assert_eq!(hall.enter(1, &late, &hall.paper(0, &["02"])).await.unwrap(), State::Equal);
        let ended = cast(&hall.writer, &mut hall.ctx(1, days(1)), &hall.round.ballots, &late).await.unwrap();
        assert_eq!(ended, Ended::Rejected(Rejection::Revoked));
        let Entry::Ballot { numbers, .. } = hall.paper(0, &["03"]) else { panic!("a ballot") };
        let code = hall.round.letters.key.mac(&hall.round.id, &spare.0);
        let ended = hall.by_two(&hall.which(&stack, 3), &Entry::Ballot { code, numbers }).await.unwrap();
        assert_eq!(ended, Ended::Cast);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        for voter in 1..4 {
            hall.town.cast(&hall.round, voter, &["04"]).await.unwrap();
        }
        hall.town.close_and_seal(&hall.round.id).await;
        let of = |plan: &str| format!("SELECT COUNT(*) FROM sealed_ballot WHERE choices = '{plan}'");
        let counted =
            [place.number(of("01")).await, place.number(of("02")).await, place.number(of("03")).await];
        assert_eq!(counted, [0, 0, 1], "of three papers of one resident the last letter counts");
        let hash = hall.town.count_and_propose(&hall.round.id).await;
        acts::certificate::approve(&hall.town.marijke_at(days(17)), &hall.round.id, &hash).await.unwrap();
        let bundle =
            acts::publication::bundle(&mut place.store.read().await.unwrap(), &hall.round.id).await.unwrap();
        let report = schuifruimte::domain::bundle::verify(&bundle, &Expected::default());
        assert_eq!(report.end.err().map(|broken| broken.to_string()), None);
    });
}

#[test]
fn the_desk_changes_a_vote_with_letter_and_change_code_and_the_way_of_the_first_stays() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let first = hall.by(Way::Online, hall.fresh(0, &["01"], "first")).await.unwrap();
        let with = |change| {
            let mut vote = hall.fresh(0, &["02"], "second");
            let Who::Letter { change: place, .. } = &mut vote.who else { panic!("a letter") };
            *place = change;
            vote
        };
        let desk = begin(&hall.ctx(0, days(1)), &hall.round.id, ByTelephone::No).await.unwrap();
        let bare = hall.by(desk.clone(), with(None)).await;
        assert!(matches!(bare, Err(ActError::AlreadyVoted)), "a letter alone changes nothing");
        let second = hall.by(desk.clone(), with(first.change.clone())).await.unwrap();
        assert_eq!(second.control, first.control);
        let old = hall.by(desk.clone(), hall.fresh(0, &["03"], "third")).await;
        assert!(matches!(old, Err(ActError::AlreadyVoted)));
        let paper = hall.stack(1, days(1)).await;
        let ended = hall.by_two(&hall.which(&paper, 1), &hall.paper(0, &["04"])).await.unwrap();
        assert_eq!(ended, Ended::Rejected(Rejection::Voted), "paper changes nothing");
        for _ in 0..acts::ballot::MAX_WRONG_CHANGE_CODES {
            let mut vote = with(first.change.clone());
            vote.cast = schuifruimte::domain::id::CastId::new("wrong");
            assert!(matches!(hall.by(desk.clone(), vote).await, Err(ActError::ChangeCodeNotAccepted)));
        }
        let mut vote = with(second.change.clone());
        vote.cast = schuifruimte::domain::id::CastId::new("right");
        let locked = hall.by(desk, vote).await;
        assert!(
            matches!(locked, Err(ActError::ChangeLocked)),
            "whoever guesses at the desk is stopped as well"
        );
        assert_eq!(place.number("SELECT ballots FROM ballot_channel").await, 1, "one way, once");
        assert_eq!(place.number("SELECT ballots FROM ballot_help").await, 0, "no first vote");
        assert_eq!(place.fsck().await, Vec::<String>::new());
        hall.town.close_and_seal(&hall.round.id).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM sealed_ballot WHERE choices = '02'").await, 1);
        assert_eq!(place.number("SELECT COUNT(*) FROM sealed_ballot").await, 1);
    });
}

#[test]
fn who_sends_the_last_vote_of_a_kiosk_again_on_another_copy_sees_nothing_of_it() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::None).await;
        hall.by(Way::Kiosk, hall.fresh(0, &["01"], "turn")).await.unwrap();
        let again = hall.by(Way::Kiosk, hall.fresh(0, &["01"], "turn")).await;
        assert!(matches!(again, Err(ActError::CastConflict)), "{again:?}");
        let other = hall.by(Way::Kiosk, hall.fresh(0, &["01"], "other turn")).await;
        assert!(matches!(other, Err(ActError::AlreadyVoted)));
        assert_eq!(place.number("SELECT ballots FROM ballot_channel WHERE channel = 'kiosk'").await, 1);
    });
}

#[test]
fn a_vote_is_lengthened_again_only_within_what_was_posted_and_never_after_its_end() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let (town, id) = (&hall.town, &hall.round.id);
        acts::extension::ask(&town.joris_at(days(13)), id, days(15), "Storing").await.unwrap();
        let late = acts::extension::approve(&town.marijke_at(days(14)), id, 1).await;
        assert!(matches!(late, Err(ActError::Fields(_))), "asked in time, decided too late");
        acts::extension::refuse(&town.marijke_at(days(14)), id, 1).await.unwrap();
        let after = acts::extension::ask(&town.joris_at(days(14)), id, days(16), "Storing").await;
        assert!(matches!(after, Err(ActError::Fields(_))));
        assert_eq!(place.number("SELECT COUNT(*) FROM round WHERE extended_until IS NOT NULL").await, 0);
    });
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let (town, id) = (&hall.town, &hall.round.id);
        for (number, (from, until)) in (1..).zip([(13, 15), (14, 17)]) {
            acts::extension::ask(&town.joris_at(days(from)), id, days(until), "Storing").await.unwrap();
            acts::extension::approve(&town.marijke_at(days(from)), id, number).await.unwrap();
            let again = acts::extension::approve(&town.marijke_at(days(from)), id, number).await;
            assert!(matches!(again, Err(ActError::DraftChanged)), "one request lengthens once");
        }
        let beyond = acts::extension::ask(&town.joris_at(days(16)), id, days(18), "Storing").await;
        assert!(matches!(beyond, Err(ActError::Fields(_))), "the latest that was posted is the latest");
        assert_eq!(place.fsck().await, Vec::<String>::new());
        acts::round::close(&mut town.marijke_at(days(17).plus_minutes(15)), id).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
