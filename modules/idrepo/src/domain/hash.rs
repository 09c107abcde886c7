//! The salted hashes by which numbers are found. MOSIP's form: a thousand salts, chosen by the number's last digits.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// How many salts there are: MOSIP's `mosip.identity.salt-key length` of 3 digits.
pub(crate) const SALTS: usize = 1000;

/// The salts, each a base64 text. They are sealed at rest: without them a stolen database does not give the ten thousand million
/// UINs away to trial and error.
pub(crate) struct Salts(Vec<Zeroizing<String>>);

impl Salts {
    /// Takes exactly [`SALTS`] salts in order.
    pub fn new(salts: Vec<Zeroizing<String>>) -> Option<Salts> {
        (salts.len() == SALTS).then_some(Salts(salts))
    }

    /// `<modulo>_` and the upper-case hex SHA-256 of the id followed by its salt's base64 text.
    pub fn hash(&self, id: &str) -> String {
        let modulo = modulo(id);
        let digest = Sha256::new().chain_update(id.as_bytes()).chain_update(self.0[modulo].as_bytes()).finalize();
        format!("{modulo}_{}", hex::encode_upper(digest))
    }
}

/// Which salt an id takes: its last three digits; for other ids the last three digits of the number that the last three hex
/// characters of their SHA-256 are.
fn modulo(id: &str) -> usize {
    if id.len() >= 3 && id.bytes().all(|b| b.is_ascii_digit()) {
        return id[id.len() - 3..].parse().unwrap_or(0);
    }
    let digest = Sha256::digest(id.as_bytes());
    let last = usize::from(digest[30] & 0x0f) << 8 | usize::from(digest[31]);
    last % SALTS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn salts() -> Salts {
        Salts::new((0..SALTS).map(|n| Zeroizing::new(format!("salt{n}"))).collect()).unwrap()
    }

    // IDR-07
    #[test]
    fn the_hash_is_mosips() {
        let expected = hex::encode_upper(Sha256::digest("5619403827salt827"));
        assert_eq!(salts().hash("5619403827"), format!("827_{expected}"));
        assert_eq!(salts().hash("5619403007").split('_').next(), Some("7"));
    }

    #[test]
    fn ids_that_are_no_numbers_take_a_salt_from_their_digest() {
        let hash = salts().hash("layla@email");
        let digest = hex::encode(Sha256::digest("layla@email"));
        let expected = usize::from_str_radix(&digest[61..], 16).unwrap() % 1000;
        assert!(hash.starts_with(&format!("{expected}_")));
        assert!(Salts::new(Vec::new()).is_none());
    }
}
