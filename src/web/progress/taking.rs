//! What the forms of the page do, whoever sends them. The act knows who may.

use crate::acts;
use crate::acts::ActError;
use crate::acts::moderation::{self, Writer};
use crate::acts::progress::change::Wanted;
use crate::domain::calendar::parse_day;
use crate::domain::growth::Criterion;
use crate::domain::id::GrantId;
use crate::domain::moderation::Written;
use crate::domain::progress::{ChangeKind, Turn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::upload::PictureForm;
use crate::web::office::picture::taken;
use crate::web::parts::form::Refused;
use crate::web::visit::Visit;

/// What came of a form: done, or why not.
type Done = Answer<Result<(), Refused>>;

fn done<T>(result: Result<T, ActError>, field: &'static str) -> Done {
    match result {
        Ok(_) => Ok(Ok(())),
        Err(error) => Refused::of(error, field).map(Err),
    }
}

/// Plans a milestone.
pub async fn plan(visit: &Visit, grant: &GrantId, form: &Form) -> Done {
    let planned = match parse_day(form.get("planned_on")) {
        None => Err(ActError::field("planned_on", "date")),
        Some(day) => {
            acts::progress::milestone::plan(&visit.context(), grant, form.get("milestone"), day).await
        }
    };
    done(planned, "milestone")
}

/// Says what happened to a milestone. Without a day it is today.
pub async fn turn(visit: &Visit, grant: &GrantId, number: u64, form: &Form) -> Done {
    let day = match form.get("turn_day").trim() {
        "" => Some(visit.now.local().date()),
        typed => parse_day(typed),
    };
    let turned = match (Turn::named(form.get("turn")), day) {
        (None, _) => Err(ActError::field("turn", "choose")),
        (Some(_), None) => Err(ActError::field("turn_day", "date")),
        (Some(turn), Some(day)) => {
            let said = (turn, day, form.get("turn_why"));
            acts::progress::milestone::turn(&visit.context(), grant, number, said).await
        }
    };
    done(turned, "turn")
}

/// Tells what was done, with a picture or without.
pub async fn tell(visit: &Visit, grant: &GrantId, sent: PictureForm) -> (Form, Done) {
    let PictureForm { file, name, form } = sent;
    let told = told(visit, grant, (file, &name), &form).await;
    (form, told)
}

async fn told(visit: &Visit, grant: &GrantId, (file, name): (Vec<u8>, &str), form: &Form) -> Done {
    let (words, alt) = ((form.get("report_title"), form.get("report_story")), form.get("words_alt"));
    // Words cost nothing to look at; a picture does.
    if let Err(error) = acts::progress::report::fault_of_words(words.0, words.1) {
        return done::<()>(Err(error), "report_title");
    }
    let mut pictures = Vec::new();
    if !file.is_empty() {
        match taken(visit, (file, name), alt).await? {
            Ok(files) => pictures.push((files, alt.to_string())),
            Err(refused) => return Ok(Err(refused)),
        }
    }
    done(acts::progress::report::tell(&visit.context(), grant, words, &pictures).await, "report_title")
}

/// Asks for a second look at a report that was taken off, or notes that a group without e-mail was told of it.
pub async fn ask_again(visit: &Visit, grant: &GrantId, number: u64, form: &Form) -> Done {
    let (ctx, one) = (visit.context(), Written::Progress(grant.clone(), number));
    let asked = match form.get("do") {
        "told" => moderation::told(&ctx, Writer::Carrier, &one).await,
        _ => moderation::appeal(&ctx, Writer::Carrier, &one, form.get("talk_appeal")).await,
    };
    done(asked, "talk_appeal")
}

/// Asks for a change.
pub async fn ask(visit: &Visit, grant: &GrantId, form: &Form) -> Done {
    let Some(kind) = ChangeKind::named(form.get("change_kind")) else {
        return Ok(Err(Refused::field("change_kind", "choose")));
    };
    let wanted = Wanted {
        kind,
        what: form.get("change_what").to_string(),
        why: form.get("change_why").to_string(),
        until: parse_day(form.get("change_until")),
    };
    done(acts::progress::change::ask(&visit.context(), grant, &wanted).await, "change_what")
}

/// Says what is promised for a criterion.
pub async fn promise(visit: &Visit, grant: &GrantId, form: &Form) -> Done {
    let promised = match (Criterion::named(form.get("criterion")), form.get("promised").trim().parse()) {
        (None, _) => Err(ActError::field("criterion", "choose")),
        (Some(_), Err(_)) => Err(ActError::field("promised", "number")),
        (Some(criterion), Ok(number)) => {
            let said = (form.get("counted"), number);
            acts::progress::growth::promise(&visit.context(), grant, criterion, said).await
        }
    };
    done(promised, "promised")
}

/// Says what was reached of it.
pub async fn reach(visit: &Visit, grant: &GrantId, form: &Form) -> Done {
    let reached = match (Criterion::named(form.get("criterion")), form.get("reached_now").trim().parse()) {
        (None, _) => Err(ActError::field("criterion", "choose")),
        (Some(_), Err(_)) => Err(ActError::field("reached_now", "number")),
        (Some(criterion), Ok(number)) => {
            acts::progress::growth::reach(&visit.context(), grant, (criterion, number)).await
        }
    };
    done(reached, "reached_now")
}
