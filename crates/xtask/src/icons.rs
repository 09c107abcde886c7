//! Icons as CSS masks: only those whose names stand in the sources, so that they follow the text's colour without a script.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};

/// The rules for every `icon-NAME` that a source below `sources` names.
///
/// # Errors
/// When a named icon does not exist in `assets` (the package @phosphor-icons/core).
pub fn css(sources: &Path, assets: &Path) -> Result<String> {
    let mut names = BTreeSet::new();
    collect(sources, &mut names)?;
    let mut css = String::from("@layer components {\n");
    for name in names {
        let weight = if name.ends_with("-duotone") { "duotone" } else { "regular" };
        let file = assets.join(weight).join(format!("{name}.svg"));
        let svg = fs::read_to_string(&file).with_context(|| format!("there is no icon \"{name}\""))?;
        let data = svg.trim().replace('"', "'").replace('<', "%3C").replace('>', "%3E").replace('#', "%23");
        css.push_str(&format!(".icon-{name}{{--icon:url(\"data:image/svg+xml,{data}\")}}\n"));
    }
    css.push_str("}\n");
    Ok(css)
}

fn collect(dir: &Path, names: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("read {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, names)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            names.extend(named_in(&fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// Names that follow `icon-` and end at something no icon name holds.
fn named_in(source: &str) -> Vec<String> {
    source
        .split("icon-")
        .skip(1)
        .map(|rest| rest.split(|c: char| !(c.is_ascii_lowercase() || c == '-')).next().unwrap_or_default())
        .filter(|name| !name.is_empty() && !name.ends_with('-'))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::named_in;

    #[test]
    fn finds_names_and_ignores_built_ones() {
        let source =
            r#"<Icon name="icon-arrow-left"/> "icon icon-qr-code-duotone" format!("icon-{name}") "icon-a-{x}""#;
        assert_eq!(named_in(source), ["arrow-left", "qr-code-duotone"]);
    }
}
