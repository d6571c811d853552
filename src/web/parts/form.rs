//! Fields, tables and notices of forms.

use axum::response::{IntoResponse as _, Response};
use fluent_bundle::FluentValue;
use maud::{Markup, html};

use crate::acts::{ActError, FieldFault};
use crate::domain::budget::CeilingExceeded;
use crate::domain::limits::Clash;
use crate::domain::money::Cents;
use crate::text::{Lang, Text};
use crate::web::error::{Kind, Refusal, kind_of_fields, with_kind};
use crate::web::guard::body::Form;
use crate::web::parts::stack::stacked;

/// Why a form comes back.
#[derive(Debug)]
pub struct Refused {
    /// Under which kind it is answered.
    pub kind: Kind,
    /// What is wrong, per field.
    pub faults: Vec<FieldFault>,
    /// What would have fitted, where an amount did not.
    pub room: Option<Cents>,
}

impl Refused {
    /// One field that cannot be read.
    pub fn field(field: &'static str, fault: &'static str) -> Refused {
        Refused::fields(vec![FieldFault { field, fault }])
    }

    /// Fields that cannot be read.
    pub fn fields(faults: Vec<FieldFault>) -> Refused {
        Refused { kind: kind_of_fields(&faults), faults, room: None }
    }

    /// A refused act, if typing something else can mend it; `amount` is the field that holds the amount
    /// for which there was no room.
    pub fn of(error: ActError, amount: &'static str) -> Result<Refused, Refusal> {
        match error {
            ActError::Fields(faults) => Ok(Refused::fields(faults)),
            ActError::Ceiling(CeilingExceeded { room }) => Ok(Refused {
                kind: Kind::CeilingExceeded,
                faults: vec![FieldFault { field: amount, fault: "ceiling" }],
                room: Some(room),
            }),
            ActError::Incompatible(clash) => {
                let fault = clashing(clash);
                Ok(Refused { kind: Kind::RuleIncompatible, faults: vec![fault], room: None })
            }
            other => Err(other.into()),
        }
    }
}

/// Limits that cannot hold, at the field where they can be mended.
fn clashing(clash: Clash) -> FieldFault {
    match clash {
        Clash::Minima => FieldFault { field: "pot_continuity_least", fault: "clash-minima" },
        Clash::AboveMaximum(pot) => {
            FieldFault { field: crate::acts::pot::fields(pot)[0], fault: "clash-above" }
        }
        Clash::Rule(_) => FieldFault { field: "rule", fault: "clash-rule" },
        Clash::Form => FieldFault { field: "rule", fault: "clash-form" },
    }
}

/// A page with a form, under the kind of its refusal if it was refused.
pub fn answer(refused: Option<&Refused>, page: Markup) -> Response {
    match refused {
        None => page.into_response(),
        Some(refused) => with_kind(refused.kind, page),
    }
}

/// An amount as it stands in a field: it reads back as the same amount.
pub fn typed_amount(amount: Cents) -> String {
    let written = Text { lang: Lang::Nl }.euros(amount);
    written.trim_start_matches('€').trim().to_string()
}

/// One of several forms of a page that comes back; `W` tells which.
pub struct Back<'a, W> {
    /// Which.
    pub which: W,
    /// What was typed.
    pub form: &'a Form,
    /// Why it comes back.
    pub refused: &'a Refused,
}

/// A form as it comes back, or as it is at first; whether it comes back.
pub fn filled<'a, W: PartialEq>(
    text: Text,
    back: Option<&Back<'a, W>>,
    which: W,
    first: &'a Form,
) -> (Filled<'a>, bool) {
    match back.filter(|back| back.which == which) {
        Some(back) => (Filled::new(text, back.form, Some(back.refused)), true),
        None => (Filled::new(text, first, None), false),
    }
}

/// A form that is shown again with what was typed and what was wrong.
pub struct Filled<'a> {
    text: Text,
    form: &'a Form,
    refused: Option<&'a Refused>,
    prefix: &'a str,
    values: Vec<(&'static str, FluentValue<'a>)>,
}

/// A field of one line, or of several.
pub struct Field<'a> {
    /// Its name in the form; also its id.
    pub name: &'static str,
    /// Key of its label; with `-help` behind it, if there is such a sentence, its explanation.
    pub label: &'static str,
    /// Type of the input: `text`, `number`, `password`, `date`, `datetime-local`; `area` for many lines; `percent` for a
    /// share, with its sign behind it.
    pub kind: &'static str,
    /// What browsers may fill in by themselves.
    pub autocomplete: &'a str,
}

impl<'a> Field<'a> {
    /// A field of one line of text.
    pub fn text(name: &'static str, label: &'static str) -> Field<'a> {
        Field { name, label, kind: "text", autocomplete: "off" }
    }

    /// A field of another kind.
    pub fn of(kind: &'static str, name: &'static str, label: &'static str) -> Field<'a> {
        Field { kind, ..Field::text(name, label) }
    }
}

