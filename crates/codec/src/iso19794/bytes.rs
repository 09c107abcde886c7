//! A bounds-checked big-endian reader and writer; the only code here that touches offsets.

use super::{Capture, CaptureTime, Certification, Deviation, Error, Quality};

#[derive(Clone)]
pub(super) struct Reader<'a> {
    all: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(all: &'a [u8]) -> Self {
        Self { all, at: 0, end: all.len() }
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn left(&self) -> usize {
        self.end - self.at
    }

    pub(super) fn take(&mut self, count: usize, field: &'static str) -> Result<&'a [u8], Error> {
        let left = self.left();
        if count > left {
            return Err(Error::Truncated { field, needed: count, left });
        }
        let slice = &self.all[self.at..self.at + count];
        self.at += count;
        Ok(slice)
    }

    pub(super) fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], Error> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N, field)?);
        Ok(out)
    }

    pub(super) fn u8(&mut self, field: &'static str) -> Result<u8, Error> {
        Ok(self.array::<1>(field)?[0])
    }

    pub(super) fn u16(&mut self, field: &'static str) -> Result<u16, Error> {
        Ok(u16::from_be_bytes(self.array(field)?))
    }

    pub(super) fn u32(&mut self, field: &'static str) -> Result<u32, Error> {
        Ok(u32::from_be_bytes(self.array(field)?))
    }

    /// A 32-bit length as `usize`; every platform this runs on has at least 32 bits.
    pub(super) fn length(&mut self, field: &'static str) -> Result<usize, Error> {
        Ok(self.u32(field)? as usize)
    }

    /// Narrows the reader to the record length stated in the header and notes what lies behind it.
    pub(super) fn limit(&mut self, stated: usize, deviations: &mut Vec<Deviation>) -> Result<(), Error> {
        if stated > self.all.len() || stated < self.at {
            return Err(Error::RecordLength { stated, actual: self.all.len() });
        }
        let behind = &self.all[stated..];
        if !behind.is_empty() {
            deviations.push(if behind.iter().all(|byte| *byte == 0) {
                Deviation::Padding { bytes: behind.len() }
            } else {
                Deviation::TrailingBytes { bytes: behind.len() }
            });
        }
        self.end = stated;
        Ok(())
    }

    /// Refuses anything left between the last field and the stated end of the record.
    pub(super) fn finish(self) -> Result<(), Error> {
        if self.at == self.end { Ok(()) } else { Err(Error::RecordLength { stated: self.end, actual: self.at }) }
    }

    /// The capture block that opens every representation of the 2011 editions, up to and including its
    /// quality blocks (certification blocks exist in part 4 only and are read there).
    pub(super) fn capture(&mut self) -> Result<Capture, Error> {
        let date: [u8; 9] = self.array("capture date and time")?;
        let technology = self.u8("capture device technology")?;
        let vendor = self.u16("capture device vendor")?;
        let device_type = self.u16("capture device type")?;
        let blocks = usize::from(self.u8("number of quality blocks")?);
        let mut quality = Vec::new();
        for _ in 0..blocks {
            quality.push(Quality {
                score: self.u8("quality score")?,
                vendor: self.u16("quality algorithm vendor")?,
                algorithm: self.u16("quality algorithm")?,
            });
        }
        let time = (date != [0xff; 9]).then(|| CaptureTime {
            year: u16::from_be_bytes([date[0], date[1]]),
            month: date[2],
            day: date[3],
            hour: date[4],
            minute: date[5],
            second: date[6],
            millisecond: u16::from_be_bytes([date[7], date[8]]),
        });
        Ok(Capture { time, technology, vendor, device_type, quality, certifications: Vec::new() })
    }

    pub(super) fn certifications(&mut self) -> Result<Vec<Certification>, Error> {
        let blocks = usize::from(self.u8("number of certification blocks")?);
        (0..blocks)
            .map(|_| {
                Ok(Certification {
                    authority: self.u16("certification authority")?,
                    scheme: self.u8("certification scheme")?,
                })
            })
            .collect()
    }
}

/// Appends big-endian fields; lengths that do not fit their field are refused instead of cut.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
}

impl Writer {
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.out.extend_from_slice(bytes);
        self
    }

    pub(super) fn u8(&mut self, value: u8) -> &mut Self {
        self.bytes(&[value])
    }

    pub(super) fn u16(&mut self, value: u16) -> &mut Self {
        self.bytes(&value.to_be_bytes())
    }

    pub(super) fn count8(&mut self, value: usize, field: &'static str) -> Result<&mut Self, Error> {
        let count = u8::try_from(value).map_err(|_| Error::Unwritable { field, value })?;
        Ok(self.u8(count))
    }

    pub(super) fn count16(&mut self, value: usize, field: &'static str) -> Result<&mut Self, Error> {
        let count = u16::try_from(value).map_err(|_| Error::Unwritable { field, value })?;
        Ok(self.u16(count))
    }

    pub(super) fn length(&mut self, value: usize, field: &'static str) -> Result<&mut Self, Error> {
        let length = u32::try_from(value).map_err(|_| Error::Unwritable { field, value })?;
        Ok(self.bytes(&length.to_be_bytes()))
    }

    pub(super) fn capture(&mut self, capture: &Capture) -> Result<(), Error> {
        match capture.time {
            None => {
                self.bytes(&[0xff; 9]);
            }
            Some(time) => {
                self.u16(time.year).bytes(&[time.month, time.day, time.hour, time.minute, time.second]);
                self.u16(time.millisecond);
            }
        }
        self.u8(capture.technology).u16(capture.vendor).u16(capture.device_type);
        self.count8(capture.quality.len(), "number of quality blocks")?;
        for quality in &capture.quality {
            self.u8(quality.score).u16(quality.vendor).u16(quality.algorithm);
        }
        Ok(())
    }
}
