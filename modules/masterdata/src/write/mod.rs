//! Creating, changing, switching and deleting entries: the same steps for every entity, by its form
//! (`masterdata_api::forms`); what only one entity asks for stands in its own file.

pub(crate) mod body;
pub(crate) mod centers;
mod change;
mod create;
pub(crate) mod days;
mod decommission;
mod delete;
mod documents;
mod dynamic;
mod machines;
mod numbers;
mod places;
mod rules;
mod said;
mod staff;
pub(crate) mod status;
pub(crate) mod store;
mod words;
