//! Which fields stand on one page.
//!
//! A specification with several screens has one page each. MOSIP's pre-registration has a single flat list: it is cut
//! before the address, which is the run of texts in several languages that leads to the first location. Documents have a
//! page of their own in the portals, biometrics belong to the desk.

use schema::{Control, Field, FormModel, OptionSource, ValueKind};

/// Field names by page; pages without fields are left out.
pub fn pages(form: &FormModel) -> Vec<Vec<String>> {
    let sections: Vec<Vec<&Field>> = form
        .sections()
        .iter()
        .map(|section| section.fields.iter().filter_map(|id| form.field(id)).filter(|field| is_asked(field)).collect())
        .filter(|fields: &Vec<&Field>| !fields.is_empty())
        .collect();
    let cut = match sections.as_slice() {
        [only] => cut_before_address(only),
        _ => sections,
    };
    cut.into_iter().map(|fields| fields.into_iter().map(|field| field.id().to_owned()).collect()).collect()
}

fn is_asked(field: &Field) -> bool {
    !matches!(field.kind, ValueKind::Document | ValueKind::Biometrics)
        && !matches!(field.spec.control, Control::FileUpload | Control::Biometrics | Control::Html | Control::None)
}

fn cut_before_address<'a>(fields: &[&'a Field]) -> Vec<Vec<&'a Field>> {
    let is_location = |field: &&Field| matches!(field.source, Some(OptionSource::Locations { .. }));
    let is_line = |field: &Field| {
        field.kind == ValueKind::PerLanguage && !field.spec.control.chooses() && field.spec.visible.is_none()
    };
    let Some(first_location) = fields.iter().position(is_location) else { return vec![fields.to_vec()] };
    let lines = fields[..first_location].iter().rev().take_while(|field| is_line(field)).count();
    // a name right before the first location is still a name: something has to stand on the first page
    let cut = if lines == first_location { first_location.min(1) } else { first_location - lines };
    if cut == 0 { vec![fields.to_vec()] } else { vec![fields[..cut].to_vec(), fields[cut..].to_vec()] }
}

#[cfg(test)]
mod tests {
    use super::pages;
    use crate::posted::tests::form;

    // PRE-09: the form comes from the UI specification
    #[test]
    fn a_flat_list_is_cut_before_the_address() {
        assert_eq!(
            pages(&form()),
            [vec!["fullName", "dateOfBirth", "gender"], vec!["addressLine1", "region", "city", "phone"]]
        );
    }
}
