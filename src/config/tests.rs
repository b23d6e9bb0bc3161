//! Layers and messages, without touching a file.

use std::path::{Path, PathBuf};

use super::reader::Reader;
use super::*;

fn load(file: &str, variables: &[(&str, &str)], options: &Options) -> Result<Config, ConfigError> {
    let environment = variables.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    Config::resolve(Some(("huifang.toml", file)), environment, options)
}

#[test]
fn every_key_of_the_default_file_is_read() {
    let reader = Reader::new(layers::document("defaults", DEFAULT_FILE).expect("valid TOML"));
    areas::read_all(&reader, None).expect("valid defaults");
    assert_eq!(reader.unread(), Vec::<String>::new());
}

#[test]
fn the_later_layer_wins() {
    let file = "[server]\nlisten = \"127.0.0.1:1\"";
    let variable = [("HUIFANG_SERVER__LISTEN", "127.0.0.1:2"), ("PATH", "x")];
    let flag = Options::default().set("--listen", "server.listen", "127.0.0.1:3");
    let none = Options::default();
    let cases = [
        ("", &variable[..0], &none, 8080),
        (file, &variable[..0], &none, 1),
        (file, &variable[..], &none, 2),
        (file, &variable[..], &flag, 3),
    ];
    for (file, variables, options, port) in cases {
        let config = load(file, variables, options).expect("valid");
        assert_eq!(config.server.listen.port(), port);
    }
}

#[test]
fn a_wrong_setting_names_its_place_and_what_is_allowed() {
    let cases = [
        (
            "[server]\n\nlisten = 8080",
            "huifang.toml:3: \"8080\" is not allowed for server.listen",
            "server.listen must be address and port, like 127.0.0.1:8080",
        ),
        (
            "# ours\n[server]\nlisten = \"127.0.0.1:1\"\nlistne = \"x\"",
            "huifang.toml:4: unknown key server.listne",
            "did you mean server.listen? [server] knows: server.certificate_file, \
             server.key_file, server.listen, server.trusted_proxies",
        ),
        (
            "[sever]\nlisten = \"127.0.0.1:1\"",
            "huifang.toml:2: unknown key sever.listen",
            "did you mean server.listen?",
        ),
        (
            "[log]\nlevel = \"loud\"",
            "huifang.toml:2: \"loud\" is not allowed for log.level",
            "log.level must be one of error, warn, info, debug, trace",
        ),
        (
            "[demo]\nspeed = 4000",
            "huifang.toml:2: \"4000\" is not allowed for demo.speed",
            "demo.speed must be a whole number from 1 to 3600",
        ),
        (
            "[demo]\nspeed = \"2\"",
            "huifang.toml:2: \"2\" is not allowed for demo.speed",
            "demo.speed must be a whole number from 1 to 3600",
        ),
        (
            "[demo]\nspeed = true",
            "huifang.toml:2: \"boolean\" is not allowed for demo.speed",
            "demo.speed must be a whole number from 1 to 3600",
        ),
        (
            "[company]\nzone = \"Asia/Shenzhen\"",
            "huifang.toml:2: \"Asia/Shenzhen\" is not allowed for company.zone",
            "company.zone must be an IANA zone, like Asia/Shanghai",
        ),
        (
            "[database]\nurl = \"mysql://root:secret@db/x\"",
            "huifang.toml:2: this value is not allowed for database.url",
            "database.url must be empty for SQLite, or postgres://user:password@host:5432/name",
        ),
        (
            "[server]\ncertificate_file = \"/etc/huifang/tls.pem\"",
            "huifang.toml:2: this value is not allowed for server.certificate_file",
            "server.certificate_file must be used together with server.key_file",
        ),
        (
            "[server]\ntrusted_proxies = \"10.0.0.0/33\"",
            "huifang.toml:2: \"10.0.0.0/33\" is not allowed for server.trusted_proxies",
            "server.trusted_proxies must be addresses and networks, like 127.0.0.1, 10.1.0.0/16",
        ),
        (
            "[metrics]\nreaders = \"token\"\ntoken = \"short\"",
            "huifang.toml:3: this value is not allowed for metrics.token",
            "metrics.token must be at least 16 characters when metrics.readers is token",
        ),
    ];
    for (file, message, hint) in cases {
        let error = load(file, &[], &Options::default()).expect_err(file);
        assert_eq!((error.to_string().as_str(), error.hint()), (message, hint));
    }
}

#[test]
fn what_is_not_toml_names_its_line() {
    let error = load("[server]\nlisten = ", &[], &Options::default()).expect_err("no value");
    assert!(error.to_string().starts_with("huifang.toml:2: not a TOML document:"), "{error}");
}

#[test]
fn variables_are_checked_like_the_file() {
    let cases = [
        (
            ("HUIFANG_SERVER_LISTEN", "127.0.0.1:1"),
            "environment variable HUIFANG_SERVER_LISTEN: unknown key HUIFANG_SERVER_LISTEN",
            "did you mean HUIFANG_SERVER__LISTEN?",
        ),
        (
            ("HUIFANG_DEMO__SPEED", "fast"),
            "environment variable HUIFANG_DEMO__SPEED: \"fast\" is not allowed for \
             HUIFANG_DEMO__SPEED",
            "HUIFANG_DEMO__SPEED must be a whole number from 1 to 3600",
        ),
    ];
    for (variable, message, hint) in cases {
        let error = load("", &[variable], &Options::default()).expect_err(hint);
        assert_eq!((error.to_string().as_str(), error.hint()), (message, hint));
    }
    let number = [("HUIFANG_DEMO__SPEED", "9"), ("HUIFANG_TEST_POSTGRES", "anything")];
    let config = load("", &number, &Options::default()).expect("valid");
    assert_eq!(config.demo.speed, 9);
}

