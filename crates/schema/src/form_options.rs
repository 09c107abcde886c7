//! Where the options of a field come from, and the options themselves.

use serde::{Deserialize, Serialize};

use crate::identity::ValueKind;
use crate::ui_spec::{Control, FieldSpec, Labels, UiSpec};

/// Where a form asks for the options of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionSource {
    /// The children of a location.
    Locations {
        /// Level of the hierarchy by number, where the specification gives it.
        level: Option<u8>,
        /// Level of the hierarchy by name, where the specification gives that instead.
        level_name: Option<String>,
        /// Field that holds the parent location; `None` for the highest field of the form.
        parent_field: Option<String>,
        /// Code of the parent location where no field holds it; `None` asks for all locations of the level.
        root: Option<String>,
    },
    /// The values of a dynamic field.
    Dynamic(String),
    /// The document types that are valid for a category.
    DocumentTypes(String),
}

/// One option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is stored.
    pub code: String,
    /// What people read, by language.
    pub labels: Labels,
}

impl UiSpec {
    /// Where a form of this specification asks for the options of a field whose values are of `kind`.
    pub fn source(&self, field: &FieldSpec, kind: ValueKind) -> Option<OptionSource> {
        source_of(self, field, kind)
    }
}

/// The source of a field's options; `None` for fields that are typed in.
pub(crate) fn source_of(spec: &UiSpec, field: &FieldSpec, kind: ValueKind) -> Option<OptionSource> {
    if field.control == Control::FileUpload || kind == ValueKind::Document {
        return field.sub_type.clone().map(OptionSource::DocumentTypes);
    }
    if !field.control.chooses() {
        return None;
    }
    if field.dynamic {
        return Some(OptionSource::Dynamic(field.sub_type.clone().unwrap_or_else(|| field.id.clone())));
    }
    let parent_field = parent_location_field(spec, field);
    if field.location_level.is_some() {
        return Some(OptionSource::Locations {
            level: field.location_level,
            level_name: None,
            root: field.parent_location.clone().filter(|_| parent_field.is_none()),
            parent_field,
        });
    }
    // the registration client names the level instead of numbering it
    field.sub_type.clone().map(|level_name| OptionSource::Locations {
        level: None,
        level_name: Some(level_name),
        root: field.parent_location.clone().filter(|_| parent_field.is_none()),
        parent_field,
    })
}

/// The field one level up: the predecessor in the declared chain, or the location field before it on the same screen.
fn parent_location_field(spec: &UiSpec, field: &FieldSpec) -> Option<String> {
    if !spec.location_hierarchies.is_empty() {
        return spec.location_hierarchies.iter().find_map(|chain| {
            let at = chain.iter().position(|id| *id == field.id)?;
            Some(chain.get(at.checked_sub(1)?)?.clone())
        });
    }
    let screen = spec.screens.iter().find(|screen| screen.fields.iter().any(|other| other.id == field.id))?;
    let is_location = |other: &&FieldSpec| {
        other.control.chooses() && !other.dynamic && (other.location_level.is_some() || other.sub_type.is_some())
    };
    let chain: Vec<&FieldSpec> = screen
        .fields
        .iter()
        .filter(is_location)
        .filter(|other| other.alignment_group == field.alignment_group)
        .collect();
    let at = chain.iter().position(|other| other.id == field.id)?;
    Some(chain.get(at.checked_sub(1)?)?.id.clone())
}
