//! Where a member of staff works, and where a thing lies. What lies outside does not exist for them.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::area::{Area, Level};
use crate::domain::id::{AreaId, NeighbourhoodId};
use crate::domain::neighbourhood::Neighbourhood;

/// Where a member of staff works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    City,
    /// In these districts (Dutch: wijken), at least one.
    Districts(BTreeSet<AreaId>),
}

/// Where a thing lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// It is the whole city's.
    City,
    /// In these districts, at least one.
    Districts(BTreeSet<AreaId>),
}

/// A thing that lies somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An area.
    Area,
    /// A round.
    Round,
    /// A quick-response pot.
    Standing,
    /// A grant.
    Grant,
    /// A decision about a plan or a grant.
    Decision,
    /// An objection against a decision.
    Objection,
    /// Money that is to shift: it lies where it comes from and where it goes to.
    Transfer,
    /// A recipient: it lies where its grants lie.
    Recipient,
    /// The account of someone without e-mail who pitches: it lies where the one works who opened it.
    Initiator,
}

impl Subject {
    /// Whether someone who works in these places may change a thing that lies there. Of what lies in several places
    /// that each have a say, or in none yet, one of them is enough.
    pub fn is_in_hands_of(self, scope: &Scope, reach: &Reach) -> bool {
        match self {
            Subject::Area
            | Subject::Round
            | Subject::Standing
            | Subject::Grant
            | Subject::Decision
            | Subject::Objection => scope.covers(reach),
            // What shifts between lines of the city, or was opened for the whole city, is the city's.
            Subject::Transfer | Subject::Initiator => match reach {
                Reach::City => scope.covers(reach),
                Reach::Districts(_) => scope.touches(reach),
            },
            Subject::Recipient => scope.touches(reach),
        }
    }
}

impl Scope {
    /// Whether these are no more places than its own.
    pub fn holds(&self, other: &Scope) -> bool {
        match (self, other) {
            (Scope::City, _) => true,
            (Scope::Districts(_), Scope::City) => false,
            (Scope::Districts(own), Scope::Districts(its)) => its.is_subset(own),
        }
    }

    /// Whether all of it lies where the person works: what someone needs to change it.
    pub fn covers(&self, reach: &Reach) -> bool {
        match (self, reach) {
            (Scope::City, _) => true,
            (Scope::Districts(_), Reach::City) => false,
            (Scope::Districts(own), Reach::Districts(its)) => its.is_subset(own),
        }
    }

    /// Whether any of it lies where the person works: what someone needs to see it. What is the whole city's lies
    /// everywhere.
    pub fn touches(&self, reach: &Reach) -> bool {
        match (self, reach) {
            (Scope::City, _) | (Scope::Districts(_), Reach::City) => true,
            (Scope::Districts(own), Reach::Districts(its)) => !its.is_disjoint(own),
        }
    }
}

/// Where every area lies.
#[derive(Debug, Clone, Default)]
pub struct Reaches(BTreeMap<AreaId, Reach>);

impl Reaches {
    /// A district lies in itself; another area in the districts of its neighbourhoods and in the one that it is inside.
    /// One of which nobody knows where it lies is the whole city's.
    pub fn of(
        areas: &[Area],
        members: &BTreeMap<AreaId, Vec<NeighbourhoodId>>,
        neighbourhoods: &[Neighbourhood],
    ) -> Reaches {
        let district: BTreeMap<&NeighbourhoodId, &AreaId> =
            neighbourhoods.iter().map(|one| (&one.code, &one.district)).collect();
        let reach = |area: &Area| {
            let own = match area.level {
                Level::City => return Reach::City,
                Level::District => BTreeSet::from([area.id.clone()]),
                Level::Area => {
                    let of_members = members.get(&area.id).into_iter().flatten();
                    let known = of_members.filter_map(|code| district.get(code).copied());
                    known.chain(area.parent.as_ref()).cloned().collect()
                }
            };
            if own.is_empty() { Reach::City } else { Reach::Districts(own) }
        };
        Reaches(areas.iter().map(|area| (area.id.clone(), reach(area))).collect())
    }

