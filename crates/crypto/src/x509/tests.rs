use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::{KeyKind, PrivateKey, SystemRandom};

fn at(days: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap() + TimeDelta::days(days)
}

fn fields(common_name: &str) -> SubjectFields {
    SubjectFields {
        common_name: common_name.to_owned(),
        organization_unit: "MOSIP-TECH-CENTER (ROOT)".to_owned(),
        organization: "IITB".to_owned(),
        location: "BANGALORE".to_owned(),
        state: "KA".to_owned(),
        country: "IN".to_owned(),
    }
}

struct Tree {
    root_key: PrivateKey,
    root: Certificate,
    sub_key: PrivateKey,
    sub: Certificate,
    leaf: Certificate,
}

fn request<'a>(fields: &'a SubjectFields, profile: Profile, days: i64) -> Request<'a> {
    Request { subject: Subject::Fields(fields), profile, not_before: at(0), not_after: at(days) }
}

fn tree(kind: KeyKind) -> Tree {
    let root_key = PrivateKey::generate(kind).unwrap();
    let sub_key = PrivateKey::generate(kind).unwrap();
    let leaf_key = PrivateKey::generate(KeyKind::EcP256).unwrap();
    let root = self_signed(&request(&fields("root"), Profile::Root, 3000), &root_key, &SystemRandom).unwrap();
    let by_root = Issuer { certificate: &root, key: &root_key };
    let sub = issue(&request(&fields("sub"), Profile::Master, 1000), sub_key.public(), by_root, &SystemRandom).unwrap();
    let by_sub = Issuer { certificate: &sub, key: &sub_key };
    let leaf_name = fields("leaf");
    let leaf = issue(&request(&leaf_name, Profile::Signature, 500), leaf_key.public(), by_sub, &SystemRandom).unwrap();
    Tree { root_key, root, sub_key, sub, leaf }
}

// KEY-01, ida-crypto A.4
#[test]
fn certificates_carry_mosips_fields() {
    let tree = tree(KeyKind::Rsa2048);
    let root = Certificate::from_pem(&tree.root.to_pem()).unwrap();
    assert_eq!(root, tree.root);
    assert_eq!(root.subject().to_string(), "CN=root,OU=MOSIP-TECH-CENTER (ROOT),O=IITB,L=BANGALORE,ST=KA,C=IN");
    assert_eq!(root.subject().fields(), fields("root"));
    assert_eq!(
        (root.version(), root.path_length(), root.is_authority(), root.is_self_signed()),
        (3, Some(2), true, true)
    );
    assert_eq!((root.not_before(), root.not_after()), (at(0), at(3000)));
    assert!(root.is_sha2_signed());
    assert!(root.serial_decimal().parse::<i64>().unwrap() > 0, "a positive long");
    let usage = KeyUsage { digital_signature: true, key_encipherment: false, key_cert_sign: true };
    assert_eq!(root.key_usage(), Some(usage));
    assert_eq!((tree.sub.path_length(), tree.sub.issuer()), (Some(1), root.subject()));
    assert!(!tree.leaf.is_authority() && !tree.leaf.is_self_signed());
    assert_eq!(root.thumbprint_hex(), hex::encode_upper(crate::digest::sha256(root.der())));
    assert_eq!(root.thumbprint_sha1_hex().len(), 40);
    // C, ST, L, O, OU, CN in the encoding
    let order: Vec<Vec<u64>> = root.subject().attributes().iter().map(|a| a.oid[3..].to_vec()).collect();
    assert_eq!(order, [[6], [8], [7], [10], [11], [3]]);
}

#[test]
fn base_keys_are_for_encryption_only() {
    let tree = tree(KeyKind::EcP256);
    let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
    let issuer = Issuer { certificate: &tree.sub, key: &tree.sub_key };
    let base =
        issue(&request(&fields("IDA-PARTNER"), Profile::Encryption, 10), key.public(), issuer, &SystemRandom).unwrap();
    let usage = KeyUsage { digital_signature: false, key_encipherment: true, key_cert_sign: false };
    assert_eq!(base.key_usage(), Some(usage));
    assert!(!base.is_authority());

    let stranger = Issuer { certificate: &tree.sub, key: &tree.root_key };
    let refused = issue(&request(&fields("x"), Profile::Encryption, 10), key.public(), stranger, &SystemRandom);
    assert!(matches!(refused, Err(Error::Certificate(_))));
}

