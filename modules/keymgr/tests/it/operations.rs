//! What operators do: rotate, import, renew, and what they are warned of.

use std::sync::Arc;

use chrono::TimeDelta;
use crypto::x509::{Certificate, Profile, Trust, verify_chain};
use crypto::{KeyKind, Zeroizing};
use keymgr::{ImportError, KeyState, Keymgr, Pkcs12Error};
use keymgr_api::{JwsOptions, KeyManager, KeyRef, PartnerCertificates};
use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use types::Cx;

use crate::support::{ClockNow, Party, code, config, fields, nobody, open, party, stock, system};

const OPTIONS: JwsOptions = JwsOptions { include_payload: true, include_certificate: false, include_cert_hash: false };

fn platform() -> KeyRef {
    KeyRef::new("KERNEL", "SIGN")
}

async fn certificate(m: &Keymgr, key: &KeyRef) -> Certificate {
    Certificate::from_pem(&m.certificate(&system(), key).await.unwrap()).unwrap()
}

/// Thumbprints of the published keys.
async fn published(m: &Keymgr) -> Vec<String> {
    let set = m.published_keys().await.unwrap();
    set.keys.into_iter().map(|key| key.x5t_s256.unwrap()).collect()
}

fn x5t(certificate: &Certificate) -> String {
    crypto::encoding::b64url(certificate.thumbprint())
}

// KEY-03
#[tokio::test]
async fn a_rotated_key_stays_published_and_one_ended_at_once_does_not() {
    let setting = open().await;
    let m = &setting.keymgr;
    let old = certificate(m, &platform()).await;
    let token = m.sign_jws(&system(), &platform(), b"old", OPTIONS).await.unwrap();
    setting.db.clock.advance(TimeDelta::minutes(5));
    let rotated = m.rotate(&system(), &platform(), false).await.unwrap();
    let new = certificate(m, &platform()).await;
    assert_ne!(old, new);
    assert_eq!((rotated.new.thumbprint, rotated.new.state), (new.thumbprint_hex(), KeyState::Current));
    let ended = rotated.old.unwrap();
    assert_eq!((ended.state, ended.expires_at), (KeyState::Ending, setting.db.clock_now() + TimeDelta::days(60)));
    assert!(published(m).await.contains(&x5t(&old)) && published(m).await.contains(&x5t(&new)));
    assert!(m.verify_jws(&system(), &platform(), &token, None, None).await.is_ok());
    setting.db.clock.advance(TimeDelta::minutes(5));
    assert_eq!(certificate(m, &platform()).await, new, "one key is current");

    let rotated = m.rotate(&system(), &platform(), true).await.unwrap();
    assert_eq!(rotated.old.unwrap().state, KeyState::Expired);
    assert!(!published(m).await.contains(&x5t(&new)));
    // encryption keys too; and what there is no key of, or not ours, is refused
    let base = KeyRef::new("IDA", "PARTNER");
    let sealed = m.encrypt(&system(), &base, b"old", None, None).await.unwrap();
    setting.db.clock.advance(TimeDelta::minutes(5));
    m.rotate(&system(), &base, false).await.unwrap();
    assert_eq!(m.decrypt(&system(), &base, &sealed, None, None).await.unwrap().as_slice(), b"old");
    assert_eq!(code(m.rotate(&system(), &KeyRef::new("NOBODY", ""), false).await), "KER-KMS-002");
    assert_eq!(code(m.rotate(&system(), &KeyRef::new("IDA", "unheard-of"), false).await), "KER-KMS-017");
    assert!(m.rotate(&nobody(), &platform(), false).await.is_err(), "a stranger rotates nothing");
}

