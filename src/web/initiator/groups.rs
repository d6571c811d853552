//! Groups: making one, who is in it, who is asked. For who is not in a group it does not exist.

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::account::{Back, account_page};
use super::{named, page, to_account};
use crate::acts::{self, ActError};
use crate::domain::id::{InitiativeId, InitiatorId};
use crate::domain::initiator::{Initiative, Member, MemberRole};
use crate::domain::mail::Address;
use crate::store::{self, initiator::link::Link};
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::initiator::{InGroup, Named, SignedIn};
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Makes a group.
pub async fn make(signed_in: SignedIn, visit: Visit, form: Form) -> Answer {
    match acts::initiative::make(&mut visit.context(), &signed_in.who, form.get("post_group")).await {
        Ok(group) => Ok(to_group(&visit, &group)),
        Err(error) => {
            let refused = Refused::of(error, "post_group")?;
            let shown = account_page(&visit, &signed_in, &Back::Group(&form, &refused)).await?;
            Ok(answer(Some(&refused), shown))
        }
    }
}

fn to_group(visit: &Visit, group: &InitiativeId) -> Response {
    Redirect::to(&visit.to(paths::GROUP, &[group.as_str()])).into_response()
}

/// The own groups, and the form for a new one: a section of the page of the account.
pub(super) fn section(visit: &Visit, own: &[(Initiative, MemberRole)], back: &Back<'_>) -> Markup {
    let first = Form::default();
    let (form, refused) = match back {
        Back::Group(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Name(..) | Back::Move(..) | Back::Key(..) | Back::StillNeeded => (&first, None),
    };
    let fields = Filled::new(visit.text, form, refused).within("groep-");
    html! {
        section.sr-stack #groepen {
            h2.utrecht-heading-2 { (visit.say("post-groups-title")) }
            @if own.is_empty() { p.utrecht-paragraph { (visit.say("post-groups-none")) } } @else {
                ul.sr-rows.sr-rows--plain {
                    @for (group, role) in own {
                        li {
                            a.utrecht-link href=(visit.to(paths::GROUP, &[group.id.as_str()])) { bdi { (group.name) } }
                            " " (visit.say(&format!("post-role-{}", role.name())))
                        }
                    }
                }
            }
            details open[refused.is_some()] {
                summary { (visit.say("post-group-new")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::GROUPS, &[])) {
                    (fields.field(&Field::text("post_group", "field-post_group")))
                    (submit(&visit.say("post-group-new")))
                }
            }
        }
    }
}

/// Shows a group.
pub async fn show(group: InGroup, visit: Visit) -> Answer<Markup> {
    group_page(&visit, &group, &GroupBack::Nothing).await
}

/// Asks someone to join.
pub async fn invite(signed_in: SignedIn, group: InGroup, visit: Visit, form: Form) -> Answer {
    let role = MemberRole::given(form.get("post_role")).unwrap_or(MemberRole::Reader);
    let asked = match Address::parse(form.get("post_email")) {
        Err(_) => Err(ActError::field("post_email", "post-email")),
        Ok(to) => {
            acts::initiative::invite(&mut visit.context(), &signed_in.who, &group.id, (&to, role)).await
        }
    };
    match asked {
        Ok(()) => Ok(to_group(&visit, &group.id)),
        Err(error) => {
            let refused = Refused::of(error, "post_email")?;
            let back = GroupBack::Invitation(&form, &refused);
            Ok(answer(Some(&refused), group_page(&visit, &group, &back).await?))
        }
    }
}

/// Takes an invitation back.
pub async fn withdraw(signed_in: SignedIn, group: InGroup, Named(invitation): Named, visit: Visit) -> Answer {
    acts::initiative::withdraw(&visit.context(), &signed_in.who.id, &group.id, &invitation).await?;
    Ok(to_group(&visit, &group.id))
}

/// Changes what a member is: another role, the owner, or no member any more.
pub async fn change(
    signed_in: SignedIn,
    InGroup { id: group, .. }: InGroup,
    Named(member): Named,
    visit: Visit,
    form: Form,
) -> Answer {
    let member = InitiatorId::new(member);
    let (ctx, who) = (visit.context(), &signed_in.who.id);
    let done = match (form.get("post_do"), MemberRole::named(form.get("post_do"))) {
        ("remove", _) => acts::initiative::remove(&ctx, who, &group, &member).await,
        (_, Some(MemberRole::Owner)) => acts::initiative::hand_over(&ctx, who, &group, &member).await,
        (_, Some(role)) => acts::initiative::set_role(&ctx, who, (&group, &member), role).await,
        (_, None) => return Err(Refusal(Kind::BadRequest)),
    };
    done?;
    Ok(to_group(&visit, &group))
}

/// Leaves a group.
pub async fn leave(signed_in: SignedIn, group: InGroup, visit: Visit) -> Answer {
    match acts::initiative::leave(&visit.context(), &signed_in.who.id, &group.id).await {
        Ok(()) => Ok(to_account(&visit)),
        Err(ActError::StillNeeded) => {
            let shown = group_page(&visit, &group, &GroupBack::StillNeeded).await?;
            Ok(with_kind(Kind::WrongState, shown))
        }
        Err(error) => Err(error.into()),
    }
}

/// What comes back on the page of a group.
enum GroupBack<'a> {
    Nothing,
    Invitation(&'a Form, &'a Refused),
    StillNeeded,
}

