//! Choosing a neighbourhood on a map. The choice is a list of radio buttons; what is drawn of each neighbourhood lies in the label of its
//! button, so that a press on the map is a press on the button. Nothing needs a script, and whoever does not see the map has the list.

use maud::{Markup, html};

use super::map::{Ground, ground};
use crate::domain::geo::Shape;
use crate::domain::neighbourhood::Neighbourhood;
use crate::web::guard::body::Form;
use crate::web::visit::Visit;

/// The field, its label and the key of the first choice: none of them.
pub struct Pick {
    /// Its name in the form; also its id.
    pub name: &'static str,
    /// Key of its label.
    pub label: &'static str,
    /// Key of the choice that is no neighbourhood.
    pub none: &'static str,
}

/// The list with the map beside it; nothing where no neighbourhood has a shape, as then there is no map.
pub fn draw(
    visit: &Visit,
    pick: &Pick,
    (form, fault): (&Form, Option<&str>),
    all: &[Neighbourhood],
) -> Option<Markup> {
    let ground = ground(all.iter().filter_map(|one| one.shape.as_ref()))?;
    let chosen = form.get(pick.name);
    let (name, help) = (pick.name, format!("{}-uitleg", pick.name));
    Some(html! {
        fieldset.sr-stack.sr-stack--tight #(name) aria-describedby=(help) {
            legend.utrecht-form-label { (visit.say(pick.label)) }
            p.utrecht-form-field-description #(help) { (visit.say("pt-pick-line")) }
            @if let Some(fault) = fault { p.utrecht-form-field-error-message { (visit.say(&format!("fault-{fault}"))) } }
            div.sr-pick {
                (ground.drawn)
                ul.sr-pick__list {
                    li { (button(name, ("", chosen), html! { span { (visit.say(pick.none)) } })) }
                    @for (number, one) in (1..).zip(all) {
                        li { (button(name, (one.code.as_str(), chosen), option(&ground, number, one))) }
                    }
                }
            }
        }
    })
}

fn button(name: &str, (value, chosen): (&str, &str), content: Markup) -> Markup {
    html! {
        label { input type="radio" name=(name) value=(value) checked[value == chosen]; (content) }
    }
}

/// Its number on the map and its name, with what is drawn of it on the map.
fn option(ground: &Ground, number: usize, one: &Neighbourhood) -> Markup {
    html! {
        @if one.shape.is_some() { span.sr-pick__number aria-hidden="true" { (number) } }
        span { (one.name) }
        @if let Some(shape) = &one.shape { (over(ground, number, (shape, &one.name))) }
    }
}

fn over(ground: &Ground, number: usize, (shape, name): (&Shape, &str)) -> Markup {
    html! {
        svg.sr-pick__over viewBox=(ground.view) aria-hidden="true" focusable="false" {
            path.sr-pick__shape d=(shape.path) fill-rule="evenodd" { title { (name) } }
            text.sr-map__mark x=(shape.label.x) y=(-shape.label.y) font-size=(ground.letters) { (number) }
        }
    }
}
