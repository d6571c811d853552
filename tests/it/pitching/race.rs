//! Many who write in one plan at the same moment.

use futures_util::future::join_all;
use schuifruimte::acts::pitch::{self, Author};
use schuifruimte::domain::pitch::content::{Content, Form, Step};

use super::{begin, found, own, someone, today};
use crate::support::{Town, on_both};

/// What one of them types on a page.
fn typed(number: usize) -> Content {
    let text = format!("antwoord {number}");
    Content {
        title: text.clone(),
        place: text.clone(),
        criteria: [text.clone(), text.clone(), text.clone()],
        kvk: text.clone(),
        paid: text,
        ..Content::default()
    }
}

/// Twenty writers, four on each of five pages, all of whom saw the same: of each page one is kept, whole, and who was too late
/// hears so.
#[test]
fn of_twenty_who_write_at_once_one_a_page_is_kept_and_the_others_hear_so() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let who = someone(&place, "henk@buurt.example", today()).await;
        let id = begin(&place, &who, &round, "Soepgroep", Form::Full).await;
        let empty = found(&place.store, &id).await.content;
        let pages = [Step::Idea, Step::Where, Step::Goal, Step::Who, Step::Paid];
        let write = |number: usize| {
            let (ctx, step) = (own(&place, &who, today()), pages[number % 5]);
            let (id, seen, author) = (&id, empty.mark(step), Author::Member(&who.id));
            async move { (step, number, pitch::write(&ctx, author, id, (step, &seen), typed(number)).await) }
        };
        let done = join_all((0..20).map(write)).await;
        let kept = found(&place.store, &id).await.content;
        for page in pages {
            let of_page = || done.iter().filter(move |(step, ..)| *step == page);
            let winners: Vec<usize> =
                of_page().filter(|(.., done)| done.is_ok()).map(|(_, number, _)| *number).collect();
            let [winner] = winners[..] else { panic!("{page:?}: {winners:?}") };
            assert_eq!(kept.mark(page), empty.clone().with_step(page, typed(winner)).mark(page), "{page:?}");
            for (.., done) in of_page().filter(|(.., done)| done.is_err()) {
                let told = done.as_ref().expect_err("refused").to_string();
                assert_eq!(told, schuifruimte::acts::ActError::DraftChanged.to_string());
            }
        }
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
