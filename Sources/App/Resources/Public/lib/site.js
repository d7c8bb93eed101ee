// The one script a page links: names every element of the site.
import { CommandPalette } from "../elements/command-palette.js";
import { ConfirmButton } from "../elements/confirm-button.js";
import { CopyText } from "../elements/copy-text.js";
import { CountDown } from "../elements/count-down.js";
import { DeskKeys } from "../elements/desk-keys.js";
import { EvidencePicker } from "../elements/evidence-picker.js";
import { LiveRegion } from "../elements/live-region.js";
import { LiveSearch } from "../elements/live-search.js";
import { LocalTime } from "../elements/local-time.js";
import { NumberedText } from "../elements/numbered-text.js";
import { QuickReplies } from "../elements/quick-replies.js";
import { ReplyDraft } from "../elements/reply-draft.js";
import { ThreadCompany } from "../elements/thread-company.js";
import { ThreadTyping } from "../elements/thread-typing.js";
import { UnitStepper } from "../elements/unit-stepper.js";

const elements = {
  "command-palette": CommandPalette,
  "confirm-button": ConfirmButton,
  "copy-text": CopyText,
  "count-down": CountDown,
  "desk-keys": DeskKeys,
  "evidence-picker": EvidencePicker,
  "live-region": LiveRegion,
  "live-search": LiveSearch,
  "local-time": LocalTime,
  "numbered-text": NumberedText,
  "quick-replies": QuickReplies,
  "reply-draft": ReplyDraft,
  "thread-company": ThreadCompany,
  "thread-typing": ThreadTyping,
  "unit-stepper": UnitStepper,
};

for (const [name, element] of Object.entries(elements)) {
  if (!customElements.get(name)) customElements.define(name, element);
}
