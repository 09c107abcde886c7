//! Contract of the iam module. Staff, roles, machine clients and sessions.
