//! Plans that were sent in, the talk about them, and what was written under an address.

/// Plans as groups sent them in, for everyone.
pub const SENT_IN: &str = "/rondes/{round}/ingestuurd";
pub const SENT_IN_ONE: &str = "/rondes/{round}/ingestuurd/{pitch}";
/// The talk about a plan, and how the talk in a round is kept decent.
pub const TALK: &str = "/rondes/{round}/ingestuurd/{pitch}/gesprek";
pub const TALK_RULES: &str = "/rondes/{round}/gesprek";
/// Telling the office that a comment may not stand there.
pub const TALK_REPORT: &str = "/rondes/{round}/gesprek/{comment}/melden";
/// Telling the same of a meeting of a group.
pub const MEETING_REPORT: &str = "/rondes/{round}/bijeenkomsten/{meeting}/melden";
/// Supporting a plan before it is looked at.
pub const SUPPORT: &str = "/rondes/{round}/ingestuurd/{pitch}/steun";
/// Where the plans that were sent in lie.
pub const SENT_IN_MAP: &str = "/rondes/{round}/ingestuurd/kaart";
/// What was written under an address: its owner comes here from a mail.
pub const CONTRIBUTIONS: &str = "/bijdragen/{token}";
/// The talk about the plans of a round, and one comment.
pub const ROUND_TALK: &str = "/bureau/rondes/{round}/gesprek";
pub const ROUND_COMMENT: &str = "/bureau/rondes/{round}/gesprek/{comment}";
pub const ROUND_COMMENT_OFF: &str = "/bureau/rondes/{round}/gesprek/{comment}/weg";
pub const ROUND_COMMENT_KEPT: &str = "/bureau/rondes/{round}/gesprek/{comment}/blijft";
pub const ROUND_COMMENT_CHECK: &str = "/bureau/rondes/{round}/gesprek/{comment}/organisatie";
pub const ROUND_SUPPORT: &str = "/bureau/rondes/{round}/steun";
pub const ROUND_SUPPORT_LISTS: &str = "/bureau/rondes/{round}/steun/lijsten";
pub const ROUND_COMMENT_RULING: &str = "/bureau/rondes/{round}/gesprek/{comment}/herziening";
/// What the contact of a social-brokerage organisation says about plans.
pub const ROUND_SPEAKING: &str = "/bureau/rondes/{round}/reageren";
/// Meetings, for the office and for a group.
pub const ROUND_MEETINGS: &str = "/bureau/rondes/{round}/bijeenkomsten";
pub const PITCH_MEETINGS: &str = "/initiatief/plannen/{pitch}/bijeenkomsten";
pub const PITCH_TALK: &str = "/initiatief/plannen/{pitch}/gesprek";
