//! Advances, payments, account and settlement.

use maud::{Markup, html};

use crate::domain::grant::GrantRecord;
use crate::store::Conn;
use crate::web::error::Answer;
use crate::web::visit::Visit;

/// The section of the page of a grant.
pub async fn section(_visit: &Visit, _conn: &mut Conn, _grant: &GrantRecord) -> Answer<Markup> {
    Ok(html! {})
}
