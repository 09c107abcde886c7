//! How captures are bound to their time, their transaction and each other (spec ida-crypto B.4).

use crypto::digest::{sha256, sha256_of};

/// Nonce and associated data of a captured value.
pub(crate) struct Binding {
    pub nonce: [u8; 12],
    pub aad: [u8; 16],
}

/// The exclusive or of time and transaction, the shorter one filled up with zeros at its front; the ends of it.
pub(crate) fn binding(timestamp: &str, transaction_id: &str) -> Binding {
    let length = timestamp.len().max(transaction_id.len()).max(16);
    let at = |text: &[u8], i: usize| (i + text.len()).checked_sub(length).map_or(0, |i| text[i]);
    let mixed: Vec<u8> = (0..length).map(|i| at(timestamp.as_bytes(), i) ^ at(transaction_id.as_bytes(), i)).collect();
    let mut binding = Binding { nonce: [0; 12], aad: [0; 16] };
    binding.nonce.copy_from_slice(&mixed[length - 12..]);
    binding.aad.copy_from_slice(&mixed[length - 16..]);
    binding
}

/// The start of the chain over captures.
pub(crate) fn chain_start() -> [u8; 32] {
    sha256(b"")
}

/// The next link of the chain over the decrypted records.
pub(crate) fn chain_link(previous: &[u8; 32], record: &[u8]) -> [u8; 32] {
    sha256_of(&[previous, &sha256(record)])
}

#[cfg(test)]
mod tests {
    use super::*;

    // IDA-09, ida-crypto E.2
    #[test]
    fn the_binding_is_the_vectors() {
        let binding = binding("2024-05-01T10:20:30Z", "1234567890");
        assert_eq!(hex::encode(binding.nonce), "30316503030e07060d0b096a");
        assert_eq!(hex::encode(binding.aad), "2d30352d30316503030e07060d0b096a");
        let key: Vec<u8> = (0..32).collect();
        let key = crypto::aead::AesKey::from_slice(&key).unwrap();
        let sealed = crypto::encoding::b64_lenient("I31k7Ls6pUOJCoOTNoHbpYD6crreUcQ").unwrap();
        assert_eq!(&**crypto::aead::open(&key, &binding.nonce, &binding.aad, &sealed).unwrap(), b"bio-one");
    }

    // IDA-09, ida-crypto E.2
    #[test]
    fn the_chain_is_the_vectors() {
        let first = chain_link(&chain_start(), b"bio-one");
        assert_eq!(hex::encode_upper(first), "686F52889DA9C5E32B06DCEF028BFD012F4DCB66F3C3A7FB7B048E4986B207A0");
        let second = chain_link(&first, b"bio-two");
        assert_eq!(hex::encode_upper(second), "C8B1163114C80F44BCACC0E21EF98E73D82B43DB6E286986F4BB6A8DD65F8483");
    }
}
