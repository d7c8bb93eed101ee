/**
 * What a browser keeps of one person's chat between pages; in memory where it may keep nothing. Each thing has a place
 * of its own, so that two pages of the same site never write over each other.
 */
export class Kept {
  #name;
  #memory = new Map();

  constructor(name) {
    this.#name = `${name} `;
  }

  get(key) {
    return this.#memory.has(key) ? this.#memory.get(key) : this.#stored(key);
  }

  set(key, value) {
    this.#memory.set(key, value);
    try {
      if (value === undefined) localStorage.removeItem(this.#name + key);
      else localStorage.setItem(this.#name + key, JSON.stringify(value));
    } catch {
      // no room, or forbidden: it stays in memory for as long as the page is open
    }
  }

  /** Everything whose key begins so. */
  all(beginning) {
    const keys = new Set(this.#memory.keys());
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(this.#name)) keys.add(key.slice(this.#name.length));
    } catch {
      // forbidden
    }
    return [...keys].filter((key) => key.startsWith(beginning) && this.get(key) !== undefined).map((key) => this.get(key));
  }

  #stored(key) {
    try {
      return JSON.parse(localStorage.getItem(this.#name + key)) ?? undefined;
    } catch {
      return undefined;
    }
  }
}
