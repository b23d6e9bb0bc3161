//! Enumerations that have a stable code for programs and one Chinese word in the exports.

/// A value with a stable English code (stored, sent) and the word the exports use.
pub trait Coded: Sized + Copy + 'static {
    /// Every value, in the order people list them.
    const ALL: &'static [Self];

    /// The stable code, as stored and as sent.
    fn code(self) -> &'static str;

    /// The word of the exports and of the screen.
    fn chinese(self) -> &'static str;

    /// Reads a code or a Chinese word.
    fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == text || value.chinese() == text)
    }
}

/// Declares an enumeration with `Coded`, and serde by code.
macro_rules! coded {
    ($(#[$outer:meta])* pub enum $name:ident {
        $($(#[$inner:meta])* $variant:ident = $code:literal | $chinese:literal,)+
    }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$inner])* #[serde(rename = $code)] $variant,)+
        }

        impl $crate::domain::coded::Coded for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            fn chinese(self) -> &'static str {
                match self { $(Self::$variant => $chinese,)+ }
            }
        }
    };
}

pub(crate) use coded;
