//! Contract of the partner module. Partners, policies, keys and licences.
