//! Fills the audit trail for `cargo xtask bench --only admin`: `audit_fill DIR|URL ROWS`, a data directory or the URL of a
//! PostgreSQL database that `tessera migrate` has brought up to date. Rows are recorded, sealed and archived as a server does it.

use std::sync::Arc;

use db::{AuditEvent, Cx, Databases, DbConfig, EventType, Logical, OsRandom, Reference, SystemClock};

/// Rows of one transaction.
const BLOCK: u64 = 1_000;
/// What was done, by whom, to what: some rare, some often.
const DEEDS: [(&str, &str, &str); 5] = [
    ("MST_202", "MASTER_DATA_CHANGED", "MST"),
    ("IAM_101", "SIGNED_IN", "IAM"),
    ("RPR_401", "PACKET_STORED", "RPR"),
    ("PRE_402", "BOOKED", "PRE"),
    ("IDA_403", "AUTHENTICATED", "IDA"),
];

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [place, rows] = arguments.as_slice() else { panic!("usage: audit_fill DIR|URL ROWS") };
    let rows: u64 = rows.parse().expect("a number of rows");
    let config = match place.starts_with("postgres://") {
        true => DbConfig {
            urls: Logical::ALL.into_iter().map(|logical| (logical, place.clone())).collect(),
            ..DbConfig::in_dir(std::env::temp_dir().join("audit_fill"))
        },
        false => DbConfig::in_dir(std::path::Path::new(place)),
    };
    let databases = Databases::open(&config, Arc::new(SystemClock), Arc::new(OsRandom)).await.expect("open");
    let mut written = 0;
    while written < rows {
        let block = BLOCK.min(rows - written);
        let mut tx = databases.operations().begin(&Cx::system("bench")).await.expect("begin");
        for n in written..written + block {
            let (id, name, module) = DEEDS[(n % DEEDS.len() as u64) as usize];
            let about = Reference::new("BENCH", format!("{:010}", n / 20));
            tx.audit(AuditEvent::new(id, name, EventType::User).about(about).module(module)).await.expect("audit");
        }
        tx.commit().await.expect("commit");
        written += block;
    }
    // as the server's job does it, and before it is asked: a trail that long is archived long ago
    let mut sealed = 0;
    loop {
        match db::audit::seal_pending(databases.operations(), databases.archive()).await.expect("seal") {
            0 => break,
            rows => sealed += rows,
        }
    }
    println!("{written} rows, {sealed} sealed");
}
