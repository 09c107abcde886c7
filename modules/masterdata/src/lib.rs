//! Master data, zones, identity schema, UI specifications and settings.
