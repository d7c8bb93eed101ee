// The one script a page links: names every element of the site.
import { ConfirmButton } from "../elements/confirm-button.js";
import { CopyText } from "../elements/copy-text.js";
import { CountDown } from "../elements/count-down.js";
import { EvidencePicker } from "../elements/evidence-picker.js";
import { LiveRegion } from "../elements/live-region.js";
import { LocalTime } from "../elements/local-time.js";
import { UnitStepper } from "../elements/unit-stepper.js";

const elements = {
  "confirm-button": ConfirmButton,
  "copy-text": CopyText,
  "count-down": CountDown,
  "evidence-picker": EvidencePicker,
  "live-region": LiveRegion,
  "local-time": LocalTime,
  "unit-stepper": UnitStepper,
};

for (const [name, element] of Object.entries(elements)) {
  if (!customElements.get(name)) customElements.define(name, element);
}
