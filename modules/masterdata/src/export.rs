//! Export: the same files that were imported, with what has been changed since.

use std::path::Path;

use db::Db;
use masterdata_api::{Table, tables};

use crate::import::{ImportError, published_header};
use crate::row::{Find, StoredRow};

/// Writes one CSV file per table that was imported or has rows; gives the number of rows by table.
pub(crate) async fn export(db: &Db, folder: &Path) -> Result<Vec<(&'static str, u64)>, ImportError> {
    std::fs::create_dir_all(folder).map_err(|error| ImportError::File(folder.to_owned(), error))?;
    let mut written = Vec::new();
    for table in tables::ALL {
        let header = published_header(db.read(), table).await?;
        let rows = Find::undeleted(table).stored(db.read()).await?;
        if header.is_none() && rows.is_empty() {
            continue;
        }
        let header = header.unwrap_or_else(|| table.published.split(',').map(str::to_owned).collect());
        let path = folder.join(format!("{}.csv", table.name));
        let count = rows.len() as u64;
        let outcome = tokio::task::spawn_blocking({
            let path = path.clone();
            move || write_file(&path, table, &header, &rows)
        });
        outcome.await.map_err(|error| ImportError::File(path.clone(), std::io::Error::other(error)))??;
        written.push((table.name, count));
    }
    Ok(written)
}

fn write_file(path: &Path, table: &Table, header: &[String], rows: &[(String, StoredRow)]) -> Result<(), ImportError> {
    let broken = |error| ImportError::Csv(path.to_owned(), error);
    let mut writer = csv::Writer::from_path(path).map_err(broken)?;
    writer.write_record(header).map_err(broken)?;
    for (_, stored) in rows {
        let cells = header.iter().map(|name| match stored.spelling.get(name) {
            Some(cell) => cell.clone(),
            None => table.position(name).map_or_else(String::new, |at| stored.row.cells[at].published()),
        });
        writer.write_record(cells).map_err(broken)?;
    }
    writer.flush().map_err(|error| ImportError::File(path.to_owned(), error))
}
