//! The shell of the portals: router, one lazy entry per portal, error pages, and the mount point for the server.

#[cfg(not(erase_components))]
compile_error!(
    "the portals need `--cfg erase_components` everywhere (it stands in .cargo/config.toml); \
     an environment RUSTFLAGS replaces the flags of that file"
);

mod landing;
mod portals;
#[cfg(feature = "ssr")]
mod preferences;
mod root;
#[cfg(feature = "ssr")]
mod shell;

#[cfg(feature = "ssr")]
pub use app_kit::server::{SESSION_COOKIE, SessionChange};
pub use root::App;
#[cfg(feature = "ssr")]
pub use shell::{WebAssets, router};
