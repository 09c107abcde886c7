//! Audit, OTP, notices, templates and number generators.
