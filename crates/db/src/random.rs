//! The only source of randomness. Everything that needs a random number is handed an `Arc<dyn Random>`.

use std::fmt;
use std::sync::Mutex;

use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use uuid::Uuid;

use crate::clock::Timestamp;

/// A source of random bytes.
pub trait Random: Send + Sync + fmt::Debug {
    /// Fills `bytes` with random bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// A random 64-bit number.
    fn next_u64(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A number drawn evenly from `0..bound`; 0 when `bound` is 0.
    fn below(&self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // numbers from the incomplete last block of the range would favour small results: draw again
        let limit = u64::MAX - (u64::MAX % bound + 1) % bound;
        loop {
            let candidate = self.next_u64();
            if candidate <= limit {
                return candidate % bound;
            }
        }
    }

    /// `digits` random decimal digits, the first may be zero.
    fn digits(&self, digits: usize) -> String {
        (0..digits).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }

    /// A random UUID (version 4).
    fn uuid(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// A UUID (version 7) that sorts by `at`, for surrogate keys.
    fn uuid_at(&self, at: Timestamp) -> Uuid {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

/// The operating system's generator: fit for keys, one-time passwords and identifiers.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system hands out random bytes");
    }
}

/// A repeatable generator for tests and simulations. Never fit for secrets.
pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    /// The generator whose whole sequence follows from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl fmt::Debug for SeededRandom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SeededRandom")
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().expect("filling a buffer does not panic").fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_sequence() {
        let (a, b, c) = (SeededRandom::new(1), SeededRandom::new(1), SeededRandom::new(2));
        assert_eq!(a.uuid(), b.uuid());
        assert_ne!(a.next_u64(), c.next_u64());
    }

    #[test]
    fn numbers_below_a_bound_cover_the_range_evenly() {
        let random = SeededRandom::new(7);
        let mut seen = [0u32; 6];
        for _ in 0..6_000 {
            seen[random.below(6) as usize] += 1;
        }
        assert!(seen.iter().all(|&n| (850..1150).contains(&n)), "{seen:?}");
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
    }

    #[test]
    fn time_ordered_ids_sort_by_their_time() {
        let random = OsRandom;
        let early = random.uuid_at(chrono::DateTime::from_timestamp_millis(1_000).expect("in range"));
        let late = random.uuid_at(chrono::DateTime::from_timestamp_millis(1_001).expect("in range"));
        assert!(early.to_string() < late.to_string());
        assert_eq!(early.get_version_num(), 7);
    }
}
