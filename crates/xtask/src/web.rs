//! The front end: WASM split per portal, style sheet, icons, fonts, pre-compressed and named by content, in target/site.
//!
//! WASM always ships split, because `#[lazy]` code does not run otherwise. Everything a chunk refers to is relative, so
//! one directory named by the hash of its content makes all of it immutable.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, ensure};
use clap::Args;
use sha2::{Digest, Sha256};

use crate::{
    icons,
    steps::{cargo, npm_tool, root, run, target_dir, timed},
};

const NAME: &str = "tessera";
const LINK: &str = "./__wasm_split.js";
/// Portals that may share a module before it counts with the entry.
const SHARED_BY: usize = 2;
/// Budgets in bytes after brotli (UI budgets of the architecture, section 8).
const BUDGET_ENTRY: u64 = 350_000;
const BUDGET_PORTAL: u64 = 250_000;
const BUDGET_CSS: u64 = 60_000;

/// What to build.
#[derive(Args, Default)]
pub struct Build {
    /// Build the server in release (it then holds every asset)
    #[arg(long)]
    pub release: bool,
    /// Build only the front end
    #[arg(long)]
    pub front_only: bool,
    /// Unoptimised WASM, uncompressed: for the inner loop only
    #[arg(long)]
    pub quick: bool,
}

/// Where the site is assembled; fixed, because the server's crate names it (CARGO_TARGET_DIR moves only compiled code).
fn site_dir() -> PathBuf {
    root().join("target/site")
}

/// Sizes after brotli, for the budgets and the closing line.
pub struct Sizes {
    /// The entry with what three portals or more share.
    entry: u64,
    css: u64,
    portals: BTreeMap<String, u64>,
}

impl Build {
    /// Builds.
    ///
    /// # Errors
    /// Those of the tools; and a broken size budget.
    pub fn run(&self) -> Result<()> {
        let sizes = self.front()?;
        if let Some(sizes) = sizes {
            sizes.check()?;
        }
        if !self.front_only {
            self.server()?;
        }
        Ok(())
    }

    fn server(&self) -> Result<()> {
        let mut build = cargo();
        build.args(["build", "--package", "server"]);
        if self.release {
            build.arg("--release");
        }
        run(if self.release { "cargo build server (release)" } else { "cargo build server" }, &mut build)
    }

    /// Builds target/site; sizes are known only when it is compressed.
    ///
    /// # Errors
    /// Those of the tools.
    pub fn front(&self) -> Result<Option<Sizes>> {
        let wasm = self.compile()?;
        let prepared = self.prepare(&wasm)?;

        // assembled beside the old one and swapped, so that a running debug server never sees half a site
        let (new, site) = (site_dir().with_extension("new"), site_dir());
        remove(&new)?;
        fs::create_dir_all(new.join("pkg"))?;
        let hash = hash_of_dir(&prepared)?;
        copy_dir(&prepared, &new.join("pkg").join(&hash))?;
        copy_dir(&root().join("public"), &new)?;
        fonts(&new.join("fonts"))?;
        let css = self.css()?;
        let css_name = format!("{NAME}.{}.css", &hex::encode(Sha256::digest(&css))[..16]);
        fs::write(new.join("pkg").join(&css_name), &css)?;

        let chunks: BTreeMap<String, Vec<String>> =
            serde_json::from_slice(&fs::read(new.join("pkg").join(&hash).join("chunks.json"))?)?;
        let sizes = if self.quick { None } else { Some(compress(&new, &hash, &css_name, &chunks)?) };
        let manifest = serde_json::json!({
            "pkg": format!("/pkg/{hash}"),
            "css": format!("/pkg/{css_name}"),
            "chunks": chunks,
            "site": hash_of_dir(&new)?,
        });
        fs::write(new.join("pkg/manifest.json"), serde_json::to_vec_pretty(&manifest)?)?;
        remove(&site)?;
        fs::rename(&new, &site).context("put target/site in place")?;
        Ok(sizes)
    }

