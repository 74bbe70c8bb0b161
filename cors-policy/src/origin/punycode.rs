//! The ASCII form of international host names (RFC 3492): which labels have it, and what to write for a name that has not.
//!
//! Browsers map and normalise a name before they encode it (URL Standard, "domain to ASCII"; UTS 46). The tables for that are
//! large, and a wrong form would be worse than none, so a form is only told where it is certain: for letters that the mapping
//! leaves as they are, in scripts that are written from left to right.

use super::limits::MAX_LABEL;

/// Whether what follows `xn--` in a label can be the encoded form of a name. It is none if it cannot be decoded, if what is
/// decoded needs no encoding or has characters that no name has (UTS 46, "validity criteria"), or if encoding that gives
/// another text. Without the tables some are taken that browsers refuse, and none is refused that they take.
pub(crate) fn is_encoded(text: &str) -> bool {
    decode_label(text).is_some_and(|label| {
        !label.is_ascii() && !label.chars().any(is_never_in_a_name) && encode_label(&label) == text
    })
}

/// Control characters, spaces, what is for private use or will never be a character, and what is mapped to another.
fn is_never_in_a_name(c: char) -> bool {
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    c.is_control() || c.is_whitespace() || private || as_mapped(c).is_some_and(|mapped| mapped != c)
}

/// A host as browsers send it; none where that is not certain.
pub(crate) fn to_ascii(host: &str) -> Option<String> {
    // UTS 46 maps the other full stops to the one of ASCII.
    let labels = host.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']).map(label_to_ascii);
    labels.collect::<Option<Vec<_>>>().map(|labels| labels.join("."))
}

fn label_to_ascii(label: &str) -> Option<String> {
    // An encoded character takes one byte at least, so no longer label has a legal form; encoding takes quadratic time.
    if label.chars().count() > MAX_LABEL {
        return label.is_ascii().then(|| label.to_ascii_lowercase());
    }
    let label = label.chars().map(as_mapped).collect::<Option<String>>()?;
    if label.is_ascii() {
        return Some(label);
    }
    let encoded = format!("xn--{}", encode_label(&label));
    (!label.starts_with("xn--") && encoded.len() <= MAX_LABEL).then_some(encoded)
}

/// What UTS 46 maps a character to, where that is one character for certain.
fn as_mapped(c: char) -> Option<char> {
    let folded = match c {
        _ if c.is_ascii() => return Some(c.to_ascii_lowercase()),
        // The full-width forms of ASCII.
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            let ascii = u32::from(c).checked_sub(0xfee0).and_then(char::from_u32)?;
            return Some(ascii.to_ascii_lowercase());
        }
        'À'..='Ö' | 'Ø'..='Þ' | 'Ā'..='Ž' | 'Α'..='Ω' | 'Ѐ'..='Я' | 'Ґ' => {
            let mut lower = c.to_lowercase();
            lower.next().filter(|_| lower.next().is_none())?
        }
        _ => c,
    };
    match folded {
        // Ligatures and the like, which are mapped to several characters or to another.
        'ĳ' | 'ŀ' | 'ŉ' => None,
        // Latin (`ß` stays: browsers do not process transitionally), Greek (`ς` stays), Cyrillic, Armenian.
        'ß'..='ö' | 'ø'..='ž' | 'ά'..='ώ' | 'ΐ' | 'а'..='џ' | 'ґ' | 'ա'..='ֆ' => {
            folded.is_lowercase().then_some(folded)
        }
        // Kana, the oldest block of ideographs, syllables of Hangul.
        '々'..='〇' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '\u{4e00}'..='\u{9fa5}' | '가'..='힣' => Some(folded),
        _ => None,
    }
}

