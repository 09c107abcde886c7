//! `tessera doctor`: what is wrong, and what to do. Reads only, so it runs beside a server.

use std::process::ExitCode;

use anyhow::Result;
use compose::{Check, Inspection, Ports};
use edge::Settings;

use crate::cli::Place;

/// How many of a check's violations are named.
const SHOWN: usize = 10;

/// Checks schema, queues, audit chains, the country's definitions and the ends of keys; `deep` also the invariants over all data. The last line is the verdict.
pub async fn run(place: &Place, deep: bool) -> Result<ExitCode> {
    let settings = super::load(place)?;
    let ports = Ports::open_read_only(&settings).await?;
    let mut wrong = 0u32;
    for db in ports.databases.all() {
        let name = db.logical();
        let pending = migrations::pending(db).await?;
        if !pending.is_empty() {
            println!("{name}: {} changes are not applied: run `tessera migrate`", pending.len());
            println!("the schema is not up to date; nothing else was looked at");
            return Ok(ExitCode::FAILURE);
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
        if let Some(broken) = chain.broken.filter(|_| !deep) {
            wrong += 1;
            println!("  the audit chain is broken: {broken:?}");
        }
    }
    wrong += definitions(&ports).await?;
    wrong += keys(&ports).await?;
    if deep {
        wrong += inspect(&settings, ports).await?;
    }
    println!("{}", if wrong == 0 { "all is well".to_owned() } else { format!("{wrong} things are wrong") });
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Names what does not fit in the country's definitions, as the administration's page does; an installation without any
/// country yet has nothing to compare.
async fn definitions(ports: &Ports) -> Result<u32> {
    let report = compose::cross_check(&ports.databases).await?;
    if !report.has_schema() {
        println!(
            "definitions: no identity schema is in effect; import master data, or publish one in the admin portal"
        );
        return Ok(0);
    }
    println!("definitions: {} comparisons, {} do not fit", report.looked_at, report.mismatches.len());
    for mismatch in &report.mismatches {
        println!("  {mismatch}");
    }
    Ok(u32::try_from(report.mismatches.len()).unwrap_or(u32::MAX))
}

/// Names the keys that want a person within 90 days; answers how many of our own are beyond their day.
async fn keys(ports: &Ports) -> Result<u32> {
    let mut late = 0;
    for expiry in compose::keys::expiring(ports.databases.keys(), 90).await? {
        let (name, day) = (expiry.key.name(), expiry.deadline.date_naive());
        match expiry.days_left {
            days if days < 0 => println!("keys: {name} ended on {day}"),
            days => println!("keys: {name} ends in {days} days, on {day}"),
        }
        println!("  {}", expiry.advice);
        late += u32::from(expiry.own && expiry.days_left < 0);
    }
    Ok(late)
}

/// Prints every invariant and how many registrations stand where; answers how many invariants do not hold.
async fn inspect(settings: &Settings, ports: Ports) -> Result<u32> {
    let inspection = Inspection::open(settings, ports).await?;
    let checks = inspection.run(print).await;
    let mut finals = 0;
    for one in inspection.registrations().await? {
        println!("registrations: {} {}{}", one.count, one.status, if one.terminal { " (final)" } else { "" });
        finals += u64::from(one.terminal) * one.count;
    }
    println!("registrations: {finals} in a final state");
    let broken = checks.iter().filter(|check| !check.holds()).count();
    Ok(u32::try_from(broken).unwrap_or(u32::MAX))
}

fn print(check: &Check) {
    let word = if check.holds() { "holds" } else { "VIOLATED" };
    println!(
        "{} {word}: {} ({} looked at, {} violations)",
        check.name,
        check.says,
        check.looked_at,
        check.violations.len()
    );
    for violation in check.violations.iter().take(SHOWN) {
        println!("  {violation}");
    }
    if let Some(more) = check.violations.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        println!("  and {more} more");
    }
}
