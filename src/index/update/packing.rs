//! Records are packed on all cores and laid in the store in their order.
//!
//! Whoever searches needs them only when the terms are on disk. So they are packed last: while Tantivy
//! ends its segment, which one core does alone, the others pack.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::index::dictionary::Dictionary;
use crate::index::record::{Packer, Unpacked};
use crate::index::store::StoreWriter;

/// Lays records in a store.
pub(super) struct Packing<'a> {
    dictionary: &'a Dictionary,
    shelf: Mutex<Shelf>,
}

/// Neighbouring documents, to be packed together.
pub(super) type Parcel = Vec<Unpacked>;

struct Shelf {
    store: StoreWriter,
    /// The number of the parcel that comes next, and those that came before their turn.
    next: usize,
    early: BTreeMap<usize, Vec<Vec<u8>>>,
    error: Option<io::Error>,
}

impl<'a> Packing<'a> {
    pub(super) fn new(store: StoreWriter, dictionary: &'a Dictionary) -> Self {
        let shelf = Shelf { store, next: 0, early: BTreeMap::new(), error: None };
        Self { dictionary, shelf: Mutex::new(shelf) }
    }

    /// What packs parcels on one thread: each with its number, without a gap in all; whether it could
    /// be done.
    pub(super) fn worker(&self) -> impl FnMut(usize, Parcel) -> bool {
        let mut packer = None;
        move |number, parcel| {
            let packed = self.pack(&mut packer, &parcel);
            let mut shelf = self.shelf();
            let laid = packed.and_then(|records| shelf.lay(number, records));
            laid.map_err(|error| shelf.error = Some(error)).is_ok()
        }
    }

    fn pack(&self, packer: &mut Option<Packer>, parcel: &Parcel) -> io::Result<Vec<Vec<u8>>> {
        let packer = match packer {
            Some(packer) => packer,
            none => none.insert(Packer::new(self.dictionary.bytes()?)?),
        };
        parcel.iter().map(|document| packer.pack(document)).collect()
    }

    /// The store with all records.
    ///
    /// # Errors
    /// When something could not be packed or laid down.
    pub(super) fn finish(self) -> io::Result<StoreWriter> {
        let shelf = self.shelf.into_inner().unwrap_or_else(PoisonError::into_inner);
        match shelf.error {
            Some(error) => Err(error),
            None => Ok(shelf.store),
        }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn lay(&mut self, number: usize, records: Vec<Vec<u8>>) -> io::Result<()> {
        self.early.insert(number, records);
        while let Some(records) = self.early.remove(&self.next) {
            for record in records {
                self.store.append(&record)?;
            }
            self.next += 1;
        }
        Ok(())
    }
}
