//! Says at a glance whether a text may have lost its breaks.

/// Says that `text` may have lost breaks: a capital stands right behind the end of a sentence or
/// behind small letters more often than names explain. Most undamaged texts are told by this alone.
pub(super) fn is_damaged(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut ends = 0u32;
    let mut humps = 0u32;
    let mut previous = kind(b' ');
    let mut before = previous;
    for (index, byte) in bytes.iter().enumerate() {
        let here = kind(*byte);
        if here == Kind::Upper && previous != Kind::Space && previous != Kind::Upper {
            let next = bytes.get(index + 1).map_or(Kind::Space, |byte| kind(*byte));
            match previous {
                Kind::End if before != Kind::Space && before != Kind::Upper && next == Kind::Lower => {
                    ends += 1
                }
                Kind::Lower if before == Kind::Lower && next == Kind::Lower => humps += 1,
                _ => {}
            }
            if ends > 0 || humps > 1 {
                return true;
            }
        }
        before = previous;
        previous = here;
    }
    false
}

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Space,
    Lower,
    Upper,
    End,
    Other,
}

const fn kind(byte: u8) -> Kind {
    match byte {
        b' ' | b'\t'..=b'\r' => Kind::Space,
        b'a'..=b'z' | 0x80..=0xFF => Kind::Lower,
        b'A'..=b'Z' => Kind::Upper,
        b'.' | b'!' | b'?' | b':' | b')' | b'"' => Kind::End,
        _ => Kind::Other,
    }
}
