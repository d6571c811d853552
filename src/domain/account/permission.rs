//! What a route of the office asks for.

use super::Role;

/// What a route of the office asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// See the office: the own work, and who is who.
    ViewOffice,
    /// See rounds, their plans, their pots and their results.
    ViewRounds,
    /// See budgets, areas, divisions, transfers and payments without who is paid.
    ViewMoney,
    /// See grants and the files of recipients.
    ViewGrants,
    /// See the voting letters of a round and what was asked at the desk.
    ViewLetters,
    /// Keep the accounts of staff.
    ManageStaff,
    /// Confirm as second person what another one proposed for an account.
    ConfirmStaff,
    /// Read the staff log.
    ReadLog,
    /// Change the municipality, its areas and its mandates.
    ManageMunicipality,
    /// Decide budget lines and what areas may spend.
    ManageMoney,
    /// Propose that money shifts between areas, years and pots, and refuse or take back a proposal.
    ProposeTransfers,
    /// Confirm as second person what another one proposed to shift.
    ConfirmTransfers,
    /// Bring in the register of voting letters.
    ImportRegister,
    /// Ask that a lost letter is replaced.
    HelpVoters,
    /// Report letters that the post brought back.
    ReportReturned,
    /// Open an account for someone without e-mail who pitches.
    HelpInitiators,
    /// Say something about plans for a social-brokerage organisation: nothing is decided by it.
    Comment,
    /// Prepare rounds, take them through their phases, propose certificates.
    RunRounds,
    /// Approve or refuse a proposed certificate.
    Certify,
    /// Keep the files of grants: checks, accounts, objections, letters.
    HandleGrants,
    /// Decide about grants. The mandate register says which decisions, up to which sum.
    DecideGrants,
}

impl Permission {
    /// Every permission with its name, as in the list of routes.
    pub const NAMES: [(Permission, &'static str); 21] = [
        (Permission::ViewOffice, "view office"),
        (Permission::ViewRounds, "view rounds"),
        (Permission::ViewMoney, "view money"),
        (Permission::ViewGrants, "view grants"),
        (Permission::ViewLetters, "view letters"),
        (Permission::ManageStaff, "manage staff"),
        (Permission::ConfirmStaff, "confirm staff"),
        (Permission::ReadLog, "read log"),
        (Permission::ManageMunicipality, "manage municipality"),
        (Permission::ManageMoney, "manage money"),
        (Permission::ProposeTransfers, "propose transfers"),
        (Permission::ConfirmTransfers, "confirm transfers"),
        (Permission::ImportRegister, "import register"),
        (Permission::HelpVoters, "help voters"),
        (Permission::ReportReturned, "report returned letters"),
        (Permission::HelpInitiators, "help initiators"),
        (Permission::Comment, "comment on plans"),
        (Permission::RunRounds, "run rounds"),
        (Permission::Certify, "certify"),
        (Permission::HandleGrants, "handle grants"),
        (Permission::DecideGrants, "decide grants"),
    ];

    /// Its name, as in the list of routes.
    pub fn name(self) -> &'static str {
        Permission::NAMES.iter().find(|(one, _)| *one == self).expect("every permission has a name").1
    }

    /// The roles that carry it.
    pub(super) fn roles(self) -> &'static [Role] {
        use Role::{
            Auditor, Certifier, CouncilReader, Desk, Officer, PlatformAdmin, ProgrammeManager, Registrar,
            SmoContact, SubsidyDesk,
        };
        match self {
            Permission::ViewOffice => &[
                ProgrammeManager,
                Officer,
                Certifier,
                Registrar,
                Desk,
                SubsidyDesk,
                CouncilReader,
                SmoContact,
                Auditor,
                PlatformAdmin,
            ],
            Permission::ViewRounds => &[
                ProgrammeManager,
                Officer,
                Certifier,
                Registrar,
                Desk,
                SubsidyDesk,
                CouncilReader,
                SmoContact,
                Auditor,
            ],
            Permission::ViewMoney => {
                &[ProgrammeManager, Officer, Certifier, SubsidyDesk, CouncilReader, Auditor]
            }
            Permission::ViewGrants => &[ProgrammeManager, Officer, Certifier, SubsidyDesk, Auditor],
            Permission::ViewLetters => &[Officer, Certifier, Registrar, Desk, Auditor],
            Permission::ManageStaff => &[PlatformAdmin],
            Permission::ConfirmStaff => &[PlatformAdmin, ProgrammeManager],
            Permission::ReadLog => &[Auditor],
            Permission::ManageMunicipality | Permission::ManageMoney => &[ProgrammeManager],
            Permission::ProposeTransfers => &[ProgrammeManager, Officer, Certifier, SubsidyDesk],
            Permission::ConfirmTransfers => &[ProgrammeManager, Certifier],
            Permission::ImportRegister => &[Officer, Certifier, Registrar],
            Permission::HelpVoters | Permission::HelpInitiators => &[Officer, Certifier, Desk],
            Permission::ReportReturned => &[Officer, Certifier, Registrar, Desk],
            Permission::Comment => &[SmoContact],
            Permission::RunRounds => &[Officer, Certifier],
            Permission::Certify => &[Certifier],
            Permission::HandleGrants => &[Officer, Certifier, SubsidyDesk],
            Permission::DecideGrants => &[Certifier, SubsidyDesk],
        }
    }
}
