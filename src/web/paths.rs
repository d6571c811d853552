//! Every address of the service. They are printed on letters, so they are Dutch and do not change.

#![expect(missing_docs, reason = "an address says what it is")]

mod address;
mod talk;
mod writing;

pub use address::{fill, split_language};
pub use talk::*;
pub use writing::*;

pub const HOME: &str = "/";
pub const VOTE_SHORT: &str = "/stem";
pub const ROUND_LIST: &str = "/rondes";
pub const ROUND: &str = "/rondes/{round}";
pub const TAKEOVER: &str = "/rondes/{round}/ingestuurd/{pitch}/overname";
pub const TASKS: &str = "/bewonersbod";
pub const PROPOSAL: &str = "/rondes/{round}/plannen/{plan}";
/// A picture of a plan, by the fingerprint of the file.
pub const PICTURE: &str = "/fotos/{name}";
/// What happened in a round, as a page and as a feed; the feed of one plan.
pub const ROUND_NEWS: &str = "/rondes/{round}/nieuws";
pub const ROUND_FEED: &str = "/rondes/{round}/nieuws.atom";
pub const PLAN_FEED: &str = "/rondes/{round}/plannen/{plan}/nieuws.atom";
pub const SENT_IN_FEED: &str = "/rondes/{round}/ingestuurd/{pitch}/nieuws.atom";
/// Following a round or a plan by mail.
pub const FOLLOW_ROUND: &str = "/rondes/{round}/volgen";
pub const FOLLOW_PLAN: &str = "/rondes/{round}/plannen/{plan}/volgen";
pub const FOLLOW_SENT_IN: &str = "/rondes/{round}/ingestuurd/{pitch}/volgen";
/// What the link in the first mail says yes to.
pub const FOLLOW_LINK: &str = "/volgen/ja/{token}";
/// What an address follows: its owner comes here from a mail, to end it.
pub const FOLLOWING: &str = "/volgen/{token}";
pub const CHOOSE: &str = "/rondes/{round}/stemmen";
pub const CAST: &str = "/rondes/{round}/stem";
/// The receipt on the page goes to an address, once.
pub const RECEIPT_MAIL: &str = "/rondes/{round}/bewijs";
/// To the provider that can say who a resident is, and back.
pub const RESIDENT_SIGN_IN: &str = "/rondes/{round}/inloggen";
pub const RESIDENT_BACK: &str = "/inloggen/terug";
pub const NO_LETTER: &str = "/rondes/{round}/geen-brief";
/// The ballot for on paper.
pub const PAPER_BALLOT: &str = "/rondes/{round}/stembiljet.pdf";
/// Where a turn at a kiosk begins, for all rounds or for one, and where it ends.
pub const KIOSK: &str = "/kiosk";
pub const KIOSK_ROUND: &str = "/kiosk/{round}";
pub const KIOSK_END: &str = "/kiosk/einde";
pub const OUTCOME: &str = "/rondes/{round}/uitslag";
pub const OFFICE_LOG: &str = "/logboek";
pub const OFFICE_LOG_ANCHORS: &str = "/logboek/ankers.jsonl";
pub const OFFICE_LOG_STATE: &str = "/logboek/stand.txt";
pub const STAFF_LOG: &str = "/bureau/logboek";
pub const STAFF_LOG_FILE: &str = "/bureau/logboek.jsonl";
pub const SECURITY_TXT: &str = "/.well-known/security.txt";
pub const LOG: &str = "/rondes/{round}/logboek";
pub const RECOUNT: &str = "/rondes/{round}/narekenen";
pub const BUNDLE: &str = "/rondes/{round}/bundel.tar";
pub const RULES: &str = "/rondes/{round}/regels.json";
/// The story of the count.
pub const TRACE: &str = "/rondes/{round}/telling.txt";
pub const OLD_CERTIFICATE: &str = "/rondes/{round}/vaststellingen/{number}";
pub const PUBLIC_MONEY: &str = "/geld";
pub const PUBLIC_LINE: &str = "/geld/{line}";
pub const PUBLIC_AREA: &str = "/geld/{line}/{area}";
pub const PUBLIC_GRANT: &str = "/geld/subsidies/{grant}";
pub const POSTINGS: &str = "/geld/boekingen";
pub const REPORT: &str = "/geld/rapporten/{line}/{report}";
pub const YEAR_REPORT: &str = "/geld/verslag/{year}";
pub const ROUND_MONEY: &str = "/rondes/{round}/geld";
pub const SCENARIO: &str = "/rondes/{round}/wat-als";
pub const SCENARIO_CSV: &str = "/rondes/{round}/wat-als.csv";
pub const SCENARIO_JSON: &str = "/rondes/{round}/wat-als.json";
pub const METHOD: &str = "/zo-tellen-wij";
pub const PRIVACY: &str = "/privacy";
pub const TRUST: &str = "/vertrouwen";
pub const ACCESSIBILITY: &str = "/toegankelijkheid";

