//! Synthetic fingerprints: a finger from a seed, and any number of captures of it.
//!
//! The model is the one of the generators of the literature (Sherlock and Monro's zero-pole directions; ridges grown
//! from noise by filters turned with them, as in Cappelli's SFinGe): directions and ridge distance first, then the
//! *master*, the whole ridge pattern; a capture presses a part of it onto the plate, turned, shifted, stretched, more
//! or less dry. Nobody's finger looks like one of these, so they may be shown.

mod capture;
mod growth;
mod pattern;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

pub use capture::{Capture, Condition};
pub use pattern::Class;
use pattern::Pattern;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng as _};

/// Size of the master in pixels at 500 ppi, 19.5 x 26 mm of skin.
pub const MASTER_WIDTH: usize = 384;
/// Height of the master.
pub const MASTER_HEIGHT: usize = 512;

/// One finger: the whole pattern of its ridges.
pub struct Finger {
    seed: u64,
    class: Class,
    /// Height of the skin, row by row: 127 on a ridge, -127 in a valley.
    master: Vec<i8>,
}

impl Finger {
    /// Grows the finger of a seed; the same seed always gives the same finger.
    pub fn grow(seed: u64) -> Self {
        let mut random = Random::new(seed, 0);
        let pattern = Pattern::draw(&mut random);
        Self { seed, class: pattern.class(), master: growth::grow(&pattern, &mut random) }
    }

    /// The seed it was grown from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The class of its pattern.
    pub fn class(&self) -> Class {
        self.class
    }

    /// Presses the finger onto a plate of 300 x 400 pixels at 500 ppi; position, stretch and moisture follow from the
    /// capture's seed.
    pub fn capture(&self, capture_seed: u64) -> Capture {
        self.capture_in(capture_seed, Condition::Usual)
    }

    /// The same in a stated condition of the skin.
    pub fn capture_in(&self, capture_seed: u64, condition: Condition) -> Capture {
        capture::press(&self.master, &mut Random::new(self.seed, capture_seed.wrapping_add(1)), condition)
    }
}

/// The seed of one finger of a simulated person; `position` is the ISO finger position, 1 to 10.
pub fn seed_of(person: u64, position: u8) -> u64 {
    // Two rounds of a mixing function, so that persons who follow each other share nothing.
    mix(mix(person) ^ u64::from(position))
}

fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// Keeps the fingers that were used last, because growing costs far more than capturing.
pub struct Cache {
    most: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    uses: u64,
    fingers: HashMap<u64, Used>,
}

struct Used {
    last: u64,
    finger: Arc<Finger>,
}

impl Cache {
    /// Keeps at most `most` fingers (200 kB each).
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), kept: Mutex::default() }
    }

    /// The finger of a seed, grown at first use.
    pub fn finger(&self, seed: u64) -> Arc<Finger> {
        {
            let kept = &mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.uses += 1;
            if let Some(used) = kept.fingers.get_mut(&seed) {
                used.last = kept.uses;
                return used.finger.clone();
            }
        }
        // Grown outside the lock: two callers may grow the same finger, which is the same finger.
        let finger = Arc::new(Finger::grow(seed));
        let kept = &mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.fingers.len() >= self.most
            && let Some(oldest) = kept.fingers.iter().min_by_key(|(_, used)| used.last).map(|(seed, _)| *seed)
        {
            kept.fingers.remove(&oldest);
        }
        kept.fingers.insert(seed, Used { last: kept.uses, finger: finger.clone() });
        finger
    }
}

/// Numbers that follow from a seed and a stream.
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// 0 <= value < 1.
    pub fn unit(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 / (1u32 << 24) as f32
    }

    /// Uniform between two bounds.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Normal with mean zero and deviation one, by the sum of twelve.
    pub fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.unit()).sum::<f32>() - 6.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_finger_and_capture() {
        let (a, b) = (Finger::grow(7), Finger::grow(7));
        assert_eq!(a.master, b.master);
        assert_eq!(a.capture(3).pixels, b.capture(3).pixels);
        assert_ne!(a.capture(3).pixels, a.capture(4).pixels);
        assert_ne!(a.master, Finger::grow(8).master);
    }

    #[test]
    fn captures_stay_within_what_is_promised() {
        let finger = Finger::grow(11);
        for seed in 0..40 {
            let capture = finger.capture(seed);
            assert_eq!((capture.width, capture.height, capture.pixels.len()), (300, 400, 120_000));
            assert!(capture.degrees.abs() <= 20.0);
            assert!(capture.shift.0.hypot(capture.shift.1) <= 60.0);
            assert!(capture.visible >= 0.8, "two captures share at least 60 % of the skin");
            assert!((4.0..=6.0).contains(&capture.stretch_rms), "{}", capture.stretch_rms);
        }
    }

    #[test]
    fn the_cache_returns_the_same_finger_and_forgets_the_oldest() {
        let cache = Cache::new(2);
        let first = cache.finger(1);
        assert!(Arc::ptr_eq(&first, &cache.finger(1)));
        cache.finger(2);
        cache.finger(3);
        assert!(!Arc::ptr_eq(&first, &cache.finger(1)));
    }

    #[test]
    fn persons_and_positions_have_their_own_seeds() {
        let mut seeds: Vec<u64> = (0..200).flat_map(|p| (1..=10).map(move |f| seed_of(p, f))).collect();
        seeds.sort_unstable();
        seeds.dedup();
        assert_eq!(seeds.len(), 2000);
    }
}