// KEY-10
#[test]
fn chains_of_every_kind_lead_to_their_root_only() {
    for kind in [KeyKind::Rsa2048, KeyKind::EcP256, KeyKind::Ed25519] {
        let tree = tree(kind);
        let other = self_signed(
            &request(&fields("root"), Profile::Root, 3000),
            &PrivateKey::generate(kind).unwrap(),
            &SystemRandom,
        )
        .unwrap();
        let anchors = [other.clone(), tree.root.clone()];
        let intermediates = [tree.sub.clone()];
        let trust = Trust { anchors: &anchors, intermediates: &intermediates };
        let path = verify_chain(&tree.leaf, trust, at(1)).unwrap();
        assert_eq!(path, [&tree.leaf, &tree.sub, &tree.root]);
        assert_eq!(verify_chain(&tree.root, trust, at(1)).unwrap(), [&tree.root]);

        let only_other = Trust { anchors: &anchors[..1], intermediates: &intermediates };
        assert_eq!(verify_chain(&tree.leaf, only_other, at(1)), Err(ChainError::NoPath), "same name, another key");
        let no_sub = Trust { anchors: &anchors, intermediates: &[] };
        assert_eq!(verify_chain(&tree.leaf, no_sub, at(1)), Err(ChainError::NoPath));
        assert_eq!(verify_chain(&tree.leaf, trust, at(501)), Err(ChainError::Dates), "leaf expired");
        assert_eq!(verify_chain(&tree.leaf, trust, at(-1)), Err(ChainError::Dates), "not yet valid");
        assert_eq!(verify_chain(&tree.sub, trust, at(3001)), Err(ChainError::Dates));
        let as_intermediate = Trust { anchors: &[], intermediates: &anchors };
        assert_eq!(
            verify_chain(&tree.root, as_intermediate, at(1)),
            Err(ChainError::NoPath),
            "self-signed is not trusted"
        );
    }
}

#[test]
fn authorities_do_not_outlive_their_validity_nor_exceed_their_length() {
    let tree = tree(KeyKind::EcP256);
    let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
    let by_sub = Issuer { certificate: &tree.sub, key: &tree.sub_key };
    let long_leaf =
        issue(&request(&fields("leaf"), Profile::Signature, 2000), key.public(), by_sub, &SystemRandom).unwrap();
    let anchors = [tree.root.clone()];
    let intermediates = [tree.sub.clone()];
    let trust = Trust { anchors: &anchors, intermediates: &intermediates };
    assert_eq!(verify_chain(&long_leaf, trust, at(1500)), Err(ChainError::Dates), "its authority has expired");

    // a leaf cannot sign; an authority of length 1 may have one authority below, not two
    let by_leaf = Issuer { certificate: &long_leaf, key: &key };
    let child_key = PrivateKey::generate(KeyKind::EcP256).unwrap();
    let child =
        issue(&request(&fields("child"), Profile::Signature, 10), child_key.public(), by_leaf, &SystemRandom).unwrap();
    let with_leaf = [tree.sub.clone(), long_leaf.clone()];
    assert_eq!(
        verify_chain(&child, Trust { anchors: &anchors, intermediates: &with_leaf }, at(1)),
        Err(ChainError::NoPath)
    );
    let mut authorities = vec![tree.sub.clone()];
    let mut signer = (tree.sub.clone(), PrivateKey::from_pkcs8(&tree.sub_key.to_pkcs8().unwrap()).unwrap());
    for level in 0..2 {
        let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
        let name = fields(&format!("level {level}"));
        let request = request(&name, Profile::Partner { encipherment: false }, 10);
        let made =
            issue(&request, key.public(), Issuer { certificate: &signer.0, key: &signer.1 }, &SystemRandom).unwrap();
        authorities.push(made.clone());
        signer = (made, key);
    }
    let end_key = PrivateKey::generate(KeyKind::EcP256).unwrap();
    let issuer = Issuer { certificate: &signer.0, key: &signer.1 };
    let end = issue(&request(&fields("end"), Profile::Signature, 10), end_key.public(), issuer, &SystemRandom).unwrap();
    let trust = Trust { anchors: &anchors, intermediates: &authorities };
    assert!(verify_chain(&authorities[2], trust, at(1)).is_ok());
    assert_eq!(verify_chain(&end, trust, at(1)), Err(ChainError::NoPath));
}