pub const OFFICE: &str = "/bureau";
pub const SIGN_IN: &str = "/bureau/aanmelden";
pub const SIGN_IN_CODE: &str = "/bureau/aanmelden/code";
pub const SIGN_IN_KEY: &str = "/bureau/aanmelden/passkey";
pub const SIGN_IN_KEY_DONE: &str = "/bureau/aanmelden/passkey/klaar";
pub const SIGN_OUT: &str = "/bureau/afmelden";
/// A link with which someone comes in for the first time.
pub const INVITATION: &str = "/bureau/uitnodiging/{token}";
/// One's own account.
pub const OWN: &str = "/bureau/account";
pub const OWN_PASSWORD: &str = "/bureau/account/wachtwoord";
pub const OWN_CODE: &str = "/bureau/account/code";
pub const OWN_CODE_DONE: &str = "/bureau/account/code/klaar";
pub const OWN_CODE_END: &str = "/bureau/account/code/verwijdering";
pub const OWN_KEYS: &str = "/bureau/account/passkeys";
pub const OWN_KEYS_DONE: &str = "/bureau/account/passkeys/klaar";
pub const OWN_KEY_END: &str = "/bureau/account/passkeys/{key}/verwijdering";
pub const OWN_SESSIONS: &str = "/bureau/account/sessies";
/// Proving anew to be there.
pub const PRESENCE: &str = "/bureau/bevestiging";
pub const PRESENCE_KEY: &str = "/bureau/bevestiging/passkey";
pub const PRESENCE_KEY_DONE: &str = "/bureau/bevestiging/passkey/klaar";
pub const MUNICIPALITY: &str = "/bureau/gemeente";
pub const AREAS: &str = "/bureau/gebieden";
pub const AREA: &str = "/bureau/gebieden/gebied/{area}";
pub const AREA_SETS: &str = "/bureau/gebieden/samenstelling";
pub const AREA_FILES: &str = "/bureau/gebieden/bestanden";
pub const FIGURES: &str = "/bureau/gebieden/cijfers";
pub const FIGURE_SET: &str = "/bureau/gebieden/cijfers/{set}";
pub const DIVISIONS: &str = "/bureau/verdeling";
pub const DIVISION: &str = "/bureau/verdeling/besluit/{number}";
pub const DIVISION_KEY: &str = "/bureau/verdeling/sleutel";
pub const DIVISION_PROPOSAL: &str = "/bureau/verdeling/voorstel";
pub const AUDITORS: &str = "/bureau/controleurs";
pub const AUDITOR_REMOVAL: &str = "/bureau/controleurs/{key}/verwijdering";
pub const STAFF: &str = "/bureau/medewerkers";
pub const STAFF_MEMBER: &str = "/bureau/medewerkers/{account}";
pub const STAFF_ENABLED: &str = "/bureau/medewerkers/{account}/toegang";
/// That an account is of the same human as another one.
pub const STAFF_PERSON: &str = "/bureau/medewerkers/{account}/persoon";
/// A second person confirms, or refuses, what was asked for an account.
pub const STAFF_CHANGE: &str = "/bureau/medewerkers/wijzigingen/{change}/akkoord";
pub const STAFF_CHANGE_REFUSAL: &str = "/bureau/medewerkers/wijzigingen/{change}/afwijzing";
pub const STAFF_INVITATION: &str = "/bureau/medewerkers/{account}/uitnodiging";
/// Someone lost everything and begins anew: asked by one person, confirmed by another.
pub const STAFF_RESET: &str = "/bureau/medewerkers/{account}/opnieuw";
pub const STAFF_RESET_APPROVAL: &str = "/bureau/medewerkers/{account}/opnieuw/akkoord";
pub const STAFF_RESET_REFUSAL: &str = "/bureau/medewerkers/{account}/opnieuw/afwijzing";
pub const MONEY: &str = "/bureau/geld";
pub const BUDGET_NEW: &str = "/bureau/geld/nieuw";
pub const BUDGET: &str = "/bureau/geld/begroting/{budget}";
pub const BUDGET_TERMS: &str = "/bureau/geld/begroting/{budget}/afspraken";
pub const TRANSFERS: &str = "/bureau/geld/schuiven";
pub const TRANSFER: &str = "/bureau/geld/schuiven/{transfer}";
pub const TRANSFER_APPROVAL: &str = "/bureau/geld/schuiven/{transfer}/akkoord";
pub const TRANSFER_REFUSAL: &str = "/bureau/geld/schuiven/{transfer}/afwijzing";
pub const LINE: &str = "/bureau/geld/{line}";
pub const ALLOCATIONS: &str = "/bureau/geld/{line}/gebieden";
pub const GRANTS: &str = "/bureau/subsidies";
pub const OFFICE_GRANT: &str = "/bureau/subsidies/{grant}";
pub const GRANT_STEP: &str = "/bureau/subsidies/{grant}/stap/{step}";
pub const GRANT_YEARS: &str = "/bureau/subsidies/{grant}/jaren";
pub const GRANT_CONDITION: &str = "/bureau/subsidies/{grant}/voorbehoud";
/// What becomes of a plan: milestones, reports, requests to change something.
pub const GRANT_PROGRESS: &str = "/bureau/subsidies/{grant}/voortgang";
pub const GRANT_GROUP: &str = "/bureau/subsidies/{grant}/voortgang/groep";
pub const GRANT_MILESTONES: &str = "/bureau/subsidies/{grant}/voortgang/mijlpalen";
pub const GRANT_MILESTONE: &str = "/bureau/subsidies/{grant}/voortgang/mijlpalen/{number}";
pub const GRANT_REPORTS: &str = "/bureau/subsidies/{grant}/voortgang/berichten";
pub const GRANT_REPORT_OFF: &str = "/bureau/subsidies/{grant}/voortgang/berichten/{number}/weggehaald";
pub const GRANT_CHANGES: &str = "/bureau/subsidies/{grant}/voortgang/wijzigingen";
pub const GRANT_CHANGE: &str = "/bureau/subsidies/{grant}/voortgang/wijzigingen/{number}";
/// What it yields, which grant it follows, and the step to the next stage.
pub const GRANT_PROMISES: &str = "/bureau/subsidies/{grant}/voortgang/beloften";
pub const GRANT_REACHED: &str = "/bureau/subsidies/{grant}/voortgang/bereikt";
pub const GRANT_EARLIER: &str = "/bureau/subsidies/{grant}/voortgang/vorige";
pub const GRANT_EVALUATION: &str = "/bureau/subsidies/{grant}/voortgang/groei";
/// Whom a grant goes to, and what was checked.
pub const GRANT_FILE: &str = "/bureau/subsidies/{grant}/toets";
pub const GRANT_RECIPIENT: &str = "/bureau/subsidies/{grant}/toets/ontvanger";
pub const GRANT_ALLIANCE: &str = "/bureau/subsidies/{grant}/toets/alliantie";
pub const GRANT_ONWARD: &str = "/bureau/subsidies/{grant}/toets/doorbetalingen";
pub const GRANT_COMPUTED: &str = "/bureau/subsidies/{grant}/toets/narekenen";
pub const GRANT_CHECK: &str = "/bureau/subsidies/{grant}/toets/{check}/antwoord";
pub const RECIPIENTS: &str = "/bureau/ontvangers";
pub const YEAR_TERMS: &str = "/bureau/ontvangers/jaargrens";
pub const RECIPIENT: &str = "/bureau/ontvangers/{recipient}";
pub const RECIPIENT_LINKS: &str = "/bureau/ontvangers/{recipient}/verbonden";
/// What is still due after a settlement is given up by decision.
pub const GRANT_ORDER_END: &str = "/bureau/subsidies/{grant}/betalingen/{order}/vervallen";
/// A second person confirms who is paid.
pub const RECIPIENT_PAYEE: &str = "/bureau/ontvangers/{recipient}/rekening";
pub const RECIPIENT_AID: &str = "/bureau/ontvangers/{recipient}/steun";
/// The register of social-brokerage organisations.
pub const SMO: &str = "/bureau/smo";
/// Organisations with the name of one of those that are another one.
pub const SMO_NAMESAKES: &str = "/bureau/smo/naamgenoten";
pub const ROUND_INTEREST: &str = "/bureau/rondes/{round}/belang";
pub const ROUND_TERMS: &str = "/bureau/rondes/{round}/grenzen";
pub const PLAN_CHECK: &str = "/bureau/rondes/{round}/plannen/{plan}/haalbaarheid";
pub const GRANT_PLAN: &str = "/bureau/subsidies/{grant}/einde";
pub const GRANT_ADVANCES: &str = "/bureau/subsidies/{grant}/voorschotten";
pub const GRANT_ADVANCE: &str = "/bureau/subsidies/{grant}/voorschotten/{number}";
pub const GRANT_ORDER: &str = "/bureau/subsidies/{grant}/betalingen/{order}";
pub const GRANT_ORDER_RETURN: &str = "/bureau/subsidies/{grant}/betalingen/{order}/retour";
pub const GRANT_ACCOUNT: &str = "/bureau/subsidies/{grant}/verantwoording";
pub const GRANT_REMINDER: &str = "/bureau/subsidies/{grant}/herinnering";
pub const GRANT_SETTLEMENT: &str = "/bureau/subsidies/{grant}/vaststelling";
pub const GRANT_RECLAIM: &str = "/bureau/subsidies/{grant}/terugvordering";
pub const GRANT_REPAYMENT: &str = "/bureau/subsidies/{grant}/terugbetaling";
pub const GRANT_WRITE_OFF: &str = "/bureau/subsidies/{grant}/buiteninvordering";
pub const GRANT_CLOSE: &str = "/bureau/subsidies/{grant}/afsluiting";
pub const GRANT_CASE: &str = "/bureau/subsidies/{grant}/dossier.tar";
pub const PAYMENTS: &str = "/bureau/betalingen";
pub const PAYER: &str = "/bureau/betalingen/rekening";
pub const PAYMENT_RECEIPTS: &str = "/bureau/betalingen/afschrift";
pub const PAYMENT_BOUNDS: &str = "/bureau/betalingen/grenzen";
pub const PAYMENT_BATCH: &str = "/bureau/betalingen/{batch}";
pub const PAYMENT_APPROVAL: &str = "/bureau/betalingen/{batch}/akkoord";
pub const PAYMENT_WITHDRAWAL: &str = "/bureau/betalingen/{batch}/intrekking";
pub const PAYMENT_FILE: &str = "/bureau/betalingen/{batch}/bestand";
pub const DECISIONS: &str = "/bureau/besluiten";
pub const REFUSALS: &str = "/bureau/besluiten/afwijzingen";
pub const DECISION: &str = "/bureau/besluiten/{decision}";
/// Every letter due of a round, sent in one go.
pub const ROUND_DECISIONS: &str = "/bureau/besluiten/ronde/{round}";
pub const DECISION_LETTER: &str = "/bureau/besluiten/{decision}/brief";
pub const DECISION_PDF: &str = "/bureau/besluiten/{decision}/brief.pdf";
pub const MANDATES: &str = "/bureau/mandaten";
pub const MANDATE_END: &str = "/bureau/mandaten/{mandate}/einde";
pub const OBJECTIONS: &str = "/bureau/bezwaren";
pub const OBJECTION: &str = "/bureau/bezwaren/{objection}";
pub const OBJECTION_EXTENSION: &str = "/bureau/bezwaren/{objection}/uitstel";
pub const ROUNDS: &str = "/bureau/rondes";
pub const OFFICE_ROUND: &str = "/bureau/rondes/{round}";
pub const ROUND_PLAN: &str = "/bureau/rondes/{round}/opzet";
pub const ROUND_PROPOSALS: &str = "/bureau/rondes/{round}/plannen";
pub const ROUND_PROPOSAL: &str = "/bureau/rondes/{round}/plannen/{plan}";
/// Plans as groups sent them in, for the office.
pub const ROUND_PITCHES: &str = "/bureau/rondes/{round}/ingestuurd";
pub const ROUND_PITCH_TERMS: &str = "/bureau/rondes/{round}/insturen";
pub const ROUND_PITCH: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}";
pub const ROUND_PITCH_REPAIR: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/aanvulling";
pub const ROUND_PITCH_ADMISSION: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/toelating";
pub const ROUND_PITCH_REFUSAL: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/afwijzing";
pub const ROUND_PITCH_REMARKS: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/opmerkingen";
pub const ROUND_PITCH_WISHES: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/hulp";
pub const ROUND_BID: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/bod";
pub const ROUND_BID_VERDICTS: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/bod/voorwaarden";
pub const ROUND_BID_DECISION: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/bod/besluit";
pub const ROUND_BID_STEPS: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/bod/vervolg";
pub const OFFICE_TASKS: &str = "/bureau/taken";
pub const OFFICE_TASK: &str = "/bureau/taken/{task}";
pub const ROUND_PITCH_ASSESSMENT: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/toets";
pub const ROUND_PITCH_OFFICER: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/medewerker";
pub const ROUND_PITCH_SHOWING: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/inzage";
pub const ROUND_PITCH_EXTENSION: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/uitstel";
pub const ROUND_PITCH_REGROUP: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/samen-of-apart";
pub const ROUND_PITCH_RULING: &str = "/bureau/rondes/{round}/ingestuurd/{pitch}/herbeoordeling";
pub const ROUND_HELP: &str = "/bureau/rondes/{round}/hulp";
pub const ROUND_HELP_DRAFT: &str = "/bureau/rondes/{round}/hulp/{pitch}";
pub const PLAN_PICTURES: &str = "/bureau/rondes/{round}/plannen/{plan}/fotos";
pub const PLAN_PICTURE: &str = "/bureau/rondes/{round}/plannen/{plan}/fotos/{number}";
pub const PLAN_PICTURE_REMOVAL: &str = "/bureau/rondes/{round}/plannen/{plan}/fotos/{number}/verwijdering";
pub const ROUND_WITHDRAWAL: &str = "/bureau/rondes/{round}/plannen/{plan}/intrekking";
pub const ROUND_LETTERS: &str = "/bureau/rondes/{round}/balie";
pub const ROUND_LETTER: &str = "/bureau/rondes/{round}/balie/{request}";
/// Who waits for a call of the desk about a letter.
pub const LETTER_CALLS: &str = "/bureau/rondes/{round}/balie/verzoeken";
pub const LETTER_CALL: &str = "/bureau/rondes/{round}/balie/verzoeken/{call}";
/// Letters that the post brought back: reported by one person, revoked by another.
pub const LETTERS_RETURNED: &str = "/bureau/rondes/{round}/onbestelbaar";
pub const LETTERS_RETURNED_APPROVAL: &str = "/bureau/rondes/{round}/onbestelbaar/akkoord";
/// Stacks of paper ballots, one of them, and one paper.
pub const ROUND_PAPER: &str = "/bureau/rondes/{round}/papier";
pub const PAPER_STACK: &str = "/bureau/rondes/{round}/papier/{stack}";
pub const PAPER: &str = "/bureau/rondes/{round}/papier/{stack}/{number}";
/// Voting for someone at the desk or on the telephone.
pub const HELPING: &str = "/bureau/rondes/{round}/helpen";
/// Extending the vote.
pub const EXTENSION: &str = "/bureau/rondes/{round}/verlenging";
pub const EXTENSION_DECISION: &str = "/bureau/rondes/{round}/verlenging/{number}";
pub const REGISTER: &str = "/bureau/rondes/{round}/brieven";
pub const REGISTER_APPROVAL: &str = "/bureau/rondes/{round}/brieven/akkoord";
pub const REGISTER_WITHDRAWAL: &str = "/bureau/rondes/{round}/brieven/intrekking";
/// What the voting letters say about their round, for whoever prints them.
pub const LETTER_ROUND: &str = "/bureau/rondes/{round}/brieven/stembrief.json";
pub const ROUND_STEP: &str = "/bureau/rondes/{round}/stap/{step}";
/// The lot, where plans stand equal.
pub const ROUND_LOT: &str = "/bureau/rondes/{round}/lot";
pub const ROUND_LOT_APPROVAL: &str = "/bureau/rondes/{round}/lot/{number}/akkoord";
pub const ROUND_LOT_REFUSAL: &str = "/bureau/rondes/{round}/lot/{number}/afwijzing";
pub const OPENING: &str = "/bureau/rondes/{round}/opening.age";
pub const ROUND_CASE: &str = "/bureau/rondes/{round}/dossier.tar";
pub const CERTIFICATE: &str = "/bureau/rondes/{round}/vaststelling";
pub const CERTIFICATE_APPROVAL: &str = "/bureau/rondes/{round}/vaststelling/akkoord";
pub const CERTIFICATE_REFUSAL: &str = "/bureau/rondes/{round}/vaststelling/afwijzing";
pub const RESERVE_LIST: &str = "/bureau/rondes/{round}/reservelijst";
pub const RESERVE_LIST_APPROVAL: &str = "/bureau/rondes/{round}/reservelijst/akkoord";
pub const RESERVE_LIST_REFUSAL: &str = "/bureau/rondes/{round}/reservelijst/afwijzing";
pub const RESERVE_LIST_END: &str = "/bureau/rondes/{round}/reservelijst/einde";
pub const RESERVE_LIST_OUT: &str = "/bureau/rondes/{round}/reservelijst/overslaan";
pub const OBJECTION_RELEASE: &str = "/bureau/rondes/{round}/reservelijst/bezwaren";