// The parameters of RFC 3492 section 5.
const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// RFC 3492 section 6.3.
pub(crate) fn encode_label(label: &str) -> String {
    let code_points: Vec<u32> = label.chars().map(u32::from).collect();
    let mut output: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(output.len()).unwrap_or(u32::MAX);
    if basic > 0 {
        output.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (INITIAL_N, 0_u32, INITIAL_BIAS, basic);
    while let Some(next) = code_points.iter().copied().filter(|&c| c >= n).min() {
        delta = delta.saturating_add((next - n).saturating_mul(handled + 1));
        n = next;
        for &code_point in &code_points {
            if code_point < n {
                delta = delta.saturating_add(1);
            }
            if code_point == n {
                push_variable_length(&mut output, delta, bias);
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.saturating_add(1);
        n += 1;
    }
    output
}

/// RFC 3492 section 6.2; none where the text is no encoded one.
fn decode_label(text: &str) -> Option<String> {
    let (basic, extended) = text.rsplit_once('-').unwrap_or(("", text));
    let mut output: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0_u32, INITIAL_BIAS);
    let mut digits = extended.bytes();
    let mut next = digits.next();
    while next.is_some() {
        let (before, mut weight, mut k) = (i, 1_u32, BASE);
        loop {
            let value = digit_value(next?)?;
            next = digits.next();
            i = i.checked_add(value.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if value < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let points = u32::try_from(output.len()).ok()?.checked_add(1)?;
        bias = adapt(i - before, points, before == 0);
        n = n.checked_add(i / points)?;
        i %= points;
        output.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(output.into_iter().collect())
}

/// RFC 3492 section 5: a–z are 0–25, 0–9 are 26–35.
fn digit_value(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

fn push_variable_length(output: &mut String, delta: u32, bias: u32) {
    let mut q = delta;
    let mut k = BASE;
    loop {
        let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if q < threshold {
            output.push(digit(q));
            return;
        }
        output.push(digit(threshold + (q - threshold) % (BASE - threshold)));
        q = (q - threshold) / (BASE - threshold);
        k += BASE;
    }
}

/// RFC 3492 section 6.1.
fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

/// RFC 3492 section 5, the other way round.
fn digit(value: u32) -> char {
    let zero = if value < 26 { u32::from('a') } else { u32::from('0') - 26 };
    char::from_u32(zero + value).unwrap_or('a')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_browsers_send_them() {
        for (name, ascii) in [
            ("münchen.example", "xn--mnchen-3ya.example"),
            ("Bücher.example", "xn--bcher-kva.example"),
            ("ÜBER.Example", "xn--ber-goa.example"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
            ("straße.example", "xn--strae-oqa.example"),
            ("한국.example", "xn--3e0b707e.example"),
            ("ｅｘａｍｐｌｅ。com", "example.com"),
            ("plain.example", "plain.example"),
        ] {
            assert_eq!(to_ascii(name).as_deref(), Some(ascii), "{name}");
        }
    }

    #[test]
    fn no_form_where_none_is_certain() {
        for name in [
            "mu\u{308}nchen.example", // a combining accent, which is normalised away
            "ﬁ.example",              // a ligature, which is mapped
            "İ.example",              // two characters in lower case
            "ẞ.example",              // mapped to `ss` by some, to `ß` by others
            "ŀ.example",
            "\u{212a}.example",   // the sign for kelvins
            "שלום.example",       // from right to left
            "a\u{200d}b.example", // joined by what stands for nothing
            "xn--ü.example",
        ] {
            assert_eq!(to_ascii(name), None, "{name}");
        }
        assert_eq!(to_ascii(&"ü".repeat(64)), None);
        assert_eq!(to_ascii(&"例".repeat(63)), None);
    }

    #[test]
    fn labels_that_are_encoded() {
        for label in ["mnchen-3ya", "r8jz45g", "zckzah", "e1afmkfd", "80akhbyknj4f", "strae-oqa", "p1ai", "fiqs8s"] {
            assert!(is_encoded(label), "{label}");
        }
    }

    #[test]
    fn labels_that_only_begin_as_if_they_were() {
        for label in
            ["", "f", "a", "-", "Mnchen-3ya", "ber-ska", "abc-", "a-b", "99999999", "mnchen-3y", "ü", "_", "mnchen_3ya"]
        {
            assert!(!is_encoded(label), "{label}");
        }
        assert!(!is_encoded(&"9".repeat(59)));
        assert!(!is_encoded(&"z".repeat(59)));
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        for label in ["ü", "münchen", "例え", "a-ü-b", "испытание", "\u{10ffff}x", "üäößü"] {
            assert_eq!(decode_label(&encode_label(label)).as_deref(), Some(label));
        }
    }
}
