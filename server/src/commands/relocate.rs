//! `tessera move`: everything to other databases, to go on there.

use std::{
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::Result;
use compose::relocate::{Place, Progress, Relocation};
use db::Cx;

use crate::cli::Move;

/// Moves, tells how far it is, and says how the new place is served. A signal stops it after the batch under way; the same
/// command goes on.
pub async fn run(arguments: Move) -> Result<ExitCode> {
    let Move { from, to, data_dir, files, batch } = arguments;
    let relocation = Relocation { from, to, files, data_dir, batch };
    let stop = Arc::new(AtomicBool::new(false));
    let told = stop.clone();
    let signal = tokio::spawn(async move {
        super::serve::stop_signal().await;
        told.store(true, Ordering::Relaxed);
    });
    let cx = Cx::new("move", "command line", "move");
    let moved = Box::pin(relocation.run(&cx, &stop, &mut tell)).await;
    signal.abort();
    let moved = moved?;
    let rows: u64 = moved.tables.iter().map(|table| table.rows).sum();
    println!("{} tables with {rows} rows are the same on both sides", moved.tables.len());
    match (&relocation.data_dir, &relocation.to) {
        (Some(dir), _) => println!("{} files of keys and blobs were copied to {}", moved.files, dir.display()),
        (None, _) => println!("keys and blobs stay where they are"),
    }
    println!("serve the new place from now on, never both: {}", serving(&relocation));
    Ok(ExitCode::SUCCESS)
}

fn tell(progress: Progress<'_>) {
    match progress {
        Progress::Resumed => println!("an unfinished move is taken up again"),
        Progress::Step(step) if step.done => println!("{}: {} rows", step.table, step.rows),
        Progress::Step(step) => println!("{}: {} rows so far", step.table, step.rows),
        Progress::Comparing => println!("every row is compared"),
        Progress::Chain { database, sealed, signatures } => {
            println!("{database}: audit chain holds, {sealed} rows sealed, {signatures} signatures");
        }
    }
}

/// How the target is served.
fn serving(relocation: &Relocation) -> String {
    let files =
        [&relocation.data_dir, &relocation.files].into_iter().flatten().next().map(|dir| dir.display().to_string());
    match (&relocation.to, &relocation.from) {
        (Place::Sqlite(dir), _) => format!("tessera serve --data-dir {}, with keys/ and blobs/ in it", dir.display()),
        (Place::Postgres(_), Place::Sqlite(dir)) => format!(
            "TESSERA_DATABASE_URL=(the target) tessera serve --data-dir {}",
            files.unwrap_or_else(|| dir.display().to_string())
        ),
        (Place::Postgres(_), Place::Postgres(_)) => {
            "TESSERA_DATABASE_URL=(the target) tessera serve --data-dir (as before)".into()
        }
    }
}
