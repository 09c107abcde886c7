//! Taking, showing and approving uploads: `masterdata_api::bulk::BulkUploads`.

use std::collections::HashSet;

use async_trait::async_trait;
use edge::blobs::{BlobKey, Blobs};
use masterdata_api::bulk::{
    BRING_PACKETS, BulkUploads, Category, NewPackets, NewUpload, Operation, RowFault, Status, TABLES, Upload,
};
use masterdata_api::registry::WRITE;
use masterdata_api::{MasterdataError as E, tables};
use sea_orm::sea_query::Order;
use types::{Caller, CallerKind, Failure};

use super::run::RunUpload;
use crate::Masterdata;
use crate::entity::bulk_upload::Model;
use crate::read::storage;
use crate::repo;
use crate::row::Find;

/// Most bytes of an uploaded file.
pub(crate) const LARGEST: usize = 64 << 20;

fn shown(row: Model) -> Upload {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    Upload {
        id: row.id,
        category: Category::parse(&row.category).unwrap_or_default(),
        table: row.entity_name,
        operation: Operation::parse(&row.operation).unwrap_or(Operation::Insert),
        file_name: row.file_name,
        status: Status::parse(&row.status).unwrap_or(Status::Failed),
        whole: row.whole,
        rows: count(row.row_count),
        bad: count(row.bad_count),
        stored: count(row.stored_count),
        faults: serde_json::from_str::<Vec<RowFault>>(&row.faults).unwrap_or_default(),
        message: row.message,
        uploaded_by: row.uploaded_by,
        uploaded_at: row.uploaded_at,
    }
}

impl Masterdata {
    pub(super) fn uploads_store(&self) -> Result<&Blobs, Failure> {
        self.blobs.as_ref().ok_or_else(|| E::Storage.into())
    }

    /// An upload of the caller's zone; others' are not there.
    async fn upload_of(&self, caller: &Caller, id: &str) -> Result<Option<Model>, Failure> {
        let found = repo::bulk_upload::find(self.db.read(), id).await.map_err(storage)?;
        let Some(row) = found else { return Ok(None) };
        match &row.zone {
            Some(zone) if !self.may_administer(caller, zone).await? => Ok(None),
            _ => Ok(Some(row)),
        }
    }
}

impl Masterdata {
    /// Stores an upload, as `filled` makes it of one that nothing is said of yet, with the job that works it off.
    pub(super) async fn begin_upload(
        &self,
        caller: &Caller,
        filled: impl FnOnce(Model) -> Model + Send,
    ) -> Result<String, Failure> {
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let id = self.new_id(tx.now());
        let fresh = Model {
            id: id.clone(),
            entity_name: String::new(),
            operation: Operation::Insert.as_str().into(),
            file_name: String::new(),
            blob: String::new(),
            status: Status::Processing.as_str().into(),
            whole: false,
            preview: false,
            zone: None,
            row_count: 0,
            bad_count: 0,
            stored_count: 0,
            done_count: 0,
            faults: "[]".into(),
            message: String::new(),
            uploaded_by: caller.cx().actor().to_owned(),
            uploaded_at: tx.now(),
            category: Category::Masterdata.as_str().into(),
            details: None,
        };
        repo::bulk_upload::insert(&mut tx, filled(fresh)).await.map_err(storage)?;
        tx.enqueue(&RunUpload { id: id.clone() }).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(id)
    }
}

