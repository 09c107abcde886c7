//! The connection to a token: library, login, sessions. It is made anew after the token failed.
//!
//! A call that failed because of the token is tried three times more; the library is started again in between, at most once a
//! minute (spec ida-crypto A.13). A refused PIN ends that for good, because tokens lock after a few of them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::object::ObjectHandle;
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;

use super::TokenConfig;
use crate::store::KeyStoreError;

const RETRIES: u32 = 3;
const REOPEN_AFTER: TimeDelta = TimeDelta::seconds(60);
/// Sessions at once; callers wait for one.
const MOST_SESSIONS: usize = 32;

/// A token, whatever happens to it.
pub(super) struct Token {
    library: PathBuf,
    label: String,
    pin: AuthPin,
    clock: Arc<dyn db::Clock>,
    /// The label of a key that is there as long as the token is.
    anchor: OnceLock<String>,
    /// Calls hold it for reading, so that the library is never stopped under one.
    link: RwLock<Link>,
}

/// The connection as it is now.
struct Link {
    open: Option<Open>,
    /// How often it was made.
    generation: u64,
    reopened_at: Option<DateTime<Utc>>,
    pin_refused: bool,
}

/// An open connection.
struct Open {
    context: Pkcs11,
    slot: Slot,
    sessions: Mutex<Sessions>,
    returned: Condvar,
    handles: Mutex<HashMap<String, ObjectHandle>>,
}

/// The first one logged in; the token stays logged in while any is open.
struct Sessions {
    idle: Vec<Session>,
    open: usize,
}

/// What a call is given.
pub(super) struct Call<'a> {
    pub(super) session: &'a Session,
    open: &'a Open,
}

impl Call<'_> {
    /// The handle of a private key by its label, remembered while the connection lives.
    pub(super) fn handle(
        &self,
        label: &str,
        look_up: impl FnOnce() -> Result<ObjectHandle, Error>,
    ) -> Result<ObjectHandle, Error> {
        if let Some(handle) = held(&self.open.handles).get(label) {
            return Ok(*handle);
        }
        let handle = look_up()?;
        held(&self.open.handles).insert(label.to_owned(), handle);
        Ok(handle)
    }
}

impl Token {
    /// Loads the library, finds the token and logs in.
    pub(super) fn open(config: TokenConfig, clock: Arc<dyn db::Clock>) -> Result<Self, KeyStoreError> {
        let TokenConfig { library, label, pin } = config;
        let pin = AuthPin::new(pin.resolve()?.as_str().into());
        let open = Open::new(&library, &label, &pin)?;
        let link = RwLock::new(Link { open: Some(open), generation: 0, reopened_at: None, pin_refused: false });
        Ok(Self { library, label, pin, clock, anchor: OnceLock::new(), link })
    }

    /// Names a key whose absence means that the token is gone: some libraries then answer as if it were empty.
    pub(super) fn set_anchor(&self, label: &str) {
        self.anchor.get_or_init(|| label.to_owned());
    }

    pub(super) fn anchor(&self) -> Option<&str> {
        self.anchor.get().map(String::as_str)
    }

    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// Makes a call with a session of its own. `work` may be run several times.
    pub(super) fn call<T>(
        &self,
        what: &'static str,
        work: impl Fn(&Call<'_>) -> Result<T, Error>,
    ) -> Result<T, KeyStoreError> {
        let mut tries = 0;
        loop {
            let (generation, outcome) = {
                let link = self.link.read().unwrap_or_else(PoisonError::into_inner);
                (link.generation, link.open.as_ref().map(|open| open.call(&work)))
            };
            match outcome {
                Some(Ok(done)) => return Ok(done),
                Some(Err(error)) if !is_lost(&error) || tries == RETRIES => return Err(failed(what, &error)),
                Some(Err(error)) => {
                    tracing::warn!(token = self.label.as_str(), %error, what, "the token failed");
                    self.reopen(generation)?;
                }
                None => self.reopen(generation)?,
            }
            tries += 1;
            if tries > RETRIES {
                return Err(KeyStoreError::TokenAbsent(self.label.clone()));
            }
        }
    }

    /// Starts the library again and logs in, unless another call just did or it was tried less than a minute ago.
    fn reopen(&self, generation: u64) -> Result<(), KeyStoreError> {
        let mut link = self.link.write().unwrap_or_else(PoisonError::into_inner);
        if link.generation != generation {
            return Ok(());
        }
        let absent = || KeyStoreError::TokenAbsent(self.label.clone());
        if link.pin_refused {
            return Err(KeyStoreError::PinRefused(self.label.clone()));
        }
        let now = self.clock.now();
        if link.reopened_at.is_some_and(|at| now - at < REOPEN_AFTER) {
            // the sessions may be all that is wrong
            return if link.open.is_some() { Ok(()) } else { Err(absent()) };
        }
        link.reopened_at = Some(now);
        if let Some(open) = link.open.take() {
            open.close();
        }
        match Open::new(&self.library, &self.label, &self.pin) {
            Ok(open) => {
                tracing::info!(token = self.label.as_str(), "the token is back");
                link.open = Some(open);
                link.generation += 1;
                Ok(())
            }
            Err(error) => {
                tracing::error!(token = self.label.as_str(), %error, "the token cannot be reached; it is looked for once a minute");
                link.pin_refused = matches!(error, KeyStoreError::PinRefused(_));
                Err(error)
            }
        }
    }

    /// The token's share in a failure of the crypto crate, if it has one.
    pub(super) fn explain(&self, what: &'static str, error: crypto::Error) -> Option<KeyStoreError> {
        let why = || format!("token {} cannot be used", self.label);
        matches!(error, crypto::Error::Token).then(|| KeyStoreError::Token { what, why: why() })
    }
}

impl Open {
    fn new(library: &std::path::Path, label: &str, pin: &AuthPin) -> Result<Self, KeyStoreError> {
        let unusable = |error: Error| KeyStoreError::Library(library.to_owned(), error.to_string());
        let context = Pkcs11::new(library).map_err(unusable)?;
        match context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(unusable(error)),
        }
        match Self::log_in(context.clone(), label, pin) {
            Ok(open) => Ok(open),
            Err(error) => {
                // or the library could not be started again
                let _ = context.finalize();
                Err(error)
            }
        }
    }