    /// Where an area lies; `None` when there is no such area.
    pub fn of_area(&self, area: &AreaId) -> Option<&Reach> {
        self.0.get(area)
    }

    /// Where several areas lie together. Of none, and of an unknown one, it is the whole city.
    pub fn of_areas<'a>(&self, areas: impl IntoIterator<Item = &'a AreaId>) -> Reach {
        let mut all = BTreeSet::new();
        for area in areas {
            match self.0.get(area) {
                Some(Reach::Districts(own)) => all.extend(own.iter().cloned()),
                Some(Reach::City) | None => return Reach::City,
            }
        }
        if all.is_empty() { Reach::City } else { Reach::Districts(all) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::neighbourhood::{Origin, Status};

    fn districts(names: &[&str]) -> BTreeSet<AreaId> {
        names.iter().map(|name| AreaId::new(*name)).collect()
    }

    fn buurt(code: &str, district: &str) -> Neighbourhood {
        Neighbourhood {
            code: NeighbourhoodId::new(code),
            name: code.to_string(),
            district: AreaId::new(district),
            shape: None,
            origin: Origin::default(),
            status: Status::Current,
        }
    }

    #[test]
    fn who_works_in_one_district_sees_what_it_shares_and_changes_what_is_its_own() {
        let own = Scope::Districts(districts(&["WK01"]));
        let (in_one, in_two) =
            (Reach::Districts(districts(&["WK01"])), Reach::Districts(districts(&["WK01", "WK02"])));
        let elsewhere = Reach::Districts(districts(&["WK02"]));
        assert!(own.covers(&in_one) && own.touches(&in_one));
        assert!(!own.covers(&in_two) && own.touches(&in_two));
        assert!(!own.covers(&elsewhere) && !own.touches(&elsewhere));
        assert!(!own.covers(&Reach::City) && own.touches(&Reach::City));
        assert!(Subject::Transfer.is_in_hands_of(&own, &in_two), "from here to there");
        assert!(!Subject::Transfer.is_in_hands_of(&own, &Reach::City), "from line to line of the city");
        assert!(Subject::Recipient.is_in_hands_of(&own, &Reach::City), "it has no grant yet");
        assert!(!Subject::Grant.is_in_hands_of(&own, &in_two));
        for reach in [in_one, in_two, elsewhere, Reach::City] {
            assert!(Scope::City.covers(&reach) && Scope::City.touches(&reach));
        }
    }

    #[test]
    fn an_area_lies_in_the_districts_of_its_neighbourhoods() {
        let area = |id: &str, level, parent: Option<&str>| Area {
            level,
            parent: parent.map(AreaId::new),
            ..Area::new(id, id)
        };
        let areas = [
            area("stad", Level::City, None),
            area("WK01", Level::District, None),
            area("kanaal", Level::Area, None),
            area("hof", Level::Area, Some("WK01")),
            area("leeg", Level::Area, None),
        ];
        let members = BTreeMap::from([(
            AreaId::new("kanaal"),
            vec![NeighbourhoodId::new("BU011"), NeighbourhoodId::new("BU021")],
        )]);
        let reaches = Reaches::of(&areas, &members, &[buurt("BU011", "WK01"), buurt("BU021", "WK02")]);
        let of = |id: &str| reaches.of_area(&AreaId::new(id)).cloned();
        assert_eq!(of("stad"), Some(Reach::City));
        assert_eq!(of("WK01"), Some(Reach::Districts(districts(&["WK01"]))));
        assert_eq!(of("kanaal"), Some(Reach::Districts(districts(&["WK01", "WK02"]))));
        assert_eq!(of("hof"), Some(Reach::Districts(districts(&["WK01"]))));
        assert_eq!(of("leeg"), Some(Reach::City), "nobody knows where it lies");
        assert_eq!(of("nergens"), None);
        let both = [AreaId::new("hof"), AreaId::new("kanaal")];
        assert_eq!(reaches.of_areas(&both), Reach::Districts(districts(&["WK01", "WK02"])));
    }
}
