//! Heavy back ends, a feature each.
