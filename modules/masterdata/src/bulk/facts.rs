//! What the rows of a file are checked against, read once: rows that are there, what they refer to, languages, zones.

use std::collections::{HashMap, HashSet};

use masterdata_api::form::Form;
use masterdata_api::{MasterdataError as E, Table, forms, tables};
use sea_orm::ConnectionTrait;
use types::Failure;

use crate::Masterdata;
use crate::read::storage;
use crate::row::{Find, Row};
use crate::service::dynamic_fields::code_and_name;

/// Everything that one table's rows are checked against.
pub(crate) struct Facts {
    pub(crate) form: Option<&'static Form>,
    /// Rows that are there, by key; deleted ones are not.
    pub(crate) rows: HashMap<String, Row>,
    /// Column, what it may name, and the refusal.
    pub(crate) refers: Vec<(&'static str, HashSet<String>, E)>,
    /// Codes that active rows of other tables need.
    pub(crate) needed: HashSet<String>,
    /// Languages of the country.
    pub(crate) languages: Vec<String>,
    /// Zones that may be touched; nothing when all may.
    pub(crate) zones: Option<HashSet<String>>,
    /// Centre and its zone.
    pub(crate) centers: HashMap<String, String>,
    /// Member of staff and their zone.
    pub(crate) staff: HashMap<String, String>,
    /// Location and its level.
    pub(crate) places: HashMap<String, i64>,
    /// Level, its name in lower case and its language.
    pub(crate) levels: HashSet<(i64, String, String)>,
    /// Names, keys or values that only one row may have.
    pub(crate) taken: HashSet<String>,
    /// The highest number among ids that are numbers.
    pub(crate) highest: i64,
}

/// What may stand once only in a table, beside its key.
pub(crate) fn once(row: &Row) -> Vec<String> {
    if *row.table == tables::MACHINE_MASTER {
        let named = Some(format!("name {}", row.text("name").to_lowercase()));
        let keys = ["key_index", "sign_key_index"].map(|column| row.text(column));
        let keys = keys.into_iter().filter(|key| !key.is_empty()).map(|key| format!("key {key}"));
        return named.into_iter().chain(keys).collect();
    }
    if *row.table == tables::DYNAMIC_FIELD {
        let value = code_and_name(row).map(|(code, _)| code).unwrap_or_default();
        return vec![format!("{} {} {value}", row.text("name").to_lowercase(), row.text("lang_code"))];
    }
    if *row.table == tables::LOCATION {
        let name = row.text("name").to_lowercase();
        return vec![format!("{} {} {name}", row.text("parent_loc_code"), row.text("lang_code"))];
    }
    Vec::new()
}

async fn codes(conn: &impl ConnectionTrait, table: &'static Table, column: &str) -> Result<HashSet<String>, Failure> {
    let rows = Find::active(table).rows(conn).await.map_err(storage)?;
    Ok(rows.iter().map(|row| row.get(column).published()).filter(|code| !code.is_empty()).collect())
}

impl Facts {
    /// Reads them for a table; `zone` is the zone of who uploaded the file.
    pub(crate) async fn read(m: &Masterdata, table: &'static Table, zone: Option<&str>) -> Result<Self, Failure> {
        let form = forms::FORMS.iter().copied().find(|form| form.entity.table.name == table.name);
        let conn = m.db.read();
        let stored = Find::undeleted(table).rows(conn).await.map_err(storage)?;
        let mut refers = Vec::new();
        for refer in form.map(|form| form.refers).unwrap_or_default() {
            refers.push((refer.column, codes(conn, refer.to, refer.key).await?, refer.error));
        }
        let mut needed = HashSet::new();
        for need in form.map(|form| form.needed).unwrap_or_default() {
            needed.extend(codes(conn, need.by, need.column).await?);
        }
        let pairs = |rows: Vec<Row>, key: &str, value: &str| -> HashMap<String, String> {
            rows.iter().map(|row| (row.text(key).to_lowercase(), row.text(value).to_owned())).collect()
        };
        let of_center = table.position("regcntr_id").is_some();
        let centers = match of_center {
            true => {
                pairs(Find::active(&tables::REGISTRATION_CENTER).rows(conn).await.map_err(storage)?, "id", "zone_code")
            }
            false => HashMap::new(),
        };
        let staff = match *table == tables::USER_DETAIL {
            true => pairs(Find::active(&tables::ZONE_USER).rows(conn).await.map_err(storage)?, "usr_id", "zone_code"),
            false => HashMap::new(),
        };
        let of_place = *table == tables::LOCATION || *table == tables::REGISTRATION_CENTER;
        let places = match of_place {
            true => Find::active(&tables::LOCATION).rows(conn).await.map_err(storage)?,
            false => Vec::new(),
        };
        let levels = match *table == tables::LOCATION {
            true => Find::active(&tables::LOC_HIERARCHY_LIST).rows(conn).await.map_err(storage)?,
            false => Vec::new(),
        };
        let everything = Find::everything(table).rows(conn).await.map_err(storage)?;
        let id = |row: &Row| row.get("id").published().parse::<i64>().ok();
        Ok(Self {
            form,
            refers,
            needed,
            languages: m.language_codes().await?,
            zones: match zone {
                Some(zone) => Some(m.zone_codes_below(zone).await?),
                None => None,
            },
            centers,
            staff,
            places: places.iter().map(|row| (row.text("code").to_owned(), row.number("hierarchy_level"))).collect(),
            levels: levels
                .iter()
                .map(|row| {
                    let name = row.text("hierarchy_level_name").to_lowercase();
                    (row.number("hierarchy_level"), name, row.text("lang_code").to_owned())
                })
                .collect(),
            taken: stored.iter().flat_map(once).collect(),
            highest: everything.iter().filter_map(id).max().unwrap_or(0),
            rows: stored.into_iter().map(|row| (row.key(), row)).collect(),
        })
    }
}
