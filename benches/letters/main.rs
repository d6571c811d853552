//! How fast voting letters are set as PDF, beside the least that the same typesetting and writing can do: as many sheets
//! with one line each. See benches/README.md.

#[cfg(not(feature = "pdf"))]
fn main() {
    println!("built without PDF: nothing to measure");
}

#[cfg(feature = "pdf")]
fn main() {
    measured::run();
}

#[cfg(feature = "pdf")]
mod measured {
    use std::path::Path;
    use std::time::Instant;

    use schuifruimte::documents::typeset::{Faces, Job, set};
    use schuifruimte::documents::voting_letters::{FILES, FOLDER, Print, To, VotingLetter, Window};
    use schuifruimte::domain::control_number::ControlNumber;
    use schuifruimte::domain::letter_round::{FORMAT, LetterRound};
    use schuifruimte::domain::money::Cents;
    use schuifruimte::domain::time::Moment;
    use schuifruimte::domain::voting_code::VotingCode;
    use schuifruimte::text::beside::ALL;
    use schuifruimte::text::{Lang, Text};
    use serde_json::json;

    /// A sheet with a line, and no more.
    const BARE: &str = "#set document(title: \"bare\", date: datetime(year: 2027, month: 3, day: 1))\n#set text(lang: \"nl\")\n\
        #for line in json(\"letter.json\") { page(paper: \"a4\")[#line] }";

    pub fn run() {
        // Also called by cargo test and by whoever forgets `--`: only numbers count.
        let number = |place: usize| std::env::args().skip(1).filter_map(|word| word.parse().ok()).nth(place);
        let (each, batches): (usize, usize) = (number(0).unwrap_or(1_000), number(1).unwrap_or(10));
        let print = print();
        let languages = if print.undrawable().is_empty() { "five languages" } else { "without Arabic" };
        println!("{batches} files of {each} letters, {languages}");
        let (mut whole, mut bare) = (0, 0);
        for batch in 0..batches {
            let letters: Vec<VotingLetter> = (0..each).map(|place| letter(batch * each + place)).collect();
            let start = Instant::now();
            let bytes = print.set(&letters, batch * each + 1).expect("they are set");
            let took = start.elapsed().as_nanos();
            let start = Instant::now();
            let data = json!((0..each).map(|place| format!("{place}")).collect::<Vec<_>>());
            set(Job { layout: BARE, data, faces: Faces::built_in(), ident: "bare" }).expect("they are set");
            let least = start.elapsed().as_nanos();
            (whole, bare) = (whole + took, bare + least);
            println!(
                "file {:>3}: {:>6} letters/s, {:>6} bare sheets/s, {} kB, most memory so far {} MB",
                batch + 1,
                rate(each, took),
                rate(each, least),
                bytes.len() / 1_000,
                most_memory() / 1_000
            );
        }
        let (all, bare) = (each * batches, bare.max(1));
        println!(
            "all: {} letters/s, {} bare sheets/s; a letter costs as much as {}.{} bare sheets",
            rate(all, whole),
            rate(all, bare),
            whole / bare,
            whole * 10 / bare % 10
        );
    }

    fn rate(count: usize, nanoseconds: u128) -> u128 {
        u128::try_from(count).expect("a small number") * 1_000_000_000 / nanoseconds
    }

    /// The most memory that this process ever had, in kB.
    fn most_memory() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").expect("this is Linux");
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("it says so");
        line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).expect("a number")
    }

    fn letter(place: usize) -> VotingLetter {
        let value = u32::try_from(place).expect("a small number");
        let code = VotingCode::from_values(std::array::from_fn(|at| (value >> at) % 31));
        let lines = [
            format!("Mevrouw A. van der Fictie-{place}"),
            format!("Ahornstraat {place}"),
            "3551 AB  Utrecht".to_string(),
        ];
        VotingLetter {
            row: u64::from(value) + 2,
            to: To::Person(lines.to_vec()),
            code,
            control: ControlNumber::new(value),
        }
    }

    fn print() -> Print {
        let moment = |text| Moment::parse(text).expect("a moment");
        let mut print = Print {
            text: Text { lang: Lang::Nl },
            round: LetterRound {
                format: FORMAT.to_string(),
                round: "zuilen-2027".to_string(),
                title: "Zuilen kiest 2027".to_string(),
                area: "Zuilen".to_string(),
                municipality: "Utrecht".to_string(),
                ceiling: Cents::euros(50_000),
                vote_from: moment("2027-03-01T08:00:00Z"),
                vote_until: moment("2027-03-21T19:00:00Z"),
                desk_place: "Wijkbureau Noordwest, Amsterdamsestraatweg 283".to_string(),
                desk_hours: "maandag tot en met vrijdag, 9.00 tot 17.00 uur".to_string(),
                desk_phone: "14 030".to_string(),
                origin: "https://stem.utrecht.example".to_string(),
            },
            return_to: "Gemeente Utrecht, Postbus 1".to_string(),
            page: "stem.utrecht.example/stem".to_string(),
            camera: "https://stem.utrecht.example/rondes/zuilen-2027/stemmen".to_string(),
            page_beside: "stem.utrecht.example/en/stem".to_string(),
            beside: ALL.to_vec(),
            window: Window::default(),
            faces: Faces::with(Path::new(FOLDER), &FILES),
        };
        let undrawable = print.undrawable();
        print.beside.retain(|one| !undrawable.contains(&one.tag));
        print
    }
}
