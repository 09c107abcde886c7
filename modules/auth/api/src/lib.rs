//! Contract of the auth module. ID authentication over its own copy of identities.
