//! Public keys of registration machines as master data holds them.

use crate::{PublicKey, encoding};

/// Reads a machine's registered key: base64 (either alphabet) of a DER public key, or of the public area that a TPM reports.
/// Anything else gives `None`.
pub fn read(registered: &str) -> Option<PublicKey> {
    parse(&encoding::b64_lenient(registered.trim()).ok()?).map(|(key, _)| key)
}

/// The form in which a public key was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// X.509 or PKCS#1.
    Der,
    /// The public area that a TPM reports.
    Tpm,
}

/// Reads a machine's key and tells its form.
pub fn parse(bytes: &[u8]) -> Option<(PublicKey, Form)> {
    let der = PublicKey::from_spki(bytes).or_else(|_| PublicKey::from_rsa_pkcs1(bytes)).ok();
    der.map(|key| (key, Form::Der)).or_else(|| tpm_public_area(bytes).map(|key| (key, Form::Tpm)))
}

/// The form in which master data names a key (`key_index`): SHA-256 of its registered bytes, pairs of lower-case hexadecimal
/// digits joined by colons.
///
/// # Errors
/// When the text is not base64.
pub fn index(registered: &str) -> crate::Result<String> {
    let bytes = encoding::b64_lenient(registered.trim())?;
    Ok(crate::digest::sha256(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":"))
}

/// The RSA key of a `TPMT_PUBLIC` (TPM 2.0 library, part 2, 12.2.4), with or without its length in front.
fn tpm_public_area(bytes: &[u8]) -> Option<PublicKey> {
    struct Area<'a>(&'a [u8]);
    impl<'a> Area<'a> {
        fn take(&mut self, count: usize) -> Option<&'a [u8]> {
            let (head, rest) = self.0.split_at_checked(count)?;
            self.0 = rest;
            Some(head)
        }
        fn u16(&mut self) -> Option<u16> {
            Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
        }
        fn sized(&mut self) -> Option<&'a [u8]> {
            let count = usize::from(self.u16()?);
            self.take(count)
        }
    }
    const RSA: u16 = 0x0001;
    const NULL: u16 = 0x0010;
    let mut area = Area(bytes);
    let mut kind = area.u16()?;
    if usize::from(kind) + 2 == bytes.len() {
        kind = area.u16()?;
    }
    if kind != RSA {
        return None;
    }
    let _name_algorithm = area.u16()?;
    let _attributes = area.take(4)?;
    let _policy = area.sized()?;
    if area.u16()? != NULL {
        // symmetric algorithm of a storage key: key bits and mode
        area.take(4)?;
    }
    if area.u16()? != NULL {
        // signing scheme: its hash
        area.take(2)?;
    }
    let _bits = area.u16()?;
    let exponent = area.take(4)?;
    let modulus = area.sized()?;
    let exponent = if exponent == [0; 4] { &[1, 0, 1][..] } else { exponent };
    PublicKey::from_rsa_components(modulus, exponent).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyKind, PrivateKey};

    #[test]
    fn keys_are_read_in_both_forms_and_named() {
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        let (modulus, _) = key.public().rsa_components().unwrap();
        let mut area = vec![0, 1, 0, 0x0b, 0, 4, 4, 0x72, 0, 0, 0, 0x10, 0, 0x14, 0, 0x0b, 8, 0, 0, 0, 0, 0];
        area.extend(u16::try_from(modulus.len()).unwrap().to_be_bytes());
        area.extend(&modulus);
        let mut sized = u16::try_from(area.len()).unwrap().to_be_bytes().to_vec();
        sized.extend(&area);
        for form in [key.public().to_spki(), area.clone(), sized] {
            assert_eq!(read(&encoding::b64url(form)).as_ref(), Some(key.public()));
        }
        assert!(read("").is_none() && read("AAEAC").is_none());
        assert!(read(&encoding::b64url(&area[..area.len() - 1])).is_none());
        assert_eq!(&index("").unwrap()[..12], "e3:b0:c4:42:");
        assert!(index("!").is_err());
    }
}