// KEY-01
#[tokio::test]
async fn a_rotated_root_certifies_from_then_on_and_the_old_one_is_still_believed() {
    let setting = open().await;
    let m = &setting.keymgr;
    let root = KeyRef::new("ROOT", "");
    let (old_root, old_master) = (certificate(m, &root).await, certificate(m, &platform()).await);
    setting.db.clock.advance(TimeDelta::minutes(5));
    let rotated = m.rotate(&system(), &root, false).await.unwrap();
    assert_eq!(rotated.old.unwrap().state, KeyState::Ending);
    let new_root = certificate(m, &root).await;
    m.rotate(&system(), &platform(), false).await.unwrap();
    let now = setting.db.clock_now();
    let path = |certificate: &Certificate, root: &Certificate| {
        let anchors = [root.clone()];
        verify_chain(certificate, Trust { anchors: &anchors, intermediates: &[] }, now).is_ok()
    };
    assert!(path(&old_master, &old_root) && path(&certificate(m, &platform()).await, &new_root));
}

// a running server notices within a minute
#[tokio::test]
async fn another_process_takes_the_new_key_within_a_minute() {
    let setting = open().await;
    let server = &setting.keymgr;
    let old = certificate(server, &platform()).await;
    setting.db.clock.advance(TimeDelta::seconds(30));
    let other =
        Keymgr::open_beside(setting.db.databases.keys().clone(), config(setting.db.dir.path(), 7)).await.unwrap();
    let new = other.rotate(&system(), &platform(), false).await.unwrap().new.thumbprint;
    assert_eq!(certificate(server, &platform()).await, old, "believed for a minute, and still valid");
    setting.db.clock.advance(TimeDelta::seconds(61));
    assert_eq!(certificate(server, &platform()).await.thumbprint_hex(), new);
    let token = server.sign_jws(&system(), &platform(), b"x", OPTIONS).await.unwrap();
    assert!(other.verify_jws(&system(), &platform(), &token, None, None).await.is_ok());
}

fn pkcs12(party: &Party, password: &str) -> Vec<u8> {
    let key = PrivateKey::from_der(&party.key.to_pkcs8().unwrap()).unwrap();
    let certificate = p12_keystore::Certificate::from_der(party.certificate.der()).unwrap();
    let mut store = KeyStore::new();
    store.add_entry("key", KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new("key", key, [certificate])));
    store.writer(password).write().unwrap()
}

async fn import(m: &Arc<Keymgr>, key: &KeyRef, file: Vec<u8>, password: &str) -> Result<String, ImportError> {
    let password = Zeroizing::new(password.to_owned());
    m.import_pkcs12(&system(), key, file, password).await.map(|listing| listing.thumbprint)
}

// KEY-11
#[tokio::test]
async fn a_key_from_pkcs12_is_taken_for_new_data() {
    let setting = open().await;
    let m = &setting.keymgr;
    let theirs = party(&setting.db, "IDA-PARTNER", KeyKind::Rsa2048, Profile::Encryption, 700, None);
    let file = pkcs12(&theirs, "a password");
    let key = KeyRef::new("IDA", "PARTNER");
    let sealed = m.encrypt(&system(), &key, b"before", None, None).await.unwrap();
    let refused = import(m, &key, file.clone(), "another").await;
    assert!(matches!(refused, Err(ImportError::File(Pkcs12Error::Unreadable))));
    setting.db.clock.advance(TimeDelta::minutes(5));
    let thumbprint = import(m, &key, file.clone(), "a password").await.unwrap();
    assert_eq!(thumbprint, theirs.certificate.thumbprint_hex());
    assert_eq!(certificate(m, &key).await, theirs.certificate);
    let fresh = m.encrypt(&system(), &key, b"after", None, None).await.unwrap();
    for (sealed, plain) in [(&sealed, "before"), (&fresh, "after")] {
        assert_eq!(m.decrypt(&system(), &key, sealed, None, None).await.unwrap().as_slice(), plain.as_bytes());
    }
    setting.db.clock.advance(TimeDelta::minutes(5));
    assert_eq!(certificate(m, &key).await, theirs.certificate, "one key is current");
    let unfit = |result: Result<String, ImportError>| matches!(result, Err(ImportError::Unfit(_)));
    assert!(unfit(import(m, &key, file, "a password").await), "there already");
}

