//! `tessera settings …`.

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::Place;

/// A deployment setting.
struct Setting {
    /// Its key in the settings file; empty for one that only the environment has.
    key: &'static str,
    /// The environment variable or the option that overrides the file; the option wins.
    or: &'static str,
    default: &'static str,
    meaning: &'static str,
}

const fn setting(key: &'static str, or: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { key, or, default, meaning }
}

/// Every deployment setting. A test compares the keys with those the settings file may have.
const REFERENCE: &[Setting] = &[
    setting(
        "profile",
        "TESSERA_PROFILE",
        "development",
        "development or production; production refuses simulated parts, demo data and a generated master key",
    ),
    setting("data_dir", "--data-dir", "data", "directory of the databases, blobs and keys; one process writes it"),
    setting("listen", "--listen", "127.0.0.1:8080", "address and port of the role web"),
    setting(
        "public_url",
        "TESSERA_PUBLIC_URL",
        "http://<listen>",
        "address people and partners use; issuer of tokens and cards",
    ),
    setting(
        "database_url",
        "TESSERA_DATABASE_URL",
        "SQLite in data_dir",
        "postgres://user:password@host/name for all logical databases",
    ),
    setting(
        "durability",
        "TESSERA_DURABILITY",
        "full",
        "full or barrier: how an acknowledged commit reaches the disk on SQLite",
    ),
    setting(
        "keystore",
        "TESSERA_KEYSTORE",
        "file",
        "file: private keys in encrypted files; pkcs11: root and master keys in a token, the rest in files it opens",
    ),
    setting("pkcs11_library", "TESSERA_PKCS11_LIBRARY", "", "the PKCS#11 library of the token's vendor"),
    setting("pkcs11_token", "TESSERA_PKCS11_TOKEN", "", "the token's label"),
    setting(
        "sign_in_provider",
        "",
        "",
        "table: the OpenID provider staff may sign in with (name, issuer, client_id, client_secret_file, scopes, roles_claim, roles, hosts)",
    ),
    setting(
        "trusted_issuers",
        "",
        "",
        "tables: issuers whose tokens are accepted (issuer, audiences, roles_claim, roles, hosts)",
    ),
    setting(
        "websub",
        "",
        "",
        "table: the hub of an outside partner management whose authorities are trusted here too (secret_file, hosts)",
    ),
    setting("", "TESSERA_WEBSUB_SECRET", "", "the secret that signs the hub's deliveries"),
    setting("allowed_redirects", "", "", "sites that MOSIP's portal login may lead back to, beside public_url"),
    setting("", "TESSERA_PROVIDER_SECRET", "", "the client's secret at the OpenID provider"),
    setting("serve_web", "--roles web", "true", "whether this process serves the API and the portals"),
    setting("run_jobs", "--roles worker", "true", "whether this process runs background jobs"),
    setting(
        "",
        "TESSERA_MASTER_KEY",
        "<data_dir>/master.key, development only",
        "64 hexadecimal digits that open the key store",
    ),
    setting("", "TESSERA_MASTER_KEY_FILE", "", "a file that holds them"),
    setting(
        "",
        "TESSERA_MASTER_PASSPHRASE",
        "",
        "instead of a master key: a passphrase of 12 characters or more (Argon2id)",
    ),
    setting("", "TESSERA_MASTER_PASSPHRASE_FILE", "", "a file that holds it"),
    setting("", "TESSERA_PKCS11_PIN", "", "the PIN of the token's user"),
    setting("", "TESSERA_PKCS11_PIN_FILE", "", "a file that holds it"),
    setting(
        "",
        "TESSERA_LOG",
        "info,sqlx=warn,sea_orm=warn",
        "log filter: level, or target=level, separated by commas",
    ),
];

/// Prints the reference.
pub fn reference() -> ExitCode {
    println!("Settings come from the file of --settings (TOML), then the environment, then the command line.");
    println!(
        "Policy (schemas, templates, MOSIP's properties) is not here: it lives in rows and is edited in the admin portal.\n"
    );
    for setting in REFERENCE {
        println!("{:<14} {:<30} [{}] {}", setting.key, setting.or, setting.default, setting.meaning);
    }
    ExitCode::SUCCESS
}

/// Reads the settings; an error says what is wrong.
pub fn check(place: &Place) -> Result<ExitCode> {
    let settings = super::load(place)?;
    println!("the settings are valid: {:?} profile, {}", settings.profile, settings.public_url());
    Ok(ExitCode::SUCCESS)
}
