//! UI specifications: which fields a person is asked for, in what order, with what control, label and condition.
//!
//! Three published shapes become one: pre-registration (`{identity: {identity: [field…], locationHierarchy: […]}}`), a
//! process of the registration client (`{id, flow, screens: [{fields: […]}]}`), and a plain list of fields (`schema`), which
//! `with_screens` arranges by a list of screens that name them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::expr::Expr;
use crate::identity::{SchemaError, Validator, parse_json, texts};

/// Texts by data language (`eng`, `fra`, `ara`, …).
pub type Labels = BTreeMap<String, String>;

/// The input element of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// One line of text.
    TextBox,
    /// Several lines of text.
    TextArea,
    /// A list to choose from.
    DropDown,
    /// A few options side by side (`button`, `radio`).
    Buttons,
    /// Yes or no.
    CheckBox,
    /// A date.
    Date,
    /// A date of birth, or an age from which one is derived.
    AgeDate,
    /// A document.
    FileUpload,
    /// Fingers, irises, face.
    Biometrics,
    /// Text to read, from a template.
    Html,
    /// Not shown: the value is filled in by the system.
    None,
    /// A control of a later version; a form shows a notice in its place.
    #[serde(untagged)]
    Unknown(String),
}

impl Control {
    fn parse(name: Option<&str>) -> Self {
        match name.map(str::to_ascii_lowercase).as_deref() {
            None | Some("") => Self::None,
            Some("textbox") => Self::TextBox,
            Some("textarea") => Self::TextArea,
            Some("dropdown") => Self::DropDown,
            Some("button" | "radio") => Self::Buttons,
            Some("checkbox") => Self::CheckBox,
            Some("date") => Self::Date,
            Some("agedate") => Self::AgeDate,
            Some("fileupload") => Self::FileUpload,
            Some("biometrics") => Self::Biometrics,
            Some("html") => Self::Html,
            Some(_) => Self::Unknown(name.unwrap_or_default().into()),
        }
    }

    /// Whether a value is chosen from a list.
    pub fn chooses(&self) -> bool {
        matches!(self, Self::DropDown | Self::Buttons)
    }
}

/// Which biometric attributes are needed, for which age group and process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BioCondition {
    /// Name of the age group, or `ALL`.
    pub age_group: String,
    /// Id of the process, or `ALL`.
    pub process: String,
    /// Attributes that are asked for.
    pub bio_attributes: Vec<String>,
    /// What must have been captured, in terms of the attributes; `None` asks for all.
    pub satisfied_by: Option<Expr>,
}

/// One field of a UI specification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldSpec {
    /// Name of the attribute of the identity.
    pub id: String,
    /// Labels by language.
    pub labels: Labels,
    /// Input element.
    pub control: Control,
    /// Type as written (`simpleType`, `string`, `documentType`, …), if it is.
    pub type_name: Option<String>,
    /// Whether options come from a dynamic field (`fieldType` is `dynamic`).
    pub dynamic: bool,
    /// Category of documents, name of the dynamic field, or name of the location level, by control.
    pub sub_type: Option<String>,
    /// Whether a value is needed when no condition says otherwise.
    pub required: bool,
    /// Conditions of which one has to hold for a value to be needed; they replace `required`.
    pub required_on: Vec<Expr>,
    /// BioCondition for the field to be shown.
    pub visible: Option<Expr>,
    /// Whether people are asked for it at all.
    pub input_required: bool,
    /// Patterns of the value.
    pub validators: Vec<Validator>,
    /// Group of fields that updates choose together.
    pub group: Option<String>,
    /// Labels of the group.
    pub group_labels: Labels,
    /// Fields with the same name stand beside each other.
    pub alignment_group: Option<String>,
    /// Whether a value in one language is offered in the script of the others.
    pub transliterate: bool,
    /// Level of the location hierarchy whose names are the options.
    pub location_level: Option<u8>,
    /// Code of the location whose children are the options of the first level.
    pub parent_location: Option<String>,
    /// Type of the template shown by an `html` control.
    pub template: Option<String>,
    /// Biometric attributes of a biometric field.
    pub bio_attributes: Vec<String>,
    /// Other attributes by age group and process.
    pub bio_conditions: Vec<BioCondition>,
    /// Whether a missing finger or eye needs a photograph as proof.
    pub exception_photo_required: bool,
}

/// One screen of a process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScreenSpec {
    /// Name, unique within the specification.
    pub name: String,
    /// Title by language; empty where the portal has a title of its own for the name.
    pub labels: Labels,
    /// Fields in order.
    pub fields: Vec<FieldSpec>,
    /// Whether the screen offers to fetch a pre-registration.
    pub fetches_preregistration: bool,
}

