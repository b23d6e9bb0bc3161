//! `[findings]` and `[notices]`: what counts as odd, and how people are told.

use std::collections::BTreeMap;
use std::fmt;

use super::error::ConfigError;
use super::reader::Reader;
use crate::domain::finding::FindingLimits;
use crate::domain::notice::{Language, QuietHours};

/// `[notices]`
#[derive(Clone, Debug)]
pub struct NoticesConfig {
    /// The language of mail and webhook.
    pub language: Language,
    /// What stands before a page's path in mail and webhook, without a slash at the end.
    pub link_base: String,
    /// `[notices.mail]`, when it is switched on.
    pub mail: Option<MailConfig>,
    /// `[notices.webhook]`, when it is switched on.
    pub webhook: Option<WebhookConfig>,
}

/// `[notices.mail]`
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// The mail server's name.
    pub server: String,
    pub port: u16,
    pub security: MailSecurity,
    /// User name and password.
    pub sign_in: Option<(String, Secret)>,
    pub from: String,
    /// The addresses of each role.
    pub to: BTreeMap<String, Vec<String>>,
    pub quiet: Option<QuietHours>,
}

/// How the connection to the mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSecurity {
    /// Not at all.
    None,
    /// After greeting.
    StartTls,
    /// From the start.
    Tls,
}

/// `[notices.webhook]`
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    pub url: Secret,
    pub format: WebhookFormat,
    pub quiet: Option<QuietHours>,
}

/// The document a webhook posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookFormat {
    /// Every field by name.
    Plain,
    /// What a WeCom robot takes.
    Wecom,
    /// What a DingTalk robot takes.
    Dingtalk,
}

/// A text that `Debug` hides.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text on its way in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for using it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

const SECURITIES: [(&str, MailSecurity); 3] = [
    ("none", MailSecurity::None),
    ("starttls", MailSecurity::StartTls),
    ("tls", MailSecurity::Tls),
];

const FORMATS: [(&str, WebhookFormat); 3] = [
    ("plain", WebhookFormat::Plain),
    ("wecom", WebhookFormat::Wecom),
    ("dingtalk", WebhookFormat::Dingtalk),
];

const LANGUAGES: [(&str, Language); 2] = [("zh-CN", Language::Chinese), ("en", Language::English)];

pub(super) fn findings(reader: &Reader) -> Result<FindingLimits, ConfigError> {
    Ok(FindingLimits {
        shared_phone_households: reader.whole("findings.shared_phone_households", 2..=1000)?,
        open_months: reader.whole("findings.open_months", 1..=24)?,
        reopen_workdays: reader.whole("findings.reopen_workdays", 1..=60)?,
    })
}

pub(super) fn notices(reader: &Reader) -> Result<NoticesConfig, ConfigError> {
    let allowed = "an address people open the pages at, like https://huifang.example.com";
    Ok(NoticesConfig {
        language: reader.choice("notices.language", &LANGUAGES)?,
        link_base: reader.parsed("notices.link_base", allowed, |text| {
            let is_web = text.starts_with("http://") || text.starts_with("https://");
            is_web.then(|| text.trim_end_matches('/').to_owned())
        })?,
        mail: mail(reader)?,
        webhook: webhook(reader)?,
    })
}

/// Everything is read even when mail is off, so that a mistake shows before it is switched on.
fn mail(reader: &Reader) -> Result<Option<MailConfig>, ConfigError> {
    let server = reader.text("notices.mail.server")?;
    let user = reader.text("notices.mail.user")?;
    let password = reader
        .secret("notices.mail.password", "a text in quotes", |text| Some(Secret::new(text)))?;
    let allowed = "an address, like huifang@example.com";
    let config = MailConfig {
        port: reader.whole("notices.mail.port", 1..=65_535)?,
        security: reader.choice("notices.mail.security", &SECURITIES)?,
        sign_in: (!user.is_empty()).then_some((user, password)),
        from: reader.parsed("notices.mail.from", allowed, |text| {
            text.contains('@').then(|| text.to_owned())
        })?,
        to: reader.secret(
            "notices.mail.to",
            "roles with addresses, like \"quality_manager: a@example.com, hr: b@example.com\"",
            addresses,
        )?,
        quiet: quiet(reader, "notices.mail.quiet")?,
        server,
    };
    Ok((!config.server.is_empty()).then_some(config))
}

fn webhook(reader: &Reader) -> Result<Option<WebhookConfig>, ConfigError> {
    let allowed = "empty, or an http or https address";
    let url = reader.secret("notices.webhook.url", allowed, |text| {
        let is_web = text.starts_with("http://") || text.starts_with("https://");
        (text.is_empty() || is_web).then(|| Secret::new(text))
    })?;
    let format = reader.choice("notices.webhook.format", &FORMATS)?;
    let quiet = quiet(reader, "notices.webhook.quiet")?;
    Ok((!url.reveal().is_empty()).then_some(WebhookConfig { url, format, quiet }))
}

fn quiet(reader: &Reader, key: &'static str) -> Result<Option<QuietHours>, ConfigError> {
    let allowed = "empty, or two times of a day, like 21:00-08:00";
    reader.parsed(key, allowed, |text| match text {
        "" => Some(None),
        _ => QuietHours::parse(text).map(Some),
    })
}

/// `role: address, role: address`; a role may have several addresses.
fn addresses(text: &str) -> Option<BTreeMap<String, Vec<String>>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (role, address) = pair.split_once(':')?;
        let address = address.trim();
        if !address.contains('@') {
            return None;
        }
        found.entry(role.trim().to_owned()).or_default().push(address.to_owned());
    }
    Some(found)
}
