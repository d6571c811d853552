//! The pages about recipients.

use maud::{Markup, html};

use super::form::{fields, known};
use super::links::Ties;
use crate::domain::account::Permission;
use crate::domain::grant::GrantRecord;
use crate::domain::recipient::Recipient;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::office::frame::{Frame, facts};
use crate::web::office::payee;
use crate::web::office::payments::bounds::decided;
use crate::web::parts::amount;
use crate::web::parts::form::{self, Field, typed_amount};
use crate::web::parts::pages::{Asked, PER_PAGE, cut};
use crate::web::paths;
use crate::web::visit::Visit;

/// Which form comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What is known of a recipient.
    Facts,
    /// With whom it belongs.
    Link,
    /// With whom it no longer belongs.
    Part,
    /// The aid it declared.
    Aid,
    /// What holds in a year.
    Year,
}

/// A form that comes back.
pub type Back<'a> = form::Back<'a, Which>;

/// All recipients, and the form for a new one.
pub async fn list(visit: &Visit, asked: &Asked, back: Option<&Back<'_>>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let mut recipients =
        store::recipient::page(&mut conn, &asked.find, &asked.after, visit.viewer(), PER_PAGE + 1).await?;
    let decisions = store::bounds::list(&mut conn).await?;
    drop(conn);
    let (has_more, address) = (cut(&mut recipients), visit.to(paths::RECIPIENTS, &[]));
    let empty = Form::default();
    let (new, is_back) = form::filled(visit.text, back, Which::Facts, &empty);
    let (year, is_year) = form::filled(visit.text, back, Which::Year, &empty);
    let year = year.within("grens-");
    let content = html! {
        p.utrecht-paragraph { (visit.say("recipients-line")) " " a.utrecht-link href=(visit.to(paths::SMO, &[])) { (visit.say("smo-title")) } }
        (asked.form(visit, &address))
        @if !recipients.is_empty() { (table(visit, &recipients)) }
        @else if *asked == Asked::default() { p { (visit.say("recipients-none")) } }
        @else { p { (visit.say("slw-find-none")) } }
        @if has_more && let Some(last) = recipients.last() { (asked.next(visit, &address, last.id.as_str())) }
        @if visit.may(Permission::HandleGrants) {
            details open[is_back] {
                summary { (visit.say("recipient-add")) }
                (new.notice())
                form.sr-stack method="post" action=(visit.to(paths::RECIPIENTS, &[])) {
                    (fields(visit.text, &new))
                    (form::submit(&visit.say("recipient-add")))
                }
            }
        }
        @if visit.may(Permission::ManageMoney) {
            details open[is_year] {
                summary { (visit.say("year-terms")) }
                (year.notice())
                form.sr-stack method="post" action=(visit.to(paths::YEAR_TERMS, &[])) {
                    (year.field(&Field::text("year", "field-year")))
                    (year.field(&Field::text("of_year", "field-of_year")))
                    (year.field(&Field::of("area", "reason", "ans-bounds-why")))
                    (form::submit(&visit.say("save")))
                }
            }
        }
        (decided(visit, &decisions, "recipient"))
    };
    let above = vec![(visit.say("grants-list-title"), visit.to(paths::GRANTS, &[]))];
    let title = visit.say("recipients-title");
    Ok(Frame { menu: paths::GRANTS, title, above, mark: html! {} }.show(visit, content))
}

fn table(visit: &Visit, recipients: &[Recipient]) -> Markup {
    let title = visit.say("recipients-title");
    form::table(
        &title,
        html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead {
                    tr {
                        th scope="col" { (visit.say("field-recipient_name")) }
                        th scope="col" { (visit.say("field-recipient_kind")) }
                        th scope="col" { (visit.say("field-recipient_class")) }
                        th scope="col" { (visit.say("field-kvk")) }
                    }
                }
                tbody {
                    @for one in recipients {
                        tr {
                            th scope="row" { a.utrecht-link href=(visit.to(paths::RECIPIENT, &[one.id.as_str()])) { (one.name) } }
                            td { (visit.say(&format!("recipient-kind-{}", one.kind.name()))) }
                            td { (visit.say(&format!("recipient-class-{}", one.class.name()))) }
                            td { @if let Some(kvk) = &one.kvk { (kvk) } }
                        }
                    }
                }
            }
        },
    )
}

