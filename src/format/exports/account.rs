//! Whose archive it is: what X and Mastodon say of the account beside its posts.

use super::super::json;
use crate::document::Document;

/// Whose the posts are that lie in one folder of an archive.
#[derive(Debug)]
pub(in super::super) struct Account {
    /// The folder, with the slash behind it; empty at the top.
    folder: String,
    name: String,
}

impl Account {
    /// What a member of an archive says of an account; `name` is its path there.
    pub(in super::super) fn of_member(name: &str, bytes: &[u8]) -> Option<Self> {
        let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
        if !matches!(file, "account.js" | "actor.json") {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{FEFF}');
        let said = if file == "account.js" {
            let list = text.trim_start().strip_prefix("window.YTD.account.")?.split_once('=')?.1;
            let reading = json::read(list).ok()?;
            let account = reading.value.list().first()?.get("account");
            account.any(&["accountDisplayName", "username"]).words()?.to_owned()
        } else {
            let reading = json::read(text).ok()?;
            reading.value.get("preferredUsername").words()?;
            reading.value.any(&["name", "preferredUsername"]).words()?.to_owned()
        };
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let name = said.trim().to_owned();
        (!name.is_empty()).then_some(Self { folder, name })
    }

    /// Signs the posts of the account, which lie beside it.
    pub(in super::super) fn sign(&self, documents: &mut [Document]) {
        for document in documents {
            let beside = document.part.strip_prefix(&self.folder);
            let is_own =
                document.format == "tweets" || beside.is_some_and(|file| file.starts_with("outbox.json"));
            if beside.is_some() && is_own && document.metadata.authors.is_empty() {
                document.metadata.authors.push(self.name.clone());
            }
        }
    }
}
