/** Cuts what a live stream sends into its events, wherever the pieces end: `take(piece)` gives those that are whole. */
export class Events {
  #rest = "";
  /** The number to go on after. */
  last;

  take(piece) {
    const blocks = (this.#rest + piece).split(/\r?\n\r?\n/);
    this.#rest = blocks.pop();
    return blocks.map((block) => this.#event(block)).filter((event) => event !== undefined);
  }

  #event(block) {
    let data;
    for (const line of block.split(/\r?\n/)) {
      const [, name, value] = line.match(/^([^:]*): ?(.*)$/) ?? [];
      if (name === "id") this.last = value;
      if (name === "data") data = value;
    }
    return data && JSON.parse(data);
  }
}

/**
 * Follows a live stream for good: after a break it goes on after the last event, at once when the network is back, else
 * after longer and longer. A stream that has been silent for too long counts as broken.
 */
export class Follower {
  static silence = 45_000;
  static longest = 30_000;
  #open;
  #heard;
  #state;
  #wait;
  #events = new Events();
  #stop;
  #wake;
  #failures = 0;

  /**
   * @param open (last, signal) => the stream's bytes
   * @param heard what happened, or undefined: something may have, while nobody listened
   * @param state told whether there is a connection
   */
  constructor({ open, heard, state, wait = pause }) {
    [this.#open, this.#heard, this.#state, this.#wait] = [open, heard, state, wait];
  }

  get isRunning() {
    return this.#stop !== undefined;
  }

  async run() {
    if (this.isRunning) return;
    const stop = (this.#stop = new AbortController());
    while (!stop.signal.aborted) {
      const fault = await this.#follow(stop.signal);
      if (stop.signal.aborted) return;
      this.#state(false, fault);
      const longest = Math.min(Follower.longest, 1_000 * 2 ** this.#failures++);
      const moment = fault?.wait ? fault.wait * 1_000 : longest * (0.5 + Math.random() / 2);
      await Promise.race([this.#wait(moment), new Promise((resolve) => (this.#wake = resolve))]);
    }
  }

  /** Rests, until `run` is called again. */
  rest() {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#wake?.();
  }

  async #follow(signal) {
    const own = new AbortController();
    const end = () => own.abort();
    signal.addEventListener("abort", end);
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(end, Follower.silence);
    };
    try {
      alive();
      const body = await this.#open(this.#events.last, own.signal);
      this.#failures = 0;
      this.#state(true);
      this.#heard();
      const words = new TextDecoder();
      for (const reader = body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        alive();
        for (const event of this.#events.take(words.decode(value, { stream: true }))) this.#heard(event);
      }
    } catch (fault) {
      return fault;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
