//! What the service says while it takes votes, even when it is asked to say everything.

use schuifruimte::store::{ballot, register};

use crate::support::process::Start;
use crate::support::town::always_open;
use crate::support::voter::{Form, Kept};
use crate::support::{Site, Town, days, now, on_both};

/// Voters.
const VOTERS: usize = 12;

#[test]
fn no_line_of_the_service_names_a_voter_a_code_a_ballot_or_a_choice() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_large_round("zuilen", &always_open(), VOTERS).await;
        let site = Site::on(&place, "http://schuif.example", now());
        site.add_keys(&round);
        let process = Start::of(&site).with("RUST_LOG", "trace").serve();
        let mut secrets: Vec<(&str, String)> = Vec::new();
        for letter in 0..VOTERS {
            let cast = format!("{letter:02}cast{:08x}", letter * 7_654_321 + 99);
            let form = Form::new(&round, letter, &["01", "03", "05"], &cast, days(9_000));
            let kept = Kept::of(&form.send(&process).expect("it serves"), &round, &form).expect("a receipt");
            let code = round.letters.printed[letter].0.for_the_letter();
            secrets.extend([
                ("code", code.replace(' ', "")),
                ("code as sent", code.replace(' ', "+")),
                ("code as printed", code),
                ("control number", kept.control.clone()),
                ("control number", kept.control.replace('-', "")),
                ("commitment", kept.commitment),
                ("change code", kept.change),
                ("cast id", cast),
                ("address", format!("203.0.0.{}", letter + 1)),
            ]);
        }
        // Also what goes wrong: a code that nobody has, a code of which a letter is wrong, a second vote.
        let again = Form::new(&round, 0, &["02"], "another", days(9_000));
        assert_eq!(again.send(&process).expect("it serves").told(), (409, "already_voted"));
        let mut conn = place.store.read().await.expect("a connection");
        for voter in ballot::list(&mut conn, &round.id).await.expect("ballots") {
            secrets.push(("letter", voter.letter.to_string()));
            secrets.push(("cast id", voter.ballot.expect("listed").cast.to_string()));
        }
        for letter in register::letters(&mut conn, &round.id).await.expect("letters") {
            secrets.push(("hash of a code", letter.code_mac.to_string()));
        }
        drop(conn);
        process.terminate();
        let said = process.said();
        assert!(said.contains("DEBUG") && said.lines().count() > 20, "it says everything: {said}");
        let told: Vec<&(&str, String)> =
            secrets.iter().filter(|(_, secret)| said.contains(secret.as_str())).collect();
        assert!(told.is_empty(), "{told:?}\n{said}");
        for choice in ["plan=", "01,03,05", "plan%", "\"03\""] {
            assert!(!said.contains(choice), "{choice}: {said}");
        }
    });
}
