//! Machines: their keys, and the names and keys that only one machine has.

use masterdata_api::{MasterdataError as E, forms, tables};
use types::Failure;

use crate::Masterdata;
use crate::cell::Cell;
use crate::read::storage;
use crate::row::{Find, Row};

/// Key and the name of the key.
const KEYS: [(&str, &str, E); 2] = [
    ("public_key", "key_index", E::MachineKeyInvalid),
    ("sign_public_key", "sign_key_index", E::MachineSignKeyInvalid),
];

impl Masterdata {
    /// Reads the keys and names them; keys that a change leaves out stay.
    pub(crate) fn read_keys(row: &mut Row, before: Option<&Row>) -> Result<(), Failure> {
        for (key, index, invalid) in KEYS {
            if let (true, Some(before)) = (row.text(key).is_empty(), before) {
                row.set(key, before.get(key).clone());
                continue;
            }
            if crypto::machine_key::read(row.text(key)).is_none() {
                return Err(invalid.into());
            }
            let name = crypto::machine_key::index(row.text(key)).map_err(storage)?;
            row.set(index, Cell::text(name));
        }
        Ok(())
    }

    /// The machine that is there already just as it is sent; clients send one machine in every language.
    pub(crate) async fn same_machine(&self, row: &Row) -> Result<Option<Row>, Failure> {
        let named = Find::undeleted(&tables::MACHINE_MASTER).where_folded("name", row.text("name"));
        let same =
            |there: &Row| forms::MACHINE.create.iter().all(|member| there.get(member.column) == row.get(member.column));
        Ok(self.rows(named).await?.into_iter().find(same))
    }

    /// Name and keys are no other machine's, and the centre lies on the machine's branch of the zones.
    pub(crate) async fn check_machine(&self, row: &Row, before: Option<&Row>) -> Result<(), Failure> {
        self.check_place(row, E::MachineCenterUnknown.into(), E::MachineCenterZone.into()).await?;
        let own = before.map(|before| before.text("id").to_owned());
        let other = |row: &Row| own.as_deref().is_none_or(|own| row.text("id") != own);
        let named = Find::undeleted(&tables::MACHINE_MASTER).where_folded("name", row.text("name"));
        if self.rows(named).await?.iter().any(other) {
            return Err(E::MachineNameTaken.into());
        }
        for (_, index, _) in KEYS {
            let same = Find::undeleted(&tables::MACHINE_MASTER).where_text(index, row.text(index));
            if !row.text(index).is_empty() && self.rows(same).await?.iter().any(other) {
                return Err(E::MachineKeyTaken.into());
            }
        }
        Ok(())
    }
}
