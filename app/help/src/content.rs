//! The texts: read from `pages/`, which lies inside the program.
//!
//! `SLUG.md` holds the head (audience; title and summary in every language) and the English body; `SLUG.fra.md` and
//! `SLUG.ara.md` hold the body in these languages where it was translated. A body is a small part of Markdown: `##` headings,
//! numbered and dashed lists, `word :: meaning`, pictures, links, code.

use std::sync::LazyLock;

use app_i18n::Locale;
use include_dir::{Dir, include_dir};

use crate::model::{Audience, Block, Card, Inline, Line, Page};

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/pages");

/// Every page in the order of the first page.
pub const ORDER: [&str; 16] = [
    "apply",
    "book",
    "card",
    "sign-in",
    "uses",
    "desk",
    "centre",
    "staff",
    "bulk",
    "setting",
    "stuck",
    "case",
    "keys",
    "restore",
    "integrate",
    "glossary",
];

/// One page with its texts in every language.
struct Source {
    slug: &'static str,
    audience: Audience,
    title: [String; 3],
    about: [String; 3],
    /// English first; others where they were translated.
    bodies: [Option<&'static str>; 3],
}

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| ORDER.iter().filter_map(|slug| read(slug)).collect());

fn at(locale: Locale) -> usize {
    Locale::ALL.iter().position(|one| *one == locale).unwrap_or(0)
}

fn file(name: &str) -> Option<&'static str> {
    PAGES.get_file(name)?.contents_utf8()
}

fn read(slug: &'static str) -> Option<Source> {
    let (head, english) = file(&format!("{slug}.md"))?.split_once("\n---\n")?;
    let said = |name: &str| {
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default().trim().to_owned()
    };
    let in_every = |name: &str| {
        Locale::ALL
            .map(|locale| if locale == Locale::Eng { said(name) } else { said(&format!("{name}.{}", locale.code())) })
    };
    let audience = match said("audience").as_str() {
        "resident" => Audience::Resident,
        "officer" => Audience::Officer,
        "admin" => Audience::Admin,
        "partner" => Audience::Partner,
        _ => Audience::All,
    };
    let bodies = Locale::ALL.map(|locale| match locale {
        Locale::Eng => Some(english),
        other => file(&format!("{slug}.{}.md", other.code())),
    });
    Some(Source { slug, audience, title: in_every("title"), about: in_every("about"), bodies })
}

impl Source {
    fn card(&self, locale: Locale) -> Card {
        let at = at(locale);
        Card {
            slug: self.slug.to_owned(),
            audience: self.audience,
            title: self.title[at].clone(),
            about: self.about[at].clone(),
        }
    }

    /// The body in the reader's language, or else in English; with the language that it is in.
    fn body(&self, locale: Locale) -> (Locale, &'static str) {
        match self.bodies[at(locale)] {
            Some(body) => (locale, body),
            None => (Locale::Eng, self.bodies[at(Locale::Eng)].unwrap_or_default()),
        }
    }
}

/// Every page.
pub fn all(locale: Locale) -> Vec<Card> {
    SOURCES.iter().map(|source| source.card(locale)).collect()
}

/// One page.
pub fn page(locale: Locale, slug: &str) -> Option<Page> {
    let source = SOURCES.iter().find(|source| source.slug == slug)?;
    let (language, body) = source.body(locale);
    let related = SOURCES.iter().filter(|other| other.slug != slug && other.audience == source.audience);
    Some(Page {
        card: source.card(locale),
        language: language.code().to_owned(),
        blocks: blocks(body),
        related: related.map(|other| other.card(locale)).collect(),
    })
}

/// For comparing: lower case, without the marks that people leave out.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'أ' | 'إ' | 'آ' => 'ا',
        'ة' => 'ه',
        'ى' => 'ي',
        '’' => '\'',
        other => other,
    };
    // the short vowels of Arabic stand in few texts and in no search
    text.to_lowercase().chars().filter(|c| !('\u{64b}'..='\u{652}').contains(c)).map(plain).collect()
}

/// Pages that hold every word, the ones that say it in their title first.
pub fn search(locale: Locale, asked: &str) -> Vec<Card> {
    let words: Vec<String> = folded(asked).split_whitespace().map(str::to_owned).collect();
    let mut found: Vec<(usize, Card)> = Vec::new();
    for source in SOURCES.iter() {
        let card = source.card(locale);
        let (title, about) = (folded(&card.title), folded(&card.about));
        // whoever looks for an English term finds it too
        let body = folded(&format!("{} {}", source.body(locale).1, source.title[at(Locale::Eng)]));
        if !words.iter().all(|word| title.contains(word) || about.contains(word) || body.contains(word)) {
            continue;
        }
        let weight: usize = words
            .iter()
            .map(|word| {
                usize::from(title.contains(word)) * 100
                    + usize::from(about.contains(word)) * 20
                    + body.matches(word.as_str()).count()
            })
            .sum();
        found.push((weight, card));
    }
    found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    found.into_iter().map(|(_, card)| card).collect()
}