/// One recipient: what is known, with whom it belongs, what it declared, its grants.
pub async fn one(visit: &Visit, conn: &mut Conn, own: &Recipient, back: Option<&Back<'_>>) -> Answer<Markup> {
    let same = store::recipient::family(conn, &own.family).await?;
    let others = store::recipient::names(conn, visit.viewer()).await?;
    let links = store::recipient::affiliations(conn).await?;
    let mut grants = Vec::new();
    for id in store::recipient::grants_of(conn, &own.id).await? {
        grants.extend(store::grant::find(conn, &id).await?);
    }
    let aid = store::recipient::aid(conn, &own.family).await?;
    let aid = aid.iter().filter(|(of, _)| of == &own.id).map(|(_, aid)| aid);
    let lines: Vec<String> =
        aid.map(|aid| format!("{}; {}; {}", aid.day, typed_amount(aid.amount), aid.giver)).collect();
    let mut declared = Form::default();
    declared.set("aid", lines.join("\n"));
    let (first, empty) = (known(own), Form::default());
    let (facts_form, _) = form::filled(visit.text, back, Which::Facts, &first);
    let (link_form, is_link) = form::filled(visit.text, back, Which::Link, &empty);
    let (aid_form, _) = form::filled(visit.text, back, Which::Aid, &declared);
    let (part_form, _) = form::filled(visit.text, back, Which::Part, &empty);
    let ties = Ties { own, same: &same, others: &others, links: &links };
    let may = visit.may(Permission::HandleGrants);
    let at = |path| visit.to(path, &[own.id.as_str()]);
    let paid = payee::section(visit, conn, own, None).await?;
    let content = html! {
        div.sr-stack.sr-stack--mid {
        (account(visit, own))
        (paid)
        (of_grants(visit, &grants))
        (ties.family(visit, may.then_some(&part_form)))
        @if may {
            (ties.joined(visit, (&link_form, is_link)))
            @if own.is_enterprise {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("aid-title")) }
                    (aid_form.notice())
                    form.sr-stack method="post" action=(at(paths::RECIPIENT_AID)) {
                        (aid_form.field(&Field::of("area", "aid", "field-aid")))
                        (form::submit(&visit.say("save")))
                    }
                }
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("recipient-change")) }
                p.utrecht-paragraph { (visit.say("recipient-change-line")) }
                (facts_form.notice())
                form.sr-stack method="post" action=(at(paths::RECIPIENT)) {
                    input type="hidden" name="revision" value=(own.revision);
                    (fields(visit.text, &facts_form))
                    (form::submit(&visit.say("save")))
                }
            }
        }
        }
    };
    let above = vec![(visit.say("recipients-title"), visit.to(paths::RECIPIENTS, &[]))];
    Ok(Frame { menu: paths::GRANTS, title: own.name.clone(), above, mark: html! {} }.show(visit, content))
}

fn account(visit: &Visit, own: &Recipient) -> Markup {
    let number = match &own.iban {
        Some(iban) => html! { span.sr-mono { "•••• " (iban.last_four) } " " (own.account_name) },
        None => {
            html! { (visit.say(if own.pay_by.name() == "card" { "pay-by-card" } else { "account-none" })) }
        }
    };
    facts(&[
        (
            visit.say("field-recipient_kind"),
            html! { (visit.say(&format!("recipient-kind-{}", own.kind.name()))) },
        ),
        (visit.say("recipient-account"), number),
        (visit.say("field-signers"), html! { (own.signers.join(", ")) }),
    ])
}

fn of_grants(visit: &Visit, grants: &[GrantRecord]) -> Markup {
    html! {
        @if !grants.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("grants-list-title")) }
                ul {
                    @for grant in grants {
                        li { a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[grant.id.as_str()])) { (grant.title) } " " (amount(visit.text, grant.amount)) }
                    }
                }
            }
        }
    }
}
