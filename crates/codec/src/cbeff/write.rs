//! Records to XML, in the element order of MOSIP's published schema.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{BdbInfo, Bir, BirInfo, Error, Level, NAMESPACE, Purpose, RegistryId, Version};

struct Out {
    xml: String,
}

impl Out {
    fn text(&mut self, element: &'static str, text: &str) -> Result<(), Error> {
        // XML 1.0 has no way to write other control characters, not even escaped
        if text.chars().any(|c| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')) {
            return Err(Error::Unwritable { element });
        }
        // a bare carriage return would be read back as a line feed
        self.xml.push_str(&quick_xml::escape::escape(text).replace('\r', "&#13;"));
        Ok(())
    }

    fn element(&mut self, name: &'static str, text: &str) -> Result<(), Error> {
        self.open(name);
        self.text(name, text)?;
        self.close(name);
        Ok(())
    }

    fn optional(&mut self, name: &'static str, text: Option<&str>) -> Result<(), Error> {
        text.map_or(Ok(()), |text| self.element(name, text))
    }

    fn open(&mut self, name: &str) {
        self.xml.push('<');
        self.xml.push_str(name);
        self.xml.push('>');
    }

    fn close(&mut self, name: &str) {
        self.xml.push_str("</");
        self.xml.push_str(name);
        self.xml.push('>');
    }

    fn version(&mut self, name: &'static str, version: Option<Version>) -> Result<(), Error> {
        let Some(version) = version else { return Ok(()) };
        self.open(name);
        self.element("Major", &version.major.to_string())?;
        self.element("Minor", &version.minor.to_string())?;
        self.close(name);
        Ok(())
    }

    fn registry(&mut self, name: &'static str, id: &RegistryId) -> Result<(), Error> {
        self.open(name);
        self.element("Organization", &id.organization)?;
        self.element("Type", &id.kind)?;
        self.close(name);
        Ok(())
    }

    fn bir_info(&mut self, info: &BirInfo) -> Result<(), Error> {
        self.open("BIRInfo");
        self.optional("Creator", info.creator.as_deref())?;
        self.optional("Index", info.index.as_deref())?;
        self.element("Integrity", if info.integrity { "true" } else { "false" })?;
        self.optional("CreationDate", info.creation_date.as_deref())?;
        self.optional("NotValidBefore", info.not_valid_before.as_deref())?;
        self.optional("NotValidAfter", info.not_valid_after.as_deref())?;
        self.close("BIRInfo");
        Ok(())
    }

    fn bdb_info(&mut self, info: &BdbInfo) -> Result<(), Error> {
        self.open("BDBInfo");
        self.optional("Index", info.index.as_deref())?;
        if let Some(format) = &info.format {
            self.registry("Format", format)?;
        }
        self.optional("Encryption", info.encryption.map(|yes| if yes { "true" } else { "false" }))?;
        self.optional("CreationDate", info.creation_date.as_deref())?;
        self.optional("NotValidBefore", info.not_valid_before.as_deref())?;
        self.optional("NotValidAfter", info.not_valid_after.as_deref())?;
        if let Some(modality) = &info.modality {
            self.element("Type", modality.name())?;
            self.element("Subtype", &info.subtype_text())?;
        }
        self.optional("Level", info.level.map(level))?;
        self.optional("Purpose", info.purpose.map(purpose))?;
        if let Some(quality) = &info.quality {
            self.open("Quality");
            let hmac = RegistryId { organization: "HMAC".to_owned(), kind: "SHA-256".to_owned() };
            self.registry("Algorithm", quality.algorithm.as_ref().unwrap_or(&hmac))?;
            match quality.score {
                Some(score) if score <= 100 => self.element("Score", &score.to_string())?,
                Some(score) => return Err(Error::Value { element: "Score", value: score.to_string() }),
                None => self.element("QualityCalculationFailed", "")?,
            }
            self.close("Quality");
        }
        self.close("BDBInfo");
        Ok(())
    }

    fn bir(&mut self, bir: &Bir, outermost: bool) -> Result<(), Error> {
        if outermost {
            self.xml.push_str("<BIR xmlns=\"");
            self.xml.push_str(NAMESPACE);
            self.xml.push_str("\">");
        } else {
            self.open("BIR");
        }
        self.version("Version", bir.version)?;
        self.version("CBEFFVersion", bir.cbeff_version)?;
        self.bir_info(&bir.info)?;
        if let Some(info) = &bir.bdb_info {
            self.bdb_info(info)?;
        }
        for segment in &bir.segments {
            self.bir(segment, false)?;
        }
        if let Some(data) = &bir.bdb {
            self.data("BDB", data);
        }
        if let Some(data) = &bir.sb {
            self.data("SB", data);
        }
        if !bir.others.is_empty() {
            self.open("others");
            for (key, value) in &bir.others {
                self.xml.push_str("<entry key=\"");
                self.text("entry", key)?;
                self.xml.push_str("\">");
                self.text("entry", value)?;
                self.close("entry");
            }
            self.close("others");
        }
        self.close("BIR");
        Ok(())
    }

    fn data(&mut self, name: &str, data: &[u8]) {
        self.open(name);
        STANDARD.encode_string(data, &mut self.xml);
        self.close(name);
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Raw => "Raw",
        Level::Intermediate => "Intermediate",
        Level::Processed => "Processed",
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Verify => "Verify",
        Purpose::Identify => "Identify",
        Purpose::Enroll => "Enroll",
        Purpose::EnrollVerify => "EnrollVerify",
        Purpose::EnrollIdentify => "EnrollIdentify",
        Purpose::Audit => "Audit",
    }
}

impl Bir {
    /// Writes the document with this record as its outermost one.
    ///
    /// # Errors
    /// [`Error::Unwritable`] for text XML cannot carry, [`Error::Value`] for a score above 100.
    pub fn write(&self) -> Result<Vec<u8>, Error> {
        let mut out = Out { xml: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n") };
        out.bir(self, true)?;
        Ok(out.xml.into_bytes())
    }
}
