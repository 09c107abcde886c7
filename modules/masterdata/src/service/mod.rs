//! Reads that are more than one query over one table, and changes.

pub(crate) mod applicant_rules;
pub(crate) mod applicant_type;
pub(crate) mod centers;
pub(crate) mod days;
mod definitions;
pub(crate) mod documents;
pub(crate) mod dynamic_fields;
pub(crate) mod history;
pub(crate) mod lists;
pub(crate) mod locations;
pub(crate) mod schemas;
mod staff;
pub(crate) mod zones;
