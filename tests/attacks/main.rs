//! What attackers and scanners send, against policies of all shapes: nothing is admitted that a policy does not mean to
//! admit, nothing panics, and the next request is answered.

mod exchange;
mod http1;
mod http2;
mod judge;
mod known;
mod login;
mod mutations;
mod policies;
mod wire;