/// A mix statement, for everyone.
pub const MIX: &str = "/mix/{area}/{year}";
pub const MIX_FILE: &str = "/mix/{area}/{year}/{number}/verklaring.json";
/// What came of it.
pub const MIX_REALISED: &str = "/mix/{area}/{year}/uitkomst";
pub const MIX_REALISED_CSV: &str = "/mix/{area}/{year}/uitkomst.csv";
pub const MIX_REALISED_JSON: &str = "/mix/{area}/{year}/uitkomst.json";
/// The same for all areas of a year.
pub const MIX_YEAR: &str = "/geld/mix/{year}";
pub const OFFICE_MIX: &str = "/bureau/mix";
/// What the city wants of each pot.
pub const CITY_POTS: &str = "/bureau/mix/grenzen";
/// A standing round for quick response, for everyone.
pub const QUICK: &str = "/snel/{round}";
pub const OFFICE_QUICK: &str = "/bureau/snel";
pub const OFFICE_QUICK_ROUND: &str = "/bureau/snel/{round}";
pub const QUICK_CASE: &str = "/bureau/snel/{round}/dossier.tar";
pub const QUICK_INTEREST: &str = "/bureau/snel/{round}/belang";
/// Ending one.
pub const QUICK_END: &str = "/bureau/snel/{round}/einde";
pub const QUICK_DECISION: &str = "/bureau/snel/{round}/aanvragen/{request}";
/// What the applicant of a plan states.
pub const DISCLOSURE: &str = "/bureau/rondes/{round}/plannen/{plan}/verklaring";
pub const PROVEN: &str = "/bureau/rondes/{round}/plannen/{plan}/bewezen";
pub const PROVEN_CHECK: &str = "/bureau/rondes/{round}/plannen/{plan}/bewezen/akkoord";

