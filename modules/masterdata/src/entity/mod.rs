//! Tables of the module that hold no master data.

pub(crate) mod bulk_upload;
