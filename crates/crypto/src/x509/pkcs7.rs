//! PKCS#7 bundles: certificates in one file without a signature (`.p7b`), as MOSIP hands out signed partner certificates.

use yasna::models::ObjectIdentifier;
use yasna::{Tag, construct_der};

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

const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const CONTEXT_0: u8 = 0xa0;
/// DER of the object identifier of SignedData, without tag and length.
const SIGNED_DATA_DER: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// Reads the certificates of a PKCS#7 bundle, in the order they stand there. Java writes these files with indefinite lengths (BER),
/// which no DER reader takes; the certificates inside are DER and are read strictly.
pub fn from_pkcs7(bytes: &[u8]) -> Result<Vec<Certificate>> {
    let bad = || Error::Malformed("PKCS#7");
    let (outer, rest) = Element::read(bytes, 0).filter(|(outer, _)| outer.tag == SEQUENCE).ok_or_else(bad)?;
    if !rest.is_empty() {
        return Err(bad());
    }
    let [kind, content] = outer.children().ok_or_else(bad)?.try_into().map_err(|_| bad())?;
    if (kind.tag, kind.content) != (OID, SIGNED_DATA_DER) || content.tag != CONTEXT_0 {
        return Err(bad());
    }
    let [signed]: [Element<'_>; 1] = content.children().ok_or_else(bad)?.try_into().map_err(|_| bad())?;
    // version, digest algorithms, content, [0] certificates, [1] revocation lists, signers
    let parts = signed.children().filter(|parts| parts.len() >= 4).ok_or_else(bad)?;
    let Some(certificates) = parts.iter().skip(3).find(|part| part.tag == CONTEXT_0) else { return Ok(Vec::new()) };
    certificates.children().ok_or_else(bad)?.iter().map(|element| Certificate::from_der(element.whole)).collect()
}

/// One BER element with a one-byte tag.
#[derive(Debug, Clone, Copy)]
struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    whole: &'a [u8],
}

const MAX_DEPTH: usize = 16;

impl<'a> Element<'a> {
    fn read(bytes: &'a [u8], depth: usize) -> Option<(Self, &'a [u8])> {
        let (&tag, rest) = bytes.split_first().filter(|_| depth < MAX_DEPTH)?;
        let (&first, rest) = rest.split_first()?;
        let (len, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x80 => return Self::read_indefinite(tag, bytes, rest, depth),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (digits.iter().fold(0, |len, digit| len << 8 | usize::from(*digit)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(len)?;
        Some((Self { tag, content, whole: &bytes[..bytes.len() - rest.len()] }, rest))
    }

    fn read_indefinite(tag: u8, bytes: &'a [u8], body: &'a [u8], depth: usize) -> Option<(Self, &'a [u8])> {
        let mut rest = body;
        while !rest.starts_with(&[0, 0]) {
            rest = Self::read(rest, depth + 1)?.1;
        }
        let content = &body[..body.len() - rest.len()];
        let rest = &rest[2..];
        Some((Self { tag, content, whole: &bytes[..bytes.len() - rest.len()] }, rest))
    }

    fn children(&self) -> Option<Vec<Element<'a>>> {
        let mut children = Vec::new();
        let mut rest = self.content;
        while !rest.is_empty() {
            let (child, after) = Self::read(rest, 1)?;
            children.push(child);
            rest = after;
        }
        Some(children)
    }
}