/// A UI specification, whatever its published shape was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UiSpec {
    /// Id of the process (`NEW`), if the document is one.
    pub process: Option<String>,
    /// Name of the process by language.
    pub labels: Labels,
    /// Screens in order.
    pub screens: Vec<ScreenSpec>,
    /// Chains of location fields, each from the highest level down.
    pub location_hierarchies: Vec<Vec<String>>,
}

/// Name of the screen with the fields of a pre-registration.
pub(crate) const DEMOGRAPHICS: &str = "demographics";
/// Name of the screen with the documents of a pre-registration.
pub(crate) const DOCUMENTS: &str = "documents";

impl UiSpec {
    /// Reads the JSON text of any of the three shapes.
    pub fn parse(text: &str) -> Result<Self, SchemaError> {
        Self::from_json(&parse_json(text)?)
    }

    /// Takes a specification that has been parsed as JSON.
    pub fn from_json(document: &Value) -> Result<Self, SchemaError> {
        let spec = if let Some(identity) =
            document.get("identity").filter(|identity| identity.get("identity").is_some())
        {
            let fields = parse_fields(identity.get("identity"))?;
            let (documents, demographics) = fields.into_iter().partition(|field| field.control == Control::FileUpload);
            let screen = |name: &str, fields| ScreenSpec {
                name: name.into(),
                labels: Labels::new(),
                fields,
                fetches_preregistration: false,
            };
            Self {
                process: None,
                labels: Labels::new(),
                screens: vec![screen(DEMOGRAPHICS, demographics), screen(DOCUMENTS, documents)],
                location_hierarchies: hierarchies(identity.get("locationHierarchy")),
            }
        } else if let Some(screens) = document.get("screens") {
            Self {
                process: document.get("id").and_then(Value::as_str).map(str::to_owned),
                labels: labels(document.get("label")),
                screens: parse_screens(screens, |screen| parse_fields(screen.get("fields")))?,
                location_hierarchies: Vec::new(),
            }
        } else if document.is_array() {
            let fields = parse_fields(Some(document))?;
            let screen =
                ScreenSpec { name: DEMOGRAPHICS.into(), labels: Labels::new(), fields, fetches_preregistration: false };
            Self { process: None, labels: Labels::new(), screens: vec![screen], location_hierarchies: Vec::new() }
        } else {
            return Err(SchemaError::Shape("neither identity.identity, nor screens, nor a list of fields".into()));
        };
        let mut seen = BTreeSet::new();
        if let Some(field) = spec.fields().find(|field| !seen.insert(field.id.as_str())) {
            return Err(SchemaError::DuplicateField(field.id.clone()));
        }
        Ok(spec)
    }

    /// Arranges the fields of a list by screens that name them (the registration client's `schema` and `screens`).
    pub fn with_screens(self, screens: &Value) -> Result<Self, SchemaError> {
        let mut fields: BTreeMap<String, FieldSpec> =
            self.screens.into_iter().flat_map(|screen| screen.fields).map(|field| (field.id.clone(), field)).collect();
        let screens = parse_screens(screens, |screen| {
            texts(screen.get("fields"))
                .into_iter()
                .map(|id| {
                    fields
                        .remove(&id)
                        .ok_or_else(|| SchemaError::Shape(format!("a screen names {id}, which is no field left")))
                })
                .collect()
        })?;
        Ok(Self { screens, ..self })
    }

    /// All fields in the order of the screens.
    pub fn fields(&self) -> impl Iterator<Item = &FieldSpec> {
        self.screens.iter().flat_map(|screen| &screen.fields)
    }
}

fn parse_screens(
    screens: &Value,
    mut fields: impl FnMut(&Value) -> Result<Vec<FieldSpec>, SchemaError>,
) -> Result<Vec<ScreenSpec>, SchemaError> {
    let list = screens.as_array().ok_or_else(|| SchemaError::Shape("screens has to be a list".into()))?;
    let mut ordered: Vec<&Value> = list.iter().collect();
    ordered.sort_by_key(|screen| screen.get("order").and_then(Value::as_i64).unwrap_or(i64::MAX));
    ordered
        .into_iter()
        .map(|screen| {
            let name = screen.get("name").and_then(Value::as_str).unwrap_or_default();
            if name.is_empty() {
                return Err(SchemaError::Shape("a screen has no name".into()));
            }
            Ok(ScreenSpec {
                name: name.into(),
                labels: labels(screen.get("label")),
                fields: fields(screen)?,
                fetches_preregistration: flag(screen, "preRegFetchRequired"),
            })
        })
        .collect()
}

