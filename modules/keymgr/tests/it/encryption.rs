//! Session-key envelopes by key name, old keys, foreign certificates.

use chrono::TimeDelta;
use crypto::envelope::{Outside, Parsed, Recipient};
use crypto::packet::{self, SealedPacket};
use crypto::x509::{Certificate, Profile};
use crypto::{KeyKind, SystemRandom};
use keymgr_api::{KeyManager, KeyRef, PartnerCertificates};

use crate::support::{code, open, party, system};

fn machine() -> KeyRef {
    KeyRef::new("REGISTRATION", "10001_10003")
}

// KEY-06
#[tokio::test]
async fn data_is_decrypted_by_the_name_it_was_encrypted_for() {
    let setting = open().await;
    let (m, caller) = (&setting.keymgr, system());
    let salt = [3; 16];
    for (aad, salt) in
        [(None, None), (Some(&b"aad"[..]), None), (Some(&b"aad"[..]), Some(&salt[..])), (None, Some(&salt[..12]))]
    {
        let sealed = m.encrypt(&caller, &machine(), b"plain", aad, salt).await.unwrap();
        assert_eq!(m.decrypt(&caller, &machine(), &sealed, aad, salt).await.unwrap().as_slice(), b"plain");
        if let Some(salt) = salt {
            let wrong = m.decrypt(&caller, &machine(), &sealed, Some(b"other"), Some(salt)).await;
            assert_eq!(code(wrong), "KER-FSE-004");
        }
    }
    let sealed = m.encrypt(&caller, &machine(), b"plain", None, None).await.unwrap();
    assert_eq!(code(m.decrypt(&caller, &KeyRef::new("IDA", "PARTNER"), &sealed, None, None).await), "KER-KMS-024");
    let mut unknown = sealed.clone();
    unknown[10] ^= 1;
    assert_eq!(code(m.decrypt(&caller, &machine(), &unknown, None, None).await), "KER-KMS-025");
    let mut changed = sealed.clone();
    changed[50] ^= 1;
    assert_eq!(code(m.decrypt(&caller, &machine(), &changed, None, None).await), "KER-KMS-019");
    *changed.last_mut().unwrap() ^= 1;
    changed[50] ^= 1;
    assert_eq!(code(m.decrypt(&caller, &machine(), &changed, None, None).await), "KER-FSE-004");
    assert_eq!(code(m.decrypt(&caller, &machine(), b"nothing", None, None).await), "KER-CRY-003");
    for reference in ["", "SIGN"] {
        let refused = m.encrypt(&caller, &KeyRef::new("KERNEL", reference), b"plain", None, None).await;
        assert_eq!(code(refused), "KER-CRY-011");
    }
}

// REG: packets of a machine
#[tokio::test]
async fn a_packet_of_a_machine_is_opened() {
    let setting = open().await;
    let caller = system();
    let pem = setting.keymgr.certificate(&caller, &machine()).await.unwrap();
    let certificate = Certificate::from_pem(&pem).unwrap();
    let recipient = Recipient { key: certificate.public_key().unwrap(), thumbprint: &certificate.thumbprint() };
    let sealed = packet::seal(recipient, b"PK zip", &SystemRandom).unwrap();
    let (outside, envelope) = (SealedPacket::new(&sealed).unwrap().outside(), &sealed[SealedPacket::PREFIX_LEN..]);
    let plain = setting.keymgr.decrypt(&caller, &machine(), envelope, outside.aad, outside.salt).await.unwrap();
    assert_eq!(plain.as_slice(), b"PK zip");
}

