// The phone page only listens.

import { live } from "./live.js";

live();
