//! What can go wrong with keys and cipher texts; modules map these to their own codes.

/// Why a cryptographic operation was refused. The texts carry no key material and no plain text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("input is not base64")]
    NotBase64,
    #[error("encrypted data has no key splitter")]
    NoSplitter,
    #[error("{0} is too short")]
    Truncated(&'static str),
    #[error("initialisation vector of {0} bytes is not supported")]
    IvLength(usize),
    #[error("authentication tag does not match")]
    Tag,
    #[error("wrapped key cannot be decrypted with this private key")]
    KeyUnwrap,
    #[error("data cannot be encrypted to this public key")]
    KeyWrap,
    #[error("not a usable {0}")]
    BadKey(&'static str),
    #[error("key generation failed")]
    KeyGeneration,
    #[error("algorithm {0} does not fit this key")]
    KeyMismatch(&'static str),
    #[error("algorithm {0} is not allowed")]
    AlgorithmNotAllowed(String),
    #[error("malformed {0}")]
    Malformed(&'static str),
    #[error("signature does not match")]
    Signature,
    #[error("no key fits the token")]
    KeyNotFound,
    #[error("token has expired")]
    Expired,
    #[error("token is not valid yet")]
    NotYetValid,
    #[error("claim {0} is missing or not accepted")]
    Claim(&'static str),
    #[error("data inflates beyond {0} bytes")]
    TooLarge(usize),
    #[error("certificate {0}")]
    Certificate(&'static str),
    #[error("password hash cannot be computed or read")]
    PasswordHash,
    #[error("value has no canonical JSON form")]
    NotCanonical,
    #[error("the token that holds the private key cannot be used")]
    Token,
    #[error("private key cannot leave its token")]
    NotExportable,
}
