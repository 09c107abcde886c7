//! PKCS#7 bundles: certificates in one file without a signature (`.p7b`), as MOSIP hands out signed partner certificates.

use yasna::models::ObjectIdentifier;
use yasna::{Tag, construct_der, parse_ber};

use super::Certificate;
use crate::{Error, Result};

const SIGNED_DATA: &[u64] = &[1, 2, 840, 113_549, 1, 7, 2];
const DATA: &[u64] = &[1, 2, 840, 113_549, 1, 7, 1];

/// Writes certificates as a degenerate SignedData (RFC 2315, section 9.1), in the given order.
pub fn to_pkcs7(certificates: &[&Certificate]) -> Vec<u8> {
    construct_der(|writer| {
        writer.write_sequence(|writer| {
            writer.next().write_oid(&ObjectIdentifier::from_slice(SIGNED_DATA));
            writer.next().write_tagged(Tag::context(0), |writer| {
                writer.write_sequence(|writer| {
                    writer.next().write_u8(1);
                    writer.next().write_set(|_| {});
                    writer.next().write_sequence(|writer| {
                        writer.next().write_oid(&ObjectIdentifier::from_slice(DATA));
                    });
                    writer.next().write_tagged_implicit(Tag::context(0), |writer| {
                        writer.write_sequence(|writer| {
                            for certificate in certificates {
                                writer.next().write_der(certificate.der());
                            }
                        });
                    });
                    writer.next().write_set(|_| {});
                });
            });
        });
    })
}

/// Reads the certificates of a PKCS#7 bundle, in the order they stand there.
pub fn from_pkcs7(bytes: &[u8]) -> Result<Vec<Certificate>> {
    let raw = parse_ber(bytes, |reader| {
        reader.read_sequence(|reader| {
            let kind = reader.next().read_oid()?;
            if kind != ObjectIdentifier::from_slice(SIGNED_DATA) {
                return Err(yasna::ASN1Error::new(yasna::ASN1ErrorKind::Invalid));
            }
            reader.next().read_tagged(Tag::context(0), |reader| {
                reader.read_sequence(|reader| {
                    reader.next().read_u8()?;
                    reader.next().read_der()?; // digest algorithms
                    reader.next().read_der()?; // content
                    let certificates = reader.read_optional(|reader| {
                        reader.read_tagged_implicit(Tag::context(0), |reader| {
                            reader.collect_sequence_of(|reader| reader.read_der())
                        })
                    })?;
                    reader.read_optional(|reader| {
                        reader.read_tagged_implicit(Tag::context(1), |reader| reader.read_der())
                    })?;
                    reader.next().read_der()?; // signers
                    Ok(certificates.unwrap_or_default())
                })
            })
        })
    })
    .map_err(|_| Error::Malformed("PKCS#7"))?;
    raw.iter().map(|der| Certificate::from_der(der)).collect()
}