    fn compile(&self) -> Result<PathBuf> {
        let (profile, dir) = if self.quick { ("dev", "debug") } else { ("wasm-release", "wasm-release") };
        let mut rustc = cargo();
        rustc.args([
            "rustc",
            "--package",
            "frontend",
            "--lib",
            "--crate-type",
            "cdylib",
            "--target",
            "wasm32-unknown-unknown",
        ]);
        // relocations let the splitter move functions; they are asked of the last link only, so that no flag differs elsewhere
        rustc.args(["--profile", profile, "--", "-Clink-args=--emit-relocs"]);
        run(&format!("cargo rustc frontend ({profile})"), &mut rustc)?;
        Ok(target_dir().join("wasm32-unknown-unknown").join(dir).join("frontend.wasm"))
    }

    /// Splits, binds and optimises; the result is kept by the hash of the input.
    fn prepare(&self, wasm: &Path) -> Result<PathBuf> {
        let input = fs::read(wasm).with_context(|| format!("read {}", wasm.display()))?;
        let key = hex::encode(Sha256::digest(&input));
        let cache = target_dir().join("front");
        let dir = cache.join(format!("{}-{}", &key[..16], if self.quick { "quick" } else { "opt" }));
        if dir.join("chunks.json").exists() {
            return Ok(dir);
        }
        remove(&cache)?; // only the last one is worth keeping
        fs::create_dir_all(&dir)?;
        let chunks = timed("split and bind WASM", || split_and_bind(&input, &cache, &dir))?;
        if !self.quick {
            for file in files(&dir)?.into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "wasm"))
            {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                // not --all-features: Chromium refuses the module
                let mut opt = npm_tool("wasm-opt");
                opt.args(["-Oz", "--strip-debug", "--strip-producers"]).arg(&file).arg("-o").arg(&file);
                run(&format!("wasm-opt {name}"), &mut opt)?;
            }
        }
        fs::write(dir.join("chunks.json"), serde_json::to_vec(&chunks)?)?;
        Ok(dir)
    }

    /// The style sheet: Tailwind over `style/` and the classes in `app/`, with the icons in use.
    fn css(&self) -> Result<Vec<u8>> {
        let icons = icons::css(&root().join("app"), &root().join("node_modules/@phosphor-icons/core/assets"))?;
        fs::write(root().join("style/icons.css"), icons)?;
        let output = site_dir().with_extension("css");
        let mut tailwind = npm_tool("tailwindcss");
        tailwind.args(["-i", "style/tessera.css", "-o"]).arg(&output);
        if !self.quick {
            tailwind.arg("--minify");
        }
        run("tailwindcss", &mut tailwind)?;
        fs::read(output).context("read the style sheet")
    }
}

impl Sizes {
    /// # Errors
    /// When a budget is broken.
    pub fn check(&self) -> Result<()> {
        eprintln!(
            "xtask: sizes (brotli): entry {} of {BUDGET_ENTRY}, css {} of {BUDGET_CSS}, portals {:?} of {BUDGET_PORTAL} each",
            self.entry, self.css, self.portals
        );
        ensure!(self.entry <= BUDGET_ENTRY, "the entry is over its budget");
        ensure!(self.css <= BUDGET_CSS, "the style sheet is over its budget");
        for (portal, size) in &self.portals {
            ensure!(*size <= BUDGET_PORTAL, "{portal} is over its budget");
        }
        Ok(())
    }
}

/// Writes entry, chunks and glue to `dir`; returns which chunks each lazy function needs.
fn split_and_bind(input: &[u8], work: &Path, dir: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let main = work.join("entry.wasm");
    let main_module = format!("./{NAME}.js");
    let mut options = wasm_split_cli_support::Options::new(input);
    options.output_dir = dir;
    options.main_out_path = &main;
    options.main_module = &main_module;
    options.link_name = LINK;
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("split the WASM: {error:?}"))?;

    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&main)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        .keep_lld_exports(true)
        .demangle(false)
        .debug(false)
        .keep_debug(false)
        .generate(dir)
        .context("wasm-bindgen")?;
    let (bound, named) = (format!("{NAME}_bg.wasm"), format!("{NAME}.wasm"));
    fs::rename(dir.join(&bound), dir.join(&named))?;
    let glue = dir.join(format!("{NAME}.js"));
    fs::write(&glue, fs::read_to_string(&glue)?.replace(&bound, &named))?;
    Ok(split.prefetch_map.into_iter().collect())
}

