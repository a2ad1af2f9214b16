//! What each quantity takes, how a random case of it is made and turned round, and what must hold of its results.

/// `SplitMix64` (Steele, Lea and Flood 2014).
pub(super) struct Random(pub(super) u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// From 0 to below a limit.
    fn below(&mut self, limit: u64) -> u64 {
        self.bits() % limit
    }

    /// From 0 to below 1.
    fn uniform(&mut self) -> f64 {
        self.below(1 << 53) as f64 / (1_u64 << 53) as f64
    }

    /// Between two numbers above zero, evenly on the logarithmic scale.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low * (high / low).powf(self.uniform())
    }

    /// Counts of every size, most of them small.
    fn count(&mut self) -> f64 {
        let limit = match self.below(500) {
            0 => 1_000_000_001,
            1..=30 => 100_001,
            31..=200 => 2_001,
            _ => 31,
        };
        self.below(limit) as f64
    }

    /// Events and their total; a tenth have none or all.
    pub(super) fn share(&mut self) -> [f64; 2] {
        let total = self.count().max(1.0);
        let events = match self.below(20) {
            0 => 0.0,
            1 => total,
            2..=6 => (total * self.between(1e-6, 1.0)).floor(),
            _ => (total * self.uniform()).round(),
        };
        [events, total]
    }

    fn level(&mut self) -> f64 {
        1.0 - self.between(1e-4, 0.5)
    }
}

pub(super) type Lines = Vec<Vec<f64>>;

/// What becomes of a result when the case is turned round.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Turned {
    Same,
    Inverse,
    Negated,
    Complement,
}

/// A quantity, its cases, and what must hold of its results.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) header: &'static str,
    /// The lines of a case, and those of the case turned round.
    pub(super) make: fn(&mut Random) -> [Lines; 2],
    /// Starts of the columns that may be below zero.
    pub(super) signed: &'static [&'static str],
    /// Starts of the columns that are at most 1.
    pub(super) shares: &'static [&'static str],
    /// Starts of the columns that turn round with the case; the longest that fits counts.
    pub(super) turned: &'static [(&'static str, Turned)],
    /// Columns that say something else of the case turned round.
    pub(super) unturned: &'static [&'static str],
    /// A p-value, the start of the interval that it goes with, and equality.
    pub(super) agree: &'static [(&'static str, &'static str, f64)],
}

const PLAIN: Kind = Kind {
    name: "",
    header: "",
    make: |_| [Vec::new(), Vec::new()],
    signed: &[],
    shares: &[],
    turned: &[],
    unturned: &[],
    agree: &[],
};

fn two_groups(random: &mut Random) -> [Lines; 2] {
    let (one, other) = (random.share(), random.share());
    [vec![[one, other].concat()], vec![[other, one].concat()]]
}

/// A few lines and the same in the opposite order.
fn reversed(lines: Lines) -> [Lines; 2] {
    let turned = lines.iter().rev().cloned().collect();
    [lines, turned]
}

fn unturned(line: Vec<f64>) -> [Lines; 2] {
    [vec![line.clone()], vec![line]]
}

/// From two to six lines.
fn several(random: &mut Random, mut line: impl FnMut(&mut Random, usize) -> Vec<f64>) -> Lines {
    let fewest = [0, 1];
    let more = (2..6).take_while(|_| random.below(4) > 0).collect::<Vec<_>>();
    fewest.into_iter().chain(more).map(|place| line(random, place)).collect()
}

fn turned(lines: Lines, turn: impl Fn(&[f64]) -> Vec<f64>) -> [Lines; 2] {
    let other = lines.iter().map(|line| turn(line)).collect();
    [lines, other]
}

