//! Links that lead to places in a recording, as transcripts have them at each time.

/// What links with times say about where a recording is.
#[derive(Debug, Default)]
pub(super) struct Recording {
    /// The address of the first, without its time.
    address: String,
    /// How many lead there, and how many to another recording.
    there: usize,
    elsewhere: usize,
}

impl Recording {
    /// Takes up the address of a link.
    pub(super) fn add(&mut self, address: &str) {
        let Some(whole) = without_time(address) else { return };
        if self.there == 0 {
            self.address = whole;
        } else if self.address != whole {
            self.elsewhere += 1;
            return;
        }
        self.there += 1;
    }

    /// The address of the only recording that several links lead into.
    pub(super) fn address(&self) -> Option<&str> {
        const LINKS_MIN: usize = 3;
        (self.there >= LINKS_MIN && self.elsewhere == 0).then_some(&*self.address)
    }
}

/// The address of a film without the time in it; nothing where it has none or is another address.
fn without_time(address: &str) -> Option<String> {
    const HOSTS: [&str; 4] = ["youtube.com/watch", "youtube.com/live/", "youtu.be/", "vimeo.com/"];
    let scheme = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host = scheme.trim_start_matches("www.").trim_start_matches("m.");
    if !HOSTS.iter().any(|known| host.starts_with(known)) {
        return None;
    }
    let (bare, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (place, query) = bare.split_once('?').unwrap_or((bare, ""));
    let is_time = |field: &&str| field.starts_with("t=") || field.starts_with("start=");
    let kept: Vec<&str> = query.split('&').filter(|field| !field.is_empty() && !is_time(field)).collect();
    let has_time = fragment.starts_with("t=") || query.split('&').any(|field| is_time(&field));
    let mark = if kept.is_empty() { "" } else { "?" };
    has_time.then(|| format!("{place}{mark}{}", kept.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_with_times_say_where_the_recording_is() {
        let check = |addresses: &[&str], expected: Option<&str>| {
            let mut recording = Recording::default();
            addresses.iter().for_each(|address| recording.add(address));
            assert_eq!(recording.address(), expected, "{addresses:?}");
        };
        let at = ["https://youtube.com/watch?v=abc&t=0", "https://youtube.com/watch?v=abc&t=5s"];
        check(
            &[at[0], at[1], "https://youtube.com/watch?t=9&v=abc"],
            Some("https://youtube.com/watch?v=abc"),
        );
        check(&[at[0], at[1]], None);
        check(&[at[0], at[1], at[1], "https://youtu.be/xyz?t=5"], None);
        check(&["https://youtu.be/xyz#t=5"; 3], Some("https://youtu.be/xyz"));
        check(&["https://video.example/watch?v=k&t=3s"; 3], None);
    }
}
