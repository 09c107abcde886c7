//! app-admin