impl<'a> Filled<'a> {
    /// A form with what was typed and why it comes back, if it does.
    pub fn new(text: Text, form: &'a Form, refused: Option<&'a Refused>) -> Filled<'a> {
        let room = refused.and_then(|refused| refused.room);
        let values = room.map(|room| ("room", text.euros(room).into())).into_iter().collect();
        Filled { text, form, refused, prefix: "", values }
    }

    /// The same with a mark before the ids of its fields, for a page with several forms.
    pub fn within(self, prefix: &'a str) -> Filled<'a> {
        Filled { prefix, ..self }
    }

    /// The same with a value for its sentences.
    pub fn saying(mut self, name: &'static str, value: impl Into<FluentValue<'a>>) -> Filled<'a> {
        self.values.push((name, value.into()));
        self
    }

    /// Whether it comes back.
    pub fn is_refused(&self) -> bool {
        self.refused.is_some()
    }

    /// Whether it comes back for one of its fields.
    pub fn is_refused_at(&self, field: &str) -> bool {
        self.faults().iter().any(|fault| fault.field == field)
    }

    fn say(&self, key: &str) -> String {
        self.text.with(key, &self.values)
    }

    fn faults(&self) -> &[FieldFault] {
        self.refused.map_or(&[], |refused| &refused.faults)
    }

    fn fault(&self, name: &str) -> Option<String> {
        let fault = self.faults().iter().find(|fault| fault.field == name)?;
        Some(self.say(&format!("fault-{}", fault.fault)))
    }

    fn id(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// One field with its label, explanation and fault.
    pub fn field(&self, field: &Field<'_>) -> Markup {
        let (name, fault) = (field.name, self.fault(field.name));
        let value = if field.kind == "password" { "" } else { self.form.get(name) };
        let described = self.described(name, field.label, fault.is_some());
        let invalid = fault.as_ref().map(|_| "true");
        self.framed(
            name,
            field.label,
            fault,
            html! {
                @if field.kind == "area" {
                    textarea.utrecht-textbox.sr-wide-field #(self.id(name)) name=(name) rows="8"
                        aria-describedby=[described] aria-invalid=[invalid] { (value) }
                } @else if field.kind == "percent" {
                    span.sr-unit {
                        input.utrecht-textbox.sr-short #(self.id(name)) name=(name) inputmode="decimal" value=(value.trim_end_matches('%'))
                            autocomplete=(field.autocomplete) aria-describedby=[described] aria-invalid=[invalid];
                        " %"
                    }
                } @else {
                    input.utrecht-textbox.sr-wide-field #(self.id(name)) name=(name) type=(field.kind) value=(value)
                        autocomplete=(field.autocomplete) aria-describedby=[described] aria-invalid=[invalid];
                }
            },
        )
    }

    /// A choice out of a list of values and their words.
    pub fn choice(&self, name: &'static str, label: &'static str, options: &[(String, String)]) -> Markup {
        let fault = self.fault(name);
        let described = self.described(name, label, fault.is_some());
        self.framed(
            name,
            label,
            fault,
            html! {
                select.utrecht-select #(self.id(name)) name=(name) aria-describedby=[described] {
                    @for (value, words) in options {
                        option value=(value) selected[value == self.form.get(name)] { (words) }
                    }
                }
            },
        )
    }

    fn described(&self, name: &str, label: &str, faulty: bool) -> Option<String> {
        let (mut ids, id) = (Vec::new(), self.id(name));
        if faulty {
            ids.push(format!("{id}-fout"));
        }
        if self.text.has(&format!("{label}-help")) {
            ids.push(format!("{id}-uitleg"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn framed(&self, name: &str, label: &str, fault: Option<String>, control: Markup) -> Markup {
        let (help, id) = (format!("{label}-help"), self.id(name));
        html! {
            div.utrecht-form-field.utrecht-form-field--invalid[fault.is_some()] {
                label.utrecht-form-label for=(id) { (self.say(label)) }
                @if self.text.has(&help) {
                    p.utrecht-form-field-description #{ (id) "-uitleg" } { (self.say(&help)) }
                }
                @if let Some(fault) = fault {
                    p.utrecht-form-field-error-message #{ (id) "-fout" } { (fault) }
                }
                (control)
            }
        }
    }

    /// The notice above a form that was refused, with a link to each field.
    pub fn notice(&self) -> Markup {
        html! {
            @if let Some(refused) = self.refused {
                div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(refused.kind.name()) {
                    h2.utrecht-heading-3 { (self.text.get("form-refused")) }
                    ul {
                        @for fault in &refused.faults {
                            li {
                                a.utrecht-link href={ "#" (self.id(fault.field)) } {
                                    (self.say(&format!("field-{}", fault.field))) ": " (self.say(&format!("fault-{}", fault.fault)))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What can be chosen, each with its words, after the line that asks to choose.
pub fn choosing<N: Into<String>>(
    text: Text,
    all: impl Iterator<Item = (N, String)>,
) -> Vec<(String, String)> {
    let all = all.map(|(name, words)| (name.into(), words));
    std::iter::once((String::new(), text.get("choose"))).chain(all).collect()
}

/// The button of a form.
pub fn submit(words: &str) -> Markup {
    html! { p { button.utrecht-button.utrecht-button--primary-action type="submit" { (words) } } }
}

/// A notice: `ok`, `warning` or `error`.
pub fn alert(kind: &str, title: &str, content: Markup) -> Markup {
    html! {
        div class={ "utrecht-alert utrecht-alert--" (kind) " sr-stack sr-stack--tight" } role="status" {
            h2.utrecht-heading-3 { (title) }
            (content)
        }
    }
}

/// A table in a box in which it scrolls by itself where it is wide; on a phone its rows are cards.
pub fn table(label: &str, table: Markup) -> Markup {
    html! { div.utrecht-table-container tabindex="0" role="group" aria-label=(label) { (stacked(table)) } }
}
