//! The page with the file of a grant.

use maud::{Markup, html};

use super::checks::{Standing, excluded, standing};
use crate::acts::grant::checks;
use crate::domain::account::Permission;
use crate::domain::check::{Answered, CheckKind, CheckedBy, Dossier, Need, last};
use crate::domain::grant::{GrantRecord, GrantState, Source};
use crate::domain::money::Cents;
use crate::domain::recipient::name_key;
use crate::domain::registration::Kvk;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::office::frame::Frame;
use crate::web::parts::form::{self, Field, typed_amount};
use crate::web::parts::{alliance as pitched, amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// The fields of the members of an alliance: who, how much, when it consented.
pub const MEMBERS: [[&str; 3]; 5] = [
    ["member_1", "share_1", "consent_1"],
    ["member_2", "share_2", "consent_2"],
    ["member_3", "share_3", "consent_3"],
    ["member_4", "share_4", "consent_4"],
    ["member_5", "share_5", "consent_5"],
];

/// The fields of onward payments: to whom, its number, how much, for what.
pub const PAYMENTS: [[&str; 4]; 4] = [
    ["payee_1", "payee_kvk_1", "payee_sum_1", "payee_for_1"],
    ["payee_2", "payee_kvk_2", "payee_sum_2", "payee_for_2"],
    ["payee_3", "payee_kvk_3", "payee_sum_3", "payee_for_3"],
    ["payee_4", "payee_kvk_4", "payee_sum_4", "payee_for_4"],
];

/// Which form comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Whom it goes to.
    Recipient,
    /// Who shares it.
    Alliance,
    /// What is paid on.
    Onward,
    /// An answer to a check.
    Check(CheckKind),
}

/// A form that comes back.
pub type Back<'a> = form::Back<'a, Which>;

/// The page.
pub async fn page(
    visit: &Visit,
    conn: &mut Conn,
    grant: &GrantRecord,
    back: Option<&Back<'_>>,
) -> Answer<Markup> {
    let dossier = checks::dossier(conn, grant).await?;
    let whole = store::slice::whole(conn, grant).await?;
    let answers = store::check::answers(conn, &grant.id).await?;
    let pitch = match &grant.source {
        Source::Vote { round, proposal, .. } => store::pitch::of_proposal(conn, round, proposal).await?,
        Source::Standing { .. } => None,
    };
    let names: Vec<(String, String)> = store::recipient::names(conn, visit.viewer())
        .await?
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect();
    let may = visit.may(Permission::HandleGrants)
        && matches!(grant.state, GrantState::Selected | GrantState::Certified);
    let content = html! {
        div.sr-stack.sr-stack--mid {
        p { (grant.applicant) ": " (amount(visit.text, whole.sum())) }
        @if let Some(dossier) = &dossier { (excluded(visit, dossier)) }
        (recipient(visit, grant, dossier.as_ref(), (&names, may, back)))
        @if let Some(dossier) = &dossier {
            (list(visit, dossier, &answers, (may, back)))
            @if let Some(pitch) = &pitch {
                (pitched::least(visit, &pitch.content))
                (pitched::shares(visit, &pitch.content, &pitch.applicant))
            }
            (alliance(visit, dossier, (&names, may, back)))
            (onward(visit, dossier, (may, back)))
        }
        }
    };
    let above = vec![
        (visit.say("grants-list-title"), visit.to(paths::GRANTS, &[])),
        (grant.title.clone(), visit.to(paths::OFFICE_GRANT, &[grant.id.as_str()])),
    ];
    Ok(Frame { menu: paths::GRANTS, title: visit.say("file-title"), above, mark: html! {} }
        .show(visit, content))
}

fn recipient(
    visit: &Visit,
    grant: &GrantRecord,
    dossier: Option<&Dossier>,
    (names, may, back): (&[(String, String)], bool, Option<&Back<'_>>),
) -> Markup {
    let mut first = Form::default();
    first.set("recipient", dossier.map_or("", |dossier| dossier.recipient.id.as_str()));
    let (form, _) = form::filled(visit.text, back, Which::Recipient, &first);
    let mut options = vec![(String::new(), visit.say("choose"))];
    options.extend_from_slice(names);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("file-recipient")) }
            @if let Some(dossier) = dossier {
                p {
                    a.utrecht-link href=(visit.to(paths::RECIPIENT, &[dossier.recipient.id.as_str()])) { (dossier.recipient.name) }
                    @if let Some(iban) = &dossier.recipient.iban { " · " span.sr-mono { "•••• " (iban.last_four) } }
                }
            } @else { p.utrecht-paragraph { (visit.say("file-no-recipient")) } }
            @if may {
                (form.notice())
                form.sr-stack method="post" action=(visit.to(paths::GRANT_RECIPIENT, &[grant.id.as_str()])) {
                    (form.choice("recipient", "field-recipient", &options))
                    (form.field(&Field::text("recipient_kvk", "field-recipient_kvk")))
                    (form::submit(&visit.say("file-make-out")))
                }
                p { a.utrecht-link href=(visit.to(paths::RECIPIENTS, &[])) { (visit.say("recipient-add")) } }
            }
        }
    }
}

