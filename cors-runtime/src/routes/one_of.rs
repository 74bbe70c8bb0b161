//! A future that is one of two, chosen when it is made.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

pin_project! {
    /// One of two futures with the same output, without a box around it.
    #[project = OneOfProjection]
    pub enum OneOf<F, G> {
        /// The first.
        First {
            #[pin]
            future: F,
        },
        /// The second.
        Second {
            #[pin]
            future: G,
        },
    }
}

impl<F: Future, G: Future<Output = F::Output>> Future for OneOf<F, G> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        match self.project() {
            OneOfProjection::First { future } => future.poll(context),
            OneOfProjection::Second { future } => future.poll(context),
        }
    }
}

impl<F, G> fmt::Debug for OneOf<F, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneOf")
    }
}
