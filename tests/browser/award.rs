//! The first part of the life of a grant: from the certificate to the end of the term for objections. The officer makes
//! it out to a recipient and records each check, the certifier awards it under her mandate, and its letter is sent.

use fantoccini::Locator;

use crate::grant::Life;
use crate::support::checked::{iban, kvk};
use crate::support::people::{JORIS, MARIJKE};
use crate::{keep, send, text};

/// Whom the grant is made out to.
const RECIPIENT: &str = "Stichting Samen eten";
/// The number of its award: the first decision of the year.
const DECISION: &str = "/bureau/besluiten/2027-00001";

impl Life<'_> {
    /// Chooses out of a list.
    async fn choose(&self, id: &str, value: &str) {
        let list = self.client.find(Locator::Id(id)).await.expect(id);
        list.select_by_value(value).await.expect(value);
    }

    /// From the certificate to an award against which nobody can object any more.
    pub async fn awarded(&self) {
        self.made_out().await;
        self.checked().await;
        self.decided().await;
        self.announced().await;
        self.at(65, JORIS, &self.page()).await;
        self.says("3 mei 2027").await;
        self.keep_whole("subsidie-na-bezwaartermijn").await;
    }

    /// The officer writes down a recipient and makes the grant out to it.
    async fn made_out(&self) {
        self.at(18, JORIS, &self.page()).await;
        self.says("Vastgesteld, nog geen besluit").await;
        self.keep_whole("subsidie-vastgesteld-door-stemmers").await;
        self.client.goto(&format!("{}/bureau/ontvangers", self.origin)).await.expect("recipients");
        self.unfold("/bureau/ontvangers").await;
        self.choose("recipient_kind", "foundation").await;
        for (field, typed) in [
            ("recipient_name", RECIPIENT),
            ("street", "Elinkwijkstraat 12"),
            ("postcode", "3551 AB"),
            ("residence", "Utrecht"),
            ("kvk", kvk(RECIPIENT).as_str()),
            ("iban", iban(RECIPIENT).whole()),
            ("account_name", RECIPIENT),
            ("signers", "Truus van Dijk"),
        ] {
            self.fill(field, typed).await;
        }
        keep(self.client, "ontvanger-invullen").await;
        self.submit("/bureau/ontvangers").await;
        self.client.goto(&self.file()).await.expect("the file");
        let list = self.client.find(Locator::Id("recipient")).await.expect("recipients");
        list.select_by_label(RECIPIENT).await.expect(RECIPIENT);
        self.submit("/toets/ontvanger").await;
        self.says(RECIPIENT).await;
    }

    fn file(&self) -> String {
        format!("{}{}/toets", self.origin, self.page())
    }

    /// Every check is recorded: what is computed at once, the others one by one.
    async fn checked(&self) {
        self.keep_whole("toets-leeg").await;
        self.submit("/toets/narekenen").await;
        let asked = self.client.find_all(Locator::Css("form[action$='/antwoord']")).await.expect("forms");
        let mut kinds = Vec::new();
        for form in asked {
            let action = form.attr("action").await.expect("an address").expect("an address");
            let kind = action.split('/').rev().nth(1).expect("a check").to_string();
            kinds.push(kind);
        }
        assert!(kinds.len() >= 4, "a foundation is asked more than {kinds:?}");
        for kind in &kinds {
            let action = format!("/toets/{kind}/antwoord");
            self.unfold(&action).await;
            self.choose(&format!("{kind}answer"), "yes").await;
            self.fill(&format!("{kind}check_why"), "Gezien aan de balie.").await;
            self.submit(&action).await;
        }
        let done = self.client.find_all(Locator::Css(".sr-checks > li.sr-ok")).await.expect("checks").len();
        let all = self.client.find_all(Locator::Css(".sr-checks > li")).await.expect("checks").len();
        assert_eq!(done, all, "every check that is asked is in order: {}", text(self.client, "main").await);
        self.keep_whole("toets-klaar").await;
    }

    /// The officer has no mandate and is not even offered the award; the certifier awards.
    async fn decided(&self) {
        let award = format!("{}/stap/award", self.page());
        self.at(20, JORIS, &self.page()).await;
        let offered = self.client.find(Locator::Css("main a[href$='/stap/award']")).await;
        assert!(offered.is_err(), "an officer does not award");
        self.at(20, MARIJKE, &self.page()).await;
        send(self.client, "main a[href$='/stap/award']").await;
        self.fill("reason", "De buurt koos dit plan.").await;
        keep(self.client, "subsidie-verlenen").await;
        self.submit(&award).await;
        self.says("Verleend").await;
    }

    /// The officer opens the letter, sends it, and says so: the term for objections begins.
    async fn announced(&self) {
        self.at(20, JORIS, "/bureau/besluiten").await;
        keep(self.client, "besluiten").await;
        send(self.client, &format!("main a[href$='{DECISION}']")).await;
        self.keep_whole("besluit-te-versturen").await;
        send(self.client, "main a[href$='/brief']").await;
        let letter = text(self.client, "body").await;
        for words in [RECIPIENT, "De buurt koos dit plan.", "bezwaar"] {
            assert!(letter.contains(words), "{words} is not in the letter: {letter}");
        }
        self.keep_whole("brief-verlening").await;
        self.client.goto(&format!("{}{DECISION}", self.origin)).await.expect("the decision");
        self.choose("letter_means", "post").await;
        self.submit(DECISION).await;
        self.says("3 mei 2027").await;
        self.keep_whole("besluit-verstuurd").await;
    }
}
