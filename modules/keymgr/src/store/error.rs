//! Why a key store cannot be used, and what to do.

use std::io;
use std::path::PathBuf;

use super::{
    MASTER_KEY_FILE_VARIABLE, MASTER_KEY_VARIABLE, MASTER_PASSPHRASE_FILE_VARIABLE, MASTER_PASSPHRASE_VARIABLE,
    PIN_FILE_VARIABLE, PIN_VARIABLE,
};

/// Why the key store cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyStoreError {
    #[error(
        "no master key: set {MASTER_KEY_VARIABLE} to 64 hexadecimal digits, {MASTER_KEY_FILE_VARIABLE} to a file that holds them, \
         or {MASTER_PASSPHRASE_VARIABLE} or {MASTER_PASSPHRASE_FILE_VARIABLE} to a passphrase or its file"
    )]
    MasterKeyMissing,
    #[error("the master key in {0} is not 32 bytes written as 64 hexadecimal digits")]
    MasterKeyUnreadable(String),
    #[error(
        "the master key is not the one this key store was made with ({0}): restore the right key; nothing was changed"
    )]
    MasterKeyWrong(PathBuf),
    #[error("the passphrase in {0} is shorter than {1} characters")]
    PassphraseShort(String, usize),
    #[error("the key store in {0} was made with a master key, not with a passphrase; nothing was changed")]
    NoPassphrase(PathBuf),
    #[error(
        "the key store in {0} was made with keystore = \"{1}\": set that, or move the keys with `tessera keys backup` and `restore`"
    )]
    OtherStore(PathBuf, &'static str),
    #[error("no PIN: set {PIN_VARIABLE}, or {PIN_FILE_VARIABLE} to a file that holds it")]
    PinMissing,
    #[error("token {0} refuses the PIN: set the right one and start again; it is not tried twice, because tokens lock")]
    PinRefused(String),
    #[error("the PKCS#11 library {0} cannot be used: {1}")]
    Library(PathBuf, String),
    #[error("no token with the label {0} is present")]
    TokenAbsent(String),
    #[error("token {0} is not the one this key store was made with; nothing was changed")]
    TokenWrong(String),
    #[error("the token could not {what}: {why}")]
    Token { what: &'static str, why: String },
    #[error("key {0} cannot leave its token")]
    NotExportable(String),
    #[error("the file of key {0} is damaged or was exchanged")]
    Damaged(String),
    #[error("the key store lacks the private key of {0}: restore the key directory from a backup")]
    Missing(String),
    #[error("cannot {what} {path}")]
    Io {
        what: &'static str,
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}
