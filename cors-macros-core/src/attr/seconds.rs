//! The seconds that an expression means, for the advice of an error: `60 * 60`, `Duration::from_secs(600)`, `"1h"`.

use cors_policy::seconds_in;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{LitInt, LitStr};

use crate::tokens::pieces::inside;

/// The seconds that an expression means: sums, differences and products of whole numbers, durations, and texts as `1h`.
pub(crate) fn of(tokens: &[TokenTree]) -> Option<i128> {
    let mut rest = tokens;
    let sum = sum(&mut rest)?;
    rest.is_empty().then_some(sum)
}

fn sum(rest: &mut &[TokenTree]) -> Option<i128> {
    let mut total = product(rest)?;
    while let Some(sign) = next_sign(rest, &['+', '-']) {
        let right = product(rest)?;
        total = if sign == '+' { total.checked_add(right)? } else { total.checked_sub(right)? };
    }
    Some(total)
}

fn product(rest: &mut &[TokenTree]) -> Option<i128> {
    let mut total = factor(rest)?;
    while next_sign(rest, &['*']).is_some() {
        total = total.checked_mul(factor(rest)?)?;
    }
    Some(total)
}

fn factor(rest: &mut &[TokenTree]) -> Option<i128> {
    // A loop, since a recursion would overflow the stack for a long enough row of signs.
    let mut is_negated = false;
    while next_sign(rest, &['-']).is_some() {
        is_negated = !is_negated;
    }
    let value = unsigned(rest)?;
    if is_negated { value.checked_neg() } else { Some(value) }
}

fn unsigned(rest: &mut &[TokenTree]) -> Option<i128> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    match first {
        TokenTree::Group(group) if group.delimiter() != Delimiter::Brace => of(&inside(group)),
        TokenTree::Literal(literal) => {
            let token = TokenStream::from(TokenTree::from(literal.clone()));
            if let Ok(text) = syn::parse2::<LitStr>(token.clone()) {
                return seconds_in(&text.value());
            }
            match syn::parse2::<LitInt>(token) {
                Ok(number) if is_integer_type(number.suffix()) => number.base10_parse().ok(),
                Ok(number) => seconds_in(&format!("{}{}", number.base10_digits(), number.suffix())),
                // A fraction of a second is cut off.
                Err(_) => literal.to_string().split_once('.').and_then(|(whole, _)| seconds_in(whole)),
            }
        }
        TokenTree::Ident(_) => {
            // `Duration::from_secs(600)`, `Some(600)`: the last word before the brackets tells the number's unit.
            let end = rest.iter().position(|token| matches!(token, TokenTree::Group(_)))?;
            let called = rest[..end].last().unwrap_or(first).to_string();
            let argument = of(&rest[end..=end])?;
            *rest = &rest[end + 1..];
            match called.as_str() {
                "from_secs" | "seconds" | "Some" | "from_secs_f32" | "from_secs_f64" => Some(argument),
                "from_millis" | "milliseconds" => Some(argument / 1000),
                "from_mins" | "minutes" => argument.checked_mul(60),
                "from_hours" | "hours" => argument.checked_mul(3600),
                "from_days" | "days" => argument.checked_mul(86_400),
                _ => None,
            }
        }
        TokenTree::Group(_) | TokenTree::Punct(_) => None,
    }
}

/// Whether this may follow a number in Rust; other letters, as in `10m`, are a unit.
pub(crate) fn is_integer_type(suffix: &str) -> bool {
    matches!(
        suffix,
        "" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize"
    )
}

fn next_sign(rest: &mut &[TokenTree], signs: &[char]) -> Option<char> {
    match rest.split_first() {
        Some((TokenTree::Punct(sign), after)) if signs.contains(&sign.as_char()) => {
            *rest = after;
            Some(sign.as_char())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_worked_out() {
        for (expression, seconds) in [
            ("60 * 60", 3600),
            ("24 * (60 - 1) + 1_000", 2416),
            ("Duration::from_secs(600)", 600),
            ("std::time::Duration::from_secs(60 * 10)", 600),
            ("\"600\"", 600),
            ("\"1h\"", 3600),
            ("10m", 600),
            ("0.5", 0),
            ("Some(60)", 60),
            ("- -60", 60),
            ("70 - -(-10)", 60),
        ] {
            let tokens: Vec<TokenTree> = expression.parse::<TokenStream>().unwrap().into_iter().collect();
            assert_eq!(of(&tokens), Some(seconds), "{expression}");
        }
    }

    #[test]
    fn a_long_row_of_signs_ends() {
        let tokens: Vec<TokenTree> = "- ".repeat(100_000).parse::<TokenStream>().unwrap().into_iter().collect();
        assert_eq!(of(&tokens), None);
    }
}
