//! What became of the plans that won in the invented year: each grant stands at another place on its way.

use super::year::Maker;
use crate::acts;
use crate::acts::decision::{Posted, announce_all};
use crate::acts::grant::checks;
use crate::acts::objection::Received;
use crate::acts::payment::{Export, FileForm};
use crate::acts::recipient::Wanted;
use crate::cli::Failure;
use crate::cli::service::refused;
use crate::documents::sepa::{self, Transfer, Transfers};
use crate::domain::calendar::day_of;
use crate::domain::check::{Answer, CheckKind, CheckedBy, Need};
use crate::domain::decision::Means;
use crate::domain::digest::Digest;
use crate::domain::grant::GrantRecord;
use crate::domain::iban::Iban;
use crate::domain::id::RoundId;
use crate::domain::money::Cents;
use crate::domain::objection::Advice;
use crate::domain::payment::{Advance, BatchNumber, OrderNumber, Payee, PaymentNotice};
use crate::domain::recipient::{Address, PayBy, ProviderClass, RecipientKind};
use crate::domain::registration::Kvk;
use crate::store::payment::Plan;
use crate::store::{self};
use crate::text::{Lang, Text};
use crate::web::office::decisions::letter;

/// What became of a grant, from the smallest one on; the others wait for their checks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// Paid in advance, of which a part was not needed: it is to be paid back.
    Reclaimed,
    /// Paid, settled and closed.
    Closed,
    /// The first advance waits for a second person.
    Ordered,
    /// The decision was sent.
    Sent,
    /// Awarded; the letter is to be sent.
    Awarded,
    /// Checked; to be awarded.
    Checked,
}

const FATES: [Fate; 6] =
    [Fate::Reclaimed, Fate::Closed, Fate::Ordered, Fate::Sent, Fate::Awarded, Fate::Checked];

/// A Dutch account number of a bank that does not exist, with the right check digits.
fn iban(number: usize) -> Result<Iban, Failure> {
    let account = format!("{:010}", 100_000 + 7 * number);
    (2..=98)
        .find_map(|check| Iban::parse(&format!("NL{check:02}VRBD{account}")).ok())
        .ok_or_else(|| Failure::refused("one of the check digits is right"))
}

/// The group of a grant as a foundation.
fn foundation(record: &GrantRecord, number: usize) -> Result<Wanted, Failure> {
    let kvk = Kvk::parse(&format!("{}", 90_000_017 + number));
    Ok(Wanted {
        kind: RecipientKind::Foundation,
        class: ProviderClass::Resident,
        name: record.applicant.clone(),
        address: Address {
            street: format!("Amsterdamsestraatweg {}", 201 + 2 * number),
            postcode: "3551 XX".to_string(),
            place: "Utrecht".to_string(),
        },
        kvk: Some(kvk.map_err(|_| Failure::refused("a number of the trade register"))?),
        rsin: None,
        pay_by: PayBy::Account,
        iban: Some(iban(number)?),
        account_name: record.applicant.clone(),
        is_enterprise: false,
        signers: vec!["Truus van Dijk".to_string()],
    })
}

