//! What the cryptographic library alone can do on this machine: the reference of `cargo xtask bench --only crypto`.

use criterion::{Criterion, criterion_group, criterion_main};
use crypto::{Algorithm, KeyKind, PrivateKey};
use std::hint::black_box;

fn primitives(c: &mut Criterion) {
    let key = PrivateKey::generate(KeyKind::Rsa2048).expect("a key pair");
    let message = [7_u8; 100];
    let signature = key.sign(Algorithm::Rs256, &message).expect("a signature");
    let wrapped = key.public().encrypt_oaep(&[9; 32]).expect("a wrapped key");
    c.bench_function("sign", |b| b.iter(|| key.sign(Algorithm::Rs256, black_box(&message))));
    c.bench_function("verify", |b| b.iter(|| key.public().verify(Algorithm::Rs256, black_box(&message), &signature)));
    c.bench_function("wrap", |b| b.iter(|| key.public().encrypt_oaep(black_box(&[9; 32]))));
    c.bench_function("unwrap", |b| b.iter(|| key.decrypt_oaep(black_box(&wrapped))));
}

criterion_group!(benches, primitives);
criterion_main!(benches);
