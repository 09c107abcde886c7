//! Distinguished names.

use std::fmt;

use x509_parser::x509::X509Name;

/// A distinguished name as a certificate holds it. Two names are equal when their bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    der: Vec<u8>,
    attributes: Vec<Attribute>,
    /// Whether several attributes share one relative name, which this crate reads but never writes.
    multi_valued: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) oid: Vec<u64>,
    /// ASN.1 string type (12 = UTF8String, 19 = PrintableString, …).
    pub(super) tag: u32,
    pub(super) text: Option<String>,
}

/// The six fields MOSIP asks for. Empty ones are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubjectFields {
    pub common_name: String,
    pub organization_unit: String,
    pub organization: String,
    pub location: String,
    pub state: String,
    pub country: String,
}

const COMMON_NAME: &[u64] = &[2, 5, 4, 3];
const COUNTRY: &[u64] = &[2, 5, 4, 6];
const LOCATION: &[u64] = &[2, 5, 4, 7];
const STATE: &[u64] = &[2, 5, 4, 8];
const ORGANIZATION: &[u64] = &[2, 5, 4, 10];
const ORGANIZATION_UNIT: &[u64] = &[2, 5, 4, 11];

impl Name {
    pub(super) fn from_parsed(name: &X509Name<'_>) -> Self {
        let mut attributes = Vec::new();
        let mut multi_valued = false;
        for relative in name.iter_rdn() {
            multi_valued |= relative.iter().count() > 1;
            for attribute in relative.iter() {
                attributes.push(Attribute {
                    oid: attribute.attr_type().iter().map(Iterator::collect).unwrap_or_default(),
                    tag: attribute.attr_value().header.tag().0,
                    text: attribute.as_str().ok().map(str::to_owned),
                });
            }
        }
        Self { der: name.as_raw().to_vec(), attributes, multi_valued }
    }

    /// The name's exact bytes (DER).
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    pub(super) fn is_multi_valued(&self) -> bool {
        self.multi_valued
    }

    fn first(&self, oid: &[u64]) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.oid == oid).and_then(|attribute| attribute.text.as_deref())
    }

    /// Common name.
    pub fn common_name(&self) -> Option<&str> {
        self.first(COMMON_NAME)
    }

    /// Organization, which MOSIP compares with the partner's.
    pub fn organization(&self) -> Option<&str> {
        self.first(ORGANIZATION)
    }

    /// The fields MOSIP knows.
    pub fn fields(&self) -> SubjectFields {
        let text = |oid| self.first(oid).unwrap_or_default().to_owned();
        SubjectFields {
            common_name: text(COMMON_NAME),
            organization_unit: text(ORGANIZATION_UNIT),
            organization: text(ORGANIZATION),
            location: text(LOCATION),
            state: text(STATE),
            country: text(COUNTRY),
        }
    }
}

impl fmt::Display for Name {
    /// RFC 4514, most specific attribute first, as Java prints names and MOSIP's tables hold them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, attribute) in self.attributes.iter().rev().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            match attribute.oid.as_slice() {
                COMMON_NAME => f.write_str("CN")?,
                COUNTRY => f.write_str("C")?,
                LOCATION => f.write_str("L")?,
                STATE => f.write_str("ST")?,
                ORGANIZATION => f.write_str("O")?,
                ORGANIZATION_UNIT => f.write_str("OU")?,
                other => {
                    let numbers: Vec<String> = other.iter().map(ToString::to_string).collect();
                    f.write_str(&numbers.join("."))?;
                }
            }
            f.write_str("=")?;
            for (position, letter) in attribute.text.as_deref().unwrap_or_default().char_indices() {
                if matches!(letter, ',' | '+' | '"' | '\\' | '<' | '>' | ';')
                    || (position == 0 && matches!(letter, '#' | ' '))
                {
                    f.write_str("\\")?;
                }
                write!(f, "{letter}")?;
            }
        }
        Ok(())
    }
}
