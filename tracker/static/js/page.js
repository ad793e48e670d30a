/* What every page gains from scripts. Without them the menu stands open and everything still works. */
import { foldMenu } from "./menu.js";
import { focusProblem } from "./problem.js";
import { closeDrops } from "./drop.js";
import { searchIn } from "./choose.js";
import { offerNames } from "./names.js";
import { beginInForm } from "./begin.js";
import { keepKeys } from "./once.js";
import { shrinkPhotos } from "./photo.js";
import { tendWaiting } from "./waiting.js";

foldMenu(document);
focusProblem(document);
closeDrops(document);
searchIn(document);
offerNames(document);
beginInForm(document);
keepKeys(document);
shrinkPhotos(document);
tendWaiting(document);
