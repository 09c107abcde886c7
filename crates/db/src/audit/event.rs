//! What a module says about a change.

use std::borrow::Cow;

use crate::clock::Timestamp;

/// MOSIP's kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventType {
    /// Done by the platform.
    System,
    /// Done by a person.
    User,
    /// Done by an application.
    Application,
    /// Done by a timer.
    Batch,
    /// A step of a business process.
    Business,
}

impl EventType {
    /// MOSIP's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "SYSTEM",
            Self::User => "USER",
            Self::Application => "APPLICATION",
            Self::Batch => "BATCH",
            Self::Business => "BUSINESS",
        }
    }
}

/// What an event is about: a kind (`PRID`, `RID`, `POLICY`) and an id that is not personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub(crate) kind: Cow<'static, str>,
    pub(crate) id: Cow<'static, str>,
}

impl Reference {
    /// A reference to something that is no person, or to a person by a salted hash. Never pass an identifier of a person.
    pub fn new(kind: impl Into<Cow<'static, str>>, id: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: kind.into(), id: id.into() }
    }
}

/// An event to be audited, with MOSIP's columns. What is not said is taken from the transaction's context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    pub(crate) id: Cow<'static, str>,
    pub(crate) name: Cow<'static, str>,
    pub(crate) kind: Cow<'static, str>,
    pub(crate) description: Cow<'static, str>,
    pub(crate) reference: Option<Reference>,
    pub(crate) module_id: Option<Cow<'static, str>>,
    pub(crate) module_name: Option<String>,
    pub(crate) application: Option<(String, String)>,
    pub(crate) user: Option<(String, Option<String>)>,
    pub(crate) created_by: Option<String>,
    pub(crate) host: Option<(String, String)>,
    pub(crate) acted_at: Option<Timestamp>,
}

impl AuditEvent {
    /// An event with its id (`PRE_APP_003`), name (`APPOINTMENT_CANCELLED`) and type.
    pub fn new(id: impl Into<Cow<'static, str>>, name: impl Into<Cow<'static, str>>, kind: EventType) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            kind: kind.name().into(),
            description: "".into(),
            reference: None,
            module_id: None,
            module_name: None,
            application: None,
            user: None,
            created_by: None,
            host: None,
            acted_at: None,
        }
    }

    /// Says in plain words what happened, without personal data.
    #[must_use]
    pub fn describe(mut self, description: impl Into<Cow<'static, str>>) -> Self {
        self.description = description.into();
        self
    }

    /// Says what the event is about.
    #[must_use]
    pub fn about(mut self, reference: Reference) -> Self {
        self.reference = Some(reference);
        self
    }

    /// Names MOSIP's module id (`PRE-CAN`).
    #[must_use]
    pub fn module(mut self, id: impl Into<Cow<'static, str>>) -> Self {
        self.module_id = Some(id.into());
        self
    }

    /// Names the module, when it is another than the context's.
    #[must_use]
    pub fn module_name(mut self, name: impl Into<String>) -> Self {
        self.module_name = Some(name.into());
        self
    }

    /// Names the application by id and name, when it is another than the context's.
    #[must_use]
    pub fn application(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.application = Some((id.into(), name.into()));
        self
    }

    /// Names the session user by id and name, when it is another than the context's actor. Neither may be personal data.
    #[must_use]
    pub fn user(mut self, id: impl Into<String>, name: Option<String>) -> Self {
        self.user = Some((id.into(), name));
        self
    }

    /// Names who recorded the event, when it is another than the context's actor.
    #[must_use]
    pub fn created_by(mut self, who: impl Into<String>) -> Self {
        self.created_by = Some(who.into());
        self
    }

    /// Names the host by name and address, when it is another than the context's.
    #[must_use]
    pub fn host(mut self, name: impl Into<String>, address: impl Into<String>) -> Self {
        self.host = Some((name.into(), address.into()));
        self
    }

    /// Says when it happened, when that was not now.
    #[must_use]
    pub fn acted_at(mut self, when: Timestamp) -> Self {
        self.acted_at = Some(when);
        self
    }

    /// Takes an event type in MOSIP's words, for events that others report.
    #[must_use]
    pub fn of_type(mut self, name: impl Into<String>) -> Self {
        self.kind = name.into().into();
        self
    }
}
