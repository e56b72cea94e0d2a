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

/// Reads as many numbers as `numbers` has room for from the front of `data`.
pub(super) fn read(data: &mut &[u8], numbers: &mut [u32]) -> Result<(), Damaged> {
    if numbers.is_empty() {
        return Ok(());
    }
    let (width, rest) = data.split_first().ok_or(Damaged)?;
    *data = rest;
    let (width, least) = (usize::from(*width), varint::read(data)?);
    let bytes = (numbers.len() * width).div_ceil(8);
    if width > u32::BITS as usize || data.len() < bytes {
        return Err(Damaged);
    }
    if width == 0 {
        numbers.fill(least);
        return Ok(());
    }
    let mask = (1 << width) - 1;
    let mut at = 0;
    for number in numbers {
        let (byte, bit) = (at / 8, at % 8);
        at += width;
        // What stands behind the numbers does not matter, and spares asking where they end.
        let behind = data.get(byte..).unwrap_or_default();
        let bits = match behind.first_chunk() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => behind.iter().rev().fold(0, |bits, byte| bits << 8 | u64::from(*byte)),
        };
        *number = least.wrapping_add((bits >> bit & mask) as u32);
    }
    *data = &data[bytes..];
    Ok(())
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
            let mut again = vec![0; numbers.len()];
            read(&mut rest, &mut again).unwrap();
            assert!(rest.is_empty());
            assert_eq!(again, numbers);
        }
        assert!(read(&mut [8, 0].as_slice(), &mut [0]).is_err());
        assert!(read(&mut [40, 0, 0, 0, 0, 0, 0].as_slice(), &mut [0]).is_err());
    }
}
