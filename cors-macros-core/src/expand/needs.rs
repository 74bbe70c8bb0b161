//! The request headers that a handler's extractors need. Only the compiler knows them, so the expansion asks the types.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

use crate::item::Handler;
use crate::tokens::text;

/// What asks the extractors, as tokens. A preflight admits what they need beside what the policy lists.
#[derive(Default)]
pub(crate) struct Needs {
    /// Items that ask the types.
    pub(crate) items: TokenStream,
    /// Statements that refuse a name which is not a header's.
    pub(crate) check_names: TokenStream,
    /// The list of what each extractor needs.
    pub(crate) required: TokenStream,
}

impl Needs {
    pub(crate) fn of(handler: &Handler) -> Self {
        let types = extractors(handler);
        if types.is_empty() {
            return Self { required: quote!(&[]), ..Self::default() };
        }
        let needed = types.iter().map(|ty| {
            let text = text::of(ty.to_token_stream());
            // The extractor's own tokens keep their spans, so that a type that does not exist is reported once.
            quote!(__cors::rules::RequiredHeaders { extractor: #text, names: <__cors::Probe<#ty>>::NAMES })
        });
        // A constant of its own for each check would cost the compiler more, so the checks go into the one of the policy.
        let check_names = types.iter().enumerate().map(|(number, ty)| {
            let check = quote_spanned!(ty.span()=> __cors::rules::check_header_names(&__CORS_REQUIRED[#number]));
            quote!(#check;)
        });
        Self {
            items: quote! {
                #[allow(unused_imports)]
                use __cors::NeedsNothing as _;
                const __CORS_REQUIRED: &[__cors::rules::RequiredHeaders] = &[#(#needed),*];
            },
            check_names: check_names.collect(),
            required: quote!(__CORS_REQUIRED),
        }
    }
}

/// The types that are asked: each argument's type, and the alternatives in it.
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

/// The parts of each `Either<…>`, `Either3<…>` and so on of axum-extra, wherever in a type it is. The parts are asked one
/// by one, since the whole type tells nothing if one of them is an extractor that tells nothing.
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
