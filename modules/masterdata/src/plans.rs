//! MST, ADM: how the databases find entries. Lists that grow with a country are never read as a whole: the test reads the plan
//! of every search of the admin portal and of MOSIP's clients.

use masterdata_api::search::{Pagination, SearchFilter, SearchRequest, SearchSort};
use masterdata_api::wire::{self, Entity};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use testkit::db::TestDb;

use crate::Masterdata;

/// The lists that grow with a country, with the fields they are sorted by.
const LISTS: [(&Entity, &[&str]); 9] = [
    (&wire::CENTER, &["name", "id", "createdDateTime"]),
    (&wire::LOCATION, &["name", "code", "createdDateTime"]),
    (&wire::BLOCKLISTED_WORD, &["word", "createdDateTime"]),
    (&wire::HOLIDAY, &["holidayDate", "createdDateTime"]),
    (&wire::TEMPLATE, &["name", "createdDateTime"]),
    (&wire::MACHINE, &["name", "id", "createdDateTime"]),
    (&wire::DEVICE, &["name", "id", "createdDateTime"]),
    (&wire::USER, &["name", "id", "createdDateTime"]),
    (&wire::ZONE_USER, &["userId", "createdDateTime"]),
];

/// Fields that stand in other tables.
const DERIVED: [(&Entity, &str); 9] = [
    (&wire::CENTER, "zoneName"),
    (&wire::CENTER, "centerTypeName"),
    (&wire::LOCATION, "province"),
    (&wire::MACHINE, "machineTypeName"),
    (&wire::MACHINE, "regCenterName"),
    (&wire::DEVICE, "deviceTypeName"),
    (&wire::USER, "zoneName"),
    (&wire::ZONE_USER, "regCenterName"),
    (&wire::CENTER, "province"),
];

/// The steps of a plan. PostgreSQL reads small tables whole whatever indexes they have: it is asked what it would do if it
/// could not.
async fn plan(db: &TestDb, select: &SelectStatement) -> Vec<String> {
    let tx = db.operations().begin(&db.cx()).await.unwrap();
    let backend = tx.conn().get_database_backend();
    let Statement { sql, values, .. } = backend.build(select);
    let (explain, column) = match backend {
        DatabaseBackend::Postgres => {
            tx.conn().execute_unprepared("SET LOCAL enable_seqscan = off").await.unwrap();
            ("EXPLAIN", 0)
        }
        _ => ("EXPLAIN QUERY PLAN", 3),
    };
    let statement = Statement { sql: format!("{explain} {sql}"), values, db_backend: backend };
    let rows = tx.conn().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(column).unwrap()).collect()
}

/// The first step that reads a growing table as a whole.
fn whole_read(steps: &[String]) -> Option<&String> {
    let grows = |step: &str| LISTS.iter().any(|(entity, _)| step.contains(&entity.table.stored()));
    steps.iter().find(|step| {
        (grows(step) || step.contains("md_word"))
            && (step.contains("Seq Scan") || step.trim_start().starts_with("SCAN") && !step.contains("INDEX"))
    })
}

fn request(filters: Vec<SearchFilter>, sort: Option<(&str, &str)>, language: Option<&str>) -> SearchRequest {
    let sort = sort.map(|(field, direction)| SearchSort {
        sort_field: Some(field.to_owned()),
        sort_type: Some(direction.to_owned()),
    });
    SearchRequest {
        filters: Some(filters),
        sort: Some(sort.into_iter().collect()),
        pagination: Some(Pagination { page_start: 0, page_fetch: 20 }),
        language_code: language.map(str::to_owned),
    }
}

fn filter(name: &str, kind: &str) -> SearchFilter {
    SearchFilter {
        column_name: Some(name.to_owned()),
        kind: Some(kind.to_owned()),
        value: Some("north".into()),
        ..SearchFilter::default()
    }
}

async fn check(db: &TestDb, m: &Masterdata, entity: &'static Entity, request: &SearchRequest, sorted: bool) {
    let find = m.asked(entity, None, request).await.unwrap();
    let page = plan(db, &find.clone().page(20, 0).selected()).await;
    let count = plan(db, &find.counted()).await;
    for steps in [&page, &count] {
        assert_eq!(whole_read(steps), None, "{} {request:?}: {steps:#?}", entity.path);
    }
    let sorts = page.iter().any(|step| step.contains("TEMP B-TREE") || step.contains("Sort Key"));
    assert!(!(sorted && sorts), "{} is sorted to show its first page: {page:#?}", entity.path);
}

#[tokio::test]
async fn no_search_reads_a_list_that_grows_as_a_whole() {
    let db = testkit::db::open(async |databases| migrations::migrate(databases).await).await;
    let m = Masterdata::new(&db.databases);
    for (entity, orders) in LISTS {
        let language = entity.table.is_translated().then_some("eng");
        for order in orders {
            for direction in ["ASC", "DESC"] {
                let request = request(Vec::new(), Some((order, direction)), language);
                check(&db, &m, entity, &request, true).await;
            }
        }
        check(&db, &m, entity, &request(Vec::new(), None, language), true).await;
        for field in entity.fields.iter().filter(|field| crate::words::has(entity.table, field.column)) {
            for (letter, kind) in [('E', "equals"), ('S', "startsWith"), ('C', "contains")] {
                if field.filters.contains(letter) {
                    check(&db, &m, entity, &request(vec![filter(field.wire, kind)], None, language), false).await;
                }
            }
        }
    }
    for (entity, field) in DERIVED {
        check(&db, &m, entity, &request(vec![filter(field, "contains")], None, None), false).await;
    }
}