    fn log_in(context: Pkcs11, label: &str, pin: &AuthPin) -> Result<Self, KeyStoreError> {
        let listing = |error| failed("list its slots", &error);
        let slots = context.get_slots_with_initialized_token().map_err(listing)?;
        let named = |slot: &Slot| context.get_token_info(*slot).is_ok_and(|info| info.label().trim_end() == label);
        let slot = slots.into_iter().find(named).ok_or_else(|| KeyStoreError::TokenAbsent(label.to_owned()))?;
        let first = context.open_rw_session(slot).map_err(|error| failed("open a session", &error))?;
        match first.login(UserType::User, Some(pin)) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(Error::Pkcs11(
                RvError::PinIncorrect
                | RvError::PinInvalid
                | RvError::PinLenRange
                | RvError::PinLocked
                | RvError::PinExpired,
                _,
            )) => return Err(KeyStoreError::PinRefused(label.to_owned())),
            Err(error) => return Err(failed("log in", &error)),
        }
        let sessions = Mutex::new(Sessions { idle: vec![first], open: 1 });
        Ok(Self { context, slot, sessions, returned: Condvar::new(), handles: Mutex::default() })
    }

    fn call<T>(&self, work: impl Fn(&Call<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let session = self.session()?;
        let outcome = work(&Call { session: &session, open: self });
        let mut sessions = held(&self.sessions);
        match &outcome {
            Err(error) if is_lost(error) => {
                // its handles may be as dead as it is
                held(&self.handles).clear();
                sessions.open -= 1;
                drop(session);
            }
            _ => sessions.idle.push(session),
        }
        self.returned.notify_one();
        outcome
    }

    fn session(&self) -> Result<Session, Error> {
        let mut sessions = held(&self.sessions);
        loop {
            if let Some(session) = sessions.idle.pop() {
                return Ok(session);
            }
            if sessions.open < MOST_SESSIONS {
                let session = self.context.open_rw_session(self.slot)?;
                sessions.open += 1;
                return Ok(session);
            }
            sessions = self.returned.wait(sessions).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the sessions and stops the library.
    fn close(self) {
        held(&self.sessions).idle.clear();
        let _ = self.context.finalize();
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        let link = self.link.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = link.open.take() {
            open.close();
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // nothing is left half done by a panic while one is held
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(what: &'static str, error: &Error) -> KeyStoreError {
    KeyStoreError::Token { what, why: error.to_string() }
}

/// Whether a failure is the connection's, not the call's.
fn is_lost(error: &Error) -> bool {
    use RvError as R;
    matches!(
        error,
        Error::Pkcs11(
            R::GeneralError
                | R::FunctionFailed
                | R::DeviceError
                | R::DeviceMemory
                | R::DeviceRemoved
                | R::KeyHandleInvalid
                | R::ObjectHandleInvalid
                | R::SessionClosed
                | R::SessionHandleInvalid
                | R::SlotIdInvalid
                | R::TokenNotPresent
                | R::TokenNotRecognized
                | R::UserNotLoggedIn
                | R::CryptokiNotInitialized,
            _
        )
    )
}
