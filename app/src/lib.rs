//! The shell of the portals.
