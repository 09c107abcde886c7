use std::time::Instant;
use biometrics::bench::{Scores, quartiles};
use biometrics::finger::{Prepared, extract, matcher::compare};

fn main() {
    let dir = std::path::Path::new("/work/shared/data/biometrics/fvc-synthetic/2002-db4b");
    let t = Instant::now();
    let mut fingers = Vec::new();
    for f in 101..=110 {
        for c in 1..=8 {
            let data = std::fs::read(dir.join(format!("{f}_{c}.tif"))).expect("read");
            let image = biometrics::decode::decode(&data, &Default::default()).expect("decode");
            fingers.push((f, c, Prepared::new(extract(&image).expect("extract"))));
        }
    }
    println!("extract+prepare {:?} each; mean minutiae {}", t.elapsed() / 80, fingers.iter().map(|f| f.2.template().minutiae().len()).sum::<usize>() / 80);
    let t = Instant::now();
    let mut scores = Scores::default();
    let mut detail = Vec::new();
    let mut n = 0;
    for i in 0..80 {
        for j in i + 1..80 {
            let c = compare(&fingers[i].2, &fingers[j].2);
            n += 1;
            let same = fingers[i].0 == fingers[j].0;
            if same { scores.genuine.push(c.score) } else { scores.impostor.push(c.score) }
            detail.push((same, fingers[i].0, fingers[i].1, fingers[j].0, fingers[j].1, c));
        }
    }
    let e = t.elapsed();
    println!("{n} comparisons, {:.0}/s", n as f64 / e.as_secs_f64());
    println!("EER {:.3} % {:?}", 100.0 * scores.equal_error(), scores.bootstrap(200, 1));
    println!("FMR100 {:?}\nFMR1000 {:?}\nzero {:?}", scores.at_false_match(0.01), scores.at_false_match(0.001), scores.at_false_match(0.0));
    println!("genuine {:?} impostor {:?}", quartiles(&scores.genuine), quartiles(&scores.impostor));
    detail.sort_by(|a, b| a.5.score.total_cmp(&b.5.score));
    println!("worst genuine"); for d in detail.iter().filter(|d| d.0).take(12) { println!("{d:?}"); }
    println!("worst impostor"); for d in detail.iter().rev().filter(|d| !d.0).take(10) { println!("{d:?}"); }
}
