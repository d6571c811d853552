//! Plans of the group in the invented year: one that is being written, one that is to be mended, one at which the office looks,
//! and one on the list.

use super::year::Maker;
use crate::acts::pitch::alliance::{self, Answerer};
use crate::acts::pitch::{Author, Start, assessment, help, review, wish};
use crate::acts::{self, Context};
use crate::cli::Failure;
use crate::cli::service::refused;
use crate::domain::disclosure::Help;
use crate::domain::id::{InitiativeId, PitchId, RoundId};
use crate::domain::initiator::Initiator;
use crate::domain::log::chain::Actor;
use crate::domain::mail::Address;
use crate::domain::money::Cents;
use crate::domain::pitch::ally::{Ally, AllyRole, CODE, Reply};
use crate::domain::pitch::assessment::{Answer, Criterion, Question, Typed, Weight};
use crate::domain::pitch::budget::{Budget, Line};
use crate::domain::pitch::content::{Content, Form, Named, Step, Wish};
use crate::domain::pitch::wish::Met;
use crate::domain::recipient::{ProviderClass, RecipientKind};
use crate::domain::talk::contribution::What;
use crate::domain::talk::{CommentKind, Order};
use crate::store;
use crate::store::talk::Wanted;

/// Days from today on which a plan is begun, sent in and decided about.
const DAYS: [i64; 3] = [-12, -11, -6];
/// Days in which one is to be mended.
const REPAIR: i64 = 14;

/// What is missing from the second plan.
const MISSING: &str = "Wie mag er op het dak? Vertel hoe u dat met de verhuurder hebt afgesproken.";
/// What the office says beside the third one.
const REMARK: &str = "Voor de tafels op de stoep is een melding nodig. Het wijkbureau helpt daarbij.";

/// What the group asks about its draft, and what Joris says to that.
const ASKED: &str = "Wij weten niet wie over de regenpijpen gaat.";
const ADVICE: &str = "De verhuurder. Bel de wijkbeheerder, die kent dit plan al.";
/// What has to change for it.
const PERMIT: &str = "Een melding is genoeg, twee weken vooraf.";
/// What the city gives beside money.
const ADVISED: &str = "Een adviseur van de stad rekent het dak met u na, in januari.";
/// What weighs beside the answers.
const CONSIDERATION: &str = "De groep belt zelf bij iedereen aan. Dat kan het wijkbureau niet.";
/// How many questions there are, and how many Joris answered about the plan that waits.
const ALL: usize = Question::ALL.len();
const HALF: usize = 6;
/// What neighbours say about the third one.
const SAID: [(CommentKind, &str, &str); 3] = [
    (CommentKind::Question, "Ria", "Kan ik ook komen als ik slecht loop?"),
    (CommentKind::For, "Mo", "Wie hier net woont, leert zo de hele straat kennen."),
    (CommentKind::Against, "Een buur", "Vier zondagen zonder parkeerplek is veel."),
];
/// What the group answers.
const ANSWER: &str = "Ja. De tafel staat gelijk met de stoep, en wij halen u graag op.";

/// Where the group tells more, so many days later.
const MEETING: i64 = 6;
/// What it is called, where it is, how one gets in and what it is about.
const EVENING: [&str; 4] = [
    "Proefeten",
    "Buurtkamer aan de Omloop",
    "Geen drempel. Er is een toilet voor een rolstoel.",
    "Kom proeven, en vertel aan welke zondagen u denkt.",
];

