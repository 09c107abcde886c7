//! Contract of the kernel module. Audit, OTP, notices, templates and number generators.
