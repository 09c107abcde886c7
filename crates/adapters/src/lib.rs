//! Heavy back ends, a feature each.

#[cfg(feature = "sbi-sim")]
pub mod sbi_sim;
