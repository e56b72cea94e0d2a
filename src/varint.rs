//! Numbers of 32 bits in one to five bytes, small ones in few.

/// The bytes end inside a number, or no number was written so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut;

pub(crate) fn push(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

pub(crate) fn push_signed(out: &mut Vec<u8>, number: i32) {
    push(out, zigzag(number));
}

/// Small numbers for those near zero on either side.
pub(crate) fn zigzag(number: i32) -> u32 {
    ((number << 1) ^ (number >> 31)).cast_unsigned()
}

/// What [`zigzag`] has made a number of.
pub(crate) fn unzigzag(number: u32) -> i32 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

pub(crate) fn read(data: &mut &[u8]) -> Result<u32, Cut> {
    let mut number = 0_u32;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = data.split_first().ok_or(Cut)?;
        *data = rest;
        number |= u32::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Cut)
}

pub(crate) fn read_signed(data: &mut &[u8]) -> Result<i32, Cut> {
    Ok(unzigzag(read(data)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 300, 1 << 20, u32::MAX] {
            let mut bytes = Vec::new();
            push(&mut bytes, number);
            push_signed(&mut bytes, number.cast_signed());
            let mut data = bytes.as_slice();
            assert_eq!(read(&mut data), Ok(number));
            assert_eq!(read_signed(&mut data), Ok(number.cast_signed()));
            assert!(data.is_empty());
        }
        assert_eq!(read(&mut [0x80].as_slice()), Err(Cut));
    }
}