async fn group_page(
    visit: &Visit,
    InGroup { id, role, .. }: &InGroup,
    back: &GroupBack<'_>,
) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let group = store::initiative::find(&mut conn, id).await?.ok_or(Refusal::NOT_FOUND)?;
    let members = store::initiative::members(&mut conn, id).await?;
    let asked = match role {
        MemberRole::Owner => store::initiator::link::invitations(&mut conn, id, visit.now).await?,
        MemberRole::Editor | MemberRole::Reader => Vec::new(),
    };
    let grants = store::progress::of_group(&mut conn, id).await?;
    drop(conn);
    let owns = *role == MemberRole::Owner;
    let content = html! {
        p.utrecht-paragraph { (visit.say(&format!("post-you-{}", role.name()))) }
        (super::grants::section(visit, &group.id, &grants))
        (member_table(visit, &group.id, &members, owns))
        @if owns { (invitations(visit, &group.id, &asked, back)) }
        (leaving(visit, &group.id, owns && members.len() > 1, back))
    };
    Ok(page(visit, group.name, Some(visit.say("post-account-title")), content))
}

fn member_table(visit: &Visit, group: &InitiativeId, members: &[Member], owns: bool) -> Markup {
    let title = visit.say("post-members-title");
    let options: Vec<(String, String)> = ["editor", "reader", "owner", "remove"]
        .iter()
        .map(|name| (name.to_string(), visit.say(&format!("post-do-{name}"))))
        .collect();
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (title) }
            (form::table(&title, html! {
                table.utrecht-table {
                    caption.sr-hidden { (title) }
                    thead {
                        tr {
                            th scope="col" { (visit.say("field-name")) }
                            th scope="col" { (visit.say("post-role")) }
                            th scope="col" { (visit.say("post-since")) }
                            @if owns { th scope="col" { (visit.say("post-change")) } }
                        }
                    }
                    tbody {
                        @for member in members {
                            tr {
                                th scope="row" { bdi { (named(visit, &member.name)) } }
                                td { (visit.say(&format!("post-role-{}", member.role.name()))) }
                                td { (visit.text.day(member.since)) }
                                @if owns { td { @if member.role != MemberRole::Owner { (change_form(visit, group, member, &options)) } } }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn change_form(visit: &Visit, group: &InitiativeId, member: &Member, options: &[(String, String)]) -> Markup {
    let words = format!("{}: {}", visit.say("post-change"), named(visit, &member.name));
    html! {
        form.utrecht-button-group method="post" action=(visit.to(paths::GROUP_MEMBER, &[group.as_str(), member.who.as_str()])) {
            select.utrecht-select name="post_do" aria-label=(words) {
                @for (value, words) in options {
                    option value=(value) selected[value == member.role.name()] { (words) }
                }
            }
            button.utrecht-button type="submit" { (visit.say("post-do")) }
        }
    }
}

fn invitations(visit: &Visit, group: &InitiativeId, asked: &[Link], back: &GroupBack<'_>) -> Markup {
    let first = Form::default();
    let (form, refused) = match back {
        GroupBack::Invitation(form, refused) => (*form, Some(*refused)),
        GroupBack::Nothing | GroupBack::StillNeeded => (&first, None),
    };
    let text = visit.text;
    let fields = Filled::new(text, form, refused);
    let roles = ["editor", "reader"].map(|name| (name.to_string(), text.get(&format!("post-role-{name}"))));
    html! {
        section.sr-stack #uitnodigingen {
            h2.utrecht-heading-2 { (text.get("post-invite-title")) }
            @if !asked.is_empty() {
                ul.sr-rows.sr-rows--plain {
                    @for one in asked {
                        li {
                            div {
                                bdi dir="ltr" { (one.email.shortened()) } ", "
                                (text.with("post-invite-until", &[("when", text.moment(one.until).into())]))
                            }
                            form method="post" action=(visit.to(paths::GROUP_INVITATION, &[group.as_str(), &one.handle])) {
                                button.sr-link-button.utrecht-link type="submit" { (text.get("post-invite-withdraw")) }
                            }
                        }
                    }
                }
            }
            (fields.notice())
            form.sr-stack method="post" action=(visit.to(paths::GROUP_INVITATIONS, &[group.as_str()])) {
                (fields.field(&Field::of("email", "post_email", "field-post_email")))
                (fields.choice("post_role", "field-post_role", &roles))
                (submit(&text.get("post-invite-do")))
            }
        }
    }
}

fn leaving(visit: &Visit, group: &InitiativeId, must_hand_over: bool, back: &GroupBack<'_>) -> Markup {
    html! {
        section.sr-stack #vertrek {
            h2.utrecht-heading-2 { (visit.say("post-leave-title")) }
            @if matches!(back, GroupBack::StillNeeded) {
                (form::alert("error", &visit.say("post-leave-needed"), html! { p { (visit.say("post-leave-owner")) } }))
            } @else if must_hand_over { p.utrecht-paragraph { (visit.say("post-leave-owner")) } }
            @if !must_hand_over {
                form method="post" action=(visit.to(paths::GROUP_LEAVING, &[group.as_str()])) {
                    p { button.utrecht-button type="submit" { (visit.say("post-leave-do")) } }
                }
            }
        }
    }
}