#[tokio::test]
async fn what_does_not_fit_a_name_is_not_imported() {
    let setting = open().await;
    let m = &setting.keymgr;
    let unfit = |result: Result<String, ImportError>| matches!(result, Err(ImportError::Unfit(_)));
    let of = |kind, days| pkcs12(&party(&setting.db, "x", kind, Profile::Encryption, days, None), "p");
    let base = KeyRef::new("IDA", "PARTNER");
    assert!(unfit(import(m, &base, of(KeyKind::EcP256, 700), "p").await), "of another kind");
    assert!(unfit(import(m, &base, of(KeyKind::Rsa2048, 20), "p").await), "ends within its pre-expiry");
    assert!(unfit(import(m, &KeyRef::new("PARTNER", "bank"), of(KeyKind::Rsa2048, 700), "p").await));
    assert!(unfit(import(m, &KeyRef::new("NOBODY", ""), of(KeyKind::Rsa2048, 700), "p").await));
    // a certificate beside somebody else's key
    let mixed = Party {
        key: stock(KeyKind::Rsa2048).unwrap(),
        certificate: party(&setting.db, "x", KeyKind::Rsa2048, Profile::Encryption, 700, None).certificate,
    };
    let refused = import(m, &base, pkcs12(&mixed, "p"), "p").await;
    assert!(matches!(refused, Err(ImportError::File(Pkcs12Error::NoCertificate))));
    let refused = import(m, &base, b"not a file".to_vec(), "p").await;
    assert!(matches!(refused, Err(ImportError::File(Pkcs12Error::Unreadable))));
    // and an elliptic one where it belongs
    assert!(import(m, &KeyRef::new("KERNEL", "EC_SECP256R1_SIGN"), of(KeyKind::EcP256, 700), "p").await.is_ok());
}

// KEY-05
#[tokio::test]
async fn another_authority_certifies_a_key_of_ours() {
    let setting = open().await;
    let m = &setting.keymgr;
    let key = KeyRef::new("IDA", "PARTNER");
    let request = m.certificate_request(&system(), &key).await.unwrap();
    assert!(request.starts_with("-----BEGIN CERTIFICATE REQUEST-----"), "{request}");
    let authority = party(&setting.db, "authority", KeyKind::Rsa2048, Profile::Root, 900, None);
    let ours = certificate(m, &key).await;
    let now = setting.db.clock_now();
    let issued = crypto::x509::issue(
        &crypto::x509::Request {
            subject: crypto::x509::Subject::Fields(&fields("IDA-PARTNER", "us")),
            profile: Profile::Encryption,
            not_before: now - TimeDelta::days(1),
            not_after: now + TimeDelta::days(100),
        },
        ours.public_key().unwrap(),
        crypto::x509::Issuer { certificate: &authority.certificate, key: &authority.key },
        &crypto::SystemRandom,
    )
    .unwrap();
    let listing = m.import_certificate(&system(), &key, &issued.to_pem()).await.unwrap();
    assert_eq!(listing.thumbprint, issued.thumbprint_hex());
    // its end wants a person, unlike that of keys the platform certifies
    let due = keymgr::expiring(setting.db.databases.keys(), 90).await.unwrap();
    assert_eq!(due.len(), 1, "{due:?}");
    assert!(due[0].own && due[0].advice.contains("keys csr IDA PARTNER") && due[0].days_left == 70, "{due:?}");
}

