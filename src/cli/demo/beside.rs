//! What stands beside the plans of the group in the invented year: a neighbour without e-mail, for whom the desk types; plans of which
//! the office proposes that they go on as one; and what the office took off.

use super::pitched::lines;
use super::year::Maker;
use crate::acts;
use crate::acts::meeting::{Host, Wanted};
use crate::acts::pitch::regroup::{self, By, Merge};
use crate::acts::pitch::{Author, Start, alliance, review};
use crate::cli::Failure;
use crate::cli::service::refused;
use crate::domain::disclosure::Help;
use crate::domain::id::{InitiatorId, PitchId, RoundId};
use crate::domain::initiator::Initiator;
use crate::domain::mail::Address;
use crate::domain::moderation::{Ground, Written};
use crate::domain::money::Cents;
use crate::domain::news::Topic;
use crate::domain::pitch::ally::{Ally, AllyRole};
use crate::domain::pitch::budget::Budget;
use crate::domain::pitch::content::{Content, Form, Named, Step};
use crate::domain::recipient::RecipientKind;
use crate::store;

/// Days from today on which the desk types, a plan is sent in, the office asks and proposes, a meeting is called, and it is taken off.
const DAYS: [i64; 5] = [-12, -11, -5, -3, -1];
/// Days in which a plan is to be mended, and after which a meeting is.
const LATER: [i64; 2] = [14, 5];

/// The neighbour, and the language of her letters.
const NAME: &str = "Truus van Dijk";
const LANGUAGE: &str = "nl";
/// What is missing from her bench.
const MISSING: &str = "Hoe breed is de stoep daar? Een rolstoel moet er langs kunnen.";
/// Why the office proposes that two plans go on as one.
const REASON: &str =
    "Allebei muziek in hetzelfde portiek, op dezelfde avonden. Samen is er geld voor een piano.";
/// Meetings that say too much of somebody: what they are called, where they are, how one gets in and what they are about.
const CALLED: [[&str; 4]; 2] = [
    ["Samen zingen", "Bij Truus thuis", "Twee trappen op.", "Wie op 14 woont en altijd klaagt, komt ook."],
    [
        "Tafels passen",
        "Op de stoep",
        "Alles is gelijkvloers.",
        "Meneer Bakker van 22 is ziek, dus het mag nu.",
    ],
];
/// Why they are taken off.
const TAKEN: &str =
    "Hierin staat iets over een buur die dat niet wil. Zet de bijeenkomst er gerust opnieuw op, zonder dat.";
/// Who is asked by e-mail to take part, and who wants to hear of a plan.
const ASKED: &str = "post@tuinclub.example";
const FOLLOWS: &str = "ria@buurt.example";

