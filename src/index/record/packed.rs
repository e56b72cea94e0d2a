//! Numbers that are much alike, in few bits: how many each has, the least of them, and of each how much
//! more it is.

use super::Damaged;
use crate::varint;

/// Writes `numbers`; whoever reads them knows how many there are.
pub(super) fn push(data: &mut Vec<u8>, numbers: &[u32]) {
    let (Some(least), Some(most)) = (numbers.iter().min(), numbers.iter().max()) else { return };
    let width = u32::BITS - (most - least).leading_zeros();
    data.push(width as u8);
    varint::push(data, *least);
    let (mut waiting, mut bits) = (0_u64, 0);
    for number in numbers {
        waiting |= u64::from(number - least) << bits;
        bits += width;
        while bits >= 8 {
            data.push(waiting as u8);
            waiting >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        data.push(waiting as u8);
    }
}

/// Numbers that were written so.
#[derive(Debug, Default)]
pub(super) struct Packed<'a> {
    data: &'a [u8],
    least: u32,
    width: u32,
    waiting: u64,
    bits: u32,
}

impl<'a> Packed<'a> {
    /// Takes `count` numbers from the front of `data`.
    pub(super) fn read(data: &mut &'a [u8], count: usize) -> Result<Self, Damaged> {
        if count == 0 {
            return Ok(Self::default());
        }
        let (width, rest) = data.split_first().ok_or(Damaged)?;
        *data = rest;
        let (width, least) = (u32::from(*width), varint::read(data)?);
        if width > u32::BITS {
            return Err(Damaged);
        }
        let bytes = (count * width as usize).div_ceil(8);
        let (numbers, rest) = data.split_at_checked(bytes).ok_or(Damaged)?;
        *data = rest;
        Ok(Self { data: numbers, least, width, waiting: 0, bits: 0 })
    }

    /// The next of them; behind the last, the least.
    pub(super) fn next(&mut self) -> u32 {
        while self.bits < self.width {
            let Some((byte, rest)) = self.data.split_first() else { break };
            self.waiting |= u64::from(*byte) << self.bits;
            self.bits += 8;
            self.data = rest;
        }
        let number = self.waiting & ((1 << self.width) - 1);
        self.waiting >>= self.width;
        self.bits = self.bits.saturating_sub(self.width);
        self.least.wrapping_add(number as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for numbers in [vec![7; 9], vec![7, 0, 1, 5], vec![u32::MAX, 1, 0], vec![300, 299], vec![]] {
            let mut data = Vec::new();
            push(&mut data, &numbers);
            let mut rest = data.as_slice();
            let mut packed = Packed::read(&mut rest, numbers.len()).unwrap();
            assert!(rest.is_empty());
            assert_eq!(numbers.iter().map(|_| packed.next()).collect::<Vec<_>>(), numbers);
        }
        assert!(Packed::read(&mut [8, 0].as_slice(), 1).is_err());
        assert!(Packed::read(&mut [40, 0, 0, 0, 0, 0, 0].as_slice(), 1).is_err());
    }
}
