//! Whole cards, read back by poppler and zbar where these are installed.

use std::path::Path;
use std::process::Command;

use super::*;

/// A claim-169 text of the public vectors (idpass/claim-169, "ed25519-signed").
const QR: &str = "6BF590B20FFWJWG.FKJ05H7B0XKA8FA9DIWENPEJ/5P$DPQE88EB$CBECP9ERZC04E21DDF3/E96007F3ORAO001KL580 B9%W5*B9C+9%R8646%86HKESED1/DRTC5UA QE$345$CVQEX.DX88WBK0NG8PB4 O/38TL6XDALLKLPQATHO.3ZPJMUAVQFSB1:+B*21V FWMC6SU439YU774475LJ2U5T02$VBSIMLQ3:6J.E1-1STM$4";

fn person(lang: &str, issuer: &str, name: &str, sex: &str) -> Person {
    Person { lang: lang.into(), issuer: issuer.into(), name: name.into(), sex: Some(sex.into()) }
}

/// A face nobody has: a smooth oval on a pale ground.
fn synthetic_face() -> Portrait {
    let (width, height) = (480u32, 640u32);
    let mut pixels = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = ((x as f32 - 240.0) / 150.0, (y as f32 - 290.0) / 200.0);
            let head = (1.0 - (dx * dx + dy * dy)).clamp(0.0, 0.25) * 4.0;
            let shoulders = (((y as f32) - 540.0 + (dx * 40.0).powi(2) / 60.0) / 20.0).clamp(0.0, 1.0);
            let eye =
                |cx: f32| (1.0 - ((x as f32 - cx) / 16.0).powi(2) - ((y as f32 - 260.0) / 9.0).powi(2)).clamp(0.0, 1.0);
            let dark = (eye(185.0) + eye(295.0)).min(1.0);
            let mix = |ground: f32, skin: f32, cloth: f32| {
                let v = ground + (cloth - ground) * shoulders;
                let v = v + (skin - v) * head;
                (v * (1.0 - 0.8 * dark)) as u8
            };
            pixels.extend([mix(214.0, 196.0, 60.0), mix(220.0, 150.0, 80.0), mix(232.0, 120.0, 150.0)]);
        }
    }
    Portrait::from_rgb(width, height, pixels).unwrap()
}

pub(super) fn layla() -> Card {
    Card {
        first: person("eng", "Republic of Sahlara", "Layla Benhadi", "Female"),
        second: Some(person("ara", "جمهورية سهلارا", "ليلى بن هادي", "أنثى")),
        born: NaiveDate::from_ymd_opt(1991, 3, 14),
        number: "5619403827".into(),
        address: vec!["Flat 4, 8 Lamp Street".into(), "Port Amel 20410".into(), "Coast".into()],
        issued: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        portrait: Some(synthetic_face()),
        qr: QR.into(),
        check_at: "verify.sahlara.example".into(),
        help_line: "1177".into(),
        made: DateTime::from_timestamp(1_795_000_000, 0).unwrap(),
    }
}

fn omar() -> Card {
    Card {
        first: person("ara", "جمهورية سهلارا", "عمر عبد الرحمن بن عبد العزيز آل الشيخ الفهري", "ذكر"),
        second: Some(person(
            "fra",
            "République de Sahlara",
            "Omar Abderrahmane Ben Abdelaziz Al Cheikh El Fehri",
            "Homme",
        )),
        address: vec!["شارع المصباح ٨، شقة ٤".into(), "ميناء الأمل 20410".into(), "الساحل".into()],
        portrait: None,
        ..layla()
    }
}

fn installed(tool: &str) -> bool {
    let found = Command::new(tool).arg("-v").output().is_ok();
    if !found {
        println!("SKIPPED: {tool} is not installed");
    }
    found
}

fn run(directory: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).current_dir(directory).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn written(card: &Card, sheet: Sheet) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("card.pdf"), render(card, sheet).unwrap()).unwrap();
    directory
}

// CRD-10
#[test]
fn the_same_card_gives_the_same_bytes() {
    let first = render(&layla(), Sheet::Card).unwrap();
    assert_eq!(first, render(&layla(), Sheet::Card).unwrap());
    assert!(first.len() < 120_000, "{} bytes", first.len());
    let later = Card { made: DateTime::from_timestamp(1_795_000_001, 0).unwrap(), ..layla() };
    assert_ne!(first, render(&later, Sheet::Card).unwrap());
}