impl Maker<'_> {
    /// Makes them, in the round that takes plans.
    pub(super) async fn pitched(&self, owner: &Initiator, group: &InitiativeId) -> Result<(), Failure> {
        let round = RoundId::new("ondiep");
        let draft = Content { title: "Regenton voor elke portiek".to_string(), ..Content::default() };
        let barrel = self.begun(owner, (&round, group), &draft).await?;
        let ctx = self.as_one(owner, DAYS[1]);
        help::ask(&ctx, Author::Member(&owner.id), &barrel, ASKED).await?;
        help::say(&self.ctx("joris", DAYS[2]), &round, &barrel, ADVICE).await?;
        let roof = self.begun(owner, (&round, group), &self.roof()).await?;
        let table = self.begun(owner, (&round, group), &self.table()).await?;
        let music = self.begun(owner, (&round, group), &self.music()).await?;
        self.together(owner, &table).await?;
        for id in [&roof, &table, &music] {
            let ctx = self.as_one(owner, DAYS[1]);
            acts::pitch::submit(&ctx, Author::Member(&owner.id), id).await?;
        }
        let joris = self.ctx("joris", DAYS[2]);
        let until = joris.now.plus_minutes(REPAIR * 24 * 60);
        review::ask_repair(&joris, &round, &roof, (MISSING, until)).await?;
        review::remark(&joris, &round, &table, REMARK).await?;
        wish::answer(&joris, (&round, &roof), (Wish::Advice, Met::Yes), ADVISED).await?;
        assessment::assess(&joris, &round, &table, (0, &answers(ALL))).await?;
        review::admit(&joris, &round, &table).await?;
        if let Actor::Staff(officer) = &joris.actor {
            assessment::assign(&joris, &round, &music, officer).await?;
        }
        assessment::assess(&joris, &round, &music, (0, &answers(HALF))).await?;
        self.bid(owner, group).await?;
        self.talked(owner, &table).await?;
        self.beside(owner, [&music, &table]).await?;
        self.asked(owner, [&barrel, &table]).await
    }

    /// What neighbours say about the plan on the list, and what the group answers.
    async fn talked(&self, owner: &Initiator, plan: &PitchId) -> Result<(), Failure> {
        for (place, (kind, name, words)) in (0..).zip(SAID) {
            let mut ctx = self.ctx("", -4 + place);
            let email =
                Address::parse(&format!("buur{place}@buurt.example")).map_err(|_| refused("an address"))?;
            acts::talk::ask(&mut ctx, "demo", (&email, "nl"), plan, What::comment(kind, name, words)).await?;
            let mut conn = self.service.store.read().await.map_err(refused)?;
            let waiting = acts::talk::waiting(&mut conn, &email.mark(), ctx.now).await?;
            drop(conn);
            for (one, _) in &waiting {
                acts::talk::confirm(&mut ctx, &email.mark(), &one.id).await?;
            }
        }
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let asked =
            Wanted { pitch: plan, kind: Some(CommentKind::Question), order: Order::Oldest, skip: 0, most: 1 };
        let asked = store::talk::of_plan(&mut conn, &asked).await.map_err(refused)?;
        drop(conn);
        for one in &asked {
            acts::talk::answer(&mut self.as_one(owner, -1), Author::Member(&owner.id), &one.id, ANSWER)
                .await?;
        }
        let mut ctx = self.as_one(owner, -1);
        let ([title, place, access, about], at) = (EVENING, ctx.now.plus_minutes(MEETING * 24 * 60));
        let meeting = acts::meeting::Wanted { title, at, place, access, about };
        let (host, round) = (acts::meeting::Host::Group(Author::Member(&owner.id)), RoundId::new("ondiep"));
        acts::meeting::call(&mut ctx, host, (&round, Some(plan)), &meeting).await?;
        Ok(())
    }

    /// The choir takes part in the long table, and says so on a paper that the desk sees.
    async fn together(&self, owner: &Initiator, id: &PitchId) -> Result<(), Failure> {
        let mark = choir().mark(id);
        let mut ctx = self.as_one(owner, DAYS[0]);
        alliance::ask(&mut ctx, Author::Member(&owner.id), id, (&mark, None)).await?;
        let code = mark.to_string()[..CODE].to_string();
        let desk = self.ctx("marijke", DAYS[1]);
        alliance::answer(&desk, Answerer::Desk(&code), Reply::Yes).await?;
        Ok(())
    }

    pub(super) async fn begun(
        &self,
        owner: &Initiator,
        (round, group): (&RoundId, &InitiativeId),
        content: &Content,
    ) -> Result<PitchId, Failure> {
        let mut ctx = self.as_one(owner, DAYS[0]);
        let author = Author::Member(&owner.id);
        let (round, group, form) = (round.clone(), Some(group.clone()), content.form);
        let id =
            acts::pitch::start(&mut ctx, author, &Start { round, group, name: "", form, task: "" }).await?;
        self.write_down(&ctx, author, &id, content).await?;
        Ok(id)
    }

    /// Writes every page of a plan.
    pub(super) async fn write_down(
        &self,
        ctx: &Context<'_>,
        author: Author<'_>,
        id: &PitchId,
        content: &Content,
    ) -> Result<(), Failure> {
        let together = (!content.allies.is_empty()).then_some(&Step::Allies);
        for step in content.form.steps().iter().chain(together) {
            let mut conn = self.service.store.read().await.map_err(refused)?;
            let found = store::pitch::find(&mut conn, id).await.map_err(refused)?;
            drop(conn);
            let seen = found.map(|found| found.content.mark(*step)).unwrap_or_default();
            acts::pitch::write(ctx, author, id, (*step, &seen), content.clone()).await?;
        }
        Ok(())
    }

    /// What all of them say.
    pub(super) fn of_group(&self) -> Content {
        let year = i64::from(self.ctx("", 0).now.local().year());
        Content {
            place: "Omloop".to_string(),
            from: format!("{}-04-01", year + 1),
            until: format!("{}-10-31", year + 1),
            kind: Some(Named(RecipientKind::Group)),
            class: Some(Named(ProviderClass::Resident)),
            since: Some(year - 1),
            roots: "Wij wonen al jaren in deze flats.".to_string(),
            help: Some(Named(Help::None)),
            ..Content::default()
        }
    }

    fn roof(&self) -> Content {
        let mut made = Content {
            form: Form::Full,
            title: "Nog een daktuin, op de flat aan de Omloop".to_string(),
            summary: "Bakken, kruiden en een bank op het tweede dak.".to_string(),
            text: "Het eerste dak werd een plek waar buren elkaar leren kennen. Dat willen wij ook op het \
                   tweede dak. Wij timmeren de bakken zelf."
                .to_string(),
            category: "Groen".to_string(),
            budget: Budget {
                costs: lines(&[("Hout en aarde", 2_600), ("Planten", 700), ("Keuring van het dak", 900)]),
                own: Some(Cents::euros(300)),
                funding: lines(&[("Woningcorporatie", 900)]),
            },
            least: Some(Cents::euros(2_000)),
            wishes: vec![Wish::Advice, Wish::Permit],
            wish_text: "Advies over het gewicht dat een dak kan dragen".to_string(),
            ..self.of_group()
        };
        made.criteria[0] = "Buren van twee flats tuinieren samen.".to_string();
        made
    }

    fn music(&self) -> Content {
        Content {
            title: "Muziek in het portiek".to_string(),
            summary: "Op vier avonden speelt een buur, en wie wil luistert mee.".to_string(),
            category: "Kunst en cultuur".to_string(),
            budget: Budget {
                costs: lines(&[("Geluid huren", 450), ("Koffie en thee", 150)]),
                ..Budget::default()
            },
            ..self.of_group()
        }
    }

    fn table(&self) -> Content {
        Content {
            title: "Lange tafel in de straat".to_string(),
            summary: "Vier zondagen eten alle buren aan één lange tafel.".to_string(),
            category: "Samen eten".to_string(),
            budget: Budget {
                costs: lines(&[("Tafels huren", 600), ("Eten en drinken", 800)]),
                ..Budget::default()
            },
            allies: vec![choir()],
            ..self.of_group()
        }
    }
}

