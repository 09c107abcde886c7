//! `cargo xtask new-module NAME`: the skeleton every module has.

use std::fs;

use anyhow::{Result, bail, ensure};

use crate::steps::root;

/// Writes the skeleton of a module; it is a workspace member at once (the members are globs).
///
/// # Errors
/// A name that is not lower-case letters, or a module that exists.
pub fn run(name: &str) -> Result<()> {
    ensure!(!name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()), "a module's name is lower-case letters");
    let home = root().join("modules").join(name);
    if home.exists() {
        bail!("modules/{name} exists");
    }
    let manifest = |package: &str, dependencies: &str| {
        format!(
            "[package]\nname = \"{package}\"\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
             license.workspace = true\npublish.workspace = true\n\n[lib]\ndoctest = false\n\n[dependencies]\n{dependencies}\n\
             [lints]\nworkspace = true\n"
        )
    };
    let own = "types = { workspace = true }\ndb = { workspace = true }\nedge = { workspace = true }\n";
    let api = "types = { workspace = true }\nasync-trait = { workspace = true }\nserde = { workspace = true }\n";
    let files = [
        ("README.md", format!("# {name}\n\nWhat it is for, in a sentence.\n\n- Owns the tables …\n- Promises: …\n- Never: …\n")),
        ("Cargo.toml", manifest(name, &format!("{own}{name}-api = {{ path = \"api\" }}\n"))),
        ("api/Cargo.toml", manifest(&format!("{name}-api"), api)),
        ("api/src/lib.rs", format!("//! Contract of the {name} module.\n\npub mod error;\npub mod service;\n")),
        ("api/src/error.rs", "//! Error catalogue.\n".to_owned()),
        ("api/src/service.rs", "//! What other modules and portals may ask.\n".to_owned()),
        ("src/lib.rs", "#![doc = include_str!(\"../README.md\")]\n\nmod domain;\nmod entity;\nmod error;\nmod http;\nmod repo;\nmod service;\n".to_owned()),
        ("src/domain.rs", "//! Pure rules: states, transitions, calculations.\n".to_owned()),
        ("src/entity/mod.rs", "//! Tables.\n".to_owned()),
        ("src/repo.rs", "//! Queries: reads take a connection, writes a transaction.\n".to_owned()),
        ("src/service/mod.rs", "//! Use cases, one a file.\n".to_owned()),
        ("src/http.rs", "//! Endpoint to use case.\n".to_owned()),
        ("src/error.rs", "//! From what goes wrong beneath to the catalogue; the only place.\n".to_owned()),
    ];
    for (path, content) in files {
        let path = home.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    eprintln!("xtask: modules/{name} is there; name it in the root Cargo.toml and mount it in server/compose");
    Ok(())
}
