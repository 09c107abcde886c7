//! The signature's field: in the document's form and among the page's annotations.

use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, dictionary};

use super::{PdfError, appearance};

/// A form with signatures that is only appended to (ISO 32000-1, table 219).
const SIGNATURES_APPEND_ONLY: i64 = 3;
/// An annotation that is printed and stands fast (table 165).
const PRINT_AND_LOCKED: i64 = 4 | 128;

/// Adds a field that holds the signature and shows it on a page.
pub(super) fn add_field(
    update: &mut IncrementalDocument,
    page: ObjectId,
    signature: ObjectId,
    looks: ObjectId,
    rectangle: [i32; 4],
) -> Result<(), PdfError> {
    // object numbers are unique in a file, so the name is
    let name = format!("Signature{}", signature.0);
    let field = update.new_document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
        "T" => Object::string_literal(name),
        "V" => signature,
        "P" => page,
        "Rect" => rectangle.map(|side| Object::Integer(side.into())).to_vec(),
        "F" => PRINT_AND_LOCKED,
        "AP" => dictionary! { "N" => looks },
    });
    append(update, page, b"Annots", field)?;
    let catalog = update.get_prev_documents().trailer.get(b"Root").and_then(Object::as_reference)?;
    let form = form(update, catalog)?;
    match form {
        Some(form) => {
            append(update, form, b"Fields", field)?;
            update.new_document.get_dictionary_mut(form)?.set("SigFlags", SIGNATURES_APPEND_ONLY);
        }
        None => {
            // the form stands in the catalog itself: it moves into an object of its own
            let existing = update.get_prev_documents().catalog()?.get(b"AcroForm").and_then(Object::as_dict).cloned();
            let mut form: Dictionary = existing.unwrap_or_else(|_| appearance::form());
            form.set("SigFlags", SIGNATURES_APPEND_ONLY);
            let form = update.new_document.add_object(form);
            append(update, form, b"Fields", field)?;
            update.new_document.get_dictionary_mut(catalog)?.set("AcroForm", form);
        }
    }
    Ok(())
}

/// The document's form, when it is an object of its own; catalog and form are made ready for changes.
fn form(update: &mut IncrementalDocument, catalog: ObjectId) -> Result<Option<ObjectId>, PdfError> {
    update.opt_clone_object_to_new_document(catalog)?;
    let form = update.new_document.get_dictionary(catalog)?.get(b"AcroForm").and_then(Object::as_reference).ok();
    if let Some(form) = form {
        update.opt_clone_object_to_new_document(form)?;
    }
    Ok(form)
}

/// Appends a reference to an array in a dictionary; the array may be missing, stand there, or be an object of its own.
fn append(
    update: &mut IncrementalDocument,
    dictionary: ObjectId,
    name: &[u8],
    reference: ObjectId,
) -> Result<(), PdfError> {
    if !update.new_document.has_object(dictionary) {
        update.opt_clone_object_to_new_document(dictionary)?;
    }
    let entry = update.new_document.get_dictionary(dictionary)?.get(name).cloned();
    match entry {
        Ok(Object::Reference(array)) => {
            update.opt_clone_object_to_new_document(array)?;
            push(&mut update.new_document, array, reference)?;
        }
        Ok(Object::Array(mut items)) => {
            items.push(reference.into());
            update.new_document.get_dictionary_mut(dictionary)?.set(name, items);
        }
        _ => update.new_document.get_dictionary_mut(dictionary)?.set(name, vec![Object::from(reference)]),
    }
    Ok(())
}

fn push(document: &mut Document, array: ObjectId, reference: ObjectId) -> Result<(), PdfError> {
    document.get_object_mut(array)?.as_array_mut()?.push(reference.into());
    Ok(())
}
