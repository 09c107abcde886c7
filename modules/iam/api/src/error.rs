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
        /// The provider's answer does not belong to a sign-in that began in this browser.
        StateMismatch = "KER-ATH-022", "state is not maching";
        /// Wrong user name, password, client id or secret.
        InvalidCredentials = "KER-ATH-023", "Invalid Credentials";
        /// Unknown application id.
        UnknownRealm = "KER-ATH-026", "Realm not found:: {0}";
        /// A member of staff without UIN or VID.
        NoIndividualId = "KER-ATH-027", "Individual Id not found for user";
        /// After signing in a browser is led to known sites only.
        RedirectNotAllowed = "KER-ATH-028", "uri's domain name not found in allowed domains";
        /// Too many wrong tries for now.
        Locked = "KER-ATH-029", "Too many wrong tries: wait {0} seconds and try again", 429 retry;
        /// The token is not valid.
        InvalidToken = "KER-ATH-401", "Authentication Failed", 401;
        /// A new password is too short or easy to guess.
        WeakPassword = "TES-IAM-001", "A password has {0} characters or more and does not contain the user name";
        /// Programs cannot show the second factor.
        SecondFactorNeeded = "TES-IAM-002", "This account needs a second factor: sign in at the portal";
        /// A password given by somebody else opens nothing.
        MustChange = "TES-IAM-003", "The first password has to be changed: sign in at the portal";
        /// A step of sign-in was not finished in time, or was finished before.
        TicketGone = "TES-IAM-004", "This step was left open too long: begin again";
        /// The authenticator's answer does not fit.
        PasskeyRefused = "TES-IAM-005", "This passkey was not accepted";
        /// Without a host name there are no passkeys.
        NoPasskeysHere = "TES-IAM-006", "Passkeys need a host name: set public_url";
        /// A recovery code that is wrong or was used.
        RecoveryRefused = "TES-IAM-007", "This recovery code is wrong or was used before";
        /// A second factor without any passkey would shut its owner out.
        PasskeyFirst = "TES-IAM-008", "Add a passkey first";
        /// Nothing of that name, or somebody else's.
        NotFound = "TES-IAM-009", "There is no such thing", 404;
        /// The user id is taken.
        NameTaken = "TES-IAM-010", "The user id {0} is taken";
        /// A member of a form is missing or has the wrong form.
        BadField = "TES-IAM-011", "{0} is missing or has the wrong form";
        /// Nobody hands out more than they may.
        NotGrantable = "TES-IAM-012", "You cannot give or take the role {0}";
        /// Nobody shuts themselves out.
        NotYourself = "TES-IAM-013", "You cannot do this to your own account";
        /// Zonal administrators work within their zone.
        ZoneNotYours = "TES-IAM-015", "The zone {0} is not yours";
        /// The outside provider does not answer, or not as agreed.
        ProviderFailed = "TES-IAM-020", "The sign-in provider did not answer as agreed: try again", 502 retry;
        /// The outside provider said no.
        ProviderRefused = "TES-IAM-021", "The sign-in provider did not sign you in";
        /// The outside provider knows the person, this installation gives them no role.
        NoRoles = "TES-IAM-022", "Your account has no role here: ask the person who manages your access";
        /// An account of that name exists here and belongs to whoever has its password.
        AccountExists = "TES-IAM-023", "An account of this name exists here already";
        /// The database or key manager failed.
        Internal = "KER-ATH-500", "Server error occured,Please check the logs", 500 retry;
    }
}