#[test]
fn an_option_is_named_in_its_error() {
    let options = Options::default().set("--log-level", "log.level", "loud");
    let error = load("", &[], &options).expect_err("no such level");
    assert_eq!(error.to_string(), "option --log-level: \"loud\" is not allowed for log.level");
}

#[test]
fn files_lie_where_the_options_say() {
    let usual = load("", &[], &Options::default()).expect("valid");
    assert_eq!(usual.storage.recordings_dir, PathBuf::from("recordings"));
    assert_eq!(usual.storage.simulator_dir(), PathBuf::from("data/simulator"));
    assert_eq!(usual.database_location(), DatabaseLocation::Sqlite("data/huifang.db".into()));

    let moved = Options { data_dir: Some("there".into()), ..Options::default() };
    let file = "[storage]\nrecordings_dir = \"elsewhere\"";
    let moved = load(file, &[], &moved).expect("valid");
    assert_eq!(moved.storage.recordings_dir, PathBuf::from("there/recordings"));
    assert_eq!(moved.storage.simulator_dir(), PathBuf::from("there/simulator"));
    assert_eq!(moved.database_location(), DatabaseLocation::Sqlite("there/huifang.db".into()));
    assert_eq!(Config::for_testing(Path::new("there")).storage.data_dir, PathBuf::from("there"));
}

#[test]
fn a_database_password_is_not_shown() {
    let file = "[database]\nurl = \"postgres://huifang:secret@db/huifang\"";
    let config = load(file, &[], &Options::default()).expect("valid");
    let shown = format!("{config:?} {:?}", config.database_location());
    assert!(shown.contains("[database address]") && !shown.contains("secret"), "{shown}");
}

#[test]
fn a_named_file_must_exist_and_the_usual_one_need_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let missing = Options { config: Some(folder.path().join("no.toml")), ..Options::default() };
    let error = Config::load(&missing, std::iter::empty()).expect_err("no such file");
    assert!(error.to_string().contains("no.toml: the configuration file cannot be read"));

    let path = folder.path().join("yes.toml");
    std::fs::write(&path, "[demo]\nspeed = 5\n").expect("written");
    let named = Options { config: Some(path), ..Options::default() };
    assert_eq!(Config::load(&named, std::iter::empty()).expect("valid").demo.speed, 5);
}

#[test]
fn proxies_are_trusted_by_address_and_by_network() {
    // What is configured, an address, whether it is believed.
    let cases = [
        ("", "127.0.0.1", false),
        ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.2", false),
        ("127.0.0.1", "::ffff:127.0.0.1", true),
        ("10.1.0.0/16, ::1", "10.1.255.255", true),
        ("10.1.0.0/16, ::1", "10.2.0.0", false),
        ("10.1.0.0/16, ::1", "::1", true),
        ("0.0.0.0/0", "203.0.113.9", true),
        ("0.0.0.0/0", "::1", false),
        ("fd00::/8", "fdff::1", true),
        ("fd00::/8", "fe00::1", false),
    ];
    for (configured, address, expected) in cases {
        let proxies = TrustedProxies::parse(configured).expect(configured);
        let address = address.parse().expect(address);
        assert_eq!(proxies.contains(address), expected, "{configured} {address}");
    }
    for wrong in ["proxy.example", "10.0.0.0/", "10.0.0.0/33", "::/129", "127.0.0.1:80"] {
        assert_eq!(TrustedProxies::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn settings_are_shown_with_their_place_and_without_their_secrets() {
    let file = "[database]\nurl = \"postgres://huifang:secret@db/huifang\"\n[demo]\nspeed = 5";
    let variables = [("HUIFANG_METRICS__TOKEN", "secret-secret-secret")];
    let options = Options { data_dir: Some("there".into()), ..Options::default() };
    let options = options.set("--log-level", "log.level", "debug");
    let config = load(file, &variables, &options).expect("valid");
    let shown = |key: &str| {
        let setting = config.settings.iter().find(|setting| setting.key == key).expect(key);
        (setting.value.as_deref(), setting.source, setting.place.as_str())
    };
    let variable = "environment variable HUIFANG_METRICS__TOKEN";
    assert_eq!(shown("database.url"), (None, SettingSource::File, "huifang.toml:2"));
    assert_eq!(shown("demo.speed"), (Some("5"), SettingSource::File, "huifang.toml:4"));
    assert_eq!(shown("metrics.token"), (None, SettingSource::Variable, variable));
    let option = SettingSource::Option;
    assert_eq!(shown("log.level"), (Some("debug"), option, "option --log-level"));
    let moved = (Some("there/recordings"), option, "option --data-dir");
    assert_eq!(shown("storage.recordings_dir"), moved);
    assert_eq!(shown("log.format").1, SettingSource::Default);
    let all = format!("{config:?}") + &serde_json::to_string(&config.settings).expect("JSON");
    assert!(!all.contains("secret"), "{all}");
}