/// Where people who pitch ask for a link.
pub const ENTER: &str = "/initiatief/aanmelden";
/// Where they show a passkey instead, if they have one.
pub const ENTER_KEY: &str = "/initiatief/aanmelden/passkey";
pub const ENTER_KEY_DONE: &str = "/initiatief/aanmelden/passkey/klaar";
/// What such a link opens.
pub const LINK: &str = "/initiatief/link/{token}";
/// Where the owner of an address says what may be mailed to it.
pub const NO_MAIL: &str = "/initiatief/geen-post/{token}";
pub const INITIATOR: &str = "/initiatief";
pub const INITIATOR_MOVE: &str = "/initiatief/adres";
pub const INITIATOR_REMOVAL: &str = "/initiatief/verwijdering";
pub const INITIATOR_SIGN_OUT: &str = "/initiatief/afmelden";
pub const INITIATOR_KEYS: &str = "/initiatief/passkeys";
pub const INITIATOR_KEYS_DONE: &str = "/initiatief/passkeys/klaar";
pub const INITIATOR_KEY_END: &str = "/initiatief/passkeys/{key}/verwijdering";
/// All sign-ins but the present one, and one of them.
pub const INITIATOR_OTHERS: &str = "/initiatief/aanmeldingen";
pub const INITIATOR_SESSION: &str = "/initiatief/aanmeldingen/{session}";
pub const GROUPS: &str = "/initiatief/groepen";
pub const GROUP: &str = "/initiatief/groepen/{group}";
pub const GROUP_INVITATIONS: &str = "/initiatief/groepen/{group}/uitnodigingen";
pub const GROUP_INVITATION: &str = "/initiatief/groepen/{group}/uitnodigingen/{invitation}";
pub const GROUP_MEMBER: &str = "/initiatief/groepen/{group}/leden/{member}";
pub const GROUP_LEAVING: &str = "/initiatief/groepen/{group}/vertrek";
/// The same of a grant that a group carries out.
pub const GROUP_GRANT: &str = "/initiatief/groepen/{group}/subsidies/{grant}";
pub const GROUP_MILESTONES: &str = "/initiatief/groepen/{group}/subsidies/{grant}/mijlpalen";
pub const GROUP_MILESTONE: &str = "/initiatief/groepen/{group}/subsidies/{grant}/mijlpalen/{number}";
pub const GROUP_REPORTS: &str = "/initiatief/groepen/{group}/subsidies/{grant}/berichten";
pub const GROUP_REPORT_OFF: &str =
    "/initiatief/groepen/{group}/subsidies/{grant}/berichten/{number}/weggehaald";
