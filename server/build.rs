//! In release the assets are part of the binary: rebuild it when `cargo xtask build` wrote another site.

use std::{fs, path::Path};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // rust-embed takes the folder's canonical path at compile time: of one that is missing then, nothing is found later
    let site = Path::new("../target/site");
    if let Err(error) = fs::create_dir_all(site) {
        println!("cargo:warning=cannot make {}: {error}", site.display());
    }
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        println!("cargo:rerun-if-changed=../target/site/pkg/manifest.json");
    }
}
