//! Signed PDFs, checked by readers that are not ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use crypto::digest::sha256_of;
use crypto::encoding::{b64_lenient, b64std};
use lopdf::{Dictionary, Document, LoadOptions, Object, SaveOptions, Stream, dictionary};
use serde_json::{Value, json};

use crate::app::{App, app, text};

/// A page with a line of text; `modern` writes object and cross-reference streams.
fn page(modern: bool, form: Option<Object>) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {"Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier"});
    let text = Stream::new(Dictionary::new(), b"BT /F1 24 Tf 72 700 Td (An identity card) Tj ET".to_vec());
    let text = document.add_object(text);
    let kids: Vec<Object> = (0..2)
        .map(|_| {
            document
                .add_object(dictionary! {
                    "Type" => "Page", "Parent" => pages, "Contents" => text,
                    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                    "Resources" => dictionary! {"Font" => dictionary! {"F1" => font}},
                })
                .into()
        })
        .collect();
    document.objects.insert(pages, dictionary! {"Type" => "Pages", "Kids" => kids, "Count" => 2}.into());
    let mut catalog = dictionary! {"Type" => "Catalog", "Pages" => pages};
    if let Some(form) = form {
        catalog.set("AcroForm", form);
    }
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    let options = SaveOptions { use_object_streams: modern, use_xref_streams: modern, ..SaveOptions::default() };
    if !modern {
        document.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    }
    let mut bytes = Vec::new();
    document.save_with_options(&mut bytes, options).unwrap();
    bytes
}

