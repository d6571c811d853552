//! A mail as bytes: plain text and HTML in the language of its receiver, to one receiver. Every header is made by the
//! builder of `lettre`; what people wrote (the name of a group) stands in the text only, never in a header.

#[cfg(test)]
mod tests;
mod words;

use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use maud::{DOCTYPE, html};

mod talk;
use crate::domain::id::MailId;
use crate::domain::mail::{Address, Content};
use crate::domain::receipt::Receipt;
use crate::domain::time::Moment;
use crate::text::{Lang, Text};

/// Everything a mail is written from.
pub struct Draft<'a> {
    /// Its name: with the host of the service it is the Message-ID, the same at every try.
    pub id: &'a MailId,
    /// To whom.
    pub to: &'a Address,
    /// From whom.
    pub from: &'a Address,
    /// The host of the service.
    pub host: &'a str,
    /// The sentences, in the language of the receiver.
    pub text: Text,
    /// What it says.
    pub content: &'a Content,
    /// When it was written down: its date.
    pub at: Moment,
    /// The address of the page that it leads to.
    pub link: &'a str,
    /// The address of the page where its receiver says that no more of it may come, where that can be said.
    pub stop: Option<&'a str>,
}

/// A mail that cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unwritable;

/// The words of a mail.
struct Words {
    subject: String,
    /// Before the link.
    before: Vec<String>,
    /// What the link says.
    link: Option<String>,
    /// After the link.
    after: Vec<String>,
    /// Why the receiver gets it: stands last, before the way out.
    why: String,
}

/// Made by a machine: no out-of-office answers please (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<AutoSubmitted, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(AutoSubmitted::name(), "auto-generated".to_string())
    }
}

/// Where its receiver says that no more may come (RFC 2369 section 3.2). It leads to a page with a button: mail programs
/// look at addresses by themselves.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<ListUnsubscribe, Box<dyn std::error::Error + Send + Sync>> {
        Ok(ListUnsubscribe(text.to_string()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(ListUnsubscribe::name(), self.0.clone())
    }
}

/// The receipt of a vote for a mail. It shows no choice, and not what changes the vote: whoever reads the mail of others has
/// nothing of it.
pub struct ReceiptMail<'a> {
    /// The random name of the mail.
    pub id: &'a MailId,
    /// To whom.
    pub to: &'a Address,
    /// From whom.
    pub from: &'a Address,
    /// The host of the service.
    pub host: &'a str,
    /// The sentences, in the language of its voter.
    pub text: Text,
    /// When it is sent: its date.
    pub at: Moment,
    /// The name of the round.
    pub round: &'a str,
    /// The receipt.
    pub receipt: &'a Receipt,
    /// The address of the public log.
    pub log: &'a str,
}

/// What stands around the words of a mail.
struct Envelope<'a> {
    id: &'a MailId,
    to: &'a Address,
    from: &'a Address,
    host: &'a str,
    text: Text,
    at: Moment,
    link: &'a str,
    /// The key of what stands before the way out, and its address.
    stop: Option<(&'static str, &'a str)>,
}

/// Writes a mail.
pub fn write(draft: &Draft<'_>) -> Result<Vec<u8>, Unwritable> {
    let Draft { id, to, from, host, text, at, link, stop, content } = *draft;
    let way_out = match content {
        Content::News { .. } => "follow-mail-stop",
        Content::Enter { .. }
        | Content::Invitation { .. }
        | Content::MoveFrom { .. }
        | Content::MoveTo { .. }
        | Content::Moved
        | Content::KeyAdded
        | Content::Follow { .. }
        | Content::Alliance { .. }
        | Content::Plan { .. }
        | Content::Regroup { .. }
        | Content::Wished { .. }
        | Content::Ruled { .. }
        | Content::Said { .. }
        | Content::Answered { .. }
        | Content::Consented { .. }
        | Content::Takeover { .. }
        | Content::Contribution { .. }
        | Content::Withheld { .. } => "post-mail-stop",
    };
    let stop = stop.map(|address| (way_out, address));
    message(&Envelope { id, to, from, host, text, at, link, stop }, &draft.words())
}

/// Writes the receipt of a vote.
pub fn receipt(mail: &ReceiptMail<'_>) -> Result<Vec<u8>, Unwritable> {
    let ReceiptMail { id, to, from, host, text, at, round, receipt, log } = *mail;
    let named = |key: &str, value: String| format!("{}: {value}", text.get(key));
    let words = Words {
        subject: text.get("receipt-slip"),
        before: vec![
            text.with("way-mail-counts", &[("title", round.into())]),
            named("control-number", receipt.control.to_string()),
            named("tracker", receipt.tracker()),
            named("receipt-signature", format!("{} {}", receipt.commitment, receipt.signature)),
        ],
        link: Some(text.get("log-title")),
        after: vec![text.get("way-mail-check"), text.get("way-mail-not")],
        why: text.get("post-why-receipt"),
    };
    message(&Envelope { id, to, from, host, text, at, link: log, stop: None }, &words)
}

fn message(around: &Envelope<'_>, words: &Words) -> Result<Vec<u8>, Unwritable> {
    let mailbox = |name: Option<String>, address: &Address| {
        address.as_str().parse().map(|address| Mailbox::new(name, address)).map_err(|_| Unwritable)
    };
    let micros = u64::try_from(around.at.micros()).map_err(|_| Unwritable)?;
    let host = around.host.rsplit_once(':').map_or(around.host, |(host, _)| host);
    let part = |kind: ContentType, body: String| SinglePart::builder().content_type(kind).body(body);
    let stop = around.stop.map(|(key, address)| (around.text.get(key), address));
    let html = words.html(around.text.lang, around.link, stop.as_ref());
    let parts = MultiPart::alternative()
        .boundary(format!("schuifruimte-{}", around.id))
        .singlepart(part(ContentType::TEXT_PLAIN, words.plain(around.link, stop.as_ref())))
        .singlepart(part(ContentType::TEXT_HTML, html));
    let message = lettre::Message::builder()
        .from(mailbox(Some("Schuifruimte".to_string()), around.from)?)
        .to(mailbox(None, around.to)?)
        .subject(words.subject.clone())
        .message_id(Some(format!("<{}@{host}>", around.id)))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(micros / 1_000_000))
        .header(AutoSubmitted);
    let message = match around.stop {
        Some((_, address)) => message.header(ListUnsubscribe(format!("<{address}>"))),
        None => message,
    };
    let message = message.multipart(parts);
    Ok(message.map_err(|_| Unwritable)?.formatted())
}

impl Words {
    fn plain(&self, link: &str, stop: Option<&(String, &str)>) -> String {
        let mut blocks = self.before.clone();
        blocks.extend(self.link.as_ref().map(|words| format!("{words}:\n{link}")));
        blocks.extend(self.after.iter().cloned());
        blocks.push(self.why.clone());
        blocks.extend(stop.map(|(words, address)| format!("{words}\n{address}")));
        blocks.join("\n\n") + "\n"
    }

    fn html(&self, lang: Lang, link: &str, stop: Option<&(String, &str)>) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(lang.tag()) {
                head {
                    meta charset="utf-8";
                    title { (self.subject) }
                }
                body {
                    @for line in &self.before { p { (line) } }
                    @if let Some(words) = &self.link { p { a href=(link) { (words) } } p { (link) } }
                    @for line in &self.after { p { (line) } }
                    p { (self.why) }
                    @if let Some((words, address)) = stop { p { a href=(address) { (words) } } }
                }
            }
        };
        page.into_string()
    }
}
