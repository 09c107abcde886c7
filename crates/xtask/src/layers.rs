//! `cargo xtask check-layers`: who may know whom, who builds callers, and how long a file may be.
//!
//! Reads `cargo metadata`, so it judges what is declared, not what is written down somewhere about it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::steps::{cargo, output, root};

/// A crate's place in the house.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Types,
    /// schema, codec, crypto, app-i18n: pure ground.
    Pure,
    Biometrics,
    /// db, edge.
    Ground,
    Adapters,
    Testkit,
    /// The journey: a client of the platform that knows no rooms.
    Journey,
    Contract(String),
    Module(String),
    Migrations,
    Compose,
    Server,
    /// app and its portals.
    App,
    Frontend,
    Xtask,
}

fn place(name: &str, manifest: &str) -> Option<Place> {
    Some(match name {
        "types" => Place::Types,
        // texts by key and language, without a line of a page
        "schema" | "codec" | "crypto" | "app-i18n" => Place::Pure,
        "biometrics" => Place::Biometrics,
        "db" | "edge" => Place::Ground,
        "adapters" => Place::Adapters,
        "testkit" => Place::Testkit,
        "journey" => Place::Journey,
        "migrations" => Place::Migrations,
        "compose" => Place::Compose,
        "server" => Place::Server,
        "frontend" => Place::Frontend,
        "xtask" => Place::Xtask,
        _ if name == "app" || name.starts_with("app-") => Place::App,
        _ if manifest.contains("/modules/") && name.ends_with("-api") => {
            Place::Contract(name.trim_end_matches("-api").to_owned())
        }
        _ if manifest.contains("/modules/") => Place::Module(name.to_owned()),
        _ => return None,
    })
}

/// Whether `from` may name `to` among its dependencies (`dev`: among its dev-dependencies).
fn may(from: &Place, to: &Place, dev: bool) -> bool {
    use Place as P;
    if dev && matches!(to, P::Testkit | P::Migrations) {
        return true;
    }
    match from {
        P::Types => false,
        P::Pure => matches!(to, P::Types | P::Pure),
        P::Biometrics => matches!(to, P::Types | P::Pure),
        P::Ground => matches!(to, P::Types | P::Pure | P::Ground),
        P::Adapters => matches!(to, P::Types | P::Pure | P::Biometrics | P::Ground | P::Testkit),
        P::Testkit => matches!(to, P::Types | P::Pure | P::Biometrics | P::Ground | P::Migrations),
        P::Journey => matches!(to, P::Types | P::Pure | P::Biometrics | P::Testkit | P::Contract(_)),
        P::Contract(_) => matches!(to, P::Types | P::Pure | P::Contract(_)),
        P::Module(own) => match to {
            P::Types | P::Pure | P::Biometrics | P::Ground | P::Contract(_) => true,
            P::Module(other) => other == own,
            _ => false,
        },
        P::Migrations => matches!(to, P::Ground | P::Types),
        P::App => matches!(to, P::Types | P::Pure | P::Contract(_) | P::App),
        P::Frontend => matches!(to, P::App),
        P::Compose => !matches!(to, P::App | P::Frontend | P::Server | P::Xtask),
        P::Server => !matches!(to, P::Frontend | P::Xtask),
        P::Xtask => matches!(to, P::Types | P::Pure | P::Ground),
    }
}

/// Files that may break the seal of `types::Caller`: they turn requests, jobs and start-up into callers.
const SEAL_BREAKERS: &[&str] = &[
    "crates/types/src/caller.rs",
    "crates/edge/src/auth.rs",
    "crates/db/src/job/handler.rs",
    // signing and checking tokens is iam's own doing, whoever asks
    "modules/iam/src/tokens.rs",
    // drawing a card reads the identity; that the caller may have the card was checked
    "modules/credential/src/service/fetch.rs",
    // opening a session for whoever brought the right code
    "modules/prereg/src/portal.rs",
    // a person's session may see its own identity only through these use cases
    "modules/resident/src/authority.rs",
    // the operator at the command line, where there is no edge
    "server/compose/src/keys.rs",
];

/// Longest source file without a stated reason (`// long: …` in its first ten lines).
const MAX_LINES: usize = 600;

/// Checks the workspace.
///
/// # Errors
/// Every violation, one a line.
pub fn run() -> Result<()> {
    let metadata: Value =
        serde_json::from_str(&output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?)?;
    let mut violations = edges(&metadata)?;
    violations.extend(files(&root())?);
    if violations.is_empty() {
        eprintln!("xtask: layers hold");
        return Ok(());
    }
    bail!("the layers do not hold:\n  {}", violations.join("\n  "))
}