// CRD-10
#[test]
fn both_names_are_found_in_logical_order() {
    if !installed("pdftotext") {
        return;
    }
    for sheet in [Sheet::Card, Sheet::A4] {
        let directory = written(&layla(), sheet);
        let text = run(directory.path(), "pdftotext", &["card.pdf", "-"]);
        for expected in [
            "Layla Benhadi",
            "ليلى بن هادي",
            "14 Mar 1991",
            "5619 4038 27",
            "Lamp Street",
            "1177",
            "أنثى",
            "جمهورية سهلارا",
        ] {
            assert!(text.contains(expected), "{expected} is missing in {sheet:?}:\n{text}");
        }
    }
}

// CRD-10
#[test]
fn long_names_wrap_and_keep_every_word() {
    if !installed("pdftotext") {
        return;
    }
    let card = omar();
    let directory = written(&card, Sheet::Card);
    let text = run(directory.path(), "pdftotext", &["card.pdf", "-"]).replace(['\n', '\u{c}'], " ");
    for word in card.first.name.split(' ').chain(card.second.as_ref().unwrap().name.split(' ')) {
        assert!(text.contains(word), "{word} is missing:\n{text}");
    }
}

// CRD-10, QR-01
#[test]
fn the_code_is_read_back_from_paper() {
    if !installed("pdftoppm") || !installed("zbarimg") {
        return;
    }
    for (card, sheet, page) in [(layla(), Sheet::Card, "2"), (layla(), Sheet::A4, "1"), (omar(), Sheet::Card, "2")] {
        let directory = written(&card, sheet);
        run(directory.path(), "pdftoppm", &["-r", "300", "-png", "-f", page, "-l", page, "card.pdf", "page"]);
        let mut files = std::fs::read_dir(directory.path()).unwrap().flatten().map(|file| file.path());
        let image = files.find(|path| path.extension().is_some_and(|end| end == "png")).unwrap();
        let read = run(directory.path(), "zbarimg", &["--raw", "-q", "-Sqr.enable", image.to_str().unwrap()]);
        assert_eq!(read.strip_suffix('\n').unwrap(), card.qr, "{sheet:?}");
    }
}

#[test]
fn one_language_and_no_details_still_make_a_card() {
    let card = Card { second: None, born: None, address: Vec::new(), portrait: None, ..layla() };
    assert!(render(&card, Sheet::Card).is_ok());
    let two_latin = Card { second: Some(person("fra", "République de Sahlara", "Layla Benhadi", "Femme")), ..layla() };
    assert!(render(&two_latin, Sheet::Card).is_ok());
}

#[test]
fn what_does_not_fit_is_refused_not_cut() {
    let name = "Wolfeschlegelsteinhausenbergerdorff ".repeat(12);
    let card = Card { first: person("eng", "Republic of Sahlara", &name, "Male"), ..layla() };
    assert_eq!(render(&card, Sheet::Card), Err(CardError::NameTooLong));
    let card = Card { address: vec!["Long Street Number Forty Two ".repeat(40)], ..layla() };
    assert_eq!(render(&card, Sheet::Card), Err(CardError::AddressTooLong));
}

// QR-01
#[test]
fn a_thumbnail_fits_its_budget_and_opens() {
    let portrait = synthetic_face();
    for budget in [500, 700, 1000] {
        let bytes = portrait.thumbnail(budget).unwrap();
        assert!(bytes.len() <= budget);
        let opened = image::load_from_memory(&bytes).unwrap();
        assert_eq!((opened.width(), opened.height()), (52, 64));
    }
    assert!(portrait.thumbnail(100).is_none());
    assert!(matches!(Portrait::from_encoded(b"not a picture"), Err(CardError::Portrait)));
}

/// Writes the cards of these tests where `CARD_OUT` says, to look at; prints time and size.
#[test]
#[ignore = "for looking at the result: CARD_OUT=/tmp/cards cargo nextest run -p credential --run-ignored only"]
fn write_for_the_eye() {
    let out = std::env::var("CARD_OUT").unwrap_or_else(|_| "/tmp/cards".into());
    std::fs::create_dir_all(&out).unwrap();
    for (name, card) in [("layla", layla()), ("omar", omar())] {
        for (suffix, sheet) in [("card", Sheet::Card), ("a4", Sheet::A4)] {
            let start = std::time::Instant::now();
            let bytes = render(&card, sheet).unwrap();
            println!("{name} {suffix}: {} bytes, {:?}", bytes.len(), start.elapsed());
            std::fs::write(format!("{out}/{name}-{suffix}.pdf"), bytes).unwrap();
        }
    }
}
