//! What is typed about a recipient.

use maud::{Markup, html};

use crate::acts::FieldFault;
use crate::acts::recipient::Wanted;
use crate::domain::iban::Iban;
use crate::domain::recipient::{Address, PayBy, ProviderClass, Recipient, RecipientKind};
use crate::domain::registration::{Kvk, Rsin};
use crate::text::Text;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, Filled, Refused};

/// Reads the form. An account number that was typed does not stand in any message.
pub fn read(form: &Form) -> Result<Wanted, Refused> {
    let text = |name: &str| form.get(name).trim().to_string();
    let mut faults = Vec::new();
    let mut fault = |field, fault| faults.push(FieldFault { field, fault });
    let kvk = typed(form, "kvk", |typed| Kvk::parse(typed).ok()).unwrap_or_else(|| {
        fault("kvk", "kvk");
        None
    });
    let rsin = typed(form, "rsin", |typed| Rsin::parse(typed).ok()).unwrap_or_else(|| {
        fault("rsin", "rsin");
        None
    });
    let iban = typed(form, "iban", |typed| Iban::parse(typed).ok()).unwrap_or_else(|| {
        fault("iban", "iban");
        None
    });
    let kind = RecipientKind::named(form.get("recipient_kind"));
    let class = ProviderClass::named(form.get("recipient_class"));
    let pay_by = PayBy::named(form.get("pay_by"));
    for (is_missing, field) in [
        (kind.is_none(), "recipient_kind"),
        (class.is_none(), "recipient_class"),
        (pay_by.is_none(), "pay_by"),
    ] {
        if is_missing {
            fault(field, "choose");
        }
    }
    let (Some(kind), Some(class), Some(pay_by), true) = (kind, class, pay_by, faults.is_empty()) else {
        return Err(Refused::fields(faults));
    };
    let signers = form.get("signers").lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(Wanted {
        kind,
        class,
        name: text("recipient_name"),
        address: Address { street: text("street"), postcode: text("postcode"), place: text("residence") },
        kvk,
        rsin,
        pay_by,
        iban,
        account_name: text("account_name"),
        is_enterprise: form.get("is_enterprise") == "yes",
        signers: signers.map(str::to_string).collect(),
    })
}

/// A field that may stay empty; `None` when what was typed cannot be read.
fn typed<T>(form: &Form, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match form.get(name).trim() {
        "" => Some(None),
        typed => read(typed).map(Some),
    }
}

/// The form of a recipient that is known. Its account number is not in it.
pub fn known(recipient: &Recipient) -> Form {
    let mut form = Form::default();
    form.set("recipient_kind", recipient.kind.name());
    form.set("recipient_class", recipient.class.name());
    form.set("recipient_name", &recipient.name);
    form.set("street", &recipient.address.street);
    form.set("postcode", &recipient.address.postcode);
    form.set("residence", &recipient.address.place);
    form.set("kvk", recipient.kvk.as_ref().map_or("", Kvk::as_str));
    form.set("rsin", recipient.rsin.as_ref().map_or("", Rsin::as_str));
    form.set("pay_by", recipient.pay_by.name());
    form.set("account_name", &recipient.account_name);
    form.set("is_enterprise", if recipient.is_enterprise { "yes" } else { "no" });
    form.set("signers", recipient.signers.join("\n"));
    form
}

/// The words of a list of names, for a choice.
fn options(text: Text, made: &str, names: impl Iterator<Item = &'static str>) -> Vec<(String, String)> {
    names.map(|name| (name.to_string(), text.get(&format!("{made}{name}")))).collect()
}

/// The fields.
pub fn fields(text: Text, filled: &Filled<'_>) -> Markup {
    let kinds = options(text, "recipient-kind-", RecipientKind::NAMES.into_iter().map(|(_, name)| name));
    let classes = options(text, "recipient-class-", ProviderClass::NAMES.into_iter().map(|(_, name)| name));
    let ways = [("account", text.get("pay-by-account")), ("card", text.get("pay-by-card"))];
    let yes_no = [("no", text.get("check-answer-no")), ("yes", text.get("check-answer-yes"))];
    let owned = |list: [(&str, String); 2]| list.map(|(value, words)| (value.to_string(), words));
    html! {
        (filled.choice("recipient_kind", "field-recipient_kind", &kinds))
        (filled.choice("recipient_class", "field-recipient_class", &classes))
        (filled.field(&Field::text("recipient_name", "field-recipient_name")))
        (filled.field(&Field::text("street", "field-street")))
        (filled.field(&Field::text("postcode", "field-postcode")))
        (filled.field(&Field::text("residence", "field-residence")))
        (filled.field(&Field::text("kvk", "field-kvk")))
        (filled.field(&Field::text("rsin", "field-rsin")))
        (filled.choice("pay_by", "field-pay_by", &owned(ways)))
        (filled.field(&Field::text("iban", "field-iban")))
        (filled.field(&Field::text("account_name", "field-account_name")))
        (filled.choice("is_enterprise", "field-is_enterprise", &owned(yes_no)))
        (filled.field(&Field::of("area", "signers", "field-signers")))
    }
}
