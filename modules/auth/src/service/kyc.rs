//! The encrypted answer of e-KYC (spec ida-crypto B.6).

use auth_api::AuthError as E;
use auth_api::wire::KycResponse;
use crypto::aead::{self, AesKey};
use crypto::encoding::b64url;
use crypto::x509::Certificate;
use partner_api::RelyingParty;
use serde_json::Value;
use zeroize::Zeroizing;

use super::person::Person;
use super::{Randomness, languages};
use crate::AuthModule;
use crate::domain::kyc;
use crate::domain::policy::Policy;
use crate::error::{Outcome, checked, integrity};
use crate::sealed::open_templates;

/// What the policy allows, for the partner's eyes only, and the names of what is in it.
pub(crate) async fn disclose(
    m: &AuthModule,
    person: &Person,
    party: &RelyingParty,
    token: String,
) -> Outcome<(KycResponse, Vec<String>)> {
    let policy = Policy::new(&party.policy.document);
    let allowed = policy.attributes();
    let face = match &person.row.biometrics {
        Some(sealed) if kyc::wants_face(&allowed) => {
            open_templates(&*m.at_rest, &person.row.uin_hash, sealed).await?.face
        }
        _ => None,
    };
    let languages = kyc::languages(&policy.languages(), &languages(m).await?);
    let disclosure = kyc::disclose(&person.content.identity, face, &allowed, &languages);
    let plain = Zeroizing::new(serde_json::to_vec(&Value::Object(disclosure.members)).map_err(integrity)?);

    let unable = |_| checked(E::KycEncryption);
    let certificate = Certificate::from_pem(&party.certificate).map_err(unable)?;
    let random = Randomness(m);
    let key = AesKey::generate(&random);
    let identity = aead::seal_iv_tail(&key, b"", &plain, &random).map_err(unable)?;
    let session_key = certificate.public_key().and_then(|public| public.encrypt_oaep(key.expose())).map_err(unable)?;
    let response = KycResponse {
        kyc_status: true,
        auth_token: Some(token),
        thumbprint: Some(certificate.thumbprint_hex()),
        identity: Some(b64url(identity)),
        session_key: Some(b64url(session_key)),
    };
    Ok((response, disclosure.attributes))
}