pub const GROUP_CHANGES: &str = "/initiatief/groepen/{group}/subsidies/{grant}/wijzigingen";
pub const GROUP_PROMISES: &str = "/initiatief/groepen/{group}/subsidies/{grant}/beloften";
pub const GROUP_REACHED: &str = "/initiatief/groepen/{group}/subsidies/{grant}/bereikt";
/// Accounts that the desk opens for who has no e-mail.
pub const INITIATOR_ALLIANCE: &str = "/initiatief/allianties/{mark}";
pub const ALLIANCE_LINK: &str = "/alliantie/{token}";

pub const DESK_ACCOUNTS: &str = "/bureau/initiatiefnemers";
pub const DESK_ACCOUNT: &str = "/bureau/initiatiefnemers/{initiator}";
/// Mail on its way.
pub const MAIL: &str = "/bureau/post";
pub const MAIL_AGAIN: &str = "/bureau/post/{mail}/opnieuw";
pub const MAIL_DROP: &str = "/bureau/post/{mail}/vervallen";

pub const ASSET: &str = "/assets/{name}";
pub const ALIVE: &str = "/healthz";
pub const READY: &str = "/readyz";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn addresses_are_filled_in_and_split_again() {
        assert_eq!(fill(Lang::Nl, PROPOSAL, &["zuilen", "03"]), "/rondes/zuilen/plannen/03");
        assert_eq!(
            fill(Lang::En, PROPOSAL, &["zuilen", "2023/KAR 3"]),
            "/en/rondes/zuilen/plannen/2023%2FKAR%203"
        );
        assert_eq!(split_language("/en/rondes/zuilen"), (Lang::En, "/rondes/zuilen"));
        assert_eq!(split_language("/en"), (Lang::En, "/"));
        assert_eq!(split_language("/english"), (Lang::Nl, "/english"));
        assert_eq!(split_language("/"), (Lang::Nl, "/"));
    }
}
