//! An encrypted packet that MOSIP publishes: nobody has its key, but its layout must be understood.

use std::path::PathBuf;

use crypto::packet::SealedPacket;
use crypto::{Error, KeyKind, PrivateKey};

// REG: packets as the registration client uploads them
#[test]
fn a_published_packet_has_the_layout_we_read() {
    let root = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let file = root.join("data/packets/registration/landing-zone-10001101490000220211207095530.zip");
    let Ok(bytes) = std::fs::read(&file) else {
        println!("SKIPPED: {} is not beside this checkout", file.display());
        return;
    };
    let packet = SealedPacket::new(&bytes).unwrap();
    assert!(packet.thumbprint().is_some());
    let stranger = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
    assert_eq!(packet.open(&stranger).unwrap_err(), Error::KeyUnwrap);
}
