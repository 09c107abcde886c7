//! Error catalogue of the resident's services, in MOSIP's codes.

types::catalogue! {
    /// Errors of signing in, cards and virtual numbers.
    pub enum ResidentError {
        /// Neither a UIN, a VID nor a registration number by its form.
        Number = "RES-SER-018", "Invalid individualId";
        /// Not a registration number by its form.
        RegistrationNumber = "RES-SER-413", "Invalid RID";
        /// The code is wrong, too old, or was never sent.
        CodeWrong = "RES-SER-422", "OTP validation failed";
        /// Too many wrong codes; the argument is the minutes to wait.
        CodeBlocked = "RES-SER-465", "OTP is blocked for {0} minutes", 200 retry;
        /// Too many codes were asked for; the argument is the minutes to wait.
        TooManyCodes = "RES-SER-510", "Innumerous OTP requests received: wait {0} minutes", 200 retry;
        /// The person has as many virtual numbers of this kind as the policy allows.
        NumbersFull = "RES-SER-405", "Maximum allowed VIDs are active. Deactivate VID to generate new one.";
        /// There is no such kind of virtual number.
        NumberKind = "RES-SER-427", "Unsupported Input Parameter - {0}";
        /// The card is not made yet.
        CardNotReady = "RES-SER-509", "The card is not ready for download.";
        /// Something beneath failed.
        Internal = "RES-SER-467", "Server error occurred", 500 retry;
    }
}
