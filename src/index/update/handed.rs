//! A document as Tantivy takes it, without a copy of its terms; how much of them may be on the way.
//!
//! Tantivy's queue holds ten thousand documents whatever their size, so whoever fills it runs far
//! ahead of the one thread that empties it: memory fills with terms, and at the end there is work for
//! one core alone. Bounded by bytes, the cores go to that thread first.

use std::fmt;
use std::iter::{Chain, Empty, Map};
use std::slice::Iter;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Field, Value};

/// What a document says in each field.
#[derive(Debug)]
pub(super) struct Handed {
    texts: Vec<(Field, String)>,
    numbers: Vec<(Field, u64)>,
    /// Given back when Tantivy has taken the document up.
    _room: Room,
}

impl Handed {
    /// Waits for room where there is none.
    pub(super) fn new(texts: Vec<(Field, String)>, numbers: Vec<(Field, u64)>, hall: &Arc<Hall>) -> Self {
        let bytes = texts.iter().map(|(_, text)| text.len()).sum();
        Self { texts, numbers, _room: hall.enter(bytes) }
    }
}

/// A text or a number of a [`Handed`] document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Said<'a> {
    Text(&'a str),
    Number(u64),
}

impl<'a> Value<'a> for Said<'a> {
    type ArrayIter = Empty<Self>;
    type ObjectIter = Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            Self::Text(text) => ReferenceValueLeaf::Str(text),
            Self::Number(number) => ReferenceValueLeaf::U64(number),
        })
    }
}

type Of<'a, T> = Map<Iter<'a, (Field, T)>, fn(&'a (Field, T)) -> (Field, Said<'a>)>;

impl Document for Handed {
    type Value<'a> = Said<'a>;
    type FieldsValuesIter<'a> = Chain<Of<'a, String>, Of<'a, u64>>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        let text: fn(&(Field, String)) -> (Field, Said<'_>) = |(field, text)| (*field, Said::Text(text));
        let number: fn(&(Field, u64)) -> (Field, Said<'_>) =
            |(field, number)| (*field, Said::Number(*number));
        self.texts.iter().map(text).chain(self.numbers.iter().map(number))
    }
}

/// Where documents are on the way: so many bytes at once, or one document.
#[derive(Debug)]
pub(super) struct Hall {
    bytes_max: usize,
    bytes: Mutex<usize>,
    left: Condvar,
}

impl Hall {
    pub(super) fn new(bytes_max: usize) -> Arc<Self> {
        Arc::new(Self { bytes_max, bytes: Mutex::new(0), left: Condvar::new() })
    }

    fn enter(self: &Arc<Self>, bytes: usize) -> Room {
        let mut held = self.lock();
        while *held > 0 && *held + bytes > self.bytes_max {
            held = self.left.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
        *held += bytes;
        Room { hall: Arc::clone(self), bytes }
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one document takes of a [`Hall`], until it is dropped.
struct Room {
    hall: Arc<Hall>,
    bytes: usize,
}

impl Drop for Room {
    fn drop(&mut self) {
        *self.hall.lock() -= self.bytes;
        self.hall.left.notify_one();
    }
}

impl fmt::Debug for Room {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Room").field("bytes", &self.bytes).finish()
    }
}
