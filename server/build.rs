//! In release the assets are part of the binary: rebuild it when `cargo xtask build` wrote another site.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        println!("cargo:rerun-if-changed=../target/site/pkg/manifest.json");
    }
}
