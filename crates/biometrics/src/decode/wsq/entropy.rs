//! Huffman tables and the symbols of a coefficient block.

use super::{DecodeError, Reader, damaged};

/// A canonical Huffman code: for each length the first code, how many there are, and where their symbols start.
pub(super) struct HuffmanTable {
    first: [u32; 17],
    count: [u32; 17],
    start: [usize; 17],
    symbols: Vec<u8>,
}

pub(super) fn read_tables(segment: &mut Reader, tables: &mut [Option<HuffmanTable>; 8]) -> Result<(), DecodeError> {
    while !segment.rest.is_empty() {
        let id = usize::from(segment.u8()?);
        let slot = tables.get_mut(id).ok_or_else(|| damaged("a Huffman table beyond the eighth"))?;
        let lengths = segment.take(16)?;
        let total = lengths.iter().map(|&n| usize::from(n)).sum();
        if total > 256 {
            return Err(damaged("a Huffman table of more than 256 symbols"));
        }
        let mut table =
            HuffmanTable { first: [0; 17], count: [0; 17], start: [0; 17], symbols: segment.take(total)?.to_vec() };
        let (mut code, mut start) = (0u32, 0usize);
        for length in 1..=16 {
            let count = u32::from(lengths[length - 1]);
            if code + count > 1 << length {
                return Err(damaged("an over-full Huffman table"));
            }
            (table.first[length], table.count[length], table.start[length]) = (code, count, start);
            code = (code + count) << 1;
            start += count as usize;
        }
        *slot = Some(table);
    }
    Ok(())
}

/// Bits of a block with the stuffed zeros after 0xFF taken out; ends before the next marker.
struct Bits<'r, 'a> {
    reader: &'r mut Reader<'a>,
    byte: u8,
    left: u8,
}

impl Bits<'_, '_> {
    /// The next bit, or `None` at a marker or at the end.
    fn bit(&mut self) -> Option<u32> {
        if self.left == 0 {
            match *self.reader.rest {
                [0xFF, 0x00, ref tail @ ..] => (self.byte, self.reader.rest) = (0xFF, tail),
                [0xFF, ..] | [] => return None,
                [byte, ref tail @ ..] => (self.byte, self.reader.rest) = (byte, tail),
            }
            self.left = 8;
        }
        self.left -= 1;
        Some(u32::from(self.byte >> self.left & 1))
    }

    fn number(&mut self, bits: u32) -> Result<i32, DecodeError> {
        let mut value = 0;
        for _ in 0..bits {
            value = value << 1 | self.bit().ok_or_else(|| damaged("a block ends within a number"))?;
        }
        Ok(value as i32)
    }

    /// The next symbol; `None` when only padding is left.
    fn symbol(&mut self, table: &HuffmanTable) -> Result<Option<u8>, DecodeError> {
        let mut code = 0;
        for length in 1..=16 {
            let Some(bit) = self.bit() else { return Ok(None) };
            code = code << 1 | bit;
            let offset = code.wrapping_sub(table.first[length]);
            if offset < table.count[length] {
                return Ok(Some(table.symbols[table.start[length] + offset as usize]));
            }
        }
        Err(damaged("a code that is in no Huffman table"))
    }
}

/// Appends the coefficients of one block, never more than `expected` in all.
pub(super) fn read_block(
    reader: &mut Reader,
    table: &HuffmanTable,
    coefficients: &mut Vec<i32>,
    expected: usize,
) -> Result<(), DecodeError> {
    let mut bits = Bits { reader, byte: 0, left: 0 };
    while let Some(symbol) = bits.symbol(table)? {
        let (zeros, value) = match symbol {
            1..=100 => (usize::from(symbol), None),
            101 => (0, Some(bits.number(8)?)),
            102 => (0, Some(-bits.number(8)?)),
            103 => (0, Some(bits.number(16)?)),
            104 => (0, Some(-bits.number(16)?)),
            105 => (bits.number(8)? as usize, None),
            106 => (bits.number(16)? as usize, None),
            107..=254 => (0, Some(i32::from(symbol) - 180)),
            _ => return Err(damaged("an unknown symbol")),
        };
        if coefficients.len() + zeros + usize::from(value.is_some()) > expected {
            return Err(damaged("more coefficients than the image has"));
        }
        coefficients.resize(coefficients.len() + zeros, 0);
        coefficients.extend(value);
    }
    Ok(())
}
