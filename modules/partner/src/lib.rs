//! Partners, policies, keys and licences.