impl Maker<'_> {
    /// Takes the grants of a certified round along, each as far as its fate.
    pub(super) async fn grants(&self, round: &RoundId) -> Result<(), Failure> {
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let mut grants = store::grant::of_round(&mut conn, round).await.map_err(refused)?;
        drop(conn);
        grants.sort_by(|one, other| (one.amount, &one.id).cmp(&(other.amount, &other.id)));
        let grants: Vec<(Fate, GrantRecord)> = FATES.into_iter().zip(grants).collect();
        for (number, (fate, record)) in grants.iter().enumerate() {
            if *fate == Fate::Awarded {
                // Two years: this one, and as much in the next one, whose budget is not adopted yet.
                acts::grant::set_years(&self.ctx("joris", -14), &record.id, &[record.amount]).await?;
            }
            self.checked(record, number).await?;
        }
        let of = |last: Fate| grants.iter().filter(move |(fate, _)| *fate <= last).map(|(_, record)| record);
        for record in of(Fate::Sent) {
            self.award(record, -13).await?;
        }
        self.letters_sent(round).await?;
        for record in grants.iter().filter(|(fate, _)| *fate == Fate::Sent).map(|(_, record)| record) {
            self.objected(record).await?;
        }
        for record in grants.iter().filter(|(fate, _)| *fate == Fate::Awarded).map(|(_, record)| record) {
            self.award(record, -2).await?;
        }
        acts::payment::set_payer(&self.ctx("fatma", -12), "Gemeente Utrecht (voorbeeld)", iban(0)?.whole())
            .await?;
        for record in grants.iter().filter(|(fate, _)| *fate == Fate::Closed).map(|(_, record)| record) {
            self.promises(record).await?;
        }
        let paid: Vec<(usize, &GrantRecord)> = of(Fate::Closed).enumerate().collect();
        self.paid(&paid).await?;
        for record in grants.iter().filter(|(fate, _)| *fate == Fate::Ordered).map(|(_, record)| record) {
            let order = self.ordered(record, -3).await?;
            self.gathered(&[order], -2).await?;
            self.under_way(record).await?;
        }
        self.ends(&grants).await
    }

    /// Joris makes a grant out to its group and answers every check.
    async fn checked(&self, record: &GrantRecord, number: usize) -> Result<(), Failure> {
        let recipient =
            acts::recipient::add(&mut self.ctx("joris", -14), &foundation(record, number + 1)?).await?;
        let joris = self.ctx("joris", -14);
        checks::set_recipient(&joris, &record.id, &recipient).await?;
        checks::compute(&joris, &record.id).await?;
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let dossier = checks::dossier(&mut conn, record).await?;
        let dossier = dossier.ok_or_else(|| Failure::refused("a grant that is made out has a file"))?;
        drop(conn);
        for kind in CheckKind::all().filter(|kind| kind.checked_by() == CheckedBy::Person) {
            if kind.need(&dossier) != Need::NotAsked {
                checks::answer(&joris, &record.id, kind, Answer::Yes, "Gezien, en in orde.").await?;
            }
        }
        Ok(())
    }

    async fn award(&self, record: &GrantRecord, day: i64) -> Result<(), Failure> {
        let reason = "Bewoners van de wijk kozen dit plan. De aanvraag is in orde.";
        Ok(acts::grant::award(&self.ctx("anneke", day), &record.id, reason).await?)
    }

    /// Joris sends the letters of a round that are due.
    async fn letters_sent(&self, round: &RoundId) -> Result<(), Failure> {
        let ctx = self.ctx("joris", -12);
        let on = day_of(ctx.now);
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let told = |_| Failure::refused("a letter of the demonstration");
        let mut letters = Vec::new();
        for decision in store::decision::letters::due_of_round(&mut conn, round).await.map_err(refused)? {
            let to = letter::recipient(&mut conn, &decision).await.map_err(told)?;
            let terms = letter::terms(&mut conn, &decision).await.map_err(told)?;
            let written = letter::draft(Text { lang: Lang::Nl }, &decision, (&to, terms), on);
            letters.push((decision, written));
        }
        drop(conn);
        let posted: Vec<Posted<'_>> = letters
            .iter()
            .map(|(decision, letter)| Posted { number: &decision.number, letter, on, means: Means::Post })
            .collect();
        announce_all(&ctx, round, &posted).await?;
        Ok(())
    }

    /// Someone who lives near it objects to an award.
    async fn objected(&self, record: &GrantRecord) -> Result<(), Failure> {
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let taken = store::decision::of_grant(&mut conn, &record.id).await.map_err(refused)?.pop();
        let taken = taken.ok_or_else(|| Failure::refused("an award is a decision"))?;
        drop(conn);
        let ctx = self.ctx("joris", -6);
        let letter = Received {
            decision: taken.number,
            received: day_of(ctx.now),
            posted: None,
            reference: "Z-voorbeeld-0001".to_string(),
            advice: Advice::None,
        };
        acts::objection::receive(&ctx, &letter).await?;
        Ok(())
    }

    /// Joris plans and orders the whole of a grant as one advance.
    async fn ordered(&self, record: &GrantRecord, day: i64) -> Result<OrderNumber, Failure> {
        let ctx = self.ctx("joris", day);
        let plan = Plan { ends_on: day_of(self.ctx("joris", day + 1).now), income: None };
        acts::payment::set_plan(&ctx, &record.id, &plan).await?;
        let advance = Advance {
            number: 0,
            line: record.line.clone(),
            due_on: day_of(ctx.now),
            amount: record.amount,
            condition: String::new(),
        };
        let number = acts::payment::add_advance(&ctx, &record.id, &advance).await?;
        Ok(acts::payment::order_advance(&ctx, &record.id, number).await?)
    }

    /// Joris puts orders together, to be paid two days later: there is time to approve them and to take the file.
    async fn gathered(&self, orders: &[OrderNumber], day: i64) -> Result<BatchNumber, Failure> {
        let on = day_of(self.ctx("joris", day + 2).now);
        Ok(acts::payment::gather(&self.ctx("joris", day), orders, on).await?)
    }

    /// The whole of some grants goes through the bank: Joris gathers, Marijke approves, Fatma takes the file and brings
    /// back what the bank did.
    async fn paid(&self, grants: &[(usize, &GrantRecord)]) -> Result<(), Failure> {
        let (mut orders, mut list) = (Vec::new(), Vec::new());
        for (number, record) in grants {
            let order = self.ordered(record, -11).await?;
            let payee = Payee { name: record.applicant.clone(), iban: iban(number + 1)?.whole().to_string() };
            let note = format!("{order} {} {}", record.id, record.title);
            list.push((payee, note));
            orders.push(order);
        }
        let number = self.gathered(&orders, -10).await?;
        let marijke = self.ctx("marijke", -10);
        let mut conn = self.service.store.read().await.map_err(refused)?;
        let batch = store::payment::batch(&mut conn, &number).await.map_err(refused)?;
        let batch = batch.ok_or_else(|| Failure::refused("the batch was just made"))?;
        let payer = store::payment::payer(&mut conn).await.map_err(refused)?;
        let payer = payer.ok_or_else(|| Failure::refused("the payer was just set"))?;
        let of_batch = store::payment::orders_of_batch(&mut conn, &number).await.map_err(refused)?;
        drop(conn);
        let list: Vec<Transfer> = of_batch
            .into_iter()
            .zip(list)
            .map(|(order, (payee, note))| Transfer { order, payee, note })
            .collect();
        let file =
            sepa::write(&Transfers { batch: &batch, made_at: marijke.now, payer: &payer, list: &list });
        let file = Digest::of(&file);
        acts::payment::approve(&marijke, &number, &file).await?;
        let fatma = self.ctx("fatma", -9);
        acts::payment::export(&fatma, &number, &Export { bank: file, form: FileForm::Bank, file }).await?;
        let fatma = self.ctx("fatma", -8);
        let paid_on = day_of(fatma.now);
        let receipts: Vec<PaymentNotice> = orders
            .into_iter()
            .map(|order| PaymentNotice { reference: format!("BK {order}"), order, paid_on })
            .collect();
        acts::payment::pay(&fatma, &receipts).await?;
        Ok(())
    }

    /// What Anneke settles: of one grant a part was not needed, another one is done and closed.
    async fn ends(&self, grants: &[(Fate, GrantRecord)]) -> Result<(), Failure> {
        for (fate, record) in grants {
            match fate {
                Fate::Reclaimed => {
                    let spent = Cents::new(record.amount.get() / 2).unwrap_or(Cents::ZERO);
                    let reason = "De helft van de avonden ging niet door.";
                    acts::settlement::settle(&self.ctx("anneke", -5), &record.id, spent, reason).await?;
                }
                Fate::Closed => {
                    let reason = "Alles is gedaan.";
                    acts::settlement::settle(&self.ctx("anneke", -5), &record.id, record.amount, reason)
                        .await?;
                    acts::settlement::close(&self.ctx("joris", -4), &record.id).await?;
                    self.grows(record).await?;
                }
                Fate::Ordered | Fate::Sent | Fate::Awarded | Fate::Checked => {}
            }
        }
        Ok(())
    }
}
