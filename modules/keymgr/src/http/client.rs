//! What registration machines sign and encrypt.

use std::sync::Arc;

use crypto::Zeroizing;
use crypto::encoding::b64url;
use edge::{Call, Routes};
use keymgr_api::KeymgrError;
use keymgr_api::client::{
    ClientCryptoResponse, ClientKeyResponse, ClientSignResponse, ClientVerifyResponse, CsSign, CsVerifySign,
    TpmDecrypt, TpmEncrypt, TpmEncryptionKey, TpmSigningKey,
};
use types::Failure;

use super::read::bytes;
use super::{KEYS, with};
use crate::Keymgr;
use crate::service::client_crypto;

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    Routes::new()
        .on(CsSign, KEYS, with(m, sign))
        .on(CsVerifySign, KEYS, with(m, verify))
        .on(TpmEncrypt, KEYS, with(m, encrypt))
        .on(TpmDecrypt, KEYS, with(m, decrypt))
        .on(TpmSigningKey, KEYS, with(m, signing_key))
        .on(TpmEncryptionKey, KEYS, with(m, encryption_key))
}

async fn sign(m: Arc<Keymgr>, call: Call<CsSign>) -> Result<ClientSignResponse, Failure> {
    let data = bytes(&call.body.data, KeymgrError::InvalidRequest)?;
    let signature = client_crypto::sign(&m, call.caller.cx(), data).await?;
    Ok(ClientSignResponse { data: b64url(signature) })
}

async fn verify(m: Arc<Keymgr>, call: Call<CsVerifySign>) -> Result<ClientVerifyResponse, Failure> {
    let body = &call.body;
    let data = bytes(&body.data, KeymgrError::InvalidRequest)?;
    let signature = bytes(&body.signature, KeymgrError::InvalidRequest)?;
    let key = bytes(&body.public_key, KeymgrError::InvalidRequest)?;
    let verified = client_crypto::verify(&m, &key, data, signature).await?;
    Ok(ClientVerifyResponse { verified })
}

async fn encrypt(m: Arc<Keymgr>, call: Call<TpmEncrypt>) -> Result<ClientCryptoResponse, Failure> {
    let body = &call.body;
    let plain = Zeroizing::new(bytes(&body.value, KeymgrError::InvalidRequest)?);
    let key = bytes(&body.public_key, KeymgrError::InvalidRequest)?;
    let sealed = client_crypto::encrypt(&m, &key, body.client_type, plain).await?;
    Ok(ClientCryptoResponse { value: b64url(sealed) })
}

async fn decrypt(m: Arc<Keymgr>, call: Call<TpmDecrypt>) -> Result<ClientCryptoResponse, Failure> {
    let sealed = bytes(&call.body.value, KeymgrError::InvalidRequest)?;
    let plain = client_crypto::decrypt(&m, call.caller.cx(), call.body.client_type, sealed).await?;
    Ok(ClientCryptoResponse { value: b64url(&*plain) })
}

async fn signing_key(m: Arc<Keymgr>, call: Call<TpmSigningKey>) -> Result<ClientKeyResponse, Failure> {
    let key = client_crypto::signing_key(&m, call.caller.cx()).await?;
    Ok(ClientKeyResponse { public_key: b64url(key) })
}

async fn encryption_key(m: Arc<Keymgr>, call: Call<TpmEncryptionKey>) -> Result<ClientKeyResponse, Failure> {
    let key = client_crypto::encryption_key(&m, call.caller.cx()).await?;
    Ok(ClientKeyResponse { public_key: b64url(key) })
}
