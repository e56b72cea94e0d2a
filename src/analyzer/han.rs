//! Ideographs that are one to a reader: traditional and simplified, and some that Japan writes otherwise.

use std::sync::LazyLock;

/// The ideographs that are looked up; rarer ones lie elsewhere.
const FIRST: char = '\u{4E00}';
const LAST: char = '\u{9FFF}';

/// What is written for each of them, from [`FIRST`] on.
static WRITTEN: LazyLock<Box<[char]>> = LazyLock::new(|| {
    let mut written: Box<[char]> = (FIRST..=LAST).collect();
    let lines = include_str!("han_variants.txt").lines().filter(|line| !line.starts_with('#'));
    for pair in lines.flat_map(|line| line.split(' ')) {
        let mut chars = pair.chars();
        if let (Some(variant), Some(other)) = (chars.next(), chars.next())
            && let Some(place) = written.get_mut(variant as usize - FIRST as usize)
        {
            *place = other;
        }
    }
    written
});

/// The ideograph as it is compared; other characters as they are.
pub(super) fn fold(c: char) -> char {
    if !(FIRST..=LAST).contains(&c) {
        return c;
    }
    WRITTEN.get(c as usize - FIRST as usize).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn traditional_and_simplified_are_one() {
        let check = |text: &str, expected: &str| {
            assert_eq!(text.chars().map(fold).collect::<String>(), expected, "{text}");
        };
        check("黃仁勳主題演講", "黄仁勋主题演讲");
        check("黄仁勋主题演讲", "黄仁勋主题演讲");
        check("供應鏈在這裡", "供应链在这里");
        check("書館両", "书馆两");
        check("芸術の図書館 藝術の圖書館", "艺术の图书馆 艺术の图书馆");
        check("発売 發賣 駅 驛 毎日 每日 教育 敎育", "发卖 发卖 驿 驿 每日 每日 教育 教育");
        check("資治通鑑路線佔領公佈昇級復著", "资治通鉴路线占领公布升级复着");
        check("가나다 abc 〇", "가나다 abc 〇");
    }

    #[test]
    fn what_is_written_for_another_stays() {
        for c in (super::FIRST..=super::LAST).map(fold) {
            assert_eq!(fold(c), c, "{c}");
        }
    }
}
