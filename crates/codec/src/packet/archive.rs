//! Zip archives from strangers.
//!
//! The central directory is read here, byte by byte, before a library opens anything: a library has to choose when
//! an archive contradicts itself (two entries of one name, sizes that differ, overlapping entries, data around the
//! archive), and another reader of the same packet may choose differently. Such archives are refused.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// How much of an archive is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most entries, directories included.
    pub entries: usize,
    /// Largest uncompressed entry, in bytes.
    pub entry_bytes: usize,
    /// Largest sum of uncompressed entries, in bytes.
    pub total_bytes: usize,
    /// Largest uncompressed size per compressed byte, for entries above 64 KiB uncompressed.
    pub ratio: usize,
    /// Whether entries may lie in folders.
    pub folders: bool,
}

impl Limits {
    /// The outer container: a few encrypted files in `SOURCE/PROCESS/`.
    pub const CONTAINER: Self =
        Self { entries: 32, entry_bytes: 64 << 20, total_bytes: 96 << 20, ratio: 200, folders: true };
    /// One sub-packet: documents, biometrics and JSON, no folders.
    pub const SUB_PACKET: Self =
        Self { entries: 256, entry_bytes: 48 << 20, total_bytes: 96 << 20, ratio: 200, folders: false };
}

/// Why an archive is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    #[error("not a well-formed zip archive: {0}")]
    Malformed(&'static str),
    #[error("{0} entries are more than allowed")]
    TooManyEntries(usize),
    #[error("entry {0:?} is larger than allowed")]
    EntryTooLarge(String),
    #[error("the entries together are larger than allowed")]
    TotalTooLarge,
    #[error("entry {0:?} is compressed suspiciously well")]
    Ratio(String),
    #[error("entry name {0:?} is not acceptable")]
    Name(String),
    #[error("entry {0:?} occurs twice")]
    Duplicate(String),
    #[error("entry {0:?} is encrypted inside the archive")]
    Encrypted(String),
    #[error("entry {0:?} is an archive itself")]
    Nested(String),
    #[error("entry {0:?} is not a plain file")]
    NotAFile(String),
    #[error("entry {0:?} uses a compression method other than store or deflate")]
    Method(String),
    #[error("entry {0:?} does not unpack to what its header states")]
    Content(String),
}

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Name with folders, separated by `/`.
    pub name: String,
    pub data: Vec<u8>,
}

struct Entry {
    name: String,
    flags: u16,
    method: u16,
    compressed: usize,
    size: usize,
    offset: usize,
    /// Upper half of the external attributes: the Unix mode where there is one.
    mode: u16,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize)
}

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";

/// Position of the end record: the one whose comment reaches exactly to the end of the bytes.
fn end_record(bytes: &[u8]) -> Result<usize, ArchiveError> {
    let malformed = ArchiveError::Malformed("no end record at the end");
    let last = bytes.len().checked_sub(22).ok_or(malformed.clone())?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last)
        .rev()
        .find(|at| {
            bytes[*at..].starts_with(END)
                && u16_at(bytes, at + 20).is_some_and(|comment| at + 22 + usize::from(comment) == bytes.len())
        })
        .ok_or(malformed)
}

