//! The request headers that a handler's extractors need, as the attribute asks for them.

use cors_policy::Policy;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

use super::const_expr;
use crate::item::Handler;
use crate::tokens::text;

/// What the extractors need, which a preflight admits beside what the policy lists.
#[derive(Default)]
pub(crate) struct Needs {
    /// What must be in scope for the types to be asked.
    pub(crate) probes: TokenStream,
    pub(crate) items: TokenStream,
    /// Statements that refuse names that are none.
    pub(crate) check_names: TokenStream,
    /// The headers that a preflight admits.
    pub(crate) headers: Option<TokenStream>,
}

impl Needs {
    pub(crate) fn of(handler: &Handler, policy: &Policy, has_base: bool) -> Self {
        let types = extractors(handler);
        if types.is_empty() {
            return Self::default();
        }
        let needed = types.iter().map(|ty| {
            let text = text::of(ty.to_token_stream());
            // The extractor's own tokens keep their spans, so that a type that does not exist is reported once.
            quote!(__cors::rules::Needed { extractor: #text, names: <__cors::Probe<#ty>>::NAMES })
        });
        let listed = match &policy.headers {
            Some(names) => const_expr::header_names(names).to_token_stream(),
            None if has_base => quote!(__CORS_BASE.rules().listed_headers()),
            None => quote!(""),
        };
        // A check of its own would cost the compiler a constant; these stand in the one that is made of the names.
        let check_names = types.iter().enumerate().map(|(number, ty)| {
            let check = quote_spanned!(ty.span()=> __cors::rules::name_headers(&__CORS_ADMITTED.extractors[#number]));
            quote!(#check;)
        });
        Self {
            probes: quote!(
                #[allow(unused_imports)]
                use __cors::NeedsNothing as _;
            ),
            items: quote! {
                const __CORS_ADMITTED: __cors::rules::Admitted =
                    __cors::rules::Admitted { listed: #listed, extractors: &[#(#needed),*] };
                const __CORS_HEADERS: [u8; __CORS_ADMITTED.joined_len()] = __CORS_ADMITTED.join();
            },
            check_names: check_names.collect(),
            headers: Some(quote!(__cors::Some(__CORS_ADMITTED.line(&__CORS_HEADERS)))),
        }
    }
}

/// The types that are asked what they need: the arguments', each with the alternatives in it.
fn extractors(handler: &Handler) -> Vec<&Type> {
    fn add<'a>(ty: &'a Type, types: &mut Vec<&'a Type>) {
        types.push(ty);
        for part in alternatives(ty) {
            add(part, types);
        }
    }
    let mut types = Vec::new();
    for ty in handler.argument_types() {
        add(ty, &mut types);
    }
    types
}

/// The parts of axum-extra's `Either<…>`, `Either3<…>` and so on, wherever in a type one stands. Of the type as a whole no part
/// is asked where another is an extractor that says nothing of itself.
fn alternatives(ty: &Type) -> Vec<&Type> {
    let Type::Path(path) = ty else { return Vec::new() };
    let Some(PathArguments::AngleBracketed(arguments)) = path.path.segments.last().map(|last| &last.arguments) else {
        return Vec::new();
    };
    let parts = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    let is_either = path.path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        name.strip_prefix("Either")
            .is_some_and(|rest| rest.is_empty() || matches!(rest, "3" | "4" | "5" | "6" | "7" | "8"))
    });
    if is_either { parts.collect() } else { parts.flat_map(alternatives).collect() }
}
