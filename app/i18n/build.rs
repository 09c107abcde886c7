//! Turns `locales/*.json` into one function per text, and refuses a catalogue with a hole.
//!
//! `"back": "Back"` becomes `tr::common::back(locale) -> &'static str`; `"sent": "Sent to {to}"` becomes
//! `sent(locale, &to) -> String`; `{"one": …, "other": …}` becomes a function of `n` first. A text that no page uses costs
//! no byte in WASM, and one that a portal uses lies in that portal's chunk.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};

/// File name, variant of `Locale`, plural forms (CLDR, integers only; a language may leave out none of its forms).
const LOCALES: [(&str, &str, &[&str]); 3] = [
    ("eng", "Eng", &["one", "other"]),
    ("fra", "Fra", &["one", "other"]),
    ("ara", "Ara", &["zero", "one", "two", "few", "many", "other"]),
];
/// Namespaces whose keys are data (error and status codes, stages): they are looked up by name as well.
const TABLES: [&str; 10] = [
    "error",
    "job_kind",
    "mismatch",
    "reason",
    "setting",
    "simulated",
    "stage",
    "data_entity",
    "data_member",
    "data_error",
];

fn main() -> Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=locales");
    let catalogues = LOCALES
        .iter()
        .map(|(name, ..)| {
            let path = format!("locales/{name}.json");
            let text = fs::read_to_string(&path).with_context(|| path.clone())?;
            serde_json::from_str::<Map<String, Value>>(&text).with_context(|| path)
        })
        .collect::<Result<Vec<_>>>()?;
    same_keys(&catalogues)?;

    let mut code = String::new();
    for (namespace, texts) in &catalogues[0] {
        let names = texts.as_object().with_context(|| format!("{namespace} is not an object"))?;
        writeln!(code, "/// Texts of `{namespace}`.\npub mod {namespace} {{")?;
        writeln!(
            code,
            "    #[allow(unused_imports, reason = \"a namespace may hold plain texts only\")]\n    use crate::{{Locale, Forms, fill}};"
        )?;
        let is_table = TABLES.contains(&namespace.as_str());
        for key in names.keys() {
            if !is_table {
                function(&mut code, namespace, key, &catalogues).with_context(|| format!("{namespace}.{key}"))?;
            }
        }
        if is_table {
            table(&mut code, namespace, &catalogues)?;
        }
        writeln!(code, "}}")?;
    }
    let out = env::var_os("OUT_DIR").context("no OUT_DIR")?;
    fs::write(Path::new(&out).join("texts.rs"), code).context("write texts.rs")
}

fn same_keys(catalogues: &[Map<String, Value>]) -> Result<()> {
    let keys = |catalogue: &Map<String, Value>| -> BTreeSet<String> {
        catalogue
            .iter()
            .flat_map(|(namespace, texts)| {
                texts.as_object().into_iter().flat_map(move |t| t.keys().map(move |key| format!("{namespace}.{key}")))
            })
            .collect()
    };
    let first = keys(&catalogues[0]);
    for (catalogue, (name, ..)) in catalogues.iter().zip(LOCALES).skip(1) {
        let other = keys(catalogue);
        let missing: Vec<_> = first.difference(&other).collect();
        let extra: Vec<_> = other.difference(&first).collect();
        ensure!(missing.is_empty(), "locales/{name}.json lacks {missing:?}");
        ensure!(extra.is_empty(), "locales/{name}.json has {extra:?}, which locales/{}.json lacks", LOCALES[0].0);
    }
    Ok(())
}

