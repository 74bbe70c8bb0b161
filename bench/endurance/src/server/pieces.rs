//! A body that is written piece by piece.
//!
//! `http_body_util::channel::Channel` (0.1.5) is not used. It looks for a piece, and then whether its sender is gone; a sender
//! that sends its last piece between the two looks and is dropped makes it end without that piece, and without an error.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::HttpBody;
use bytes::Bytes;
use hyper::body::Frame;
use tokio::sync::mpsc;

/// The reading end.
pub(crate) struct Pieces(mpsc::Receiver<Bytes>);

/// Where pieces are written, and the body that they become. Few wait for a client that is slow.
pub(crate) fn channel() -> (mpsc::Sender<Bytes>, Pieces) {
    let (sender, receiver) = mpsc::channel(2);
    (sender, Pieces(receiver))
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }
}
