//! Accuracy and speed of the fingerprint matcher: `cargo run --release -p biometrics --example accuracy -- [--quick]`.
//!
//! Published synthetic fingers (FVC2002 DB4 B) and two capture sessions of one person are read in place from the shared
//! data beside the checkout (or `TESSERA_SHARED`); without them only our own synthetic fingers are measured.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use biometrics::bench::{Scores, quartiles};
use biometrics::decode::{Limits, decode};
use biometrics::finger::matcher::compare;
use biometrics::finger::{Prepared, extract, fusion};
use biometrics::sample::{Modality, Sample, SubType, finger_templates};
use biometrics::{GreyImage, SampleError};
use testkit::fingers::Finger;

fn main() {
    let quick = std::env::args().any(|a| a == "--quick");
    let verbose = std::env::args().any(|a| a == "--verbose");
    let shared = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let fingers = if quick { 60 } else { 250 };
    let synthetic = synthetic(fingers, 4);
    report("synthetic fingers (testkit)", &synthetic, quick);
    tail(&synthetic);
    match published(&shared.join("data/biometrics/fvc-synthetic/2002-db4b"), verbose) {
        Some(scores) => {
            report("FVC2002 DB4 B (280 genuine, 2,880 cross-finger pairs)", &scores, quick);
            tail(&scores);
        }
        None => println!("SKIPPED: the published fingers are not there"),
    }
    if !sessions(&shared.join("data/biometrics/person-b")) {
        println!("SKIPPED: the two sessions of one person are not there");
    }
}

fn report(name: &str, scores: &Scores, quick: bool) {
    let rounds = if quick || scores.impostor.len() > 50_000 { 100 } else { 1000 };
    let (low, high) = scores.bootstrap(rounds, 1);
    println!("\n{name}: {} genuine, {} impostor comparisons", scores.genuine.len(), scores.impostor.len());
    println!("  EER {:.2} % (95 % interval {:.2} to {:.2})", 100.0 * scores.equal_error(), 100.0 * low, 100.0 * high);
    for rate in [0.01, 0.001, 0.0] {
        let p = scores.at_false_match(rate);
        println!("  FMR <= {rate}: threshold {:.3}, FNMR {:.2} %", p.threshold, 100.0 * p.false_non_match);
    }
    let default = scores.at(fusion::threshold_at(1e-4));
    println!(
        "  at the default threshold {:.3}: FMR {:.4} %, FNMR {:.2} %",
        default.threshold,
        100.0 * default.false_match,
        100.0 * default.false_non_match
    );
    println!("  genuine quartiles {:.3?}, impostor {:.3?}", quartiles(&scores.genuine), quartiles(&scores.impostor));
}

/// Stated against measured probability of a false match.
fn tail(scores: &Scores) {
    print!("  measured (stated) false match rate:");
    for score in [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4] {
        print!(" {score}: {:.1e} ({:.1e})", scores.at(score).false_match, fusion::false_match_probability(score));
    }
    println!();
}

fn synthetic(fingers: u64, captures: u64) -> Scores {
    let (mut grow, mut press, mut take) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut all = Vec::new();
    for f in 0..fingers {
        let start = Instant::now();
        let finger = Finger::grow(0x7E55_0000 + f);
        grow += start.elapsed();
        for c in 0..captures {
            let start = Instant::now();
            let capture = finger.capture(c);
            press += start.elapsed();
            let image =
                GreyImage::new(capture.width, capture.height, 500, capture.pixels).expect("a capture is an image");
            let start = Instant::now();
            let template = extract(&image).expect("a capture has ridges");
            take += start.elapsed();
            all.push((f, Prepared::new(template)));
        }
    }
    let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
    println!("grow {:.0?}, capture {:.0?}, extract {:.0?} each", grow / fingers as u32, press / count, take / count);
    let quality: Vec<f32> = all.iter().map(|(_, p)| f32::from(p.template().quality())).collect();
    println!("quality quartiles {:?}", quartiles(&quality));
    let minutiae: usize = all.iter().map(|(_, p)| p.template().minutiae().len()).sum();
    println!("minutiae per finger: {:.1}", minutiae as f64 / all.len() as f64);
    pairs(&all)
}

