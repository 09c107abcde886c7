//! Speed of extraction, comparison and search: `cargo run --release -p biometrics --example speed`.
//!
//! The reference is a loop of floating-point multiply-adds on one thread, so that ratios can be compared between machines.

use std::hint::black_box;
use std::time::{Duration, Instant};

use biometrics::finger::matcher::compare;
use biometrics::finger::{Prepared, extract};
use biometrics::gallery::{Fingers, Gallery};
use biometrics::{GreyImage, SubType};
use codec::iso19794::FingerPosition;
use testkit::fingers::{Finger, seed_of};

const PERSONS: u64 = 40;
const REFERENCE_STEPS: u64 = 100_000_000;

fn main() {
    let reference = reference();
    println!("reference: {REFERENCE_STEPS} multiply-adds in {:.1} ms", millis(reference));
    let images: Vec<GreyImage> = (0..PERSONS)
        .map(|person| {
            let pressed = Finger::grow(seed_of(person, 2)).capture(0);
            GreyImage::new(pressed.width, pressed.height, 500, pressed.pixels).expect("a capture is an image")
        })
        .collect();

    let begun = Instant::now();
    let templates: Vec<_> = images.iter().map(|image| extract(image).expect("ridges")).collect();
    let per_image = begun.elapsed() / PERSONS as u32;
    println!("extraction: {:.1} ms an image of 300 x 400, x{:.2}", millis(per_image), ratio(per_image, reference));

    let prepared: Vec<Prepared> = templates.iter().cloned().map(Prepared::new).collect();
    let (mut compared, begun) = (0u32, Instant::now());
    while begun.elapsed() < Duration::from_secs(2) {
        for one in &prepared {
            black_box(compare(&prepared[compared as usize % prepared.len()], one));
            compared += 1;
        }
    }
    let per_pair = begun.elapsed() / compared;
    println!(
        "comparison: {:.0} a second on one thread, x{:.5} each",
        1.0 / per_pair.as_secs_f64(),
        ratio(per_pair, reference)
    );

    let place = SubType::Finger(FingerPosition::RightIndex);
    let person = |n: usize| Fingers::new(vec![(place, templates[n % templates.len()].clone())]);
    let mut gallery = Gallery::new();
    let size = 2_000;
    for n in 0..size {
        gallery.add(&n.to_string(), person(n));
    }
    let (mut searches, begun) = (0u32, Instant::now());
    while begun.elapsed() < Duration::from_secs(3) {
        black_box(gallery.search(&person(searches as usize), 1e-6, None));
        searches += 1;
    }
    let per_search = begun.elapsed() / searches;
    println!(
        "search: {:.0} persons a second on all threads ({size} persons of one finger), x{:.2} each search",
        size as f64 / per_search.as_secs_f64(),
        ratio(per_search, reference)
    );
}

fn reference() -> Duration {
    let begun = Instant::now();
    let mut sum = black_box(1.0f32);
    for _ in 0..REFERENCE_STEPS {
        sum = sum * black_box(0.999_999) + 1e-6;
    }
    black_box(sum);
    begun.elapsed()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn ratio(time: Duration, reference: Duration) -> f64 {
    time.as_secs_f64() / reference.as_secs_f64()
}
