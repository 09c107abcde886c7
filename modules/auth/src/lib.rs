//! ID authentication over its own copy of identities.
