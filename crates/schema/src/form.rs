//! The form a person fills in: fields in order, what is visible, what is needed, what is wrong. Plain data, no signals.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::date::{AgeGroups, CivilDate};
use crate::expr::Value;
use crate::form_options::{Choice, OptionSource, source_of};
use crate::identity::{IdentitySchema, SchemaError, ValueKind};
use crate::issue::Issue;
use crate::ui_spec::{Control, FieldSpec, Labels, UiSpec};

/// Why the form is filled in; conditions ask for it (`identity.isNew`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Process {
    /// A first registration.
    #[default]
    New,
    /// A change of stored data.
    Update,
    /// The number was lost.
    Lost,
    /// Biometrics are captured again on request.
    Correction,
}

/// What a form depends on besides its documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// Data languages in the order of the columns; values per language are asked for in each.
    pub languages: Vec<String>,
    /// Day of the form, `yyyy-MM-dd`; ages are counted to it.
    pub today: String,
    /// Why the form is filled in.
    pub process: Process,
    /// Fields an update changes.
    pub updatable_fields: Vec<String>,
    /// Groups of fields an update changes.
    pub updatable_groups: Vec<String>,
    /// Age groups of the country.
    pub age_groups: AgeGroups,
    /// Name of the attribute with the date of birth.
    pub birth_date_field: String,
    /// Words that no text may contain.
    pub blocked_words: Vec<String>,
    /// Version of the identity schema, as it is written into the identity object.
    pub schema_version: f64,
}

impl Context {
    /// A first registration in these languages on this day, with MOSIP's age groups.
    pub fn new(languages: &[&str], today: CivilDate, schema_version: f64) -> Self {
        Self {
            languages: languages.iter().map(|language| (*language).to_owned()).collect(),
            today: today.to_iso(),
            process: Process::New,
            updatable_fields: Vec::new(),
            updatable_groups: Vec::new(),
            age_groups: AgeGroups::default(),
            birth_date_field: "dateOfBirth".into(),
            blocked_words: Vec::new(),
            schema_version,
        }
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Nothing.
    #[default]
    Empty,
    /// A text, a number as text, or a date as `yyyy/MM/dd`.
    Text(String),
    /// A text per data language.
    PerLanguage(Labels),
    /// The code of an option.
    Choice(String),
    /// A document.
    Document {
        /// Code of the document type.
        type_code: String,
        /// Format or media type of the file.
        format: String,
        /// Name or key of the file.
        file: String,
        /// Number printed on the document, if it was given.
        reference: Option<String>,
    },
    /// Several texts.
    List(Vec<String>),
}

/// A change of a form; `FormModel::apply` says which fields it touches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Typed text; `language` for fields with a value per language. Dates may come as `yyyy-MM-dd`.
    Text {
        /// Field.
        field: String,
        /// Data language of the input, for fields that have several.
        language: Option<String>,
        /// New text.
        value: String,
    },
    /// A chosen option; an empty code takes the choice back.
    Choose {
        /// Field.
        field: String,
        /// Code of the option.
        code: String,
    },
    /// A document, or `Answer::Empty` to remove it.
    Document {
        /// Field.
        field: String,
        /// The document.
        answer: Answer,
    },
    /// Options that have been fetched for a field.
    Offer {
        /// Field.
        field: String,
        /// Its options.
        choices: Vec<Choice>,
    },
    /// Another set of data languages.
    Languages(Vec<String>),
    /// What an update is about.
    Updatable {
        /// Fields.
        fields: Vec<String>,
        /// Groups of fields.
        groups: Vec<String>,
    },
}

/// A field as it stands in the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The specification it was made from.
    pub spec: FieldSpec,
    /// What kind of value it takes.
    pub kind: ValueKind,
    /// Whether the value belongs to the identity; others belong to the process (consent, language of notices).
    pub in_identity: bool,
    /// Where its options come from.
    pub source: Option<OptionSource>,
    /// Options that have been fetched; `None` asks for them.
    pub choices: Option<Vec<Choice>>,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether a value is needed.
    pub required: bool,
    /// What stands in it.
    pub answer: Answer,
    /// Whether it has been changed or checked; untouched fields show no issues.
    pub touched: bool,
    /// What is wrong with it.
    pub issues: Vec<Issue>,
}