/// What is answered about a plan, up to so many of the questions.
fn answers(count: usize) -> Typed {
    let answer = |question: Question| match question {
        Question::Permit => (Answer::Changes, PERMIT),
        Question::Owner => (Answer::Yes, "De stoep is van de gemeente."),
        Question::Money
        | Question::Duration
        | Question::Upkeep
        | Question::Lawful
        | Question::Policy
        | Question::Place
        | Question::Interests
        | Question::Neutral
        | Question::Year
        | Question::Residents
        | Question::Funded => (Answer::Yes, ""),
    };
    let weight = |criterion: Criterion| match criterion {
        Criterion::Cohesion => (Weight::Much, "Buren van vier flats zitten aan tafel."),
        Criterion::Inclusion => (Weight::Much, "Het is buiten, gratis en zonder aanmelden."),
        Criterion::Basis => (Weight::Some, "De thuiszorg komt langs met wie slecht loopt."),
        Criterion::Strength => (Weight::Much, "De groep deed dit eerder."),
        Criterion::Roots => (Weight::Much, "De groep woont al jaren in deze flats. Wij kennen haar."),
    };
    let weights = if count < ALL { 0 } else { Criterion::ALL.len() };
    Typed {
        answers: Question::ALL
            .iter()
            .take(count)
            .map(|(one, ..)| (*one, Some(answer(*one).0), answer(*one).1.to_string()))
            .collect(),
        weights: Criterion::ALL
            .iter()
            .take(weights)
            .map(|(one, ..)| (*one, Some(weight(*one).0), weight(*one).1.to_string()))
            .collect(),
        consideration: if count < ALL { String::new() } else { CONSIDERATION.to_string() },
    }
}

fn choir() -> Ally {
    Ally {
        name: "Koor De Omloop".to_string(),
        kind: Named(RecipientKind::InformalAssociation),
        class: Some(Named(ProviderClass::Resident)),
        kvk: String::new(),
        role: Named(AllyRole::Partner),
        task: "Zingt en kookt op twee zondagen".to_string(),
        share: Cents::euros(300),
    }
}

pub(super) fn lines(all: &[(&str, u32)]) -> Vec<Line> {
    all.iter().map(|(what, euros)| Line { what: (*what).to_string(), amount: Cents::euros(*euros) }).collect()
}