#[async_trait]
impl BulkUploads for Masterdata {
    async fn upload(&self, caller: &Caller, new: NewUpload) -> Result<String, Failure> {
        caller.require(WRITE)?;
        if !TABLES.contains(&new.table.as_str()) {
            return Err(Failure::with(E::Invalid, ["Invalid value : TABLENAME"]));
        }
        if new.content.is_empty() {
            return Err(E::UploadEmpty.into());
        }
        let ending = new.file_name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if !matches!(ending.as_str(), "csv" | "xlsx" | "xls") {
            return Err(E::UploadFormat.into());
        }
        let zone = if caller.kind() == CallerKind::System { None } else { Some(self.zone_of(caller).await?) };
        let key = BlobKey::new("upload", self.db.random().uuid_at(self.db.now()));
        self.uploads_store()?.put(&key, new.content).await.map_err(storage)?;
        self.begin_upload(caller, |fresh| Model {
            entity_name: new.table,
            operation: new.operation.as_str().into(),
            file_name: new.file_name.chars().take(128).collect(),
            blob: key.as_str().to_owned(),
            status: if new.preview { Status::Checking } else { Status::Processing }.as_str().into(),
            whole: new.whole,
            preview: new.preview,
            zone,
            ..fresh
        })
        .await
    }

    async fn apply(&self, caller: &Caller, id: &str, whole: bool) -> Result<(), Failure> {
        caller.require(WRITE)?;
        let mut row = self.upload_of(caller, id).await?.ok_or(E::UploadUnknown)?;
        if row.status != Status::Checked.as_str() {
            return Err(E::UploadNotChecked.into());
        }
        row.status = Status::Processing.as_str().into();
        row.whole = whole;
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        // two approvals at once store rows once: the second finds the job there, or the rows
        repo::bulk_upload::update(&mut tx, row).await.map_err(storage)?;
        tx.enqueue(&RunUpload { id: id.to_owned() }).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    async fn get(&self, caller: &Caller, id: &str) -> Result<Option<Upload>, Failure> {
        caller.require(BRING_PACKETS)?;
        let found = self.upload_of(caller, id).await?.map(shown);
        if found.as_ref().is_some_and(|upload| upload.category == Category::Masterdata) {
            caller.require(WRITE)?;
        }
        Ok(found)
    }

    async fn upload_packets(&self, caller: &Caller, new: NewPackets) -> Result<String, Failure> {
        self.take_packets(caller, new).await
    }

    async fn list(
        &self,
        caller: &Caller,
        category: Category,
        page: u64,
        size: u64,
    ) -> Result<(Vec<Upload>, u64), Failure> {
        caller.require(match category {
            Category::Masterdata => WRITE,
            Category::Packet => BRING_PACKETS,
        })?;
        let zones = match caller.kind() {
            CallerKind::System => None,
            _ => match self.zone_of(caller).await {
                Ok(own) => Some(self.zone_codes_below(&own).await?),
                // somebody without a zone administers none
                Err(failure) if failure.is(E::ZoneNotFound) => Some(HashSet::new()),
                Err(failure) => return Err(failure),
            },
        };
        let (rows, total) = repo::bulk_upload::page(self.db.read(), category.as_str(), zones, page, size.clamp(1, 100))
            .await
            .map_err(storage)?;
        Ok((rows.into_iter().map(shown).collect(), total))
    }

    async fn export(&self, caller: &Caller, table: &str, rows: bool) -> Result<String, Failure> {
        caller.require(WRITE)?;
        let table = TABLES.contains(&table).then(|| tables::named(table)).flatten();
        let table = table.ok_or_else(|| Failure::with(E::Invalid, ["Invalid value : TABLENAME"]))?;
        let audit = |name: &str| masterdata_api::table::AUDIT.iter().any(|own| own.name == name);
        let columns: Vec<&str> = table.all_columns().map(|column| column.name).filter(|name| !audit(name)).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&columns).map_err(storage)?;
        if rows {
            let mut find = Find::undeleted(table).order(table.key[0], Order::Asc);
            if table.position("zone_code").is_some() && caller.kind() != CallerKind::System {
                let zones = self.zone_codes_below(&self.zone_of(caller).await?).await?;
                find = find.where_in("zone_code", zones.iter().map(String::as_str));
            }
            for row in self.rows(find).await? {
                writer.write_record(columns.iter().map(|column| row.get(column).published())).map_err(storage)?;
            }
        }
        let bytes = writer.into_inner().map_err(|error| storage(error.into_error()))?;
        String::from_utf8(bytes).map_err(storage)
    }
}
