// Carrying answers to Python: what is sent, what is known to be kept, and what waits.

/** How long Python may take to say "saved" before the reader is told that it has not. */
const PATIENCE_MS = 3000;
/** How long to wait before asking again after the disk refused. */
const RETRY_MS = 5000;

class Courier {
  /**
   * `shelf` names where unsaved answers wait in this tab until the cell runs again; `known(item)`
   * is what Python has kept; `changed()` is called when something has been sent, kept or refused.
   */
  constructor(model, { shelf, words, known, changed }) {
    this.model = model;
    this.shelf = `casebook-${shelf}`;
    this.words = words;
    this.known = known;
    this.changed = changed;
    this.id = Math.random().toString(36).slice(2);
    this.requests = 0;
    this.pending = new Map(); // sent, not yet known to be saved
    this.take = (reply) => this.takeReply(reply);
    model.on("msg:custom", this.take);
  }

  close() {
    this.model.off("msg:custom", this.take);
    this.pending.forEach((one) => clearTimeout(one.timer));
  }

  has(item) {
    return this.pending.has(item);
  }

  value(item) {
    return this.pending.get(item)?.value;
  }

  /** Why `item` is not saved, or the first such reason where no item is named. */
  trouble(item) {
    if (item !== undefined) return this.pending.get(item)?.trouble;
    return [...this.pending.values()].find((one) => one.trouble)?.trouble;
  }

  get isBusy() {
    return this.pending.size > 0;
  }

  send(item, value) {
    this.settle(item);
    const request = `${this.id}-${(this.requests += 1)}`;
    const timer = setTimeout(() => this.fail(item, this.words["no-reply"]), PATIENCE_MS);
    this.pending.set(item, { request, value, timer });
    this.keepUnsaved();
    try {
      this.model.send({ item, value, request });
    } catch {
      this.fail(item, this.words["no-reply"]); // The kernel that this page spoke to is gone.
    }
  }

  settle(item) {
    clearTimeout(this.pending.get(item)?.timer);
    this.pending.delete(item);
  }

  retry() {
    [...this.pending].forEach(([item, one]) => this.send(item, one.value));
    this.changed();
  }

  fail(item, why) {
    const one = this.pending.get(item);
    if (!one) return;
    one.trouble = why;
    this.changed();
  }

  takeReply(reply) {
    const one = this.pending.get(reply.item);
    if (one?.request !== reply.request) return;
    clearTimeout(one.timer);
    if (reply.saved || reply.drop) {
      this.settle(reply.item);
    } else {
      this.fail(reply.item, reply.why);
      if (reply.again) one.timer = setTimeout(() => this.send(reply.item, one.value), RETRY_MS);
    }
    this.keepUnsaved();
    this.changed(reply);
  }

  // An answer given while the kernel is down waits in this tab until the cell runs again.

  keepUnsaved() {
    const waiting = [...this.pending].map(([item, { value }]) => ({ item, value, over: this.known(item) }));
    try {
      if (waiting.length === 0) sessionStorage.removeItem(this.shelf);
      else sessionStorage.setItem(this.shelf, JSON.stringify(waiting));
    } catch {
      // A browser without storage keeps it on the page alone.
    }
  }

  sendUnsaved() {
    let waiting = [];
    try {
      waiting = JSON.parse(sessionStorage.getItem(this.shelf) ?? "[]");
    } catch {
      return;
    }
    for (const { item, value, over } of waiting) {
      if (JSON.stringify(this.known(item)) === JSON.stringify(over)) this.send(item, value);
    }
    this.changed();
  }
}
