//! app-prereg
