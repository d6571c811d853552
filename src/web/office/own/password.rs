//! Changing one's own password: with the old one.

use super::super::session::entered;
use super::super::signing::{Tried, chosen, stored, try_password};
use super::{signed_in, with};
use crate::acts::{self, ActError};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::parts::form::Refused;
use crate::web::visit::Visit;

/// Changes it. Every other session ends.
pub async fn change(visit: Visit, form: Form) -> Answer {
    let staff = signed_in(&visit)?;
    let account = &staff.account;
    let mut context = visit.context();
    let password = match chosen(&visit, account, form.get("old_password"), form.get("new_password")).await {
        Ok(password) => password,
        Err(error) => return refused(&visit, &form, error).await,
    };
    match try_password(&visit, &account.login, form.get("old_password")).await? {
        Tried::Right(..) => {}
        Tried::Wrong(_) => {
            acts::session::failed(&context, Some(&account.id)).await?;
            return refused(&visit, &form, ActError::field("old_password", "password-wrong")).await;
        }
    }
    let stored = stored(&visit, password).await?;
    let token = acts::account::change_password(&mut context, &stored, &staff.token).await?;
    Ok(entered(&visit, &token))
}

async fn refused(visit: &Visit, form: &Form, error: ActError) -> Answer {
    let refused = Refused::of(error, "new_password")?;
    with(visit, form, Some(&refused)).await
}
