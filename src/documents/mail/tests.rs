//! Every mail in every language.

use super::*;
use crate::domain::bid::StepKind;
use crate::domain::digest::Digest;
use crate::domain::id::{PitchId, ProposalId, RoundId};
use crate::domain::initiator::MemberRole;
use crate::domain::mail::{Door, Regrouped, Told, Took};
use crate::domain::moderation::{Ground, Ruling};
use crate::domain::news::Topic;
use crate::domain::pitch::EventKind;
use crate::domain::pitch::ally::Reply;
use crate::domain::pitch::form::Wish;
use crate::domain::pitch::wish::Met;
use crate::domain::progress::{self, ChangeKind};
use crate::domain::talk::contribution::Sort;

fn written(content: &Content, lang: Lang) -> String {
    let (to, from) = (Address::parse("truus@utrecht.example"), Address::parse("post@ruimte.example"));
    let draft = Draft {
        id: &MailId::new("0123456789abcdef0123456789abcdef"),
        to: &to.unwrap(),
        from: &from.unwrap(),
        host: "ruimte.example:8443",
        text: Text { lang },
        content,
        at: Moment::parse("2027-03-01T12:00:00Z").unwrap(),
        link: "https://ruimte.example/link/abc",
        stop: content.can_be_stopped().then_some("https://ruimte.example/geen-post/abc"),
    };
    assert_eq!(write(&draft), write(&draft), "the same mail at every try");
    String::from_utf8(write(&draft).unwrap()).unwrap()
}

