//! How to report a weakness, for whoever found one (RFC 9116).

use crate::web::error::{Answer, Refusal};
use crate::web::paths;
use crate::web::visit::Visit;

/// Days for which the file says that it holds; it is written anew for every reader.
const DAYS: i64 = 90;

/// Shows `security.txt`, once the operator told who takes reports.
pub async fn show(visit: Visit) -> Answer<String> {
    let settings = &visit.app.settings;
    if settings.security_contacts.is_empty() {
        return Err(Refusal::NOT_FOUND);
    }
    let contacts: String = settings.security_contacts.iter().map(|one| format!("Contact: {one}\n")).collect();
    let until = visit.now.plus_minutes(DAYS * 24 * 60);
    let canonical = format!("{}{}", settings.origin, paths::SECURITY_TXT);
    Ok(format!("{contacts}Expires: {until}\nPreferred-Languages: nl, en\nCanonical: {canonical}\n"))
}