fn function(code: &mut String, namespace: &str, key: &str, catalogues: &[Map<String, Value>]) -> Result<()> {
    ensure!(
        key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
        "a key is lower case with underscores"
    );
    let values: Vec<&Value> = catalogues.iter().map(|catalogue| &catalogue[namespace][key]).collect();
    let english = match values[0] {
        Value::String(text) => text.clone(),
        Value::Object(forms) => forms.get("other").and_then(Value::as_str).unwrap_or_default().to_owned(),
        _ => bail!("a text is a string or an object of plural forms"),
    };
    let plural = values[0].is_object();
    let names = placeholders(&english)?;
    // in the order in which the English text names them, which is the order a reader of the call expects
    let mut arguments: Vec<&String> = names.iter().filter(|name| !(plural && *name == "n")).collect();
    arguments.sort_by_key(|name| english.find(&format!("{{{name}}}")));
    writeln!(code, "    /// {}", english.replace('\n', " "))?;
    if !plural && arguments.is_empty() {
        writeln!(code, "    pub fn {key}(locale: Locale) -> &'static str {{\n        match locale {{")?;
        for (value, (name, variant, _)) in values.iter().zip(LOCALES) {
            let text = checked(value.as_str().with_context(|| format!("{name}: not a string"))?, &names, name)?;
            writeln!(code, "            Locale::{variant} => {text:?},")?;
        }
        writeln!(code, "        }}\n    }}")?;
        return Ok(());
    }
    let mut parameters = String::from("locale: Locale");
    if plural {
        parameters.push_str(", n: u64");
    }
    for name in &arguments {
        write!(parameters, ", {name}: &dyn std::fmt::Display")?;
    }
    writeln!(code, "    pub fn {key}({parameters}) -> String {{\n        let text = match locale {{")?;
    for (value, (name, variant, forms)) in values.iter().zip(LOCALES) {
        if plural {
            let object = value.as_object().with_context(|| format!("{name}: needs plural forms"))?;
            for form in object.keys() {
                ensure!(forms.contains(&form.as_str()), "{name}: has no plural form {form}");
            }
            let mut listed = Vec::new();
            for form in forms {
                let text = object
                    .get(*form)
                    .and_then(Value::as_str)
                    .with_context(|| format!("{name}: lacks the plural form {form}"))?;
                // "one" and "two" may say the number in words
                let used = placeholders(text)?;
                for argument in &arguments {
                    ensure!(used.contains(*argument), "{name}.{form}: lacks {{{argument}}}");
                }
                ensure!(used.is_subset(&names), "{name}.{form}: unknown placeholder");
                listed.push(format!("{form}: {text:?}"));
            }
            for form in ["zero", "one", "two", "few", "many"] {
                if !forms.contains(&form) {
                    listed.push(format!("{form}: \"\""));
                }
            }
            writeln!(code, "            Locale::{variant} => Forms {{ {} }}.choose(locale, n),", listed.join(", "))?;
        } else {
            let text = checked(value.as_str().with_context(|| format!("{name}: not a string"))?, &names, name)?;
            writeln!(code, "            Locale::{variant} => {text:?},")?;
        }
    }
    let mut pairs: Vec<String> = arguments.iter().map(|name| format!("({name:?}, {name})")).collect();
    if plural {
        pairs.push("(\"n\", &n)".to_owned());
    }
    writeln!(code, "        }};\n        fill(text, &[{}])\n    }}", pairs.join(", "))?;
    Ok(())
}

/// `find(locale, name)` over a sorted table.
fn table(code: &mut String, namespace: &str, catalogues: &[Map<String, Value>]) -> Result<()> {
    let mut keys: Vec<&String> = catalogues[0][namespace].as_object().into_iter().flat_map(Map::keys).collect();
    keys.sort();
    writeln!(code, "    /// Every key, sorted.\n    pub const KEYS: [&str; {}] = {keys:?};", keys.len())?;
    for (catalogue, (name, variant, _)) in catalogues.iter().zip(LOCALES) {
        let texts = keys
            .iter()
            .map(|key| {
                catalogue[namespace][key.as_str()]
                    .as_str()
                    .with_context(|| format!("{name}: {namespace}.{key} is not a string"))
            })
            .collect::<Result<Vec<_>>>()?;
        writeln!(code, "    static {}: [&str; {}] = {texts:?};", variant.to_uppercase(), keys.len())?;
    }
    writeln!(
        code,
        "    /// The text of a key, if there is one.\n    pub fn find(locale: Locale, key: &str) -> Option<&'static str> {{"
    )?;
    writeln!(code, "        let at = KEYS.binary_search(&key).ok()?;\n        Some(match locale {{")?;
    for (_, variant, _) in LOCALES {
        writeln!(code, "            Locale::{variant} => {}[at],", variant.to_uppercase())?;
    }
    writeln!(code, "        }})\n    }}")?;
    Ok(())
}

/// The text, when it has exactly the placeholders of the first language.
fn checked<'a>(text: &'a str, names: &BTreeSet<String>, locale: &str) -> Result<&'a str> {
    ensure!(!text.trim().is_empty(), "{locale}: empty");
    let own = placeholders(text)?;
    ensure!(own == *names, "{locale}: has the placeholders {own:?}, not {names:?}");
    Ok(text)
}

fn placeholders(text: &str) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for part in text.split('{').skip(1) {
        let Some((name, _)) = part.split_once('}') else { bail!("an open brace is not closed") };
        names.insert(name.to_owned());
    }
    Ok(names)
}
