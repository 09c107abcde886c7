fn main() {
    let mut args = std::env::args().skip(1);
    let (path, out) = (args.next().expect("image"), args.next().expect("out"));
    let data = std::fs::read(path).expect("read");
    let image = biometrics::decode::decode(&data, &Default::default()).expect("decode");
    let t = std::time::Instant::now();
    let template = biometrics::finger::extract(&image).expect("extract");
    println!("{:?} {} minutiae quality {}", t.elapsed(), template.minutiae().len(), template.quality());
    let t = std::time::Instant::now();
    biometrics::finger::extract(&image).expect("extract");
    println!("{:?}", t.elapsed());
    // side by side
    let stages = biometrics::finger::stages(&image).expect("stages");
    let (w, h) = (stages[0].1.width(), stages[0].1.height());
    let mut sheet = vec![255u8; w * 3 * h * 2];
    for (n, (_, s)) in stages.iter().enumerate() {
        for y in 0..h {
            let at = ((n / 3) * h + y) * w * 3 + (n % 3) * w;
            sheet[at..at + w].copy_from_slice(&s.pixels()[y * w..][..w]);
        }
    }
    let sheet = biometrics::GreyImage::new(w * 3, h * 2, 500, sheet).expect("sheet");
    std::fs::write(out, biometrics::encode::png(&sheet).expect("png")).expect("write");
}
