//! One file per command.

mod audit;
mod backup;
mod devices;
mod doctor;
mod import;
mod journey;
mod keys;
mod relocate;
mod serve;
mod settings;

use std::process::ExitCode;

use anyhow::Result;
use edge::Settings;

pub use keys::KeysCommand;

use crate::cli::{Audit, Cli, Command, Export, Import, Place, SettingsCommand};

/// Runs a command; its exit code tells whether all is well.
pub async fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::Serve(serve) => serve::run(serve).await,
        Command::Migrate(place) => import::migrate(&place).await,
        Command::Import(Import::Masterdata { folder, place, json }) => import::masterdata(&place, &folder, json).await,
        Command::ImportStaff { file, place } => import::staff(&place, &file).await,
        Command::Export(Export::Masterdata { folder, place }) => import::export(&place, &folder).await,
        Command::Doctor { deep, place } => doctor::run(&place, deep).await,
        Command::Backup { target, place } => backup::run(&place, &target).await,
        Command::Move(arguments) => relocate::run(arguments).await,
        Command::Journey(arguments) => journey::run(&arguments).await,
        Command::Devices(arguments) => devices::run(arguments).await,
        Command::Keys(command) => keys::run(command).await,
        Command::Audit(Audit::Verify(place)) => audit::verify(&place).await,
        Command::Settings(SettingsCommand::Reference) => Ok(settings::reference()),
        Command::Settings(SettingsCommand::Check(place)) => settings::check(&place),
    }
}

/// The settings of a place: file, environment, then the data directory of the command line.
pub(crate) fn load(place: &Place) -> Result<Settings> {
    let mut settings = Settings::load(place.settings.as_deref())?;
    if let Some(data_dir) = &place.data_dir {
        settings.data_dir.clone_from(data_dir);
    }
    Ok(settings)
}
