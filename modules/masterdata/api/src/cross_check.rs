//! Where the country's own definitions do not fit together: identity schema, UI specifications, identity mapping, templates,
//! policies and master data. The administration's page and `tessera doctor` say the same.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Permission, role};

/// Who may see what does not fit.
pub const READ_CROSS_CHECK: Permission =
    Permission::roles("masterdata.cross-check.read", &[role::GLOBAL_ADMIN, role::MASTERDATA_ADMIN]);

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)+) => {
        /// What does not fit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Rule {
            $($(#[$doc])* $name,)+
        }

        impl Rule {
            /// Every rule, for the test that looks for its words.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its name, for texts in other languages.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The English text; `{0}`, `{1}` … are replaced by arguments.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

rules! {
    /// Nobody can register: there is no schema in effect.
    NoSchema = "no_schema", "No identity schema is published and in effect: publish one";
    /// A published document cannot be read by this version.
    Unreadable = "unreadable", "{0} cannot be read: {1}";
    /// A form that people fill in is missing.
    NoForm = "no_form", "There is no published form {0}: publish one for the identity schema {1}";
    /// A form was made for an older schema.
    FormForOtherSchema = "form_other_schema", "The form {0} is made for the identity schema {1}, and {2} is in effect: publish it anew";
    /// A form asks for something that the schema does not know: the answer would be refused.
    FieldNotInSchema = "field_not_in_schema", "The form {0} asks for {1}, which the identity schema {2} does not have";
    /// Nobody can fill in what the schema demands.
    RequiredNotAsked = "required_not_asked", "The identity schema demands {1}, and the form {0} does not ask for it";
    /// Readers of a language see no label.
    LabelMissing = "label_missing", "{1} in the form {0} has no label in {2}";
    /// The control is drawn by no portal.
    ControlUnknown = "control_unknown", "{1} in the form {0} has the control {2}, which is not known here";
    /// A list has nothing to choose from.
    NoChoices = "no_choices", "{1} in the form {0} offers the list {2}, which has no entries in {3}";
    /// A level of locations has no entries.
    NoLocations = "no_locations", "{1} in the form {0} offers the locations of the level {2}, which has none in {3}";
    /// Documents of an unknown category are asked for.
    NoCategory = "no_category", "{1} in the form {0} asks for documents of the category {2}, which does not exist";
    /// No document can be handed in.
    NoDocuments = "no_documents", "{1} in the form {0} asks for documents of the category {2}, to which no document type is mapped";
    /// A module looks for an attribute that the schema lacks.
    AttributeMissing = "attribute_missing", "{0} looks for {1} in {2}, and the identity schema {3} has none of them";
    /// A message cannot be written in a language.
    TemplateMissing = "template_missing", "{0} sends {1}, which has no template in {2}";
    /// A policy names an attribute that nobody has.
    PolicyAttribute = "policy_attribute", "The policy {0} shares {1}, which the identity schema {2} does not have";
    /// A country's language is not in the list of languages.
    LanguageUnknown = "language_unknown", "The setting {0} names the language {1}, which is not in the list of languages or not active";
    /// A centre lies nowhere.
    CentreNowhere = "centre_nowhere", "The centre {0} lies at the location {1}, which does not exist";
}

/// Where it is mended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mend {
    /// Among identity schemas and forms.
    Schemas,
    /// In a list of master data, by the name of MOSIP’s resource.
    Data(String),
    /// By a setting.
    Setting(String),
    /// By whoever manages policies.
    Policies,
}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mismatch {
    pub rule: Rule,
    pub args: Vec<String>,
    pub mend: Mend,
}

impl Mismatch {
    /// A mismatch with the arguments of its text.
    pub fn new<A: Into<String>>(rule: Rule, args: impl IntoIterator<Item = A>, mend: Mend) -> Self {
        Self { rule, args: args.into_iter().map(Into::into).collect(), mend }
    }

    /// Fills the arguments into a text of the rule.
    #[must_use]
    pub fn worded(&self, text: &str) -> String {
        self.args.iter().enumerate().fold(text.to_owned(), |text, (at, arg)| text.replace(&format!("{{{at}}}"), arg))
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.worded(self.rule.text()))
    }
}

/// What was looked at and what does not fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossCheckReport {
    /// Comparisons that were made.
    pub looked_at: u64,
    /// In the order of their rules.
    pub mismatches: Vec<Mismatch>,
}

impl CrossCheckReport {
    /// Whether an identity schema is in effect; without one there is nothing to compare with.
    #[must_use]
    pub fn has_schema(&self) -> bool {
        !self.mismatches.iter().any(|mismatch| mismatch.rule == Rule::NoSchema)
    }
}

/// What a module needs of the country's definitions; every module says it itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// The module's name, as operators know it.
    pub module: &'static str,
    pub attributes: Vec<AttributeNeed>,
    /// Types of the templates of its messages.
    pub templates: Vec<String>,
}

/// An attribute of the identity that plays a part: one of these has to be in the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeNeed {
    pub part: &'static str,
    pub any_of: Vec<&'static str>,
}

/// The attributes that a published policy gives away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedAttributes {
    pub policy: String,
    pub attributes: Vec<String>,
}

/// Asks for the policies in force.
#[async_trait]
pub trait Policies: Send + Sync {
    /// What each published and active policy shares.
    async fn shared(&self) -> Result<Vec<SharedAttributes>, Failure>;
}

/// Compares everything with everything.
#[async_trait]
pub trait CrossCheck: Send + Sync {
    /// What does not fit. Needs [`READ_CROSS_CHECK`].
    async fn cross_check(&self, caller: &Caller) -> Result<CrossCheckReport, Failure>;
}
