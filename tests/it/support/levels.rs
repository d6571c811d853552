//! A buurt in a wijk in a city, each with its own round: who lives in the buurt may vote in all three.

use schuifruimte::acts;
use schuifruimte::domain::area::{Area, Level};
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::money::Cents;

use super::town::{NOORDWEST, plan, plans};
use super::{OpenRound, Town, days};

impl Town {
    /// Three rounds that take votes, from the buurt to the city.
    pub async fn three_rounds(&self) -> Vec<OpenRound> {
        let mut ctx = self.nobody_at(days(-60));
        let city = Area { level: Level::City, ..Area::new("stad", "De hele stad") };
        let buurt =
            Area { parent: Some(AreaId::new(NOORDWEST)), ..Area::new("zuilen-noord", "Zuilen-Noord") };
        acts::area::add(&ctx, &[city, buurt]).await.expect("areas");
        let mut parts = Vec::new();
        for (area, euros) in [("stad", 100_000), (NOORDWEST, 150_000), ("zuilen-noord", 50_000)] {
            let part = super::allocate(&mut ctx, &self.line, &AreaId::new(area), Cents::euros(euros)).await;
            if area != NOORDWEST {
                self.sign_mix(area, days(-60)).await;
            }
            parts.push(part.expect("a part"));
        }
        let mut rounds = Vec::new();
        for (name, title, part) in
            [("buurt", "Zuilen-Noord", 2), ("wijk", "Noordwest", 1), ("stad", "Heel Utrecht", 0)]
        {
            let own = Town { noordwest: parts[part].clone(), ..self.second().await };
            rounds.push(own.open_round_with(name, &plan(title), &plans()).await);
            own.place.store.close().await;
        }
        rounds
    }
}