impl Field {
    /// Name of the attribute.
    pub fn id(&self) -> &str {
        &self.spec.id
    }

    /// The label in a language, or in another one, or the name of the attribute.
    pub fn label<'a>(&'a self, language: &str) -> &'a str {
        let labels = &self.spec.labels;
        labels.get(language).or_else(|| labels.values().next()).map_or(self.spec.id.as_str(), String::as_str)
    }

    /// The text typed for a language, or the text of a field without languages.
    pub fn text(&self, language: Option<&str>) -> &str {
        match (&self.answer, language) {
            (Answer::Text(text) | Answer::Choice(text), _) => text,
            (Answer::PerLanguage(texts), Some(language)) => texts.get(language).map_or("", String::as_str),
            (Answer::PerLanguage(texts), None) => texts.values().next().map_or("", String::as_str),
            _ => "",
        }
    }
}

/// A group of fields shown together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Name of the screen it was made from.
    pub name: String,
    /// Title by language; empty where the portal has one for the name.
    pub labels: Labels,
    /// Names of its fields, in order.
    pub fields: Vec<String>,
}

/// The form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormModel {
    context: Context,
    sections: Vec<Section>,
    fields: Vec<Field>,
}

impl FormModel {
    /// An empty form. A field has to be an attribute of the schema, or a text that belongs to the process.
    pub fn new(schema: &IdentitySchema, spec: &UiSpec, context: Context) -> Result<Self, SchemaError> {
        let mut sections = Vec::new();
        let mut fields = Vec::new();
        for screen in &spec.screens {
            let mut names = Vec::new();
            for field in screen.fields.iter().filter(|field| field.input_required && field.control != Control::None) {
                let attribute = schema.field(&field.id);
                let kind = match (attribute, field.type_name.as_deref()) {
                    (Some(attribute), _) => attribute.kind,
                    // consents, texts to read and the language of notices belong to the process, not to the identity
                    (None, Some("simpleType")) => ValueKind::PerLanguage,
                    (None, Some("string")) => ValueKind::Text,
                    (None, _) => {
                        return Err(SchemaError::Shape(format!("{} is no attribute of the identity schema", field.id)));
                    }
                };
                let mut own = field.clone();
                if let Some(attribute) = attribute {
                    let known: Vec<&str> = own.validators.iter().map(|validator| validator.pattern.as_str()).collect();
                    let more: Vec<_> = attribute
                        .validators
                        .iter()
                        .filter(|other| !known.contains(&other.pattern.as_str()))
                        .cloned()
                        .collect();
                    own.validators.extend(more);
                }
                names.push(field.id.clone());
                fields.push(Field {
                    source: source_of(spec, field, kind),
                    spec: own,
                    kind,
                    in_identity: attribute.is_some(),
                    choices: None,
                    visible: true,
                    required: false,
                    answer: Answer::Empty,
                    touched: false,
                    issues: Vec::new(),
                });
            }
            if !names.is_empty() {
                sections.push(Section { name: screen.name.clone(), labels: screen.labels.clone(), fields: names });
            }
        }
        let mut form = Self { context, sections, fields };
        form.derive();
        Ok(form)
    }