fn edges(metadata: &Value) -> Result<Vec<String>> {
    let packages = metadata["packages"].as_array().context("cargo metadata has no packages")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut places = BTreeMap::new();
    let mut violations = Vec::new();
    for package in packages {
        let name = text(&package["name"]);
        match place(&name, &text(&package["manifest_path"])) {
            Some(place) => drop(places.insert(name, place)),
            None => violations.push(format!("{name}: has no place in the house (crates/xtask/src/layers.rs)")),
        }
    }
    for package in packages {
        let name = text(&package["name"]);
        let Some(from) = places.get(&name) else { continue };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to_name = text(&dependency["name"]);
            let Some(to) = places.get(&to_name) else { continue };
            let dev = dependency["kind"] == "dev";
            if !may(from, to, dev) {
                let dev = if dev { " (dev)" } else { "" };
                violations.push(format!("{name} must not know {to_name}{dev}"));
            }
        }
    }
    Ok(violations)
}

fn files(root: &Path) -> Result<Vec<String>> {
    let mut violations = Vec::new();
    for top in ["app", "crates", "frontend", "migrations", "modules", "server"] {
        walk(&root.join(top), &mut |path, content| {
            let shown = path.strip_prefix(root).unwrap_or(path).display().to_string();
            let lines = content.lines().count();
            let excused = content.lines().take(10).any(|line| line.contains("// long: "));
            if lines > MAX_LINES && !excused {
                violations.push(format!("{shown} has {lines} lines (at most {MAX_LINES} without a reason)"));
            }
            let tests =
                shown.contains("/tests/") || shown.starts_with("crates/testkit/") || shown.starts_with("crates/xtask/");
            let code = content.split("#[cfg(test)]").next().unwrap_or_default();
            if !tests && code.contains("Seal::of_edge") && !SEAL_BREAKERS.contains(&shown.as_str()) {
                violations.push(format!("{shown} builds callers: only edges and job contexts may"));
            }
        })?;
    }
    Ok(violations)
}

fn walk(directory: &Path, look: &mut impl FnMut(&Path, &str)) -> Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(directory)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, look)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            look(&path, &fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn world(from: &str, to: &str, kind: Value) -> Value {
        let package = |name: &str, dependencies: Value| {
            let area =
                if ["prereg", "idrepo", "prereg-api", "idrepo-api"].contains(&name) { "modules" } else { "crates" };
            json!({"name": name, "manifest_path": format!("/w/{area}/{name}/Cargo.toml"), "dependencies": dependencies})
        };
        json!({"packages": [package(from, json!([{"name": to, "kind": kind}])), package(to, json!([]))]})
    }

    #[test]
    fn planted_violations_are_found() {
        for (from, to) in [
            ("prereg", "idrepo"),
            ("app-prereg", "prereg"),
            ("types", "codec"),
            ("prereg-api", "db"),
            ("codec", "db"),
            ("journey", "prereg"),
            ("journey", "db"),
        ] {
            let found = edges(&world(from, to, Value::Null)).unwrap();
            assert_eq!(found, vec![format!("{from} must not know {to}")]);
        }
        assert_eq!(edges(&world("stranger", "types", Value::Null)).unwrap().len(), 1);
    }

    #[test]
    fn allowed_edges_pass() {
        for (from, to) in [
            ("prereg", "idrepo-api"),
            ("app-prereg", "prereg-api"),
            ("prereg", "db"),
            ("compose", "prereg"),
            ("edge", "db"),
            ("journey", "testkit"),
            ("server", "journey"),
        ] {
            assert!(edges(&world(from, to, Value::Null)).unwrap().is_empty(), "{from} -> {to}");
        }
        assert!(edges(&world("prereg", "testkit", json!("dev"))).unwrap().is_empty());
        assert!(!edges(&world("prereg", "testkit", Value::Null)).unwrap().is_empty());
    }

    #[test]
    fn long_files_and_forged_callers_are_found() {
        let dir = tempfile::tempdir().unwrap();
        for top in ["app", "crates", "frontend", "migrations", "modules", "server"] {
            fs::create_dir_all(dir.path().join(top)).unwrap();
        }
        fs::write(dir.path().join("app/long.rs"), "//\n".repeat(601)).unwrap();
        fs::write(dir.path().join("app/excused.rs"), format!("// long: a table\n{}", "//\n".repeat(601))).unwrap();
        fs::write(dir.path().join("modules/forge.rs"), "let seal = Seal::of_edge();").unwrap();
        let found = files(dir.path()).unwrap();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("long.rs") && found[1].contains("forge.rs"));
    }
}
