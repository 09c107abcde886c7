//! `tessera serve`.

use std::{process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context, Result, bail};
use compose::System;
use edge::{Profile, Settings};
use tokio_util::sync::CancellationToken;

use crate::{cli::Serve, web};

/// How long requests under way may take after the signal to stop; what is not done by then is cut off.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves until told to stop, then drains.
pub async fn run(arguments: Serve) -> Result<ExitCode> {
    let mut settings = super::load(&arguments.place)?;
    if let Some(listen) = arguments.listen {
        settings.listen = listen;
    }
    if let Some(named) = &arguments.roles {
        roles(&mut settings, named)?;
    }
    anyhow::ensure!(
        settings.serve_web || settings.run_jobs,
        "this process would do nothing: serve_web and run_jobs are both false"
    );
    if arguments.demo && settings.profile == Profile::Production {
        bail!(
            "the demo country is refused in the production profile: leave out --demo, or choose profile = \"development\""
        );
    }
    // heard from here on: told to stop during start-up, it starts, drains and ends well
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        stop_signal().await;
        tracing::info!("stopping: requests and jobs under way are finished first");
        told.cancel();
    });
    // the port first: a second server on it is told apart from everything else that can go wrong
    let listener = match settings.serve_web {
        true => Some(
            tokio::net::TcpListener::bind(settings.listen)
                .await
                .with_context(|| format!("listen on {}", settings.listen))?,
        ),
        false => None,
    };
    let system = Arc::new(System::open(settings).await?);
    system.bring_up_to_date().await?;
    if arguments.demo {
        system.load_demo(&system.caller("demo")).await?;
    }
    announce(&system, arguments.demo);
    let jobs = system.settings.run_jobs.then(|| {
        let (worker, stop) = (system.worker().clone(), stop.clone());
        let gallery = system.clone();
        tokio::spawn(async move {
            // a search fills the gallery itself: this only takes the wait off the first one
            match gallery.load_gallery().await {
                Ok(held) => tracing::info!(held, "the gallery is filled"),
                Err(failure) => tracing::error!(cause = ?failure, "the gallery could not be filled"),
            }
        });
        tokio::spawn(async move { worker.run(stop).await })
    });
    if let Some(listener) = listener {
        let router = system.router(|api| web::routes(api, &system.services))?;
        let stopped = stop.clone();
        let serving = axum::serve(listener, router).with_graceful_shutdown(async move { stopped.cancelled().await });
        let late = async {
            stop.cancelled().await;
            tokio::time::sleep(DRAIN).await;
        };
        tokio::select! {
            served = async { serving.await } => served?,
            () = late => tracing::warn!("requests were still under way after {DRAIN:?}; they are cut off"),
        }
    }
    stop.cancelled().await;
    if let Some(jobs) = jobs {
        // the worker cuts what does not end in its own time; it runs again after the next start
        let _ = tokio::time::timeout(DRAIN + Duration::from_secs(5), jobs).await;
    }
    system.databases.close().await;
    Ok(ExitCode::SUCCESS)
}

fn roles(settings: &mut Settings, roles: &[String]) -> Result<()> {
    (settings.serve_web, settings.run_jobs) = (false, false);
    for role in roles {
        match role.as_str() {
            "web" => settings.serve_web = true,
            "worker" => settings.run_jobs = true,
            other => bail!("there is no role {other}: web and worker are"),
        }
    }
    Ok(())
}

fn announce(system: &System, demo: bool) {
    let settings = &system.settings;
    let address = settings.public_url().replace("127.0.0.1", "localhost");
    eprintln!("\n  Tessera {}", env!("CARGO_PKG_VERSION"));
    if settings.serve_web {
        eprintln!("  {address}            the front door");
        eprintln!("  {address}/prereg     apply online");
        eprintln!("  {address}/resident   status, card, uses of one's identity");
        eprintln!("  {address}/admin      staff: registrations, adjudication");
    } else {
        eprintln!("  a worker: background jobs only, nothing is served");
    }
    if settings.profile == Profile::Development {
        eprintln!("  development profile: messages go to the message sink, nothing leaves this machine");
        if settings.serve_web {
            eprintln!("  {address}/mocksmtp   the message sink");
        }
    }
    if demo {
        eprintln!("  demo country Sahlara, sign in as");
        for (user, what) in [
            ("admin", "administrator"),
            ("registrar", "adjudicator"),
            ("operator", "officer"),
            ("supervisor", "supervisor"),
        ] {
            eprintln!("    {user:<12} demo-{user}-2026     {what}");
        }
    }
    eprintln!();
}

/// Returns when the process is asked to end.
pub(super) async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
