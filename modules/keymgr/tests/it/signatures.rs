//! Tokens, COSE messages and the published key set.

use chrono::TimeDelta;
use crypto::Algorithm;
use crypto::cose::Sign1;
use crypto::jwk::Jwks;
use crypto::jws::{Jws, VerifyingKey};
use keymgr_api::{JwsOptions, KeyManager, KeyRef};

use crate::support::{code, open, system};

fn platform() -> KeyRef {
    KeyRef::new("KERNEL", "SIGN")
}

// KEY-08
#[tokio::test]
async fn tokens_verify_by_name_by_certificate_and_by_the_key_set() {
    let setting = open().await;
    let (m, caller) = (&setting.keymgr, system());
    let options = JwsOptions { include_payload: true, include_certificate: true, include_cert_hash: true };
    let token = m.sign_jws(&caller, &platform(), b"{\"a\":1}", options).await.unwrap();
    let pem = m.certificate(&caller, &platform()).await.unwrap();
    for certificate in [None, Some(pem.as_str())] {
        let verified = m.verify_jws(&caller, &platform(), &token, None, certificate).await.unwrap();
        assert_eq!((verified.payload.as_slice(), verified.certificate.as_str()), (&b"{\"a\":1}"[..], pem.as_str()));
    }
    let set: Jwks = serde_json::from_value(m.jwks(&caller).await.unwrap()).unwrap();
    let jws = Jws::parse(&token).unwrap();
    let key = set.find(jws.header().kid.as_deref().unwrap()).unwrap().public_key().unwrap();
    assert!(jws.verify(VerifyingKey::Public(&key, &[Algorithm::Rs256]), None).is_ok());
    assert!(set.keys.iter().all(|key| key.usage.as_deref() == Some("sig")));
    let mut kids: Vec<_> = set.keys.iter().map(|key| key.kid.clone()).collect();
    kids.dedup();
    assert_eq!(kids.len(), set.keys.len());

    let detached = m.sign_jws(&caller, &platform(), b"body", JwsOptions::default()).await.unwrap();
    assert!(detached.contains(".."));
    assert!(m.verify_jws(&caller, &platform(), &detached, Some(b"body"), None).await.is_ok());
    assert_eq!(code(m.verify_jws(&caller, &platform(), &detached, Some(b"bodz"), None).await), "KER-CSS-101");
    assert_eq!(code(m.verify_jws(&caller, &platform(), "a.b", None, None).await), "KER-JWS-106");
    let other = m.certificate(&caller, &KeyRef::new("IDA", "SIGN")).await.unwrap();
    let _ = other; // the stock of key pairs may repeat, so another certificate need not be another key
    assert_eq!(code(m.verify_jws(&caller, &platform(), &token, None, Some("x")).await), "KER-JWS-107");
    let refused = m.sign_jws(&caller, &KeyRef::new("IDA", "PARTNER"), b"x", options).await;
    assert_eq!(code(refused), "KER-KMS-020", "encryption keys do not sign");
}

// KEY-02
#[tokio::test]
async fn a_rotated_signing_key_still_verifies_until_it_expires() {
    let setting = open().await;
    let (m, caller) = (&setting.keymgr, system());
    let options = JwsOptions { include_payload: true, ..JwsOptions::default() };
    let old = m.sign_jws(&caller, &platform(), b"old", options).await.unwrap();
    setting.db.clock.advance(TimeDelta::days(1036)); // 1095 less 60, and a day
    let new = m.sign_jws(&caller, &platform(), b"new", options).await.unwrap();
    let kid = |token: &str| Jws::parse(token).unwrap().header().kid.clone().unwrap();
    assert_ne!(kid(&old), kid(&new));
    let set: Jwks = serde_json::from_value(m.jwks(&caller).await.unwrap()).unwrap();
    assert!(set.find(&kid(&old)).is_some() && set.find(&kid(&new)).is_some());
    assert!(m.verify_jws(&caller, &platform(), &old, None, None).await.is_ok());
    setting.db.clock.advance(TimeDelta::days(60));
    assert_eq!(code(m.verify_jws(&caller, &platform(), &old, None, None).await), "KER-JWS-107");
    let set: Jwks = serde_json::from_value(m.jwks(&caller).await.unwrap()).unwrap();
    assert!(set.find(&kid(&old)).is_none());
}

// QR-01, QR-04
#[tokio::test]
async fn cose_messages_name_a_key_of_the_set() {
    let setting = open().await;
    let (m, caller) = (&setting.keymgr, system());
    let set: Jwks = serde_json::from_value(m.jwks(&caller).await.unwrap()).unwrap();
    for (reference, algorithm) in
        [("ED25519_SIGN", Algorithm::EdDsa), ("EC_SECP256R1_SIGN", Algorithm::Es256), ("SIGN", Algorithm::Ps256)]
    {
        let message = m.sign_cose(&caller, &KeyRef::new("KERNEL", reference), b"payload").await.unwrap();
        let message = Sign1::parse(&message).unwrap();
        assert_eq!(message.algorithm(), Some(algorithm));
        let kid = std::str::from_utf8(message.kid().unwrap()).unwrap().to_owned();
        let fresh: Jwks = serde_json::from_value(m.jwks(&caller).await.unwrap()).unwrap();
        let key = fresh.find(&kid).unwrap().public_key().unwrap();
        assert_eq!(message.verify(&key, &[algorithm], &[]).unwrap(), b"payload");
        if reference == "ED25519_SIGN" {
            assert!(set.find(&kid).is_some(), "made at the first start");
            assert_eq!(kid.len(), 11, "short, for the symbol");
        }
    }
}
