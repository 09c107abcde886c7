//! Contract of the masterdata module. Master data, zones, identity schema, UI specifications and settings.
