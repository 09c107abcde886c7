//! Detached signatures in cryptographic message syntax (RFC 5652), as PDF readers expect them (`adbe.pkcs7.detached`).

use chrono::{DateTime, Datelike, Utc};
use yasna::models::ObjectIdentifier;
use yasna::{DERWriter, Tag, construct_der};

use crate::x509::Certificate;
use crate::{Error, KeyKind, PrivateKey, Result};

const SIGNED_DATA: &[u64] = &[1, 2, 840, 113_549, 1, 7, 2];
const DATA: &[u64] = &[1, 2, 840, 113_549, 1, 7, 1];
const CONTENT_TYPE: &[u64] = &[1, 2, 840, 113_549, 1, 9, 3];
const MESSAGE_DIGEST: &[u64] = &[1, 2, 840, 113_549, 1, 9, 4];
const SIGNING_TIME: &[u64] = &[1, 2, 840, 113_549, 1, 9, 5];
const SIGNING_CERTIFICATE_V2: &[u64] = &[1, 2, 840, 113_549, 1, 9, 16, 2, 47];
const SHA256: &[u64] = &[2, 16, 840, 1, 101, 3, 4, 2, 1];
const RSA: &[u64] = &[1, 2, 840, 113_549, 1, 1, 1];
const ECDSA_SHA256: &[u64] = &[1, 2, 840, 10_045, 4, 3, 2];
const CONTEXT_0: u8 = 0xa0;

/// Signs the SHA-256 digest of data that stands elsewhere. The certificates are the signer's, then those above it; the time is the
/// signer's own word for it.
///
/// # Errors
/// [`Error::Certificate`] when the first certificate is not the key's, [`Error::KeyMismatch`] for an Ed25519 key.
pub fn sign_detached(
    key: &PrivateKey,
    certificates: &[&Certificate],
    digest: &[u8; 32],
    at: DateTime<Utc>,
) -> Result<Vec<u8>> {
    let Some(signer) = certificates.first().filter(|first| first.public_key().is_ok_and(|own| own == key.public()))
    else {
        return Err(Error::Certificate("of the signer does not belong to its key"));
    };
    let algorithm = match key.public().kind() {
        KeyKind::Rsa2048 => RSA,
        KeyKind::EcP256 => ECDSA_SHA256,
        KeyKind::Ed25519 => return Err(Error::KeyMismatch("CMS with SHA-256")),
    };
    // a SET OF in DER is sorted; the signer is found by issuer and serial number
    let mut set: Vec<&[u8]> = certificates.iter().map(|certificate| certificate.der()).collect();
    set.sort_unstable();
    let mut attributes = attributes(signer, digest, at)?;
    // what is signed is a SET; inside the message the same bytes carry an implicit tag
    let signature = key.sign_x509(&attributes)?;
    attributes[0] = CONTEXT_0;
    Ok(construct_der(|writer| {
        writer.write_sequence(|writer| {
            write_oid(writer.next(), SIGNED_DATA);
            writer.next().write_tagged(Tag::context(0), |writer| {
                writer.write_sequence(|writer| {
                    writer.next().write_u8(1);
                    writer.next().write_set(|writer| write_algorithm(writer.next(), SHA256, true));
                    writer.next().write_sequence(|writer| write_oid(writer.next(), DATA));
                    writer.next().write_tagged_implicit(Tag::context(0), |writer| {
                        writer.write_sequence(|writer| {
                            for certificate in set {
                                writer.next().write_der(certificate);
                            }
                        });
                    });
                    writer.next().write_set(|writer| {
                        writer.next().write_sequence(|writer| {
                            writer.next().write_u8(1);
                            writer.next().write_sequence(|writer| {
                                writer.next().write_der(signer.issuer().der());
                                writer.next().write_bigint_bytes(signer.serial(), true);
                            });
                            write_algorithm(writer.next(), SHA256, true);
                            writer.next().write_der(&attributes);
                            write_algorithm(writer.next(), algorithm, algorithm == RSA);
                            writer.next().write_bytes(&signature);
                        });
                    });
                });
            });
        });
    }))
}

/// The signed attributes as a DER SET.
fn attributes(signer: &Certificate, digest: &[u8; 32], at: DateTime<Utc>) -> Result<Vec<u8>> {
    // UTCTime, whose two digits of the year reach from 1950 to 2049
    if !(1950..2050).contains(&at.year()) {
        return Err(Error::Malformed("signing time"));
    }
    let time = [&[0x17, 13], at.format("%y%m%d%H%M%SZ").to_string().as_bytes()].concat();
    Ok(construct_der(|writer| {
        writer.write_set_of(|writer| {
            attribute(writer.next(), CONTENT_TYPE, |writer| write_oid(writer, DATA));
            attribute(writer.next(), SIGNING_TIME, |writer| writer.write_der(&time));
            attribute(writer.next(), MESSAGE_DIGEST, |writer| writer.write_bytes(digest));
            // names the certificate itself, so that another one for the same key cannot take its place (RFC 5035)
            attribute(writer.next(), SIGNING_CERTIFICATE_V2, |writer| {
                writer.write_sequence(|writer| {
                    writer.next().write_sequence(|writer| {
                        writer.next().write_sequence(|writer| writer.next().write_bytes(&signer.thumbprint()));
                    });
                });
            });
        });
    }))
}

fn attribute(writer: DERWriter<'_>, oid: &[u64], value: impl FnOnce(DERWriter<'_>)) {
    writer.write_sequence(|writer| {
        write_oid(writer.next(), oid);
        writer.next().write_set(|writer| value(writer.next()));
    });
}

fn write_oid(writer: DERWriter<'_>, oid: &[u64]) {
    writer.write_oid(&ObjectIdentifier::from_slice(oid));
}

fn write_algorithm(writer: DERWriter<'_>, oid: &[u64], null: bool) {
    writer.write_sequence(|writer| {
        write_oid(writer.next(), oid);
        if null {
            writer.next().write_null();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandom;
    use crate::x509::{Profile, Request, Subject, SubjectFields, from_pkcs7, self_signed};

    // KEY-08; whole messages are checked by other readers in the key manager's tests
    #[test]
    fn the_message_carries_certificates_and_only_its_own_signer_signs() {
        let at = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let make = |kind| {
            let key = PrivateKey::generate(kind).unwrap();
            let fields = SubjectFields { common_name: "signer".into(), ..SubjectFields::default() };
            let request = Request {
                subject: Subject::Fields(&fields),
                profile: Profile::Root,
                not_before: at,
                not_after: at + chrono::TimeDelta::days(1),
            };
            let certificate = self_signed(&request, &key, &SystemRandom).unwrap();
            (key, certificate)
        };
        let (key, certificate) = make(KeyKind::Rsa2048);
        let (other, stranger) = make(KeyKind::EcP256);
        let message = sign_detached(&key, &[&certificate, &stranger], &[1; 32], at).unwrap();
        let carried = from_pkcs7(&message).unwrap();
        assert!(carried.len() == 2 && carried.contains(&certificate) && carried.contains(&stranger));
        assert!(sign_detached(&other, &[&stranger], &[1; 32], at).is_ok());
        assert!(sign_detached(&key, &[&stranger], &[1; 32], at).is_err());
        assert!(sign_detached(&key, &[], &[1; 32], at).is_err());
        let (ed, own) = make(KeyKind::Ed25519);
        assert!(sign_detached(&ed, &[&own], &[1; 32], at).is_err());
        let late = DateTime::from_timestamp(2_600_000_000, 0).unwrap();
        assert!(sign_detached(&key, &[&certificate], &[1; 32], late).is_err());
    }
}
