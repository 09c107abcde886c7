//! Trust stores and partners' certificates.

use chrono::TimeDelta;
use crypto::encoding::b64_lenient;
use crypto::x509::{Certificate, Profile, from_pkcs7};
use crypto::{Algorithm, KeyKind, PrivateKey};
use keymgr_api::{KeyManager, KeyRef, PartnerCertificates, TrustDomain};

use crate::support::{Party, Setting, code, nobody, open, party, staff, system};

struct World {
    setting: Setting,
    root: Party,
    sub: Party,
    bank: Party,
}

async fn world() -> World {
    let setting = open().await;
    let root = party(&setting.db, "root", KeyKind::Rsa2048, Profile::Root, 3000, None);
    let sub = party(&setting.db, "sub", KeyKind::Rsa2048, Profile::Master, 2000, Some(&root));
    let bank = party(&setting.db, "bank", KeyKind::Rsa2048, Profile::Signature, 400, Some(&sub));
    World { setting, root, sub, bank }
}

// KEY-10
#[tokio::test]
async fn authorities_are_trusted_in_their_domain_only() {
    let world = world().await;
    let (m, caller) = (&world.setting.keymgr, system());
    let bank = world.bank.certificate.to_pem();
    assert_eq!(code(m.trust(&caller, TrustDomain::Auth, &world.sub.certificate.to_pem()).await), "KER-PCM-005");
    assert!(!m.is_trusted(&caller, TrustDomain::Auth, &bank).await.unwrap());
    m.trust(&caller, TrustDomain::Auth, &world.root.certificate.to_pem()).await.unwrap();
    m.trust(&caller, TrustDomain::Auth, &world.sub.certificate.to_pem()).await.unwrap();
    assert!(m.is_trusted(&caller, TrustDomain::Auth, &bank).await.unwrap());
    assert!(!m.is_trusted(&caller, TrustDomain::Device, &bank).await.unwrap());
    assert_eq!(code(m.trust(&caller, TrustDomain::Auth, &world.root.certificate.to_pem()).await), "KER-PCM-003");
    assert_eq!(code(m.trust(&caller, TrustDomain::Auth, "junk").await), "KER-PCM-001");
    assert_eq!(code(m.trust(&nobody(), TrustDomain::Auth, &bank).await), "KER-ATH-401");
    assert_eq!(code(m.trust(&staff("RESIDENT"), TrustDomain::Auth, &bank).await), "KER-ATH-403");
    world.setting.db.clock.advance(TimeDelta::days(401));
    assert!(!m.is_trusted(&caller, TrustDomain::Auth, &bank).await.unwrap(), "expired");
    assert_eq!(code(m.trust(&caller, TrustDomain::Device, &bank).await), "KER-PCM-004");
}

// KEY-10, PMP: partner onboarding
#[tokio::test]
async fn a_partners_certificate_is_signed_again() {
    let world = world().await;
    let (m, caller) = (&world.setting.keymgr, system());
    for party in [&world.root, &world.sub] {
        m.trust(&caller, TrustDomain::Auth, &party.certificate.to_pem()).await.unwrap();
        m.trust(&caller, TrustDomain::Ftm, &party.certificate.to_pem()).await.unwrap();
    }
    let bank = world.bank.certificate.to_pem();
    let signed = m.admit(&caller, TrustDomain::Auth, "Bank", &bank).await.unwrap();
    let certificate = Certificate::from_pem(&signed.certificate).unwrap();
    assert_eq!(certificate.subject(), world.bank.certificate.subject());
    assert_eq!(certificate.public_key(), world.bank.certificate.public_key());
    assert!(certificate.key_usage().unwrap().key_encipherment);
    let chain = from_pkcs7(&b64_lenient(&signed.bundle).unwrap()).unwrap();
    let pms = m.certificate(&caller, &KeyRef::new("PMS", "")).await.unwrap();
    let root = m.certificate(&caller, &KeyRef::new("ROOT", "")).await.unwrap();
    let pems: Vec<String> = chain.iter().map(Certificate::to_pem).collect();
    assert_eq!(pems, [signed.certificate.clone(), pms, root]);

    let stored = m.find(&caller, &signed.certificate_id).await.unwrap();
    assert_eq!((stored.original, stored.signed), (bank.clone(), signed.certificate));
    assert_eq!(code(m.find(&caller, "x").await), "KER-PCM-010");
    assert_eq!(code(m.find(&caller, "00000000-0000-7000-8000-000000000000").await), "KER-PCM-012");

    let chip = m.admit(&caller, TrustDomain::Ftm, "Bank", &bank).await.unwrap();
    let chain = from_pkcs7(&b64_lenient(&chip.bundle).unwrap()).unwrap();
    assert_eq!(chain[0], world.bank.certificate, "chip makers get their own chain back");
}

