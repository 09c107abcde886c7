//! Password hashes: Argon2id in PHC strings.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::random::{Random, bytes};
use crate::{Error, Result};

/// Cost of a password hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// OWASP's first recommendation for interactive sign-in: 19 MiB, two passes, one lane.
    pub const INTERACTIVE: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    /// What MOSIP's `generateArgon2Hash` uses: 64 MiB, ten passes, two lanes.
    pub const MOSIP: Self = Self { memory_kib: 64 * 1024, passes: 10, lanes: 2 };

    /// RFC 9106's second recommendation, 64 MiB, for passphrases that open files: a second of guessing work is well spent there.
    pub const PASSPHRASE: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 };

    fn argon2(self) -> Result<Argon2<'static>> {
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| Error::PasswordHash)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// Hashes a password into a PHC string. Takes tens of milliseconds by design: run it off the async runtime.
pub fn hash(password: &str, cost: Cost, random: &dyn Random) -> Result<String> {
    let salt: [u8; 16] = bytes(random);
    let hashed = cost.argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| Error::PasswordHash)?;
    Ok(hashed.to_string())
}

/// Whether the password fits the PHC string, whose own cost is used. A string that is no PHC string is an error.
pub fn verify(password: &str, phc: &str) -> Result<bool> {
    match Argon2::default().verify_password(password.as_bytes(), phc) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(Error::PasswordHash),
    }
}

/// The raw 32-byte Argon2id hash of data under a given salt (MOSIP's `generateArgon2Hash`).
pub fn raw_hash(data: &[u8], salt: &[u8], cost: Cost) -> Result<[u8; 32]> {
    let mut out = [0; 32];
    cost.argon2()?.hash_password_into(data, salt, &mut out).map_err(|_| Error::PasswordHash)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandom;

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    // IAM: passwords are stored as Argon2id PHC strings
    #[test]
    fn a_password_fits_its_own_hash_only() {
        let phc = hash("correct horse", CHEAP, &SystemRandom).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{phc}");
        assert_eq!(verify("correct horse", &phc), Ok(true));
        assert_eq!(verify("correct horsf", &phc), Ok(false));
        assert_eq!(verify("", "not a hash"), Err(Error::PasswordHash));
        assert_ne!(hash("correct horse", CHEAP, &SystemRandom).unwrap(), phc, "a fresh salt each time");
        assert!(hash("x", Cost { memory_kib: 1, passes: 1, lanes: 1 }, &SystemRandom).is_err());
    }

    #[test]
    fn raw_hashes_are_a_function_of_data_and_salt() {
        let one = raw_hash(b"data", &[1; 16], CHEAP).unwrap();
        assert_eq!(raw_hash(b"data", &[1; 16], CHEAP).unwrap(), one);
        assert_ne!(raw_hash(b"data", &[2; 16], CHEAP).unwrap(), one);
        assert!(raw_hash(b"data", b"", CHEAP).is_err(), "a salt is required");
    }
}