// KEY-02
#[tokio::test]
async fn masters_are_made_anew_before_they_end_and_without_a_root_the_old_ones_go_on() {
    let setting = open().await;
    let m = &setting.keymgr;
    let cx = Cx::system("test");
    assert_eq!(m.renew(&cx).await.unwrap(), 0);
    let old = certificate(m, &platform()).await;
    setting.db.clock.advance(TimeDelta::days(1036)); // 1095 less 60, and a day
    let made = m.renew(&cx).await.unwrap();
    assert_eq!(made, 16, "fifteen masters of three years and the Ed25519 key; PMS lives four years");
    assert_eq!(m.renew(&cx).await.unwrap(), 0);
    assert_ne!(certificate(m, &platform()).await, old);

    // the root's own pre-expiry (2920 less 1125 days): it certifies nothing more
    setting.db.clock.advance(TimeDelta::days(1036));
    let second = certificate(m, &KeyRef::new("IDA", "SIGN")).await;
    assert!(m.renew(&cx).await.is_err(), "nobody can certify");
    let still = certificate(m, &platform()).await;
    assert!(still.is_valid_at(setting.db.clock_now()), "the old one is used while it is valid");
    assert!(m.sign_jws(&system(), &platform(), b"x", OPTIONS).await.is_ok());
    setting.db.clock.advance(TimeDelta::days(2)); // time for the daily job
    let due = keymgr::expiring(setting.db.databases.keys(), 90).await.unwrap();
    let root = due.iter().find(|one| one.key.kind == "root").unwrap();
    assert!(root.days_left < 0 && root.advice.contains("keys rotate ROOT"), "{root:?}");
    assert!(due.iter().any(|one| one.key.name() == "KERNEL:SIGN" && one.advice.contains("not replaced")), "{due:?}");

    m.rotate(&system(), &KeyRef::new("ROOT", ""), false).await.unwrap();
    assert!(m.renew(&cx).await.unwrap() >= 16);
    assert_ne!(certificate(m, &KeyRef::new("IDA", "SIGN")).await, second);
    assert!(keymgr::expiring(setting.db.databases.keys(), 90).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_partners_certificate_is_told_of_at_three_steps_and_forgotten_a_month_after_its_end() {
    let setting = open().await;
    let m = &setting.keymgr;
    let partner = party(&setting.db, "bank", KeyKind::Rsa2048, Profile::Encryption, 100, None);
    m.store_other_domain(&system(), &KeyRef::new("PARTNER", "bank"), &partner.certificate.to_pem()).await.unwrap();
    let mut steps = Vec::new();
    for _ in 0..14 {
        let due = keymgr::expiring(setting.db.databases.keys(), 90).await.unwrap();
        steps.push(due.iter().find(|one| !one.own).map(|one| (one.days_left, one.threshold().unwrap())));
        setting.db.clock.advance(TimeDelta::days(10));
    }
    // nothing is encrypted to it in the last 30 of its 100 days
    let told = [70, 60, 50, 40].map(|days| Some((days, 90)));
    let later = [Some((30, 30)), Some((20, 30)), Some((10, 30)), Some((0, 7)), Some((-10, 7)), Some((-20, 7))];
    assert_eq!(steps, [&told[..], &later, &[None; 4]].concat());
}

#[tokio::test]
async fn the_list_names_every_key_without_opening_the_store() {
    let setting = open().await;
    std::fs::rename(setting.db.dir.path().join("keys"), setting.db.dir.path().join("away")).unwrap();
    let db = setting.db.databases.keys();
    let all = keymgr::list(db).await.unwrap();
    assert_eq!(all.len(), 25);
    assert!(all.iter().all(|key| key.state == KeyState::Current));
    let root = all.iter().find(|key| key.kind == "root").unwrap();
    assert_eq!((root.name().as_str(), root.expires_at - root.current_until), ("ROOT", TimeDelta::days(1125)));
    let public = keymgr::public_certificates(db).await.unwrap();
    assert_eq!(public.len(), 25);
    assert!(public.iter().all(|one| Certificate::from_pem(&one.pem).unwrap().thumbprint_hex() == one.key.thumbprint));
    assert_eq!(keymgr::published_keys(db).await.unwrap().keys.len(), 17);
}
