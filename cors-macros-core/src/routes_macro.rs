//! `routes!`: annotated handlers, each by the one path that names both the function and the type beside it, and the
//! function's generic arguments where it has some.

use std::mem;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{AngleBracketedGenericArguments, Path, PathArguments, Token};

use crate::library;
use crate::tokens::spans::error;

/// Expands `routes!(krate; handler, …)`; `krate` is the library's `$crate`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut tokens = input.into_iter();
    let krate: TokenStream = tokens.by_ref().take_while(|token| token.to_string() != ";").collect();
    let private = library::private(&krate);
    let handlers = match Punctuated::<Path, Token![,]>::parse_terminated.parse2(tokens.collect()) {
        Ok(handlers) if !handlers.is_empty() => handlers,
        Ok(_) => return error(Span::call_site(), NO_HANDLERS),
        Err(refused) => return error(refused.span(), NOT_PATHS),
    };
    if let Some((handler, message)) = handlers.iter().find_map(|handler| Some((handler, unusable(handler)?))) {
        return error(handler.span(), &message);
    }
    let (handlers, repeated): (Vec<_>, Vec<_>) = handlers
        .iter()
        .enumerate()
        .partition(|(at, handler)| handlers.iter().take(*at).all(|before| text(before) != text(handler)));
    if let Some((_, handler)) = repeated.first() {
        return error(handler.span(), &stands_twice(handler));
    }

    // A list of types, so that each handler keeps its own: the first handler and the rest, down to `Nil`.
    let list = handlers.iter().rev().fold(quote!(#private::Nil), |rest, (_, handler)| {
        let offered = with_policy(&private, handler);
        quote!(#private::Cons { handler: #offered, rest: #rest })
    });
    let conflict = conflict(&private, &handlers);
    // Errors about handlers that axum cannot call point at this token, so a single handler's span is better than the
    // macro's.
    let span = if let [(_, only)] = handlers.as_slice() { only.span() } else { Span::call_site() };
    let listed = quote_spanned!(span=> __cors_listed);
    quote! {{
        #conflict
        let #listed = #list;
        #private::mount(#listed)
    }}
}

/// The handler, joined to its policy.
fn with_policy(private: &TokenStream, handler: &Path) -> TokenStream {
    in_scope(private, handler, |function, ty| {
        // Naming the constant is what keeps rustc from warning that the handler is mounted otherwise. The argument is one
        // token, at which a missing policy is reported.
        quote_spanned! {handler.span()=>
            let __cors_beside = #private::Beside::<#ty>::IT;
            let () = <#ty>::mount_with_routes_or_its_cors_policy_is_lost;
            #private::Unpaired(#function).annotate(__cors_beside)
        }
    })
}

