//! What became of two grants of the invented year after their award: one is under way, with milestones and a photo, and one is
//! done, evaluated, and may grow.

use super::photo;
use super::year::Maker;
use crate::acts::progress::{change, growth, milestone, report};
use crate::cli::Failure;
use crate::documents;
use crate::domain::calendar::day_of;
use crate::domain::grant::GrantRecord;
use crate::domain::growth::Criterion;
use crate::domain::progress::{ChangeKind, Ruling, Turn};

impl Maker<'_> {
    /// Joris writes for the group how a plan goes: two milestones are over, two are to come, and a part of the money
    /// goes to something else.
    pub(super) async fn under_way(&self, record: &GrantRecord) -> Result<(), Failure> {
        let id = &record.id;
        let on = |day: i64| day_of(self.ctx("joris", day).now);
        for (day, title) in [
            (-8, "De buren kozen de plekken"),
            (-5, "De eerste kast staat"),
            (20, "De boeken komen"),
            (75, "Eerste voorleesuur"),
        ] {
            milestone::plan(&self.ctx("joris", -11), id, title, on(day)).await?;
        }
        growth::promise(&self.ctx("joris", -11), id, Criterion::K1, ("buren die meedoen", 60)).await?;
        growth::promise(&self.ctx("joris", -11), id, Criterion::K2, ("bewoners die eerst niet kwamen", 15))
            .await?;
        milestone::turn(&self.ctx("joris", -8), id, 1, (Turn::Reached, on(-8), "")).await?;
        milestone::turn(&self.ctx("joris", -6), id, 2, (Turn::Moved, on(-4), "Het hout kwam later.")).await?;
        milestone::turn(&self.ctx("joris", -4), id, 2, (Turn::Reached, on(-4), "")).await?;
        let photo = documents::picture::make(&photo::roof_garden()?);
        let photo = photo.map_err(|fault| Failure::refused(format!("the photo: {}", fault.name())))?;
        let story = "Zaterdag zetten wij met **veertien buren** de eerste kast neer, bij de daktuin. Er waren drie mensen die wij nog niet kenden.\n\n\
                     - de kast staat droog en vast\n- buren brachten al dertig boeken\n\nVolgende keer doen wij de Zuilenstraat.";
        let pictures = [(photo, "De daktuin waar de eerste kast staat: drie bakken met planten".to_string())];
        report::tell(&self.ctx("joris", -4), id, ("De eerste kast staat", story), &pictures).await?;
        let wanted = change::Wanted {
            kind: ChangeKind::Use,
            what: "Het geld voor de zesde kast gaat naar een bank om te lezen.".to_string(),
            why: "Van een buurman kregen wij al een kast.".to_string(),
            until: None,
        };
        let number = change::ask(&self.ctx("joris", -3), id, &wanted).await?;
        let reason = "Het plan blijft hetzelfde en kost niet meer.";
        change::decide(&self.ctx("anneke", -2), id, number, (Ruling::Agreed, reason)).await?;
        Ok(())
    }

    /// What a plan promises, before anything was done.
    pub(super) async fn promises(&self, record: &GrantRecord) -> Result<(), Failure> {
        let said = ("buren die mee-aten", 40);
        growth::promise(&self.ctx("joris", -11), &record.id, Criterion::K1, said).await?;
        Ok(())
    }

    /// What it reached; Joris evaluates it, since Anneke settled it.
    pub(super) async fn grows(&self, record: &GrantRecord) -> Result<(), Failure> {
        growth::reach(&self.ctx("joris", -4), &record.id, (Criterion::K1, 52)).await?;
        let reason = "Er kwamen meer buren dan beloofd, en zij willen door.";
        growth::evaluate(&self.ctx("joris", -3), &record.id, reason).await?;
        Ok(())
    }
}
