//! Contract of the idrepo module. Identities, UIN, VID and locks.