fn directory(bytes: &[u8], limits: &Limits) -> Result<Vec<Entry>, ArchiveError> {
    let cut = ArchiveError::Malformed("the directory is cut off");
    let end = end_record(bytes)?;
    let half = |at| u16_at(bytes, at).map(usize::from).ok_or(cut.clone());
    let whole = |at| u32_at(bytes, at).ok_or(cut.clone());
    let count = half(end + 10)?;
    if half(end + 4)? != 0 || half(end + 6)? != 0 || half(end + 8)? != count {
        return Err(ArchiveError::Malformed("the archive spans several disks"));
    }
    if count == usize::from(u16::MAX) {
        return Err(ArchiveError::Malformed("64-bit archives are not accepted"));
    }
    if count > limits.entries {
        return Err(ArchiveError::TooManyEntries(count));
    }
    let (size, start) = (whole(end + 12)?, whole(end + 16)?);
    // a directory anywhere else means bytes before or between that another reader might interpret
    if start.checked_add(size) != Some(end) {
        return Err(ArchiveError::Malformed("the directory does not end at the end record"));
    }
    let mut at = start;
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        if !bytes.get(at..end).is_some_and(|rest| rest.starts_with(CENTRAL)) {
            return Err(ArchiveError::Malformed("fewer entries than stated"));
        }
        let flags = u16_at(bytes, at + 8).ok_or(cut.clone())?;
        let name_bytes = half(at + 28)?;
        let name =
            bytes.get(at + 46..at + 46 + name_bytes).filter(|_| at + 46 + name_bytes <= end).ok_or(cut.clone())?;
        entries.push(Entry {
            name: checked_name(name, flags, limits)?,
            flags,
            method: u16_at(bytes, at + 10).ok_or(cut.clone())?,
            compressed: whole(at + 20)?,
            size: whole(at + 24)?,
            offset: whole(at + 42)?,
            mode: u16_at(bytes, at + 40).ok_or(cut.clone())?,
        });
        at += 46 + name_bytes + half(at + 30)? + half(at + 32)?;
    }
    if at != end {
        return Err(ArchiveError::Malformed("more entries than stated"));
    }
    check_places(bytes, start, &entries)?;
    Ok(entries)
}

/// Names are relative paths of plain components; nothing that some system reads as a way out.
fn checked_name(raw: &[u8], flags: u16, limits: &Limits) -> Result<String, ArchiveError> {
    let refuse = || ArchiveError::Name(String::from_utf8_lossy(raw).chars().take(80).collect());
    let name = std::str::from_utf8(raw).map_err(|_| refuse())?;
    let utf8_flag = flags & (1 << 11) != 0;
    let path = name.strip_suffix('/').unwrap_or(name);
    let sound = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.ends_with([' ', '.']);
    let forbidden = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let acceptable = name.len() <= 200
        && (utf8_flag || name.is_ascii())
        && !path.contains(forbidden)
        && path.split('/').all(sound)
        && (limits.folders || !name.contains('/'));
    if acceptable { Ok(name.to_owned()) } else { Err(refuse()) }
}

/// Every entry must have a local header of the same name, in front of the directory, and share bytes with no other.
fn check_places(bytes: &[u8], directory: usize, entries: &[Entry]) -> Result<(), ArchiveError> {
    let mut places = Vec::with_capacity(entries.len());
    for entry in entries {
        let wrong = || ArchiveError::Content(entry.name.clone());
        let at = entry.offset;
        let local = bytes.get(at..directory).filter(|rest| rest.starts_with(LOCAL)).ok_or_else(wrong)?;
        let name_bytes = usize::from(u16_at(local, 26).ok_or_else(wrong)?);
        let extra_bytes = usize::from(u16_at(local, 28).ok_or_else(wrong)?);
        let flags = u16_at(local, 6).ok_or_else(wrong)?;
        let method = u16_at(local, 8).ok_or_else(wrong)?;
        let end = at + 30 + name_bytes + extra_bytes + entry.compressed;
        let same = local.get(30..30 + name_bytes) == Some(entry.name.as_bytes())
            && flags & 1 == entry.flags & 1
            && method == entry.method;
        if !same || end > directory {
            return Err(wrong());
        }
        places.push((at, end, entry));
    }
    places.sort_by_key(|(start, ..)| *start);
    match places.windows(2).find(|pair| pair[0].1 > pair[1].0) {
        Some(pair) => Err(ArchiveError::Content(pair[1].2.name.clone())),
        None => Ok(()),
    }
}

