//! `tessera doctor`: what is wrong, and what to do. Reads only, so it runs beside a server.

use std::process::ExitCode;

use anyhow::Result;
use compose::Ports;

use crate::cli::Place;

/// Checks schema, queues and audit chains; `deep` also the invariants over all data. The last line is the verdict.
pub async fn run(place: &Place, deep: bool) -> Result<ExitCode> {
    let ports = Ports::open_read_only(&super::load(place)?).await?;
    let mut wrong = 0u32;
    for db in ports.databases.all() {
        let name = db.logical();
        let pending = migrations::pending(db).await?;
        if !pending.is_empty() {
            wrong += 1;
            println!("{name}: {} changes are not applied: run `tessera migrate`", pending.len());
        }
        for queue in db::job::stats(db).await? {
            println!(
                "{name}: {}: {} waiting, {} running, {} given up",
                queue.kind, queue.ready, queue.running, queue.dead
            );
            if queue.dead > 0 {
                wrong += 1;
                println!("  jobs were given up: look at their reason in the admin portal and retry them");
            }
        }
        let chain = db::audit::verify_chain(db).await?;
        println!("{name}: audit: {} rows sealed, {} not yet", chain.sound, chain.unsealed);
        if let Some(broken) = chain.broken {
            wrong += 1;
            println!("  the audit chain is broken: {broken:?}");
        }
    }
    if deep {
        for check in compose::invariants(&ports.databases).await? {
            let word = if check.violations == 0 { "holds" } else { "VIOLATED" };
            println!(
                "{} {word}: {} ({} looked at, {} violations)",
                check.name, check.says, check.looked_at, check.violations
            );
            wrong += u32::from(check.violations > 0);
        }
    }
    println!("{}", if wrong == 0 { "all is well".to_owned() } else { format!("{wrong} things are wrong") });
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
