// How the tellings of one item are called, and where they can be read.

import { date, t } from "../i18n.js";
import { inLanguage } from "./language.js";

/** @typedef {import("./origin.js").Telling} Telling */

/** @param {number} id @param {string} [hash] */
export const reportAddress = (id, hash = "") => inLanguage(`../${id}${hash}`);

/** How a telling is called where it is compared. @param {Telling[]} all @param {number} index */
export const nameOf = (all, index) => [`${index + 1}. ${all[index].publisher ?? t("not_named")}`, date(all[index].published)].filter(Boolean).join(", ");
