//! `routes!`: annotated handlers, each by the one path that names both the function and the type beside it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Path, Token};

use crate::spans::error;

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
    let list = handlers.iter().rev().fold(quote!(#krate::__private::NoMore), |rest, (_, handler)| {
        // Naming the function is what keeps rustc from warning that the handler is mounted otherwise.
        let mount = quote_spanned! {handler.span()=>
            let _ = __cors_handler::mount_with_routes_or_its_cors_policy_is_lost;
            #krate::__private::Offered(__cors_handler).annotate::<__cors_handler, _>()
        };
        let handler = in_scope(&krate, handler, &mount);
        quote!(#krate::__private::Listed { handler: #handler, rest: #rest })
    });
    let conflict = conflict(&krate, &handlers);
    quote! {{
        #conflict
        #krate::__private::mount(#list)
    }}
}

/// Items that refuse two handlers which serve one method. They are items, since `cargo check` does not evaluate
/// `const { … }` blocks; a handler alone needs none, and most stand alone.
fn conflict(krate: &TokenStream, handlers: &[(usize, &Path)]) -> TokenStream {
    if handlers.len() < 2 {
        return TokenStream::new();
    }
    let served = handlers.iter().map(|(_, handler)| {
        let served = quote_spanned!(handler.span()=> __cors_handler::mount_with_routes_or_its_cors_policy_is_lost());
        in_scope(krate, handler, &served)
    });
    quote! {
        const __CORS_SERVED: &[#krate::__private::rules::Served] = &[#(#served),*];
        const _: () = #krate::__private::rules::no_conflict(__CORS_SERVED);
    }
}

/// An expression in whose scope `__cors_handler` is the handler's type.
///
/// A `use` imports whatever namespaces its name has. Where the handler has no type beside it, because it is not
/// annotated, the glob import provides one, whose missing `PolicyOf` says what to do.
fn in_scope(krate: &TokenStream, handler: &Path, expression: &TokenStream) -> TokenStream {
    let alias = quote_spanned!(handler.span()=> __cors_handler);
    quote_spanned! {handler.span()=> {
        #[allow(unused_imports)]
        use #handler as #alias;
        #[allow(unused_imports)]
        use #krate::__private::not_annotated::*;
        #expression
    }}
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
