//! Mail, over SMTP.

use std::collections::BTreeMap;
use std::time::Duration;

use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor};

use super::{Message, SendError};
use crate::config::{MailConfig, MailSecurity};
use crate::domain::notice::QuietHours;

/// How long the mail server may take.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The company's mail server.
pub struct MailOutlet {
    pub quiet: Option<QuietHours>,
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// The addresses of each role.
    to: BTreeMap<String, Vec<Mailbox>>,
}

impl MailOutlet {
    /// Prepares to send; nothing is connected to yet.
    ///
    /// # Errors
    /// Which address or name cannot be used.
    pub fn open(config: &MailConfig) -> Result<Self, String> {
        let server = config.server.as_str();
        let tls = || {
            TlsParameters::new(server.to_owned())
                .map_err(|_| format!("{server} is no name a certificate can have"))
        };
        let security = match config.security {
            MailSecurity::None => Tls::None,
            MailSecurity::StartTls => Tls::Required(tls()?),
            MailSecurity::Tls => Tls::Wrapper(tls()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server)
            .port(config.port)
            .tls(security)
            .timeout(Some(TIMEOUT));
        if let Some((user, password)) = &config.sign_in {
            let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
            builder = builder.credentials(credentials);
        }
        let mailbox = |address: &String| {
            address.parse::<Mailbox>().map_err(|_| "a mail address cannot be read".to_owned())
        };
        let mut to = BTreeMap::new();
        for (role, addresses) in &config.to {
            let boxes = addresses.iter().map(mailbox).collect::<Result<Vec<_>, _>>()?;
            to.insert(role.clone(), boxes);
        }
        let from = mailbox(&config.from)?;
        Ok(Self { quiet: config.quiet, transport: builder.build(), from, to })
    }

    /// Whether one of these roles has an address.
    pub fn reaches(&self, roles: &[&str]) -> bool {
        roles.iter().any(|role| self.to.get(*role).is_some_and(|boxes| !boxes.is_empty()))
    }

    /// Sends one letter to everybody it is for.
    ///
    /// # Errors
    /// When the server cannot be reached or does not take it.
    pub async fn send(&self, message: &Message) -> Result<String, SendError> {
        let letter = self.letter(message)?;
        match self.transport.send(letter).await {
            Ok(response) => Ok(format!("SMTP {}", response.code())),
            Err(error) => {
                let said = match error.status() {
                    Some(code) => format!("the mail server answered {code}"),
                    None => "the mail server cannot be reached, or the connection broke".to_owned(),
                };
                Err(if error.is_permanent() {
                    SendError::Permanent(said)
                } else {
                    SendError::Transient(said)
                })
            }
        }
    }

    fn letter(&self, message: &Message) -> Result<Letter, SendError> {
        let unfit = |_| SendError::Permanent("the letter cannot be written".to_owned());
        let domain = self.from.email.domain();
        let mut builder = Letter::builder()
            .from(self.from.clone())
            .subject(&message.title)
            .message_id(Some(format!("<{}@{domain}>", message.id)))
            .header(ContentType::TEXT_PLAIN);
        let mut addresses: Vec<&Mailbox> =
            message.roles.iter().filter_map(|role| self.to.get(role)).flatten().collect();
        addresses.sort_by_key(|mailbox| mailbox.email.to_string());
        addresses.dedup_by_key(|mailbox| mailbox.email.to_string());
        for address in addresses {
            builder = builder.to(address.clone());
        }
        builder.body(format!("{}\n\n{}\n", message.text, message.link)).map_err(unfit)
    }
}
