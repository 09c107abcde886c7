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
