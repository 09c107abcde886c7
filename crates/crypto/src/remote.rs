//! Private keys that stay where they are, and the parts of an RSA key for putting it there.

use zeroize::Zeroizing;

use crate::{Algorithm, Error, Result};

/// An RSA private key that is used where it lies (a token): only results come out. Calls block.
pub trait RemoteKey: Send + Sync {
    /// Signs a message with RS256 or PS256.
    ///
    /// # Errors
    /// [`Error::Token`] when the token cannot be used.
    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>>;

    /// Decrypts RSA-OAEP with SHA-256, MGF1-SHA-256 and the empty label. `wrapped` is as long as the modulus.
    ///
    /// # Errors
    /// [`Error::KeyUnwrap`] when it was not encrypted to this key, [`Error::Token`] when the token cannot be used.
    fn decrypt_oaep(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>>;
}

/// The numbers of an RSA private key, big-endian, as a token takes them.
pub struct RsaSecret {
    pub modulus: Vec<u8>,
    pub public_exponent: Vec<u8>,
    pub private_exponent: Zeroizing<Vec<u8>>,
    pub primes: [Zeroizing<Vec<u8>>; 2],
    pub exponents: [Zeroizing<Vec<u8>>; 2],
    pub coefficient: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for RsaSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RsaSecret(..)")
    }
}

impl RsaSecret {
    /// Takes a PKCS#8 private key (DER) apart.
    ///
    /// # Errors
    /// [`Error::BadKey`] when it is no RSA key of two primes.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self> {
        let bad = |_| Error::BadKey("RSA private key");
        let inner = yasna::parse_der(der, |reader| {
            reader.read_sequence(|reader| {
                reader.next().read_u8()?;
                reader.next().read_sequence(|reader| {
                    reader.next().read_oid()?;
                    reader.next().read_null()
                })?;
                reader.next().read_bytes().map(Zeroizing::new)
            })
        })
        .map_err(bad)?;
        let numbers = yasna::parse_der(&inner, |reader| {
            reader.read_sequence(|reader| {
                reader.next().read_u8()?;
                (0..8)
                    .map(|_| Ok(Zeroizing::new(reader.next().read_bigint_bytes()?.0)))
                    .collect::<yasna::ASN1Result<Vec<_>>>()
            })
        })
        .map_err(bad)?;
        let [n, e, d, p, q, dp, dq, coefficient] =
            <[_; 8]>::try_from(numbers).map_err(|_| Error::BadKey("RSA private key"))?;
        Ok(Self {
            modulus: n.to_vec(),
            public_exponent: e.to_vec(),
            private_exponent: d,
            primes: [p, q],
            exponents: [dp, dq],
            coefficient,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyKind, PrivateKey};

    #[test]
    fn the_numbers_are_those_of_the_public_key() {
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        let secret = RsaSecret::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
        let (n, e) = key.public().rsa_components().unwrap();
        let strip = |number: &[u8]| number.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<_>>();
        assert_eq!((strip(&secret.modulus), strip(&secret.public_exponent)), (n, e));
        assert!(secret.primes.iter().all(|prime| strip(prime).len() == 128));
        let ed = PrivateKey::generate(KeyKind::Ed25519).unwrap();
        assert!(RsaSecret::from_pkcs8(&ed.to_pkcs8().unwrap()).is_err());
        assert!(RsaSecret::from_pkcs8(b"").is_err());
    }
}
