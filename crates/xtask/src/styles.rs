//! Pages read in either direction: no style sheet and no class list may say left or right.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::steps::root;

/// Physical properties and utilities; `linear-gradient(to right` draws artwork that is mirrored as a whole.
const CSS: [&str; 8] = [
    "margin-left",
    "margin-right",
    "padding-left",
    "padding-right",
    "border-left",
    "border-right",
    "text-align: left",
    "text-align: right",
];
const UTILITIES: [&str; 14] = [
    "ml-",
    "mr-",
    "pl-",
    "pr-",
    "left-",
    "right-",
    "border-l-",
    "border-r-",
    "rounded-l-",
    "rounded-r-",
    "text-left",
    "text-right",
    "float-left",
    "float-right",
];

/// Looks through `style/` and `app/`.
///
/// # Errors
/// Names every place that says left or right.
pub fn check() -> Result<()> {
    let mut found = Vec::new();
    walk(&root().join("style"), "css", &mut |file, text| {
        for (number, line) in text.lines().enumerate() {
            if CSS.iter().any(|property| line.contains(property)) {
                found.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
            }
        }
    })?;
    walk(&root().join("app"), "rs", &mut |file, text| {
        for (number, line) in text.lines().enumerate() {
            if physical_utility(line) {
                found.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
            }
        }
    })?;
    ensure!(
        found.is_empty(),
        "use logical properties (ms-, pe-, text-start, inset-inline-start):\n{}",
        found.join("\n")
    );
    Ok(())
}

fn physical_utility(line: &str) -> bool {
    line.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()).any(|classes| {
        classes.split_whitespace().any(|class| {
            let plain = class.rsplit(':').next().unwrap_or(class).trim_start_matches(['!', '-']);
            UTILITIES.iter().any(|utility| plain.starts_with(utility))
        })
    })
}

fn walk(dir: &Path, ending: &str, visit: &mut impl FnMut(&Path, &str)) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("read {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, ending, visit)?;
        } else if path.extension().is_some_and(|found| found == ending)
            && path.file_name().is_some_and(|name| name != "icons.css")
        {
            visit(&path, &fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::physical_utility;

    #[test]
    fn finds_physical_utilities_only() {
        assert!(physical_utility(r#"<p class="mt-2 md:pl-4">"#));
        assert!(physical_utility(r#"<p class="!text-left">"#));
        assert!(!physical_utility(r#"<p class="ms-2 pe-4 text-start icon-arrow-left">"#));
        assert!(!physical_utility(r#"let left-hand = "left-over";"#));
    }
}
