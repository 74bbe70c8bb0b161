//! The function that an attribute is on. Only its head is read.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, FnArg, GenericParam, Ident, Item, ReturnType, Signature, Type, Visibility};

use crate::tokens::pieces::has_word;
use crate::tokens::spans::error;

/// A function that carries the attribute. Its body is passed on as it is, so that a half-written one does not matter.
pub(crate) struct Handler {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    /// The function's tokens after its attributes.
    pub(crate) function: TokenStream,
}

/// Why a function cannot be a handler, with the error that says so.
pub(crate) enum Fault {
    /// It is a method, and an `impl` cannot contain the type.
    Method(TokenStream),
    /// It returns no future.
    NotAsync(TokenStream),
}

impl Handler {
    pub(crate) fn parse(item: TokenStream) -> syn::Result<Self> {
        (|input: ParseStream| {
            let attributes = input.call(Attribute::parse_outer)?;
            let function = input.fork().parse()?;
            let visibility = input.parse()?;
            let signature = Signature::parse(input)?;
            let _body: TokenStream = input.parse()?;
            Ok(Self { attributes, visibility, signature, function })
        })
        .parse2(item)
    }

    /// The handler as if it took nothing, so that the extractors of a wrong one are not checked.
    pub(crate) fn without_arguments(&self) -> Self {
        Self {
            attributes: self.attributes.clone(),
            visibility: self.visibility.clone(),
            signature: Signature { inputs: Punctuated::new(), ..self.signature.clone() },
            function: TokenStream::new(),
        }
    }

    pub(crate) fn name(&self) -> &Ident {
        &self.signature.ident
    }

    /// Whether it takes a WebSocket, be it in an `Option` or a `Result`.
    pub(crate) fn takes_web_socket(&self) -> bool {
        self.typed_arguments().any(|ty| has_word(&ty.to_token_stream(), |ident| ident == "WebSocketUpgrade"))
    }

    fn typed_arguments(&self) -> impl Iterator<Item = &Type> {
        self.signature.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(argument) => Some(&*argument.ty),
            FnArg::Receiver(_) => None,
        })
    }

    /// The types of the arguments that can be named outside the function.
    pub(crate) fn argument_types(&self) -> Vec<&Type> {
        self.typed_arguments().filter(|ty| self.can_be_named(ty)).collect()
    }

    /// Whether a type can be named outside the function: it mentions none of its generic parameters.
    fn can_be_named(&self, ty: &Type) -> bool {
        let generics: Vec<&Ident> = self
            .signature
            .generics
            .params
            .iter()
            .map(|param| match param {
                GenericParam::Type(param) => &param.ident,
                GenericParam::Const(param) => &param.ident,
                GenericParam::Lifetime(param) => &param.lifetime.ident,
            })
            .collect();
        !has_word(&ty.to_token_stream(), |ident| ident == "impl" || generics.contains(&ident))
    }

    /// The span of its return type, or of its name if it has none.
    pub(crate) fn answer_span(&self) -> Span {
        match &self.signature.output {
            ReturnType::Default => self.signature.ident.span(),
            ReturnType::Type(_, ty) => ty.span(),
        }
    }

    /// Takes off every further `#[cors]`, which would make a second type of the handler's name, and says what is wrong.
    pub(crate) fn take_second_policy(&mut self) -> TokenStream {
        let is_cors =
            |attribute: &Attribute| attribute.path().segments.last().is_some_and(|segment| segment.ident == "cors");
        let errors = self.attributes.iter().filter(|attribute| is_cors(attribute)).map(|second| {
            let name = self.name();
            error(
                second.path().span(),
                &format!(
                    "`#[cors]` is on `{name}` twice\n  why: a handler has one policy, and nobody can tell which of the \
                     two is meant\nwrite: the keys of both in one `#[cors(…)]`"
                ),
            )
        });
        let errors = errors.collect();
        self.attributes.retain(|attribute| !is_cors(attribute));
        errors
    }

    /// Why this function cannot be a handler.
    pub(crate) fn fault(&self) -> Option<Fault> {
        if let Some(FnArg::Receiver(receiver)) = self.signature.inputs.first() {
            let span = receiver.self_token.span;
            return Some(Fault::Method(error(span, &not_a_function("this is a method"))));
        }
        // Without `self` a function looks free to its attribute, unless it speaks of the type around it.
        let Signature { inputs, output, generics, ident, .. } = &self.signature;
        let head = quote!(#inputs #output #generics);
        if has_word(&head, |ident| ident == "Self") {
            return Some(Fault::Method(error(ident.span(), &not_a_function("this is an associated function"))));
        }
        let returns_a_future = match &self.signature.output {
            ReturnType::Default => false,
            ReturnType::Type(_, ty) => match &**ty {
                Type::ImplTrait(_) => has_word(&ty.to_token_stream(), |ident| ident == "Future"),
                // Whether a type that has a name is a future, only the compiler knows.
                _ => true,
            },
        };
        let is_handler = self.signature.asyncness.is_some() || returns_a_future;
        (!is_handler).then(|| Fault::NotAsync(error(self.signature.fn_token.span, &not_async(self.name()))))
    }

    /// The return type, if it must be a future and only the compiler can tell whether it is.
    pub(crate) fn future_type(&self) -> Option<&Type> {
        match (&self.signature.asyncness, &self.signature.output) {
            (None, ReturnType::Type(_, ty)) => Some(&**ty).filter(|ty| self.can_be_named(ty)),
            _ => None,
        }
    }
}

/// What an item is that is no function.
pub(crate) fn kind(item: &TokenStream) -> &'static str {
    match syn::parse2(item.clone()) {
        Ok(Item::Const(_)) => "this is a constant",
        Ok(Item::Enum(_)) => "this is an enum",
        Ok(Item::ForeignMod(_)) => "this is an `extern` block",
        Ok(Item::Impl(_)) => "this is an `impl`",
        Ok(Item::Macro(_)) => "this is a macro",
        Ok(Item::Mod(_)) => "this is a module",
        Ok(Item::Static(_)) => "this is a static",
        Ok(Item::Struct(_)) => "this is a struct",
        Ok(Item::Trait(_)) => "this is a trait",
        Ok(Item::Type(_)) => "this is a type alias",
        Ok(Item::Union(_)) => "this is a union",
        Ok(Item::Use(_)) => "this is a `use`",
        _ => "this is none",
    }
}

/// The message for an item that is no function at all.
pub(crate) fn not_a_function(what: &str) -> String {
    format!(
        "`#[cors]` belongs on a free function or an inline module, and {what}\n  why: the attribute writes a type with the \
         handler's name beside the handler, which only a module or another function can contain\nwrite: #[cors(…)] above \
         the `async fn` that answers requests"
    )
}

/// The message for a function that axum cannot call.
pub(crate) fn not_async(name: &Ident) -> String {
    format!(
        "`{name}` is not async and returns no future\n  why: axum calls handlers that return futures, so this one could \
         not be mounted\nwrite: async fn {name}"
    )
}
