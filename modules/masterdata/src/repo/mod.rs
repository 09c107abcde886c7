//! Queries over the module's own tables; those over master data stand in `row`.

pub(crate) mod bulk_upload;