#[test]
fn a_changed_certificate_leads_nowhere() {
    let tree = tree(KeyKind::EcP256);
    let anchors = [tree.root.clone()];
    let intermediates = [tree.sub.clone()];
    let trust = Trust { anchors: &anchors, intermediates: &intermediates };
    for at_byte in 0..tree.leaf.der().len() {
        let mut der = tree.leaf.der().to_vec();
        der[at_byte] ^= 1;
        if let Ok(changed) = Certificate::from_der(&der) {
            assert!(verify_chain(&changed, trust, at(1)).is_err(), "byte {at_byte}");
        }
        assert!(Certificate::from_der(&tree.leaf.der()[..at_byte]).is_err());
    }
}

// KEY-05
#[test]
fn requests_name_subject_and_key() {
    let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
    let pem = super::request(Subject::Fields(&fields("csr")), &key).unwrap();
    let der = from_pem("CERTIFICATE REQUEST", &pem).unwrap().remove(0);
    let (_, parsed) = x509_parser::certification_request::X509CertificationRequest::from_der(&der).unwrap();
    let info = &parsed.certification_request_info;
    assert_eq!(PublicKey::from_parsed_spki(&info.subject_pki).unwrap(), *key.public());
    assert_eq!(Name::from_parsed(&info.subject).common_name(), Some("csr"));
    let signed = &der[4..4 + info.raw.len()];
    assert_eq!(signed, info.raw);
    key.public().verify_x509("1.2.840.113549.1.1.11", signed, &parsed.signature_value.data).unwrap();
}

#[test]
fn bundles_keep_their_order() {
    let tree = tree(KeyKind::EcP256);
    let bundle = to_pkcs7(&[&tree.leaf, &tree.sub, &tree.root]);
    assert_eq!(from_pkcs7(&bundle).unwrap(), [tree.leaf, tree.sub, tree.root]);
    for len in 0..bundle.len() {
        assert!(from_pkcs7(&bundle[..len]).is_err());
    }
    assert_eq!(from_pkcs7(&to_pkcs7(&[])).unwrap(), []);
}

#[test]
fn x5c_entries_may_be_pem() {
    let root = tree(KeyKind::EcP256).root;
    let der = crate::encoding::b64std(root.der());
    let pem = crate::encoding::b64std(root.to_pem());
    for text in [&der, &pem, &root.to_pem(), &format!("{}\n{}", &der[..40], &der[40..])] {
        assert_eq!(der_from_x5c(text).unwrap(), root.der());
    }
    assert!(der_from_x5c("***").is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(junk in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Certificate::from_der(&junk);
        let _ = from_pkcs7(&junk);
        let _ = PublicKey::from_spki(&junk);
        let _ = PrivateKey::from_pkcs8(&junk);
    }
}

#[test]
fn bundles_of_java_have_indefinite_lengths() {
    let root = tree(KeyKind::EcP256).root;
    let mut ber = hex::decode("308006092a864886f70d010702a08030800201013100300b06092a864886f70d010701a080").unwrap();
    ber.extend_from_slice(root.der());
    ber.extend_from_slice(&hex::decode("00003100000000000000").unwrap());
    assert_eq!(from_pkcs7(&ber).unwrap(), [root]);
    for len in 0..ber.len() {
        assert!(from_pkcs7(&ber[..len]).is_err(), "{len}");
    }
    assert!(from_pkcs7(&[0x30, 0x80].repeat(50_000)).is_err(), "depth is limited");
}
