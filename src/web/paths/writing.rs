//! Plans while their groups write them, and the same at the desk.

pub const PITCHES: &str = "/initiatief/plannen";
pub const PITCH: &str = "/initiatief/plannen/{pitch}";
pub const PITCH_STEP: &str = "/initiatief/plannen/{pitch}/stap/{step}";
pub const PITCH_SUBMIT: &str = "/initiatief/plannen/{pitch}/insturen";
pub const PITCH_ALLY: &str = "/initiatief/plannen/{pitch}/samen";
pub const PITCH_FORM: &str = "/initiatief/plannen/{pitch}/vragen";
pub const PITCH_PICTURES: &str = "/initiatief/plannen/{pitch}/fotos";
pub const PITCH_PICTURE: &str = "/initiatief/plannen/{pitch}/fotos/{number}";
pub const PITCH_PICTURE_REMOVAL: &str = "/initiatief/plannen/{pitch}/fotos/{number}/verwijdering";
pub const PITCH_WITHDRAWAL: &str = "/initiatief/plannen/{pitch}/intrekking";
pub const PITCH_REPLY: &str = "/initiatief/plannen/{pitch}/reactie";
pub const PITCH_APPEAL: &str = "/initiatief/plannen/{pitch}/opnieuw";
pub const PITCH_ACCOUNT: &str = "/initiatief/plannen/{pitch}/verantwoording";
pub const PITCH_REGROUP: &str = "/initiatief/plannen/{pitch}/samen-of-apart";
pub const PITCH_HELP: &str = "/initiatief/plannen/{pitch}/hulp";
pub const PITCH_HELP_END: &str = "/initiatief/plannen/{pitch}/hulp/einde";
/// What the desk types for someone.
pub const DESK_PITCHES: &str = "/bureau/initiatiefnemers/{initiator}/plannen";
pub const DESK_PITCH: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}";
pub const DESK_PITCH_STEP: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/stap/{step}";
pub const DESK_PITCH_SUBMIT: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/insturen";
pub const DESK_PITCH_ALLY: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/samen";
pub const DESK_ALLIANCE: &str = "/bureau/alliantie";
pub const DESK_PITCH_FORM: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/vragen";
pub const DESK_PITCH_PICTURES: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/fotos";
pub const DESK_PITCH_PICTURE: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/fotos/{number}";
pub const DESK_PITCH_PICTURE_REMOVAL: &str =
    "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/fotos/{number}/verwijdering";
pub const DESK_PITCH_WITHDRAWAL: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/intrekking";
pub const DESK_PITCH_REPLY: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/reactie";
pub const DESK_PITCH_APPEAL: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/opnieuw";
pub const DESK_PITCH_ACCOUNT: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/verantwoording";
pub const DESK_PITCH_REGROUP: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/samen-of-apart";
pub const DESK_PITCH_HELP: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/hulp";
pub const DESK_PITCH_HELP_END: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/hulp/einde";
