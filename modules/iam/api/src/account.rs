//! Signing in, and what a member of staff does with their own account.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Timestamp};
use zeroize::Zeroizing;

use crate::PortalSession;

/// Fewest characters of a password.
pub const MIN_PASSWORD: usize = 12;
/// Longest name of a passkey, in characters.
pub const MAX_PASSKEY_NAME: usize = 60;

/// What is known of the browser somebody signs in with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Browser<'a> {
    /// The device cookie of an earlier sign-in.
    pub device: Option<&'a str>,
    /// Its `User-Agent`.
    pub agent: Option<&'a str>,
}

/// A secret the browser holds between two requests; only its hash is stored.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub value: Zeroizing<String>,
    pub max_age_secs: u64,
}

/// How far a sign-in came.
#[derive(Debug, Clone)]
pub enum SignedIn {
    /// All the way.
    Open(Opened),
    /// The password was right, a second factor has to follow.
    Second(Ticket),
    /// The password was given by somebody else, another one has to be chosen.
    Choose(Ticket),
}

/// An open session, and the mark of a browser that was not known before.
#[derive(Debug, Clone)]
pub struct Opened {
    pub session: PortalSession,
    /// Value of the device cookie. Tries from a marked browser are counted apart from strangers'.
    pub device: Option<Ticket>,
}

/// What a passkey is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyUse<'a> {
    /// Signing in, without a user name.
    SignIn,
    /// The second factor of the sign-in with this ticket.
    Second(&'a str),
    /// Showing that it is still the same person.
    Confirm,
    /// A new passkey for the caller.
    Add,
}

/// What the browser hands to the authenticator.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// Comes back with the answer.
    pub ticket: String,
    /// `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`.
    pub options: serde_json::Value,
}

/// A factor shown again.
pub enum Proof<'a> {
    Password(&'a str),
    RecoveryCode(&'a str),
    Passkey { ticket: &'a str, answer: &'a str },
}

/// How a session was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    Password,
    Passkey,
    PasswordAndPasskey,
    PasswordAndRecovery,
    Provider,
}

impl Factor {
    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passkey => "passkey",
            Self::PasswordAndPasskey => "password-and-passkey",
            Self::PasswordAndRecovery => "password-and-recovery",
            Self::Provider => "provider",
        }
    }
    /// From its stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Password, Self::Passkey, Self::PasswordAndPasskey, Self::PasswordAndRecovery, Self::Provider]
            .into_iter()
            .find(|factor| factor.name() == name)
    }
}

/// A passkey, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeySummary {
    pub id: String,
    pub name: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// A session, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionSummary {
    pub id: String,
    /// Browser and system, such as `Firefox, Linux`.
    pub device: Option<String>,
    pub factor: Option<Factor>,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// The one that asks.
    pub current: bool,
}

/// A member of staff's own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub user_id: String,
    pub name: String,
    pub email: Option<String>,
    pub roles: Vec<String>,
    /// Whether the account has a password of its own; people of an outside provider have none.
    pub has_password: bool,
    pub passkeys: Vec<PasskeySummary>,
    /// Whether this installation's address allows passkeys.
    pub passkeys_possible: bool,
    /// Whether the password alone does not suffice.
    pub second_factor: bool,
    /// Recovery codes that were not used.
    pub recovery_left: u64,
    pub sessions: Vec<SessionSummary>,
    /// Whether a factor was shown recently enough for what cannot be undone.
    pub fresh: bool,
    pub now: Timestamp,
}

/// Where to send the browser to sign in with the outside provider.
#[derive(Debug, Clone)]
pub struct OutsideStart {
    /// Kept by the browser until it comes back.
    pub ticket: Ticket,
    pub location: String,
}

/// What the outside provider sent back.
#[derive(Debug, Clone, Copy)]
pub struct OutsideAnswer<'a> {
    /// From the browser's cookie.
    pub ticket: &'a str,
    pub state: &'a str,
    pub code: &'a str,
}

/// Signing in, and one's own account.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Signs in by password.
    async fn sign_in(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        user_name: &str,
        password: &str,
    ) -> Result<SignedIn, Failure>;
    /// Signs in by password and recovery code: also while strangers' tries keep the password locked.
    async fn sign_in_with_recovery(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        user_name: &str,
        password: &str,
        code: &str,
    ) -> Result<SignedIn, Failure>;
    /// Adds the recovery code as second factor to a sign-in under way.
    async fn second_by_recovery(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        ticket: &str,
        code: &str,
    ) -> Result<SignedIn, Failure>;
    /// Adds the passkey as second factor to a sign-in under way.
    async fn second_by_passkey(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        ticket: &str,
        challenge: &str,
        answer: &str,
    ) -> Result<SignedIn, Failure>;
    /// Chooses a password in place of the first one.
    async fn choose_password(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        ticket: &str,
        password: &str,
    ) -> Result<SignedIn, Failure>;
    /// Makes a challenge for an authenticator.
    async fn passkey_challenge(&self, caller: &Caller, purpose: PasskeyUse<'_>) -> Result<PasskeyChallenge, Failure>;
    /// Signs in by passkey alone, which proves possession and person.
    async fn sign_in_with_passkey(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        challenge: &str,
        answer: &str,
    ) -> Result<SignedIn, Failure>;

    /// The caller's own account.
    async fn account(&self, caller: &Caller) -> Result<AccountView, Failure>;
    /// Shows a factor again, for what cannot be undone.
    async fn confirm(&self, caller: &Caller, proof: Proof<'_>) -> Result<(), Failure>;
    /// Changes the password; other sessions and all tokens end.
    async fn change_password(&self, caller: &Caller, current: &str, new: &str) -> Result<(), Failure>;
    /// Adds a passkey.
    async fn add_passkey(&self, caller: &Caller, challenge: &str, answer: &str, name: &str) -> Result<(), Failure>;
    /// Names a passkey.
    async fn rename_passkey(&self, caller: &Caller, id: &str, name: &str) -> Result<(), Failure>;
    /// Removes a passkey. The last one takes the second factor with it.
    async fn remove_passkey(&self, caller: &Caller, id: &str) -> Result<(), Failure>;
    /// Asks for a passkey after the password from now on, or no longer.
    async fn set_second_factor(&self, caller: &Caller, on: bool) -> Result<(), Failure>;
    /// Makes recovery codes in place of earlier ones; the ticket shows them once.
    async fn make_recovery_codes(&self, caller: &Caller) -> Result<Ticket, Failure>;
    /// What a ticket shows once to the caller who made it: codes, or a first password; `None` afterwards.
    async fn shown_once(&self, caller: &Caller, ticket: &str) -> Result<Option<Vec<String>>, Failure>;
    /// Ends one of the caller's sessions.
    async fn end_session(&self, caller: &Caller, id: &str) -> Result<(), Failure>;
    /// Ends all of the caller's sessions but this one, and all tokens; answers how many sessions.
    async fn end_other_sessions(&self, caller: &Caller) -> Result<u64, Failure>;

    /// The outside provider's name, where one is configured.
    fn provider(&self) -> Option<String>;
    /// Begins a sign-in with the outside provider, which leads back to a page of this site.
    async fn start_outside(&self, caller: &Caller, back_to: &str) -> Result<OutsideStart, Failure>;
    /// Ends it: how far it came, and the page it began on.
    async fn finish_outside(
        &self,
        caller: &Caller,
        browser: Browser<'_>,
        answer: OutsideAnswer<'_>,
    ) -> Result<(SignedIn, String), Failure>;
}
