//! Fields, tables and notices of forms.

use maud::{Markup, html};

use crate::acts::FieldFault;
use crate::text::Text;
use crate::web::guard::body::Form;

/// A form that is shown again with what was typed and what was wrong.
pub struct Filled<'a> {
    /// The sentences.
    pub text: Text,
    /// What was typed.
    pub form: &'a Form,
    /// What was wrong.
    pub faults: &'a [FieldFault],
}

/// A field of one line, or of several.
pub struct Field<'a> {
    /// Its name in the form; also its id.
    pub name: &'static str,
    /// Key of its label; with `-help` behind it, if there is such a sentence, its explanation.
    pub label: &'static str,
    /// Type of the input: `text`, `number`, `password`, `date`, `datetime-local`; `area` for many lines.
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

impl Filled<'_> {
    fn fault(&self, name: &str) -> Option<String> {
        let fault = self.faults.iter().find(|fault| fault.field == name)?;
        Some(self.text.get(&format!("fault-{}", fault.fault)))
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
                    textarea.utrecht-textbox.sr-wide-field #(name) name=(name) rows="8"
                        aria-describedby=[described] aria-invalid=[invalid] { (value) }
                } @else {
                    input.utrecht-textbox.sr-wide-field #(name) name=(name) type=(field.kind) value=(value)
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
                select.utrecht-select #(name) name=(name) aria-describedby=[described] {
                    @for (value, words) in options {
                        option value=(value) selected[value == self.form.get(name)] { (words) }
                    }
                }
            },
        )
    }

    fn described(&self, name: &str, label: &str, faulty: bool) -> Option<String> {
        let mut ids = Vec::new();
        if faulty {
            ids.push(format!("{name}-fout"));
        }
        if self.text.has(&format!("{label}-help")) {
            ids.push(format!("{name}-uitleg"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn framed(&self, name: &str, label: &str, fault: Option<String>, control: Markup) -> Markup {
        let help = format!("{label}-help");
        html! {
            div.utrecht-form-field.utrecht-form-field--invalid[fault.is_some()] {
                label.utrecht-form-label for=(name) { (self.text.get(label)) }
                @if self.text.has(&help) {
                    p.utrecht-form-field-description #{ (name) "-uitleg" } { (self.text.get(&help)) }
                }
                @if let Some(fault) = fault {
                    p.utrecht-form-field-error-message #{ (name) "-fout" } { (fault) }
                }
                (control)
            }
        }
    }

    /// The notice above a form that was refused, with a link to each field.
    pub fn notice(&self) -> Markup {
        html! {
            @if !self.faults.is_empty() {
                div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind="field_invalid" {
                    h2.utrecht-heading-3 { (self.text.get("form-refused")) }
                    ul {
                        @for fault in self.faults {
                            li { a.utrecht-link href={ "#" (fault.field) } { (self.text.get(&format!("fault-{}", fault.fault))) } }
                        }
                    }
                }
            }
        }
    }
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

/// A box in which a wide table scrolls by itself.
pub fn table(label: &str, table: Markup) -> Markup {
    html! { div.utrecht-table-container tabindex="0" role="group" aria-label=(label) { (table) } }
}
