//! Where the links in a part of a page lead.

use crate::format::html::tree::Tree;

/// Says whether every link in `node` leads to the site of the page, whose host is `own`, as far as can be told,
/// and there is one.
pub(super) fn lead_home(tree: &Tree, node: usize, own: Option<&str>) -> bool {
    const NODES_MAX: usize = 400;
    let nodes = std::iter::once(node).chain(tree.below(node)).take(NODES_MAX);
    let mut links = nodes.filter(|node| tree.name(*node) == "a").peekable();
    let is_own = |href: &str| match host_of(href) {
        Some(host) => own.is_some_and(|own| is_of_site(host, own)),
        None => !href.is_empty() && !href.starts_with(['#', '?']) && !href.contains(':'),
    };
    links.peek().is_some() && links.all(|link| tree.attribute(link, "href").is_some_and(is_own))
}

/// Says whether the links in `node` lead to several other sites, as sources do and related pages do not.
pub(super) fn lead_to_many_sites(tree: &Tree, node: usize) -> bool {
    let mut hosts: Vec<&str> = Vec::new();
    for link in tree.below(node).filter(|node| tree.name(*node) == "a") {
        let href = tree.attribute(link, "href").unwrap_or_default();
        let Some((_, rest)) = href.split_once("://") else { return false };
        hosts.extend(rest.split(['/', '?', '#']).next());
    }
    hosts.sort_unstable();
    hosts.dedup();
    hosts.len() >= 2 && !hosts.iter().any(|host| is_of_apparatus(host))
}

/// `https://www.shore.example/a` names `shore.example`.
pub(super) fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map(|(_, rest)| rest).or_else(|| url.strip_prefix("//"))?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// Says whether two hosts are of one site, as `news.shore.example` and `shore.example` are.
fn is_of_site(host: &str, own: &str) -> bool {
    let is_part = |part: &str, whole: &str| part.strip_suffix(whole).is_some_and(|rest| rest.ends_with('.'));
    host == own || is_part(host, own) || is_part(own, host)
}

/// Sites that pages link to for their own sake: to be shared, followed, or run.
fn is_of_apparatus(host: &str) -> bool {
    const SITES: [&str; 12] = [
        "facebook.",
        "twitter.",
        "x.com",
        "linkedin.",
        "instagram.",
        "pinterest.",
        "whatsapp.",
        "t.me",
        "reddit.",
        "youtube.",
        "tiktok.",
        "wordpress.org",
    ];
    let host = host.strip_prefix("www.").unwrap_or(host);
    SITES.iter().any(|site| host.starts_with(site) || host.ends_with(".x.com"))
}
