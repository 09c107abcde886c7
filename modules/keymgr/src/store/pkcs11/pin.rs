//! Where the token's PIN comes from.

use std::path::Path;

use crypto::Zeroizing;

use super::super::{KeyStoreError, master_key::text};

/// The environment variable that may hold the PIN.
pub const PIN_VARIABLE: &str = "TESSERA_PKCS11_PIN";
/// The environment variable that may name a file with the PIN.
pub const PIN_FILE_VARIABLE: &str = "TESSERA_PKCS11_PIN_FILE";

/// Where to take the PIN from.
pub enum Pin {
    /// From [`PIN_VARIABLE`], else from the file that [`PIN_FILE_VARIABLE`] names.
    Given,
    /// This PIN.
    Value(Zeroizing<String>),
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(..)")
    }
}

impl Pin {
    pub(super) fn resolve(self) -> Result<Zeroizing<String>, KeyStoreError> {
        self.choose(&|name| std::env::var(name).ok())
    }

    fn choose(self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Zeroizing<String>, KeyStoreError> {
        if let Self::Value(pin) = self {
            return Ok(pin);
        }
        let set = |name| variable(name).filter(|value| !value.trim().is_empty()).map(Zeroizing::new);
        if let Some(pin) = set(PIN_VARIABLE) {
            return Ok(pin);
        }
        let path = set(PIN_FILE_VARIABLE).ok_or(KeyStoreError::PinMissing)?;
        let pin = text(Path::new(path.as_str()))?;
        match pin.trim() {
            "" => Err(KeyStoreError::PinMissing),
            pin => Ok(Zeroizing::new(pin.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_comes_before_the_file_and_nothing_is_an_error() {
        assert!(matches!(Pin::Given.choose(&|_| None), Err(KeyStoreError::PinMissing)));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pin");
        let file = |name: &str| (name == PIN_FILE_VARIABLE).then(|| path.display().to_string());
        assert!(matches!(Pin::Given.choose(&file), Err(KeyStoreError::Io { .. })));
        std::fs::write(&path, "\n").unwrap();
        assert!(matches!(Pin::Given.choose(&file), Err(KeyStoreError::PinMissing)));
        std::fs::write(&path, "1234\n").unwrap();
        assert_eq!(Pin::Given.choose(&file).unwrap().as_str(), "1234");
        let both = |name: &str| Some(if name == PIN_VARIABLE { "5678".to_owned() } else { path.display().to_string() });
        assert_eq!(Pin::Given.choose(&both).unwrap().as_str(), "5678");
    }
}
