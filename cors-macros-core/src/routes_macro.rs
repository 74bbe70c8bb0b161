//! `routes!`: annotated handlers, each by the one path that names both the function and the type beside it, and the
//! function's generic arguments where it has some.

use std::mem;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Path, PathArguments, Token};

use crate::tokens::spans::error;

/// Expands `routes!(krate; handler, …)`; `krate` is the library's `$crate`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut tokens = input.into_iter();
    let krate: TokenStream = tokens.by_ref().take_while(|token| token.to_string() != ";").collect();
    let handlers = match Punctuated::<Path, Token![,]>::parse_terminated.parse2(tokens.collect()) {
        Ok(handlers) if !handlers.is_empty() => handlers,
        Ok(_) => return error(Span::call_site(), NO_HANDLERS),
        Err(refused) => return error(refused.span(), NOT_PATHS),
    };
    let (handlers, repeated): (Vec<_>, Vec<_>) = handlers
        .iter()
        .enumerate()
        .partition(|(at, handler)| handlers.iter().take(*at).all(|before| text(before) != text(handler)));
    if let Some((_, handler)) = repeated.first() {
        return error(handler.span(), &stands_twice(handler));
    }

    // Each handler stands before the rest of the list, and the list ends in `NoMore`.
    let list = handlers.iter().rev().fold(quote!(#krate::__private::Nil), |rest, (_, handler)| {
        let offered = with_policy(&krate, handler);
        quote!(#krate::__private::Cons { handler: #offered, rest: #rest })
    });
    let conflict = conflict(&krate, &handlers);
    // As one token, at which a handler is reported that axum cannot call: its own place, where it stands alone.
    let span = if let [(_, only)] = handlers.as_slice() { only.span() } else { Span::call_site() };
    let listed = quote_spanned!(span=> __cors_listed);
    quote! {{
        #conflict
        let #listed = #list;
        #krate::__private::mount(#listed)
    }}
}

/// The handler, joined to its policy.
fn with_policy(krate: &TokenStream, handler: &Path) -> TokenStream {
    in_scope(krate, handler, |function, ty| {
        // Naming the method is what keeps rustc from warning that the handler is mounted otherwise; the closure is never
        // called, so nothing is compiled for it. The argument is one token, at which a missing policy is reported.
        quote_spanned! {handler.span()=>
            let __cors_beside = #krate::__private::Beside::<#ty>::IT;
            let _ = || __cors_beside.ty().mount_with_routes_or_its_cors_policy_is_lost();
            #krate::__private::Unpaired(#function).annotate(__cors_beside)
        }
    })
}

/// Items that refuse two handlers which serve one method. They are items, since `cargo check` does not evaluate
/// `const { … }` blocks; a handler alone needs none, and most stand alone.
fn conflict(krate: &TokenStream, handlers: &[(usize, &Path)]) -> TokenStream {
    if handlers.len() < 2 {
        return TokenStream::new();
    }
    let served = handlers.iter().map(|(_, handler)| {
        let name = text(handler);
        in_scope(
            krate,
            handler,
            |_, ty| quote_spanned!(handler.span()=> #krate::__private::Beside::<#ty>::served(#name)),
        )
    });
    quote! {
        const __CORS_SERVED: &[#krate::__private::rules::Served] = &[#(#served),*];
        const _: () = #krate::__private::rules::no_conflict(__CORS_SERVED);
    }
}

/// An expression of the function and of the type beside it.
///
/// A name alone is written where it is used. An import of it would be ambiguous beside a glob import, or a crate, of the same
/// name, since rustc lets nothing that a macro wrote shadow those; an expression is resolved after all imports. Where the
/// handler has no type beside it, because it is not annotated, `Beside` falls back to its default.
///
/// A longer path is not resolved as a type argument where it is none, so it is imported: a `use` takes whatever namespaces
/// its name has, and where it has no type the glob import provides one. Either way the missing `PolicyOf` says what to do.
fn in_scope(
    krate: &TokenStream,
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
        use #krate::__private::not_annotated::*;
        #expression
    }}
}

/// A path, and the generic arguments of its function: the type beside it has none.
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