fn check_entry(entry: &Entry, limits: &Limits) -> Result<(), ArchiveError> {
    let name = || entry.name.clone();
    // bit 0: encrypted; bit 6: strong encryption; bit 13: masked header
    if entry.flags & (1 | 1 << 6 | 1 << 13) != 0 {
        return Err(ArchiveError::Encrypted(name()));
    }
    if !matches!(entry.method, 0 | 8) {
        return Err(ArchiveError::Method(name()));
    }
    // file type bits: 0 none stated, 0o10 regular file, 0o04 folder
    let kind = entry.mode >> 12;
    if !(kind == 0 || kind == 0o10 || (kind == 0o04 && entry.name.ends_with('/'))) {
        return Err(ArchiveError::NotAFile(name()));
    }
    if entry.name.ends_with('/') && entry.size != 0 {
        return Err(ArchiveError::NotAFile(name()));
    }
    if entry.size > limits.entry_bytes || entry.compressed > limits.entry_bytes {
        return Err(ArchiveError::EntryTooLarge(name()));
    }
    if entry.size > 64 * 1024 && entry.size / entry.compressed.max(1) > limits.ratio {
        return Err(ArchiveError::Ratio(name()));
    }
    Ok(())
}

/// Unpacks an archive whole, in directory order; folders are dropped.
///
/// # Errors
/// Any [`ArchiveError`]; nothing is returned from an archive of which one entry is refused.
pub fn read_archive(bytes: &[u8], limits: &Limits) -> Result<Vec<File>, ArchiveError> {
    let entries = directory(bytes, limits)?;
    let mut names = BTreeSet::new();
    let mut stated = 0usize;
    for entry in &entries {
        check_entry(entry, limits)?;
        // readers on other systems, and MOSIP's own, do not tell names apart by case
        if !names.insert(entry.name.to_lowercase()) {
            return Err(ArchiveError::Duplicate(entry.name.clone()));
        }
        stated = stated.saturating_add(entry.size);
    }
    if stated > limits.total_bytes {
        return Err(ArchiveError::TotalTooLarge);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ArchiveError::Malformed("not readable"))?;
    let mut files = Vec::with_capacity(entries.len());
    for entry in entries.iter().filter(|entry| !entry.name.ends_with('/')) {
        let wrong = || ArchiveError::Content(entry.name.clone());
        let reader = archive.by_name(&entry.name).map_err(|_| wrong())?;
        let mut data = Vec::with_capacity(entry.size.min(1 << 20));
        // one byte beyond the stated size is enough to see a lie; the check sum is compared at the end of the data
        let most = u64::try_from(entry.size).unwrap_or(u64::MAX).saturating_add(1);
        reader.take(most).read_to_end(&mut data).map_err(|_| wrong())?;
        if data.len() != entry.size {
            return Err(wrong());
        }
        if data.starts_with(LOCAL) || data.starts_with(END) {
            return Err(ArchiveError::Nested(entry.name.clone()));
        }
        files.push(File { name: entry.name.clone(), data });
    }
    Ok(files)
}

/// Packs files in the order given, deflated, with a fixed time: the same files give the same bytes.
///
/// # Errors
/// [`ArchiveError::Name`] and [`ArchiveError::Duplicate`] for names that could not be read back,
/// [`ArchiveError::TotalTooLarge`] beyond what a 32-bit archive holds.
pub fn write_archive(files: &[File], limits: &Limits) -> Result<Vec<u8>, ArchiveError> {
    let mut names = BTreeSet::new();
    let mut total = 0usize;
    for file in files {
        checked_name(file.name.as_bytes(), 1 << 11, limits)?;
        if !names.insert(file.name.to_lowercase()) {
            return Err(ArchiveError::Duplicate(file.name.clone()));
        }
        total = total.saturating_add(file.data.len());
    }
    if total > limits.total_bytes {
        return Err(ArchiveError::TotalTooLarge);
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let failed = |_| ArchiveError::Malformed("not writable");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        writer.start_file(file.name.as_str(), options).map_err(failed)?;
        writer.write_all(&file.data).map_err(|_| ArchiveError::Malformed("not writable"))?;
    }
    Ok(writer.finish().map_err(failed)?.into_inner())
}
