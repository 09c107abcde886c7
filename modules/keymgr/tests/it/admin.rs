//! Keys and trust in an administrator's hands.

use chrono::TimeDelta;
use crypto::KeyKind;
use crypto::x509::{Issuer, Profile, Request, Subject, issue};
use keymgr_api::admin::{KeyPurpose, KeyQuery, Renewal};
use keymgr_api::trust::AuthorityQuery;
use keymgr_api::{KeyAdministration, KeyManager, KeyRef, TrustDomain};

use crate::support::{ClockNow, code, nobody, open, party, staff};

fn query(application: Option<&str>, after: Option<KeyRef>, limit: u32) -> KeyQuery {
    KeyQuery { application_id: application.map(str::to_owned), after, limit }
}

// KEY-12: every name once, in order, page by page
#[tokio::test]
async fn names_are_listed_page_by_page() {
    let setting = open().await;
    let (m, admin) = (&setting.keymgr, staff("GLOBAL_ADMIN"));
    let all = m.keys(&admin, &query(None, None, 200)).await.unwrap();
    assert!(!all.more && all.applications.contains(&"ROOT".to_owned()));
    let names: Vec<_> = all.keys.iter().map(|key| (key.application_id.clone(), key.reference_id.clone())).collect();
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    let (mut paged, mut after) = (Vec::new(), None);
    loop {
        let page = m.keys(&admin, &query(None, after, 7)).await.unwrap();
        paged.extend(page.keys.iter().map(|key| (key.application_id.clone(), key.reference_id.clone())));
        let last = page.keys.last().map(|key| KeyRef::new(&key.application_id, &key.reference_id));
        if !page.more {
            break;
        }
        after = last;
    }
    assert_eq!(paged, names);
    let ida = m.keys(&admin, &query(Some("IDA"), None, 200)).await.unwrap();
    assert!(ida.keys.iter().all(|key| key.application_id == "IDA") && ida.keys.len() > 3);
    let root = all.keys.iter().find(|key| key.application_id == "ROOT").unwrap();
    assert_eq!((root.purpose, root.renewal), (KeyPurpose::Root, Renewal::ByHand));
    let sign = all.keys.iter().find(|key| key.reference_id == "ED25519_SIGN").unwrap();
    assert_eq!(
        (sign.purpose, sign.renewal, sign.algorithm.as_str()),
        (KeyPurpose::Signature, Renewal::Automatic, "Ed25519")
    );
}

// KEY-03, KEY-06: the next key takes new data, the one before goes on opening
#[tokio::test]
async fn rotation_leaves_old_data_readable() {
    let setting = open().await;
    let (m, admin) = (&setting.keymgr, staff("KEY_MAKER"));
    let key = KeyRef::new("IDA", "PARTNER");
    let sealed = m.encrypt(&admin, &key, b"of yesterday", None, None).await.unwrap();
    setting.db.clock.advance(TimeDelta::days(1));
    KeyAdministration::rotate(&**m, &admin, &key).await.unwrap();
    let found = m.key(&admin, &key).await.unwrap().unwrap();
    let current: Vec<bool> = found.versions.iter().map(|version| version.current).collect();
    assert_eq!((found.summary.earlier, found.own, current), (1, true, vec![true, false]));
    assert_ne!(found.versions[0].kid, found.versions[1].kid);
    let opened = m.decrypt(&admin, &key, &sealed, None, None).await.unwrap();
    assert_eq!(opened.as_slice(), b"of yesterday");
    assert_eq!(code(KeyAdministration::rotate(&**m, &admin, &KeyRef::new("IDA", "NEVER_MADE")).await), "KER-KMS-017");
    assert!(m.key(&admin, &KeyRef::new("IDA", "NEVER_MADE")).await.unwrap().is_none());
}

