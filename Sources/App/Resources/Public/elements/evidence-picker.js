import { fillSentence, sortFiles } from "../lib/evidence.js";

/**
 * Several files by camera, choice or drag, with previews. The file input alone is sent with the form.
 *
 *     <evidence-picker data-max-files="9" data-max-bytes="20971520" data-says-type="…{name}…" data-says-size="…"
 *                      data-says-number="…{count}…" data-says-remove="移除 {name}">
 *       <label class="evidence-drop">… <input type="file" name="evidence" accept="image/*,video/*" multiple></label>
 *       <ul class="evidence-list"></ul><p class="field-error" role="alert"></p>
 *     </evidence-picker>
 *
 * Previews are `blob:` addresses: the page's policy needs `img-src 'self' blob:` and `media-src 'self' blob:`.
 */
export class EvidencePicker extends HTMLElement {
  #input;
  #files = [];
  #addresses = [];

  connectedCallback() {
    this.#input = this.querySelector("input[type=file]");
    const drop = this.querySelector(".evidence-drop");
    if (!this.#input || !drop || "ready" in this.dataset) return;
    this.dataset.ready = "";
    this.#input.addEventListener("change", () => this.#add(this.#input.files));
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.dataset.over = "";
    });
    drop.addEventListener("dragleave", () => delete drop.dataset.over);
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      delete drop.dataset.over;
      this.#add(event.dataTransfer.files);
    });
  }

  disconnectedCallback() {
    this.#forgetAddresses();
  }

  #add(candidates) {
    const { kept, refused } = sortFiles(this.#files, [...candidates], {
      accept: this.#input.accept,
      maxBytes: Number(this.dataset.maxBytes ?? Infinity),
      maxFiles: Number(this.dataset.maxFiles ?? Infinity),
    });
    this.#keep(kept);
    this.#say(refused.filter(({ why }) => why !== "twice"));
  }

  #keep(files) {
    this.#files = files;
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    this.#input.files = transfer.files;
    this.#forgetAddresses();
    this.querySelector(".evidence-list")?.replaceChildren(...files.map((file) => this.#preview(file)));
  }

  #preview(file) {
    const item = document.createElement("li");
    item.className = "evidence-item";
    const isVideo = file.type.startsWith("video/");
    if (isVideo || file.type.startsWith("image/")) {
      const picture = document.createElement(isVideo ? "video" : "img");
      picture.src = URL.createObjectURL(file);
      if (isVideo) picture.muted = true;
      else picture.alt = "";
      this.#addresses.push(picture.src);
      item.append(picture);
    }
    const name = document.createElement("span");
    name.className = "evidence-name";
    name.textContent = file.name;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "evidence-remove";
    remove.setAttribute("aria-label", fillSentence(this.dataset.saysRemove ?? "{name}", { name: file.name }));
    remove.addEventListener("click", () => {
      this.#keep(this.#files.filter((other) => other !== file));
      this.#input.focus();
    });
    item.append(name, remove);
    return item;
  }

  #say(refused) {
    const place = this.querySelector("[role=alert]");
    if (!place) return;
    const sentences = { type: this.dataset.saysType, size: this.dataset.saysSize, number: this.dataset.saysNumber };
    place.textContent = refused
      .map(({ file, why }) => fillSentence(sentences[why] ?? "", { name: file.name, count: this.dataset.maxFiles }))
      .join(" ");
  }

  #forgetAddresses() {
    for (const address of this.#addresses.splice(0)) URL.revokeObjectURL(address);
  }
}
