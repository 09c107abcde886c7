//! Encrypting, decrypting and hashing data.

use std::sync::Arc;

use crypto::encoding::{b64_lenient, b64url};
use crypto::{Zeroizing, pin};
use edge::{Call, Routes};
use keymgr_api::data::{
    CryptoRequest, CryptoResponse, Decrypt, DecryptDt, DecryptWithPin, Encrypt, EncryptDt, EncryptWithPin,
    GenerateArgon2Hash, HashResponse, JweResponse, JwtDecrypt, JwtEncrypt, PinRequest,
};
use keymgr_api::{KeyRef, KeymgrError};
use types::{Endpoint, Failure};

use super::read::{bytes, optional_bytes, said};
use super::{DATA, with};
use crate::Keymgr;
use crate::error::crypto as crypto_failure;
use crate::service::encrypt::{self, Parameters};
use crate::service::{argon2, jwe};

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    Routes::new()
        .on(Encrypt, DATA, with(m, encrypt_data::<Encrypt>))
        .on(EncryptDt, DATA, with(m, encrypt_data::<EncryptDt>))
        .on(Decrypt, DATA, with(m, decrypt_data::<Decrypt>))
        .on(DecryptDt, DATA, with(m, decrypt_data::<DecryptDt>))
        .on(EncryptWithPin, DATA, with(m, encrypt_with_pin))
        .on(DecryptWithPin, DATA, with(m, decrypt_with_pin))
        .on(JwtEncrypt, DATA, with(m, jwt_encrypt))
        .on(JwtDecrypt, DATA, with(m, jwt_decrypt))
        .on(GenerateArgon2Hash, DATA, with(m, generate_argon2_hash))
}

async fn encrypt_data<E>(m: Arc<Keymgr>, call: Call<E>) -> Result<CryptoResponse, Failure>
where
    E: Endpoint<Request = CryptoRequest>,
{
    let (key, data, parameters) = crypto_request(&call.body)?;
    let sealed = encrypt::encrypt(&m, call.caller.cx(), &key, Zeroizing::new(data), parameters).await?;
    Ok(CryptoResponse { data: b64url(sealed) })
}

async fn decrypt_data<E>(m: Arc<Keymgr>, call: Call<E>) -> Result<CryptoResponse, Failure>
where
    E: Endpoint<Request = CryptoRequest>,
{
    let (key, data, parameters) = crypto_request(&call.body)?;
    let plain = encrypt::decrypt(&m, &key, data, parameters).await?;
    Ok(CryptoResponse { data: b64url(&*plain) })
}

fn crypto_request(body: &CryptoRequest) -> Result<(KeyRef, Vec<u8>, Parameters), Failure> {
    let key = key(&body.application_id, body.reference_id.as_deref())?;
    if body.data.trim().is_empty() {
        return Err(KeymgrError::DataMissing.into());
    }
    let parameters = Parameters {
        salt: optional_bytes(&body.salt)?,
        aad: optional_bytes(&body.aad)?,
        without_thumbprint: body.prepend_thumbprint == Some(false),
    };
    Ok((key, bytes(&body.data, KeymgrError::DataMissing)?, parameters))
}

/// A key's name where the application id is mandatory.
fn key(application_id: &str, reference_id: Option<&str>) -> Result<KeyRef, Failure> {
    if application_id.trim().is_empty() {
        return Err(KeymgrError::DataMissing.into());
    }
    Ok(KeyRef::new(application_id.trim(), reference_id.unwrap_or_default().trim()))
}

async fn encrypt_with_pin(m: Arc<Keymgr>, call: Call<EncryptWithPin>) -> Result<CryptoResponse, Failure> {
    let (data, user_pin) = pin_request(call.body)?;
    let random = m.random.clone();
    let sealed = m.blocking(move || pin::seal(&user_pin, data.as_bytes(), &random).map_err(crypto_failure)).await?;
    Ok(CryptoResponse { data: b64url(sealed) })
}

async fn decrypt_with_pin(m: Arc<Keymgr>, call: Call<DecryptWithPin>) -> Result<CryptoResponse, Failure> {
    let (data, user_pin) = pin_request(call.body)?;
    let sealed = b64_lenient(data.as_bytes()).map_err(crypto_failure)?;
    let plain = m.blocking(move || pin::open(&user_pin, &sealed).map_err(crypto_failure)).await?;
    let text = std::str::from_utf8(&plain).map_err(|_| KeymgrError::DataCorrupted)?;
    Ok(CryptoResponse { data: text.to_owned() })
}

fn pin_request(body: PinRequest) -> Result<(Zeroizing<String>, Zeroizing<String>), Failure> {
    if body.data.is_empty() || body.user_pin.is_empty() {
        return Err(KeymgrError::DataMissing.into());
    }
    Ok((Zeroizing::new(body.data), Zeroizing::new(body.user_pin)))
}

async fn jwt_encrypt(m: Arc<Keymgr>, call: Call<JwtEncrypt>) -> Result<JweResponse, Failure> {
    let body = call.body;
    let recipient = match said(&body.x509_certificate) {
        Some(pem) => jwe::Recipient::Certificate(pem.to_owned()),
        None => jwe::Recipient::Named(key(
            body.application_id.as_deref().unwrap_or_default(),
            body.reference_id.as_deref(),
        )?),
    };
    let form = jwe::Form {
        compress: body.enable_def_compression.unwrap_or(true),
        include_certificate: body.include_certificate.unwrap_or_default(),
        include_cert_hash: body.include_cert_hash.unwrap_or_default(),
        jwk_set_url: said(&body.jwk_set_url).map(str::to_owned),
    };
    if body.data.trim().is_empty() {
        return Err(KeymgrError::DataMissing.into());
    }
    let data = jwe::encrypt(&m, call.caller.cx(), recipient, Zeroizing::new(body.data), form).await?;
    Ok(JweResponse { data, timestamp: m.db.now() })
}

async fn jwt_decrypt(m: Arc<Keymgr>, call: Call<JwtDecrypt>) -> Result<JweResponse, Failure> {
    let body = call.body;
    let key = key(&body.application_id, Some(&body.reference_id))?;
    if body.enc_data.trim().is_empty() || key.reference_id.is_empty() {
        return Err(KeymgrError::DataMissing.into());
    }
    let plain = jwe::decrypt(&m, &key, body.enc_data).await?;
    Ok(JweResponse { data: b64url(&*plain), timestamp: m.db.now() })
}

async fn generate_argon2_hash(m: Arc<Keymgr>, call: Call<GenerateArgon2Hash>) -> Result<HashResponse, Failure> {
    let body = call.body;
    if body.input_data.trim().is_empty() {
        return Err(KeymgrError::DataMissing.into());
    }
    let salt = optional_bytes(&body.salt)?;
    let (hash, salt) = argon2::hash(&m, Zeroizing::new(body.input_data), salt).await?;
    Ok(HashResponse { hash_value: b64url(hash), salt: b64url(salt) })
}
