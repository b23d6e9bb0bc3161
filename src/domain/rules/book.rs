//! Every version of every pack, and which center uses which pack from when.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::RulePack;

/// The pack of every center that chose no other.
pub const DEFAULT_PACK: &str = "quality-department";

/// That a center uses a pack from a batch date on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackChoice {
    /// 服务中心编码
    pub center_code: String,
    /// First batch date.
    pub from: NaiveDate,
    /// The pack's id.
    pub pack: String,
}

/// The rule packs of the company. Versions never change, so what a task was made by can always be
/// looked up again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleBook {
    /// How often the stored packs and choices had changed when it was read; 0 for those that ship.
    pub revision: i64,
    packs: BTreeMap<(String, u32), RulePack>,
    choices: BTreeMap<String, BTreeMap<NaiveDate, String>>,
}

impl RuleBook {
    /// The packs that ship, used by no center but the default one.
    pub fn shipped() -> Self {
        let read = |yaml: &&str| {
            RulePack::parse(yaml)
                .expect("invariant: the shipped packs are valid, a test reads them")
        };
        Self::new(RulePack::shipped_texts().iter().map(read), [])
    }

    /// A book of these versions and choices. Of two entries for one version, or for one center and
    /// date, the later wins.
    pub fn new(
        packs: impl IntoIterator<Item = RulePack>,
        choices: impl IntoIterator<Item = PackChoice>,
    ) -> Self {
        let packs = packs.into_iter().map(|pack| ((pack.id.clone(), pack.version), pack));
        let mut book = Self { revision: 0, packs: packs.collect(), choices: BTreeMap::new() };
        for choice in choices {
            let of_center = book.choices.entry(choice.center_code).or_default();
            of_center.insert(choice.from, choice.pack);
        }
        book
    }

    /// Every version of every pack, by id and version.
    pub fn versions(&self) -> impl Iterator<Item = &RulePack> {
        self.packs.values()
    }

    /// One version of a pack.
    pub fn version(&self, id: &str, version: u32) -> Option<&RulePack> {
        self.packs.get(&(id.to_owned(), version))
    }

    /// Whether there is any version of a pack.
    pub fn has(&self, id: &str) -> bool {
        self.versions().any(|pack| pack.id == id)
    }

    /// The version of pack `id` that holds for the batch of `date`: the last that has begun.
    pub fn effective(&self, id: &str, date: NaiveDate) -> Option<&RulePack> {
        self.versions()
            .filter(|pack| pack.id == id && pack.effective_from <= date)
            .max_by_key(|pack| (pack.effective_from, pack.version))
    }

    /// The default pack as it holds for the batch of `date`; before its first version has begun,
    /// that first version.
    pub fn default_pack(&self, date: NaiveDate) -> &RulePack {
        self.effective(DEFAULT_PACK, date)
            .or_else(|| self.versions().find(|pack| pack.id == DEFAULT_PACK))
            .or_else(|| self.versions().next())
            .expect("invariant: a book holds the packs that ship")
    }

    /// The pack a center uses for the batch of `date`.
    pub fn pack_of(&self, center_code: &str, date: NaiveDate) -> &RulePack {
        self.chosen(center_code, date)
            .and_then(|id| self.effective(id, date))
            .unwrap_or_else(|| self.default_pack(date))
    }

    /// Every pack some center uses for the batch of `date`, the default one first.
    pub fn packs_in_use(&self, date: NaiveDate) -> Vec<&RulePack> {
        let mut packs = vec![self.default_pack(date)];
        for center in self.choices.keys() {
            let pack = self.pack_of(center, date);
            if !packs.iter().any(|known| known.id == pack.id && known.version == pack.version) {
                packs.push(pack);
            }
        }
        packs
    }

    /// By center: the packs that centers with a choice use for the batch of `date`.
    pub fn chosen_packs(&self, date: NaiveDate) -> BTreeMap<String, &RulePack> {
        self.choices.keys().map(|code| (code.clone(), self.pack_of(code, date))).collect()
    }

    /// Every choice, by center and date.
    pub fn choices(&self) -> impl Iterator<Item = PackChoice> + '_ {
        self.choices.iter().flat_map(|(center, dates)| {
            dates.iter().map(|(from, pack)| PackChoice {
                center_code: center.clone(),
                from: *from,
                pack: pack.clone(),
            })
        })
    }

    fn chosen(&self, center_code: &str, date: NaiveDate) -> Option<&str> {
        let of_center = self.choices.get(center_code)?;
        of_center.range(..=date).next_back().map(|(_, pack)| pack.as_str())
    }
}
