//! A private key in the token, at work.

use std::sync::{Arc, OnceLock};

use crypto::digest::sha256;
use crypto::{Algorithm, Error, PrivateKey, RemoteKey, Result, Zeroizing, oaep};
use cryptoki::error::{Error as TokenError, RvError};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsOaepParams, PkcsOaepSource, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};

use super::objects;
use super::token::{Call, Token};
use crate::store::KeyStoreError;

/// DigestInfo of SHA-256 (RFC 8017, 9.2): the hash is made here, so that a long message does not travel to the token.
const DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// How the token decrypts.
#[derive(Clone, Copy)]
enum Decrypting {
    /// It knows OAEP with SHA-256.
    Oaep,
    /// It knows raw RSA; the padding is taken off here.
    Raw,
}

struct TokenKey {
    token: Arc<Token>,
    label: String,
    modulus_len: usize,
    decrypting: OnceLock<Decrypting>,
}

/// The key with this label. [`KeyStoreError::Missing`] when the token has none.
pub(super) fn open(token: &Arc<Token>, label: &str) -> std::result::Result<PrivateKey, KeyStoreError> {
    let public = objects::find(token, label)?;
    let modulus_len = public.rsa_bits().unwrap_or_default().div_ceil(8);
    let key = TokenKey { token: token.clone(), label: label.to_owned(), modulus_len, decrypting: OnceLock::new() };
    PrivateKey::remote(public, Arc::new(key))
        .map_err(|error| KeyStoreError::Token { what: "offer a key", why: error.to_string() })
}

impl TokenKey {
    fn call<T>(
        &self,
        what: &'static str,
        work: impl Fn(&Call<'_>, cryptoki::object::ObjectHandle) -> std::result::Result<T, TokenError>,
    ) -> Result<T> {
        let done = self.token.call(what, |call| {
            let look_up = || objects::find_in(call.session, &self.label)?.ok_or_else(objects::gone);
            work(call, call.handle(&self.label, look_up)?)
        });
        done.map_err(|error| {
            tracing::error!(%error, "a private key of the token could not be used");
            Error::Token
        })
    }

    /// Decrypts one block; `None` when it is not for this key.
    fn decrypt(
        &self,
        mechanism: &Mechanism<'_>,
        wrapped: &[u8],
    ) -> Result<std::result::Result<Zeroizing<Vec<u8>>, Refusal>> {
        self.call("decrypt", |call, handle| match call.session.decrypt(mechanism, handle, wrapped) {
            Ok(plain) => Ok(Ok(Zeroizing::new(plain))),
            Err(error) => refusal(&error).map(Err).ok_or(error),
        })
    }
}

/// Why a token did not decrypt, although it works.
enum Refusal {
    Block,
    Mechanism,
}

fn refusal(error: &TokenError) -> Option<Refusal> {
    use RvError as R;
    match error {
        TokenError::Pkcs11(
            R::EncryptedDataInvalid | R::EncryptedDataLenRange | R::DataInvalid | R::DataLenRange,
            _,
        ) => Some(Refusal::Block),
        TokenError::Pkcs11(
            R::MechanismInvalid | R::MechanismParamInvalid | R::ArgumentsBad | R::FunctionNotSupported,
            _,
        )
        | TokenError::NullFunctionPointer => Some(Refusal::Mechanism),
        _ => None,
    }
}

impl RemoteKey for TokenKey {
    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>> {
        let digest = sha256(message);
        let (mechanism, input) = match algorithm {
            Algorithm::Rs256 => (Mechanism::RsaPkcs, [DIGEST_INFO.as_slice(), &digest].concat()),
            Algorithm::Ps256 => {
                let params =
                    PkcsPssParams { hash_alg: MechanismType::SHA256, mgf: PkcsMgfType::MGF1_SHA256, s_len: 32.into() };
                (Mechanism::RsaPkcsPss(params), digest.to_vec())
            }
            other => return Err(Error::KeyMismatch(other.name())),
        };
        self.call("sign", |call, handle| call.session.sign(&mechanism, handle, &input))
    }

    fn decrypt_oaep(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let params = PkcsOaepParams::new(MechanismType::SHA256, PkcsMgfType::MGF1_SHA256, PkcsOaepSource::empty());
        if !matches!(self.decrypting.get(), Some(Decrypting::Raw)) {
            match self.decrypt(&Mechanism::RsaPkcsOaep(params), wrapped)? {
                Ok(plain) => {
                    self.decrypting.get_or_init(|| Decrypting::Oaep);
                    return Ok(plain);
                }
                Err(Refusal::Mechanism) if self.decrypting.get().is_none() => {}
                Err(_) => return Err(Error::KeyUnwrap),
            }
        }
        match self.decrypt(&Mechanism::RsaX509, wrapped)? {
            Ok(encoded) => {
                self.decrypting.get_or_init(|| Decrypting::Raw);
                oaep::unpad_sha256(&encoded, self.modulus_len)
            }
            Err(Refusal::Block) => Err(Error::KeyUnwrap),
            Err(Refusal::Mechanism) => Err(Error::Token),
        }
    }
}
