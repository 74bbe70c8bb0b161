//! A certificate that is made at the start and forgotten at the end.

use std::fmt::Write;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

use crate::exchange::{HOST, PROTOCOLS};

/// The certificate in hexadecimal digits, for the clients to trust, and what serves with it.
pub(crate) fn make() -> (String, TlsAcceptor) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed([HOST.to_owned()]).expect("a certificate for this host");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key in the form that rustls reads");
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has the ciphers of TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a key that belongs to the certificate");
    config.alpn_protocols = PROTOCOLS.iter().map(|protocol| protocol.to_vec()).collect();

    let mut digits = String::new();
    for byte in cert.der().iter() {
        write!(digits, "{byte:02x}").expect("a text takes all that is written");
    }
    (digits, TlsAcceptor::from(Arc::new(config)))
}