/// Items that refuse two handlers which serve one method. They are items, since `cargo check` does not evaluate
/// `const { … }` blocks. A single handler needs none, which saves the compiler work for most paths.
fn conflict(private: &TokenStream, handlers: &[(usize, &Path)]) -> TokenStream {
    if handlers.len() < 2 {
        return TokenStream::new();
    }
    let served = handlers.iter().map(|(_, handler)| {
        let name = text(handler);
        in_scope(private, handler, |_, ty| quote_spanned!(handler.span()=> #private::Beside::<#ty>::served(#name)))
    });
    quote! {
        const __CORS_SERVED: &[#private::rules::MountedMethods] = &[#(#served),*];
        const _: () = #private::rules::no_method_conflict(__CORS_SERVED);
    }
}

/// An expression of the function and of the type beside it.
///
/// A single name is written where it is used. Importing it would be ambiguous if a glob import or a crate has that name
/// too, since rustc lets nothing that a macro wrote shadow those; an expression is resolved after all imports. A handler
/// that is not annotated has no type beside it, and `Beside` falls back to its default.
///
/// A longer path is imported, because as a type argument it must be a type. A `use` takes the name from all namespaces,
/// and if there is no type among them, the glob import provides one. Either way the missing `PolicyOf` says what to do.
fn in_scope(
    private: &TokenStream,
    handler: &Path,
    expression: impl FnOnce(TokenStream, TokenStream) -> TokenStream,
) -> TokenStream {
    let (path, arguments) = without_arguments(handler);
    if let Some(name) = path.get_ident() {
        let expression = expression(quote!(#name #arguments), name.to_token_stream());
        return quote_spanned!(handler.span()=> { #expression });
    }
    let alias = quote_spanned!(handler.span()=> __cors_handler);
    let expression = expression(quote!(#alias #arguments), alias.clone());
    quote_spanned! {handler.span()=> {
        #[allow(unused_imports)]
        use #path as #alias;
        #[allow(unused_imports)]
        use #private::not_annotated::*;
        #expression
    }}
}

/// What keeps a path from being used both in an expression and in a `use`: rustc could not parse the expansion, and would
/// speak of tokens that nobody wrote.
fn unusable(handler: &Path) -> Option<String> {
    let (path, arguments) = without_arguments(handler);
    if path.segments.iter().any(|segment| !segment.arguments.is_none()) {
        return Some(NOT_PATHS.to_owned());
    }
    match arguments {
        PathArguments::None => None,
        PathArguments::AngleBracketed(arguments) if arguments.colon2_token.is_some() => None,
        PathArguments::AngleBracketed(arguments) => Some(without_colons(handler, &path, &arguments)),
        PathArguments::Parenthesized(_) => Some(NOT_PATHS.to_owned()),
    }
}

fn without_colons(handler: &Path, path: &Path, arguments: &AngleBracketedGenericArguments) -> String {
    let arguments = arguments.to_token_stream().to_string().replace(' ', "");
    format!(
        "`{}` stands where a function is called by its name\n  why: there rustc takes `<` for a comparison, unless `::` stands \
         before it\nwrite: {}::{arguments}",
        text(handler),
        text(path),
    )
}

/// A handler's path without generic arguments, as the type beside it is named, and the arguments.
fn without_arguments(handler: &Path) -> (Path, PathArguments) {
    let mut path = handler.clone();
    let last = path.segments.last_mut();
    let arguments = last.map_or(PathArguments::None, |last| mem::replace(&mut last.arguments, PathArguments::None));
    (path, arguments)
}

fn text(handler: &Path) -> String {
    handler.to_token_stream().to_string().replace(' ', "")
}

fn stands_twice(handler: &Path) -> String {
    format!(
        "`{}` stands twice\n  why: a request has one handler, so the second would never run\nwrite: each handler once",
        text(handler)
    )
}

const NOT_PATHS: &str = "`routes!` takes handlers by their paths only\n  why: each is mounted on the methods that its \
                         `#[cors(…)]` names\nwrite: routes!(list_items, api::save_item)";

const NO_HANDLERS: &str = "`routes!` without a handler\n  why: a path without handlers answers nothing\nwrite: \
                           routes!(list_items, save_item)";

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(handlers: &str) -> String {
        let expansion = expand(format!("::cors_runtime; {handlers}").parse().unwrap());
        let parsed = syn::parse2::<syn::Expr>(expansion.clone());
        assert!(parsed.is_ok(), "{handlers}: {expansion}");
        expansion.to_string()
    }

    /// Found by fuzzing: rustc could not parse the expansion.
    #[test]
    fn generic_arguments_stand_behind_colons_and_at_the_end() {
        for handlers in ["show::<Db>", "a::show::<Db, 7>", "one, show::<Db>"] {
            assert!(!expanded(handlers).contains("compile_error"), "{handlers}");
        }
        for (handlers, write) in [
            ("show<Db>", "write: show::<Db>"),
            ("one, a::show<Db, 7>", "write: a::show::<Db,7>"),
            ("a::<B>::show", "write: routes!(list_items, api::save_item)"),
            ("a<B>::show", "write: routes!(list_items, api::save_item)"),
            ("Fn(A) -> B", "write: routes!(list_items, api::save_item)"),
            ("a::Fn(A)", "write: routes!(list_items, api::save_item)"),
        ] {
            assert!(expanded(handlers).contains(write), "{handlers}: {}", expanded(handlers));
        }
    }
}
