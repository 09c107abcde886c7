//! Settings to ports to modules to router and jobs: the only crate that knows every module.
