//! Identities, UIN, VID and locks.
