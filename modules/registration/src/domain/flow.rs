//! Stages and the routing tables of the flows.
//!
//! A stage says whether a registration is sound; the table says where that leads. The first row of a stage whose
//! condition holds is taken.

use std::collections::BTreeMap;

/// A stage, in the order of the flow NEW.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stage {
    PacketReceiver,
    SecurezoneNotification,
    PacketUploader,
    PacketValidator,
    PacketClassifier,
    CmdValidator,
    OperatorValidator,
    SupervisorValidator,
    IntroducerValidator,
    QualityClassifier,
    DemoDedupe,
    AbisHandler,
    BioDedupe,
    ManualAdjudication,
    Verification,
    UinGenerator,
    CredentialRequestor,
}

impl Stage {
    pub(crate) const ALL: [Self; 17] = [
        Self::PacketReceiver,
        Self::SecurezoneNotification,
        Self::PacketUploader,
        Self::PacketValidator,
        Self::PacketClassifier,
        Self::CmdValidator,
        Self::OperatorValidator,
        Self::SupervisorValidator,
        Self::IntroducerValidator,
        Self::QualityClassifier,
        Self::DemoDedupe,
        Self::AbisHandler,
        Self::BioDedupe,
        Self::ManualAdjudication,
        Self::Verification,
        Self::UinGenerator,
        Self::CredentialRequestor,
    ];

    /// MOSIP's stage name, as stored.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PacketReceiver => "PacketReceiverStage",
            Self::SecurezoneNotification => "SecurezoneNotificationStage",
            Self::PacketUploader => "PacketUploaderStage",
            Self::PacketValidator => "PacketValidatorStage",
            Self::PacketClassifier => "PacketClassifierStage",
            Self::CmdValidator => "CMDValidatorStage",
            Self::OperatorValidator => "OperatorValidatorStage",
            Self::SupervisorValidator => "SupervisorValidatorStage",
            Self::IntroducerValidator => "IntroducerValidatorStage",
            Self::QualityClassifier => "QualityClassifierStage",
            Self::DemoDedupe => "DemoDedupeStage",
            Self::AbisHandler => "AbisHandlerStage",
            Self::BioDedupe => "BioDedupeStage",
            Self::ManualAdjudication => "ManualAdjudicationStage",
            Self::Verification => "VerificationStage",
            Self::UinGenerator => "UinGeneratorStage",
            Self::CredentialRequestor => "CredentialRequestorStage",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// MOSIP's transaction type of the stage.
    pub(crate) fn transaction(self) -> &'static str {
        match self {
            Self::PacketReceiver => "PACKET_RECEIVER",
            Self::SecurezoneNotification => "SECUREZONE_NOTIFICATION",
            Self::PacketUploader => "UPLOAD_PACKET",
            Self::PacketValidator => "VALIDATE_PACKET",
            Self::PacketClassifier => "PACKET_CLASSIFICATION",
            Self::CmdValidator => "CMD_VALIDATION",
            Self::OperatorValidator => "OPERATOR_VALIDATION",
            Self::SupervisorValidator => "SUPERVISOR_VALIDATION",
            Self::IntroducerValidator => "INTRODUCER_VALIDATION",
            Self::QualityClassifier => "QUALITY_CLASSIFIER",
            Self::DemoDedupe => "DEMOGRAPHIC_VERIFICATION",
            Self::AbisHandler | Self::BioDedupe => "BIOGRAPHIC_VERIFICATION",
            Self::ManualAdjudication => "MANUAL_ADJUDICATION",
            Self::Verification => "VERIFICATION",
            Self::UinGenerator => "UIN_GENERATOR",
            Self::CredentialRequestor => "PRINT_SERVICE",
        }
    }
}

/// A process this system runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    New,
}

impl Flow {
    pub(crate) const ALL: [Self; 1] = [Self::New];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::New => "NEW",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flow| flow.name() == name)
    }

    fn table(self) -> &'static [Route] {
        match self {
            Self::New => NEW,
        }
    }
}

/// Processes a sync may announce (MOSIP's main and sub processes), whether or not this system runs them yet.
pub(crate) const KNOWN_PROCESSES: &[&str] = &[
    "NEW",
    "UPDATE",
    "LOST",
    "RES_UPDATE",
    "ACTIVATED",
    "DEACTIVATED",
    "RES_REPRINT",
    "CORRECTION",
    "OPENCRVS_NEW",
    "BIOMETRIC_CORRECTION",
];

/// Facts about a registration that routes ask for (MOSIP's packet tags).
pub(crate) type Tags = BTreeMap<String, String>;

pub(crate) const NOT_AVAILABLE: &str = "--TAG_VALUE_NOT_AVAILABLE--";
pub(crate) const OFFICER: &str = "META_INFO-OPERATIONS_DATA-officerId";
pub(crate) const SUPERVISOR: &str = "META_INFO-OPERATIONS_DATA-supervisorId";
pub(crate) const AGE_GROUP: &str = "AGE_GROUP";
pub(crate) const INTRODUCER: &str = "INTRODUCER_AVAILABILITY";

/// When a row of a routing table applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    Present(&'static str),
    Is(&'static str, &'static [&'static str]),
}

impl When {
    fn holds(self, tags: &Tags) -> bool {
        let value =
            |tag: &str| tags.get(tag).map(String::as_str).filter(|value| !value.is_empty() && *value != NOT_AVAILABLE);
        match self {
            Self::Always => true,
            Self::Present(tag) => value(tag).is_some(),
            Self::Is(tag, values) => value(tag).is_some_and(|value| values.contains(&value)),
        }
    }
}

/// Where a sound registration goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Stage(Stage),
    /// The flow is done.
    Processed,
    /// The flow cannot go on.
    Failed,
}

