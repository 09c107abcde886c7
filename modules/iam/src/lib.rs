//! Staff, roles, machine clients and sessions.
