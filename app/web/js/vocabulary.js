// The words of the API's fields that the page offers as filters.

export const TYPES = ["advance", "control_change", "control_status", "attack_repelled", "clash", "strike",
  "destruction", "withdrawal", "surrender", "positions", "losses", "forecast", "statement", "visit", "other"];
export const MODALITIES = ["asserted", "claimed", "unattributed", "alleged", "questioned", "denied", "forecast",
  "speculative", "opinion", "no_comment"];
export const PRECISIONS = ["settlement", "area", "sector", "line", "none"];
/** First-level units of Ukraine by the first characters of their KATOTTG codes. */
export const OBLASTS = ["UA01", "UA05", "UA07", "UA12", "UA14", "UA18", "UA21", "UA23", "UA26", "UA32", "UA35", "UA44",
  "UA46", "UA48", "UA51", "UA53", "UA56", "UA59", "UA61", "UA63", "UA65", "UA68", "UA71", "UA73", "UA74", "UA80", "UA85"];
