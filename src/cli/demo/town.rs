//! The invented town of the demonstration: plans, groups and amounts that could be true and are not.

use crate::domain::id::ProposalId;
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::proposal::Proposal;

/// A plan: title, one sentence, group, place, theme, whole euros.
pub(super) type PlanText = (&'static str, &'static str, &'static str, &'static str, &'static str, u32);

/// Who can open every commitment after a seal, and the file with the secret key, which such a person would have made at home.
pub const AUDITORS: [(&str, &str); 2] =
    [("Truus de Wit, bewonersjury", "auditor-1.txt"), ("Rekenkamer Utrecht (voorbeeld)", "auditor-2.txt")];

/// What is divided over the wijken in the example year, in whole euros: all of the reserved share.
pub const DIVIDED: u32 = 2_100_000;

/// What shifted between two wijken: from, to, whole euros and why.
pub const SHIFTED: (&str, &str, u32, &str) = (
    "WK034403",
    "WK034408",
    9_000,
    "In Overvecht begint de ronde pas volgend jaar. In Zuidwest wachten meer plannen dan er geld is.",
);

/// The plans of the round that is open for voting.
pub const ZUILEN: [PlanText; 12] = [
    (
        "Een bankje om de 200 meter",
        "Tien bankjes op de route naar de winkels.",
        "Wandelclub Kuierlatten",
        "Elinkwijk",
        "Straat",
        8_900,
    ),
    (
        "Schaduw op het schoolplein",
        "Acht bomen en een houten bank eromheen.",
        "Oudergroep Het Groene Plein",
        "Geuzenwijk",
        "Groen",
        12_800,
    ),
    (
        "Fietsles voor vrouwen",
        "Twintig lessen, met oppas voor de kinderen.",
        "Stichting Op Twee Wielen",
        "Zuilen-Noord",
        "Samen leren",
        4_200,
    ),
    (
        "Lange tafel",
        "Elke maand samen eten in de straat. Iedereen kookt iets.",
        "Kookgroep De Lange Lepel",
        "Elinkwijk",
        "Ontmoeten",
        6_400,
    ),
    (
        "Licht in de fietstunnel",
        "Warm licht en een schildering door jongeren.",
        "Jongerengroep Onderlangs",
        "Zuilen-Noord",
        "Veilig",
        9_500,
    ),
    (
        "Repareren op zaterdag",
        "Samen kapotte spullen maken. De koffie staat klaar.",
        "Werkbank Zuilen",
        "De Driehoek",
        "Samen leren",
        3_750,
    ),
    (
        "Pluktuin langs de Vecht",
        "Fruit en kruiden waar iedereen mag plukken.",
        "Pluktuingroep Vechtoever",
        "Zuilen-Noord",
        "Groen",
        5_150,
    ),
    (
        "Buurtkoor zonder noten",
        "Elke week zingen, ook als u nog nooit zong.",
        "Koor Dat Klinkt",
        "Geuzenwijk",
        "Ontmoeten",
        2_900,
    ),
    (
        "Open huiskamer",
        "Drie ochtenden per week koffie, voor wie alleen is.",
        "Bewonersgroep Huis van Schaak",
        "Schaakbuurt",
        "Ontmoeten",
        11_200,
    ),
    (
        "Speelplek van boomstammen",
        "Klimmen en schommelen, ontworpen door kinderen.",
        "Kinderraad De Driehoek",
        "De Driehoek",
        "Spelen",
        14_600,
    ),
    (
        "Taal aan de keukentafel",
        "Vrijwilligers oefenen Nederlands bij mensen thuis.",
        "Taalmaatjes Zuilen",
        "Heel Zuilen",
        "Samen leren",
        3_200,
    ),
    (
        "Zomerbioscoop op het plein",
        "Vier avonden film onder de open lucht.",
        "Filmgroep Buiten Beeld",
        "Elinkwijk",
        "Ontmoeten",
        7_300,
    ),
];

/// The plans of the round in which two stand equal: the two in the middle get as many votes and cost as much.
pub const DRIEHOEK: [PlanText; 3] = [
    (
        "Regentonnen voor iedereen",
        "Vijftig tonnen aan vijftig regenpijpen, samen geplaatst.",
        "Straatgroep De Driehoek",
        "De Driehoek",
        "Groen",
        4_000,
    ),
    (
        "Buurtpodium",
        "Een klein podium, elke maand voor iemand anders.",
        "Muziekgroep Op Straat",
        "De Driehoek",
        "Cultuur",
        4_000,
    ),
    (
        "Schoffelclub",
        "Gereedschap en koffie voor wie het plein bijhoudt.",
        "Schoffelclub Het Plein",
        "De Driehoek",
        "Groen",
        4_000,
    ),
];
/// How many letters chose each of them alone.
pub const DRIEHOEK_VOTES: [usize; 3] = [26, 19, 19];

/// The plans of the round that still takes plans.
pub const ONDIEP: [PlanText; 5] = [
    (
        "Moestuin op het dak",
        "Groente telen op het dak van de garage.",
        "Dakgroep Ondiep",
        "Ondiep",
        "Groen",
        9_800,
    ),
    (
        "Huiswerkcafé",
        "Vier middagen hulp met huiswerk, met soep.",
        "Buurtmoeders Ondiep",
        "Ondiep",
        "Samen leren",
        6_500,
    ),
    (
        "Verkoeling op hete dagen",
        "Een koele kamer met water en hulp voor ouderen.",
        "Ouderenraad Ondiep",
        "Ondiep",
        "Zorg",
        4_400,
    ),
    (
        "Gereedschap lenen",
        "Een kast vol gereedschap dat u gratis leent.",
        "Leenkast De Plantage",
        "Plantage",
        "Delen",
        3_100,
    ),
    (
        "Straatvoetbal voor meiden",
        "Elke woensdag trainen en vier toernooien.",
        "Meiden Aan De Bal",
        "Ondiep",
        "Sport",
        5_600,
    ),
];

/// The plans of the round that was certified.
pub const PIJLSWEERD: [PlanText; 13] = [
    (
        "Geveltuinen in twaalf straten",
        "Stoeptegels eruit, planten erin. Samen met de buren.",
        "Groen Pijlsweerd",
        "Pijlsweerd",
        "Groen",
        7_600,
    ),
    (
        "Buurtmaaltijd op donderdag",
        "Een warme maaltijd voor wie wil, een jaar lang.",
        "Eetgroep De Volle Pan",
        "Pijlsweerd-Zuid",
        "Ontmoeten",
        8_200,
    ),
    (
        "Oversteek bij de school",
        "Verf, paaltjes en een klaar-over-team.",
        "Ouders van De Sterren",
        "Pijlsweerd-Noord",
        "Veilig",
        5_400,
    ),
    (
        "Muziek in de speeltuin",
        "Muziekles buiten, voor alle kinderen.",
        "Klankspeeltuin",
        "Pijlsweerd",
        "Spelen",
        3_900,
    ),
    (
        "Rolstoelpad naar het park",
        "Een vlak pad van de flat tot aan het park.",
        "Bewoners Amsterdamsestraatweg",
        "Pijlsweerd-Noord",
        "Straat",
        11_500,
    ),
    (
        "Hulp met de computer",
        "Elke dinsdag hulp met formulieren en telefoon.",
        "Digimaatjes",
        "Pijlsweerd",
        "Samen leren",
        2_800,
    ),
    (
        "Vogelhuizen en egelpoorten",
        "Kinderen maken huizen voor dieren in de buurt.",
        "Natuurclub De Egel",
        "Pijlsweerd-Zuid",
        "Groen",
        1_900,
    ),
    (
        "Verhalen van de wijk",
        "Ouderen vertellen, jongeren maken er een film van.",
        "Geheugen van Pijlsweerd",
        "Pijlsweerd",
        "Ontmoeten",
        4_600,
    ),
    (
        "Fietsenstalling met zonnedak",
        "Plek voor veertig fietsen en stroom voor de straat.",
        "Energie van Ons",
        "Pijlsweerd-Zuid",
        "Straat",
        14_900,
    ),
    (
        "Avondwandeling met licht",
        "Twee avonden per week samen lopen.",
        "Lichtlopers",
        "Pijlsweerd",
        "Veilig",
        1_600,
    ),
    (
        "Kleine bieb",
        "Zes boekenkasten op straat en een voorleesuur.",
        "Lezers van de Zuilenstraat",
        "Pijlsweerd-Noord",
        "Samen leren",
        2_300,
    ),
    (
        "Sport voor vijftigplussers",
        "Bewegen in het park, met een gediplomeerde coach.",
        "Park in Beweging",
        "Pijlsweerd",
        "Sport",
        4_100,
    ),
    (
        "Feest van de straat",
        "Eén dag waarop twaalf straten tegelijk feest vieren.",
        "Stratenraad Pijlsweerd",
        "Pijlsweerd",
        "Ontmoeten",
        6_700,
    ),
];

/// A plan as it is entered.
pub fn proposal(plan: &PlanText) -> Proposal {
    let &(title, summary, applicant, place, category, euros) = plan;
    let text = format!(
        "Wij zijn {applicant}. Wij doen dit plan zelf, samen met de buurt. Het geld is voor materiaal, \
         vergunningen en een kleine vergoeding voor vrijwilligers.\n\nDit plan is een voorbeeld. Het is verzonnen."
    );
    Proposal {
        id: ProposalId::new(""),
        title: title.to_string(),
        summary: summary.to_string(),
        text,
        applicant: applicant.to_string(),
        place: place.to_string(),
        category: category.to_string(),
        amount: Cents::euros(euros),
        pot: Pot::None,
    }
}

/// The group behind the first plan of [`ONDIEP`].
pub const GROUP: &str = "Dakgroep Ondiep";
/// Who owns it: address and name.
pub const OWNER: (&str, &str) = ("nadia@buurt.example", "Nadia el Amrani");
/// Who is in it beside its owner: one who writes, one who reads along.
pub const MEMBERS: [(&str, &str); 2] =
    [("bram@buurt.example", "Bram de Haan"), ("yusuf@buurt.example", "Yusuf Kaya")];
/// Who is asked to join it and did not answer yet.
pub const ASKED: &str = "wil@buurt.example";
/// The words beside the photo of its plan.
pub const PHOTO: &str = "Drie houten bakken met tomaten en kruiden op een plat dak, met huizen erachter";

/// How likely a resident of Pijlsweerd chooses each plan, in percent, for two kinds of resident: the
/// larger group wants greenery and streets, the smaller one meeting and learning.
pub const LIKINGS: [[u32; 13]; 2] =
    [[62, 12, 48, 22, 55, 6, 44, 10, 51, 9, 24, 14, 17], [14, 58, 21, 38, 8, 52, 12, 41, 6, 33, 36, 45, 29]];
/// Out of a hundred residents, so many belong to the first kind.
pub const FIRST_KIND: u32 = 64;
/// Residents of Pijlsweerd who vote.
pub const VOTERS: usize = 268;
/// Letters sent in Pijlsweerd.
pub const PIJLSWEERD_LETTERS: usize = 1_140;
/// Spare letters at the desk of Zuilen.
pub const SPARES: usize = 10;
/// Letters sent in Zuilen.
pub const ZUILEN_LETTERS: usize = 400;
