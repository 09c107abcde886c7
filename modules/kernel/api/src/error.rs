//! Error catalogue of the kernel services, in MOSIP's codes.

types::catalogue! {
    /// Errors of one-time codes, notices, audit and number generators.
    pub enum KernelError {
        /// The OTP key is missing or of the wrong length.
        OtpKey = "KER-OTG-001", "Key length should be in the range of 3-64.";
        /// No code was generated for this key.
        OtpMissing = "KER-OTV-005", "Validation can't be performed against this key. Generate OTP first.";
        /// No unused number is left in the pool.
        UinExhausted = "KER-UIG-001", "UIN could not be found", 200 retry;
        /// The database failed.
        Storage = "KER-OTV-500", "Internal server error", 500 retry;
    }
}