// KEY-02: rotation without losing data
#[tokio::test]
async fn expired_keys_are_replaced_and_go_on_decrypting() {
    let setting = open().await;
    let (m, caller) = (&setting.keymgr, system());
    let sealed = m.encrypt(&caller, &machine(), b"old", None, None).await.unwrap();
    let without = {
        let pem = m.certificate(&caller, &machine()).await.unwrap();
        let certificate = Certificate::from_pem(&pem).unwrap();
        let recipient = Recipient { key: certificate.public_key().unwrap(), thumbprint: &[0; 32] };
        let outside = Outside { aad: Some(b"a"), without_thumbprint: true, ..Outside::default() };
        crypto::envelope::seal(recipient, outside, b"older", &SystemRandom).unwrap()
    };
    let first = m.certificate(&caller, &machine()).await.unwrap();
    setting.db.clock.advance(TimeDelta::days(699));
    assert_eq!(m.certificate(&caller, &machine()).await.unwrap(), first);
    setting.db.clock.advance(TimeDelta::days(2)); // 730 days less 30
    let second = m.certificate(&caller, &machine()).await.unwrap();
    assert_ne!(second, first);
    assert_eq!(m.decrypt(&caller, &machine(), &sealed, None, None).await.unwrap().as_slice(), b"old");
    assert_eq!(m.decrypt(&caller, &machine(), &without, Some(b"a"), None).await.unwrap().as_slice(), b"older");
    let newer = m.encrypt(&caller, &machine(), b"new", None, None).await.unwrap();
    let thumbprint = Certificate::from_pem(&second).unwrap().thumbprint();
    assert_eq!(Parsed::new(&newer).unwrap().thumbprint, Some(&thumbprint));
}

// AUTH: requestSessionKey
#[tokio::test]
async fn session_keys_are_unwrapped_with_and_without_thumbprint() {
    let setting = open().await;
    let (m, caller, key) = (&setting.keymgr, system(), KeyRef::new("IDA", "PARTNER"));
    let certificate = Certificate::from_pem(&m.certificate(&caller, &key).await.unwrap()).unwrap();
    let wrapped = certificate.public_key().unwrap().encrypt_oaep(&[9; 32]).unwrap();
    let thumbprint = certificate.thumbprint();
    for thumbprint in [None, Some(&thumbprint[..])] {
        let session = m.unwrap_session_key(&caller, &key, &wrapped, thumbprint).await.unwrap();
        assert_eq!(session.as_slice(), [9; 32]);
    }
    assert_eq!(code(m.unwrap_session_key(&caller, &key, &wrapped, Some(&[1; 32])).await), "KER-KMS-025");
    assert_eq!(code(m.unwrap_session_key(&caller, &key, &wrapped[1..], None).await), "KER-KMS-019");
}

// KEY-05
#[tokio::test]
async fn data_is_encrypted_to_foreign_certificates_and_never_decrypted() {
    let setting = open().await;
    let (m, caller, key) = (&setting.keymgr, system(), KeyRef::new("PARTNER", "bank"));
    let bank = party(
        &setting.db,
        "bank",
        KeyKind::Rsa2048,
        Profile::Encryption,
        400,
        Some(&party(&setting.db, "ca", KeyKind::Rsa2048, Profile::Root, 900, None)),
    );
    m.store_other_domain(&caller, &key, &bank.certificate.to_pem()).await.unwrap();
    let again = m.store_other_domain(&caller, &key, &bank.certificate.to_pem()).await;
    assert_eq!(code(again), "KER-KMS-015", "the same certificate is already current");

    let sealed = m.encrypt(&caller, &key, b"for the bank", None, None).await.unwrap();
    let plain = Parsed::new(&sealed).unwrap().open(&bank.key, Outside::default()).unwrap();
    assert_eq!(plain.as_slice(), b"for the bank");
    assert_eq!(code(m.decrypt(&caller, &key, &sealed, None, None).await), "KER-KMS-018");

    let newer = party(&setting.db, "bank", KeyKind::Rsa2048, Profile::Root, 400, None);
    m.store_other_domain(&caller, &key, &newer.certificate.to_pem()).await.unwrap();
    assert_eq!(m.certificate(&caller, &key).await.unwrap(), newer.certificate.to_pem());
    let own = m.store_other_domain(&caller, &KeyRef::new("IDA", "PARTNER"), &bank.certificate.to_pem()).await;
    assert_eq!(code(own), "KER-KMS-015", "an own key is never overwritten");
    let expired = party(&setting.db, "bank", KeyKind::Rsa2048, Profile::Root, 0, None);
    setting.db.clock.advance(TimeDelta::minutes(1));
    assert_eq!(code(m.store_other_domain(&caller, &key, &expired.certificate.to_pem()).await), "KER-KMS-001");
    assert_eq!(code(m.store_other_domain(&caller, &key, "no certificate").await), "KER-KMS-013");
    setting.db.clock.advance(TimeDelta::days(401));
    let ended = m.encrypt(&caller, &key, b"x", None, None).await;
    assert_eq!(code(ended), "KER-KMS-016", "no key is made for another domain");
}