fn pairs(all: &[(u64, Prepared)]) -> Scores {
    let mut scores = Scores::default();
    let start = Instant::now();
    for (i, (finger, a)) in all.iter().enumerate() {
        for (other, b) in &all[i + 1..] {
            let score = compare(a, b).score;
            if finger == other { scores.genuine.push(score) } else { scores.impostor.push(score) }
        }
    }
    let count = scores.genuine.len() + scores.impostor.len();
    println!("{:.0} comparisons/s on one core", count as f64 / start.elapsed().as_secs_f64());
    scores
}

fn published(folder: &Path, verbose: bool) -> Option<Scores> {
    let mut all = Vec::new();
    let mut names = Vec::new();
    for finger in 101..=110u64 {
        for capture in 1..=8 {
            let data = std::fs::read(folder.join(format!("{finger}_{capture}.tif"))).ok()?;
            let image = decode(&data, &Limits::default()).expect("a published image decodes");
            all.push((finger, Prepared::new(extract(&image).expect("a published image has ridges"))));
            names.push(format!("{finger}_{capture}"));
        }
    }
    let quality: Vec<f32> = all.iter().map(|(_, p)| f32::from(p.template().quality())).collect();
    println!("quality quartiles {:?}", quartiles(&quality));
    if verbose {
        let mut detail = Vec::new();
        for i in 0..all.len() {
            for j in i + 1..all.len() {
                detail.push((all[i].0 == all[j].0, &names[i], &names[j], compare(&all[i].1, &all[j].1)));
            }
        }
        detail.sort_by(|a, b| a.3.score.total_cmp(&b.3.score));
        detail.iter().filter(|d| d.0).take(12).for_each(|d| println!("{d:?}"));
        detail.iter().rev().filter(|d| !d.0).take(10).for_each(|d| println!("{d:?}"));
        let mut local: Vec<(f32, bool)> = detail.iter().map(|d| (d.3.local, d.0)).collect();
        local.sort_by(|a, b| a.0.total_cmp(&b.0));
        let genuine: Vec<f32> = local.iter().filter(|l| l.1).map(|l| l.0).collect();
        println!("local of genuine: min {:?}, 2 % {:?}", genuine[0], genuine[6]);
        let below = |limit: f32| local.iter().filter(|l| !l.1 && l.0 < limit).count();
        println!("impostors below these: {} {}", below(genuine[0]), below(genuine[6]));
    }
    Some(pairs(&all))
}

/// Two sessions of ten fingers: every true pair must be above every false one.
fn sessions(folder: &Path) -> bool {
    let load = |session: &str| -> Option<Vec<Prepared>> {
        let mut out = Vec::new();
        for hand in ["left", "right"] {
            for finger in ["thumb", "index", "middle", "ring", "little"] {
                let data = std::fs::read(folder.join(session).join(format!("{hand}_{finger}.iso"))).ok()?;
                let sample = Sample { modality: Modality::Finger, sub_type: SubType::Unknown, data };
                let templates: Result<_, SampleError> = finger_templates(&sample);
                out.extend(templates.expect("a capture is readable").into_iter().map(|(_, t)| Prepared::new(t)));
            }
        }
        Some(out)
    };
    let (Some(first), Some(second)) = (load("session-1"), load("session-2")) else { return false };
    let mut scores = Scores::default();
    for (i, a) in first.iter().enumerate() {
        for (j, b) in second.iter().enumerate() {
            let score = compare(a, b).score;
            if i == j { scores.genuine.push(score) } else { scores.impostor.push(score) }
        }
    }
    let worst = scores.genuine.iter().copied().fold(f32::MAX, f32::min);
    let best = scores.impostor.iter().copied().fold(0.0, f32::max);
    println!("\none person, two sessions: true pairs {:.3?}", scores.genuine);
    println!(
        "  lowest true pair {worst:.3}, highest false pair {best:.3}: {}",
        if worst > best { "apart" } else { "NOT APART" }
    );
    true
}
