//! Error catalogue of iam, in MOSIP's authmanager codes.

types::catalogue! {
    /// Errors of sign-in and tokens.
    pub enum IamError {
        /// No such user.
        UnknownUser = "KER-ATH-003", "User Detail doesn't exist";
        /// The request lacks something.
        BadRequest = "KER-ATH-004", "Error while validating the request";
        /// No cookie came with the request.
        NoCookies = "KER-ATH-006", "Cookies are empty";
        /// The token cookie is missing.
        NoToken = "KER-ATH-007", "Token is not present in cookies";
        /// A member is null or empty.
        Empty = "KER-ATH-019", "{0}: must not be blank";
        /// Wrong user name, password, client id or secret.
        InvalidCredentials = "KER-ATH-023", "Invalid Credentials";
        /// Unknown application id.
        UnknownRealm = "KER-ATH-026", "Realm not found:: {0}";
        /// Too many wrong tries for now.
        Locked = "KER-ATH-029", "Too many wrong tries: wait {0} seconds and try again", 429 retry;
        /// The token is not valid.
        InvalidToken = "KER-ATH-401", "Authentication Failed", 401;
        /// The database or key manager failed.
        Internal = "KER-ATH-500", "Server error occured,Please check the logs", 500 retry;
    }
}
