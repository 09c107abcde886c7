//! Hash data with Argon2id at MOSIP's cost (spec ida-crypto A.2): 64 MiB and half a second of a processor each.

use std::sync::Arc;

use crypto::password::{Cost, raw_hash};
use crypto::{Random, Zeroizing};
use keymgr_api::KeymgrError;
use tokio::sync::Semaphore;
use types::Failure;

use crate::Keymgr;
use crate::error::storage;

/// Hashes computed at the same time: others wait their turn, so that memory stays below 128 MiB however many ask.
const AT_ONCE: usize = 2;
const SALT_LEN: usize = 16;
/// What Argon2 demands of a salt.
const SHORTEST_SALT: usize = 8;
const LONGEST_SALT: usize = 1024;

/// Turns for computing hashes.
pub(crate) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// The 32-byte hash of data, and the salt: the one given, else 16 random bytes.
pub(crate) async fn hash(
    m: &Keymgr,
    data: Zeroizing<String>,
    salt: Option<Vec<u8>>,
) -> Result<([u8; 32], Vec<u8>), Failure> {
    let salt = salt.unwrap_or_else(|| {
        let mut salt = vec![0; SALT_LEN];
        m.random.fill(&mut salt);
        salt
    });
    if !(SHORTEST_SALT..=LONGEST_SALT).contains(&salt.len()) {
        return Err(KeymgrError::BadParameter.into());
    }
    let turn = m.argon2_turns.0.clone().acquire_owned().await.map_err(storage)?;
    m.blocking(move || {
        let hash = raw_hash(data.as_bytes(), &salt, Cost::MOSIP).map_err(crate::error::crypto)?;
        drop(turn); // the turn is held to the end even when the caller went away
        Ok((hash, salt))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    // KEY-08: memory is bounded by the number of turns
    #[test]
    fn there_are_two_turns_and_a_finished_hash_gives_its_back() {
        let turns = Turns::default();
        let one = turns.0.clone().try_acquire_owned().unwrap();
        let _two = turns.0.clone().try_acquire_owned().unwrap();
        assert!(turns.0.clone().try_acquire_owned().is_err(), "a third waits");
        drop(one);
        assert!(turns.0.clone().try_acquire_owned().is_ok());
        assert_eq!(AT_ONCE * usize::try_from(Cost::MOSIP.memory_kib).unwrap(), 128 * 1024);
    }
}