pub(super) const KINDS: [Kind; 20] = [
    Kind {
        name: "proportion",
        header: "id,x,n,confidence",
        make: |random| {
            let ([events, total], level) = (random.share(), random.level());
            [vec![vec![events, total, level]], vec![vec![total - events, total, level]]]
        },
        shares: &[""],
        turned: &[("", Turned::Complement)],
        ..PLAIN
    },
    Kind {
        name: "rate",
        header: "id,x,py,confidence,multiplier",
        make: |random| {
            let (events, exposure, level) = (random.count(), random.between(1e-3, 1e9), random.level());
            [vec![vec![events, exposure, level, 1.0]], vec![vec![events, 64.0 * exposure, level, 64.0]]]
        },
        ..PLAIN
    },
    Kind {
        name: "risk-ratio",
        header: "id,x1,n1,x2,n2",
        make: two_groups,
        turned: &[("", Turned::Inverse), ("se_log", Turned::Same)],
        unturned: &["four_fifths_fail"],
        ..PLAIN
    },
    Kind {
        name: "rate-ratio",
        header: "id,x1,t1,x2,t2",
        make: |random| {
            let mut rate = || [random.count(), random.between(1e-3, 1e9)];
            let (one, other) = (rate(), rate());
            [vec![[one, other].concat()], vec![[other, one].concat()]]
        },
        signed: &["score_z"],
        turned: &[
            ("rr", Turned::Inverse),
            ("wald_", Turned::Inverse),
            ("exact_", Turned::Inverse),
            ("exact_p", Turned::Same),
            ("score_", Turned::Inverse),
            ("score_p", Turned::Same),
            ("score_z", Turned::Negated),
        ],
        agree: &[("exact_p_central", "exact_", 1.0), ("score_p", "score_", 1.0)],
        ..PLAIN
    },
    Kind {
        name: "risk-difference",
        header: "id,x1,n1,x2,n2",
        make: two_groups,
        signed: &[""],
        shares: &["rd", "newcombe_", "mn_", "mee_"],
        turned: &[("", Turned::Negated)],
        ..PLAIN
    },
    Kind {
        name: "odds-ratio",
        header: "id,x1,n1,x2,n2",
        make: two_groups,
        turned: &[("", Turned::Inverse), ("se_log", Turned::Same)],
        ..PLAIN
    },
    Kind {
        name: "p-values",
        header: "id,x1,n1,x2,n2",
        make: two_groups,
        signed: &["z_", "log10_"],
        turned: &[
            ("z_pooled", Turned::Negated),
            ("z_pooled_p", Turned::Same),
            ("z_unpooled", Turned::Negated),
            ("z_unpooled_p", Turned::Same),
        ],
        ..PLAIN
    },
    Kind {
        name: "ratio-se",
        header: "id,m1,se1,m2,se2",
        make: |random| {
            let mut value = || {
                let value = random.between(1e-3, 1e6);
                [value, value * random.between(1e-3, 2.0)]
            };
            let (one, other) = (value(), value());
            [vec![[one, other].concat()], vec![[other, one].concat()]]
        },
        signed: &["fieller_"],
        turned: &[("ratio", Turned::Inverse), ("delta_log_", Turned::Inverse)],
        unturned: &["se_ratio", "fieller_type", "fieller_lower", "fieller_upper"],
        agree: &[("p_delta_log", "delta_log_", 1.0)],
        ..PLAIN
    },
    Kind {
        name: "ratio-of-ratios",
        header: "id,x1_t0,n1_t0,x2_t0,n2_t0,x1_t1,n1_t1,x2_t1,n2_t1",
        make: |random| {
            let [one, other] = [[random.share(), random.share()].concat(), [random.share(), random.share()].concat()];
            [vec![[one.clone(), other.clone()].concat()], vec![[other, one].concat()]]
        },
        signed: &["log_rrr", "z", "did"],
        turned: &[
            ("rrr", Turned::Inverse),
            ("log_rrr", Turned::Negated),
            ("z", Turned::Negated),
            ("did", Turned::Negated),
            ("did_se", Turned::Same),
            ("did_p", Turned::Same),
        ],
        agree: &[("p", "rrr_", 1.0), ("did_p", "did_", 0.0)],
        ..PLAIN
    },
    Kind {
        name: "dsr",
        header: "case,group,x,n,stdpop",
        make: |random| {
            let mut bands = several(random, |random, _| {
                let standard = random.between(1.0, 1e5);
                vec![1.0, random.count(), random.between(1.0, 1e6), standard]
            });
            let other = bands.iter().map(|band| vec![2.0, random.count(), random.between(1.0, 1e6), band[3]]);
            bands.extend(other.collect::<Lines>());
            turned(bands, |band| [&[3.0 - band[0]], &band[1..]].concat())
        },
        turned: &[("ratio", Turned::Inverse), ("ratio_p", Turned::Same)],
        agree: &[("ratio_p", "ratio_", 1.0)],
        ..PLAIN
    },
    Kind {
        name: "mantel-haenszel",
        header: "case,x1,n1,x2,n2",
        make: |random| {
            let strata = several(random, |random, _| [random.share(), random.share()].concat());
            turned(strata, |line| [&line[2..], &line[..2]].concat())
        },
        signed: &["mh_log_rr", "iv_log_rr", "dl_log_rr"],
        turned: &[
            ("mh_", Turned::Inverse),
            ("mh_log_rr", Turned::Negated),
            ("mh_se_log", Turned::Same),
            ("mh_p", Turned::Same),
            ("iv_", Turned::Inverse),
            ("iv_log_rr", Turned::Negated),
            ("iv_se", Turned::Same),
            ("dl_", Turned::Inverse),
            ("dl_log_rr", Turned::Negated),
            ("dl_se", Turned::Same),
            ("dl_p", Turned::Same),
            ("dl_tau2", Turned::Same),
        ],
        agree: &[("mh_p", "mh_", 1.0), ("dl_p", "dl_", 1.0)],
        ..PLAIN
    },
    Kind {
        name: "adjusted-p",
        header: "case,p",
        make: |random| reversed(several(random, |random, _| vec![random.between(1e-300, 1.0)])),
        ..PLAIN
    },
    Kind {
        name: "inequality",
        header: "case,est,se,pop,favourable_indicator,reference_subgroup",
        make: |random| {
            let better = random.below(2) as f64;
            reversed(several(random, |random, place| {
                let value = if random.below(10) == 0 { 0.0 } else { random.between(1e-2, 100.0) };
                let error = value * random.between(1e-3, 0.5);
                vec![value, error, random.between(10.0, 1e6).round(), better, f64::from(u8::from(place == 1))]
            }))
        },
        signed: &["d_ref", "par_", "paf_"],
        ..PLAIN
    },
    Kind {
        name: "funnel-proportion",
        header: "id,population,average",
        make: |random| {
            let (population, average) = (random.between(0.5, 1e9), random.uniform());
            [vec![vec![population, average]], vec![vec![population, 1.0 - average]]]
        },
        signed: &["lower95_raw", "lower998_raw"],
        shares: &["lower", "upper95", "upper998"],
        turned: &[("", Turned::Complement)],
        ..PLAIN
    },
    Kind {
        name: "funnel-rate",
        header: "id,events,average",
        make: |random| unturned(vec![random.count(), random.between(1e-9, 1e3)]),
        ..PLAIN
    },
    Kind {
        name: "funnel-assign",
        header: "case,x,n",
        make: |random| reversed(several(random, |random, _| random.share().to_vec())),
        shares: &["average"],
        ..PLAIN
    },
    Kind {
        name: "representation",
        header: "id,x_group,n_staff,pop_group,pop_total",
        make: |random| unturned([random.share(), random.share()].concat()),
        signed: &["gap_pp"],
        shares: &["share_"],
        agree: &[("binom_p_two_sided_central", "exact_", 1.0)],
        ..PLAIN
    },
    Kind {
        name: "unknown-bounds",
        header: "id,x1,n1,x2,n2,unknown_events,unknown_total",
        make: |random| {
            let (one, other, unknown) = (random.share(), random.share(), random.share());
            [vec![[one, other, unknown].concat()], vec![[other, one, unknown].concat()]]
        },
        turned: &[("rr_", Turned::Inverse)],
        unturned: &["direction_identified"],
        ..PLAIN
    },
    Kind {
        name: "trend",
        header: "case,x,n,score",
        make: |random| {
            let lines = several(random, |random, place| {
                let [events, total] = random.share();
                vec![events, total, place as f64 + random.uniform()]
            });
            turned(lines, |line| vec![line[0], line[1], -line[2]])
        },
        signed: &["z", "slope"],
        turned: &[("z", Turned::Negated), ("slope", Turned::Negated)],
        ..PLAIN
    },
    Kind {
        name: "loglinear",
        header: "case,phase,x,t",
        make: |random| {
            let lines = several(random, |random, place| {
                vec![place as f64 + random.uniform(), random.count(), random.between(1.0, 1e6)]
            });
            turned(lines, |line| vec![-line[0], line[1], line[2]])
        },
        signed: &["intercept", "slope", "z"],
        turned: &[
            ("slope", Turned::Negated),
            ("slope_se", Turned::Same),
            ("z", Turned::Negated),
            ("rr_", Turned::Inverse),
        ],
        agree: &[("p", "rr_", 1.0)],
        ..PLAIN
    },
];