fn list(
    visit: &Visit,
    dossier: &Dossier,
    answers: &[Answered],
    (may, back): (bool, Option<&Back<'_>>),
) -> Markup {
    let asked = |way: CheckedBy| {
        CheckKind::all().filter(move |kind| kind.checked_by() == way && kind.need(dossier) != Need::NotAsked)
    };
    let unasked: Vec<String> = CheckKind::all()
        .filter(|kind| kind.need(dossier) == Need::NotAsked)
        .map(|kind| visit.say(&format!("file-check-{}", kind.name())).to_lowercase())
        .collect();
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("file-computed")) }
            p.utrecht-paragraph { (visit.say("file-computed-line")) }
            ul.sr-checks { @for kind in asked(CheckedBy::Computed) { (row(visit, dossier, answers, kind, &html! {})) } }
            @if may {
                form method="post" action=(visit.to(paths::GRANT_COMPUTED, &[dossier.grant.id.as_str()])) {
                    (form::submit(&visit.say("file-compute")))
                }
            }
        }
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("file-person")) }
            p.utrecht-paragraph { (visit.say("file-person-line")) }
            ul.sr-checks {
                @for kind in asked(CheckedBy::Person) {
                    @let form = html! { @if may { (ask(visit, dossier, kind, back)) } };
                    (row(visit, dossier, answers, kind, &form))
                }
            }
            @if !unasked.is_empty() {
                p.sr-small { (visit.say("file-not-asked")) " " (unasked.join(", ")) "." }
            }
        }
    }
}

fn row(visit: &Visit, dossier: &Dossier, answers: &[Answered], kind: CheckKind, form: &Markup) -> Markup {
    let (stands, words) = standing(visit, dossier, answers, kind);
    let given = last(answers, dossier, kind);
    html! {
        li.sr-ok[stands == Standing::Done] {
            span {
                strong { (visit.say(&format!("file-check-{}", kind.name()))) } ": " (words)
                @if let Some(given) = given.filter(|_| kind.checked_by() == CheckedBy::Person) { " " (given.reason) }
            }
            @if let Some(given) = given { span.sr-small { (visit.text.day(given.at)) } }
            (form)
        }
    }
}

/// The form to answer a check.
fn ask(visit: &Visit, dossier: &Dossier, kind: CheckKind, back: Option<&Back<'_>>) -> Markup {
    let empty = Form::default();
    let (form, is_back) = form::filled(visit.text, back, Which::Check(kind), &empty);
    let form = form.within(kind.name());
    let mut options = vec![
        (String::new(), visit.say("choose")),
        ("yes".to_string(), visit.say("check-answer-yes")),
        ("no".to_string(), visit.say("check-answer-no")),
    ];
    if kind.need(dossier) == Need::MayNotMatter {
        options.push(("not-applicable".to_string(), visit.say("file-not-applicable")));
    }
    let name = visit.say(&format!("file-check-{}", kind.name()));
    html! {
        details open[is_back] {
            summary { (visit.say("file-answer")) span.sr-hidden { ": " (name) } }
            p.utrecht-paragraph { (visit.say(&format!("file-check-{}-help", kind.name()))) }
            (form.notice())
            form.sr-stack method="post" action=(visit.to(paths::GRANT_CHECK, &[dossier.grant.id.as_str(), kind.name()])) {
                (form.choice("answer", "field-answer", &options))
                (form.field(&Field::text("check_why", "field-check_why")))
                (form::submit(&visit.say("save")))
            }
        }
    }
}

/// What was agreed on with the plan, for the sum of this grant: by name, the one it is made out to first.
fn agreed(dossier: &Dossier) -> Vec<(String, Cents)> {
    let Some(agreed) = &dossier.agreed else { return Vec::new() };
    let names = agreed.members.iter().map(|member| member.name.clone());
    let names = std::iter::once(dossier.recipient.name.clone()).chain(names);
    names.zip(agreed.shares(dossier.whole.sum())).collect()
}

