//! Import and export over a real database.

#![expect(clippy::unwrap_used, reason = "test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use masterdata::Masterdata;
use testkit::db::TestDb;
use types::{Caller, Cx, Seal};

fn caller() -> Caller {
    Caller::system(&Seal::of_edge(), Cx::new("test", "system", "masterdata"))
}

async fn database() -> TestDb {
    testkit::db::open(async |databases| migrations::migrate(databases).await).await
}

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/compose/demo/masterdata")
}

/// MOSIP's files, or a note that the test was left out.
fn published() -> Option<PathBuf> {
    let root = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = root.join("data/master");
    if path.is_dir() {
        return Some(path);
    }
    println!("SKIPPED: {} is absent", path.display());
    None
}

/// Header and rows of a file.
fn read(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// All CSV files of a folder.
fn read_all(folder: &Path) -> BTreeMap<String, Vec<Vec<String>>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), read(&path))).collect()
}

async fn comes_back_unchanged(folder: &Path) -> u64 {
    let test = database().await;
    let masterdata = Masterdata::new(&test.databases);
    let first = masterdata.import(&caller(), folder).await.unwrap();
    for (name, table) in &first.tables {
        assert_eq!(table.rows, table.stored + table.rejected, "{name}");
        assert_eq!((table.rejected, &table.left_out), (0, &None), "{name}: {:?}", table.rejections);
        assert_eq!(table.changed, table.rows, "{name}: everything is new");
    }
    test.clock.advance(chrono::TimeDelta::hours(5));
    let again = masterdata.import(&caller(), folder).await.unwrap();
    for (name, table) in &again.tables {
        assert_eq!((table.changed, table.stored), (0, first.tables[name].stored), "{name}: nothing changes");
    }
    let out = tempfile::tempdir().unwrap();
    masterdata.export(out.path()).await.unwrap();
    let (given, got) = (read_all(folder), read_all(out.path()));
    assert_eq!(given.keys().collect::<Vec<_>>(), got.keys().collect::<Vec<_>>());
    for (name, rows) in &given {
        assert_eq!(rows, &got[name], "{name}");
    }
    first.rows()
}

#[tokio::test] // MST: the demo country
async fn the_demo_country_comes_back_unchanged() {
    assert!(comes_back_unchanged(&demo()).await > 1_000);
}

#[tokio::test] // MST: MOSIP's published files
async fn published_files_come_back_unchanged() {
    let Some(folder) = published() else { return };
    let rows = comes_back_unchanged(&folder).await;
    println!("{rows} rows");
    assert!(rows > 6_000);
}

#[tokio::test] // MST: bad rows are reported with their line, the rest is stored
async fn bad_rows_are_reported_with_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let gender = "lang_code,code,name,is_active\neng,AAA,\"two\nlines\",TRUE\neng,BBB,,TRUE\neng,CCC,Name,perhaps\n\
                  eng,AAA,Again,TRUE\neng,DDD,Short\neng,EEE,Good,FALSE\n";
    std::fs::write(folder.path().join("gender.csv"), gender).unwrap();
    std::fs::write(folder.path().join("weather.csv"), "a,b\n1,2\n").unwrap();
    std::fs::write(
        folder.path().join("title.csv"),
        b"lang_code,code,name,descr,is_active\neng,A,\xff,,TRUE\neng,B,b,,TRUE\n",
    )
    .unwrap();
    let test = database().await;
    let masterdata = Masterdata::new(&test.databases);
    let report = masterdata.import(&caller(), folder.path()).await.unwrap();
    let gender = &report.tables["gender"];
    assert_eq!((gender.rows, gender.stored, gender.rejected), (6, 2, 4));
    let lines: Vec<(u64, &str)> = gender.rejections.iter().map(|r| (r.line, r.reason.as_str())).collect();
    assert_eq!(
        lines,
        [
            (4, "name is empty"),
            (5, "is_active is not TRUE or FALSE: \"perhaps\""),
            (6, "line 2 has the same key"),
            (7, "3 fields instead of 4"),
        ]
    );
    let weather = &report.tables["weather"];
    assert_eq!((weather.rows, weather.stored, weather.left_out.is_some()), (1, 0, true));
    assert_eq!((report.tables["title"].stored, report.tables["title"].rejections[0].line), (1, 2));
}

#[tokio::test] // MST: a corrected file changes only the corrected row
async fn a_corrected_file_changes_one_row() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gender.csv");
    let header = "lang_code,code,name,is_active\n";
    std::fs::write(&file, format!("{header}eng,AAA,Man,TRUE\neng,BBB,Woman,TRUE\n")).unwrap();
    let test = database().await;
    let masterdata = Masterdata::new(&test.databases);
    masterdata.import(&caller(), folder.path()).await.unwrap();
    std::fs::write(&file, format!("{header}eng,AAA,Man,TRUE\neng,BBB,Lady,TRUE\n")).unwrap();
    let report = masterdata.import(&caller(), folder.path()).await.unwrap();
    assert_eq!((report.tables["gender"].stored, report.tables["gender"].changed), (2, 1));
    let out = tempfile::tempdir().unwrap();
    masterdata.export(out.path()).await.unwrap();
    assert_eq!(read(&file), read(&out.path().join("gender.csv")));
}

#[tokio::test]
async fn a_folder_without_files_is_an_error() {
    let test = database().await;
    let folder = tempfile::tempdir().unwrap();
    let masterdata = Masterdata::new(&test.databases);
    assert!(masterdata.import(&caller(), folder.path()).await.is_err());
    assert!(masterdata.import(&caller(), Path::new("/nowhere")).await.is_err());
}

#[test] // the cells of the demo country are the documents beside them
fn demo_cells_are_the_demo_documents() {
    let cell = |file: &str, row: usize, column: &str| -> serde_json::Value {
        let rows = read(&demo().join(file));
        let at = rows[0].iter().position(|name| name == column).unwrap();
        serde_json::from_str(&rows[row][at]).unwrap()
    };
    let document = |file: &str| -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(demo().parent().unwrap().join(file)).unwrap()).unwrap()
    };
    assert_eq!(cell("identity_schema.csv", 1, "schema_json"), document("identity-schema.json"));
    assert_eq!(cell("ui_spec.csv", 1, "json_spec"), document("ui-spec-pre-registration.json"));
    assert_eq!(cell("ui_spec.csv", 2, "json_spec"), document("ui-spec-registration-client.json"));
}
