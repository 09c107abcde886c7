//! Values bound to identities, and tokens of persons.

use std::sync::Arc;

use crypto::Zeroizing;
use crypto::encoding::{b64_lenient, b64url};
use edge::{Call, Routes, Rules};
use keymgr_api::KeymgrError;
use keymgr_api::zero_knowledge::{
    ReEncryptedKey, TokenId, TokenIdResponse, ZkAttribute, ZkDecrypt, ZkEncrypt, ZkReEncryptRandomKey, ZkRequest,
    ZkResponse,
};
use types::Failure;

use super::with;
use crate::Keymgr;
use crate::service::{token_id, zero_knowledge};

const ZERO_KNOWLEDGE: Rules = Rules::kernel().bad_body(|_| KeymgrError::ZkAttributesEmpty.into());

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    Routes::new()
        .on(ZkEncrypt, ZERO_KNOWLEDGE, with(m, encrypt))
        .on(ZkDecrypt, ZERO_KNOWLEDGE, with(m, decrypt))
        .on(ZkReEncryptRandomKey, ZERO_KNOWLEDGE, with(m, re_encrypt))
        .on(TokenId, ZERO_KNOWLEDGE, with(m, token))
}

async fn encrypt(m: Arc<Keymgr>, call: Call<ZkEncrypt>) -> Result<ZkResponse, Failure> {
    let (id, attributes) = request(call.body)?;
    let values = attributes.iter().map(|attribute| Zeroizing::new(attribute.value.as_bytes().to_vec())).collect();
    let sealed = zero_knowledge::encrypt(&m, call.caller.cx(), id, values).await?;
    Ok(ZkResponse {
        zk_data_attributes: renamed(attributes, sealed.values.iter().map(b64url)),
        encrypted_random_key: Some(sealed.random_keys.iter().map(b64url).collect::<Vec<_>>().join(".")),
        rankom_key_index: Some(sealed.index.to_string()),
    })
}

async fn decrypt(m: Arc<Keymgr>, call: Call<ZkDecrypt>) -> Result<ZkResponse, Failure> {
    let (id, attributes) = request(call.body)?;
    let sealed = attributes.iter().map(|attribute| b64_lenient(&attribute.value));
    let sealed = sealed.collect::<Result<_, _>>().map_err(|e| Failure::of(KeymgrError::ZkCipher).because(e))?;
    let values = zero_knowledge::decrypt(&m, id, sealed).await?;
    let texts = values.iter().map(|value| std::str::from_utf8(value).map(str::to_owned));
    let texts: Vec<String> = texts.collect::<Result<_, _>>().map_err(|_| KeymgrError::ZkCipher)?;
    Ok(ZkResponse {
        zk_data_attributes: renamed(attributes, texts.into_iter()),
        encrypted_random_key: None,
        rankom_key_index: None,
    })
}

fn request(body: ZkRequest) -> Result<(Zeroizing<String>, Vec<ZkAttribute>), Failure> {
    if body.id.trim().is_empty() || body.zk_data_attributes.is_empty() {
        return Err(KeymgrError::ZkAttributesEmpty.into());
    }
    Ok((Zeroizing::new(body.id), body.zk_data_attributes))
}

/// The same names with other values.
fn renamed(attributes: Vec<ZkAttribute>, values: impl Iterator<Item = String>) -> Vec<ZkAttribute> {
    attributes.into_iter().zip(values).map(|(old, value)| ZkAttribute { identifier: old.identifier, value }).collect()
}

async fn re_encrypt(m: Arc<Keymgr>, call: Call<ZkReEncryptRandomKey>) -> Result<ReEncryptedKey, Failure> {
    let text = call.query("encryptedKey").unwrap_or_default();
    Ok(ReEncryptedKey { encrypted_key: zero_knowledge::re_encrypt(&m, text).await? })
}

async fn token(m: Arc<Keymgr>, call: Call<TokenId>) -> Result<TokenIdResponse, Failure> {
    let (uin, partner) = (call.path("uin").trim(), call.path("partnercode").trim());
    Ok(TokenIdResponse { token_id: token_id::token_id(&m, uin, partner).await? })
}
