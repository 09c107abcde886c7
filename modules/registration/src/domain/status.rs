//! Status of a registration and of its transactions, in MOSIP's words.

/// Where a registration stands as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Processing,
    Processed,
    Failed,
    Rejected,
    /// A stage failed for a reason that may pass; it is tried again at the time noted.
    Reprocess,
    /// Tried too often; an administrator may start it again.
    ReprocessFailed,
    /// Waits for a better capture.
    PausedForAdditionalInfo,
}

impl Status {
    pub(crate) const ALL: [Self; 7] = [
        Self::Processing,
        Self::Processed,
        Self::Failed,
        Self::Rejected,
        Self::Reprocess,
        Self::ReprocessFailed,
        Self::PausedForAdditionalInfo,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Processing => "PROCESSING",
            Self::Processed => "PROCESSED",
            Self::Failed => "FAILED",
            Self::Rejected => "REJECTED",
            Self::Reprocess => "REPROCESS",
            Self::ReprocessFailed => "REPROCESS_FAILED",
            Self::PausedForAdditionalInfo => "PAUSED_FOR_ADDITIONAL_INFO",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether nothing happens any more by itself or by anybody (I5: exactly one such state is reached).
    pub(crate) fn is_terminal(self) -> bool {
        matches!(self, Self::Processed | Self::Failed | Self::Rejected)
    }
}

/// How one step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepStatus {
    Success,
    Failed,
    Rejected,
    InProgress,
    Reprocess,
    Processed,
}

impl StepStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Failed => "FAILED",
            Self::Rejected => "REJECTED",
            Self::InProgress => "IN_PROGRESS",
            Self::Reprocess => "REPROCESS",
            Self::Processed => "PROCESSED",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_names_read_back_and_three_are_final() {
        assert!(Status::ALL.iter().all(|status| Status::parse(status.name()) == Some(*status)));
        assert_eq!(Status::ALL.iter().filter(|status| status.is_terminal()).count(), 3);
        assert_eq!(Status::parse("processing"), None);
    }
}