fn alliance(
    visit: &Visit,
    dossier: &Dossier,
    (names, may, back): (&[(String, String)], bool, Option<&Back<'_>>),
) -> Markup {
    let mut first = Form::default();
    for ([who, share, day], member) in MEMBERS.into_iter().zip(&dossier.members) {
        first.set(who, member.recipient.as_str());
        first.set(share, typed_amount(member.share));
        first.set(day, member.consented.clone().unwrap_or_default());
    }
    let agreed = agreed(dossier);
    if dossier.members.is_empty() {
        for ([who, share, _], (name, sum)) in MEMBERS.into_iter().zip(&agreed) {
            let known = names.iter().find(|(_, known)| name_key(known) == name_key(name));
            first.set(who, known.map_or("", |(id, _)| id.as_str()));
            first.set(share, typed_amount(*sum));
        }
    }
    let (form, is_back) = form::filled(visit.text, back, Which::Alliance, &first);
    let mut options = vec![(String::new(), visit.say("file-nobody-chosen"))];
    options.extend_from_slice(names);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("field-members")) }
            p.utrecht-paragraph { (visit.say("file-alliance-line")) }
            @if !agreed.is_empty() {
                p { (visit.say("file-alliance-agreed")) }
                ul { @for (name, sum) in &agreed { li { bdi { (name) } ": " (amount(visit.text, *sum)) } } }
            }
            @for part in dossier.parts.iter().filter(|_| !dossier.members.is_empty()) {
                p { (part.recipient.name) ": " (amount(visit.text, part.share)) }
            }
            @if may {
                details open[is_back] #members {
                    summary { (visit.say("file-alliance-change")) }
                    (form.notice())
                    form.sr-stack method="post" action=(visit.to(paths::GRANT_ALLIANCE, &[dossier.grant.id.as_str()])) {
                        @for (number, [who, share, day]) in (1..).zip(MEMBERS) {
                            fieldset.sr-stack.sr-stack--tight {
                                legend { strong { (row_name(visit, "field-member", number)) } }
                                (form.choice(who, "field-member", &options))
                                (form.field(&Field::text(share, "field-member-share")))
                                (form.field(&Field::of("date", day, "field-consent")))
                            }
                        }
                        (form::submit(&visit.say("save")))
                    }
                }
            }
        }
    }
}

/// What one of several equal rows of a form is called.
fn row_name(visit: &Visit, key: &str, number: u64) -> String {
    format!("{} {number}", visit.say(key))
}

fn onward(visit: &Visit, dossier: &Dossier, (may, back): (bool, Option<&Back<'_>>)) -> Markup {
    let mut first = Form::default();
    for ([name, kvk, sum, purpose], one) in PAYMENTS.into_iter().zip(&dossier.onward) {
        first.set(name, &one.name);
        first.set(kvk, one.kvk.as_ref().map_or("", Kvk::as_str));
        first.set(sum, typed_amount(one.amount));
        first.set(purpose, &one.purpose);
    }
    let (form, is_back) = form::filled(visit.text, back, Which::Onward, &first);
    let share = visit.text.percent(dossier.terms.onward);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("field-onward")) }
            p.utrecht-paragraph { (visit.text.with("file-onward-line", &[("share", share.into())])) }
            @for one in &dossier.onward { p { (one.name) ": " (amount(visit.text, one.amount)) ", " (one.purpose) } }
            @if may {
                details open[is_back] #onward {
                    summary { (visit.say("file-onward-change")) }
                    (form.notice())
                    form.sr-stack method="post" action=(visit.to(paths::GRANT_ONWARD, &[dossier.grant.id.as_str()])) {
                        @for (number, [name, kvk, sum, purpose]) in (1..).zip(PAYMENTS) {
                            fieldset.sr-stack.sr-stack--tight {
                                legend { strong { (row_name(visit, "face-onward", number)) } }
                                (form.field(&Field::text(name, "field-payee")))
                                (form.field(&Field::text(kvk, "field-payee-kvk")))
                                (form.field(&Field::text(sum, "field-payee-sum")))
                                (form.field(&Field::text(purpose, "field-payee-for")))
                            }
                        }
                        (form::submit(&visit.say("save")))
                    }
                }
            }
        }
    }
}