fn parse_fields(list: Option<&Value>) -> Result<Vec<FieldSpec>, SchemaError> {
    let list =
        list.and_then(Value::as_array).ok_or_else(|| SchemaError::Shape("the list of fields is missing".into()))?;
    list.iter().map(parse_field).collect()
}

fn parse_field(field: &Value) -> Result<FieldSpec, SchemaError> {
    let text = |key: &str| field.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let id = text("id").ok_or_else(|| SchemaError::Shape("a field has no id".into()))?.to_owned();
    let expression = |condition: &Value| -> Result<Option<Expr>, SchemaError> {
        let Some(expr) = condition.get("expr").and_then(Value::as_str).filter(|expr| !expr.trim().is_empty()) else {
            return Ok(None);
        };
        let engine = condition.get("engine").and_then(Value::as_str).unwrap_or("MVEL");
        if !engine.eq_ignore_ascii_case("MVEL") {
            return Err(SchemaError::Shape(format!("field {id}: conditions in {engine} are not supported")));
        }
        Expr::parse(expr).map(Some).map_err(|error| SchemaError::Condition { field: id.clone(), error })
    };
    let mut required_on = Vec::new();
    for condition in field.get("requiredOn").and_then(Value::as_array).into_iter().flatten() {
        required_on.extend(expression(condition)?);
    }
    let mut bio_conditions = Vec::new();
    for condition in field.get("conditionalBioAttributes").and_then(Value::as_array).into_iter().flatten() {
        let text = |key: &str| condition.get(key).and_then(Value::as_str).unwrap_or("ALL").to_owned();
        let satisfied_by = condition.get("validationExpr").and_then(Value::as_str).filter(|expr| !expr.is_empty());
        bio_conditions.push(BioCondition {
            age_group: text("ageGroup"),
            process: text("process"),
            bio_attributes: texts(condition.get("bioAttributes")),
            satisfied_by: satisfied_by
                .map(Expr::parse)
                .transpose()
                .map_err(|error| SchemaError::Condition { field: id.clone(), error })?,
        });
    }
    Ok(FieldSpec {
        labels: [field.get("label"), field.get("labelName")]
            .into_iter()
            .map(labels)
            .find(|found| !found.is_empty())
            .unwrap_or_default(),
        control: Control::parse(text("controlType")),
        type_name: text("type").map(str::to_owned),
        dynamic: text("fieldType") == Some("dynamic"),
        sub_type: text("subType").filter(|sub_type| *sub_type != "none").map(str::to_owned),
        required: flag(field, "required"),
        required_on,
        visible: field.get("visible").map(expression).transpose()?.flatten(),
        input_required: field.get("inputRequired").and_then(Value::as_bool).unwrap_or(true),
        validators: Validator::parse_list(&id, field.get("validators"))?,
        group: text("group").map(str::to_owned),
        group_labels: labels(field.get("groupLabel")),
        alignment_group: text("alignmentGroup").map(str::to_owned),
        transliterate: flag(field, "transliterate") || flag(field, "transliteration"),
        location_level: field
            .get("locationHierarchyLevel")
            .and_then(Value::as_u64)
            .and_then(|level| u8::try_from(level).ok()),
        parent_location: text("parentLocCode").map(str::to_owned),
        template: text("templateName").map(str::to_owned),
        bio_attributes: texts(field.get("bioAttributes")),
        bio_conditions,
        exception_photo_required: flag(field, "exceptionPhotoRequired"),
        id,
    })
}

/// `["a", "b"]` is one chain, `[["a", "b"], ["c"]]` are two.
fn hierarchies(value: Option<&Value>) -> Vec<Vec<String>> {
    let Some(list) = value.and_then(Value::as_array) else { return Vec::new() };
    if list.iter().any(Value::is_array) {
        list.iter().map(|chain| texts(Some(chain))).filter(|chain| !chain.is_empty()).collect()
    } else {
        Some(texts(value)).filter(|chain| !chain.is_empty()).into_iter().collect()
    }
}

fn flag(object: &Value, key: &str) -> bool {
    object.get(key).and_then(Value::as_bool).unwrap_or(false)
}

fn labels(value: Option<&Value>) -> Labels {
    let Some(object) = value.and_then(Value::as_object) else { return Labels::new() };
    object
        .iter()
        .filter_map(|(language, text)| {
            Some((language.clone(), text.as_str().filter(|text| !text.is_empty())?.to_owned()))
        })
        .collect()
}