/// A47 and A40: one receiver, no header of a stranger, and a name that is no markup.
#[test]
fn what_people_wrote_is_in_no_header_and_is_no_markup() {
    let content = Content::Invitation {
        token: "abc".into(),
        until: Moment::parse("2027-03-03T12:00:00Z").unwrap(),
        initiative: "<img src=x onerror=alert(1)>\r\nBcc: kees@elders.example".into(),
        role: MemberRole::Editor,
    };
    for (lang, ..) in Lang::ALL {
        let text = written(&content, lang);
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(!head.contains("Bcc") && !head.contains("onerror"), "{head}");
        assert_eq!(head.matches("\r\nTo: ").count() + usize::from(head.starts_with("To: ")), 1, "{head}");
        assert!(head.contains("<0123456789abcdef0123456789abcdef@ruimte.example>"), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
        assert!(head.contains("List-Unsubscribe: <https://ruimte.example/geen-post/abc>"), "{head}");
        let html = body.split("Content-Type: text/html").nth(1).unwrap();
        assert!(!html.contains("<img") && body.contains("Content-Type: text/plain"), "{html}");
    }
}

/// One of each kind, and of each thing that a kind can tell.
fn all() -> Vec<Content> {
    let until = Moment::parse("2027-03-01T12:30:00Z").unwrap();
    let token = || "abc".to_string();
    let title = || "Keuken".to_string();
    let pitch = || PitchId::new("p1");
    let round = RoundId::new("zuilen");
    let mark = Digest::of_parts(&[b"truus"]);
    let mut all = vec![
        Content::Enter { token: token(), until, task: None },
        Content::Invitation { token: token(), until, initiative: "Tuin".into(), role: MemberRole::Reader },
        Content::MoveFrom { token: token(), until, to: "h…@buurt.example".into() },
        Content::MoveTo { token: token(), until },
        Content::Moved,
        Content::KeyAdded,
        Content::Follow { token: token(), until, title: title() },
        Content::Alliance {
            token: token(),
            until,
            lead: "Tuin".into(),
            member: "Koor".into(),
            title: title(),
        },
        Content::Said { pitch: pitch(), title: title() },
        Content::Answered { round: round.clone(), pitch: pitch(), title: title() },
        Content::News {
            about: vec![Told { topic: Topic::round(round.clone()), title: title(), news: Vec::new() }],
        },
    ];
    for sort in [Sort::Comment, Sort::Support, Sort::Endorsement] {
        all.push(Content::Contribution { mark, at: until, until, title: title(), sort });
    }
    for (reply, _) in Reply::NAMES {
        let member = "Koor".to_string();
        all.push(Content::Consented { pitch: pitch(), title: title(), member, reply });
    }
    all.extend(taken((mark, until)));
    all.extend(happened(until));
    all
}

/// What the office can do with what was written.
fn taken((mark, until): (Digest, Moment)) -> Vec<Content> {
    let title = || "Keuken".to_string();
    let reason = || "Daarom".to_string();
    let mut took: Vec<Took> = vec![Took::Refused { title: title(), reason: reason() }];
    took.extend(Ground::NAMES.map(|(ground, _)| Took::Off {
        title: title(),
        ground,
        reason: reason(),
        until,
    }));
    took.extend(Ruling::NAMES.map(|(ruling, _)| Took::Ruled { title: title(), ruling, reason: reason() }));
    let doors = [Door::Address { mark, at: until }, Door::Group { pitch: PitchId::new("p1") }];
    let of = |door: &Door| {
        took.iter()
            .map(|took| Content::Withheld { door: door.clone(), took: took.clone() })
            .collect::<Vec<_>>()
    };
    doors.iter().flat_map(of).collect()
}

/// What can happen to a plan of a group.
fn happened(until: Moment) -> Vec<Content> {
    let (title, reason) = (|| "Keuken".to_string(), || "Daarom".to_string());
    let (round, plan) = (RoundId::new("zuilen"), ProposalId::new("01"));
    let mut all = Vec::new();
    for (what, _) in EventKind::NAMES {
        let (pitch, title, words) = (PitchId::new("p1"), title(), reason());
        all.push(Content::Plan { pitch, title, what, ground: None, words, until: Some(until) });
    }
    for what in [Regrouped::MergeAsked, Regrouped::SplitAsked, Regrouped::Refused, Regrouped::Withdrawn] {
        let asks = matches!(what, Regrouped::MergeAsked | Regrouped::SplitAsked);
        let (pitch, until) = (PitchId::new("p1"), asks.then_some(until));
        all.push(Content::Regroup { pitch, title: title(), what, words: reason(), until });
    }
    for (wish, _) in Wish::NAMES {
        for (met, _) in Met::NAMES {
            let (pitch, words) = (PitchId::new("p1"), reason());
            all.push(Content::Wished { pitch, title: title(), wish, met, words });
        }
    }
    for (step, _) in StepKind::NAMES {
        let (pitch, words) = (PitchId::new("p1"), reason());
        all.push(Content::Takeover { pitch, title: title(), step, words });
    }
    for (change, _) in ChangeKind::NAMES {
        for ruling in [progress::Ruling::Agreed, progress::Ruling::Refused] {
            let (round, plan, title) = (round.clone(), plan.clone(), title());
            all.push(Content::Ruled { round, plan, title, change, ruling, words: reason() });
        }
    }
    all
}

/// Every mail has its words in every language, says why it comes, and has a way out: a link where it can be stopped,
/// and words where it is about the receiver's own account or plan.
#[test]
fn every_mail_has_its_words_its_reason_and_a_way_out() {
    for content in &all() {
        for (lang, ..) in Lang::ALL {
            let text = written(content, lang);
            assert!(!text.contains('⟨'), "{content:?}");
            let why = match lang {
                Lang::Nl => "U krijgt deze e-mail omdat",
                Lang::En => "You get this e-mail because",
            };
            let body = plain(&text);
            assert!(body.contains(why), "{content:?}: {body}");
            assert_eq!(body.contains("/geen-post/"), content.can_be_stopped(), "{content:?}");
        }
    }
}

/// The plain words of a mail, without the line ends of its encoding.
fn plain(text: &str) -> String {
    let body = text.split("Content-Type: text/html").next().unwrap_or_default();
    body.replace("=\r\n", "")
}