/// The font files named in style/fonts.css, from their npm packages.
fn fonts(to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let css = fs::read_to_string(root().join("style/fonts.css"))?;
    let packages = ["@fontsource", "@fontsource-variable"].map(|scope| root().join("node_modules").join(scope));
    for name in css.split("url(\"/fonts/").skip(1).filter_map(|rest| rest.split('"').next()) {
        let found = packages
            .iter()
            .flat_map(|scope| fs::read_dir(scope).into_iter().flatten().flatten())
            .map(|package| package.path().join("files").join(name))
            .find(|file| file.exists());
        fs::copy(found.with_context(|| format!("no npm package holds the font {name}"))?, to.join(name))?;
    }
    Ok(())
}

/// Writes `.br` and `.gz` beside everything that shrinks, and sums up the sizes.
fn compress(site: &Path, pkg: &str, css: &str, chunks: &BTreeMap<String, Vec<String>>) -> Result<Sizes> {
    timed("compress", || {
        for file in files(site)? {
            let text = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if matches!(text, "wasm" | "js" | "css" | "svg" | "json" | "webmanifest" | "txt") {
                compress_file(&file, text)?;
            }
        }
        let dir = site.join("pkg").join(pkg);
        let size = |name: String| -> Result<u64> { Ok(fs::metadata(dir.join(&name)).with_context(|| name)?.len()) };
        // what most portals need is split off once: it counts with the entry. What only two share (the generated forms, the
        // console's pages in two halves) is loaded by nobody else: it counts with each of the two
        let mut users: BTreeMap<&String, usize> = BTreeMap::new();
        for module in chunks.values().flatten() {
            *users.entry(module).or_default() += 1;
        }
        let sum = |modules: Vec<&String>| -> Result<u64> {
            modules.into_iter().map(|module| size(format!("{module}.wasm.br"))).sum()
        };
        let shared = sum(users.iter().filter(|(_, count)| **count > SHARED_BY).map(|(module, _)| *module).collect())?;
        let portals = chunks
            .iter()
            .map(|(function, modules)| {
                let portal = function.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_').to_owned();
                Ok((portal, sum(modules.iter().filter(|module| users[module] <= SHARED_BY).collect())?))
            })
            .collect::<Result<_>>()?;
        Ok(Sizes {
            entry: shared
                + size(format!("{NAME}.wasm.br"))?
                + size(format!("{NAME}.js.br"))?
                + size("__wasm_split.js.br".into())?,
            css: fs::metadata(site.join("pkg").join(format!("{css}.br")))?.len(),
            portals,
        })
    })
}

fn compress_file(file: &Path, ending: &str) -> Result<()> {
    let plain = fs::read(file)?;
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut plain.as_slice(), &mut brotli, &parameters)?;
    fs::write(file.with_extension(format!("{ending}.br")), brotli)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&plain)?;
    fs::write(file.with_extension(format!("{ending}.gz")), gzip.finish()?)?;
    Ok(())
}

/// All files below a directory, sorted.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).with_context(|| format!("read {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn hash_of_dir(dir: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    for file in files(dir)? {
        hash.update(file.strip_prefix(dir).unwrap_or(&file).as_os_str().as_encoded_bytes());
        hash.update(fs::read(&file)?);
    }
    Ok(hex::encode(hash.finalize())[..16].to_owned())
}

fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from)?);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(&file, &target)?;
    }
    Ok(())
}

fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("remove {}", dir.display()))
        }
        _ => Ok(()),
    }
}
