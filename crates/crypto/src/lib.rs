//! JWS, JWE, COSE, MOSIP envelopes, X.509 and canonical JSON: keys come in, nothing is kept.
//!
//! Asymmetric keys, digests and 12-byte-nonce AES-GCM come from aws-lc (assembly, constant time); the 16-byte initialisation
//! vectors of MOSIP's formats need `aes-gcm`, because aws-lc takes 12 bytes only. Randomness is a parameter wherever the
//! library allows it ([`Random`]); RSA padding, RSA-PSS salts and key generation draw from aws-lc's own generator.
//! Nothing here logs, and every secret that leaves a function is [`zeroize::Zeroizing`].

pub mod aead;
pub mod canonical_json;
pub mod client_crypto;
pub mod cms;
pub mod cose;
pub mod digest;
pub mod encoding;
pub mod envelope;
mod error;
pub mod jwe;
pub mod jwk;
pub mod jws;
pub mod jwt;
pub mod keys;
pub mod machine_key;
pub mod oaep;
pub mod oaep_sha1_mask;
pub mod packet;
pub mod password;
pub mod pin;
mod random;
mod remote;
pub mod x509;
pub mod zero_knowledge;

pub use error::Error;
pub use keys::{Algorithm, KeyKind, PrivateKey, PublicKey};
pub use random::{Random, SystemRandom};
pub use remote::{RemoteKey, RsaSecret};
pub use zeroize::Zeroizing;

/// Result of everything in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
