//! The ASCII form of an international host name, for the suggestion "write this instead".
//!
//! Only the encoder of RFC 3492 is here: a policy with a Unicode host is refused, and the user is shown the form that
//! browsers send. Mapping and normalisation (UTS 46) are left to lower-casing, which is enough for a suggestion.

/// A host with each non-ASCII label turned into its `xn--` form.
pub(crate) fn to_ascii(host: &str) -> String {
    host.to_lowercase()
        .split(['.', '。'])
        .map(|label| if label.is_ascii() { label.to_owned() } else { format!("xn--{}", encode_label(label)) })
        .collect::<Vec<_>>()
        .join(".")
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
fn encode_label(label: &str) -> String {
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

fn digit(value: u32) -> char {
    char::from_digit(value, BASE).map_or('a', |c| {
        // `from_digit` counts 0–9 before a–z; RFC 3492 section 5 counts a–z (0–25) before 0–9 (26–35).
        match c {
            '0'..='9' => char::from(b'a' + (c as u8 - b'0')),
            'a'..='p' => char::from(b'k' + (c as u8 - b'a')),
            _ => char::from(b'0' + (c as u8 - b'q')),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_browsers_send_them() {
        assert_eq!(to_ascii("münchen.example"), "xn--mnchen-3ya.example");
        assert_eq!(to_ascii("Bücher.example"), "xn--bcher-kva.example");
        assert_eq!(to_ascii("例え.テスト"), "xn--r8jz45g.xn--zckzah");
        assert_eq!(to_ascii("пример.испытание"), "xn--e1afmkfd.xn--80akhbyknj4f");
        assert_eq!(to_ascii("plain.example"), "plain.example");
    }
}
