//! Plans that were sent in, the talk about them, and what was written under an address.

/// Plans as groups sent them in, for everyone.
pub const SENT_IN: &str = "/rondes/{round}/ingestuurd";
pub const SENT_IN_ONE: &str = "/rondes/{round}/ingestuurd/{pitch}";
/// The talk about a plan, and how the talk in a round is kept decent.
pub const TALK: &str = "/rondes/{round}/ingestuurd/{pitch}/gesprek";
pub const TALK_RULES: &str = "/rondes/{round}/gesprek";
/// Telling the office that something that somebody wrote may not stand there.
pub const REPORT_WRITTEN: &str = "/rondes/{round}/melden/{kind}/{written}";
/// Supporting a plan before it is looked at.
pub const SUPPORT: &str = "/rondes/{round}/ingestuurd/{pitch}/steun";
/// Where the plans that were sent in lie.
pub const SENT_IN_MAP: &str = "/rondes/{round}/ingestuurd/kaart";
/// What was written under an address: its owner comes here from a mail.
pub const CONTRIBUTIONS: &str = "/bijdragen/{token}";
/// What people wrote with the plans of a round, and one of that.
pub const ROUND_TALK: &str = "/bureau/rondes/{round}/gesprek";
pub const ROUND_WRITTEN: &str = "/bureau/rondes/{round}/gesprek/{kind}/{written}";
/// A picture of it, also where everyone does not see it any more.
pub const ROUND_WRITTEN_PICTURE: &str = "/bureau/rondes/{round}/gesprek/{kind}/{written}/fotos/{number}";
pub const ROUND_SUPPORT: &str = "/bureau/rondes/{round}/steun";
pub const ROUND_SUPPORT_LISTS: &str = "/bureau/rondes/{round}/steun/lijsten";
/// What the contact of a social-brokerage organisation says about plans.
pub const ROUND_SPEAKING: &str = "/bureau/rondes/{round}/reageren";
/// Meetings, for the office and for a group, the talk, and what was taken off.
pub const ROUND_MEETINGS: &str = "/bureau/rondes/{round}/bijeenkomsten";
pub const PITCH_MEETINGS: &str = "/initiatief/plannen/{pitch}/bijeenkomsten";
pub const PITCH_TALK: &str = "/initiatief/plannen/{pitch}/gesprek";
pub const PITCH_OFF: &str = "/initiatief/plannen/{pitch}/weggehaald";
/// The same at the desk.
pub const DESK_PITCH_MEETINGS: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/bijeenkomsten";
pub const DESK_PITCH_TALK: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/gesprek";
pub const DESK_PITCH_OFF: &str = "/bureau/initiatiefnemers/{initiator}/plannen/{pitch}/weggehaald";
