//! `[server]` and `[metrics]`: how the service is reached, and whom it believes.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use super::error::ConfigError;
use super::reader::Reader;

/// `[server]`
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// Address and port of pages and API.
    pub listen: SocketAddr,
    /// The certificate with which the service speaks HTTPS; absent means plain HTTP.
    pub certificate: Option<CertificateFiles>,
    /// Whose word about the address and the protocol of a visitor is taken.
    pub trusted_proxies: TrustedProxies,
}

/// The files of a certificate, both PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate and its chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Networks of proxies that stand before the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

impl TrustedProxies {
    /// Reads `127.0.0.1, 10.1.0.0/16 ::1`; an empty text trusts nobody.
    pub fn parse(text: &str) -> Option<Self> {
        let words = text.split([',', ' ']).filter(|word| !word.is_empty());
        words.map(Network::parse).collect::<Option<_>>().map(Self)
    }

    /// Whether this address is one of theirs.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// Whether nobody is trusted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    /// Bits of the address that are the network's.
    prefix: u32,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(width);
        (prefix <= width).then_some(Self { address, prefix })
    }

    fn contains(&self, address: IpAddr) -> bool {
        // A socket for both protocols shows IPv4 visitors as ::ffff:1.2.3.4.
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// `[metrics]`: who may read `/metrics`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MetricsAccess {
    /// Nobody: there is no such page.
    #[default]
    Off,
    /// Programs on the same machine.
    Loopback,
    /// Whoever carries this bearer token.
    Token(MetricsToken),
}

/// The token of `/metrics`. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct MetricsToken(String);

impl MetricsToken {
    /// The token itself, for comparing.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for MetricsToken {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for MetricsToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[token]")
    }
}

/// Characters of a token that nobody guesses.
const TOKEN_CHARS_MIN: usize = 16;

pub(super) fn server(reader: &Reader) -> Result<ServerConfig, ConfigError> {
    let path = |key| {
        let read = |text: &str| Some((!text.is_empty()).then(|| PathBuf::from(text)));
        reader.parsed(key, "empty, or the path of a PEM file", read)
    };
    let certificate = path("server.certificate_file")?;
    let key = path("server.key_file")?;
    let certificate = match (certificate, key) {
        (Some(certificate), Some(key)) => Some(CertificateFiles { certificate, key }),
        (None, None) => None,
        (Some(_), None) => {
            let allowed = "used together with server.key_file";
            return Err(reader.refuse("server.certificate_file", allowed));
        }
        (None, Some(_)) => {
            let allowed = "used together with server.certificate_file";
            return Err(reader.refuse("server.key_file", allowed));
        }
    };
    Ok(ServerConfig {
        listen: reader.parsed(
            "server.listen",
            "address and port, like 127.0.0.1:8080",
            |text| text.parse().ok(),
        )?,
        certificate,
        trusted_proxies: reader.parsed(
            "server.trusted_proxies",
            "addresses and networks, like 127.0.0.1, 10.1.0.0/16",
            TrustedProxies::parse,
        )?,
    })
}

#[derive(Clone, Copy)]
enum MetricsReaders {
    Off,
    Loopback,
    Token,
}

pub(super) fn metrics(reader: &Reader) -> Result<MetricsAccess, ConfigError> {
    let words = [
        ("off", MetricsReaders::Off),
        ("loopback", MetricsReaders::Loopback),
        ("token", MetricsReaders::Token),
    ];
    let readers = reader.choice("metrics.readers", &words)?;
    let allowed = "at least 16 characters when metrics.readers is token";
    let token = reader.secret("metrics.token", allowed, |text| {
        let long = text.chars().count() >= TOKEN_CHARS_MIN;
        let needed = matches!(readers, MetricsReaders::Token);
        (long || !needed).then(|| MetricsToken::from(text))
    })?;
    Ok(match readers {
        MetricsReaders::Off => MetricsAccess::Off,
        MetricsReaders::Loopback => MetricsAccess::Loopback,
        MetricsReaders::Token => MetricsAccess::Token(token),
    })
}