struct Route {
    from: Stage,
    when: When,
    to: Target,
}

const fn route(from: Stage, when: When, to: Stage) -> Route {
    Route { from, when, to: Target::Stage(to) }
}

const GUARDED: &[&str] = &["INFANT", "MINOR"];

const NEW: &[Route] = {
    use Stage as S;
    use When::{Always, Is, Present};
    &[
        route(S::PacketReceiver, Always, S::SecurezoneNotification),
        route(S::SecurezoneNotification, Always, S::PacketUploader),
        route(S::PacketUploader, Always, S::PacketValidator),
        route(S::PacketValidator, Always, S::PacketClassifier),
        route(S::PacketClassifier, Always, S::CmdValidator),
        route(S::CmdValidator, Present(OFFICER), S::OperatorValidator),
        route(S::CmdValidator, Present(SUPERVISOR), S::SupervisorValidator),
        Route { from: S::CmdValidator, when: Always, to: Target::Failed },
        route(S::OperatorValidator, Present(SUPERVISOR), S::SupervisorValidator),
        route(S::OperatorValidator, Is(AGE_GROUP, GUARDED), S::IntroducerValidator),
        route(S::OperatorValidator, Is(INTRODUCER, &["true"]), S::IntroducerValidator),
        route(S::OperatorValidator, Always, S::QualityClassifier),
        route(S::SupervisorValidator, Is(AGE_GROUP, GUARDED), S::IntroducerValidator),
        route(S::SupervisorValidator, Is(INTRODUCER, &["true"]), S::IntroducerValidator),
        route(S::SupervisorValidator, Always, S::QualityClassifier),
        route(S::IntroducerValidator, Always, S::QualityClassifier),
        route(S::QualityClassifier, Always, S::DemoDedupe),
        route(S::DemoDedupe, Is(AGE_GROUP, &["INFANT"]), S::Verification),
        route(S::DemoDedupe, Always, S::AbisHandler),
        route(S::AbisHandler, Always, S::BioDedupe),
        route(S::BioDedupe, Always, S::UinGenerator),
        route(S::ManualAdjudication, Always, S::UinGenerator),
        route(S::Verification, Always, S::UinGenerator),
        route(S::UinGenerator, Always, S::CredentialRequestor),
        Route { from: S::CredentialRequestor, when: Always, to: Target::Processed },
    ]
};

impl Flow {
    /// Where a registration that a stage found sound goes next.
    pub(crate) fn next(self, from: Stage, tags: &Tags) -> Target {
        self.table()
            .iter()
            .find(|route| route.from == from && route.when.holds(tags))
            .map_or(Target::Failed, |route| route.to)
    }

    /// Whether an unsound registration is rejected at this stage; otherwise it has failed.
    pub(crate) fn rejects_at(self, stage: Stage) -> bool {
        match self {
            Self::New => matches!(stage, Stage::DemoDedupe | Stage::BioDedupe | Stage::ManualAdjudication),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(tags: &[(&str, &str)]) -> Vec<&'static str> {
        let tags: Tags = tags.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut stage = Stage::PacketReceiver;
        let mut names = vec![stage.name()];
        while let Target::Stage(next) = Flow::New.next(stage, &tags) {
            names.push(next.name());
            stage = next;
            assert!(names.len() < 30, "the flow goes round in circles");
        }
        names
    }

    // RPR-23
    #[test]
    fn an_adult_goes_through_every_check_once() {
        assert_eq!(
            walk(&[(OFFICER, "110011"), (SUPERVISOR, "110012"), (AGE_GROUP, "ADULT"), (INTRODUCER, "false")]),
            [
                "PacketReceiverStage",
                "SecurezoneNotificationStage",
                "PacketUploaderStage",
                "PacketValidatorStage",
                "PacketClassifierStage",
                "CMDValidatorStage",
                "OperatorValidatorStage",
                "SupervisorValidatorStage",
                "QualityClassifierStage",
                "DemoDedupeStage",
                "AbisHandlerStage",
                "BioDedupeStage",
                "UinGeneratorStage",
                "CredentialRequestorStage",
            ]
        );
    }

    #[test]
    fn routes_depend_on_facts() {
        assert!(walk(&[(OFFICER, "1"), (AGE_GROUP, "MINOR")]).contains(&"IntroducerValidatorStage"));
        assert!(walk(&[(SUPERVISOR, "1"), (INTRODUCER, "true")]).contains(&"IntroducerValidatorStage"));
        let infant = walk(&[(OFFICER, "1"), (AGE_GROUP, "INFANT")]);
        assert!(infant.contains(&"VerificationStage") && !infant.contains(&"BioDedupeStage"));
        // nobody signed for it: the flow ends at the centre check
        assert_eq!(walk(&[(OFFICER, NOT_AVAILABLE)]).last(), Some(&"CMDValidatorStage"));
    }

    #[test]
    fn every_stage_has_a_way_on_and_a_name_that_reads_back() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.name()), Some(stage));
            assert_eq!(registration_api::pipeline::STAGES[stage as usize], stage.name());
            let mut rows = NEW.iter().filter(|route| route.from == stage);
            assert_eq!(rows.next_back().map(|route| route.when), Some(When::Always), "{}", stage.name());
        }
        assert!(Flow::New.rejects_at(Stage::BioDedupe) && !Flow::New.rejects_at(Stage::PacketValidator));
    }
}
