//! Response, cooperation, refusal and contact rates by AAPOR's Standard Definitions
//! (statistics.md 6).

use serde::{Deserialize, Serialize};

/// Final dispositions, counted or summed with weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "UPPERCASE")]
pub struct DispositionCounts {
    /// I: complete interviews.
    pub i: f64,
    /// P: partial interviews.
    pub p: f64,
    /// R: refusals and break-offs.
    pub r: f64,
    /// NC: non-contacts of households known to live there.
    pub nc: f64,
    /// O: other eligible without interview.
    pub o: f64,
    /// UH: unknown whether the household still lives there.
    pub uh: f64,
    /// UO: otherwise unknown.
    pub uo: f64,
    /// NE: not eligible.
    pub ne: f64,
}

/// Where `e`, the share of the unknown taken for eligible, comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EligibilityMethod {
    /// By proportional allocation from the same cases.
    Casro,
    /// Given; none when nobody can say.
    Given(Option<f64>),
}

/// The rates; none where a denominator is 0 or `e` is undefined but needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub struct ResponseRates {
    /// Interviews over all cases that may be eligible.
    pub rr1: Option<f64>,
    /// The same, partial interviews included.
    pub rr2: Option<f64>,
    /// Interviews over the eligible and the share `e` of the unknown.
    pub rr3: Option<f64>,
    /// The same, partial interviews included.
    pub rr4: Option<f64>,
    /// Interviews over those known to be eligible.
    pub rr5: Option<f64>,
    /// The same, partial interviews included.
    pub rr6: Option<f64>,
    /// Interviews over all who were reached.
    pub coop1: Option<f64>,
    /// The same, partial interviews included.
    pub coop2: Option<f64>,
    /// Interviews over all who were able to answer.
    pub coop3: Option<f64>,
    /// The same, partial interviews included.
    pub coop4: Option<f64>,
    /// Refusals over all cases that may be eligible.
    pub ref1: Option<f64>,
    /// Refusals over the eligible and the share `e` of the unknown.
    pub ref2: Option<f64>,
    /// Refusals over those known to be eligible.
    pub ref3: Option<f64>,
    /// Reached over all cases that may be eligible.
    pub con1: Option<f64>,
    /// Reached over the eligible and the share `e` of the unknown.
    pub con2: Option<f64>,
    /// Reached over those known to be eligible.
    pub con3: Option<f64>,
}

impl DispositionCounts {
    /// Known to be eligible: D.
    pub fn eligible(&self) -> f64 {
        self.i + self.p + self.r + self.nc + self.o
    }

    /// Unknown whether eligible: U.
    pub fn unknown(&self) -> f64 {
        self.uh + self.uo
    }

    /// The share of the unknown taken for eligible; none where nothing is known of it.
    pub fn eligibility(&self, method: EligibilityMethod) -> Option<f64> {
        match method {
            EligibilityMethod::Given(given) => given,
            EligibilityMethod::Casro => ratio(self.eligible(), self.eligible() + self.ne),
        }
    }

    /// Every rate, for a given `e`.
    pub fn rates(&self, e: Option<f64>) -> ResponseRates {
        let (known, unknown) = (self.eligible(), self.unknown());
        let all = known + unknown;
        // Without unknown cases `e` does not matter, even when it is undefined.
        let estimated = if unknown == 0.0 { Some(known) } else { e.map(|e| known + e * unknown) };
        let over = |above: f64, below: Option<f64>| below.and_then(|below| ratio(above, below));
        let interviews = self.i + self.p;
        let contacted = interviews + self.r + self.o;
        let asked = interviews + self.r;
        ResponseRates {
            rr1: ratio(self.i, all),
            rr2: ratio(interviews, all),
            rr3: over(self.i, estimated),
            rr4: over(interviews, estimated),
            rr5: ratio(self.i, known),
            rr6: ratio(interviews, known),
            coop1: ratio(self.i, contacted),
            coop2: ratio(interviews, contacted),
            coop3: ratio(self.i, asked),
            coop4: ratio(interviews, asked),
            ref1: ratio(self.r, all),
            ref2: over(self.r, estimated),
            ref3: ratio(self.r, known),
            con1: ratio(contacted, all),
            con2: over(contacted, estimated),
            con3: ratio(contacted, known),
        }
    }
}

fn ratio(above: f64, below: f64) -> Option<f64> {
    (below > 0.0).then(|| above / below)
}
