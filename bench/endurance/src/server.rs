//! A server: one plain listener and one with TLS, both for HTTP/1.1 and HTTP/2, until its standard input ends.

mod alone;
mod annotated;
mod certificate;
mod peer;
mod pieces;
mod watched_panics;

use std::io::Read;
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// A request that is not answered this long after the shutdown began is given up: an origin check that hangs would keep the
/// server for ever.
pub(crate) const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(5);

/// A client that takes longer for its handshake is cut off. Shorter than the deadline, so that no handshake outlasts it.
const HANDSHAKE_DEADLINE: Duration = Duration::from_secs(3);

/// A client that takes longer for the head of a request is cut off.
const HEAD_DEADLINE: Duration = Duration::from_secs(10);

/// Heads of 64 KiB are to reach the library over HTTP/2 too; hyper's own limit is 16 KiB.
const LONGEST_HEAD: u32 = 256 * 1024;

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contestant {
    /// axum without CORS: what the others are measured from.
    Axum,
    /// axum inside tower-http's layer.
    TowerHttp,
    /// Routes annotated with this library.
    CorsRuntime,
    /// This library with all it has, its shared origins swapped all the time.
    Endured,
}

impl Contestant {
    /// Those that are measured, in the order of the table.
    pub(crate) const MEASURED: [Self; 3] = [Self::Axum, Self::TowerHttp, Self::CorsRuntime];

    /// Its name on the command line and in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Axum => "axum",
            Self::TowerHttp => "tower-http",
            Self::CorsRuntime => "cors-runtime",
            Self::Endured => "endured",
        }
    }

    /// The contestant of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::MEASURED.into_iter().chain([Self::Endured]).find(|contestant| contestant.name() == name)
    }

    fn app(self) -> Router {
        match self {
            Self::Axum => alone::app(),
            Self::TowerHttp => peer::app(),
            Self::CorsRuntime => annotated::measured(),
            Self::Endured => annotated::app(),
        }
    }
}

/// Serves until standard input ends. Fails if something panicked that was not meant to.
pub(crate) fn run(contestant: Contestant) -> ExitCode {
    watched_panics::watch();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime for the server");
    let outcome = runtime.block_on(serve(contestant));
    // Whatever hangs is dropped here and not waited for.
    runtime.shutdown_background();
    if let Err(error) = outcome {
        eprintln!("the server {} ended: {error}", contestant.name());
        return ExitCode::FAILURE;
    }
    if watched_panics::unexpected() > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

async fn serve(contestant: Contestant) -> std::io::Result<()> {
    let app = contestant.app();
    let (certificate, acceptor) = certificate::make();
    let plain = TcpListener::bind("127.0.0.1:0").await?;
    let tls = TcpListener::bind("127.0.0.1:0").await?;
    if contestant == Contestant::Endured {
        tokio::spawn(annotated::swap());
    }

    let graceful = GracefulShutdown::new();
    let mut end = end_of_input();
    println!("{} {} {certificate}", plain.local_addr()?, tls.local_addr()?);
    loop {
        let (accepted, is_tls) = tokio::select! {
            accepted = plain.accept() => (accepted, false),
            accepted = tls.accept() => (accepted, true),
            _ = &mut end => break,
        };
        // A client that is gone before it was accepted is no fault of the server.
        let Ok((stream, _)) = accepted else { continue };
        let acceptor = is_tls.then(|| acceptor.clone());
        tokio::spawn(connection(stream, acceptor, app.clone(), graceful.watcher()));
    }
    drop((plain, tls));
    // Out of time is no error: what is left then is what hangs.
    let _ = timeout(SHUTDOWN_DEADLINE, graceful.shutdown()).await;
    Ok(())
}

/// Tells when standard input ends: the run closes it, and the system does if the run is killed. No server is left over.
fn end_of_input() -> oneshot::Receiver<()> {
    let (tell, end) = oneshot::channel();
    std::thread::spawn(move || {
        let mut rest = [0; 64];
        while matches!(std::io::stdin().read(&mut rest), Ok(1..)) {}
        let _ = tell.send(());
    });
    end
}

async fn connection(stream: TcpStream, acceptor: Option<TlsAcceptor>, app: Router, watcher: Watcher) {
    // Without it, small answers wait for the acknowledgement of those before.
    let _ = stream.set_nodelay(true);
    match acceptor {
        None => answer(stream, app, watcher).await,
        Some(acceptor) => {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE_DEADLINE, acceptor.accept(stream)).await {
                answer(stream, app, watcher).await;
            }
        }
    }
}

async fn answer(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, app: Router, watcher: Watcher) {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_DEADLINE);
    builder.http2().timer(TokioTimer::new()).max_header_list_size(LONGEST_HEAD);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app));
    // What goes wrong on a connection is seen by its client, and there it is judged.
    let _ = watcher.watch(connection.into_owned()).await;
}