    /// What the form depends on.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// The sections in order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// All fields in order.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of that name.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.spec.id == id)
    }

    /// The issues of all visible fields, in the order of the form.
    pub fn issues(&self) -> impl Iterator<Item = &Issue> {
        self.fields.iter().filter(|field| field.visible).flat_map(|field| &field.issues)
    }

    /// The location whose children a field offers: the choice of its parent field, or the specification's root. `None` while
    /// the parent has not been chosen.
    pub fn parent_location(&self, id: &str) -> Option<&str> {
        match self.field(id)?.source.as_ref()? {
            OptionSource::Locations { parent_field: Some(parent), .. } => match &self.field(parent)?.answer {
                Answer::Choice(code) => Some(code),
                _ => None,
            },
            OptionSource::Locations { root, .. } => root.as_deref(),
            _ => None,
        }
    }

    /// Makes a change; gives the names of all fields that look different afterwards.
    pub fn apply(&mut self, change: Change) -> BTreeSet<String> {
        let before = self.fields.clone();
        self.change(change);
        self.derive();
        self.changed_since(&before)
    }

    /// Checks every visible field as if all had been touched; gives the names of the fields that look different afterwards.
    pub fn check_all(&mut self) -> BTreeSet<String> {
        let before = self.fields.clone();
        self.fields.iter_mut().for_each(|field| field.touched = true);
        self.derive();
        self.changed_since(&before)
    }

    /// Whether every visible field is right; shows nothing.
    pub fn is_complete(&self) -> bool {
        self.fields.iter().filter(|field| field.visible).all(|field| self.issues_of(field).is_empty())
    }

    /// Fills the form from `{"identity": {…}}`; attributes that the form does not ask for are passed over.
    pub fn restore(&mut self, object: &Json) {
        let languages = self.context.languages.clone();
        for field in &mut self.fields {
            if let Some(value) = object.get("identity").and_then(|identity| identity.get(&field.spec.id)) {
                field.answer = crate::form_json::answer_from(field, value, &languages);
            }
        }
        self.derive();
    }

    /// The identity object with every answered visible attribute except documents and biometrics, and the schema version.
    pub fn to_identity(&self) -> Json {
        crate::form_json::identity_of(self)
    }

    /// The answers that belong to the process and not to the identity, by field, for visible fields.
    pub fn process_answers(&self) -> impl Iterator<Item = (&str, &Answer)> {
        let others =
            self.fields.iter().filter(|field| field.visible && !field.in_identity && field.answer != Answer::Empty);
        others.map(|field| (field.id(), &field.answer))
    }

    fn changed_since(&self, before: &[Field]) -> BTreeSet<String> {
        let pairs = self.fields.iter().zip(before);
        pairs.filter(|(now, then)| now != then).map(|(now, _)| now.spec.id.clone()).collect()
    }

    fn change(&mut self, change: Change) {
        match change {
            Change::Text { field, language, value } => {
                if let Some(field) = self.field_mut(&field) {
                    field.touched = true;
                    set_text(field, language.as_deref(), value);
                }
            }
            Change::Choose { field: id, code } => {
                let Some(field) = self.field_mut(&id) else { return };
                field.touched = true;
                let answer = if code.is_empty() { Answer::Empty } else { Answer::Choice(code) };
                if field.answer != answer {
                    field.answer = answer;
                    self.forget_children(&id);
                }
            }
            Change::Document { field, answer } => {
                if let Some(field) = self.field_mut(&field).filter(|field| field.kind == ValueKind::Document) {
                    field.touched = true;
                    field.answer = if matches!(answer, Answer::Document { .. }) { answer } else { Answer::Empty };
                }
            }
            Change::Offer { field, choices } => {
                if let Some(field) = self.field_mut(&field) {
                    field.choices = Some(choices);
                }
            }
            Change::Languages(languages) => self.context.languages = languages,
            Change::Updatable { fields, groups } => {
                self.context.updatable_fields = fields;
                self.context.updatable_groups = groups;
            }
        }
    }

    /// A location was chosen: what was chosen below it belongs to another place.
    fn forget_children(&mut self, parent: &str) {
        let children: Vec<String> = self
            .fields
            .iter()
            .filter(|field| {
                matches!(&field.source, Some(OptionSource::Locations { parent_field: Some(own), .. }) if own == parent)
            })
            .map(|field| field.spec.id.clone())
            .collect();
        for child in children {
            if let Some(field) = self.field_mut(&child) {
                field.answer = Answer::Empty;
                field.choices = None;
            }
            self.forget_children(&child);
        }
    }

    fn field_mut(&mut self, id: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.spec.id == id)
    }

    /// Works out what follows from the answers: visibility, requiredness, issues.
    fn derive(&mut self) {
        let scope = self.values();
        let value_of = |name: &str| scope.get(name).cloned().unwrap_or(Value::Null);
        for field in &mut self.fields {
            let spec = &field.spec;
            field.visible = spec.visible.as_ref().is_none_or(|condition| condition.holds(&value_of));
            field.required = field.visible
                && match spec.required_on.as_slice() {
                    [] => spec.required && spec.control != Control::Html,
                    conditions => conditions.iter().any(|condition| condition.holds(&value_of)),
                };
        }
        for at in 0..self.fields.len() {
            let issues = if self.fields[at].touched && self.fields[at].visible {
                self.issues_of(&self.fields[at])
            } else {
                Vec::new()
            };
            self.fields[at].issues = issues;
        }
    }

    /// The values conditions can ask for.
    fn values(&self) -> BTreeMap<String, Value> {
        let mut values = BTreeMap::new();
        for field in &self.fields {
            let value = match &field.answer {
                Answer::Empty => Value::Null,
                Answer::Text(text) | Answer::Choice(text) => Value::Text(text.clone()),
                Answer::PerLanguage(_) => {
                    let first = self.context.languages.first().map(String::as_str);
                    Value::Text(field.text(first).to_owned())
                }
                Answer::Document { type_code, .. } => Value::Text(type_code.clone()),
                Answer::List(items) => Value::List(items.clone()),
            };
            values.insert(field.spec.id.clone(), value);
        }
        let age = self.age();
        let group = age.and_then(|age| self.context.age_groups.of(age));
        let process = self.context.process;
        values.insert("age".into(), age.map_or(Value::Null, |age| Value::Number(f64::from(age))));
        values.insert("ageGroup".into(), group.map_or(Value::Null, |group| Value::Text(group.into())));
        values.insert("isChild".into(), Value::Bool(group.is_some_and(|group| group != "ADULT")));
        values.insert("isNew".into(), Value::Bool(process == Process::New));
        values.insert("isUpdate".into(), Value::Bool(process == Process::Update));
        values.insert("isLost".into(), Value::Bool(process == Process::Lost));
        values.insert("isCorrection".into(), Value::Bool(process == Process::Correction));
        values.insert("updatableFields".into(), Value::List(self.context.updatable_fields.clone()));
        values.insert("updatableFieldGroups".into(), Value::List(self.context.updatable_groups.clone()));
        values
    }

    /// Age in whole years, once the date of birth is there.
    pub fn age(&self) -> Option<u16> {
        let born = CivilDate::parse(self.field(&self.context.birth_date_field)?.text(None))?;
        born.age_on(CivilDate::parse(&self.context.today)?)
    }

    fn issues_of(&self, field: &Field) -> Vec<Issue> {
        crate::form_check::issues_of(field, &self.context)
    }
}

/// Stores typed text; white space around it is dropped, dates get the identity's spelling.
fn set_text(field: &mut Field, language: Option<&str>, value: String) {
    let value = value.trim().to_owned();
    if field.kind == ValueKind::PerLanguage && !field.spec.control.chooses() {
        let Some(language) = language else { return };
        let mut texts = match std::mem::take(&mut field.answer) {
            Answer::PerLanguage(texts) => texts,
            _ => Labels::new(),
        };
        if value.is_empty() {
            texts.remove(language);
        } else {
            texts.insert(language.to_owned(), value);
        }
        field.answer = if texts.is_empty() { Answer::Empty } else { Answer::PerLanguage(texts) };
        return;
    }
    let is_date = matches!(field.spec.control, Control::Date | Control::AgeDate);
    field.answer = match (value.is_empty(), is_date.then(|| CivilDate::parse(&value)).flatten()) {
        (true, _) => Answer::Empty,
        (false, Some(date)) => Answer::Text(date.to_identity()),
        (false, None) => Answer::Text(value),
    };
}