impl Maker<'_> {
    /// Makes it, in the round that takes plans: beside the music and the long table of the group.
    pub(super) async fn beside(
        &self,
        owner: &Initiator,
        [music, table]: [&PitchId; 2],
    ) -> Result<(), Failure> {
        let round = RoundId::new("ondiep");
        let mut desk = self.ctx("marijke", DAYS[0]);
        let truus = acts::initiator::desk::open(&mut desk, NAME, LANGUAGE).await?;
        let songs = self.typed(&truus, (&round, None), &self.songs()).await?;
        let bench = self.typed(&truus, (&round, Some(&songs)), &self.bench()).await?;
        let joris = self.ctx("joris", DAYS[2]);
        let until = joris.now.plus_minutes(LATER[0] * 24 * 60);
        review::ask_repair(&joris, &round, &bench, (MISSING, until)).await?;
        let others = [songs.clone()];
        let merge = Merge { round: &round, carrier: music, others: &others, reason: REASON };
        regroup::propose(&mut self.ctx("joris", DAYS[2]), By::Office, &merge).await?;
        let mut desk = self.ctx("marijke", DAYS[3]);
        let at = desk.now.plus_minutes(LATER[1] * 24 * 60);
        let hosts = [(Author::Desk(&truus), &songs), (Author::Member(&owner.id), table)];
        let mut own = self.as_one(owner, DAYS[3]);
        for (ctx, ((author, plan), [title, place, access, about])) in
            [&mut desk, &mut own].into_iter().zip(hosts.into_iter().zip(CALLED))
        {
            let wanted = Wanted { title, at, place, access, about };
            let made = acts::meeting::call(ctx, Host::Group(author), (&round, Some(plan)), &wanted).await?;
            let mut joris = self.ctx("joris", DAYS[4]);
            let one = Written::Meeting(made);
            acts::moderation::withhold(&mut joris, (&round, &one), (Ground::Personal, TAKEN)).await?;
        }
        Ok(())
    }

    /// Mails that wait for an answer: a club is asked to take part in a draft, and a neighbour asked for news of a plan.
    pub(super) async fn asked(&self, owner: &Initiator, [draft, plan]: [&PitchId; 2]) -> Result<(), Failure> {
        let (round, author) = (RoundId::new("ondiep"), Author::Member(&owner.id));
        let mut ctx = self.as_one(owner, 0);
        let club = Ally {
            name: "Tuinclub Ondiep".to_string(),
            kind: Named(RecipientKind::InformalAssociation),
            class: None,
            kvk: String::new(),
            role: Named(AllyRole::Partner),
            task: "Zet de tonnen en sluit ze aan".to_string(),
            share: Cents::ZERO,
        };
        let mark = club.mark(draft);
        let answers = Content { allies: vec![club], ..Content::default() };
        let seen = Content::default().mark(Step::Allies);
        acts::pitch::write(&ctx, author, draft, (Step::Allies, &seen), answers).await?;
        alliance::ask(&mut ctx, author, draft, (&mark, Some(&address(ASKED)?))).await?;
        let topic = Topic { round, plan: None, pitch: Some(plan.clone()) };
        let mut visitor = self.ctx("", 0);
        acts::follow::ask(&mut visitor, "demo", (&address(FOLLOWS)?, LANGUAGE), &topic).await?;
        Ok(())
    }

    /// The desk types a plan for someone and sends it in; of the group of another plan, where there is one.
    async fn typed(
        &self,
        who: &InitiatorId,
        (round, beside): (&RoundId, Option<&PitchId>),
        content: &Content,
    ) -> Result<PitchId, Failure> {
        let mut desk = self.ctx("marijke", DAYS[0]);
        let mut group = None;
        if let Some(beside) = beside {
            let mut conn = self.service.store.read().await.map_err(refused)?;
            let found = store::pitch::find(&mut conn, beside).await.map_err(refused)?;
            group = found.and_then(|found| found.group);
        }
        let author = Author::Desk(who);
        let start = Start { round: round.clone(), group, name: NAME, form: Form::Light, task: "" };
        let id = acts::pitch::start(&mut desk, author, &start).await?;
        self.write_down(&desk, author, &id, content).await?;
        acts::pitch::submit(&self.ctx("marijke", DAYS[1]), author, &id).await?;
        Ok(id)
    }

    fn songs(&self) -> Content {
        Content {
            title: "Zingen in het portiek".to_string(),
            summary: "Op vier avonden zingen buren samen bij de piano, en wie wil luistert mee.".to_string(),
            category: "Kunst en cultuur".to_string(),
            budget: Budget { costs: lines(&[("Piano huren", 500), ("Koffie", 100)]), ..Budget::default() },
            ..self.of_neighbour()
        }
    }

    fn bench(&self) -> Content {
        Content {
            title: "Een bank met een boom".to_string(),
            summary: "Wie niet ver loopt, rust daar uit in de schaduw.".to_string(),
            category: "Groen".to_string(),
            budget: Budget { costs: lines(&[("Bank met leuning", 850), ("Boom", 250)]), ..Budget::default() },
            ..self.of_neighbour()
        }
    }

    fn of_neighbour(&self) -> Content {
        Content {
            kind: Some(Named(RecipientKind::Person)),
            help: Some(Named(Help::Office)),
            ..self.of_group()
        }
    }
}

fn address(email: &str) -> Result<Address, Failure> {
    Address::parse(email).map_err(|_| refused("an address"))
}
