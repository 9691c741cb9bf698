//! SQL's LIKE: `%` any text, `_` any one character, `\` takes the next one as it is.

#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    AnyText,
    AnyOne,
    Letter(char),
}

#[derive(Debug, Clone)]
pub struct Pattern {
    parts: Vec<Part>,
    ignore_case: bool,
}

impl Pattern {
    pub fn new(pattern: &str, escape: Option<char>, ignore_case: bool) -> Self {
        let folded = fold(pattern, ignore_case);
        let mut letters = folded.iter().copied();
        let mut parts = Vec::new();
        while let Some(letter) = letters.next() {
            parts.push(match letter {
                letter if Some(letter) == escape => Part::Letter(letters.next().unwrap_or(letter)),
                '%' => Part::AnyText,
                '_' => Part::AnyOne,
                letter => Part::Letter(letter),
            });
        }
        Self { parts, ignore_case }
    }

    /// Goes back only to the last `%`, so a text of n letters takes n·m steps at most.
    pub fn matches(&self, text: &str) -> bool {
        let text = fold(text, self.ignore_case);
        let (mut at, mut part) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while at < text.len() {
            match self.parts.get(part) {
                Some(Part::AnyText) => {
                    retry = Some((at, part + 1));
                    part += 1;
                }
                Some(&wanted) if wanted == Part::AnyOne || wanted == Part::Letter(text[at]) => {
                    at += 1;
                    part += 1;
                }
                _ => {
                    let Some((from, after)) = retry else { return false };
                    retry = Some((from + 1, after));
                    (at, part) = (from + 1, after);
                }
            }
        }
        self.parts[part..].iter().all(|&part| part == Part::AnyText)
    }
}

fn fold(text: &str, ignore_case: bool) -> Vec<char> {
    if ignore_case { text.chars().flat_map(char::to_lowercase).collect() } else { text.chars().collect() }
}
