//! How people and telephones reach the service: port, HTTPS, pages, exchange.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::{Finding, error, ok, warning};
use crate::cli::serve;
use crate::config::{Config, MetricsAccess, PbxDriver};
use crate::http::{self, Certificate};

pub async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![port(config).await, encryption(config).await];
    findings.push(if http::has_pages() {
        ok("pages", "built into this program")
    } else {
        let remedy = "build them with `make ui`, then the program again";
        error("pages", "this program was built without its pages", remedy)
    });
    findings.push(exchange(config));
    findings.push(metrics(config));
    findings
}

async fn port(config: &Config) -> Finding {
    let address = config.server.listen;
    match TcpListener::bind(address).await {
        Ok(_) => ok("port", format!("{address} is free")),
        Err(_) if serve::is_running(config) => {
            ok("port", format!("{address} is taken, and the service of this folder is running"))
        }
        Err(problem) => error(
            "port",
            format!("{address} cannot be listened on: {problem}"),
            format!("see who has it: ss -ltnp 'sport = :{}'; or set server.listen", address.port()),
        ),
    }
}

/// Browsers give the microphone, and keep `Secure` cookies, only by HTTPS or on the machine itself.
async fn encryption(config: &Config) -> Finding {
    let SocketReach { is_local, address } = SocketReach::of(config.server.listen);
    if let Some(files) = config.server.certificate.clone() {
        return match Certificate::read(files).await {
            Ok(_) => ok("https", "spoken by the service itself; the certificate can be used"),
            Err(problem) => {
                let remedy = "check server.certificate_file and server.key_file: PEM, readable, \
                              belonging together";
                error("https", problem.to_string(), remedy)
            }
        };
    }
    if !config.server.trusted_proxies.is_empty() {
        let finding = "spoken by a proxy, whose X-Forwarded-Proto is believed";
        return if is_local {
            ok("https", finding)
        } else {
            let remedy = "let the service listen where only the proxy reaches it";
            warning("https", format!("{finding}; but {address} can be reached without it"), remedy)
        };
    }
    if is_local {
        let finding = "plain HTTP on this machine only: cookies and microphones work here, nobody \
                       else gets in";
        return ok("https", finding);
    }
    warning(
        "https",
        format!(
            "plain HTTP on {address}: passwords and names cross the network readable, and browsers \
             refuse the microphone"
        ),
        "set server.certificate_file and server.key_file, or put a proxy before it and set \
         server.trusted_proxies",
    )
}

struct SocketReach {
    is_local: bool,
    address: SocketAddr,
}

impl SocketReach {
    fn of(address: SocketAddr) -> Self {
        Self { is_local: address.ip().to_canonical().is_loopback(), address }
    }
}

fn exchange(config: &Config) -> Finding {
    match config.pbx.driver {
        PbxDriver::Simulator => {
            ok("exchange", "simulated, inside the service: no real telephone rings")
        }
    }
}

fn metrics(config: &Config) -> Finding {
    match &config.metrics {
        MetricsAccess::Off => ok("metrics", "/metrics is off"),
        MetricsAccess::Loopback => ok("metrics", "/metrics for programs on this machine"),
        MetricsAccess::Token(_) => ok("metrics", "/metrics for whoever carries the token"),
    }
}
