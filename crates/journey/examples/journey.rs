//! The journey without the server binary: `cargo run -p journey --example journey -- --url http://127.0.0.1:8080`.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    arguments: journey::Arguments,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Cli::parse().arguments;
    #[expect(clippy::disallowed_methods, reason = "a program's edge takes the time from the system")]
    let now = Arc::new(chrono::Utc::now);
    match journey::run(&arguments, now, Arc::new(|line: &str| eprintln!("journey: {line}"))).await {
        Ok(summary) => {
            println!("{}", serde_json::json!(summary));
            if summary.failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("journey: {error}");
            ExitCode::FAILURE
        }
    }
}