/// The bytes of a DER element, header and content, and what follows it.
fn element(der: &[u8]) -> (&[u8], &[u8]) {
    let (header, length) = match der[1] {
        short @ 0..=0x7f => (2, usize::from(short)),
        long => {
            let count = usize::from(long & 0x7f);
            (2 + count, der[2..2 + count].iter().fold(0, |length, byte| length << 8 | usize::from(*byte)))
        }
    };
    der.split_at(header + length)
}

/// An element of that tag around a content of 256 to 65,535 bytes.
fn around(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x82], length.as_slice(), content].concat()
}

/// The same certificate as X.509 version 1: without the version and the extensions, signed again.
fn version_1(certificate: &Certificate, issuer: &PrivateKey) -> String {
    const HEADER: usize = 4; // of elements with more than 255 bytes
    let (tbs, rest) = element(&certificate.der()[HEADER..]);
    let (algorithm, _) = element(rest);
    let (mut kept, mut left) = (Vec::new(), &tbs[HEADER..]);
    while !left.is_empty() {
        let (field, rest) = element(left);
        if !matches!(field[0], 0xa0 | 0xa3) {
            kept.extend_from_slice(field);
        }
        left = rest;
    }
    let tbs = around(0x30, &kept);
    let signature = issuer.sign(Algorithm::Rs256, &tbs).unwrap();
    let bits = around(0x03, &[&[0], signature.as_slice()].concat());
    let der = around(0x30, &[tbs.as_slice(), algorithm, &bits].concat());
    Certificate::from_der(&der).unwrap().to_pem()
}

// KEY-10: certificates without extensions say nothing of what their key is for
#[tokio::test]
async fn a_certificate_of_version_1_is_refused() {
    let world = world().await;
    let (m, caller) = (&world.setting.keymgr, system());
    for party in [&world.root, &world.sub] {
        m.trust(&caller, TrustDomain::Auth, &party.certificate.to_pem()).await.unwrap();
    }
    let old = version_1(&world.bank.certificate, &world.sub.key);
    assert_eq!(code(m.admit(&caller, TrustDomain::Auth, "Bank", &old).await), "KER-PCM-007");
}

// KEY-10: each rule has its code
#[tokio::test]
async fn unfit_partner_certificates_are_refused_with_their_reason() {
    let world = world().await;
    let (m, caller, db) = (&world.setting.keymgr, system(), &world.setting.db);
    for party in [&world.root, &world.sub] {
        m.trust(&caller, TrustDomain::Auth, &party.certificate.to_pem()).await.unwrap();
    }
    let admit = async |organization: &str, certificate: &Certificate| {
        code(m.admit(&caller, TrustDomain::Auth, organization, &certificate.to_pem()).await)
    };
    assert_eq!(code(m.admit(&caller, TrustDomain::Auth, "Bank", "junk").await), "KER-PCM-001");
    let short = party(db, "bank", KeyKind::Rsa2048, Profile::Signature, 334, Some(&world.sub));
    assert_eq!(admit("Bank", &short.certificate).await, "KER-PCM-004");
    let own = party(db, "bank", KeyKind::Rsa2048, Profile::Root, 400, None);
    assert_eq!(admit("Bank", &own.certificate).await, "KER-PCM-015");
    let stray = party(db, "stray root", KeyKind::Rsa2048, Profile::Root, 900, None);
    let stray = party(db, "bank", KeyKind::Rsa2048, Profile::Signature, 400, Some(&stray));
    assert_eq!(admit("Bank", &stray.certificate).await, "KER-PCM-006");
    assert_eq!(admit("bank", &world.bank.certificate).await, "KER-PCM-008");
    let elliptic = party(db, "bank", KeyKind::EcP256, Profile::Signature, 400, Some(&world.sub));
    assert_eq!(admit("Bank", &elliptic.certificate).await, "KER-PCM-013");
    let elsewhere = m.admit(&caller, TrustDomain::Device, "Bank", &world.bank.certificate.to_pem()).await;
    assert_eq!(code(elsewhere), "KER-PCM-006");
}
