//! Pure rules: states, stages, routes, status codes, external status, quality levels, values compared in dedupe and by people.

pub(crate) mod demographic;
pub(crate) mod external;
pub(crate) mod flow;
pub(crate) mod likeness;
pub(crate) mod mapping;
pub(crate) mod quality;
pub(crate) mod status;
pub(crate) mod sub_status;
pub(crate) mod track;
pub(crate) mod verdict;
