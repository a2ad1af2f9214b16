//! The names of the methods, which travel with every estimate.

/// How an estimate and its interval were computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Wilson score interval of a proportion.
    Wilson,
    /// Wilson score interval with continuity correction.
    WilsonCorrected,
    /// Exact interval of a proportion.
    ClopperPearson,
    /// Exact Poisson interval of a rate.
    ExactPoisson,
    /// Byar's approximation for a rate.
    Byar,
    /// Log-normal interval of a risk ratio.
    Katz,
    /// The same with one half added to every count and total.
    Walter,
    /// The same with one half added to all four cells when one is empty.
    KatzAddHalf,
    /// Koopman's score interval of a risk ratio.
    Koopman,
    /// Miettinen and Nurminen's score interval.
    MiettinenNurminen,
    /// Mee's score interval of a difference.
    Mee,
    /// Newcombe's hybrid score interval of a difference.
    Newcombe,
    /// Estimate plus or minus a multiple of its standard error.
    Wald,
    /// Log-normal interval of a rate ratio.
    WaldLog,
    /// The same, widened by the dispersion of the counts.
    WaldLogDispersed,
    /// Score interval of a rate or of a rate ratio.
    Score,
    /// The same, widened by the dispersion of the counts.
    ScoreDispersed,
    /// Exact interval of a rate ratio given the total of events.
    ExactConditional,
    /// Log-normal interval of an odds ratio.
    Woolf,
    /// The same with one half added to all four cells when one is empty.
    Haldane,
    /// Exact interval of an odds ratio given both margins.
    FisherExact,
    /// Delta method on the logarithm of a ratio of two estimates.
    DeltaLog,
    /// Fieller's interval of a ratio of two estimates.
    Fieller,
    /// Dobson's interval of a standardised rate.
    Dobson,
    /// Fay and Feuer's gamma interval of a standardised rate.
    Gamma,
    /// Mantel-Haenszel pooled risk ratio.
    MantelHaenszel,
    /// Inverse-variance pooled ratio with one common effect.
    InverseVariance,
    /// `DerSimonian` and Laird's random-effects ratio.
    DerSimonianLaird,
    /// Poisson regression on the phase.
    PoissonRegression,
    /// A value without an interval.
    ValueOnly,
}

impl Method {
    /// The method in plain English.
    pub fn label(self) -> &'static str {
        match self {
            Self::Wilson => "Wilson score",
            Self::WilsonCorrected => "Wilson score with continuity correction",
            Self::ClopperPearson => "exact binomial (Clopper-Pearson)",
            Self::ExactPoisson => "exact Poisson",
            Self::Byar => "Byar's approximation",
            Self::Katz => "log-normal (Katz)",
            Self::Walter => "log-normal, one half added to counts and totals (Walter)",
            Self::KatzAddHalf => "log-normal, one half added to the cells if one is empty",
            Self::Koopman => "score (Koopman)",
            Self::MiettinenNurminen => "score (Miettinen-Nurminen)",
            Self::Mee => "score (Mee)",
            Self::Newcombe => "hybrid score (Newcombe)",
            Self::Wald => "Wald",
            Self::WaldLog => "log-normal (Wald)",
            Self::WaldLogDispersed => "log-normal, widened by the dispersion of the counts",
            Self::Score => "score",
            Self::ScoreDispersed => "score, widened by the dispersion of the counts",
            Self::ExactConditional => "exact, given the total of events",
            Self::Woolf => "log-normal (Woolf)",
            Self::Haldane => "log-normal, one half added if a cell is empty (Haldane)",
            Self::FisherExact => "exact (Fisher)",
            Self::DeltaLog => "delta method on the logarithm",
            Self::Fieller => "Fieller",
            Self::Dobson => "Dobson",
            Self::Gamma => "gamma (Fay-Feuer)",
            Self::MantelHaenszel => "Mantel-Haenszel",
            Self::InverseVariance => "inverse variance, common effect",
            Self::DerSimonianLaird => "random effects (DerSimonian-Laird)",
            Self::PoissonRegression => "Poisson regression",
            Self::ValueOnly => "value without an interval",
        }
    }
}
