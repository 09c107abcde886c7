//! Several processes may bring the schema up to date at once; each finds it done or does it.

// a binary of its own: the database it opens is the one this migration made
#[tokio::test]
async fn migrating_twice_at_once_is_migrating_once() {
    let test = testkit::db::open(async |databases| {
        if databases.operations().is_file() {
            // one process writes a data directory: the second one comes after the first
            migrations::migrate(databases).await?;
            return migrations::migrate(databases).await;
        }
        let (first, second) = tokio::join!(migrations::migrate(databases), migrations::migrate(databases));
        first.and(second)
    })
    .await;
    for db in test.databases.all() {
        assert!(migrations::pending(db).await.expect("an answer").is_empty(), "{}", db.logical());
    }
}

// `db::transfer` copies tables in any order, by their primary keys
#[tokio::test]
async fn no_table_refers_to_another_and_each_has_a_key() {
    use sea_orm::{ConnectionTrait, Statement};
    let test = testkit::db::open_files(async |databases| migrations::migrate(databases).await).await;
    let mut tables = 0;
    for db in test.databases.all() {
        let sql = "SELECT m.name, (SELECT COUNT(*) FROM pragma_foreign_key_list(m.name)), \
                   (SELECT COUNT(*) FROM pragma_table_info(m.name) WHERE pk > 0) \
                   FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        for row in db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.expect("tables") {
            let name: String = row.try_get_by_index(0).expect("a name");
            let (references, key): (i64, i64) =
                (row.try_get_by_index(1).expect("a count"), row.try_get_by_index(2).expect("a count"));
            assert!(references == 0 && key > 0, "{name}: {references} references, {key} columns of its key");
            tables += 1;
        }
    }
    assert!(tables > 50, "{tables}");
}
