//! Lines of a form: what and how much, as often as needed. Without a script a page has a few empty ones, and a button for
//! more.

use maud::{Markup, html};

use crate::domain::money::Cents;
use crate::domain::pitch::budget::{Line, MAX_LINE};
use crate::domain::plain::kept;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Refused, typed_amount};
use crate::web::visit::Visit;

/// Empty lines on a page.
const SPARE: usize = 3;

/// A set of lines: the beginning of the names of its fields, and the name under which faults stand.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// Beginning of the names.
    pub name: &'static str,
    /// The field of faults, with its label.
    pub field: &'static str,
    /// Most lines.
    pub most: usize,
    /// What stands in a line: the ending of each name, the key of its words, and how wide it is.
    pub columns: &'static [Column],
}

/// One field of a line.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Ending of the name.
    pub name: &'static str,
    /// Key of the label.
    pub label: &'static str,
    /// What is typed in it.
    input: Input,
}

/// What is typed in a field of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Input {
    Words,
    Sum,
    /// One of these names; their words stand under this key.
    OneOf(&'static [&'static str], &'static str),
}

impl Column {
    /// Words.
    pub const fn words(name: &'static str, label: &'static str) -> Column {
        Column { name, label, input: Input::Words }
    }

    /// A sum.
    pub const fn sum(name: &'static str, label: &'static str) -> Column {
        Column { name, label, input: Input::Sum }
    }

    /// One of some names, whose words stand under a key.
    pub const fn one_of(
        name: &'static str,
        label: &'static str,
        (names, words): (&'static [&'static str], &'static str),
    ) -> Column {
        Column { name, label, input: Input::OneOf(names, words) }
    }
}

impl Rows {
    fn key(&self, column: &str, number: usize) -> String {
        format!("{}_{column}_{number}", self.name)
    }

    /// What was typed in each line in which something was.
    pub fn read(&self, form: &Form) -> Vec<Vec<String>> {
        (1..=self.most)
            .map(|number| {
                let value = |column: &Column| kept(form.get(&self.key(column.name, number)));
                self.columns.iter().map(value).collect::<Vec<_>>()
            })
            .filter(|row| row.iter().any(|value| !value.is_empty()))
            .collect()
    }

    /// Puts lines in a form.
    pub fn fill(&self, form: &mut Form, rows: &[Vec<String>]) {
        for (number, row) in (1..).zip(rows) {
            for (column, value) in self.columns.iter().zip(row) {
                form.set(&self.key(column.name, number), value.as_str());
            }
        }
    }

    /// The lines as fields; `fault` stands above them.
    pub fn show(&self, visit: &Visit, form: &Form, fault: Option<&str>) -> Markup {
        let used = (1..=self.most)
            .filter(|number| {
                self.columns.iter().any(|one| !form.get(&self.key(one.name, *number)).is_empty())
            })
            .max()
            .unwrap_or(0);
        let help = format!("field-{}-help", self.field);
        html! {
            fieldset.sr-stack #(self.field) {
                legend { h2.utrecht-heading-3 { (visit.say(&format!("field-{}", self.field))) } }
                @if visit.text.has(&help) { p.utrecht-form-field-description { (visit.say(&help)) } }
                @if let Some(fault) = fault {
                    p.utrecht-form-field-error-message { (visit.say(&format!("fault-{fault}"))) }
                }
                @for number in 1..=(used + SPARE).min(self.most) {
                    div.sr-line role="group" aria-label=(visit.text.with("pt-line", &[("number", number.to_string().into())])) {
                        @for column in self.columns {
                            @let key = self.key(column.name, number);
                            div.utrecht-form-field {
                                label.utrecht-form-label for=(key) { (visit.say(column.label)) }
                                (control(visit, column.input, &key, form.get(&key)))
                            }
                        }
                    }
                }
                @if used + SPARE < self.most {
                    p { button.utrecht-button type="submit" name="pt_next" value="more" { (visit.say("pt-more")) } }
                }
            }
        }
    }
}

fn control(visit: &Visit, input: Input, key: &str, value: &str) -> Markup {
    match input {
        Input::Words => html! {
            input.utrecht-textbox.sr-wide-field #(key) name=(key) type="text" value=(value) autocomplete="off";
        },
        Input::Sum => html! {
            input.utrecht-textbox.sr-short #(key) name=(key) type="text" inputmode="decimal" value=(value) autocomplete="off";
        },
        Input::OneOf(names, words) => html! {
            select.utrecht-select #(key) name=(key) {
                option value="" { (visit.say("choose")) }
                @for name in names { option value=(name) selected[*name == value] { (visit.say(&format!("{words}-{name}"))) } }
            }
        },
    }
}

/// Lines of what and how much. A sum that is not known yet is none.
pub fn lines(rows: &[Vec<String>], field: &'static str) -> Result<Vec<Line>, Refused> {
    rows.iter()
        .map(|row| {
            let what = row[0].clone();
            if what.chars().count() > MAX_LINE {
                return Err(Refused::field(field, "long"));
            }
            Ok(Line { what, amount: sum(&row[1], field)? })
        })
        .collect()
}

/// A sum of a line.
pub fn sum(typed: &str, field: &'static str) -> Result<Cents, Refused> {
    match typed {
        "" => Ok(Cents::ZERO),
        typed => Cents::parse_typed(typed).map_err(|_| Refused::field(field, "amount")),
    }
}

/// Lines as they were typed.
pub fn typed(lines: &[Line]) -> Vec<Vec<String>> {
    lines.iter().map(|line| vec![line.what.clone(), typed_sum(line.amount)]).collect()
}

/// A sum as it is typed; nothing for none.
pub fn typed_sum(amount: Cents) -> String {
    if amount == Cents::ZERO { String::new() } else { typed_amount(amount) }
}
