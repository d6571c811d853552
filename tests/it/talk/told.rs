//! Mail about the talk: the group hears that people talk about its plan, and who asked hears that the group answered.

use schuifruimte::acts::initiator::mailbox;
use schuifruimte::acts::pitch::Author;
use schuifruimte::acts::talk as acts;
use schuifruimte::domain::id::PitchId;
use schuifruimte::domain::talk::CommentKind;
use schuifruimte::domain::talk::contribution::What;
use schuifruimte::domain::time::Moment;

use super::{address, ask, mails, said, say_yes, visitor};
use crate::pitching::{own, sent, soup, today};
use crate::support::{Place, Town, on_both};

/// The addresses to which mail of a kind waits.
async fn receivers(place: &Place, kind: &str) -> Vec<String> {
    let column = format!("SELECT address FROM outbox WHERE kind = '{kind}' ORDER BY queued_at, address");
    place.texts(column).await
}

/// So many days after today.
fn later(days: i64) -> Moment {
    today().plus_minutes(days * 24 * 60 + 1)
}

async fn remark(place: &Place, at: Moment, email: &str, plan: &PitchId) {
    let what = What::comment(CommentKind::Remark, "Een buur", "Ik help graag mee.");
    ask(place, at, email, plan, what).await.expect("asked");
    assert_eq!(say_yes(place, at, email).await.len(), 1);
}

/// However many people talk, the group gets one mail in a day; what nobody said yes to is no news, nor is support.
#[test]
fn a_group_hears_once_a_day_that_people_talk_about_its_plan() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let typed = What::comment(CommentKind::Question, "Kees", "Wie kookt er?");
        ask(&place, today(), "kees@buurt.example", &plan, typed).await.expect("asked");
        ask(&place, today(), "mo@buurt.example", &plan, What::Support).await.expect("asked");
        say_yes(&place, today(), "mo@buurt.example").await;
        assert_eq!(mails(&place, "said").await, 0, "nothing was said yet");
        say_yes(&place, today(), "kees@buurt.example").await;
        assert_eq!(receivers(&place, "said").await, ["henk@buurt.example"]);
        for (hour, email) in (1..).zip(["ria@buurt.example", "ans@buurt.example", "bo@buurt.example"]) {
            remark(&place, today().plus_minutes(hour * 60), email, &plan).await;
        }
        assert_eq!(mails(&place, "said").await, 1, "one in a day");
        remark(&place, later(1), "jo@buurt.example", &plan).await;
        assert_eq!(mails(&place, "said").await, 2);
        // It can be stopped: others cause it.
        mailbox::stop(&visitor(&place, later(2)), &address("henk@buurt.example").mark())
            .await
            .expect("stopped");
        remark(&place, later(3), "lea@buurt.example", &plan).await;
        assert_eq!(mails(&place, "said").await, 2);
    });
}

/// Who asked gets a mail when the group answers, and none after taking the question back or stopping such mail.
#[test]
fn who_asked_hears_that_the_group_answered() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let question = said(&town, &plan).await;
        let mut ctx = own(&place, &henk, today());
        acts::answer(&mut ctx, Author::Member(&henk.id), &question, "Ja, altijd.").await.expect("said");
        assert_eq!(receivers(&place, "answered").await, ["kees@buurt.example"]);
        mailbox::stop(&visitor(&place, today()), &address("kees@buurt.example").mark())
            .await
            .expect("stopped");
        acts::answer(&mut ctx, Author::Member(&henk.id), &question, "Ook zonder geld.").await.expect("said");
        assert_eq!(mails(&place, "answered").await, 1);
    });
}
