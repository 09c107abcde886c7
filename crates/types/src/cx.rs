//! Who acts, from where, within which request: carried into transactions, jobs and audit rows.

use std::sync::Arc;

/// The context of one request or job. Cheap to clone. It never holds personal data: the actor is a staff id, a client id or
/// a hash, never a name, a phone number or an identifier of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cx {
    inner: Arc<Inner>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    request_id: String,
    actor: String,
    host: String,
    module: String,
    application: String,
}

impl Cx {
    /// The context of a request: its id, who acts, and the module that handles it.
    pub fn new(request_id: impl Into<String>, actor: impl Into<String>, module: impl Into<String>) -> Self {
        Self {
            inner: Arc::new(Inner {
                request_id: request_id.into(),
                actor: actor.into(),
                host: "localhost".into(),
                module: module.into(),
                application: "tessera".into(),
            }),
        }
    }

    /// The context of something the platform does by itself (timers, start-up): actor `system`.
    pub fn system(module: impl Into<String>) -> Self {
        Self::new("-", "system", module)
    }

    /// The same context with the host that is named in audit rows.
    #[must_use]
    pub fn with_host(mut self, host: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.inner).host = host.into();
        self
    }

    /// The same context with another module.
    #[must_use]
    pub fn with_module(mut self, module: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.inner).module = module.into();
        self
    }

    /// The same context with the application (MOSIP's `appId`) that is named in audit rows.
    #[must_use]
    pub fn with_application(mut self, application: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.inner).application = application.into();
        self
    }

    /// The id that ties log lines, audit rows and jobs of one request together.
    pub fn request_id(&self) -> &str {
        &self.inner.request_id
    }

    /// Who acts: staff id, client id or hash.
    pub fn actor(&self) -> &str {
        &self.inner.actor
    }

    /// The host that serves the request.
    pub fn host(&self) -> &str {
        &self.inner.host
    }

    /// The module that handles the request.
    pub fn module(&self) -> &str {
        &self.inner.module
    }

    /// The application the caller signed in to.
    pub fn application(&self) -> &str {
        &self.inner.application
    }
}
