//! Encryption of registration packets (spec registration.md, packet format).
//!
//! Stored bytes are nonce(12) ‖ AAD(32) ‖ envelope, the envelope being encrypted to the machine's certificate
//! (application REGISTRATION, reference `<centre>_<machine>`) with that nonce as salt. Each sub-packet is encrypted so, and the outer zip again.

use zeroize::Zeroizing;

use crate::envelope::{self, Outside, Parsed, Recipient};
use crate::random::{Random, bytes};
use crate::{Error, PrivateKey, Result};

const NONCE_LEN: usize = 12;
const AAD_LEN: usize = 32;

/// Encrypts a packet or sub-packet to a machine's certificate.
pub fn seal(recipient: Recipient<'_>, plain: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE_LEN] = bytes(random);
    let aad: [u8; AAD_LEN] = bytes(random);
    let outside = Outside { salt: Some(&nonce), aad: Some(&aad), ..Outside::default() };
    let envelope = envelope::seal(recipient, outside, plain, random)?;
    let mut out = Vec::with_capacity(NONCE_LEN + AAD_LEN + envelope.len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&aad);
    out.extend_from_slice(&envelope);
    Ok(out)
}

/// An encrypted packet taken apart but not yet decrypted.
#[derive(Debug, Clone, Copy)]
pub struct SealedPacket<'a> {
    nonce: &'a [u8; NONCE_LEN],
    aad: &'a [u8; AAD_LEN],
    envelope: Parsed<'a>,
}

impl<'a> SealedPacket<'a> {
    /// Finds nonce, associated data and envelope.
    pub fn new(bytes: &'a [u8]) -> Result<Self> {
        let (nonce, rest) = bytes.split_first_chunk().ok_or(Error::Truncated("packet"))?;
        let (aad, rest) = rest.split_first_chunk().ok_or(Error::Truncated("packet"))?;
        Ok(Self { nonce, aad, envelope: Parsed::new(rest)? })
    }

    /// SHA-256 of the certificate the packet was encrypted to, when the client said so.
    pub fn thumbprint(&self) -> Option<&'a [u8; 32]> {
        self.envelope.thumbprint
    }

    /// Decrypts with the nonce and associated data that stand in front.
    pub fn open(&self, key: &PrivateKey) -> Result<Zeroizing<Vec<u8>>> {
        self.envelope.open(key, self.outside())
    }

    /// Nonce and associated data, for callers whose private key is elsewhere and who open what follows the first [`Self::PREFIX_LEN`] bytes there.
    pub fn outside(&self) -> Outside<'a> {
        Outside { salt: Some(self.nonce), aad: Some(self.aad), ..Outside::default() }
    }

    /// Bytes in front of the envelope.
    pub const PREFIX_LEN: usize = NONCE_LEN + AAD_LEN;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyKind, SystemRandom};

    // REG: packet encryption as the registration client writes it
    #[test]
    fn packets_round_trip_in_both_forms_and_refuse_tampering() {
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        let recipient = Recipient { key: key.public(), thumbprint: &[3; 32] };
        let packet = seal(recipient, b"PK zip", &SystemRandom).unwrap();
        assert_eq!(&packet[12 + 32 + 32 + 256..][..14], envelope::KEY_SPLITTER, "no version header: as real packets");
        let sealed = SealedPacket::new(&packet).unwrap();
        assert_eq!(sealed.thumbprint(), Some(&[3; 32]));
        assert_eq!(sealed.open(&key).unwrap().as_slice(), b"PK zip");

        let mut nested = vec![9; 44];
        nested.extend(envelope::seal(recipient, Outside::default(), b"PK zip", &SystemRandom).unwrap());
        assert_eq!(SealedPacket::new(&nested).unwrap().open(&key).unwrap().as_slice(), b"PK zip");

        for at in [0, 12, 44 + 32, packet.len() - 1] {
            let mut changed = packet.clone();
            changed[at] ^= 1;
            assert!(SealedPacket::new(&changed).unwrap().open(&key).is_err(), "byte {at}");
        }
        for len in [0, 11, 43, 44, 300, packet.len() - 30] {
            let cut = SealedPacket::new(&packet[..len]).and_then(|p| p.open(&key));
            assert!(cut.is_err(), "{len} bytes");
        }
    }
}