fn blocks(body: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for text in body.lines().map(str::trim).filter(|text| !text.is_empty()) {
        if let Some(heading) = text.strip_prefix("## ") {
            blocks.push(Block::Heading(heading.to_owned()));
        } else if let Some((alt, src)) =
            text.strip_prefix("![").and_then(|rest| rest.strip_suffix(')')?.split_once("]("))
        {
            blocks.push(Block::Picture { src: src.to_owned(), alt: alt.to_owned() });
        } else if let Some((_, step)) =
            text.split_once(". ").filter(|(n, _)| n.bytes().all(|byte| byte.is_ascii_digit()))
        {
            match blocks.last_mut() {
                Some(Block::Steps(steps)) => steps.push(line(step)),
                _ => blocks.push(Block::Steps(vec![line(step)])),
            }
        } else if let Some(item) = text.strip_prefix("- ") {
            match blocks.last_mut() {
                Some(Block::List(items)) => items.push(line(item)),
                _ => blocks.push(Block::List(vec![line(item)])),
            }
        } else if let Some((word, meaning)) = text.split_once(" :: ") {
            let term = (word.to_owned(), meaning.to_owned());
            match blocks.last_mut() {
                Some(Block::Terms(terms)) => terms.push(term),
                _ => blocks.push(Block::Terms(vec![term])),
            }
        } else {
            blocks.push(Block::Text(line(text)));
        }
    }
    blocks
}

fn line(text: &str) -> Line {
    let mut line = Line::new();
    let mut rest = text;
    while let Some(start) = rest.find(['`', '[']) {
        let (before, marked) = rest.split_at(start);
        let code = marked.strip_prefix('`').and_then(|rest| rest.split_once('`'));
        let link = marked.strip_prefix('[').and_then(|rest| {
            let (text, rest) = rest.split_once("](")?;
            let (href, rest) = rest.split_once(')')?;
            Some((text, href, rest))
        });
        if !before.is_empty() {
            line.push(Inline::Text(before.to_owned()));
        }
        match (code, link) {
            (Some((code, after)), _) => {
                line.push(Inline::Code(code.to_owned()));
                rest = after;
            }
            (None, Some((text, href, after))) => {
                line.push(Inline::Link { href: href.to_owned(), text: text.to_owned() });
                rest = after;
            }
            (None, None) => {
                line.push(Inline::Text(marked.to_owned()));
                return line;
            }
        }
    }
    if !rest.is_empty() {
        line.push(Inline::Text(rest.to_owned()));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_whole_in_every_language() {
        assert_eq!(SOURCES.len(), ORDER.len(), "every page of the order can be read");
        let bodies = PAGES.files().filter(|file| file.path().to_string_lossy().matches('.').count() == 1);
        assert_eq!(bodies.count(), ORDER.len(), "every file stands in the order");
        for source in SOURCES.iter() {
            for locale in Locale::ALL {
                let card = source.card(locale);
                assert!(!card.title.is_empty() && !card.about.is_empty(), "{} {}", source.slug, locale.code());
                assert!(!blocks(source.body(locale).1).is_empty(), "{}", source.slug);
            }
            let everybody = matches!(source.audience, Audience::Resident | Audience::All);
            assert!(!everybody || source.bodies.iter().all(Option::is_some), "{} is for everybody", source.slug);
        }
    }

    #[test]
    fn links_of_help_lead_to_pages_that_are_there() {
        let hrefs = |blocks: Vec<Block>| -> Vec<String> {
            let of = |line: Line| {
                line.into_iter().filter_map(|one| match one {
                    Inline::Link { href, .. } => Some(href),
                    Inline::Text(_) | Inline::Code(_) => None,
                })
            };
            blocks
                .into_iter()
                .flat_map(|block| match block {
                    Block::Text(line) => of(line).collect::<Vec<_>>(),
                    Block::Steps(lines) | Block::List(lines) => lines.into_iter().flat_map(of).collect(),
                    Block::Heading(_) | Block::Terms(_) | Block::Picture { .. } => Vec::new(),
                })
                .collect()
        };
        for source in SOURCES.iter() {
            for body in source.bodies.iter().flatten() {
                for href in hrefs(blocks(body)) {
                    assert!(href.starts_with('/'), "{}: {href}", source.slug);
                    let known = href.strip_prefix("/help/").is_none_or(|slug| ORDER.contains(&slug));
                    assert!(known, "{}: {href}", source.slug);
                }
            }
        }
    }

    #[test]
    fn a_search_finds_words_without_their_marks_and_titles_first() {
        let slugs = |locale, asked: &str| search(locale, asked).into_iter().map(|card| card.slug).collect::<Vec<_>>();
        assert_eq!(slugs(Locale::Eng, "STUCK packet").first().map(String::as_str), Some("stuck"));
        assert!(slugs(Locale::Fra, "identite numero").contains(&"sign-in".to_owned()));
        assert!(slugs(Locale::Ara, "بطاقه").contains(&"card".to_owned()));
        assert_eq!(slugs(Locale::Eng, "xylophone"), Vec::<String>::new());
    }

    #[test]
    fn lines_have_links_and_code_and_what_is_not_closed_stays() {
        let text = |text: &str| Inline::Text(text.to_owned());
        assert_eq!(
            line("Run `a b`, see [x](/y)."),
            vec![
                text("Run "),
                Inline::Code("a b".into()),
                text(", see "),
                Inline::Link { href: "/y".into(), text: "x".into() },
                text("."),
            ]
        );
        assert_eq!(line("an [open one"), vec![text("an "), text("[open one")]);
    }
}