fn request(pdf: &[u8], more: Value) -> Value {
    let mut request = json!({"applicationId": "KERNEL", "referenceId": "SIGN", "timeStamp": "2026-01-05T09:00:00.000Z",
        "data": b64std(pdf), "lowerLeftX": 60, "lowerLeftY": 60, "upperRightX": 260, "upperRightY": 120,
        "reason": "issued by the registrar", "pageNumber": 1});
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

async fn signed(app: &App, request: Value) -> Vec<u8> {
    b64_lenient(text(&app.response("pdf/sign", request).await["data"])).unwrap()
}

/// The numbers of the last `/ByteRange`.
fn byte_range(pdf: &[u8]) -> [usize; 4] {
    let name = b"/ByteRange";
    let at = pdf.windows(name.len()).rposition(|window| window == name).unwrap();
    let text = String::from_utf8_lossy(&pdf[at..at + 80]).into_owned();
    let inside = text.split(['[', ']']).nth(1).unwrap();
    let numbers: Vec<usize> = inside.split_whitespace().map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

/// What `pdfsig` says of each signature; `None` when it is not installed.
fn pdfsig(file: &Path, password: Option<&str>) -> Option<String> {
    let mut command = Command::new("pdfsig");
    // it looks for a browser's certificates in the home directory; whether it trusts ours is not the question
    command.env("HOME", file.parent().unwrap()).arg("-nocert");
    if let Some(password) = password {
        command.arg("-upw").arg(password);
    }
    let Ok(output) = command.arg(file).output() else {
        println!("SKIPPED: pdfsig (poppler-utils) is not installed");
        return None;
    };
    Some(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

/// Whether pyHanko finds every signature intact; `None` when Python or pyHanko is not installed.
fn pyhanko(file: &Path, password: Option<&str>) -> Option<String> {
    const SCRIPT: &str = r#"
import sys
try:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
except ImportError:
    print("absent"); sys.exit(0)
with open(sys.argv[1], "rb") as file:
    reader = PdfFileReader(file)
    if len(sys.argv) > 2:
        reader.decrypt(sys.argv[2])
    found = reader.embedded_signatures
    states = [validate_pdf_signature(one) for one in found]
    print(len(states), all(state.intact and state.valid for state in states),
          [str(state.coverage) for state in states][-1], states[-1].md_algorithm)
"#;
    let output = crate::independent::python().arg("-c").arg(SCRIPT).arg(file).args(password).output();
    let said = output.map_or_else(
        |_| "absent".to_owned(),
        |output| format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
    );
    if said.trim() == "absent" {
        println!("SKIPPED: pyHanko is not installed");
        return None;
    }
    Some(said)
}

/// Every reader at hand finds so many valid signatures, the last of which covers the whole file.
fn assert_valid(dir: &Path, name: &str, pdf: &[u8], signatures: usize, password: Option<&str>) {
    let file: PathBuf = dir.join(name);
    std::fs::write(&file, pdf).unwrap();
    if let Some(said) = pdfsig(&file, password) {
        assert_eq!(said.matches("Signature Validation: Signature is Valid.").count(), signatures, "{name}: {said}");
        assert!(said.contains("Signature Type: adbe.pkcs7.detached"), "{name}: {said}");
        assert!(said.contains("Signing Hash Algorithm: SHA-256"), "{name}: {said}");
        assert!(said.contains("Total document signed"), "{name}: {said}");
    }
    if let Some(said) = pyhanko(&file, password) {
        assert!(said.starts_with(&format!("{signatures} True")), "{name}: {said}");
        assert!(said.contains("ENTIRE_FILE") && said.contains("sha256"), "{name}: {said}");
    }
}

// KEY-08
#[tokio::test]
async fn signatures_are_appended_and_verify_in_other_readers() {
    let app = app().await;
    let dir = tempfile::tempdir().unwrap();
    for (name, modern) in [("table.pdf", false), ("streams.pdf", true)] {
        let pdf = page(modern, None);
        let once = signed(&app, request(&pdf, json!({}))).await;
        assert_eq!(&once[..pdf.len()], pdf, "what was there keeps its bytes");
        let [start, first, second, last] = byte_range(&once);
        assert_eq!((start, second + last), (0, once.len()));
        assert_eq!((once[first], once[second - 1]), (b'<', b'>'), "only the signature is left out");
        assert_valid(dir.path(), name, &once, 1, None);
        let twice = signed(&app, request(&once, json!({"pageNumber": 2, "reason": "countersigned"}))).await;
        assert_valid(dir.path(), &format!("twice-{name}"), &twice, 2, None);

        let mut changed = twice.clone();
        let at = changed.windows(8).position(|window| window == b"identity").unwrap_or(20);
        if !modern {
            changed[at] ^= 1;
            let file = dir.path().join("changed.pdf");
            std::fs::write(&file, &changed).unwrap();
            if let Some(said) = pdfsig(&file, None) {
                assert!(!said.contains("Signature is Valid."), "a changed file is noticed: {said}");
            }
        }
    }
}

// KEY-08: files of other writers: the one of our cards, and those that MOSIP publishes as samples of documents
#[tokio::test]
async fn files_of_other_writers_are_signed() {
    let app = app().await;
    let dir = tempfile::tempdir().unwrap();
    let mut card = krilla::Document::new();
    card.start_page_with(krilla::page::PageSettings::from_wh(243.0, 153.0).unwrap()).finish();
    let mut files = vec![("card.pdf".to_owned(), card.finish().unwrap())];
    let root = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let samples = root.join("data/packets/documentation-1.2.0/components");
    for name in ["id/proofOfIdentity.pdf", "id/proofOfAddress.pdf", "evidence/proofOfException.pdf"] {
        match std::fs::read(samples.join(name)) {
            Ok(bytes) => files.push((name.replace('/', "-"), bytes)),
            Err(_) => println!("SKIPPED: {name} is not beside this checkout"),
        }
    }
    for (name, pdf) in files {
        let plain = signed(&app, request(&pdf, json!({}))).await;
        assert_eq!(&plain[..pdf.len()], pdf, "{name}");
        assert_valid(dir.path(), &name, &plain, 1, None);
        let secret = signed(&app, request(&pdf, json!({"password": "birth-1985"}))).await;
        assert_valid(dir.path(), &format!("secret-{name}"), &secret, 1, Some("birth-1985"));
    }
}

// KEY-08: forms that are there already
#[tokio::test]
async fn existing_forms_keep_their_fields() {
    let app = app().await;
    let dir = tempfile::tempdir().unwrap();
    let form = dictionary! {"Fields" => Vec::<Object>::new(), "DA" => Object::string_literal("/Helv 0 Tf 0 g")};
    let inline = signed(&app, request(&page(false, Some(form.into())), json!({}))).await;
    assert_valid(dir.path(), "inline.pdf", &inline, 1, None);
    let document = Document::load_mem(&inline).unwrap();
    let form = document.catalog().unwrap().get(b"AcroForm").and_then(Object::as_reference).unwrap();
    let form = document.get_dictionary(form).unwrap();
    assert!(form.has(b"DA") && form.get(b"SigFlags").and_then(Object::as_i64).unwrap() == 3);
    assert_eq!(form.get(b"Fields").and_then(Object::as_array).unwrap().len(), 1);
    let annotations = document.get_page_annotations(document.get_pages()[&1]).unwrap();
    assert_eq!(annotations.len(), 1, "it shows on the page");
    let rectangle = annotations[0].get(b"Rect").and_then(Object::as_array).unwrap();
    let sides: Vec<i64> = rectangle.iter().map(|side| side.as_i64().unwrap()).collect();
    assert_eq!(sides, [60, 60, 260, 120]);
    assert!(String::from_utf8_lossy(&inline).contains("/Reason(issued by the registrar)"));
}

// KEY-08: optional password
#[tokio::test]
async fn a_password_encrypts_the_file_and_the_signature_still_verifies() {
    let app = app().await;
    let dir = tempfile::tempdir().unwrap();
    for (name, modern) in [("secret-table.pdf", false), ("secret-streams.pdf", true)] {
        let more = json!({"password": "birth-1985", "reason": "für Zoë"});
        let secret = signed(&app, request(&page(modern, None), more)).await;
        assert!(!String::from_utf8_lossy(&secret).contains("identity card"));
        assert!(Document::load_mem_with_options(&secret, LoadOptions::with_password("other")).is_err());
        let opened = Document::load_mem_with_options(&secret, LoadOptions::with_password("birth-1985")).unwrap();
        assert!(opened.extract_text(&[1]).unwrap().contains("An identity card"));
        assert_valid(dir.path(), name, &secret, 1, Some("birth-1985"));
        let [_, first, second, _] = byte_range(&secret);
        let hash = sha256_of(&[&secret[..first], &secret[second..]]);
        let message = hex::decode(&secret[first + 1..second - 1]).unwrap();
        assert!(message.windows(32).any(|window| window == hash), "the digest of exactly these bytes is signed");
        let again = app.refusal("pdf/sign", request(&secret, json!({}))).await;
        assert_eq!(again, "KER-CSS-999", "an encrypted file is not signed again");
    }
}

// KEY-08
#[tokio::test]
async fn what_is_no_pdf_or_has_no_place_is_refused() {
    let app = app().await;
    let pdf = page(false, None);
    let refuse = async |pdf: &[u8], more: Value| app.refusal("pdf/sign", request(pdf, more)).await;
    assert_eq!(refuse(b"no pdf", json!({})).await, "KER-CSS-999");
    assert_eq!(refuse(&pdf[..40], json!({})).await, "KER-CSS-999");
    for more in [
        json!({"pageNumber": 3}),
        json!({"pageNumber": 0}),
        json!({"pageNumber": -1}),
        json!({"upperRightX": 60}),
        json!({"upperRightY": 10}),
        json!({"reason": ""}),
        json!({"timeStamp": null}),
        json!({"data": "***"}),
        json!({"applicationId": ""}),
        json!({"password": "x".repeat(128)}),
        json!({"lowerLeftX": "left"}),
    ] {
        assert_eq!(refuse(&pdf, more.clone()).await, "KER-CSS-999", "{more}");
    }
    assert_eq!(refuse(&pdf, json!({"applicationId": "IDA", "referenceId": "PARTNER"})).await, "KER-KMS-020");
    assert_eq!(refuse(&pdf, json!({"referenceId": "ED25519_SIGN"})).await, "KER-KMS-020", "readers take RSA and ECDSA");
}
