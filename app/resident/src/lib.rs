//! app-resident
