//! What use cases work with: the ports, and what is kept in memory.

use crate::{Ports, service::form, token};

/// The module's inside; nobody outside can name it.
pub struct Inner {
    pub(crate) ports: Ports,
    pub(crate) tokens: token::Tokens,
    pub(crate) forms: form::Cache,
}

impl std::ops::Deref for Inner {
    type Target = Ports;

    fn deref(&self) -> &Ports {
        &self.ports
    }
}
