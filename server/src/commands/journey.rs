//! `tessera journey`.

use std::{process::ExitCode, sync::Arc};

use anyhow::Result;

/// Sends people on their way and reports; succeeds only when everybody arrived.
pub async fn run(arguments: &journey::Arguments) -> Result<ExitCode> {
    let now = Arc::new(|| db::Clock::now(&db::SystemClock));
    let summary = journey::run(arguments, now, Arc::new(|line: &str| eprintln!("journey: {line}"))).await?;
    let what = if arguments.check.is_some() { "acknowledged facts" } else { "people" };
    eprintln!("journey: {} {what}, {} failures, {} s", summary.people, summary.failures, summary.seconds);
    if arguments.json {
        println!("{}", serde_json::to_string(&summary)?);
    } else {
        for (step, times) in &summary.steps {
            eprintln!("  {step:<20} {:>5} x  median {:>8.1} ms  p99 {:>8.1} ms", times.n, times.p50_ms, times.p99_ms);
        }
    }
    Ok(if summary.failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
