//! The API without portals, for work on what talks to it: quick to build.
//!
//! `cargo run -p compose --example serve_api -- DATA_DIR ADDR:PORT [--demo]`

use std::{env, error::Error, path::PathBuf};

use compose::System;
use edge::Settings;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [data_dir, listen, rest @ ..] = arguments.as_slice() else {
        return Err("DATA_DIR ADDR:PORT [--demo]".into());
    };
    let settings = Settings { data_dir: PathBuf::from(data_dir), listen: listen.parse()?, ..Settings::default() };
    let listener = tokio::net::TcpListener::bind(settings.listen).await?;
    let system = System::open(settings).await?;
    if rest.iter().any(|argument| argument == "--demo") {
        system.load_demo(&system.caller("demo")).await?;
    }
    let stop = CancellationToken::new();
    let worker = system.worker().clone();
    let jobs = tokio::spawn({
        let stop = stop.clone();
        async move { worker.run(stop).await }
    });
    eprintln!("serving http://{listen}");
    axum::serve(listener, system.api())
        .with_graceful_shutdown(async {
            let _ = tokio::signal::ctrl_c().await;
        })
        .await?;
    stop.cancel();
    Ok(jobs.await?)
}