// KEY-05: a request goes out, the certificate that was issued for it comes in; another's is refused
#[tokio::test]
async fn an_authority_outside_may_certify_a_key() {
    let setting = open().await;
    let (m, db, admin) = (&setting.keymgr, &setting.db, staff("GLOBAL_ADMIN"));
    let key = KeyRef::new("RESIDENT", "");
    let pem = m.certificate_request(&admin, &key).await.unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
    let authority = party(db, "outside", KeyKind::Rsa2048, Profile::Root, 3000, None);
    let own = crypto::x509::Certificate::from_pem(&m.certificate(&admin, &key).await.unwrap()).unwrap();
    let now = db.clock_now();
    let request = Request {
        subject: Subject::Existing(own.subject()),
        profile: Profile::Master,
        not_before: now - TimeDelta::hours(1),
        not_after: now + TimeDelta::days(500),
    };
    let issuer = Issuer { certificate: &authority.certificate, key: &authority.key };
    let issued = issue(&request, own.public_key().unwrap(), issuer, &crypto::SystemRandom).unwrap();
    m.replace_certificate(&admin, &key, &issued.to_pem()).await.unwrap();
    let found = m.key(&admin, &key).await.unwrap().unwrap();
    assert_eq!(found.versions[0].thumbprint, issued.thumbprint_hex());
    assert_eq!(found.summary.renewal, Renewal::ByHand, "nobody here can make its next certificate");
    let other = party(db, "other", KeyKind::Rsa2048, Profile::Master, 500, Some(&authority));
    assert_eq!(code(m.replace_certificate(&admin, &key, &other.certificate.to_pem()).await), "KER-KMS-014");
    assert_eq!(code(m.replace_certificate(&admin, &key, "junk").await), "KER-KMS-013");
    // a name without keys of ours takes a foreign certificate, and then its successor
    let partner = KeyRef::new("PARTNER", "bank-1");
    m.replace_certificate(&admin, &partner, &other.certificate.to_pem()).await.unwrap();
    let found = m.key(&admin, &partner).await.unwrap().unwrap();
    assert_eq!(
        (found.summary.purpose, found.summary.renewal, found.own),
        (KeyPurpose::Foreign, Renewal::ByOwner, false)
    );
    assert_eq!(code(KeyAdministration::rotate(&**m, &admin, &partner).await), "KER-KMS-016");
}

// KEY-10: trust is added and seen; SEC: nobody but the country's administrator
#[tokio::test]
async fn keys_and_trust_are_for_the_countrys_administrator_only() {
    let setting = open().await;
    let (m, admin) = (&setting.keymgr, staff("GLOBAL_ADMIN"));
    let root = party(&setting.db, "root", KeyKind::Rsa2048, Profile::Root, 3000, None);
    let pem = root.certificate.to_pem();
    for stranger in [nobody(), staff("ZONAL_ADMIN"), staff("RESIDENT"), staff("PARTNER_ADMIN")] {
        let key = KeyRef::new("IDA", "PARTNER");
        let expected = if stranger.require(keymgr_api::access::READ_CERTIFICATE).is_ok() { "KER-ATH-403" } else { "" };
        for refused in [
            code(m.keys(&stranger, &KeyQuery::default()).await),
            code(m.key(&stranger, &key).await),
            code(KeyAdministration::rotate(&**m, &stranger, &key).await),
            code(m.certificate_request(&stranger, &key).await),
            code(m.replace_certificate(&stranger, &key, &pem).await),
            code(m.authorities(&stranger, &AuthorityQuery::default()).await),
            code(m.add_authorities(&stranger, TrustDomain::Auth, &pem).await),
        ] {
            assert!(refused.starts_with("KER-ATH-40") && (expected.is_empty() || refused == expected), "{refused}");
        }
    }
    let authorities = async || m.authorities(&admin, &AuthorityQuery::default()).await.unwrap();
    assert_eq!(authorities().await.total_records, 0);
    let both = format!(
        "{pem}\n{}",
        party(&setting.db, "stray", KeyKind::Rsa2048, Profile::Root, -1, None).certificate.to_pem()
    );
    assert_eq!(m.add_authorities(&admin, TrustDomain::Auth, &both).await.unwrap(), (1, 2), "the ended one is left out");
    let found = authorities().await.all_partner_certificates;
    assert_eq!((found.len(), found[0].partner_domain.as_str()), (1, "AUTH"));
    assert_eq!(found[0].cert_thumbprint, root.certificate.thumbprint_sha1_hex());
    assert_eq!(code(m.add_authorities(&admin, TrustDomain::Auth, &pem).await), "KER-PCM-003");
}
