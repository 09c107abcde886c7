//! Randomness as a parameter.

/// A source of random bytes: the operating system's in production, a seeded one in tests and simulations.
pub trait Random: Send + Sync {
    /// Fills the whole slice with random bytes.
    fn fill(&self, out: &mut [u8]);
}

/// aws-lc's generator, seeded by the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, out: &mut [u8]) {
        aws_lc_rs::rand::fill(out).expect("the operating system's generator does not fail after start");
    }
}

impl<R: Random + ?Sized> Random for &R {
    fn fill(&self, out: &mut [u8]) {
        (**self).fill(out);
    }
}

impl<R: Random + ?Sized> Random for std::sync::Arc<R> {
    fn fill(&self, out: &mut [u8]) {
        (**self).fill(out);
    }
}

/// Draws a fixed number of bytes.
pub(crate) fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut out = [0; N];
    random.fill(&mut out);
    out
}
